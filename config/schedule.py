"""What the beat asks the workers to do, and when.

Nothing depends on a run being the only one, or on the hour it happens at: what was missed is caught
up by the next. A run that comes too late to matter expires.
"""

from collections.abc import Iterable
from typing import Any

from celery.schedules import crontab

Entry = dict[str, Any]


def every(seconds: int, task: str, *arguments: str, expires: int | None = None) -> Entry:
    return {
        "task": task,
        "args": arguments,
        "schedule": float(seconds),
        "options": {"expires": expires or seconds},
    }


def at(task: str, **when: int | str) -> Entry:
    return {"task": task, "schedule": crontab(**when)}


def beat_schedule(
    *, channels: Iterable[str], followers: Iterable[str], sealing_hour: int, publishing_day: int
) -> dict[str, Entry]:
    return (
        sweeps(channels, followers)
        | housekeeping()
        | reminders()
        | figures(sealing_hour, publishing_day)
    )


def sweeps(channels: Iterable[str], followers: Iterable[str]) -> dict[str, Entry]:
    """These catch what a lost hint left, so they run often and ask cheaply."""
    return {
        # A worker with much to do is late, not silent.
        "heartbeat": every(5, "config.heartbeat", expires=15),
        "calendar-changes": every(5, "applications.change_calendar"),
        "bulk-deeds": every(5, "applications.bulk_deeds"),
        "sign-batches": every(5, "issuing.sign_batches"),
        "sweep-signing": every(5, "issuing.sweep_signing"),
        "payments": every(5, "payments.sweep"),
        "count-stale": every(5, "indicators.count_stale"),
        "write-event-logs": every(5, "eventlogs.write"),
        "renew": every(60, "indicators.renew"),
        "check-papers": every(60, "applications.check_papers"),
        "upgrade-signatures": every(60, "signatures.upgrade"),
        "fetch-revocation-lists": every(300, "signatures.fetch_revocation_lists"),
        **{f"send-{channel}": every(5, "notices.send", channel) for channel in channels},
        **{f"follow-{name}": every(5, "applications.follow", name) for name in followers},
    }


def housekeeping() -> dict[str, Entry]:
    return {
        "stop-unanswered": at("applications.stop_unanswered", minute=10),
        "sweep-papers": at("applications.sweep_papers", minute=20),
        "remove-event-logs": at("eventlogs.remove_old", minute=35),
        "purge-notices": at("notices.purge", hour=2, minute=10),
        "erase-files": at("applications.erase_files", hour=3, minute=10),
    }


def reminders() -> dict[str, Entry]:
    """Once a morning and person or subscription, however often they run."""
    return {
        "remind-of-reception": every(300, "notices.remind_of_reception"),
        "morning-digests": at("notices.morning", hour="7-11", minute=5),
        "subscribed-reports": at("reports.write_subscribed", hour="6-11", minute="*/10"),
    }


def figures(sealing_hour: int, publishing_day: int) -> dict[str, Entry]:
    """Proofs at night; then yesterday's seal, which the month's publication waits for."""
    return {
        "reconcile": at("indicators.reconcile", hour=1, minute=30),
        "prove": at("indicators.prove", day_of_week="sunday", hour=2, minute=30),
        "seal-days": at("sealing.seal", hour=f"{sealing_hour}-23", minute=40),
        "stamp-seals": at("sealing.stamp", minute=50),
        "publish-figures": at(
            "publishing.publish_due",
            day_of_month=f"{publishing_day}-31",
            hour=f"{sealing_hour}-23",
            minute=55,
        ),
    }
