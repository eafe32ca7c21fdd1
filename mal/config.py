"""The settings of one running application; the only reader of the environment."""

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Self
from urllib.parse import parse_qs, urlsplit

from flask import current_app

ROOT = Path(__file__).resolve().parent.parent
KNOWN = frozenset(
    [
        "MAL_SMTP_URL",
        "MAL_MAIL_FROM",
        "MAL_PUBLIC_URL",
        "MAL_PROXY_HOPS",
        "MAL_DATA_DIR",
        "MAL_WEB_WORKERS",
        "MAL_WEB_THREADS",
        "MAL_HEADER_SECONDS",
        "MAL_BODY_SECONDS",
        "MAL_BIND",
        "MAL_BIP_URL",
        "MAL_EDORECZENIA",
        "MAL_CONTACT_EMAIL",
        "MAL_CONTACT_PHONE",
        "MAL_IOD_NAME",
        "MAL_IOD_EMAIL",
        "MAL_RECORD_YEARS",
        "MAL_TESTING",
        "MAL_NOW",
    ]
)


SHORTEST_KEY = 32
LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


class BadSetting(SystemExit):
    """A setting that the application can't start with, told in one sentence."""


@dataclass(frozen=True, kw_only=True)
class Config:
    """Everything that differs between two installations."""

    database_url: str
    secret_key: str = field(repr=False)
    public_url: str = ""
    smtp_url: str = field(default="", repr=False)
    mail_from: str = "MAL Milanówek <mal@example.org>"
    port: int = 8000
    bind: str = "127.0.0.1"
    web_workers: int = 1
    web_threads: int = 8
    header_seconds: int = 10
    body_seconds: int = 30
    proxy_hops: int = 0
    bip_url: str = ""
    edoreczenia: str = ""
    contact_email: str = "mal@example.org"
    contact_phone: str = "+48 600 000 001"
    iod_name: str = ""
    iod_email: str = ""
    record_years: int = 5
    testing: bool = False
    now: datetime | None = None

    @property
    def is_sqlite(self) -> bool:
        """Tell whether the embedded database is in use."""
        return self.database_url.startswith("sqlite")

    @property
    def served_securely(self) -> bool:
        """Tell whether people reach the site by https, so that cookies may insist on it."""
        return self.public_url.startswith("https://")

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] | None = None) -> Self:
        """Read PORT, DATABASE_URL, SECRET_KEY and MAL_*.

        Raises BadSetting for an unknown MAL_ name, a value that can't be used, or testing in production.
        """
        env = os.environ if environment is None else environment
        unknown = sorted(name for name in env if name.startswith("MAL_") and name not in KNOWN)
        if unknown:
            raise BadSetting(f"Unknown setting: {', '.join(unknown)}. Known: {', '.join(sorted(KNOWN))}.")
        data = Path(env.get("MAL_DATA_DIR") or ROOT / "instance")
        database_url = normal_url(env.get("DATABASE_URL") or f"sqlite:///{data / 'mal.db'}")
        sqlite = database_url.startswith("sqlite")
        port = whole_number(env, "PORT", 8000)
        config = cls(
            database_url=database_url,
            secret_key=env.get("SECRET_KEY") or kept_secret(data),
            public_url=(env.get("MAL_PUBLIC_URL") or "").rstrip("/"),
            smtp_url=env.get("MAL_SMTP_URL", ""),
            mail_from=env.get("MAL_MAIL_FROM") or cls.mail_from,
            port=port,
            bind=env.get("MAL_BIND") or cls.bind,
            web_workers=whole_number(env, "MAL_WEB_WORKERS", 1 if sqlite else 2),
            web_threads=whole_number(env, "MAL_WEB_THREADS", 8),
            header_seconds=whole_number(env, "MAL_HEADER_SECONDS", 10),
            body_seconds=whole_number(env, "MAL_BODY_SECONDS", 30),
            proxy_hops=whole_number(env, "MAL_PROXY_HOPS", 0),
            bip_url=env.get("MAL_BIP_URL", ""),
            edoreczenia=env.get("MAL_EDORECZENIA", ""),
            contact_email=env.get("MAL_CONTACT_EMAIL") or cls.contact_email,
            contact_phone=env.get("MAL_CONTACT_PHONE") or cls.contact_phone,
            iod_name=env.get("MAL_IOD_NAME", ""),
            iod_email=env.get("MAL_IOD_EMAIL", ""),
            record_years=whole_number(env, "MAL_RECORD_YEARS", 5),
            testing=bool(whole_number(env, "MAL_TESTING", 0)),
            now=aware_instant(env, "MAL_NOW"),
        )
        config.check_testing()
        config.check_secrets()
        return config

    def check_secrets(self) -> None:
        """Refuse a signing key that can be guessed, and a mail password that would travel in the clear.

        Raises BadSetting.
        """
        if len(self.secret_key) < SHORTEST_KEY:
            raise BadSetting(
                f"SECRET_KEY must have at least {SHORTEST_KEY} characters; leave it out to have one made."
            )
        server = urlsplit(self.smtp_url)
        if (
            server.scheme == "smtp"
            and server.username
            and server.hostname not in LOOPBACK
            and parse_qs(server.query).get("starttls") != ["1"]
        ):
            raise BadSetting(
                "MAL_SMTP_URL would send its password in the clear: use smtps://… or ?starttls=1."
            )

    def check_testing(self) -> None:
        """Refuse a stopped clock, and testing as such, where real people are served.

        Raises BadSetting.
        """
        if self.testing and self.served_securely:
            raise BadSetting("MAL_TESTING is not for a site that people reach by https.")
        if self.now is not None and not self.testing:
            raise BadSetting("MAL_NOW stops the clock: it needs MAL_TESTING=1.")


def normal_url(url: str) -> str:
    """Name the driver in the spellings that hosts hand out."""
    for spelling in ("postgres://", "postgresql://"):
        if url.startswith(spelling):
            return "postgresql+psycopg://" + url.removeprefix(spelling)
    return url


def whole_number(env: Mapping[str, str], name: str, default: int) -> int:
    """Read a whole number of at least nought.

    Raises BadSetting.
    """
    text = env.get(name) or str(default)
    if not text.isascii() or not text.isdigit():
        raise BadSetting(f"{name} must be a whole number, not {text!r}.")
    return int(text)


def aware_instant(env: Mapping[str, str], name: str) -> datetime | None:
    """Return an instant in ISO 8601 with its UTC offset, or None if the setting is absent.

    Raises BadSetting.
    """
    text = env.get(name)
    if not text:
        return None
    try:
        instant = datetime.fromisoformat(text)
    except ValueError:
        instant = None
    if instant is None or instant.tzinfo is None:
        raise BadSetting(f"{name} must be like 2027-02-02T12:00:00+01:00, not {text!r}.")
    return instant


def kept_secret(data: Path) -> str:
    """Read the signing key of this installation, making it at the first start (readable by its owner only)."""
    path = data / "secret-key"
    data.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(48))
    except FileExistsError:
        pass
    return path.read_text().strip()


def current_config() -> Config:
    """Return the settings of the current Flask application."""
    config: Config = current_app.extensions["mal.config"]
    return config
