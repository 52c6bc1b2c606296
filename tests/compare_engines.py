"""The counts of exported facts by DuckDB and by Spark, compared to the last digit.

    bin/python -m tests.compare_engines FOLDER --spark ENVIRONMENT/bin/python

The other environment needs `pip install pyspark` and a Java; nothing of it is needed otherwise.
"""

import argparse
import json
import os
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from caseflow.indicators import engines  # noqa: E402 (needs Django set up)


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--spark", required=True, help="python of an environment with PySpark")
    parser.add_argument("--master", default="local[2]", help="by default two threads here")
    parser.add_argument("--from", dest="first", type=date.fromisoformat, default=date(2000, 1, 1))
    parser.add_argument("--to", dest="last", type=date.fromisoformat, default=date(2100, 1, 1))
    return parser.parse_args()


def asked_of_spark(python, master, folder, statements, table):
    asked = {"master": master, "folder": str(folder), "statements": statements, "table": table}
    script = Path(__file__).with_name("spark_answers.py")
    done = subprocess.run(
        [python, script], input=json.dumps(asked), stdout=subprocess.PIPE, text=True, check=True
    )
    return json.loads(done.stdout)


def say(*lines):
    sys.stdout.writelines(f"{line}\n" for line in lines)


def timed(ask):
    began = time.perf_counter()
    return ask(), time.perf_counter() - began


def main():
    given = arguments()
    texts = engines.statements(given.first, given.last)
    ours, took = timed(lambda: engines.ask(given.folder, given.first, given.last))
    say(f"DuckDB: {took:.1f} s")
    rows, took = timed(
        lambda: asked_of_spark(given.spark, given.master, given.folder, texts, engines.TABLE)
    )
    theirs = engines.answers(rows)
    say(f"Spark, {given.master}: {took:.1f} s, its start included")
    found = list(engines.differences(ours, theirs))
    counts = sum(len(totals) for totals in ours.totals.values())
    bins = sum(len(of_center) for bins in ours.bins.values() for of_center in bins.values())
    say(*found)
    say(f"counts {counts}, bins {bins}, differences {len(found)}")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
