"""Points 55 to 60 of a good feed, asked of the running application."""

import gzip
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from mal.bookings.models import Visibility
from mal.calendars import conditional, feeds
from mal.shared import clock
from tests.calendars.ical_lint import lint
from tests.factories import evening, make_application, make_approved
from tests.fixed_clock import Freeze
from tests.sample_data import Town, make_town

EVERYTHING = "/kalendarz.ics"
ADDRESSES = [
    EVERYTHING,
    "/kalendarz/brzozowa.ics",
    "/kalendarz/sosnowa.ics",
    "/kalendarz/brzozowa/sala-duza.ics",
    "/kalendarz/brzozowa/sala-z-aneksem.ics",
]


@pytest.fixture
def town(in_app: Flask) -> Town:
    town = make_town()
    make_approved(town, spans=[evening(14), evening(21)], audience=["seniors", "families"])
    make_approved(town, spans=[evening(28)], room=town.hall_with_kitchen, title="Wspólny stół; zupa, chleb")
    make_approved(
        town, spans=[evening(35)], room=town.quiet_room, visibility=Visibility.CONFIDENTIAL, title="Sekret"
    )
    make_application(town, spans=[evening(42)], title="Jeszcze nie wiadomo")
    return town


@pytest.fixture
def client(in_app: Flask, town: Town) -> FlaskClient:
    return in_app.test_client()


def test_every_public_feed_keeps_all_points_of_the_lint(client: FlaskClient) -> None:
    for address in ADDRESSES:
        answer = client.get(address)
        assert answer.status_code == 200
        assert lint(answer.data, public=True, headers=dict(answer.headers)) == [], address
        assert answer.headers["Cache-Control"].startswith("public, max-age=")
        assert "Set-Cookie" not in answer.headers


def test_a_tag_that_the_client_has_is_answered_with_304(client: FlaskClient) -> None:
    tag = client.get(EVERYTHING).headers["ETag"]
    for header in (tag, f"W/{tag}", f'"other", {tag}', f'"other",W/{tag} , "third"', "*"):
        answer = client.get(EVERYTHING, headers={"If-None-Match": header})
        assert (answer.status_code, answer.data, answer.headers["ETag"]) == (304, b"", tag), header
        assert "Content-Type" not in answer.headers
        assert answer.headers["Vary"] == "Accept-Encoding"


def test_any_other_tag_gets_the_whole_feed_whatever_the_date(client: FlaskClient) -> None:
    dates = {"If-Modified-Since": conditional.http_date(clock.now() + timedelta(days=1))}
    for header in ('"other"', "", "no quotes", '"', 'W/"other"', '"a" "b"', "*, *"):
        answer = client.get(EVERYTHING, headers={"If-None-Match": header, **dates})
        assert answer.status_code == 200, header


def test_dates_count_where_there_is_no_tag(client: FlaskClient) -> None:
    later = conditional.http_date(clock.now() + timedelta(days=1))
    earlier = conditional.http_date(clock.now() - timedelta(days=400))
    for since, status in ((later, 304), (earlier, 200), ("yesterday", 200), ("", 200)):
        assert client.get(EVERYTHING, headers={"If-Modified-Since": since}).status_code == status, since


def test_what_was_said_as_last_modified_is_believed_once_the_change_has_cooled(
    client: FlaskClient, freeze: Freeze
) -> None:
    def again() -> int:
        said = client.get(EVERYTHING).headers["Last-Modified"]
        return client.get(EVERYTHING, headers={"If-Modified-Since": said}).status_code

    now = clock.now()
    # While it is warm another change of the same second may still come.
    freeze(now - timedelta(seconds=2))
    assert again() == 200
    freeze(now + conditional.WARM)
    assert again() == 304


def test_head_says_what_get_would_without_the_body(client: FlaskClient) -> None:
    got, head = client.get(EVERYTHING), client.head(EVERYTHING)
    assert head.data == b""
    assert head.headers["ETag"] == got.headers["ETag"]
    assert int(head.headers["Content-Length"]) == len(got.data)
    assert head.headers["Content-Type"] == got.headers["Content-Type"]


