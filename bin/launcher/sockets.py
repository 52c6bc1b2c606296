"""Folders for unix sockets, whose whole path must fit into 107 bytes."""

import hashlib
import os
import tempfile
from pathlib import Path

from launcher.console import Refusal
from launcher.identity import Identity

LONGEST_FOLDER = 80


def digest(path: Path) -> str:
    return hashlib.sha256(os.fsencode(path)).hexdigest()[:12]


def socket_folder(home: Path, who: Identity) -> Path:
    """``home/run``, or a short private folder elsewhere when that path is too long."""
    folder = home / "run"
    if len(os.fsencode(folder)) > LONGEST_FOLDER:
        folder = Path(tempfile.gettempdir()) / f"caseflow-{digest(home)}"
        if folder.exists() and folder.lstat().st_uid not in {os.geteuid(), who.uid}:
            raise Refusal(f"{folder} belongs to somebody else; remove it or set TMPDIR.")
    return who.private_folder(folder)
