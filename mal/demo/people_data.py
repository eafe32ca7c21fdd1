"""Invented people and groups; addresses at example.org, NIP and KRS numbers that nobody holds."""

from mal.demo.shapes import Account, Group

ALL_SITES = ("brzozowa", "sosnowa", "inzynierska")

COORDINATOR = "koordynator@example.org"
STAFF = "pracownik@example.org"
STAFF_SOSNOWA = "pracownica.sosnowa@example.org"
LEADER = "liderka@example.org"
CHAIR = "prezes@example.org"

ACCOUNTS: tuple[Account, ...] = (
    Account(email=COORDINATOR, name="Joanna Modrzew", role="coordinator", phone="+48 600 000 010"),
    Account(
        email=STAFF,
        name="Paweł Jarząb",
        role="staff",
        phone="+48 600 000 011",
        sites=ALL_SITES,
    ),
    Account(
        email=STAFF_SOSNOWA,
        name="Ewa Leszczyna",
        role="staff",
        phone="+48 600 000 012",
        sites=("sosnowa",),
    ),
    Account(email=LEADER, name="Danuta Kalina", role="leader", phone="+48 600 000 020"),
    Account(email=CHAIR, name="Andrzej Olcha", role="leader", phone="+48 600 000 021"),
    Account(
        email="seniorzy@example.org",
        name="Halina Dąbek",
        role="leader",
        phone="+48 600 000 022",
    ),
    Account(email="maluch@example.org", name="Kasia Wierzba", role="leader", phone="+48 600 000 023"),
    Account(email="gry@example.org", name="Michał Grab", role="leader", phone="+48 600 000 024"),
    Account(
        email="gospodynie@example.org",
        name="Grażyna Porzeczka",
        role="leader",
        phone="+48 600 000 025",
    ),
    Account(email="mlodzi@example.org", name="Zuzanna Cis", role="leader", phone="+48 600 000 026"),
    Account(
        email="opiekunowie@example.org",
        name="Renata Wrzos",
        role="leader",
        phone="+48 600 000 027",
    ),
    Account(email="krok@example.org", name="Tomasz Buk", role="leader", phone="+48 600 000 028"),
    Account(email="szopa@example.org", name="Ryszard Klon", role="leader", phone="+48 600 000 029"),
    Account(
        email="dyskusje@example.org",
        name="Barbara Topola",
        role="leader",
        phone="+48 600 000 030",
    ),
    Account(
        email="angielski@example.org",
        name="Maria Jesionek",
        role="leader",
        phone="+48 600 000 031",
    ),
    Account(
        email="herbata@example.org",
        name="Oksana Werba",
        role="leader",
        phone="+48 600 000 032",
        language="uk",
    ),
)

