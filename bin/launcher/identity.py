"""Who a server runs as: ourselves, or an unprivileged user when we are root.

PostgreSQL refuses to run as root. The unprivileged user may be unable to enter the folders
above the checkout; then the server gets the one capability of passing them, and if the system
does not grant it, programs and data lie outside the checkout. No folder's mode is changed.
"""

import os
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

UNPRIVILEGED = 65534
# The lesser first; containers often grant only the second.
PASSING = ("dac_read_search", "dac_override")


@dataclass(frozen=True)
class Identity:
    uid: int
    prefix: list[str] = field(default_factory=list)
    user: int | None = None

    def can_enter(self, *paths: Path) -> bool:
        reading = [[*self.prefix, "test", "-x", str(path)] for path in paths]
        return all(
            subprocess.run(
                words, check=False, stderr=subprocess.DEVNULL, user=self.user, group=self.user
            ).returncode
            == 0
            for words in reading
        )

    def give(self, path: Path) -> None:
        if os.geteuid() == 0:
            os.chown(path, self.uid, self.uid)

    def private_folder(self, path: Path) -> Path:
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.give(path)
        return path


def ourselves() -> Identity:
    return Identity(os.geteuid())


def candidates(uid: int) -> Iterator[Identity]:
    if shutil.which("setpriv"):
        drop = ["setpriv", f"--reuid={uid}", f"--regid={uid}", "--clear-groups"]
        yield Identity(uid, drop)
        for capability in PASSING:
            keep = [f"--inh-caps=+{capability}", f"--ambient-caps=+{capability}"]
            # Without it access(2), by which PostgreSQL finds itself, disregards capabilities.
            yield Identity(uid, [*drop, *keep, "--securebits=+no_setuid_fixup"])
    yield Identity(uid, user=uid)


def for_servers(home: Path, *needed: Path) -> tuple[Identity, bool]:
    """The identity for a server with data in ``home``, and whether it reaches what it needs."""
    if os.geteuid() != 0:
        return ourselves(), True
    uid = (home.stat().st_uid if home.exists() else 0) or UNPRIVILEGED
    for identity in candidates(uid):
        if identity.can_enter(home.parent, *needed):
            return identity, True
    return Identity(uid, user=uid), False
