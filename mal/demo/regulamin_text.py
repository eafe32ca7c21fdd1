"""The paragraphs of the Regulamin in plain Polish, in their present wording, by number."""

PARAGRAPHS: dict[int, tuple[str, str]] = {
    1: (
        "O czym jest ten regulamin",
        """
Ten regulamin mówi, kto i jak może bezpłatnie korzystać z sal, ogrodów i sprzętu Miejsca
Aktywności Lokalnej (MAL) w Milanówku. MAL prowadzi Centrum Usług Społecznych, w skrócie CUS.
Mamy trzy domy: przy ul. Brzozowej 7, Sosnowej 1C i Inżynierskiej 3A. Obowiązują w nich te same
zasady; to, co jest inne, znajdziesz w opisie sali.
""",
    ),
    2: (
        "Co znaczą słowa",
        """
- **Grupa nieformalna** to co najmniej trzy osoby, które działają razem i mają liderkę lub lidera.
- **Osoba odpowiedzialna** jest pełnoletnia i jest na miejscu przez całe spotkanie.
- **Termin** to jedno spotkanie w jednej sali, od godziny do godziny, razem z przygotowaniem
  i sprzątaniem.
- **Cykl** to terminy, które powtarzają się nie dłużej niż przez 6 miesięcy.
- **Dni robocze** to dni od poniedziałku do piątku, bez świąt.
""",
    ),
    3: (
        "Kto może skorzystać",
        """
Z MAL mogą korzystać mieszkanki i mieszkańcy, grupy nieformalne, organizacje społeczne i
podmioty ekonomii społecznej. Mogą też instytucje publiczne, jeśli robią coś dla mieszkańców.
Nie pytamy, skąd jesteś, w co wierzysz ani ile masz lat. Jeśli nie masz jeszcze 18 lat, o salę
poprosi Twój opiekun albo inna dorosła osoba, która będzie z Wami na miejscu.
""",
    ),
    4: (
        "Na co można dostać salę",
        """
Sale i sprzęt dajemy na działania społeczne, kulturalne, edukacyjne, sąsiedzkie i samopomocowe.
Udział w spotkaniu musi być bezpłatny: nie wolno pobierać opłat, sprzedawać ani reklamować
towarów i usług. W MAL nie ma agitacji politycznej ani praktyk religijnych. Nie ma też działań,
które kogokolwiek poniżają lub wykluczają. Sali nie wolno oddać ani podnająć komuś innemu.
""",
    ),
    5: (
        "Jak poprosić o salę",
        """
Poproś najpóźniej 3 dni robocze przed spotkaniem, a najwcześniej 60 dni przed nim. O sprzęt,
który chcesz zabrać poza MAL, poproś najpóźniej 7 dni wcześniej. Możesz to zrobić na stronie,
telefonicznie albo na miejscu – pracownik wypełni prośbę razem z Tobą. Odpowiemy w ciągu 3 dni
roboczych. Jeśli czegoś zabraknie, zapytamy i poczekamy na Twoją odpowiedź, zamiast od razu
odmawiać.
""",
    ),
    6: (
        "Kto ma pierwszeństwo",
        """
Gdy o ten sam czas prosi kilka grup, kolejność jest taka:

1. zadania własne CUS i sprawy bezpieczeństwa,
2. cykle już potwierdzone na dane półrocze,
3. działania dla osób 60+, młodzieży, rodzin z małymi dziećmi i osób z niepełnosprawnościami,
4. spotkania otwarte dla wszystkich,
5. spotkania tylko dla grupy.

Przy równym miejscu wygrywa grupa, która w ostatnich 30 dniach miała mniej godzin, a potem ta,
która poprosiła wcześniej. Nabór na cykle robimy dwa razy w roku. Powód wyboru zawsze Ci podamy.
""",
    ),
    7: (
        "Ile można",
        """
Jedno spotkanie trwa najwyżej 4 godziny. Jedna grupa może mieć do 8 godzin w tygodniu i do dwóch
stałych terminów w tygodniu. Przy każdej sali podajemy, ile osób może w niej być naraz – tej
liczby nie wolno przekroczyć, bo zależy od niej bezpieczna ewakuacja. Limity nie dotyczą zadań
własnych CUS.
""",
    ),
    8: (
        "Odmowa i odwołanie",
        """
Jeśli nie możemy dać Ci sali, zawsze napiszemy dlaczego i który paragraf o tym mówi. Podpowiemy
też inny termin albo inną salę. Jeśli się nie zgadzasz, napisz do Dyrektora CUS w ciągu 14 dni
od naszej odpowiedzi. Dyrektor odpowie w ciągu 14 dni; możesz poprosić o rozmowę.
""",
    ),
    9: (
        "Rezygnacja i nieobecność",
        """
Plany się zmieniają i to nic złego: zrezygnuj najpóźniej 24 godziny wcześniej, żeby z sali
skorzystał ktoś inny. Jeśli nikt nie przyjdzie przez 30 minut, termin może przejąć inna grupa.
Po trzech nieobecnościach bez uprzedzenia w ciągu roku zaprosimy Cię na rozmowę, a przerwa w
korzystaniu może potrwać do 90 dni. O przerwie zawsze decyduje człowiek i zawsze możesz się od
niej odwołać. Gdy to my musimy odwołać spotkanie, damy znać jak najszybciej i zaproponujemy inny
czas.
""",
    ),
    10: (
        "Odbiór i zwrot sali",
        """
Salę, a jeśli trzeba także klucze, przekazujemy Ci krótkim protokołem. Po spotkaniu razem
sprawdzamy, w jakim jest stanie. Kluczy nie wolno dorabiać ani nikomu przekazywać. Jeśli coś
było zepsute, zanim przyszliście, powiedz o tym od razu.
""",
    ),
    11: (
        "Sprzęt",
        """
Przed pierwszym użyciem pokażemy Ci, jak działa. Ze sprzętu korzysta tylko osoba, która przeszła
ten krótki instruktaż. Oddaj go na czas, czysty i kompletny. Jeśli coś się zepsuje, zgłoś to od
razu – nikt nie będzie krzyczał, a następna grupa nie zostanie z niczym. Apteczek nie
wypożyczamy.
""",
    ),
    12: (
        "Porządek i bezpieczeństwo",
        """
Drogi ewakuacyjne i drzwi muszą być wolne. W MAL nie ma alkoholu, papierosów ani otwartego
ognia. Od 22:00 jest cisza. Po spotkaniu odstaw meble na miejsce, wynieś śmieci, zgaś światło i
zamknij okna. W razie zagrożenia dzwoń pod 112, a potem do nas. Gdy sala wymaga naprawy, możemy
ją zamknąć; uprzedzimy wszystkich, którzy mieli w niej spotkanie.
""",
    ),
    13: (
        "Dzieci i młodzież",
        """
Gdy w spotkaniu biorą udział osoby przed 18. rokiem życia, obowiązują standardy ochrony
małoletnich. Organizator sprawdza osoby, które prowadzą zajęcia, tak jak wymaga tego prawo, i
zapewnia opiekę przez cały czas. Przy dzieciach są zawsze co najmniej dwie dorosłe osoby. Jeśli
coś Cię niepokoi, powiedz o tym pracownikowi MAL; numer wisi przy wejściu.
""",
    ),
    14: (
        "Dostępność",
        """
Przy każdej sali piszemy, jak do niej wejść, gdzie jest toaleta i czy działa pętla indukcyjna.
Jeśli czegoś potrzebujesz, zaznacz to w prośbie: rampę, pętlę, miejsce bliżej drzwi,
tłumaczenie. Nie pytamy o stan zdrowia, wystarczy nam wiedzieć, co przygotować. Pies asystujący
jest mile widziany.
""",
    ),
    15: (
        "Odpowiedzialność",
        """
Za szkody, które powstaną w czasie spotkania, odpowiada osoba odpowiedzialna, w granicach prawa.
Zwykłe zużycie to nie szkoda. MAL nie odpowiada za rzeczy, które zostawicie po spotkaniu, ale
przechowujemy je przez 30 dni.
""",
    ),
    16: (
        "Po spotkaniu",
        """
W ciągu 7 dni napisz nam, ile osób przyszło, i dodaj jedno zdanie o tym, co się udało. Zajmie to
minutę i nie zbieramy przy tym żadnych nazwisk. Te liczby są naszym dowodem, że MAL jest
potrzebny. Jeśli karty nie ma mimo przypomnień, możemy poprosić o nią, zanim potwierdzimy
następny cykl.
""",
    ),
    17: (
        "Wzajemność",
        """
Sale są bezpłatne, ale nie są niczyje. Jeśli możesz, daj coś od siebie: godzinę pomocy, swoją
wiedzę, ciasto na Dzień Sąsiada, farby dla następnej grupy. Nikt tego nie liczy i od tego nie
zależy, czy dostaniesz salę.
""",
    ),
    18: (
        "Dane osobowe i wizerunek",
        """
Zbieramy tylko to, co potrzebne, żeby umówić się na salę: imię i nazwisko osoby odpowiedzialnej,
telefon i adres e-mail. Nie prosimy o PESEL, numer dowodu ani listy gości. Przy spotkaniu
poufnym w kalendarzu widać tylko słowo „Zajęte”. Zdjęcia, na których można kogoś rozpoznać,
robimy i pokazujemy za zgodą. Pełną informację o danych znajdziesz w załączniku.
""",
    ),
    19: (
        "Zmiany regulaminu",
        """
Uwagi do regulaminu zbieramy cały rok, na stronie i na miejscu. Zmianę ogłaszamy 14 dni
wcześniej w Biuletynie Informacji Publicznej, na stronie i na tablicach w MAL. Gdy zaczyna
obowiązywać nowa wersja, przy następnej prośbie poprosimy Cię o przeczytanie jej i zgodę.
Terminy już potwierdzone zostają bez zmian.
""",
    ),
}

ATTACHMENTS = """
1. Prośba o salę i sprzęt
2. Porozumienie (umowa użyczenia)
3. Protokół przekazania sali
4. Protokół przekazania sprzętu
5. Karta wydarzenia
6. Informacja o danych osobowych
7. Oświadczenie o ochronie małoletnich
8. Wykaz sal i limitów osób
9. Wykaz sprzętu
"""
