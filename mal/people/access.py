"""Permissions on groups."""

from mal.people.models import Account, Group


def may_edit_group(account: Account, group: Group) -> bool:
    """Return whether the account leads the group and may therefore change its profile."""
    return group.id in account.group_ids
