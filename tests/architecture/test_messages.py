"""Every sentence of the code has its Polish and its Ukrainian: whole, with the same gaps, nothing left over."""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from gettext import c2py
from pathlib import Path

import pytest
from babel.messages import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.frontend import parse_keywords, parse_mapping_cfg

from tests.architecture.source_tree import ROOT
from tests.languages import TRANSLATED, catalogue, texts_of

Words = str | tuple[str, ...]
GAP = re.compile(r"%(?:\(\w+\))?[sd%]|\{\w+\}")
# Words that no reader should meet, whatever the sentence (the Voice of the house).
NEVER = {
    "pl": r"wprowadzon|wystąpił błąd|rekord|walidac|użytkowni(?!e)|nieprawidłow|błędn",
    # Then letters that Ukrainian has not, and marks of other alphabets: an apostrophe is ’, quotes are «».
    "uk": r"введен|сталася помилка|валідац|користувач|некоректн|недійсн|[ыэъё]|['\"„”“]",
}
FOREIGN = re.compile(r"[^\W\d_a-z]", re.IGNORECASE)
# Names that are the same in every language.
PROPER = {"ICSx⁵", "Kościuszki", "Milanówek", "Społecznych", "Usług", "Zajęte"}
# Which of the three forms a number takes: Ukrainian says 21 as it says 1, Polish does not.
FORMS = {
    "pl": {0: 2, 1: 0, 2: 1, 4: 1, 5: 2, 11: 2, 12: 2, 14: 2, 21: 2, 22: 1, 25: 2, 112: 2},
    "uk": {0: 2, 1: 0, 2: 1, 4: 1, 5: 2, 11: 2, 12: 2, 14: 2, 21: 0, 22: 1, 25: 2, 112: 2},
}


def extracted(root: Path) -> Iterator[tuple[str, int, Words, list[str], str | None]]:
    """Read the sentences out of the code and the templates, as `make messages` does."""
    with (ROOT / "babel.cfg").open() as mapping:
        methods, options = parse_mapping_cfg(mapping)  # type: ignore[no-untyped-call]
    keywords = {**DEFAULT_KEYWORDS, **parse_keywords(["_l", "lazy_gettext"])}
    return extract_from_dir(root, methods, options, keywords)


@cache
def used_by(root: Path) -> Catalog:
    """List the messages of the code and the templates."""
    used = Catalog()
    for name, line, message, comments, context in extracted(root):
        used.add(message, locations=[(name, line)], auto_comments=comments, context=context)
    return used


def gaps(text: str) -> list[str]:
    """List what is filled into a sentence."""
    return sorted(gap for gap in GAP.findall(text) if gap != "%%")


def said_of_one_only(translated: Catalog) -> set[int]:
    """Give the forms that are said of one thing and of no other number."""
    form = c2py(translated.plural_expr)
    return {form(1)} - {form(number) for number in range(2, 200)}


def faults_of(message: Message, translated: Catalog) -> list[str]:
    """Say what is wrong with the translation of a message."""
    found = translated.get(message.id, message.context)
    if found is None or not found.id:
        return ["not in the catalogue"]
    if found.fuzzy:
        return ["fuzzy"]
    if not message.pluralizable:
        return (
            []
            if found.string and gaps(str(found.string)) == gaps(str(message.id))
            else ["empty, or other gaps"]
        )
    forms = found.string if isinstance(found.string, tuple) else ()
    if len(forms) != translated.num_plurals or not all(forms):
        return ["not every plural form"]
    # One thing may go without its number, as in the source; several may not.
    one, many = (set(gaps(text)) for text in message.id)
    alone = said_of_one_only(translated)
    fits = ((one if i in alone else many) <= set(gaps(form)) <= many for i, form in enumerate(forms))
    return [] if all(fits) else ["other gaps in a plural form"]


def all_faults(root: Path, translated: Catalog) -> dict[str, list[str]]:
    """Say what is wrong, message by message."""
    checked = {str(message.id): faults_of(message, translated) for message in used_by(root) if message.id}
    return {words: faults for words, faults in checked.items() if faults}


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_message_of_the_code_is_translated(language: str) -> None:
    """What is missing, `make messages` brings into the catalogues, for a person to translate."""
    assert all_faults(ROOT, catalogue(language)) == {}


def counted_and_not(messages: Iterable[Words]) -> set[str]:
    """List the sentences that the code says both of a number and of none.

    They share one place in a catalogue, where a form with a number breaks whoever has none to fill in.
    """
    said = list(messages)
    counted = {message[0] for message in said if not isinstance(message, str)}
    return counted & {message for message in said if isinstance(message, str)}


