"""``make test``: the whole suite where its tools can be had, and a plain list of what was not run.

Root on Debian: what is missing is installed, everything runs on private clusters of Debian's
PostgreSQL and Redis, in two halves, and at the same time what meets the servers once more on the
embedded pair. Elsewhere: everything on the embedded pair.
"""

import os
import shutil
import signal
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack, nullcontext
from dataclasses import dataclass
from pathlib import Path

from launcher import locks, pairs
from launcher.console import announce, progress, step
from launcher.offspring import Offspring, Process, offspring
from launcher.places import LOGS, PYTHON, private_folder
from launcher.postgresql import debian_programs
from launcher.stopping import Stopped, raising_on_signals

NO_TESTS_COLLECTED = 5
PATIENCE = 1200.0
#: As long as all the others together.
LONG = (
    "tests/benchmarks",
    "tests/desk",
    "tests/journeys",
    "tests/launcher",
    "tests/portal",
    "tests/reports",
    "tests/seeds",
)
#: What meets the servers where they could differ: the product as processes, what breaks, rights and
#: triggers, the chain, the queue of the followers, and the count with all its SQL.
REPEATED = (
    "tests/applications/test_filing_api.py",
    "tests/applications/test_following.py",
    "tests/applications/test_grants.py",
    "tests/applications/test_guards.py",
    "tests/applications/test_history.py",
    "tests/applications/test_paging.py",
    "tests/applications/test_verbs_api.py",
    "tests/config",
    "tests/indicators",
    "tests/journeys/test_faults.py",
    "tests/journeys/test_main_road.py",
    "tests/sealing",
)


@dataclass(frozen=True)
class Tool:
    """What some tests need, the packages that bring it, and the marker of those tests."""

    packages: tuple[str, ...]
    found: bool
    marker: str | None = None


@dataclass(frozen=True)
class Pass:
    title: str
    servers: AbstractContextManager[Mapping[str, str]]
    without: frozenset[str] = frozenset()
    #: Paths, where it is a part of all tests.
    only: tuple[str, ...] = ()
    elsewhere: tuple[str, ...] = ()
    #: Where it writes, to be shown when it is over; the terminal, if not given.
    log: Path | None = None


def tools() -> list[Tool]:
    fonts = Path("/usr/share/fonts/truetype/noto/NotoSans-Regular.ttf")
    has_poppler = all(shutil.which(name) for name in ("pdfsig", "pdftotext", "pdftoppm"))
    return [
        Tool(("postgresql",), debian_programs() is not None),
        Tool(("redis-server",), shutil.which("redis-server") is not None),
        Tool(
            ("chromium", "fonts-noto-core"),
            shutil.which("chromium") is not None and fonts.exists(),
            "browser",
        ),
        Tool(("poppler-utils",), has_poppler, "poppler"),
        Tool(("softhsm2",), shutil.which("softhsm2-util") is not None, "softhsm"),
        Tool(("xmlsec1", "libxmlsec1-openssl"), shutil.which("xmlsec1") is not None, "xmlsec"),
    ]


def install_line(missing: list[Tool]) -> list[str]:
    packages = [package for tool in missing for package in tool.packages]
    return ["apt-get", "install", "-y", "--no-install-recommends", *packages]


def can_install() -> bool:
    is_debian = Path("/etc/debian_version").exists() and shutil.which("apt-get")
    return os.geteuid() == 0 and bool(is_debian)


def install_missing(family: Offspring) -> None:
    missing = [tool for tool in tools() if not tool.found]
    if not missing:
        return
    # The packages' own servers need not start; runlevel 1 says so to Debian's scripts.
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive", "RUNLEVEL": "1"}
    line = install_line(missing)
    with step(" ".join(line)):
        for command in (["apt-get", "update"], line):
            family.outcome(family.start(command, environment=environment, log=LOGS / "apt.log"))


