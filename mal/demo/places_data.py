"""Three sites with their opening hours; the hours are invented."""

from datetime import time

from mal.demo.shapes import Hours, MonthDay, Site

SUMMER_FIRST = MonthDay(7, 1)
SUMMER_LAST = MonthDay(8, 31)


def _week(*days: tuple[int, int, int]) -> tuple[Hours, ...]:
    return tuple(Hours(day, time(opens), time(closes)) for day, opens, closes in days)


SITES: tuple[Site, ...] = (
    Site(
        slug="brzozowa",
        name="Brzozowa 7",
        letter="B",
        address="ul. Brzozowa 7, 05-822 Milanówek",
        phone="+48 600 000 001",
        email="brzozowa@example.org",
        directions=(
            "Od stacji idź dziesięć minut prosto, aż zobaczysz trzy brzozy przed bramą. "
            "Wejście jest od podwórza, przy stojaku na rowery. Dwa miejsca parkingowe dla osób "
            "z niepełnosprawnością są tuż przy drzwiach."
        ),
        opened_by="Drzwi otwiera pracownik MAL – jest na miejscu przez cały czas otwarcia.",
        hours=_week((0, 9, 20), (1, 9, 20), (2, 9, 20), (3, 9, 20), (4, 9, 20), (5, 10, 16)),
        summer_hours=_week((0, 10, 18), (1, 10, 18), (2, 12, 20), (3, 10, 19)),
    ),
    Site(
        slug="sosnowa",
        name="Sosnowa 1C",
        letter="S",
        address="ul. Sosnowa 1C, 05-822 Milanówek",
        phone="+48 600 000 002",
        email="sosnowa@example.org",
        directions=(
            "Skręć w Sosnową przy zielonej furtce i idź pod sosny, do parterowego domu z ogrodem. "
            "Najbliższy przystanek autobusu jest trzy minuty stąd. Wózek i rower wprowadzisz "
            "przez szeroką bramę z boku."
        ),
        opened_by="Otwiera gospodyni domu. Gdy furtka jest zamknięta, użyj dzwonka z literą S.",
        hours=_week((0, 10, 20), (1, 10, 20), (2, 12, 20), (3, 10, 20), (4, 10, 20), (5, 10, 14)),
        summer_hours=_week((1, 10, 18), (2, 12, 20), (3, 10, 18), (4, 10, 18)),
    ),
    Site(
        slug="inzynierska",
        name="Inżynierska 3A",
        letter="I",
        address="ul. Inżynierska 3A, 05-822 Milanówek",
        phone="+48 600 000 003",
        email="inzynierska@example.org",
        directions=(
            "To niski ceglany budynek z dachem jak w warsztacie, w głębi osiedla. "
            "Idź za kropkami na chodniku od ulicy aż do drzwi. Auto zostaw przy ulicy, "
            "bo podjazd służy straży pożarnej."
        ),
        opened_by="Otwiera pracownik MAL; przy drzwiach jest kwadrans wcześniej.",
        hours=_week((0, 14, 20), (1, 14, 20), (2, 14, 20), (3, 14, 20), (4, 14, 21), (5, 10, 18)),
        summer_hours=_week((1, 14, 20), (2, 14, 20), (3, 14, 20), (4, 14, 21)),
    ),
)