def test_a_compressed_feed_holds_the_same_octets_under_a_tag_of_its_own(client: FlaskClient) -> None:
    plain = client.get(EVERYTHING)
    zipped = client.get(EVERYTHING, headers={"Accept-Encoding": "br;q=0.5, gzip"})
    assert zipped.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(zipped.data) == plain.data
    assert zipped.headers["ETag"] != plain.headers["ETag"]
    assert plain.headers["Vary"] == zipped.headers["Vary"] == "Accept-Encoding"
    assert int(zipped.headers["Content-Length"]) == len(zipped.data) < len(plain.data) / 2
    for tag in (plain.headers["ETag"], zipped.headers["ETag"]):
        again = client.get(EVERYTHING, headers={"Accept-Encoding": "gzip", "If-None-Match": tag})
        assert (again.status_code, again.headers["ETag"]) == (304, tag)
    other = client.get(EVERYTHING, headers={"If-None-Match": zipped.headers["ETag"]})
    assert other.status_code == 200


def test_who_does_not_want_it_compressed_gets_it_plain(client: FlaskClient) -> None:
    for coding in ("gzip;q=0", "identity", "", "deflate", "gzip;q=0.1, identity;q=0.9"):
        answer = client.get(EVERYTHING, headers={"Accept-Encoding": coding})
        assert "Content-Encoding" not in answer.headers, coding
        assert answer.data.startswith(b"BEGIN:VCALENDAR")


def test_everyone_gets_the_same_octets(client: FlaskClient) -> None:
    wanted = client.get(EVERYTHING).data
    for headers in (
        {"User-Agent": "Google-Calendar-Importer"},
        {"Accept": "text/html"},
        {"Accept-Language": "uk, en"},
        {"Cookie": "mal_jezyk=en; mal=anything"},
        {"Host": "evil.example.org"},
    ):
        answer = client.get(EVERYTHING, headers=headers)
        assert answer.data == wanted, headers
        assert "Set-Cookie" not in answer.headers
    assert client.get(f"{EVERYTHING}?utm_source=x&nocache=17").data == wanted
    assert b"evil" not in wanted


def test_thirty_polls_in_a_row_are_all_answered(client: FlaskClient) -> None:
    assert {client.get(EVERYTHING).status_code for _ in range(30)} == {200}


def test_a_feed_cannot_be_written(client: FlaskClient) -> None:
    for method in ("POST", "PUT", "PATCH", "DELETE"):
        answer = client.open(EVERYTHING, method=method)
        assert (answer.status_code, answer.headers["Allow"]) == (405, "GET, HEAD")


def test_what_there_is_no_feed_of_is_not_found(client: FlaskClient) -> None:
    for wrong in (
        "nowhere",
        "brzozowa/nowhere",
        "sosnowa/sala-duza",
        "Brzozowa",
        "a/b/c",
        "krzesla",
        "brzozowa/krzesla",
        ".",
        "",
        "brzozowa%00",
    ):
        assert client.get(f"/kalendarz/{wrong}.ics").status_code == 404, wrong


def test_robots_may_fetch_feeds(client: FlaskClient) -> None:
    said = client.get("/robots.txt").text
    assert "kalendarz" not in said


def test_when_the_database_is_away_the_last_feed_known_is_given(
    client: FlaskClient, in_app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = client.get(EVERYTHING)

    def away(*_: object) -> None:
        raise OSError("the database is away")

    monkeypatch.setattr(in_app.extensions[feeds.EXTENSION].builder, "version", away)
    assert client.get(EVERYTHING).data == known.data
    assert client.get(EVERYTHING, headers={"If-None-Match": known.headers["ETag"]}).status_code == 304
    never_built = "/kalendarz/sosnowa.ics"
    kept = client.get(never_built, headers={"If-None-Match": 'W/"mine"'})
    assert (kept.status_code, kept.headers["ETag"]) == (304, '"mine"')
    first = client.get(never_built)
    assert first.status_code == 404
    assert first.headers["Cache-Control"] == "no-store"
    assert first.headers["Retry-After"]


def test_a_second_application_gives_the_same_tag(client: FlaskClient, in_app: Flask) -> None:
    tag = client.get(EVERYTHING).headers["ETag"]
    in_app.extensions[feeds.EXTENSION].forget()
    assert client.get(EVERYTHING).headers["ETag"] == tag
