"""Make the checkout's environment from the hashed lock, then become its Python.

Runs on a bare Python 3.11, so it imports the standard library only.
"""

import fcntl
import hashlib
import os
import re
import ssl
import subprocess
import sys
import tempfile
from pathlib import Path

from launcher.console import Refusal, progress, step
from launcher.places import LOCK, LOGS, PYTHON, ROOT, VAR, VIRTUAL_ENVIRONMENT, private_folder
from launcher.stopping import ending_on_signals

MARK = VIRTUAL_ENVIRONMENT / "installed.sha256"
VENV_PACKAGE = "apt-get install -y python3-venv"


def wanted() -> str:
    return hashlib.sha256(LOCK.read_bytes() + repr(sys.version_info[:2]).encode()).hexdigest()


def is_current() -> bool:
    return os.access(PYTHON, os.X_OK) and MARK.exists() and MARK.read_text() == wanted()


def succeeds(*command: str | Path, **environment: str) -> bool:
    with (VAR / "log" / "environment.log").open("ab") as log:
        process = subprocess.Popen(
            command,
            cwd=ROOT,
            env=os.environ | environment,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
        )
        try:
            return process.wait() == 0
        finally:
            process.terminate()
            process.wait()


def make_virtual_environment() -> None:
    create = [sys.executable, "-m", "venv", "--clear", str(VIRTUAL_ENVIRONMENT)]
    if succeeds(*create):
        return
    if os.geteuid() == 0 and Path("/etc/debian_version").exists():
        with step("Installing python3-venv"):
            succeeds("apt-get", "update", DEBIAN_FRONTEND="noninteractive")
            succeeds(*VENV_PACKAGE.split(), DEBIAN_FRONTEND="noninteractive")
        if succeeds(*create):
            return
    raise Refusal(
        f"{sys.executable} -m venv failed (var/log/environment.log says why). "
        f"On Debian this installs what is missing: {VENV_PACKAGE}"
    )


def system_certificates() -> dict[str, str]:
    """pip and uv carry lists of their own; an office's private authority is in the system's."""
    bundle = ssl.get_default_verify_paths().cafile
    names = {"UV_SYSTEM_CERTS": "1"} | ({"PIP_CERT": bundle} if bundle else {})
    return {name: value for name, value in names.items() if name not in os.environ}


def uv_is_installed() -> bool:
    pinned = re.search(r"^uv==.*(?:\n .*)*", LOCK.read_text(), re.MULTILINE)
    if pinned is None:
        return False
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as only_uv:
        only_uv.write(pinned[0])
        only_uv.flush()
        requirements = ["--require-hashes", "-r", only_uv.name]
        pip: list[str | Path] = [PYTHON, "-m", "pip", "install", "-q", *requirements]
        return succeeds(*pip, **system_certificates())


def install() -> bool:
    packages = ["install", "-q", "--require-hashes", "-r", str(LOCK)]
    certificates = system_certificates()
    uv: list[str | Path] = [PYTHON.parent / "uv", "pip", *packages, "--python", PYTHON]
    if uv_is_installed() and succeeds(*uv, **certificates):
        return True
    progress("  uv did not manage; going on with pip, which takes about a minute")
    return succeeds(PYTHON, "-m", "pip", *packages, **certificates)


def make_current() -> None:
    if not os.access(PYTHON, os.X_OK) or not succeeds(PYTHON, "-m", "pip", "--version"):
        with step("Making the Python environment"):
            make_virtual_environment()
    with step("Installing the locked packages"):
        if not install():
            raise Refusal("The packages could not be installed; see var/log/environment.log.")
    MARK.write_text(wanted())


def main() -> None:
    with ending_on_signals():
        if not is_current():
            private_folder(LOGS)
            with (VAR / "environment.lock").open("w") as lock:
                fcntl.flock(lock, fcntl.LOCK_EX)
                if not is_current():
                    make_current()
    os.execv(PYTHON, [str(PYTHON), *sys.argv[1:]])  # noqa: S606 -- becoming it is the point


if __name__ == "__main__":
    main()
