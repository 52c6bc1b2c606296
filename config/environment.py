"""Typed reading of the process environment; nonsense is refused with the variable's name."""

import os
from datetime import time
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

TRUE, FALSE = {"1", "true", "yes", "on"}, {"0", "false", "no", "off"}


def text(name: str, default: str | None = None) -> str:
    value = os.environ.get(name, "").strip()
    if value:
        return value
    if default is None:
        raise ImproperlyConfigured(f"{name} is not set; docs/operations.md lists every variable.")
    return default


def flag(name: str, *, default: bool) -> bool:
    value = text(name, str(default)).lower()
    if value in TRUE | FALSE:
        return value in TRUE
    raise ImproperlyConfigured(f"{name} must be true or false, not {value!r}.")


def integer(name: str, default: int, *, least: int = 0, most: int | None = None) -> int:
    value = text(name, str(default))
    if value.isdecimal() and least <= int(value) <= (int(value) if most is None else most):
        return int(value)
    wanted = f"at least {least}" if most is None else f"{least} to {most}"
    raise ImproperlyConfigured(f"{name} must be a whole number of {wanted}, not {value!r}.")


def clock(name: str, default: str) -> time:
    value = text(name, default)
    try:
        return time.fromisoformat(value)
    except ValueError:
        raise ImproperlyConfigured(f"{name} must be a time like 15:00, not {value!r}.") from None


def choice(name: str, default: str, *, among: set[str]) -> str:
    value = text(name, default)
    if value in among:
        return value
    expected = ", ".join(sorted(among))
    raise ImproperlyConfigured(f"{name} must be one of {expected}, not {value!r}.")


def integers(name: str, default: str, *, least: int = 0) -> list[int]:
    values = words(name, default)
    if values and all(value.isdecimal() and int(value) >= least for value in values):
        return [int(value) for value in values]
    raise ImproperlyConfigured(f"{name} must be whole numbers of at least {least}, with commas.")


def words(name: str, default: str = "") -> list[str]:
    return [word.strip() for word in text(name, default).split(",") if word.strip()]


def folder(name: str, default: Path) -> Path:
    path = Path(text(name, str(default)))
    if not path.is_absolute():
        raise ImproperlyConfigured(f"{name} must be an absolute path, not {str(path)!r}.")
    return path


def address(name: str, default: str | None = None, *, schemes: set[str]) -> str:
    value = text(name, default)
    scheme = urlsplit(value).scheme
    if scheme not in schemes:
        expected = " or ".join(sorted(schemes))
        raise ImproperlyConfigured(f"{name} must be an address with scheme {expected}.")
    return value


class Mail(NamedTuple):
    """Where e-mail goes; without a host nowhere."""

    host: str
    port: int
    user: str
    password: str
    starttls: bool
    tls: bool


def mail(name: str) -> Mail:
    """``smtp://user:password@host:port`` with ``?starttls``, or ``smtps://`` for TLS at once."""
    value = text(name, "")
    if not value:
        return Mail("", 25, "", "", starttls=False, tls=False)
    parts = urlsplit(address(name, schemes={"smtp", "smtps"}))
    try:
        port = parts.port
    except ValueError:
        raise ImproperlyConfigured(f"{name} has a port that is no port.") from None
    if not parts.hostname or parts.query not in ("", "starttls"):
        raise ImproperlyConfigured(f"{name} must name a host, and nothing but starttls behind ?.")
    tls = parts.scheme == "smtps"
    return Mail(
        parts.hostname,
        port or (465 if tls else 25),
        unquote(parts.username or ""),
        unquote(parts.password or ""),
        starttls=parts.query == "starttls",
        tls=tls,
    )


def origin(address: str) -> str:
    """Scheme, host and port of an address, as policies for browsers name a site."""
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"


def database(name: str) -> dict[str, object]:
    """Django's DATABASES entry for ``postgresql://user:password@host:port/name``.

    A socket folder stands percent-encoded in the place of the host, as libpq writes it.
    """
    parts = urlsplit(address(name, schemes={"postgresql", "postgres"}))
    database_name = parts.path.lstrip("/")
    if not database_name:
        raise ImproperlyConfigured(f"{name} must end with the name of a database.")
    credentials, _, place = parts.netloc.rpartition("@")
    user, _, password = credentials.partition(":")
    host, _, port = place.rpartition(":") if ":" in place else (place, "", "")
    return {
        "ENGINE": "config.postgresql",
        "NAME": unquote(database_name),
        "USER": unquote(user),
        "PASSWORD": unquote(password),
        "HOST": unquote(host),
        "PORT": port,
    }
