"""What happens in the demo: the conflict, the no-show, the closure, and the notes after meetings.

A future date that falls on a public holiday or a closed day moves a week later; a past one takes
the nearest earlier date of its series, or is left out.
"""

from mal.demo.events_coming_data import COMING_EVENTS, THIS_WEEK_EVENTS
from mal.demo.events_past_data import PAST_EVENTS
from mal.demo.requests_data import REFUSED, WAITING
from mal.demo.series_brzozowa_data import BRZOZOWA_SERIES
from mal.demo.series_centre_data import CENTRE_SERIES
from mal.demo.series_inzynierska_data import INZYNIERSKA_SERIES
from mal.demo.series_sosnowa_data import SOSNOWA_SERIES
from mal.demo.shapes import Closure, Deviation, OneOff, Series, UsageNote

__all__ = [
    "CLOSURE",
    "CONFIDENTIAL_GROUP",
    "CONFLICT",
    "DEVIATIONS",
    "DST_SERIES",
    "EVENTS",
    "HOLIDAY_SERIES",
    "LAST_UNITS",
    "LAST_UNITS_POOL",
    "MISSING_CARDS",
    "REFUSED",
    "SERIES",
    "USAGE_NOTES",
    "WAITING",
]

SERIES: tuple[Series, ...] = (
    *CENTRE_SERIES,
    *BRZOZOWA_SERIES,
    *SOSNOWA_SERIES,
    *INZYNIERSKA_SERIES,
)
EVENTS: tuple[OneOff, ...] = (*PAST_EVENTS, *THIS_WEEK_EVENTS, *COMING_EVENTS)

# Two waiting requests for the same room at the same time.
CONFLICT = ("wieczor-spiewania", "otwarta-scena")
# Three waiting requests for a pool of three, of which a running series already holds one.
LAST_UNITS = ("zdjecia-z-podrozy", "plan-rabat", "bezpieczny-dom")
LAST_UNITS_POOL = "projektor"

CONFIDENTIAL_GROUP = "grupa-wsparcia-opiekunow"
# Monday, Wednesday and Thursday: whatever the day of loading, a holiday falls on one of them.
HOLIDAY_SERIES = ("gimnastyka-seniorow", "kawa-seniorow", "proba-choru")
# Both half-years together always hold a change of the clocks.
DST_SERIES = "proba-choru"

CLOSURE = Closure(
    room="I-1",
    week=3,
    weekday=0,
    days=2,
    reason="Malowanie Sali Klubowej – przez dwa dni schnie farba.",
    hits=("szachy-poniedzialek",),
)

DEVIATIONS: tuple[Deviation, ...] = (
    Deviation(
        series="gry-kooperacyjne",
        week=-2,
        state="no_show",
        note="Nikt nie przyszedł do 17:30. Zadzwoniliśmy, opiekun grupy pomylił tydzień.",
    ),
    Deviation(
        series="szachy-dla-dzieci",
        week=-15,
        state="no_show",
        note="Pusta sala przez pół godziny, bez wiadomości.",
    ),
    Deviation(
        series="proba-glosowa",
        week=-9,
        state="cancelled_by_group",
        reason="leader_ill",
        note="Dyrygentka straciła głos. Dosłownie.",
    ),
    Deviation(
        series="szycie-i-przerobki",
        week=-12,
        state="cancelled_by_mal",
        reason="failure",
        note="Pękła rura pod zlewem. Zaproponowaliśmy piątek o tej samej godzinie.",
    ),
    Deviation(
        series="meska-szopa",
        week=-5,
        state="cancelled_by_mal",
        reason="no_staff",
        note="Nie miał kto otworzyć domu. Przepraszamy.",
    ),
    Deviation(
        series="klub-dyskusyjny",
        week=1,
        state="cancelled_by_group",
        reason="plans_changed",
        note="Idziemy razem do kina, wracamy za tydzień.",
    ),
)

# Series whose last past meetings still wait for a usage card, and how many.
MISSING_CARDS: dict[str, int] = {
    "proba-choru": 1,
    "dyzur-w-ogrodzie": 2,
    "piatkowe-planszowki": 1,
}

USAGE_NOTES: tuple[UsageNote, ...] = (
    UsageNote("Przyszły trzy nowe osoby i zostaną z nami."),
    UsageNote("Zabrakło herbaty, za tydzień przynosimy więcej."),
    UsageNote("Było głośno i wesoło."),
    UsageNote("Padało, więc przyszło mniej osób niż zwykle."),
    UsageNote("Skończyliśmy kwadrans wcześniej, sala wysprzątana."),
    UsageNote("Ktoś zostawił parasol, jest w recepcji."),
    UsageNote("Pomogła nam pani z sąsiedniej grupy, dziękujemy."),
    UsageNote("Mogłoby być trochę cieplej w sali."),
    UsageNote("Dwie osoby chcą pomagać jako wolontariusze."),
    UsageNote("Dobry skład, dużo rozmów po zakończeniu."),
    UsageNote("Nauczyliśmy się całego refrenu na cztery głosy.", ("music",)),
    UsageNote("Pianino prosi o strojenie, zwłaszcza góra.", ("music",)),
    UsageNote("Najstarsza uczestniczka ma 88 lat i robi skłony najlepiej.", ("movement",)),
    UsageNote("Jedna mata jest rozdarta, odłożyliśmy ją na bok.", ("movement",)),
    UsageNote("Dzieci bawiły się razem, a nie obok siebie.", ("play",)),
    UsageNote("Przydałby się jeszcze jeden przewijak.", ("play",)),
    UsageNote("Po dogrywce wygrała dziewięciolatka.", ("games",)),
    UsageNote("W zestawie B brakuje jednej kostki.", ("games",)),
    UsageNote("Uratowaliśmy dwa żelazka i radio.", ("repair",)),
    UsageNote("Budki lęgowe gotowe, w przyszłym tygodniu malowanie.", ("repair",)),
    UsageNote("Kompost przerzucony, dwie nowe osoby przy grządkach.", ("gardening",)),
    UsageNote("Cztery osoby wysłały dziś swoje pierwsze pismo przez internet.", ("computer",)),
    UsageNote("Lepiliśmy pierogi, zostało sześć, oddaliśmy sąsiadce.", ("cooking",)),
    UsageNote("Rozmowa trwała jeszcze pod drzwiami.", ("discussion", "film", "lecture")),
    UsageNote("Wszystkie terminy dyżuru były zajęte.", ("duty_hour",)),
    UsageNote("Dwa wory ubrań pojadą dalej, do domu samotnej matki.", ("swap",)),
    UsageNote("Każdy zabrał do domu coś, co zrobił sam.", ("art", "workshop")),
)
