"""Rooms of the three sites, all invented."""

from datetime import time

from mal.demo.shapes import Access, MonthDay, Room, Season

_LOOP = "Na stałe działa pętla indukcyjna; ustaw aparat słuchowy na „T”."
_NO_LOOP = "Pętli nie ma, ale salę łatwo wyciszyć: zamknij okna od ulicy."
_PORTABLE_LOOP = "Przenośną pętlę indukcyjną dostaniesz w recepcji, zaznacz ją w prośbie."
_OUTDOORS = "Na dworze pętli nie ma; przy większym gwarze siadamy w kręgu, twarzami do siebie."

ROOMS: tuple[Room, ...] = (
    Room(
        code="B-1",
        site="brzozowa",
        slug="sala-duza",
        name="Sala Duża",
        description=(
            "Największa i najjaśniejsza sala w naszych domach, z pianinem i widokiem na brzozy. "
            "Dobra na próby, spotkania sąsiadów i filmy. Stoły i krzesła ustawisz, jak chcesz."
        ),
        m2=62,
        seats=40,
        workshop_places=30,
        max_people=45,
        amenities=("rzutnik na stałe", "ekran", "40 krzeseł", "12 stołów", "pianino", "Wi-Fi"),
        access=Access(
            step_free=True,
            adapted_toilet=True,
            induction_loop=True,
            wheelchair="Wjedziesz prosto z podwórza, drzwi mają 100 cm, toaleta jest obok sali.",
            hearing=_LOOP,
            stroller="Wózek wjedzie do środka i zostanie przy ścianie.",
        ),
    ),
    Room(
        code="B-2",
        site="brzozowa",
        slug="sala-warsztatowa",
        name="Sala Warsztatowa",
        description=(
            "Tu można nabrudzić: jest zlew, zmywalna podłoga i osiem solidnych stołów. "
            "Szycie, glina, farby i długie rozmowy przy stole czują się tu najlepiej."
        ),
        m2=35,
        seats=20,
        workshop_places=16,
        max_people=20,
        amenities=("zlew", "8 stołów roboczych", "szafa na prace", "tablica", "Wi-Fi"),
        access=Access(
            step_free=True,
            adapted_toilet=True,
            induction_loop=False,
            wheelchair="Bez progów, dwa stoły mają wolne miejsce na kolana.",
            hearing=_PORTABLE_LOOP,
            stroller="Wózek zmieści się w sali; przewijak jest w toalecie na korytarzu.",
        ),
        buffer_minutes=15,
    ),
    Room(
        code="B-3",
        site="brzozowa",
        slug="gabinet-rozmow",
        name="Gabinet Rozmów",
        description=(
            "Mały, cichy pokój z fotelami i drzwiami, przez które nic nie słychać. "
            "Na rozmowę z prawnikiem, grupę wsparcia, sprawy tylko dla Was. "
            "W kalendarzu może być widać samo „Zajęte”."
        ),
        m2=12,
        seats=6,
        workshop_places=4,
        max_people=6,
        amenities=("4 fotele", "2 krzesła", "drzwi wyciszone", "stolik", "czajnik"),
        access=Access(
            step_free=True,
            adapted_toilet=True,
            induction_loop=False,
            wheelchair="Bez progów; jeden fotel odsuwamy, żeby zmieścił się wózek.",
            hearing="Bardzo cicho, dobre światło na twarz; przenośna pętla na życzenie.",
            stroller="Składany wózek zostanie na korytarzu pod okiem recepcji.",
        ),
        confidential_allowed=True,
    ),
    Room(
        code="B-K",
        site="brzozowa",
        slug="aneks-kuchenny",
        name="Aneks kuchenny",
        description=(
            "Prawdziwa kuchnia z płytą, piekarnikiem i zmywarką, otwarta na Salę Dużą. "
            "Upieczesz tu ciasto na spotkanie albo nauczysz sąsiadów lepić pierogi."
        ),
        m2=14,
        seats=8,
        workshop_places=8,
        max_people=8,
        amenities=("płyta", "piekarnik", "zmywarka", "czajnik", "naczynia na 30 osób", "gaśnica"),
        access=Access(
            step_free=True,
            adapted_toilet=True,
            induction_loop=False,
            wheelchair="Bez progów; jeden blat jest niższy i ma miejsce na kolana.",
            hearing=_NO_LOOP,
            stroller="Przy gotowaniu jest ciasno: wózek zostaw w Sali Dużej.",
        ),
    ),
    Room(
        code="B-1K",
        site="brzozowa",
        slug="sala-duza-z-aneksem",
        name="Sala Duża z aneksem kuchennym",
        description=(
            "Sala Duża i kuchnia razem, jako jedno miejsce. "
            "Na wspólne gotowanie, sąsiedzką kolację i wszystko, co kończy się przy stole."
        ),
        m2=76,
        seats=40,
        workshop_places=30,
        max_people=45,
        amenities=("wszystko z Sali Dużej", "wszystko z aneksu kuchennego", "12 stołów razem"),
        access=Access(
            step_free=True,
            adapted_toilet=True,
            induction_loop=True,
            wheelchair="Wjedziesz prosto z podwórza; między salą a kuchnią nie ma progu.",
            hearing=_LOOP,
            stroller="Wózek wjedzie do sali; do kuchni już nie.",
        ),
        parts=("B-1", "B-K"),
    ),
    Room(
        code="S-1",
        site="sosnowa",
        slug="sala-sasiedzka",
        name="Sala Sąsiedzka",
        description=(
            "Ciepła drewniana podłoga, lustra i okna na ogród. "
            "Rano ćwiczą tu seniorzy, wieczorem śpiewają i radzą sąsiedzi."
        ),
        m2=48,
        seats=30,
        workshop_places=24,
        max_people=35,
        amenities=("telewizor 65 cali", "30 krzeseł", "lustra", "maty", "Wi-Fi", "apteczka"),
        access=Access(
            step_free=True,
            adapted_toilet=True,
            induction_loop=False,
            wheelchair="Do drzwi prowadzi podjazd z poręczą, toaleta jest dostosowana.",
            hearing=_NO_LOOP,
            stroller="Podjazdem wjedziesz do holu, tam jest miejsce na cztery wózki.",
        ),
    ),
    Room(
        code="S-2",
        site="sosnowa",
        slug="meska-szopa",
        name="Męska Szopa – warsztat",
        description=(
            "Stoły stolarskie, ręczne narzędzia i zapach wiórów, i to nie tylko dla panów. "
            "Przed pierwszym razem pokażemy Ci, jak bezpiecznie pracować."
        ),
        m2=28,
        seats=8,
        workshop_places=8,
        max_people=10,
        amenities=("4 stoły stolarskie", "narzędzia ręczne", "okulary i rękawice", "apteczka"),
        access=Access(
            step_free=False,
            adapted_toilet=False,
            induction_loop=False,
            wheelchair="Przy wejściu jest próg 12 cm; rozłożymy rampę, zaznacz ją w prośbie.",
            hearing="Gdy pracują narzędzia, jest głośno; mamy słuchawki ochronne.",
            stroller="Wózek zostaw w holu; małe dzieci tu nie wchodzą.",
        ),
    ),
    Room(
        code="S-3",
        site="sosnowa",
        slug="pokoj-zabaw",
        name="Pokój Zabaw",
        description=(
            "Miękki dywan, klocki i kącik do karmienia. "
            "Dzieci bawią się razem, a rodzice wreszcie kończą herbatę."
        ),
        m2=22,
        seats=12,
        workshop_places=12,
        max_people=20,
        amenities=("zabawki", "przewijak", "kącik do karmienia", "12 miejsc dla dzieci", "czajnik"),
        access=Access(
            step_free=True,
            adapted_toilet=True,
            induction_loop=False,
            wheelchair="Bez progów, drzwi mają 90 cm; dostosowana toaleta jest w holu.",
            hearing="Dywan i zasłony tłumią hałas; pętli nie ma.",
            stroller="Wózki stoją w holu, przewijak i podgrzewacz są na miejscu.",
        ),
    ),
    Room(
        code="S-G",
        site="sosnowa",
        slug="ogrod",
        name="Ogród pod sosnami",
        description=(
            "Trawa, ławki i cień starych sosen, z prądem do lampek i głośnika. "
            "Otwarty od kwietnia do października, do dziewiątej wieczorem."
        ),
        m2=300,
        seats=40,
        workshop_places=40,
        max_people=60,
        amenities=("8 ławek", "gniazdka przy altanie", "kran z wodą", "miejsce na namioty"),
        access=Access(
            step_free=True,
            adapted_toilet=True,
            induction_loop=False,
            wheelchair="Ścieżka jest trawiasta i po deszczu miękka; pomożemy dojechać do altany.",
            hearing=_OUTDOORS,
            stroller="Przejedziesz wózkiem na większych kołach; wejście jest szeroką bramą.",
        ),
        second_exit=True,
        season=Season(MonthDay(4, 1), MonthDay(10, 31), time(21)),
    ),
    Room(
        code="I-1",
        site="inzynierska",
        slug="sala-klubowa",
        name="Sala Klubowa",
        description=(
            "Kanapy, stoliki i cała ściana gier planszowych. "
            "Wieczorami najgłośniejsze śmiechy w okolicy; rzutnik zmienia ją w małe kino."
        ),
        m2=40,
        seats=25,
        workshop_places=20,
        max_people=28,
        amenities=("gry planszowe", "rzutnik na stałe", "25 krzeseł", "7 stolików", "Wi-Fi"),
        access=Access(
            step_free=True,
            adapted_toilet=True,
            induction_loop=False,
            wheelchair="Wejście z poziomu ulicy, toaleta dostosowana; stoliki mają 72 cm.",
            hearing=_NO_LOOP,
            stroller="Wózek wjedzie; w kącie jest mata i kosz z klockami.",
        ),
    ),
    Room(
        code="I-2",
        site="inzynierska",
        slug="pracownia-cyfrowa",
        name="Pracownia Cyfrowa",
        description=(
            "Osiem laptopów, drukarka i cierpliwi ludzie obok. "
            "Napiszesz tu pismo, zmontujesz film albo oswoisz pierwszy telefon."
        ),
        m2=24,
        seats=10,
        workshop_places=10,
        max_people=12,
        amenities=("8 laptopów na miejscu", "drukarka", "skaner", "szybki internet"),
        access=Access(
            step_free=True,
            adapted_toilet=True,
            induction_loop=False,
            wheelchair="Bez progów; jedno stanowisko ma blat regulowany.",
            hearing="Cicha sala; do laptopów są słuchawki, a filmy mają napisy.",
            stroller="Złożony wózek zmieści się pod oknem.",
        ),
    ),
    Room(
        code="I-G",
        site="inzynierska",
        slug="ogrod-spoleczny",
        name="Ogród społeczny",
        description=(
            "Wspólne grządki, beczki na deszczówkę i skrzynia z narzędziami. "
            "Przychodzisz, kiedy jest dyżur, a wychodzisz z garścią ziół i nowymi znajomymi."
        ),
        m2=250,
        seats=20,
        workshop_places=40,
        max_people=40,
        amenities=("12 grządek", "beczki na deszczówkę", "skrzynia z narzędziami", "kompostownik"),
        access=Access(
            step_free=True,
            adapted_toilet=True,
            induction_loop=False,
            wheelchair="Ścieżki są żwirowe i ubite; trzy grządki są podniesione do 80 cm.",
            hearing=_OUTDOORS,
            stroller="Żwir jest twardy, wózek przejedzie do samej altanki.",
        ),
        second_exit=True,
    ),
)