GROUPS: tuple[Group, ...] = (
    Group(
        slug="klub-seniora-pod-debami",
        name="Klub Seniora Pod Dębami",
        kind="informal",
        members=46,
        about=(
            "Spotykamy się, żeby się ruszać, śmiać i nie siedzieć samotnie w domu. "
            "Gimnastyka w poniedziałki, kawa w środy, a wiosną wycieczki."
        ),
        phone="+48 600 000 022",
        leader="seniorzy@example.org",
        since_week=-140,
    ),
    Group(
        slug="grupa-rodzicow-maluch",
        name="Grupa Rodziców Maluch",
        kind="informal",
        members=22,
        about=(
            "Mamy i ojcowie z dziećmi do pięciu lat. Dzieci się bawią, my wymieniamy ubranka, "
            "przepisy i doświadczenia."
        ),
        phone="+48 600 000 023",
        leader="maluch@example.org",
        since_week=-70,
    ),
    Group(
        slug="milanowskie-szachy",
        name="Milanowskie Szachy",
        kind="informal",
        members=18,
        about=(
            "Gramy w szachy w każdym wieku. Początkujących uczymy od pierwszego ruchu, "
            "a dwa razy w roku robimy turniej osiedli."
        ),
        phone="+48 600 000 024",
        leader="gry@example.org",
        since_week=-110,
    ),
    Group(
        slug="chor-sasiedzki",
        name="Chór Sąsiedzki",
        kind="informal",
        members=28,
        about=(
            "Śpiewamy w czwartki, na głosy i z pamięci. Nie trzeba znać nut, "
            "wystarczy lubić śpiewać z ludźmi."
        ),
        phone="+48 600 000 020",
        leader=LEADER,
        since_week=-96,
    ),
    Group(
        slug="kolo-gospodyn-miejskich",
        name="Koło Gospodyń Miejskich",
        kind="informal",
        members=19,
        about=(
            "Gotujemy, szyjemy i przerabiamy to, co inni by wyrzucili. "
            "Uczymy się od siebie nawzajem, bo każda coś umie najlepiej."
        ),
        phone="+48 600 000 025",
        leader="gospodynie@example.org",
        since_week=-88,
    ),
    Group(
        slug="krag-gier-planszowych",
        name="Krąg Gier Planszowych",
        kind="informal",
        members=24,
        about=(
            "W piątki gramy do dziewiątej. Zasady tłumaczymy na miejscu, "
            "a do stołu zawsze zmieści się jeszcze jedna osoba."
        ),
        phone="+48 600 000 024",
        leader="gry@example.org",
        since_week=-64,
    ),
    Group(
        slug="mlodzi-dzialaja",
        name="Młodzi Działają",
        kind="informal",
        members=21,
        about=(
            "Mamy od 13 do 18 lat, robimy filmy, pokazy i akcje na osiedlach. "
            "Salę zamawia i jest z nami pełnoletnia opiekunka."
        ),
        phone="+48 600 000 026",
        leader="mlodzi@example.org",
        since_week=-40,
    ),
    Group(
        slug="grupa-wsparcia-opiekunow",
        name="Grupa Wsparcia Opiekunów",
        kind="informal",
        members=7,
        about="Opiekujemy się bliskimi, którzy chorują. Raz w tygodniu ktoś słucha nas.",
        phone="+48 600 000 027",
        leader="opiekunowie@example.org",
        since_week=-52,
    ),
    Group(
        slug="stowarzyszenie-zielone-ogrody",
        name="Stowarzyszenie Zielone Ogrody",
        kind="ngo",
        members=34,
        about=(
            "Uczymy permakultury i dbamy o ogród społeczny przy Inżynierskiej. "
            "Dzielimy się nasionami, narzędziami i plonami."
        ),
        phone="+48 600 000 021",
        leader=CHAIR,
        since_week=-120,
        nip="9991020303",
        krs="0009100017",
    ),
    Group(
        slug="fundacja-krok-dalej",
        name="Fundacja Krok Dalej",
        kind="ngo",
        members=12,
        about=(
            "Pomagamy zrobić następny krok: seniorom przy komputerze, dzieciom przy lekcjach. "
            "Uczą wolontariusze z sąsiedztwa."
        ),
        phone="+48 600 000 028",
        leader="krok@example.org",
        since_week=-78,
        nip="9992040615",
        krs="0009100025",
    ),
    Group(
        slug="szopa-majsterkowicza",
        name="Szopa Majsterkowicza",
        kind="informal",
        members=14,
        about=(
            "Naprawiamy, strugamy i uczymy, jak trzymać dłuto. "
            "W soboty w kawiarence napraw ratujemy sąsiadom żelazka i krzesła."
        ),
        phone="+48 600 000 029",
        leader="szopa@example.org",
        since_week=-82,
    ),
    Group(
        slug="klub-dyskusyjny-wtorek",
        name="Klub Dyskusyjny Wtorek",
        kind="informal",
        members=16,
        about="Jedna książka albo jeden film na miesiąc i rozmowa, po której żal wychodzić.",
        phone="+48 600 000 030",
        leader="dyskusje@example.org",
        since_week=-100,
    ),
    Group(
        slug="ochotnicy-z-okolnej",
        name="Ochotnicy z Okólnej",
        kind="informal",
        members=15,
        about=(
            "Pomagamy sąsiadom w zakupach, pismach i drobnych naprawach. "
            "Zaczęło się od odśnieżania jednej ulicy."
        ),
        phone="+48 600 000 029",
        leader="szopa@example.org",
        since_week=-58,
    ),
    Group(
        slug="zespol-mal",
        name="Zespół MAL",
        kind="institution",
        members=5,
        about="Zajęcia i dyżury, które prowadzi samo Centrum Usług Społecznych.",
        phone="+48 600 000 010",
        leader=COORDINATOR,
        since_week=-160,
    ),
    Group(
        slug="maria-jesionek",
        name="Maria Jesionek",
        kind="resident",
        members=1,
        about="Przez trzydzieści lat uczyłam angielskiego, a teraz po prostu w nim rozmawiam.",
        phone="+48 600 000 031",
        leader="angielski@example.org",
        since_week=-20,
    ),
    Group(
        slug="herbata-z-sasiadami",
        name="Herbata z sąsiadami",
        kind="informal",
        members=14,
        about="Polki i Ukrainki przy jednym stole: rozmawiamy trochę po polsku, trochę po ukraińsku.",
        phone="+48 600 000 032",
        leader="herbata@example.org",
        since_week=-60,
    ),
)
