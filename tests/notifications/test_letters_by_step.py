"""Which letters each step of an application calls for, who gets them and what they contain."""

from collections.abc import Sequence
from datetime import time
from uuid import uuid4

import pytest
from flask import Flask
from flask_babel import force_locale
from sqlalchemy import select

from mal.applications import service as applications
from mal.applications import submission
from mal.applications.models import Application
from mal.bookings.closures import ClosurePlan, create_closure
from mal.bookings.models import Visibility
from mal.bookings.states import Step
from mal.notifications import delivery, outbox
from mal.notifications.models import Letter
from mal.notifications.transport import SmtpTransport
from mal.people.models import LeaderRole, Leadership
from mal.shared.database import db
from mal.shared.i18n import format_day
from mal.shared.timespan import Timespan, local_timespan, whole_days
from tests.factories import days_ahead, evening, make_application, make_approved, make_request
from tests.notifications.conftest import mark_all_events_composed
from tests.notifications.smtp_server import RecordingSmtpServer
from tests.sample_data import NINE, TEN, Town, make_account, make_group


def compose(kind: str | None = None) -> Sequence[Letter]:
    """Compose the pending letters and return those of a kind, or all."""
    outbox.compose_pending(100)
    wanted = select(Letter).order_by(Letter.id)
    return db.session.scalars(wanted if kind is None else wanted.filter_by(kind=kind)).all()


def kinds_and_readers() -> list[tuple[str, str]]:
    return sorted((letter.kind, letter.to_name) for letter in compose())


def ids(application: Application) -> list[int]:
    return [date.id for date in application.booking.occurrences]


def three_evenings() -> list[Timespan]:
    return [evening(14), evening(21), evening(28)]


def test_an_application_is_confirmed_to_the_leader_and_reported_to_staff(
    town: Town, mail_server: RecordingSmtpServer, transport: SmtpTransport
) -> None:
    application = make_application(town, title="Próba chóru „Żuraw”")
    compose()
    delivery.send_due(transport, 100)
    assert mail_server.subjects("anna@example.org") == ["We have your request: Próba chóru „Żuraw”"]
    assert mail_server.subjects("celina@example.org") == ["New request: Próba chóru „Żuraw”"]
    assert mail_server.subjects("ewa@example.org") == ["New request: Próba chóru „Żuraw”"]
    assert len(mail_server.messages) == 3
    letter = mail_server.messages[0]
    lines = letter.get_body(("plain",)).get_content().splitlines()  # type: ignore[union-attr]
    assert f"http://127.0.0.1:8000/wnioski/{application.id}" in lines
    with force_locale("en"):
        assert f"- {format_day(evening().start)}, 17:00–19:00" in lines
    assert letter.get_body(("html",)) is not None
    assert letter["Auto-Submitted"] == "auto-generated"
    assert letter["Reply-To"].addresses[0].addr_spec == "brzozowa@example.org"


def test_an_approval_has_dates_directions_and_how_to_cancel(town: Town) -> None:
    town.brzozowa.directions = "Za trzema brzozami w lewo."
    application = make_approved(town, spans=three_evenings())
    [letter] = compose("approved")
    assert letter.to_address == "anna@example.org"
    for date in application.booking.occurrences:
        assert f"{date.starts_at.day} " in letter.body_text
    assert letter.body_text.count("17:00–19:00") == 3
    assert "ul. Brzozowa 1, Milanówek" in letter.body_text
    assert "Za trzema brzozami w lewo." in letter.body_text
    assert "24 hours" in letter.body_text
    assert "/regulamin" in letter.body_text
    assert "Why:" not in letter.body_text
    assert "Free instead:" not in letter.body_text


def test_an_approval_in_part_lists_the_refused_dates_in_the_same_letter(town: Town) -> None:
    application = make_application(town, spans=three_evenings())
    applications.approve(application, by=town.celina, dates=ids(application)[:2], note="Do zobaczenia!")
    db.session.commit()
    compose()
    letters = [letter for letter in compose() if letter.kind not in {"received", "asked"}]
    assert [letter.kind for letter in letters] == ["approved"]
    text = letters[0].body_text
    given, refused = text.split("We cannot give you these dates:")
    assert (given.count("17:00–19:00"), refused.count("17:00–19:00")) == (2, 1)
    assert "Why: The time is taken (§ 6" in refused
    assert "within 14 days" in refused
    assert text.count("Do zobaczenia!") == 1


