"""``make bench``: the benchmarks on a throw-away embedded pair."""

from launcher import locks, pairs
from launcher.console import progress
from launcher.offspring import Offspring, offspring
from launcher.places import LOGS, PYTHON, private_folder
from launcher.stopping import Stopped, raising_on_signals


def run(family: Offspring, words: list[str]) -> int:
    with pairs.embedded(family, "bench") as environment:
        process = family.start([PYTHON, "-m", "benchmarks", *words], environment=environment)
        return family.outcome(process)


def bench(words: list[str]) -> int:
    private_folder(LOGS)
    try:
        with raising_on_signals(), locks.held("bench"), offspring() as family:
            return run(family, words)
    except Stopped as stopped:
        progress("The benchmark was stopped.")
        return 128 + stopped.number
