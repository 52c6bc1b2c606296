"""Figures of an event log by pm4py alone; run in its own environment, knows nothing of Caseflow.

`python figures.py LOG.csv` reads the public log, `python figures.py LOG.xes[.gz]` one of ours; the
answer is JSON. Durations in seconds.
"""

import json
import sys

import pandas
import pm4py

#: Names of the same things in the public log and in ours.
NAMES = {
    "csv": ("case:channel", "case:startdate", "case:enddate", "case:enddate_planned"),
    "xes": (
        "case:caseflow:channel",
        "case:caseflow:filed_at",
        "case:caseflow:finished_at",
        "case:caseflow:due_at",
    ),
}
CHANNELS = {
    "Internet": "online",
    "Desk": "counter",
    "Post": "post",
    "e-mail": "email",
    "Intern": "other",
}


def read(path: str) -> pandas.DataFrame:
    if ".xes" in path:
        return pm4py.read_xes(path)
    table = pandas.read_csv(path)
    return pm4py.format_dataframe(
        table,
        case_id="case:concept:name",
        activity_key="concept:name",
        timestamp_key="time:timestamp",
    )


def figures(path: str) -> dict:
    log = read(path)
    channel, start, end, due = NAMES["xes" if ".xes" in path else "csv"]
    cases = log.groupby("case:concept:name", sort=False).first()
    instants = {
        name: pandas.to_datetime(cases[name], utc=True, format="ISO8601")
        for name in (start, end, due)
    }
    taken = (instants[end] - instants[start]).dt.total_seconds().dropna().clip(lower=0)
    spans = sorted(pm4py.get_all_case_durations(log))
    return {
        "cases": int(log["case:concept:name"].nunique()),
        "activities": len(log),
        "kinds of activities": len(pm4py.get_event_attribute_values(log, "concept:name")),
        "variants": len(pm4py.get_variants(log)),
        **{
            f"channel {CHANNELS.get(name, name)}": int(count)
            for name, count in cases[channel].value_counts().items()
        },
        "ended": int(instants[end].notna().sum()),
        "on time": int((instants[end] <= instants[due]).sum()),
        "throughput P50": float(taken.quantile(0.5, interpolation="lower")),
        "throughput P90": float(taken.quantile(0.9, interpolation="lower")),
        "first to last activity, sum": round(sum(spans)),
    }


if __name__ == "__main__":
    json.dump(figures(sys.argv[1]), sys.stdout)
