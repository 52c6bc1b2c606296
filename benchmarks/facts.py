"""Facts of the files that plain SQL made: what their chains would tell, had they any."""

from django.db import connection

from benchmarks.databases import without_triggers

#: Whatever the row of a case does not say is thrown by dice that follow from its key.
INSERT = """
INSERT INTO indicators_fact (
    application_id, number, origin, procedure_id, version, online_level, returns_document,
    receiving_center_id, deciding_agency_id, returning_center_id, decided_elsewhere, officer_id,
    state, channel, assistance,
    filed_at, reception_due_at, received_at, due_original_at, due_at,
    decided_at, finished_at, returned_at,
    filed_on, answered_on, received_on, due_original_on, due_on, finished_on, returned_on, rated_on,
    electronic_result, delivery, fee_due, paid_online, papers, reused_papers, store_papers,
    paper_moves, certified_copies, identified,
    from_counter_device, with_code, declared_otherwise, objections,
    supplement_requests, stored_papers_asked, extended,
    late_reception, late_handover, outcome, ground, rating, late_at, held_by, held_on,
    agency_seconds, citizen_seconds, other_agency_seconds, payment_seconds,
    reception_seconds, handover_seconds, review_seconds, signing_seconds, collection_seconds
)
SELECT
    id, number, origin, procedure_id, 1, online_level, returns_document,
    receiving_center_id, deciding_agency_id, returning_center_id, false, submitted_by_id,
    state, channel, assistance,
    filed_at, reception_due_at, received_at, due_original_at, due_at,
    decided_at, finished_at, returned_at,
    filed_on, (least(filed_at + '1 hour', now()) AT TIME ZONE office)::date,
    (received_at AT TIME ZONE office)::date, (due_original_at AT TIME ZONE office)::date,
    (due_at AT TIME ZONE office)::date, finished_on, returned_on,
    CASE WHEN dice % 5 = 0 THEN returned_on END,
    electronic_result,
    CASE WHEN returned_on IS NULL THEN '' WHEN dice % 8 = 0 THEN 'counter' ELSE 'electronic' END,
    dice % 3 = 0, CASE WHEN dice % 3 = 0 THEN dice % 4 <> 0 END,
    dice % 4, CASE WHEN dice % 7 = 0 THEN 1 ELSE 0 END, CASE WHEN dice % 11 = 0 THEN 1 ELSE 0 END,
    CASE WHEN dice % 13 = 0 THEN 1 ELSE 0 END, 0, dice % 2 = 0,
    dice % 31 = 0, dice % 37 = 0, dice % 41 = 0, CASE WHEN dice % 997 = 0 THEN 1 ELSE 0 END,
    CASE WHEN dice % 17 = 0 THEN 1 ELSE 0 END, CASE WHEN dice % 53 = 0 THEN 1 ELSE 0 END,
    dice % 19 = 0,
    dice % 23 = 0, CASE WHEN received_at IS NOT NULL THEN dice % 29 = 0 END,
    outcome, '', CASE WHEN dice % 5 = 0 AND returned_on IS NOT NULL THEN 1 + dice % 4 END,
    CASE WHEN finished_at > due_at THEN 'review' ELSE '' END,
    CASE WHEN finished_at IS NULL THEN 'review' ELSE '' END,
    CASE WHEN finished_at IS NULL THEN filed_on END,
    agency_seconds, CASE WHEN dice % 17 = 0 THEN 86400 + dice ELSE 0 END, 0, 0,
    CASE WHEN received_at IS NOT NULL THEN 3600 END,
    CASE WHEN finished_at IS NOT NULL THEN dice END,
    CASE WHEN finished_at IS NOT NULL THEN agency_seconds END,
    CASE WHEN finished_at IS NOT NULL THEN dice % 600 END,
    CASE WHEN returned_on IS NOT NULL THEN 3600 + dice END
FROM (
    SELECT stored.*, version.online_level, version.returns_document,
        'Asia/Ho_Chi_Minh' AS office,
        abs(hashint8(stored.id)) % 100000 AS dice,
        (filed_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date AS filed_on,
        (finished_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date AS finished_on,
        (returned_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date AS returned_on
    FROM applications_application AS stored
    JOIN procedures_procedureversion AS version ON version.id = stored.procedure_version_id
) AS known
"""


def fill() -> None:
    with without_triggers(), connection.cursor() as cursor:
        cursor.execute(INSERT)
