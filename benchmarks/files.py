"""A province full of files, made by plain SQL: the same distribution whatever their number."""

from typing import Any

from django.db import connection
from psycopg.types.json import Json

from benchmarks import people
from benchmarks.databases import without_triggers
from caseflow.accents import fold
from caseflow.centers.models import Agency, ServiceCenter
from procedures.models import ProcedureVersion

FAMILIES = ("Nguyễn", "Trần", "Lê", "Phạm", "Bùi", "Đinh", "Hoàng", "Hà", "Quách", "Vũ")
MIDDLES = (
    *("Văn", "Thị", "Minh", "Ngọc", "Thanh", "Đức", "Quang", "Hồng", "Thu", "Anh"),
    *("Xuân", "Hữu", "Kim", "Bảo", "Gia", "Tuấn", "Hải", "Phương", "Mai", "Khánh"),
)
GIVEN = (
    *("An", "Bình", "Cường", "Dũng", "Giang", "Hiếu", "Hùng", "Khôi", "Lâm", "Long"),
    *("Nam", "Phong", "Phúc", "Quân", "Sơn", "Tài", "Thắng", "Trung", "Việt", "Ánh"),
    *("Bích", "Chi", "Dung", "Hằng", "Hạnh", "Hiền", "Hoa", "Huệ", "Hương", "Lan"),
    *("Linh", "Loan", "My", "Nga", "Ngân", "Nhung", "Oanh", "Quyên", "Tâm", "Thảo"),
)

#: Squares of random numbers: of 149 centres the busiest has a twelfth of all files.
#: One in eight files is open; those were filed in the last three weeks, the others in a year.
#: Nothing was done later than now.
INSERT = """
WITH known AS (
    SELECT %(procedures)s::bigint[] AS procedures, %(versions)s::bigint[] AS versions,
        %(centers)s::bigint[] AS centers, %(agencies)s::bigint[] AS agencies,
        %(families)s::text[] AS families, %(family_keys)s::text[] AS family_keys,
        %(middles)s::text[] AS middles, %(middle_keys)s::text[] AS middle_keys,
        %(givens)s::text[] AS givens, %(given_keys)s::text[] AS given_keys
)
INSERT INTO applications_application (
    number, tracking_key, state, origin, channel, assistance,
    procedure_id, procedure_version_id,
    receiving_center_id, deciding_agency_id, returning_center_id, submitted_by_id,
    filed_at, reception_due_at, received_at, due_original_at, due_at,
    outcome, decided_at, issued_at, finished_at, returned_at, electronic_result,
    applicant_kind, applicant_identity, applicant_name, applicant_search_key,
    applicant_phone, applicant_email, applicant_address, form, declared_salt,
    request_digest, source_reference, result_reference, result_digest,
    supplement_requests, consultations_open, supplement_from,
    last_sequence, head_hash, last_event_at,
    agency_seconds, citizen_seconds, other_agency_seconds, payment_seconds
)
SELECT
    'F-' || serial, 'benchmark', state, 'synthetic',
    CASE WHEN dice < 0.9 THEN 'online' ELSE 'counter' END,
    CASE WHEN dice < 0.6 THEN 'staff' ELSE 'self' END,
    procedures[kind], versions[kind],
    centers[place], agencies[place], centers[place], %(clerk)s,
    filed_at, filed_at + '8 hours', received_at, received_at + '10 days', received_at + '10 days',
    CASE WHEN decided THEN 'approved' ELSE '' END,
    CASE WHEN decided THEN ended_at END,
    CASE WHEN issued THEN ended_at END,
    CASE WHEN finished THEN ended_at END,
    CASE WHEN state = 'returned' THEN least(ended_at + '1 hour', now()) END,
    CASE WHEN issued THEN true END,
    'person', lpad(serial::text, 12, '0'),
    concat_ws(' ', families[family], middles[middle], givens[given]),
    concat_ws(' ', family_keys[family], middle_keys[middle], given_keys[given]),
    '0912345678', '', 'Phường Việt Trì, tỉnh Phú Thọ', %(form)s, 'salt',
    '', '', '', '', 0, 0, '', 1, 'hash', filed_at,
    CASE WHEN finished THEN extract(epoch FROM ended_at - filed_at)::bigint ELSE 0 END, 0, 0, 0
FROM (
    SELECT *,
        state IN ('decided', 'issued', 'returned') AS decided,
        state IN ('issued', 'returned') AS issued,
        state IN ('refused', 'withdrawn', 'issued', 'returned') AS finished,
        filed_at + span * least('12 days'::interval, now() - filed_at) AS ended_at,
        CASE WHEN state NOT IN ('filed', 'refused', 'withdrawn')
            THEN least(filed_at + '1 hour'::interval, now()) END AS received_at
    FROM (
        SELECT *,
            now() - age * CASE WHEN fate < 0.12
                THEN '21 days'::interval ELSE '365 days'::interval END AS filed_at,
            CASE WHEN fate < 0.02 THEN 'filed' WHEN fate < 0.04 THEN 'received'
                WHEN fate < 0.09 THEN 'in_review' WHEN fate < 0.10 THEN 'decided'
                WHEN fate < 0.115 THEN 'supplement_requested' WHEN fate < 0.12 THEN 'payment_due'
                WHEN fate < 0.14 THEN 'issued' WHEN fate < 0.15 THEN 'refused'
                WHEN fate < 0.16 THEN 'withdrawn' ELSE 'returned' END AS state
        FROM (
            SELECT *, random() AS fate, random() AS age, random() AS span, random() AS dice,
                1 + floor(power(random(), 2) * cardinality(centers))::int AS place,
                1 + floor(power(random(), 2) * cardinality(versions))::int AS kind,
                1 + floor(random() * cardinality(families))::int AS family,
                1 + floor(random() * cardinality(middles))::int AS middle,
                1 + floor(random() * cardinality(givens))::int AS given
            FROM known, generate_series(1, %(count)s) AS serial OFFSET 0
        ) AS thrown
    ) AS dated
) AS told
"""


def fill(count: int) -> None:
    """Without chains of events, which neither a list nor a count reads."""
    with without_triggers(), connection.cursor() as cursor:
        cursor.execute("SELECT setseed(0.5)")
        cursor.execute(INSERT, {"count": count, **offices(), **catalogue(), **names()})


def offices() -> dict[str, Any]:
    """The centre of our clerk first, which makes it the busiest."""
    ours = people.center()
    others = ServiceCenter.objects.of_province(people.PROVINCE).exclude(pk=ours.pk)
    centers: list[Agency] = [ours, *others.order_by("code")]
    return {
        "centers": [center.pk for center in centers],
        "agencies": [center.parent_id for center in centers],
        "clerk": people.account("clerk").pk,
    }


def catalogue() -> dict[str, Any]:
    versions = ProcedureVersion.objects.in_force().order_by("procedure__code")
    procedures, keys = zip(*versions.values_list("procedure", "pk"), strict=True)
    return {
        "procedures": list(procedures),
        "versions": list(keys),
        "form": Json(people.form_example()),
    }


def names() -> dict[str, list[str]]:
    """The parts of eight thousand full names, each as frequent as the other, and their keys."""
    parts = {"family": FAMILIES, "middle": MIDDLES, "given": GIVEN}
    keys = {f"{part}_keys": [fold(word) for word in words] for part, words in parts.items()}
    return keys | {"families": [*FAMILIES], "middles": [*MIDDLES], "givens": [*GIVEN]}
