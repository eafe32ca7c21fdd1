"""Every sentence that the code uses has its Polish: whole, with the same gaps, and nothing left over."""

import re
from pathlib import Path

import pytest
from babel.messages import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.frontend import parse_keywords, parse_mapping_cfg
from babel.messages.pofile import read_po

from tests.architecture.house import ROOT

POLISH = ROOT / "mal" / "translations" / "pl" / "LC_MESSAGES" / "messages.po"
GAP = re.compile(r"%(?:\(\w+\))?[sd%]")
# Words that no reader should meet, whatever the sentence (the Voice of the house).
NEVER = re.compile(
    r"wprowadzon|wystąpił błąd|rekord|walidac|użytkowni(?!e)|nieprawidłow|błędn", re.IGNORECASE
)


def used_by(root: Path) -> Catalog:
    """Read the messages out of the code and the templates, as `make messages` does."""
    with (ROOT / "babel.cfg").open() as mapping:
        methods, options = parse_mapping_cfg(mapping)  # type: ignore[no-untyped-call]
    keywords = {**DEFAULT_KEYWORDS, **parse_keywords(["_l", "lazy_gettext"])}
    used = Catalog()
    for name, line, message, comments, context in extract_from_dir(root, methods, options, keywords):
        used.add(message, locations=[(name, line)], auto_comments=comments, context=context)
    return used


def catalogue(text: Path = POLISH) -> Catalog:
    """Read the Polish catalogue."""
    with text.open("rb") as file:
        return read_po(file, locale="pl")


def gaps(text: str) -> list[str]:
    """List what is filled into a sentence."""
    return sorted(gap for gap in GAP.findall(text) if gap != "%%")


def faults_of(message: Message, polish: Catalog) -> list[str]:
    """Say what is wrong with the Polish of a message."""
    found = polish.get(message.id, message.context)
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
    if len(forms) != polish.num_plurals or not all(forms):
        return ["not every plural form"]
    # One thing may go without its number, as in the source; several may not.
    sources = (set(gaps(message.id[0])), *[set(gaps(message.id[1]))] * (len(forms) - 1))
    fits = (
        wanted <= set(gaps(form)) <= set(gaps(message.id[1]))
        for wanted, form in zip(sources, forms, strict=True)
    )
    return [] if all(fits) else ["other gaps in a plural form"]


def all_faults(root: Path, polish: Catalog) -> dict[str, list[str]]:
    """Say what is wrong, message by message."""
    checked = {str(message.id): faults_of(message, polish) for message in used_by(root) if message.id}
    return {words: faults for words, faults in checked.items() if faults}


def test_every_message_of_the_code_has_its_polish() -> None:
    """What is missing, `make messages` brings into the catalogue, for a person to translate."""
    assert all_faults(ROOT, catalogue()) == {}


def test_the_catalogue_keeps_nothing_that_the_code_no_longer_says() -> None:
    """Neither sentences set aside as obsolete nor ones that nobody uses."""
    polish, used = catalogue(), used_by(ROOT)
    assert not polish.obsolete
    unused = [
        message.id for message in polish if message.id and used.get(message.id, message.context) is None
    ]
    assert unused == []


def test_the_polish_speaks_as_a_neighbour_does() -> None:
    """Words of offices and of machines stay out."""
    texts = [str(message.string) for message in catalogue() if message.id]
    assert [text for text in texts if NEVER.search(text)] == []


@pytest.mark.parametrize(
    ("polish", "fault"),
    [
        ("", "not in the catalogue"),
        ('msgid "Up to %(num)d"\nmsgstr ""', "empty, or other gaps"),
        ('msgid "Up to %(num)d"\nmsgstr "Do %(number)d"', "empty, or other gaps"),
        ('#, fuzzy\nmsgid "Up to %(num)d"\nmsgstr "Do %(num)d"', "fuzzy"),
    ],
)
def test_a_message_without_its_polish_is_found(tmp_path: Path, polish: str, fault: str) -> None:
    """The negative control: a house with one sentence, and catalogues that lack it each in its way."""
    (tmp_path / "mal").mkdir()
    (tmp_path / "mal" / "words.py").write_text('_("Up to %(num)d", num=3)\n')
    (tmp_path / "messages.po").write_text(polish)
    assert all_faults(tmp_path, catalogue(tmp_path / "messages.po")) == {"Up to %(num)d": [fault]}


def test_a_plural_form_that_is_missing_or_lost_its_number_is_found(tmp_path: Path) -> None:
    """The negative control of plurals, and that one thing may do without its number."""
    (tmp_path / "mal").mkdir()
    (tmp_path / "mal" / "words.py").write_text('ngettext("One date", "%(num)d dates", 3)\n')
    text = tmp_path / "messages.po"
    faults = {}
    for few in ("", "kilka terminów", "%(num)d terminy"):
        text.write_text(
            'msgid "One date"\nmsgid_plural "%(num)d dates"\n'
            f'msgstr[0] "Jeden termin"\nmsgstr[1] "{few}"\nmsgstr[2] "%(num)d terminów"\n'
        )
        faults[few] = all_faults(tmp_path, catalogue(text))
    assert list(faults.values()) == [
        {"('One date', '%(num)d dates')": ["not every plural form"]},
        {"('One date', '%(num)d dates')": ["other gaps in a plural form"]},
        {},
    ]