def test_a_refusal_has_its_reason_paragraph_and_how_to_object(town: Town) -> None:
    application = make_application(town)
    applications.refuse(application, by=town.celina, reason="too_many_people", note="Sala ma 40 miejsc.")
    db.session.commit()
    [letter] = compose("refused")
    assert letter.subject == "We cannot give you the room: Próba chóru"
    for words in (
        "Why: Too many people for the room (§ 7 of the Regulamin).",
        "We will gladly find a larger one.",
        "Sala ma 40 miejsc.",
        "/wnioski/nowy",
        "/miejsca/brzozowa/sala-duza",
        "within 14 days of this letter (§ 8): mal@example.org",
    ):
        assert words in letter.body_text
        assert words.removeprefix("/") in letter.body_html


def test_a_refusal_for_a_clash_lists_alternatives_of_that_day(town: Town) -> None:
    make_approved(town, group=town.chess, applicant=town.bartek)
    application = make_application(town, headcount=9)
    applications.refuse(application, by=town.celina, reason="slot_taken")
    db.session.commit()
    text = compose("refused")[0].body_text
    said = text.partition("Free instead:\n")[2].partition("\n\n")[0].splitlines()
    with force_locale("en"):
        today = format_day(evening().start)
    assert said[0].startswith(f"- {today}, ")
    assert said[0].endswith("– Sala Duza, ul. Brzozowa 1, Milanówek")
    assert "17:00" not in said[0]
    assert f"- {today}, 17:00 – Pracownia, ul. Sosnowa 1, Milanówek" in said


def test_alternatives_of_a_confidential_meeting_are_rooms_that_allow_it(town: Town) -> None:
    room, secret = town.quiet_room, Visibility.CONFIDENTIAL
    make_approved(town, group=town.chess, applicant=town.bartek, room=room, headcount=4)
    application = make_application(town, room=room, headcount=4, visibility=secret)
    applications.refuse(application, by=town.celina, reason="slot_taken")
    db.session.commit()
    text = compose("refused")[0].body_text
    said = text.partition("Free instead:\n")[2].partition("\n\n")[0]
    assert "– Gabinet," in said
    assert "17:00" not in said


def test_a_withdrawal_is_confirmed_to_the_leader_and_reported_to_staff(town: Town) -> None:
    application = make_application(town)
    mark_all_events_composed()
    applications.withdraw(application, by=town.anna, note="Wyjeżdżamy.")
    db.session.commit()
    assert kinds_and_readers() == [
        ("withdrawn", "Anna"),
        ("withdrawn_staff", "Celina"),
        ("withdrawn_staff", "Ewa"),
    ]
    assert "They say: Wyjeżdżamy." in compose("withdrawn_staff")[0].body_text


def test_a_cancellation_by_the_group_is_confirmed_and_reported_to_staff(town: Town) -> None:
    application = make_approved(town, spans=three_evenings())
    mark_all_events_composed()
    applications.cancel_dates(application, ids(application)[:1], by=town.anna, reason="leader_ill")
    db.session.commit()
    assert kinds_and_readers() == [
        ("cancelled", "Anna"),
        ("cancelled_staff", "Celina"),
        ("cancelled_staff", "Ewa"),
    ]
    letter = compose("cancelled_staff")[0]
    assert "Why: The person who leads is ill." in letter.body_text
    assert letter.body_text.count("17:00–19:00") == 1


def test_a_cancellation_by_staff_has_its_reason_and_a_link_to_apply_again(town: Town) -> None:
    application = make_approved(town)
    mark_all_events_composed()
    applications.cancel_dates(
        application, ids(application), by=town.celina, reason="failure", note="Pękła rura."
    )
    db.session.commit()
    assert kinds_and_readers() == [("called_off", "Anna")]
    [letter] = compose("called_off")
    for words in ("Why: Failure in the building.", "Pękła rura.", "/wnioski/nowy", "+48 600 000 010"):
        assert words in letter.body_text


def test_a_closure_that_cancels_three_dates_of_a_series_sends_one_letter(town: Town) -> None:
    application = make_approved(town, spans=three_evenings())
    mark_all_events_composed()
    span = whole_days(days_ahead(14), days_ahead(28))
    plan = ClosurePlan(rooms=[town.hall], span=span, reason="Malowanie sali")
    create_closure(plan, by=town.celina, accepted=ids(application))
    db.session.commit()
    assert kinds_and_readers() == [("called_off", "Anna")]
    [letter] = compose()
    assert letter.body_text.count("17:00–19:00") == 3
    assert "Why: Malowanie sali." in letter.body_text


def test_a_missed_meeting_sends_one_letter(town: Town) -> None:
    application = make_approved(town)
    mark_all_events_composed()
    booking = application.booking
    for step in (Step.CONFIRM_USE, Step.MISS, Step.MISS):
        db.session.add(booking.take(step, booking.occurrences, by=town.celina))
        db.session.commit()
    assert kinds_and_readers() == [("missed", "Anna")]
    assert "(§ 9)" in compose()[0].body_text


