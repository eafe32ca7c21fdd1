"""Versions of the Regulamin in Markdown: the previous one, the one in force, the next draft."""

from mal.demo.regulamin_text import ATTACHMENTS, PARAGRAPHS
from mal.demo.shapes import RegulationText

TITLE = "Regulamin udostępniania przestrzeni i sprzętu Miejsca Aktywności Lokalnej w Milanówku"

# The wording of two years ago, where it differed.
_EARLIER: dict[int, str] = {
    2: """
- **Grupa nieformalna** to co najmniej trzy osoby, które działają razem i mają liderkę lub lidera.
- **Osoba odpowiedzialna** jest pełnoletnia i jest na miejscu przez całe spotkanie.
- **Termin** to jedno spotkanie w jednej sali, od godziny do godziny.
- **Cykl** to terminy, które powtarzają się nie dłużej niż przez 6 miesięcy.
""",
    5: """
Poproś najpóźniej 7 dni przed spotkaniem, a najwcześniej 30 dni przed nim. O sprzęt, który
chcesz zabrać poza MAL, poproś najpóźniej 14 dni wcześniej. Możesz to zrobić telefonicznie albo
na miejscu – pracownik wypełni prośbę razem z Tobą. Odpowiemy w ciągu 7 dni.
""",
    6: """
Gdy o ten sam czas prosi kilka grup, pierwszeństwo mają zadania własne CUS, potem cykle już
potwierdzone na dane półrocze. W pozostałych sprawach wygrywa grupa, która poprosiła wcześniej.
Nabór na cykle robimy dwa razy w roku.
""",
    7: """
Jedno spotkanie trwa najwyżej 3 godziny. Jedna grupa może mieć do 6 godzin w tygodniu. Przy
każdej sali podajemy, ile osób może w niej być naraz – tej liczby nie wolno przekroczyć.
""",
    9: """
Zrezygnuj najpóźniej 48 godzin wcześniej, żeby z sali skorzystał ktoś inny. Jeśli nikt nie
przyjdzie przez 30 minut, termin może przejąć inna grupa. Po trzech nieobecnościach bez
uprzedzenia w ciągu roku korzystanie z sal może zostać zawieszone do 90 dni.
""",
    16: """
W ciągu 14 dni oddaj kartę wydarzenia z liczbą osób. Te liczby są naszym dowodem, że MAL jest
potrzebny.
""",
}

# The wording proposed for the next version, where it differs.
_PROPOSED: dict[int, str] = {
    7: """
Jedno spotkanie trwa najwyżej 4 godziny. Jedna grupa może mieć do 10 godzin w tygodniu i do
dwóch stałych terminów w tygodniu; w lipcu i sierpniu stałych terminów może być trzy. Przy
każdej sali podajemy, ile osób może w niej być naraz – tej liczby nie wolno przekroczyć, bo
zależy od niej bezpieczna ewakuacja. Limity nie dotyczą zadań własnych CUS.
""",
    9: """
Plany się zmieniają i to nic złego: zrezygnuj najpóźniej 24 godziny wcześniej, żeby z sali
skorzystał ktoś inny. Jeśli nikt nie przyjdzie przez 30 minut, termin może przejąć inna grupa,
która czeka na liście chętnych. Po trzech nieobecnościach bez uprzedzenia w ciągu roku zaprosimy
Cię na rozmowę, a przerwa w korzystaniu może potrwać do 60 dni. O przerwie zawsze decyduje
człowiek i zawsze możesz się od niej odwołać. Gdy to my musimy odwołać spotkanie, zaproponujemy
inny czas.
""",
    14: """
Przy każdej sali piszemy, jak do niej wejść, gdzie jest toaleta i czy działa pętla indukcyjna.
Jeśli czegoś potrzebujesz, zaznacz to w prośbie: rampę, pętlę, miejsce bliżej drzwi, tłumaczenie
na język migowy albo ukraiński. Nie pytamy o stan zdrowia, wystarczy nam wiedzieć, co
przygotować. Pies asystujący jest mile widziany.
""",
}


def _body(changed: dict[int, str]) -> str:
    paragraphs = [
        f"## § {number}. {heading}\n\n{changed.get(number, text).strip()}\n"
        for number, (heading, text) in PARAGRAPHS.items()
    ]
    return "\n".join([*paragraphs, f"## Załączniki\n\n{ATTACHMENTS.strip()}\n"])


PREVIOUS = RegulationText(
    number=1,
    title=TITLE,
    effective_in_days=-730,
    change_note="Pierwszy regulamin trzech domów MAL.",
    body=_body(_EARLIER),
)
IN_FORCE = RegulationText(
    number=2,
    title=TITLE,
    effective_in_days=-304,
    change_note=(
        "Po rozmowach z grupami: o salę prosisz także przez stronę, krócej czekasz na odpowiedź "
        "(3 dni robocze), spotkanie może trwać 4 godziny, a kolejność przy sporze jest zapisana "
        "punkt po punkcie. Zmieniły się § 2, 5, 6, 7, 9 i 16."
    ),
    body=_body({}),
)
DRAFT = RegulationText(
    number=3,
    title=TITLE,
    effective_in_days=None,
    change_note=(
        "Propozycja: do 10 godzin w tygodniu, trzy stałe terminy latem, krótsza przerwa po "
        "nieobecnościach i tłumaczenie na życzenie. Zmieniają się § 7, 9 i 14."
    ),
    body=_body(_PROPOSED),
)
VERSIONS: tuple[RegulationText, ...] = (PREVIOUS, IN_FORCE)
