"""``make run``: everything on this machine, until asked to end."""

import json
import os
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from launcher import locks, waiting_room
from launcher.console import Refusal, announce, progress, step
from launcher.leftovers import end_recorded
from launcher.offspring import Offspring, offspring
from launcher.places import LOGS, PYTHON, ROOT, VAR, private_folder
from launcher.preparation import prepare
from launcher.servers import Servers, started
from launcher.stopping import Stopped, raising_on_signals
from launcher.supervising import Services, running

RECORD = VAR / "processes.json"
TRUE = {"1", "true", "yes", "on"}


def chosen_port() -> int:
    value = os.environ.get("PORT") or "8000"
    if not value.isdecimal() or not 1 <= int(value) <= 65535:
        raise Refusal(f"PORT must be a number from 1 to 65535, not {value!r}.", 2)
    return int(value)


@contextmanager
def the_only_one() -> Iterator[None]:
    with locks.held_if_free("run") as is_free:
        if not is_free:
            raise Refusal("Caseflow is already running in this checkout; end that one first.")
        yield


def defaults(port: int) -> dict[str, str]:
    given = {
        "CASEFLOW_DEMONSTRATION": "true",
        "CASEFLOW_PUBLIC_URL": f"http://127.0.0.1:{port}",
    }
    return {name: os.environ.get(name) or value for name, value in given.items()}


def health(port: int) -> tuple[bool, dict[str, str]]:
    """Whether all is ready, and the state of each part as far as it answers."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/health/", timeout=5) as answer:
            return True, json.load(answer)["parts"]
    except urllib.error.HTTPError as refusal:
        with refusal:
            is_ours = refusal.headers.get_content_type() == "application/json"
            return False, json.load(refusal)["parts"] if is_ours else {"web": "failing"}
    except OSError:
        return False, {"web": "silent"}


def wait_until_ready(services: Services, port: int, *, patience: float = 90) -> None:
    deadline = time.monotonic() + patience
    parts: dict[str, str] = {}
    while time.monotonic() < deadline:
        is_ready, parts = health(port)
        if is_ready:
            return
        services.look_after()
        time.sleep(0.5)
    missing = ", ".join(f"{name} {state}" for name, state in parts.items() if state != "ok")
    progress(f"  Not everything is ready after {patience:.0f} s: {missing}. Logs: {LOGS}")


def tell(family: Offspring, environment: dict[str, str], port: int) -> None:
    address = f"http://127.0.0.1:{port}"
    announce(f"\nCaseflow serves at {address}")
    for what, path in (("portal", "/"), ("desk", "/admin/"), ("API docs", "/api/docs/")):
        announce(f"  {what:<10}{address}{path}")
    if environment["CASEFLOW_DEMONSTRATION"].lower() in TRUE:
        command: list[str | Path] = [PYTHON, ROOT / "manage.py", "demonstration_accounts"]
        family.outcome(family.start(command, environment=environment))
    announce("\nCtrl-C ends it; the data stays under var/.")


def serve(family: Offspring, servers: Servers, environment: dict[str, str], port: int) -> None:
    with running(family, environment, port) as services:
        with step("Starting web, worker and beat"):
            wait_until_ready(services, port)
        tell(family, environment, port)
        while True:
            servers.look_after()
            services.look_after()
            time.sleep(0.5)


def start_and_serve(port: int) -> None:
    end_recorded(RECORD, except_in=VAR)
    with ExitStack() as stack:
        family = stack.enter_context(offspring(record=RECORD))
        room = stack.enter_context(waiting_room.opened(port))
        with step("Waiting for a bin/manage to finish"):
            stack.enter_context(locks.held("servers"))
        servers = Servers(family)
        environment = stack.enter_context(started(servers)) | defaults(port)
        is_demonstration = environment["CASEFLOW_DEMONSTRATION"].lower() in TRUE
        prepare(family, environment, demonstration=is_demonstration)
        waiting_room.close(room)
        serve(family, servers, environment, port)


def run(_words: list[str]) -> int:
    port = chosen_port()
    private_folder(LOGS)
    try:
        with raising_on_signals(), the_only_one():
            start_and_serve(port)
    except Stopped:
        progress("Stopped; nothing is left running.")
    return 0
