"""What is kept in memory is bounded by its size, whatever addresses are asked for."""

from mal.calendars import kept
from mal.calendars.conditional import Ready


def test_large_pages_let_the_oldest_go_though_they_are_few() -> None:
    memory = kept.Memory()
    for number in range(100):
        memory.keep(number, Ready(bytes(1_000_000)))
    assert memory.find(99) is not None
    assert memory.find(0) is None
    assert sum(len(memory.find(number).octets) for number in range(100) if memory.find(number)) <= 24_000_000


def test_keeping_the_same_again_takes_no_more_room() -> None:
    memory = kept.Memory()
    memory.keep("small", "s")
    for _ in range(100):
        memory.keep("large", {"main": "ż" * 500_000})
    assert memory.find("small") == "s"


def test_what_is_forgotten_leaves_its_room() -> None:
    memory = kept.Memory()
    for number in range(60):
        memory.keep(number, ["x" * 1_000_000])
        memory.forget()
    memory.keep("a", "a")
    memory.keep("b", "b")
    assert memory.find("a") == "a"