def start(
    family: Offspring,
    each: Pass,
    environment: Mapping[str, str],
    without: set[str],
    words: list[str],
) -> Process:
    chosen = ["-m", " and ".join(f"not {marker}" for marker in sorted(without))] if without else []
    ignored = [f"--ignore={path}" for path in each.elsewhere]
    # Passes share the processors, so a test may take a multiple of its time.
    options = ["-o", "timeout=300", "-o", "faulthandler_timeout=200", *ignored, *chosen]
    command: list[str | Path] = [PYTHON, "-m", "pytest", *options, *words, *each.only]
    if each.log:
        each.log.unlink(missing_ok=True)
    return family.start(command, environment=environment, log=each.log, ends_on=signal.SIGINT)


def outcome(family: Offspring, each: Pass, process: Process) -> int:
    """pytest's exit code; a run past its time is ended and counts as failed."""
    progress(f"== Tests on {each.title} ==")
    try:
        return family.outcome(process, patience=PATIENCE)
    except subprocess.TimeoutExpired:
        progress(f"The tests were ended: they took longer than {PATIENCE:.0f} s.")
        return 1
    finally:
        if each.log:
            progress(each.log.read_text(errors="replace"))


def tell_what_was_not_run(missing: list[Tool]) -> None:
    for tool in missing:
        announce(f"NOT RUN: the tests marked {tool.marker!r}; they need {', '.join(tool.packages)}")
    if missing:
        announce(f"As root, this installs what they need: {' '.join(install_line(missing))}")


def passes(family: Offspring, words: list[str], *, only_embedded: bool) -> Iterator[Pass]:
    """The embedded pair is always among them, so what ``make run`` uses is tested everywhere."""
    full = [] if only_embedded else list(full_passes(family, words))
    yield from full
    title = "the embedded PostgreSQL and Valkey"
    servers = pairs.embedded(family, "again")
    if not full:
        yield Pass(title, servers)
        return
    yield Pass(
        f"{title}, what meets the servers: {', '.join(REPEATED)}",
        servers,
        without=frozenset({"browser"}),
        only=() if names_tests(words) else REPEATED,
        log=LOGS / "test-again.log",
    )


def names_tests(words: list[str]) -> bool:
    return any(Path(word.partition("::")[0]).exists() for word in words)


def full_passes(family: Offspring, words: list[str]) -> Iterator[Pass]:
    servers_found = all(tool.found for tool in tools() if not tool.marker)
    if given := pairs.given():
        yield Pass("the servers that DATABASE_URL and REDIS_URL name", nullcontext(given))
    elif can_install() and servers_found:
        title = "Debian's PostgreSQL and Redis"
        if names_tests(words):
            yield Pass(title, pairs.debian(family, "test"))
        else:
            yield Pass(f"{title}, most areas", pairs.debian(family, "test"), elsewhere=LONG)
            log = LOGS / "test-long.log"
            yield Pass(
                f"{title}, {', '.join(LONG)}", pairs.debian(family, "long"), only=LONG, log=log
            )


def run_passes(family: Offspring, words: list[str], *, only_embedded: bool) -> int:
    """All passes at the same time, each on servers of its own; their codes one after the other."""
    if can_install() and not only_embedded:
        install_missing(family)
    missing = [tool for tool in tools() if tool.marker and not tool.found]
    lacking = {tool.marker for tool in missing if tool.marker}
    with ExitStack() as servers:
        running = [
            (
                each,
                start(
                    family, each, servers.enter_context(each.servers), lacking | each.without, words
                ),
            )
            for each in passes(family, words, only_embedded=only_embedded)
        ]
        codes = [outcome(family, each, process) for each, process in running]
    tell_what_was_not_run(missing)
    return next((code for code in codes if code not in {0, NO_TESTS_COLLECTED}), min(codes))


def test(words: list[str]) -> int:
    private_folder(LOGS)
    only_embedded = "--embedded" in words
    words = [word for word in words if word != "--embedded"]
    try:
        with raising_on_signals(), locks.held("test"), offspring() as family:
            return run_passes(family, words, only_embedded=only_embedded)
    except Stopped as stopped:
        return 128 + stopped.number
