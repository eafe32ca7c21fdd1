"""A secret stands in every private field; then everything public is read, and none of them is found."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import text

from mal.applications import service as applications
from mal.bookings.models import Visibility
from mal.calendars import service
from mal.shared.database import db
from tests.client import Browser
from tests.factories import days_ahead, evening, make_application, make_approved
from tests.fixed_clock import NOW, frozen_at
from tests.sample_data import Town, make_town

PUBLIC_PLACES = ("brzozowa", "sosnowa")
FEEDS = (
    "/kalendarz.ics",
    "/kalendarz/brzozowa.ics",
    "/kalendarz/brzozowa/sala-duza.ics",
    "/kalendarz/brzozowa/gabinet.ics",
)


@pytest.fixture
def town(in_app: Flask) -> Town:
    town = make_town()
    for column in ("about", "phone", "email", "nip", "krs"):
        db.session.execute(text(f"UPDATE community_group SET {column} = 'SECRET-{column}'"))
    db.session.execute(text("UPDATE account SET phone = 'SECRET-account-phone'"))
    db.session.commit()
    db.session.refresh(town.choir)
    return town


def private(kind: str) -> dict[str, Any]:
    fields = ("purpose", "access_needs", "contact_name", "contact_phone", "message")
    return {field: f"SECRET-{kind}-{field}" for field in fields}


def plant(town: Town) -> None:
    """Make a meeting of each kind with secrets in all that is nobody's business."""
    make_approved(town, title="Otwarte", spans=[evening(14)], **private("open"))
    make_approved(
        town,
        title="Zamknięte",
        group=town.chess,
        spans=[evening(21)],
        visibility=Visibility.CLOSED,
        **private("closed"),
    )
    make_approved(
        town,
        title="SECRET-confidential-title",
        group=town.chess,
        room=town.quiet_room,
        spans=[evening(14)],
        visibility=Visibility.CONFIDENTIAL,
        headcount=4,
        activity="support_group",
        **private("confidential"),
    )
    make_application(
        town, title="SECRET-asked-title", group=town.chess, spans=[evening(28)], **private("asked")
    )
    refused = make_application(town, title="SECRET-refused-title", spans=[evening(35)], **private("refused"))
    applications.refuse(refused, by=town.ewa, reason="other", note="SECRET-note")
    cancelled = make_approved(town, title="SECRET-cancelled-title", spans=[evening(42)])
    ids = {date.id for date in cancelled.booking.occurrences}
    applications.cancel_dates(cancelled, ids, by=town.anna, note="SECRET-cancel-note")
    db.session.execute(text("UPDATE community_group SET name = 'SECRET-group' WHERE name = 'Szachy'"))
    db.session.commit()


def public_addresses() -> list[str]:
    """List all that anyone may read of the weeks in which the meetings lie, and of today."""
    weeks = [days_ahead(days).isoformat() for days in (14, 21, 28, 35, 42)]
    pages = ["/", *(f"/?miejsce={place}" for place in PUBLIC_PLACES), "/kalendarz/subskrypcja"]
    pages += [f"/kalendarz/?od={week}" for week in weeks]
    pages += [f"/kalendarz/{look}?od={week}" for week in weeks for look in ("dzien", "miesiac", "lista")]
    pages += ["/miejsca/brzozowa", "/miejsca/brzozowa/sala-duza", "/miejsca/brzozowa/gabinet"]
    return [*pages, *FEEDS]


def test_no_secret_is_in_any_page_or_feed_that_everyone_may_read(town: Town, browser: Browser) -> None:
    plant(town)
    for address in public_addresses():
        page = browser.get(address)
        assert "SECRET" not in page.body, address
        # The forms offer every kind there is.
        for form in page.all("form"):
            form.decompose()
        assert "support_group" not in (str(page.soup) if page.is_html else page.body)
    assert "Otwarte" in browser.get(f"/kalendarz/?od={days_ahead(14)}").text


def test_pages_of_the_days_ahead_keep_secrets_too(town: Town, browser: Browser) -> None:
    plant(town)
    for days in (14, 21, 28):
        with frozen_at(NOW + timedelta(days=days)):
            for address in ("/", "/miejsca/brzozowa/sala-duza", "/miejsca/brzozowa/gabinet"):
                assert "SECRET" not in browser.get(address).body, address


def test_what_is_asked_for_is_told_by_its_time_alone(town: Town, browser: Browser) -> None:
    make_application(town, title="SECRET-title", spans=[evening(14)])
    page = browser.get("calendars.week", od=days_ahead(14).isoformat())
    assert page.texts(".entry--asked .entry__title") == ["Somebody asks for this time"]
    assert page.texts(".entry--asked .hours") == ["17:00 – 19:00"]
    assert "BEGIN:VEVENT" not in browser.get("/kalendarz.ics").body


def test_a_confidential_meeting_is_taken_and_nothing_more(town: Town, browser: Browser) -> None:
    make_approved(
        town,
        title="SECRET-title",
        room=town.quiet_room,
        visibility=Visibility.CONFIDENTIAL,
        audience=["seniors"],
        headcount=4,
    )
    body = browser.get("/kalendarz/brzozowa/gabinet.ics").body
    assert "SUMMARY:Zajęte\r\n" in body
    assert "CLASS:PRIVATE\r\n" in body
    for word in ("DESCRIPTION:Otwarte", "CATEGORIES", "ORGANIZER", "ATTENDEE", "CONTACT", "SECRET"):
        assert word not in body


def test_a_group_is_named_on_pages_only_where_its_meeting_is_open(town: Town, browser: Browser) -> None:
    make_approved(town, title="Otwarte")
    make_approved(town, title="Zamknięte", room=town.studio, visibility=Visibility.CLOSED, headcount=5)
    rooms = browser.get("calendars.week", od=days_ahead(14).isoformat()).texts(".entry__room")
    assert sorted(rooms) == ["Pracownia", "Sala Duza · Chór Sąsiedzki"]


def test_the_groups_own_feed_is_for_its_address_alone(town: Town, browser: Browser) -> None:
    plant(town)
    secret = service.replace_address(town.chess, by=town.bartek)
    db.session.commit()
    body = browser.get(f"/moj-kalendarz/{secret}.ics").body
    assert "SECRET-confidential-title" in body
    assert "SECRET-cancelled-title" not in body, "That one belongs to the other group."
    assert secret not in body
    for word in ("contact_phone", "contact_name", "access_needs", "message", "note"):
        assert f"SECRET-{word}" not in body
        assert f"confidential-{word}" not in body
