"""What there is to lend, who asks, who holds what, and what became of it."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade():

    op.create_table(
        "account",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("phone", sa.Text(), nullable=False),
        sa.Column("password_hash", sa.Text(), nullable=False),
        sa.Column("locale", sa.Text(), nullable=False),
        sa.Column("is_coordinator", sa.Boolean(), nullable=False),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("disabled_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account")),
        sa.UniqueConstraint("email", name=op.f("uq_account_email")),
    )
    op.create_table(
        "community_group",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "informal",
                "ngo",
                "institution",
                "resident",
                name="groupkind",
                native_enum=False,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("members", sa.Integer(), nullable=False),
        sa.Column("nip", sa.Text(), nullable=False),
        sa.Column("krs", sa.Text(), nullable=False),
        sa.Column("phone", sa.Text(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("feed_version", sa.Integer(), nullable=False),
        sa.Column("feed_changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_community_group")),
    )
    op.create_table(
        "site",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("letter", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("phone", sa.Text(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("directions", sa.Text(), nullable=False),
        sa.Column("opened_by", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_site")),
        sa.UniqueConstraint("slug", name=op.f("uq_site_slug")),
    )
    op.create_table(
        "feed_key",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["created_by_id"], ["account.id"], name=op.f("fk_feed_key_created_by_id")),
        sa.ForeignKeyConstraint(["group_id"], ["community_group.id"], name=op.f("fk_feed_key_group_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feed_key")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_feed_key_token_hash")),
    )
    with op.batch_alter_table("feed_key", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_feed_key_group_id"), ["group_id"], unique=False)

    op.create_table(
        "leadership",
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column(
            "role",
            sa.Enum("leader", "deputy", name="leaderrole", native_enum=False, length=30),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_leadership_account_id")),
        sa.ForeignKeyConstraint(["group_id"], ["community_group.id"], name=op.f("fk_leadership_group_id")),
        sa.PrimaryKeyConstraint("group_id", "account_id", name=op.f("pk_leadership")),
    )
    with op.batch_alter_table("leadership", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_leadership_account_id"), ["account_id"], unique=False)

    op.create_table(
        "regulation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("text_hash", sa.Text(), nullable=False),
        sa.Column("change_note", sa.Text(), nullable=False),
        sa.Column("numbers", sa.JSON(), nullable=False),
        sa.Column("effective_on", sa.Date(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("published_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["published_by_id"], ["account.id"], name=op.f("fk_regulation_published_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_regulation")),
        sa.UniqueConstraint("number", name=op.f("uq_regulation_number")),
    )
    with op.batch_alter_table("regulation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_regulation_effective_on"), ["effective_on"], unique=False)

    op.create_table(
        "resource",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("room", "equipment", name="resourcekind", native_enum=False, length=30),
            nullable=False,
        ),
        sa.Column("site_id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("lock_version", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("capacity >= 0", name=op.f("ck_resource_capacity")),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name=op.f("fk_resource_site_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_resource")),
        sa.UniqueConstraint("id", "capacity", name=op.f("uq_resource_id_capacity")),
        sa.UniqueConstraint("site_id", "slug", name=op.f("uq_resource_site_id_slug")),
    )
    op.create_table(
        "sign_in",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.Text(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_sign_in_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_sign_in_token_hash")),
    )
    with op.batch_alter_table("sign_in", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sign_in_account_id"), ["account_id"], unique=False)

    op.create_table(
        "staff_post",
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("site_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_staff_post_account_id")),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name=op.f("fk_staff_post_site_id")),
        sa.PrimaryKeyConstraint("account_id", "site_id", name=op.f("pk_staff_post")),
    )
    op.create_table(
        "acceptance",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("regulation_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("text_hash", sa.Text(), nullable=False),
        sa.Column("locale", sa.Text(), nullable=False),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_acceptance_account_id")),
        sa.ForeignKeyConstraint(["group_id"], ["community_group.id"], name=op.f("fk_acceptance_group_id")),
        sa.ForeignKeyConstraint(
            ["regulation_id"], ["regulation.id"], name=op.f("fk_acceptance_regulation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_acceptance")),
        sa.UniqueConstraint(
            "regulation_id",
            "account_id",
            "group_id",
            name=op.f("uq_acceptance_regulation_id_account_id_group_id"),
        ),
    )
    op.create_table(
        "equipment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("off_site", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["id"], ["resource.id"], name=op.f("fk_equipment_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_equipment")),
    )
    op.create_table(
        "room",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("area_m2", sa.Integer(), nullable=False),
        sa.Column("seats", sa.Integer(), nullable=False),
        sa.Column("workshop_places", sa.Integer(), nullable=False),
        sa.Column("max_people", sa.Integer(), nullable=False),
        sa.Column("buffer_minutes", sa.Integer(), nullable=False),
        sa.Column("confidential_allowed", sa.Boolean(), nullable=False),
        sa.Column("season_from", sa.Integer(), nullable=True),
        sa.Column("season_to", sa.Integer(), nullable=True),
        sa.Column("amenities", sa.JSON(), nullable=False),
        sa.Column("access", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["id"], ["resource.id"], name=op.f("fk_room_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_room")),
    )
    op.create_table(
        "booking",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("room_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("activity", sa.Text(), nullable=False),
        sa.Column("audience", sa.JSON(), nullable=False),
        sa.Column(
            "visibility",
            sa.Enum("open", "closed", "confidential", name="visibility", native_enum=False, length=30),
            nullable=False,
        ),
        sa.Column("headcount", sa.Integer(), nullable=False),
        sa.Column("minors", sa.Boolean(), nullable=False),
        sa.Column("access_needs", sa.Text(), nullable=False),
        sa.Column("contact_name", sa.Text(), nullable=False),
        sa.Column("contact_phone", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("headcount >= 1", name=op.f("ck_booking_headcount")),
        sa.ForeignKeyConstraint(["group_id"], ["community_group.id"], name=op.f("fk_booking_group_id")),
        sa.ForeignKeyConstraint(["room_id"], ["room.id"], name=op.f("fk_booking_room_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_booking")),
    )
    with op.batch_alter_table("booking", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_booking_group_id"), ["group_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_booking_room_id"), ["room_id"], unique=False)

    op.create_table(
        "closure",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("site_id", sa.Integer(), nullable=True),
        sa.Column("room_id", sa.Integer(), nullable=True),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("lifted_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("starts_at < ends_at", name=op.f("ck_closure_order")),
        sa.ForeignKeyConstraint(["room_id"], ["room.id"], name=op.f("fk_closure_room_id")),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name=op.f("fk_closure_site_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_closure")),
    )
    with op.batch_alter_table("closure", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_closure_starts_at"), ["starts_at"], unique=False)

    op.create_table(
        "opening_hours",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("site_id", sa.Integer(), nullable=False),
        sa.Column("room_id", sa.Integer(), nullable=True),
        sa.Column("weekday", sa.Integer(), nullable=False),
        sa.Column("opens", sa.Integer(), nullable=False),
        sa.Column("closes", sa.Integer(), nullable=False),
        sa.Column("season_from", sa.Integer(), nullable=True),
        sa.Column("season_to", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "0 <= opens AND opens < closes AND closes <= 1440", name=op.f("ck_opening_hours_order")
        ),
        sa.CheckConstraint("weekday BETWEEN 0 AND 6", name=op.f("ck_opening_hours_weekday")),
        sa.ForeignKeyConstraint(["room_id"], ["room.id"], name=op.f("fk_opening_hours_room_id")),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name=op.f("fk_opening_hours_site_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_opening_hours")),
    )
    with op.batch_alter_table("opening_hours", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_opening_hours_site_id"), ["site_id"], unique=False)

    op.create_table(
        "room_part",
        sa.Column("whole_id", sa.Integer(), nullable=False),
        sa.Column("part_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("whole_id <> part_id", name=op.f("ck_room_part_not_itself")),
        sa.ForeignKeyConstraint(["part_id"], ["room.id"], name=op.f("fk_room_part_part_id")),
        sa.ForeignKeyConstraint(["whole_id"], ["room.id"], name=op.f("fk_room_part_whole_id")),
        sa.PrimaryKeyConstraint("whole_id", "part_id", name=op.f("pk_room_part")),
    )
    op.create_table(
        "application",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("booking_id", sa.Integer(), nullable=False),
        sa.Column("applicant_id", sa.Integer(), nullable=True),
        sa.Column("entered_by_id", sa.Integer(), nullable=True),
        sa.Column("regulation_id", sa.Integer(), nullable=True),
        sa.Column("form_key", sa.Text(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "waiting",
                "approved",
                "refused",
                "withdrawn",
                name="applicationstate",
                native_enum=False,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reply_due", sa.Date(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("refusal_reason", sa.Text(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["applicant_id"], ["account.id"], name=op.f("fk_application_applicant_id")),
        sa.ForeignKeyConstraint(["booking_id"], ["booking.id"], name=op.f("fk_application_booking_id")),
        sa.ForeignKeyConstraint(["decided_by_id"], ["account.id"], name=op.f("fk_application_decided_by_id")),
        sa.ForeignKeyConstraint(["entered_by_id"], ["account.id"], name=op.f("fk_application_entered_by_id")),
        sa.ForeignKeyConstraint(
            ["regulation_id"], ["regulation.id"], name=op.f("fk_application_regulation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_application")),
        sa.UniqueConstraint("booking_id", name=op.f("uq_application_booking_id")),
        sa.UniqueConstraint("form_key", name=op.f("uq_application_form_key")),
    )
    with op.batch_alter_table("application", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_application_state_reply_due"), ["state", "reply_due"], unique=False
        )

    op.create_table(
        "booking_equipment",
        sa.Column("booking_id", sa.Integer(), nullable=False),
        sa.Column("equipment_id", sa.Integer(), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.CheckConstraint("quantity >= 1", name=op.f("ck_booking_equipment_quantity")),
        sa.ForeignKeyConstraint(["booking_id"], ["booking.id"], name=op.f("fk_booking_equipment_booking_id")),
        sa.ForeignKeyConstraint(
            ["equipment_id"], ["equipment.id"], name=op.f("fk_booking_equipment_equipment_id")
        ),
        sa.PrimaryKeyConstraint("booking_id", "equipment_id", name=op.f("pk_booking_equipment")),
    )
    op.create_table(
        "event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("booking_id", sa.Integer(), nullable=False),
        sa.Column("closure_id", sa.Integer(), nullable=True),
        sa.Column(
            "step",
            sa.Enum(
                "submit",
                "approve",
                "refuse",
                "withdraw",
                "cancel",
                "confirm_use",
                "miss",
                name="step",
                native_enum=False,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("happened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("composed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["actor_id"], ["account.id"], name=op.f("fk_event_actor_id")),
        sa.ForeignKeyConstraint(["booking_id"], ["booking.id"], name=op.f("fk_event_booking_id")),
        sa.ForeignKeyConstraint(["closure_id"], ["closure.id"], name=op.f("fk_event_closure_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event")),
    )
    with op.batch_alter_table("event", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_event_booking_id"), ["booking_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_event_composed_at"), ["composed_at"], unique=False)

    op.create_table(
        "occurrence",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("booking_id", sa.Integer(), nullable=False),
        sa.Column("room_id", sa.Integer(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("on_date", sa.Date(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "asked",
                "planned",
                "refused",
                "withdrawn",
                "cancelled",
                "took_place",
                "no_show",
                name="datestate",
                native_enum=False,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("uid", sa.Text(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("starts_at < ends_at", name=op.f("ck_occurrence_order")),
        sa.ForeignKeyConstraint(["booking_id"], ["booking.id"], name=op.f("fk_occurrence_booking_id")),
        sa.ForeignKeyConstraint(["room_id"], ["room.id"], name=op.f("fk_occurrence_room_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_occurrence")),
        sa.UniqueConstraint("uid", name=op.f("uq_occurrence_uid")),
    )
    with op.batch_alter_table("occurrence", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_occurrence_booking_id_starts_at"),
            ["booking_id", "starts_at"],
            unique=False,
        )
        batch_op.create_index(batch_op.f("ix_occurrence_on_date_state"), ["on_date", "state"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_occurrence_room_id_starts_at"), ["room_id", "starts_at"], unique=False
        )

    op.create_table(
        "allocation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("resource_id", sa.Integer(), nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("booking", "closure", name="allocationkind", native_enum=False, length=30),
            nullable=False,
        ),
        sa.Column("occurrence_id", sa.Integer(), nullable=True),
        sa.Column("closure_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(occurrence_id IS NULL) <> (closure_id IS NULL)", name=op.f("ck_allocation_one_holder")
        ),
        sa.CheckConstraint("1 <= quantity AND quantity <= capacity", name=op.f("ck_allocation_quantity")),
        sa.CheckConstraint("starts_at < ends_at", name=op.f("ck_allocation_order")),
        sa.ForeignKeyConstraint(["closure_id"], ["closure.id"], name=op.f("fk_allocation_closure_id")),
        sa.ForeignKeyConstraint(
            ["occurrence_id"], ["occurrence.id"], name=op.f("fk_allocation_occurrence_id")
        ),
        sa.ForeignKeyConstraint(
            ["resource_id", "capacity"],
            ["resource.id", "resource.capacity"],
            name="fk_allocation_resource",
            onupdate="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_allocation")),
    )
    with op.batch_alter_table("allocation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_allocation_closure_id"), ["closure_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_allocation_occurrence_id"), ["occurrence_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_allocation_resource_id_starts_at"),
            ["resource_id", "starts_at"],
            unique=False,
        )

    op.create_table(
        "event_date",
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("occurrence_id", sa.Integer(), nullable=False),
        sa.Column(
            "before",
            sa.Enum(
                "asked",
                "planned",
                "refused",
                "withdrawn",
                "cancelled",
                "took_place",
                "no_show",
                name="datestate",
                native_enum=False,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column(
            "after",
            sa.Enum(
                "asked",
                "planned",
                "refused",
                "withdrawn",
                "cancelled",
                "took_place",
                "no_show",
                name="datestate",
                native_enum=False,
                length=30,
            ),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_event_date_event_id")),
        sa.ForeignKeyConstraint(
            ["occurrence_id"], ["occurrence.id"], name=op.f("fk_event_date_occurrence_id")
        ),
        sa.PrimaryKeyConstraint("event_id", "occurrence_id", name=op.f("pk_event_date")),
    )
    with op.batch_alter_table("event_date", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_event_date_occurrence_id"), ["occurrence_id"], unique=False)

    op.create_table(
        "letter",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("to_address", sa.Text(), nullable=False),
        sa.Column("to_name", sa.Text(), nullable=False),
        sa.Column("locale", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("body_text", sa.Text(), nullable=False),
        sa.Column("body_html", sa.Text(), nullable=False),
        sa.Column("message_id", sa.Text(), nullable=False),
        sa.Column(
            "state",
            sa.Enum("waiting", "sent", "failed", name="letterstate", native_enum=False, length=30),
            nullable=False,
        ),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("next_try_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("leased_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_error", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_letter_event_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letter")),
        sa.UniqueConstraint(
            "event_id", "kind", "to_address", name=op.f("uq_letter_event_id_kind_to_address")
        ),
        sa.UniqueConstraint("message_id", name=op.f("uq_letter_message_id")),
    )
    with op.batch_alter_table("letter", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_letter_state_next_try_at"), ["state", "next_try_at"], unique=False
        )

    op.create_table(
        "usage_card",
        sa.Column("occurrence_id", sa.Integer(), nullable=False),
        sa.Column("took_place", sa.Boolean(), nullable=False),
        sa.Column("headcount", sa.Integer(), nullable=False),
        sa.Column("age_0_5", sa.Integer(), nullable=True),
        sa.Column("age_6_12", sa.Integer(), nullable=True),
        sa.Column("age_13_17", sa.Integer(), nullable=True),
        sa.Column("age_18_59", sa.Integer(), nullable=True),
        sa.Column("age_60_plus", sa.Integer(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("filled_by_id", sa.Integer(), nullable=True),
        sa.Column("filled_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("headcount >= 0", name=op.f("ck_usage_card_headcount")),
        sa.ForeignKeyConstraint(["filled_by_id"], ["account.id"], name=op.f("fk_usage_card_filled_by_id")),
        sa.ForeignKeyConstraint(
            ["occurrence_id"], ["occurrence.id"], name=op.f("fk_usage_card_occurrence_id")
        ),
        sa.PrimaryKeyConstraint("occurrence_id", name=op.f("pk_usage_card")),
    )


def downgrade():

    op.drop_table("usage_card")
    with op.batch_alter_table("letter", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_letter_state_next_try_at"))

    op.drop_table("letter")
    with op.batch_alter_table("event_date", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_event_date_occurrence_id"))

    op.drop_table("event_date")
    with op.batch_alter_table("allocation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_allocation_resource_id_starts_at"))
        batch_op.drop_index(batch_op.f("ix_allocation_occurrence_id"))
        batch_op.drop_index(batch_op.f("ix_allocation_closure_id"))

    op.drop_table("allocation")
    with op.batch_alter_table("occurrence", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_occurrence_room_id_starts_at"))
        batch_op.drop_index(batch_op.f("ix_occurrence_on_date_state"))
        batch_op.drop_index(batch_op.f("ix_occurrence_booking_id_starts_at"))

    op.drop_table("occurrence")
    with op.batch_alter_table("event", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_event_composed_at"))
        batch_op.drop_index(batch_op.f("ix_event_booking_id"))

    op.drop_table("event")
    op.drop_table("booking_equipment")
    with op.batch_alter_table("application", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_application_state_reply_due"))

    op.drop_table("application")
    op.drop_table("room_part")
    with op.batch_alter_table("opening_hours", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_opening_hours_site_id"))

    op.drop_table("opening_hours")
    with op.batch_alter_table("closure", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_closure_starts_at"))

    op.drop_table("closure")
    with op.batch_alter_table("booking", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_booking_room_id"))
        batch_op.drop_index(batch_op.f("ix_booking_group_id"))

    op.drop_table("booking")
    op.drop_table("room")
    op.drop_table("equipment")
    op.drop_table("acceptance")
    op.drop_table("staff_post")
    with op.batch_alter_table("sign_in", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sign_in_account_id"))

    op.drop_table("sign_in")
    op.drop_table("resource")
    with op.batch_alter_table("regulation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_regulation_effective_on"))

    op.drop_table("regulation")
    with op.batch_alter_table("leadership", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_leadership_account_id"))

    op.drop_table("leadership")
    with op.batch_alter_table("feed_key", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_feed_key_group_id"))

    op.drop_table("feed_key")
    op.drop_table("site")
    op.drop_table("community_group")
    op.drop_table("account")