def test_a_booking_by_phone_sends_only_the_approval(town: Town) -> None:
    request = make_request(town)
    submission.book_on_behalf(request, form_key=uuid4().hex, staff=town.celina)
    db.session.commit()
    assert kinds_and_readers() == [("approved", "Anna")]


@pytest.mark.parametrize(("address", "readers"), [("kolo@example.org", ["Koło"]), ("", [])])
def test_a_group_without_an_account_gets_letters_at_its_own_address(
    town: Town, address: str, readers: list[str]
) -> None:
    group = make_group("Koło", None)
    group.email = address
    submission.book_on_behalf(make_request(town, group=group), form_key=uuid4().hex, staff=town.celina)
    db.session.commit()
    assert [letter.to_name for letter in compose()] == readers


def test_each_leader_gets_their_own_language_and_a_disabled_one_nothing(town: Town) -> None:
    polish, gone = make_account("Franek"), make_account("Gosia")
    polish.locale, gone.disabled_at = "pl", town.choir.created_at
    for account in (polish, gone):
        account.leaderships.append(Leadership(group_id=town.choir.id, role=LeaderRole.DEPUTY))
    application = make_application(town)
    letters = {letter.to_name: letter for letter in compose("received")}
    assert set(letters) == {"Anna", "Franek"}
    assert format_day(application.booking.occurrences[0].starts_at) in letters["Franek"].body_text
    assert format_day(application.booking.occurrences[0].starts_at) not in letters["Anna"].body_text
    assert (letters["Franek"].locale, letters["Anna"].locale) == ("pl", "en")
    assert '<html lang="pl">' in letters["Franek"].body_html


def test_letters_about_a_confidential_meeting_name_neither_title_nor_group(town: Town) -> None:
    application = make_application(
        town,
        room=town.quiet_room,
        headcount=4,
        title="Grupa wsparcia",
        purpose="Rozmowy o chorobie",
        visibility=Visibility.CONFIDENTIAL,
        spans=three_evenings(),
    )
    applications.approve(application, by=town.celina, dates=ids(application)[:2])
    applications.cancel_dates(application, ids(application)[:1], by=town.anna)
    applications.cancel_dates(application, ids(application)[1:2], by=town.celina)
    db.session.commit()
    letters = compose()
    assert len({letter.kind for letter in letters}) == 6
    for letter in letters:
        for text in (letter.subject, letter.body_text, letter.body_html):
            assert "wsparcia" not in text
            assert "chorobie" not in text
            assert "Chór" not in text


def test_a_line_break_in_a_title_cannot_inject_a_header(
    town: Town, mail_server: RecordingSmtpServer, transport: SmtpTransport
) -> None:
    town.anna.name = "Anna\r\nBcc: dieb@example.org"
    make_application(town, title="Próba\r\nBcc: dieb@example.org\r\n\r\nTreść")
    compose()
    delivery.send_due(transport, 100)
    [letter] = [each for each in mail_server.messages if "We have" in each["Subject"]]
    assert letter["Subject"] == "We have your request: Próba Bcc: dieb@example.org Treść"
    assert letter["Bcc"] is None
    assert letter["To"].addresses[0].display_name == "Anna Bcc: dieb@example.org"


def test_markup_in_a_title_is_escaped_in_html(town: Town) -> None:
    make_application(town, title="<b>Próba</b> & śpiew")
    [letter] = compose("received")
    assert "&lt;b&gt;Próba&lt;/b&gt; &amp; śpiew" in letter.body_html
    assert "<b>" not in letter.body_html
    assert letter.subject == "We have your request: <b>Próba</b> & śpiew"


def test_links_use_the_public_url_of_the_settings(
    in_app: Flask, town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    config = in_app.extensions["mal.config"]
    changed = type(config)(**vars(config) | {"public_url": "https://mal.example.org"})
    monkeypatch.setitem(in_app.extensions, "mal.config", changed)
    application = make_application(town)
    letters = {letter.kind: letter for letter in compose()}
    assert f"https://mal.example.org/wnioski/{application.id}\n" in letters["received"].body_text
    assert f"https://mal.example.org/praca/wnioski/{application.id}\n" in letters["asked"].body_text


def test_two_dates_of_a_day_are_in_order_of_start(town: Town) -> None:
    make_application(town, spans=[evening(14), evening(14, NINE, TEN)])
    text = compose("received")[0].body_text
    assert text.index("09:00–10:00") < text.index("17:00–19:00")


def test_a_meeting_until_midnight_ends_at_24_00(town: Town) -> None:
    make_application(town, spans=[local_timespan(days_ahead(14), time(20), time())])
    [received] = compose("received")
    assert "20:00–24:00" in received.body_text
    assert "20:00–24:00" in received.body_html
