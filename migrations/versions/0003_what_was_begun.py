"""What was begun and not yet sent: drafts of applications."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "application_draft",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("form_key", sa.Text(), nullable=False),
        sa.Column("step", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_application_draft_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_application_draft")),
        sa.UniqueConstraint("form_key", name=op.f("uq_application_draft_form_key")),
    )
    op.create_index(
        op.f("ix_application_draft_account_id_saved_at"), "application_draft", ["account_id", "saved_at"]
    )
    op.create_index(op.f("ix_application_draft_saved_at"), "application_draft", ["saved_at"])


def downgrade():
    op.drop_table("application_draft")
