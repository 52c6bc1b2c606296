"""What the database itself refuses, whoever asks: false facts and changed history."""

from django.db import migrations

FACTS = [
    "state", "received_at", "reception_due_at", "due_original_at", "due_at", "extended_at",
    "outcome", "decided_at", "issued_at", "finished_at", "returned_at", "electronic_result",
    "result_reference", "result_digest", "supplement_requests", "supplement_from", "paid_at",
    "paid_online", "rating", "head_hash", "last_event_at", "agency_seconds", "citizen_seconds",
    "other_agency_seconds", "payment_seconds", "receiving_center_id", "deciding_agency_id",
    "returning_center_id", "officer_id",
]  # fmt: skip
FOR_EVER = [
    "number", "procedure_id", "procedure_version_id", "filed_at", "origin", "channel",
    "assistance", "submitted_by_id", "tracking_key",
]  # fmt: skip


def row(alias: str, columns: list[str]) -> str:
    return "(" + ", ".join(f"{alias}.{column}" for column in columns) + ")"


FREEZE_EVENTS = """
CREATE FUNCTION applications_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'events are append-only' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER event_is_append_only BEFORE UPDATE OR DELETE ON applications_event
    FOR EACH ROW EXECUTE FUNCTION applications_refuse_change();
"""
THAW_EVENTS = """
DROP TRIGGER event_is_append_only ON applications_event;
DROP FUNCTION applications_refuse_change();
"""

GUARD_FACTS = f"""
CREATE FUNCTION applications_guard_facts() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF {row("NEW", FOR_EVER)} IS DISTINCT FROM {row("OLD", FOR_EVER)} THEN
        RAISE EXCEPTION 'what was filed stays as it was filed'
            USING ERRCODE = 'restrict_violation';
    END IF;
    IF NEW.last_sequence <= OLD.last_sequence
        AND (NEW.last_sequence < OLD.last_sequence
             OR {row("NEW", FACTS)} IS DISTINCT FROM {row("OLD", FACTS)}) THEN
        RAISE EXCEPTION 'facts of a case change only with an event'
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER facts_change_with_an_event BEFORE UPDATE ON applications_application
    FOR EACH ROW EXECUTE FUNCTION applications_guard_facts();

CREATE FUNCTION applications_check_head() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM applications_event
        WHERE application_id = NEW.id AND sequence = NEW.last_sequence
            AND hash = NEW.head_hash AND to_state = NEW.state
    ) THEN
        RAISE EXCEPTION 'case % does not stand where its last event left it', NEW.number
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER case_stands_at_its_last_event
    AFTER INSERT OR UPDATE OF last_sequence, head_hash, state ON applications_application
    DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION applications_check_head();
"""
UNGUARD_FACTS = """
DROP TRIGGER case_stands_at_its_last_event ON applications_application;
DROP TRIGGER facts_change_with_an_event ON applications_application;
DROP FUNCTION applications_check_head();
DROP FUNCTION applications_guard_facts();
"""


class Migration(migrations.Migration):
    dependencies = [("applications", "0001_tables")]

    operations = [
        migrations.RunSQL(FREEZE_EVENTS, THAW_EVENTS),
        migrations.RunSQL(GUARD_FACTS, UNGUARD_FACTS),
    ]
