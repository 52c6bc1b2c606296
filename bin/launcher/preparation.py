"""What stands between running servers and a served page: schema, rights, data, static files."""

from collections.abc import Mapping
from urllib.parse import urlsplit

from launcher import locks
from launcher.console import Refusal
from launcher.offspring import Offspring
from launcher.places import LOGS, PYTHON, ROOT

STEPS = ROOT / "bin" / "steps.py"
OWNER_COMMANDS = {"migrate", "flush", "grant_application_role"}


def as_owner(environment: Mapping[str, str]) -> dict[str, str]:
    return {**environment, "DATABASE_URL": environment["DATABASE_OWNER_URL"]}


def carry_out(family: Offspring, environment: Mapping[str, str], *steps: str) -> None:
    """Management commands in one process, to pay for Django's start once."""
    log = LOGS / "preparation.log"
    environment = {**environment, "PYTHONPATH": str(ROOT)}
    process = family.start([PYTHON, STEPS, *steps], environment=environment, log=log, tells=True)
    if family.outcome(process):
        raise Refusal(f"The preparation failed; the lines above and {log} say why.")


def grants(environment: Mapping[str, str]) -> list[str]:
    """The rights of the serving role, where it is another than the owner."""
    owner, role = (
        urlsplit(environment[name]).username for name in ("DATABASE_OWNER_URL", "DATABASE_URL")
    )
    return [] if role == owner else [f"grant_application_role {role}"]


def prepare(family: Offspring, environment: Mapping[str, str], *, demonstration: bool) -> None:
    with locks.held("preparation"):
        carry_out(family, as_owner(environment), "migrate", *grants(environment))
        loads = ["load_reference"] + (["load_demonstration"] if demonstration else [])
        carry_out(family, environment, "compile_catalogues", *loads, "collect_static")
