"""``bin/python -m tests.compare_process_mining LOG.csv``: the public receipt log, counted twice.

pm4py counts it in an environment of its own (made under var/ on the first run, from the package
index), and we from our tallies after `import_event_log`, in the database of DATABASE_URL. Then our
XES export of the same cases is read and counted by pm4py. Exit code 1 where figures differ.
"""

import json
import os
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import django

ROOT = Path(__file__).parent.parent
ENVIRONMENT = ROOT / "var" / "process-mining"
SCRIPT = ROOT / "tests" / "process_mining" / "figures.py"
PM4PY = "pm4py>=2.7,<2.8"
CENTER = "Y00.WABO.1"
#: Bins promise one per cent; everything else is equal.
TOLERANCE = {"throughput P50": 0.01, "throughput P90": 0.01}


def by_pm4py(log: Path) -> dict[str, Any]:
    python = ENVIRONMENT / "bin" / "python"
    if not python.exists():
        uv = Path(sys.executable).parent / "uv"
        subprocess.run([uv, "venv", "-q", "--python", sys.executable, ENVIRONMENT], check=True)
        subprocess.run([uv, "pip", "install", "-q", "--python", python, PM4PY], check=True)
    told = subprocess.run([python, SCRIPT, log], check=True, capture_output=True, text=True)
    found: dict[str, Any] = json.loads(told.stdout[told.stdout.rindex("{") :])
    return found


def by_us() -> dict[str, Any]:
    from caseflow.applications.models import Event  # noqa: PLC0415 (after django.setup)
    from caseflow.applications.states import Channel  # noqa: PLC0415
    from caseflow.indicators import durations, reading, rebuilding  # noqa: PLC0415
    from caseflow.indicators.measures import Measure  # noqa: PLC0415
    from caseflow.indicators.scopes import scope_of  # noqa: PLC0415

    rebuilding.catch_up()
    place, period = scope_of(CENTER), (date(2009, 1, 1), date(2013, 1, 1))
    totals = reading.totals(place, *period)
    bins = reading.bins(Measure.AGENCY, place, *period)
    events = Event.objects.filter(application__receiving_center__code=CENTER)
    return {
        "cases": totals["filed"],
        # The first event of a chain tells of the case, not of an activity.
        "activities": events.count() - totals["filed"],
        **{f"channel {name}": totals[f"filed_{name}"] for name in Channel.values},
        "ended": totals["finished"],
        "on time": totals["finished_by_due"],
        "throughput P50": durations.quantile(bins, durations.MEDIAN),
        "throughput P90": durations.quantile(bins, durations.NINE_TENTHS),
    }


def differing(ours: dict[str, Any], theirs: dict[str, Any], heads: tuple[str, str]) -> int:
    sys.stdout.write(f"{'':28}{heads[0]:>16}{heads[1]:>16}\n")
    found = 0
    for name in [*dict.fromkeys([*ours, *theirs])]:
        one, other = ours.get(name), theirs.get(name)
        both = one is not None and other is not None
        differs = both and abs(one - other) > TOLERANCE.get(name, 0) * abs(other)
        found += differs
        sys.stdout.write(f"{name:28}{one!s:>16}{other!s:>16}{'  DIFFERS' if differs else ''}\n")
    return found


def main(log: Path) -> int:
    from django.core.management import call_command  # noqa: PLC0415

    call_command("import_event_log", log, mapping=ROOT / "seeds/mappings/receipt.yaml")
    theirs = by_pm4py(log)
    found = differing(by_us(), theirs, ("Caseflow", "pm4py"))
    ours = ROOT / "var" / "receipt.xes.gz"
    call_command("export_event_log", ours, center=CENTER)
    found += differing(by_pm4py(ours), theirs, ("our XES", "public log"))
    sys.stdout.write(f"differences {found}\n")
    return int(found > 0)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    sys.path.insert(0, str(ROOT))
    django.setup()
    sys.exit(main(Path(sys.argv[1])))
