"""What the scorecards of the demonstration show. All of it is made up and says so.

The text of the sixteen criteria of plan 02-KH/BCĐTW is not public; these five are ours.
"""

from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction

from caseflow.applications.states import Channel
from caseflow.centers.models import AdministrativeUnit, Agency
from caseflow.centers.states import Level
from caseflow.scorecards import baselines, places, revising
from caseflow.scorecards.models import (
    Assessment,
    Baseline,
    Criterion,
    DocumentCount,
    LightRule,
    Training,
)
from caseflow.scorecards.reductions import Sample
from caseflow.scorecards.states import Finding, Saving
from seeds.agencies import PROVINCE
from seeds.demonstration.plan import FIRST_DAY, LAST_DAY
from seeds.demonstration.sharing import apportion

SOURCE = "Dữ liệu tổng hợp của bản trình diễn"
SINCE = date(2025, 7, 1)
#: Number, our figure, the rate it has to reach, names. Without a figure somebody assesses it.
CRITERIA = (
    (1, "online_filing_rate", 90, "Hồ sơ nộp trực tuyến", "Files filed online"),
    (2, "on_time_rate", 95, "Hồ sơ giải quyết đúng hạn", "Files settled on time"),
    (3, "electronic_result_rate", 80, "Kết quả điện tử", "Electronic results"),
    (4, "self_filed_share", 20, "Người dân tự nộp", "Filed by the applicant alone"),
    (5, "", None, "Có tổ công nghệ số cộng đồng hoạt động", "A community team at work"),
)
#: Every so many communes one finding is missing, and every so many it is a bad one.
UNKNOWN_EVERY, MISSED_EVERY = 7, 5

#: The made-up time before: how long files took then, and how they came, out of a hundred.
BEFORE = date(2025, 7, 1), date(2025, 8, 31)
LAST_OF_THE_YEAR = date(2025, 12, 31)
TIMES = Fraction(3, 2)
WAYS_BEFORE = {Channel.ONLINE: 20, Channel.POST: 10, Channel.COUNTER: 70}


def load(*, at: datetime) -> None:
    province = AdministrativeUnit.objects.provinces().current().get(code=PROVINCE)
    for level in (Level.COMMUNE, Level.PROVINCE):
        load_criteria(level, at=at)
    rule = {"green_from": Decimal(100), "yellow_from": Decimal(60), "source": SOURCE}
    revising.load(LightRule, {"valid_from": SINCE}, rule, at=at)
    communes = list(places.communes_of(province, day=LAST_DAY))
    assess(communes, at=at)
    load_registers(province, communes[0], at=at)
    freeze_baseline(province, at=at)


def freeze_baseline(province: AdministrativeUnit, *, at: datetime) -> None:
    """Made up from the week: as if the same files had taken longer before, and come otherwise.

    The week itself is too short to be a baseline: in it only the quick files end.
    """
    baseline = Baseline(
        unit=province,
        first=BEFORE[0],
        last=BEFORE[1],
        hours_online=Decimal("0.5"),
        hours_post=Decimal(2),
        hours_counter=Decimal(4),
        source=SOURCE,
        **baselines.proposed(),
    )
    dong = baselines.dong_of_channels(baseline)
    week = baselines.measured(baseline, FIRST_DAY, LAST_OF_THE_YEAR)
    found = {
        Saving.TIME: {key: slower(sample) for key, sample in week[Saving.TIME].items()},
        Saving.COST: {
            key: baselines.cost(by_the_ways_before(sample.files), dong)
            for key, sample in week[Saving.COST].items()
        },
    }
    baselines.keep(baseline, found, left_out={}, by=None, at=at)


def by_the_ways_before(files: int) -> dict[Channel, int]:
    shares = apportion(files, list(WAYS_BEFORE.values()))
    return dict(zip(WAYS_BEFORE, shares, strict=True))


def slower(sample: Sample) -> Sample:
    """As if every file had taken `TIMES` as long."""
    return Sample(sample.files, int(sample.total * TIMES), int(sample.squares * TIMES**2))


def load_criteria(level: Level, *, at: datetime) -> None:
    for number, key, least, name, name_en in CRITERIA:
        values = {
            "key": key,
            "least": None if least is None else Decimal(least),
            "name": name,
            "name_en": name_en,
            "source": SOURCE,
        }
        which = {"level": level, "number": number, "valid_from": SINCE}
        revising.load(Criterion, which, values, at=at)


def assess(communes: list[AdministrativeUnit], *, at: datetime) -> None:
    by_hand = Criterion.objects.get(level=Level.COMMUNE, key="")
    Assessment.objects.bulk_create(
        Assessment(
            criterion=by_hand,
            unit=unit,
            day=LAST_DAY,
            finding=Finding.MISSED if number % MISSED_EVERY == 0 else Finding.MET,
            evidence=f"{SOURCE}: biên bản kiểm tra số {number}",
            recorded_at=at,
        )
        for number, unit in enumerate(communes, start=1)
        if number % UNKNOWN_EVERY
    )


def load_registers(
    province: AdministrativeUnit, commune: AdministrativeUnit, *, at: datetime
) -> None:
    for unit, subject, participants in (
        (province, "Hồ sơ điện tử và chữ ký số", 420),
        (commune, "Hướng dẫn nộp hồ sơ trực tuyến", 35),
    ):
        which = {"unit": unit, "held_on": FIRST_DAY, "subject": subject}
        values = {"audience": "Cán bộ, công chức", "participants": participants, "source": SOURCE}
        revising.load(Training, which, values, at=at)
    agency = Agency.objects.filter(unit=province).order_by("pk")[0]
    counts = {
        "received": 5_210,
        "received_electronic": 5_174,
        "sent": 3_180,
        "sent_electronic": 3_177,
        "sent_signed": 3_170,
        "secret": 12,
    }
    which = {"agency": agency, "month": FIRST_DAY.replace(day=1)}
    revising.load(DocumentCount, which, counts | {"source": SOURCE}, at=at)
