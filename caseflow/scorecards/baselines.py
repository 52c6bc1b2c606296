"""Freezing how a place stands, and comparing later periods with it."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal

from django.conf import settings
from django.db import transaction

from caseflow.accounts.models import User
from caseflow.applications.states import Channel
from caseflow.indicators.durations import seconds_of
from caseflow.scorecards import counts
from caseflow.scorecards.models import Baseline, BaselineExclusion, BaselineLine
from caseflow.scorecards.reductions import NO_FILES, Pair, Reduction, Sample, reduction
from caseflow.scorecards.states import Saving
from caseflow.sealing.models import Seal
from procedures.models import Procedure

Samples = dict[int, Sample]


class NothingCounted(Exception):
    """No file ended and none was filed in the period: there is nothing to compare with."""


def freeze(
    baseline: Baseline, *, left_out: Mapping[Procedure, str], by: User | None, at: datetime
) -> None:
    """Writes the baseline with what it rests on. Raises `NothingCounted`."""
    found = measured(baseline, baseline.first, baseline.last)
    if not any(found.values()):
        raise NothingCounted
    seals = Seal.objects.order_by("-number").values_list("digest", flat=True)
    baseline.seal = seals.first() or ""
    keep(baseline, found, left_out=left_out, by=by, at=at)


@transaction.atomic
def keep(
    baseline: Baseline,
    found: Mapping[Saving, Samples],
    *,
    left_out: Mapping[Procedure, str],
    by: User | None,
    at: datetime,
) -> None:
    """From then on the database refuses to change it."""
    baseline.frozen_by, baseline.frozen_at = by, at
    baseline.save()
    BaselineLine.objects.bulk_create(
        line(baseline, saving, procedure, sample)
        for saving, samples in found.items()
        for procedure, sample in samples.items()
    )
    BaselineExclusion.objects.bulk_create(
        BaselineExclusion(baseline=baseline, procedure=procedure, reason=reason)
        for procedure, reason in left_out.items()
    )


def line(baseline: Baseline, saving: Saving, procedure: int, sample: Sample) -> BaselineLine:
    return BaselineLine(
        baseline=baseline,
        procedure_id=procedure,
        saving=saving,
        files=sample.files,
        total=sample.total,
        squares=sample.squares,
    )


def compared(baseline: Baseline, first: date, last: date) -> dict[Saving, Reduction]:
    """These days against the baseline, with the hours and the exclusions that it froze."""
    excluded = set(baseline.exclusions.values_list("procedure", flat=True))
    after = measured(baseline, first, last)
    before = frozen(baseline)
    return {
        saving: reduction(
            (
                Pair(procedure, before[saving].get(procedure, NO_FILES), sample)
                for procedure, sample in joined(before[saving], after[saving]).items()
                if procedure not in excluded
            ),
            least_files=baseline.least_files,
        )
        for saving in Saving
    }


def joined(before: Samples, after: Samples) -> Samples:
    """The later samples of every procedure that either period knows."""
    return {procedure: after.get(procedure, NO_FILES) for procedure in {*before, *after}}


def frozen(baseline: Baseline) -> dict[Saving, Samples]:
    found: dict[Saving, Samples] = {saving: {} for saving in Saving}
    for row in baseline.lines.all():
        sample = Sample(row.files, int(row.total), int(row.squares))
        found[Saving(row.saving)][row.procedure_id] = sample
    return found


def measured(baseline: Baseline, first: date, last: date) -> dict[Saving, Samples]:
    """Time in seconds, read from bins that are right within one percent; cost in đồng."""
    scope = counts.scope_of_unit(baseline.unit)
    dong = dong_of_channels(baseline)
    return {
        Saving.TIME: {
            procedure: Sample.of({round(seconds_of(place)): count for place, count in bins.items()})
            for procedure, bins in counts.agency_bins(scope, first, last).items()
        },
        Saving.COST: {
            procedure: sample
            for procedure, filed in counts.filed_by_channel(scope, first, last).items()
            if (sample := cost(filed, dong)).files
        },
    }


def cost(filed: Mapping[Channel, int], dong: Mapping[Channel, int]) -> Sample:
    """Files through channels that nobody knows count nowhere."""
    by_value: dict[int, int] = {}
    for channel, value in dong.items():
        by_value[value] = by_value.get(value, 0) + filed.get(channel, 0)
    return Sample.of(by_value)


def dong_of_channels(baseline: Baseline) -> dict[Channel, int]:
    """What one file costs whoever applies: hours × the value of an hour, in whole đồng."""
    hours = {
        Channel.ONLINE: baseline.hours_online,
        Channel.POST: baseline.hours_post,
        Channel.EMAIL: baseline.hours_post,
        Channel.COUNTER: baseline.hours_counter,
    }
    return {channel: whole(value * baseline.dong_per_hour) for channel, value in hours.items()}


def whole(amount: Decimal) -> int:
    return int(amount.quantize(Decimal(1), ROUND_HALF_UP))


def proposed() -> dict[str, int]:
    """What a new baseline begins with, where nobody says otherwise."""
    return {
        "dong_per_hour": settings.SCORECARDS_DONG_PER_HOUR,
        "least_files": settings.SCORECARDS_BASELINE_LEAST_FILES,
    }
