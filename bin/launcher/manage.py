"""``bin/manage COMMAND…``: a management command against prepared servers."""

import subprocess
from collections.abc import Mapping
from contextlib import suppress

from launcher.offspring import offspring
from launcher.places import PYTHON, ROOT
from launcher.preparation import OWNER_COMMANDS, as_owner, prepare
from launcher.servers import shared
from launcher.stopping import Stopped, not_now, raising_on_signals


def in_foreground(words: list[str], environment: Mapping[str, str]) -> int:
    """The command with our terminal, so that a shell or a password prompt works."""
    with not_now():
        process = subprocess.Popen([PYTHON, ROOT / "manage.py", *words], env=environment)
    try:
        return process.wait()
    except Stopped as stopped:
        # Ctrl-C has reached the command too; a second copy of other signals does no harm.
        process.send_signal(stopped.number)
        with suppress(subprocess.TimeoutExpired):
            process.wait(10)
        process.kill()
        raise


def manage(words: list[str]) -> int:
    try:
        with raising_on_signals(), offspring() as family, shared(family) as environment:
            prepare(family, environment, demonstration=False)
            owning = bool(words) and words[0] in OWNER_COMMANDS
            return in_foreground(words, as_owner(environment) if owning else environment)
    except Stopped as stopped:
        return 128 + stopped.number