def test_no_sentence_is_said_both_of_a_number_and_of_none() -> None:
    assert counted_and_not(message for _name, _line, message, _comments, _context in extracted(ROOT)) == set()
    assert counted_and_not(["Approve", "Save", ("Approve", "Approve all %(num)d")]) == {"Approve"}


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_catalogue_keeps_nothing_that_the_code_no_longer_says(language: str) -> None:
    """Neither sentences set aside as obsolete nor ones that nobody uses."""
    translated, used = catalogue(language), used_by(ROOT)
    assert not translated.obsolete
    unused = [
        message.id for message in translated if message.id and used.get(message.id, message.context) is None
    ]
    assert unused == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_each_number_takes_its_own_form(language: str) -> None:
    """One date, two dates, five dates."""
    translated = catalogue(language)
    assert translated.num_plurals == 3
    form = c2py(translated.plural_expr)
    assert {number: form(number) for number in FORMS[language]} == FORMS[language]


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_language_speaks_as_a_neighbour_does(language: str) -> None:
    """Words of offices and of machines stay out."""
    never = re.compile(NEVER[language], re.IGNORECASE)
    texts = [text for message in catalogue(language) if message.id for text in texts_of(message)]
    assert [text for text in texts if never.search(text)] == []


def foreign_words(text: str) -> list[str]:
    """List the words that English has no letters for, but for names."""
    return [word for word in re.findall(r"\w+", text) if FOREIGN.search(word) and word not in PROPER]


def test_the_sources_speak_english() -> None:
    """A sentence in another language would be taken for English, and translated from it."""
    used = [message.id for message in used_by(ROOT) if message.id]
    sources = [part for each in used for part in (each if isinstance(each, tuple | list) else [each])]
    assert len(sources) > 500
    assert {text: words for text in sources if (words := foreign_words(str(text)))} == {}
    assert foreign_words("Poproś o salę") == ["Poproś", "salę"]
    assert foreign_words("Зала") == ["Зала"]


@pytest.mark.parametrize(
    ("translated", "fault"),
    [
        ("", "not in the catalogue"),
        ('msgid "Up to %(num)d"\nmsgstr ""', "empty, or other gaps"),
        ('msgid "Up to %(num)d"\nmsgstr "Do %(number)d"', "empty, or other gaps"),
        ('#, fuzzy\nmsgid "Up to %(num)d"\nmsgstr "Do %(num)d"', "fuzzy"),
    ],
)
def test_a_message_without_its_translation_is_found(tmp_path: Path, translated: str, fault: str) -> None:
    """The negative control: a house with one sentence, and catalogues that lack it each in its way."""
    (tmp_path / "mal").mkdir()
    (tmp_path / "mal" / "words.py").write_text('_("Up to %(num)d", num=3)\n')
    (tmp_path / "messages.po").write_text(translated)
    assert all_faults(tmp_path, catalogue("pl", tmp_path)) == {"Up to %(num)d": [fault]}


def test_a_plural_form_that_is_missing_or_lost_its_number_is_found(tmp_path: Path) -> None:
    """The negative control of plurals, and that one thing may do without its number in Polish.

    In Ukrainian twenty-one are said as one is, so that form needs its number too.
    """
    (tmp_path / "mal").mkdir()
    (tmp_path / "mal" / "words.py").write_text('ngettext("One date", "%(num)d dates", 3)\n')
    faults = []
    for language, one, few in (
        ("pl", "Jeden termin", ""),
        ("pl", "Jeden termin", "kilka terminów"),
        ("pl", "Jeden termin", "%(num)d terminy"),
        ("uk", "Одна дата", "%(num)d дати"),
        ("uk", "%(num)d дата", "%(num)d дати"),
    ):
        (tmp_path / "messages.po").write_text(
            'msgid "One date"\nmsgid_plural "%(num)d dates"\n'
            f'msgstr[0] "{one}"\nmsgstr[1] "{few}"\nmsgstr[2] "%(num)d"\n'
        )
        faults.append(all_faults(tmp_path, catalogue(language, tmp_path)))
    found = "('One date', '%(num)d dates')"
    assert faults == [
        {found: ["not every plural form"]},
        {found: ["other gaps in a plural form"]},
        {},
        {found: ["other gaps in a plural form"]},
        {},
    ]
