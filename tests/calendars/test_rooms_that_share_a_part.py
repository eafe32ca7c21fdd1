"""Which rooms a meeting takes in the calendar: the one rule of places, over the calendar's own rooms."""

from mal.calendars.programme import Room, Site, families

SITE = Site(1, "brzozowa", "Brzozowa", "B", "")


def room(number: int, *part_ids: int) -> Room:
    return Room(number, f"sala-{number}", f"Sala {number}", SITE, part_ids=part_ids)


def test_wholes_that_share_a_part_take_one_another() -> None:
    assert families([room(1), room(2), room(3), room(4, 1, 2), room(5, 2, 3)]) == {
        1: [1, 4],
        2: [2, 4, 5],
        3: [3, 5],
        4: [1, 2, 4, 5],
        5: [2, 3, 4, 5],
    }


def test_a_room_of_its_own_takes_only_itself() -> None:
    assert families([room(1), room(2, 3), room(3)])[1] == [1]
