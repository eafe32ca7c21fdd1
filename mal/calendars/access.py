"""Who may do what with the calendar of a group."""

from mal.people.models import Account, Group


def may_hold_address(account: Account, group: Group) -> bool:
    """Let leaders alone make the secret address of their group."""
    return group.id in account.group_ids
