"""Folders are capabilities, files are roles: the listing tells the story."""

from pathlib import Path

from tests.architecture.source_tree import (
    CAPABILITIES,
    FLOORS,
    ROOT,
    imports_of,
    name_of,
    pure_modules,
    python_files,
)

# In the order of the layers; a role that outgrew its file is a folder of that name.
ROLES = {
    "__init__",
    "rows",
    "web",
    "wizard",
    "views",
    "cli",
    "forms",
    "errors",
    "labels",
    "service",
    "access",
    "queries",
    "models",
}
# Files that are neither a role nor a pure rule, each with the reason why it may be there.
OTHERS = {
    "applications/submission.py": "takes in applications: a service of its own beside the steps taken with them",
    "applications/review.py": "builds what staff see of the queue and of one decision",
    "applications/staff_labels.py": "the staff's pages in words",
    "applications/drafts.py": "keeps what was begun and not yet sent: deeds of their own beside those of the service",
    "applications/repeat.py": "turns an earlier application into a proposal of the next, with free days",
    "applications/room_search.py": "puts rooms in order for a wish and draws their day, out of what the judging found",
    "applications/availability_check.py": "gathers the facts of a wanted date and lets the rules judge them",
    "bookings/closures.py": "plans, enters and lifts closures: deeds of their own beside those of the service",
    "bookings/needs.py": "says what a booking's rows mean to the rules",
    "monitoring/report.py": "loads a report: counts by queries, built by the rules",
    "notifications/event_context.py": "loads an event with all that its letters are composed from",
    "notifications/recipients.py": "finds who gets the letters about an event",
    "notifications/template_context.py": "turns an event into the variables of the templates of letters",
    "notifications/composer.py": "renders the letters about an event for their recipients",
    "notifications/outbox.py": "turns event rows into letters, in transactions of its own",
    "notifications/delivery.py": "claims letters and sends them, in transactions of its own",
    "notifications/worker.py": "runs the outbox and the delivery in a loop",
    "pages/help_pictures.py": "reads the addresses and sizes of the pictures of the help",
    "monitoring/day_sheet.py": "builds the sheet of a day",
    "pages/staff_summary.py": "builds the numbers of the staff's home",
    "calendars/boards.py": "fills the board that pages draw from the database",
    "calendars/building.py": "gathers the facts of a feed and lets the pure renderer write it",
    "calendars/kept.py": "keeps what public pages are made of while its version stays",
    "calendars/conditional.py": "reads conditional requests and accepted codings with the parsers of werkzeug",
    "calendars/feeds.py": "answers feeds in front of Flask",
    "calendars/versions.py": "asks the driver itself for the version of a feed",
    "people/auth.py": "the only file that imports Flask-Login",
    "people/passwords.py": "the only file that imports argon2",
    "regulations/markdown.py": "the only file that imports the renderer of Markdown",
    "places/holidays.py": "the only file that knows the calendar of public holidays",
}
# The ground floor stays small: what is not listed belongs to a capability.
SHARED = {
    "__init__.py",
    "assets.py",
    "clock.py",
    "database.py",
    "error_pages.py",
    "errors.py",
    "fields.py",
    "form_messages.py",
    "forms.py",
    "i18n.py",
    "state_machine.py",
    "months.py",
    "pagination.py",
    "recurrence.py",
    "request_limits.py",
    "text.py",
    "timespan.py",
    "web.py",
    "working_days.py",
}
LONGEST = 300


def strange_files(root: Path) -> list[str]:
    pure = pure_modules(root)
    return [
        name
        for path in python_files(root, *(f"mal/{capability}" for capability in CAPABILITIES))
        if not {path.stem, path.parent.name} & ROLES
        and (name := name_of(path, root / "mal")) not in OTHERS
        and ".".join(path.relative_to(root).with_suffix("").parts) not in pure
    ]


def test_each_file_of_a_capability_has_a_role_or_is_a_pure_rule() -> None:
    assert strange_files(ROOT) == []


def test_a_file_without_a_role_is_seen(tmp_path: Path) -> None:
    folder = tmp_path / "mal/bookings"
    folder.mkdir(parents=True)
    (folder / "views.py").write_text("import flask\n")
    (folder / "states.py").write_text("import enum\n")
    (folder / "availability.py").write_text("from mal.bookings import states\n")
    (folder / "utils.py").write_text("import flask\n")
    (folder / "rule.py").write_text("from mal.bookings.utils import anything\n")
    assert strange_files(tmp_path) == ["bookings/rule.py", "bookings/utils.py"]


def test_each_exception_is_still_needed() -> None:
    assert [name for name in OTHERS if not (ROOT / "mal" / name).exists()] == []
    pure = pure_modules(ROOT)
    assert [n for n in OTHERS if "mal." + n.removesuffix(".py").replace("/", ".") in pure] == []


def test_the_ground_floor_holds_what_was_agreed() -> None:
    files = python_files(ROOT, "mal/shared")
    assert {name_of(path, ROOT / "mal/shared") for path in files} <= SHARED


def test_each_folder_is_a_floor_of_the_house() -> None:
    folders = {path.parent.name for path in (ROOT / "mal").glob("*/__init__.py")}
    assert folders == FLOORS


def long_files(root: Path) -> list[str]:
    files = [*python_files(root, "mal"), *(root / "templates").rglob("*.html")]
    sizes = {name_of(path, root): len(path.read_text().splitlines()) for path in files}
    return [f"{name}: {lines} lines" for name, lines in sizes.items() if lines > LONGEST]


def test_no_file_is_too_long_to_read() -> None:
    assert long_files(ROOT) == []


def test_a_long_file_is_seen(tmp_path: Path) -> None:
    (tmp_path / "mal").mkdir()
    (tmp_path / "mal/long.py").write_text("\n" * 301)
    assert long_files(tmp_path) == ["mal/long.py: 301 lines"]


def test_migrations_know_nothing_of_the_house() -> None:
    files = python_files(ROOT, "migrations/versions")
    assert files
    knowing = [path.name for path in files if any(tops(name) == "mal" for name in imports_of(path))]
    assert knowing == []


def test_migrations_are_numbered_without_a_gap() -> None:
    numbers = [path.name.partition("_")[0] for path in python_files(ROOT, "migrations/versions")]
    assert numbers == [f"{number:04}" for number in range(1, len(numbers) + 1)]


def tops(module: str) -> str:
    return module.partition(".")[0]
