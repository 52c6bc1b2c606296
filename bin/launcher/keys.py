"""Random secrets of this checkout, in one file that only its owner reads."""

import json
import secrets
from dataclasses import asdict, dataclass
from pathlib import Path

from launcher.places import VAR, var_folder
from launcher.postgresql import Passwords


@dataclass(frozen=True)
class Keys:
    secret_key: str
    superuser: str
    owner: str
    application: str

    @property
    def passwords(self) -> Passwords:
        return Passwords(self.superuser, self.owner, self.application)


def keys(path: Path = VAR / "secrets.json") -> Keys:
    """What was made on first use; the same ever after."""
    if not path.exists():
        var_folder()
        fresh = Keys(secrets.token_urlsafe(50), *(secrets.token_urlsafe(24) for _ in range(3)))
        unfinished = path.with_suffix(".unfinished")
        unfinished.unlink(missing_ok=True)
        unfinished.touch(mode=0o600)
        unfinished.write_text(json.dumps(asdict(fresh)))
        unfinished.rename(path)
    return Keys(**json.loads(path.read_text()))
