"""Every kind of letter is rendered in the language of its recipient, dates and reasons included."""

from collections.abc import Sequence
from typing import Any

import pytest
from flask_babel import force_locale
from sqlalchemy import select

from mal.applications import service as applications
from mal.applications.models import Application
from mal.bookings.closures import ClosurePlan, create_closure
from mal.bookings.models import Visibility
from mal.bookings.states import Step
from mal.notifications import outbox
from mal.notifications.letter_kinds import LetterKind
from mal.notifications.models import Letter
from mal.people.models import LeaderRole, Leadership
from mal.shared.database import db
from mal.shared.i18n import LANGUAGES, format_day
from mal.shared.timespan import whole_day
from tests.factories import evening, make_application, make_approved
from tests.languages import foreign_in, foreign_on
from tests.sample_data import Town, make_account

SUBJECTS = {
    "received": {
        "pl": "Mamy Twoją prośbę: Próba",
        "uk": "Ваш запит у нас: Próba",
        "en": "We have your request: Próba",
    },
    "approved": {"pl": "Sala jest Wasza: Próba", "uk": "Зала ваша: Próba", "en": "The room is yours: Próba"},
    "asked": {"pl": "Nowa prośba: Próba", "uk": "Новий запит: Próba", "en": "New request: Próba"},
}


def compose_all() -> Sequence[Letter]:
    """Compose the pending letters and return all letters."""
    db.session.commit()
    outbox.compose_pending(100)
    return db.session.scalars(select(Letter).order_by(Letter.id)).all()


def ids(application: Application) -> list[int]:
    return [date.id for date in application.booking.occurrences]


def make_every_event(town: Town, **changes: Any) -> None:
    """Make events that call for every kind of letter."""

    def asked(*days: int) -> Application:
        return make_application(town, title="Próba", spans=[evening(each) for each in days], **changes)

    answered = asked(14, 21, 28)
    applications.approve(answered, by=town.celina, dates=ids(answered)[:2], note="Do zobaczenia!")
    applications.cancel_dates(answered, ids(answered)[:1], by=town.anna, reason="leader_ill")
    applications.cancel_dates(answered, ids(answered)[1:2], by=town.celina, reason="failure")
    applications.refuse(asked(35), by=town.celina, reason="too_many_people")
    applications.withdraw(asked(42), by=town.anna, note="Wyjeżdżamy.")
    missed = asked(49)
    applications.approve(missed, by=town.celina, dates=ids(missed))
    db.session.add(missed.booking.take(Step.MISS, missed.booking.occurrences, by=town.celina))


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "secret", [{}, {"visibility": Visibility.CONFIDENTIAL, "headcount": 4}], ids=["open", "confidential"]
)
def test_every_kind_of_letter_is_in_one_language(town: Town, language: str, secret: dict[str, Any]) -> None:
    for account in (town.anna, town.celina, town.ewa):
        account.locale = language
    make_every_event(town, **secret | ({"room": town.quiet_room} if secret else {}))
    letters = compose_all()
    assert {letter.kind for letter in letters} == set(LetterKind)
    for letter in letters:
        assert letter.locale == language
        assert f'<html lang="{language}">' in letter.body_html
        lines = {letter.subject, *letter.body_text.splitlines()}
        assert not foreign_in(lines, language), letter.kind
        assert not foreign_on(letter.body_html, language), letter.kind


@pytest.mark.parametrize("language", LANGUAGES)
def test_subjects_dates_and_deadlines_are_localized(town: Town, language: str) -> None:
    town.anna.locale = town.celina.locale = language
    application = make_approved(town, title="Próba")
    letters = {letter.kind: letter for letter in compose_all() if letter.to_name in {"Anna", "Celina"}}
    with force_locale(language):
        when = format_day(application.booking.occurrences[0].starts_at)
    for kind, subjects in SUBJECTS.items():
        assert letters[kind].subject == subjects[language]
        assert f"- {when}, 17:00–19:00" in letters[kind].body_text
        assert f"{when}, 17:00–19:00" in letters[kind].body_html


def test_leaders_of_one_group_each_get_their_own_language(town: Town) -> None:
    for name, language in (("Oksana", "uk"), ("Franek", "pl")):
        account = make_account(name)
        account.locale = language
        account.leaderships.append(Leadership(group_id=town.choir.id, role=LeaderRole.DEPUTY))
    make_application(town, title="Próba")
    read = {letter.to_name: letter.subject for letter in compose_all() if letter.kind == "received"}
    assert read == {"Anna": "We have your request: Próba", "Oksana": "Ваш запит у нас: Próba"} | {
        "Franek": "Mamy Twoją prośbę: Próba"
    }


def test_the_reason_of_a_closure_is_quoted_untranslated_in_a_ukrainian_letter(town: Town) -> None:
    town.anna.locale = "uk"
    application = make_approved(town, title="Próba")
    plan = ClosurePlan(rooms=[town.hall], span=whole_day(evening().start.date()), reason="Malowanie sali")
    create_closure(plan, by=town.celina, accepted=ids(application))
    [letter] = [letter for letter in compose_all() if letter.kind == "called_off"]
    assert letter.subject == "Мусимо скасувати: Próba"
    assert "Причина: Malowanie sali." in letter.body_text


@pytest.mark.parametrize("locale", ["de", "", "EN"])
def test_an_account_with_an_unknown_language_gets_polish_letters(town: Town, locale: str) -> None:
    town.anna.locale = locale
    make_application(town, title="Próba")
    [letter] = [letter for letter in compose_all() if letter.to_name == "Anna"]
    assert (letter.locale, letter.subject) == ("pl", "Mamy Twoją prośbę: Próba")
