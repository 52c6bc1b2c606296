"""Carry out steps of the preparation in this process: management commands and two of our own."""

import hashlib
import os
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import django
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from django.core.management import call_command
from launcher.console import step
from launcher.places import LOCK, ROOT, VAR

TITLES = {
    "migrate": "Bringing the database's schema up to date",
    "grant_application_role": "Giving the application role its rights",
    "load_reference": "Loading the reference data",
    "load_demonstration": "Loading the demonstration province",
    "collect_static": "Collecting static files",
    "compile_catalogues": "Compiling translations",
}
# The demonstration takes minutes at first, so what it tells goes to the terminal.
OPTIONS: dict[str, dict[str, Any]] = {
    "migrate": {"interactive": False},
    "load_demonstration": {"stdout": sys.stderr},
}


def compile_catalogues() -> None:
    """Bring each ``.mo`` up to date with its ``.po``, without gettext's programs."""
    for source in (ROOT / "locale").glob("**/*.po"):
        compiled = source.with_suffix(".mo")
        if not compiled.exists() or compiled.stat().st_mtime < source.stat().st_mtime:
            # Whoever reads meanwhile reads a whole catalogue.
            unfinished = compiled.with_suffix(f".{os.getpid()}")
            with source.open("rb") as reading, unfinished.open("wb") as writing:
                write_mo(writing, read_po(reading))
            unfinished.replace(compiled)


def digest(paths: Iterable[Path]) -> str:
    found = hashlib.sha256(LOCK.read_bytes())
    for path in sorted(paths):
        found.update(f"{path} {path.stat().st_mtime_ns} {path.stat().st_size}\n".encode())
    return found.hexdigest()


def collect_static() -> None:
    found = ROOT.glob("[a-z]*/**/static/**/*")
    sources = [path for path in found if path.is_file() and VAR not in path.parents]
    mark = VAR / "static.sha256"
    current = digest(sources)
    if not mark.exists() or mark.read_text() != current:
        call_command("collectstatic", interactive=False, clear=True, verbosity=0)
        mark.write_text(current)


def carry_out(line: str) -> None:
    name, *words = line.split()
    own = {"compile_catalogues": compile_catalogues, "collect_static": collect_static}
    with step(TITLES[name]):
        if name in own:
            own[name]()
        else:
            call_command(name, *words, **OPTIONS.get(name, {}))


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    for line in sys.argv[1:]:
        carry_out(line)


if __name__ == "__main__":
    main()
