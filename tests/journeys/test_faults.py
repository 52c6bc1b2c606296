"""What is killed or stopped under the running product, and that nothing is lost or doubled."""

import os
import signal
from collections.abc import Iterator
from contextlib import closing, contextmanager
from hashlib import sha256
from time import monotonic

import psycopg
import pytest
from django.utils import timezone

from tests.journeys.client import Caller
from tests.journeys.load import filing_in_parallel
from tests.journeys.system import System, eventually
from tests.journeys.test_main_road import follow_the_road, state

pytestmark = pytest.mark.timeout(300)
APPLICATIONS = "SELECT count(*) FROM applications_application"
FILED = "SELECT coalesce(sum(filed), 0) FROM indicators_tally"
KEYS = "SELECT count(*) FROM applications_application WHERE idempotency_key LIKE %s"
WAITING = (
    "SELECT count(*) FROM pg_locks WHERE NOT granted AND relation = 'indicators_tally'::regclass"
)


def file_one(system: System, key: str) -> tuple[str, float]:
    """The number, and how many seconds the answer took."""
    citizen, began = system.caller("citizen"), monotonic()
    answer = citizen.file(system.filing(), key=f"{key}-{timezone.now()}")
    assert answer.status_code == 201, answer.content
    return answer.parsed.number, monotonic() - began


def is_counted(system: System) -> bool:
    return bool(system.ask(FILED) == system.ask(APPLICATIONS))


def catches_up(system: System) -> bool:
    """A worker may end when its broker does; who runs the product starts it again."""
    system.revive()
    return is_counted(system)


def check(system: System) -> None:
    """The chains are whole, and the count says what the log says."""
    assert system.manage("verify_evidence")["faults"] == 0
    assert eventually(lambda: has_proved_its_count(system))


def has_proved_its_count(system: System) -> bool:
    """A day is left out of the proof while a worker is at it; then it has to be asked again."""
    told = system.manage("rebuild_indicators", "--check")
    assert told["differences"] == 0
    return told["pending"] == 0


@contextmanager
def a_hanging_redis(system: System) -> Iterator[None]:
    process = system.valkey.process
    assert process
    os.kill(process.pid, signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(process.pid, signal.SIGCONT)


@contextmanager
def no_tally_may_be_written(system: System) -> Iterator[None]:
    with psycopg.connect(system.database) as connection:
        connection.execute("LOCK TABLE indicators_tally IN SHARE MODE")
        yield


def test_filing_goes_on_while_redis_is_stopped_and_the_count_catches_up(system):
    system.valkey.stop()
    waits = [file_one(system, "no-redis")[1] for _ in range(3)]
    assert max(waits) < 3
    system.valkey.start()
    assert eventually(lambda: catches_up(system)), system.logs()


def test_a_redis_that_hangs_costs_a_filing_no_more_than_three_seconds(system):
    with a_hanging_redis(system):
        waits = [file_one(system, "hanging")[1] for _ in range(3)]
    assert max(waits) < 3
    assert eventually(lambda: catches_up(system)), system.logs()


def test_a_database_killed_under_load_loses_nothing_acknowledged_and_keeps_nothing_half(system):
    name = f"killed-{timezone.now()}"
    with filing_in_parallel(system, name) as load:
        assert eventually(lambda: len(load.acknowledged) > 20)
        system.kill_postgresql()
        assert eventually(lambda: len(load.unanswered) > 5)
        system.postgresql.start()
        before = len(load.acknowledged)
        assert eventually(lambda: len(load.acknowledged) > before + 20)
    errors = [what for what in load.unanswered.values() if isinstance(what, tuple)]
    assert set(errors) <= {(503, "unavailable")}
    load.repeat_what_was_not_answered()
    assert not load.unanswered
    assert len(set(load.acknowledged.values())) == len(load.acknowledged)
    assert system.ask(KEYS, f"{name}%") == len(load.acknowledged)
    assert eventually(lambda: is_counted(system)), system.logs()
    check(system)


def test_a_worker_killed_in_mid_count_leaves_the_count_to_the_next_one(system):
    with no_tally_may_be_written(system):
        file_one(system, "mid-count")
        assert eventually(lambda: system.ask(WAITING)), system.logs()
        system.kill("worker")
    assert not is_counted(system)
    system.start("worker")
    assert eventually(lambda: is_counted(system)), system.logs()
    check(system)


def test_a_worker_killed_while_signing_signs_and_issues_once(system):
    system.kill("worker")
    system.start("worker", SIGNATURES_BACKEND="tests.journeys.signers.EndlessBackend")
    number, _wait = file_one(system, "signing")
    follow_the_road(system, number)
    mark = system.home / "files" / "signing"
    assert eventually(mark.exists), system.logs()
    system.kill("worker")
    assert state(system, number) == "decided"
    system.start("worker")
    assert eventually(lambda: state(system, number) == "issued"), system.logs()
    signed = "SELECT count(*) FROM signatures_signature WHERE reference LIKE %s"
    leader_and_seal = 2
    assert system.ask(signed, f"{number}/%") == leader_and_seal
    events = system.caller("clerk").call("applications_events_list", number).parsed.results
    assert [event.verb for event in events].count("issue") == 1


def test_a_beat_that_died_is_not_needed_while_hints_arrive(system):
    system.kill("beat")
    number, _wait = file_one(system, "no-beat")
    follow_the_road(system, number)
    assert eventually(lambda: state(system, number) == "issued"), system.logs()


def test_an_expired_token_is_refused(system):
    token = system.token("citizen")
    expire = "UPDATE accounts_accesstoken SET expires_at = now() WHERE digest = %s RETURNING 1"
    assert system.ask(expire, sha256(token.encode()).hexdigest())
    with closing(Caller(system.address, token)) as late:
        answer = late.call("applications_list")
    assert (answer.status_code, answer.parsed.code) == (401, "token_expired")
