"""The launcher's promises about processes: what was started is ended, whoever dies first."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest
from launcher import leftovers
from launcher.offspring import offspring
from launcher.supervising import Service

SLEEPER = [sys.executable, "-c", "import time; time.sleep(60)"]
STUBBORN = [
    sys.executable,
    "-c",
    "import signal, time; signal.signal(15, signal.SIG_IGN); print(flush=True); time.sleep(60)",
]


def ends_within(pid: int, seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if not psutil.pid_exists(pid) or psutil.Process(pid).status() == psutil.STATUS_ZOMBIE:
            return True
        time.sleep(0.05)
    return False


def test_what_was_started_has_ended_after_the_block(tmp_path):
    with offspring() as family:
        process = family.start(SLEEPER, log=tmp_path / "log")
    assert process.returncode == -signal.SIGTERM


def test_a_process_that_ignores_the_request_is_forced(tmp_path):
    log = tmp_path / "log"
    with offspring() as family:
        process = family.start(STUBBORN, log=log)
        while not log.read_bytes():
            time.sleep(0.02)
        assert family.stop(process, patience=0.2) == -signal.SIGKILL


def test_a_grandchild_ends_with_its_group(tmp_path):
    script = "import subprocess, sys; print(subprocess.Popen(sys.argv[1:]).pid, flush=True)"
    log = tmp_path / "log"
    with offspring() as family:
        parent = family.start([sys.executable, "-c", script, *SLEEPER], log=log)
        parent.wait(10)
        grandchild = int(log.read_text())
        family.forget(parent)
    assert ends_within(grandchild, 5)


def test_a_killed_launcher_leaves_no_process(tmp_path):
    script = (
        "import sys, time; from launcher.offspring import Offspring\n"
        "print(Offspring().start(sys.argv[1:]).pid, flush=True); time.sleep(60)"
    )
    environment = os.environ | {"PYTHONPATH": str(Path(leftovers.__file__).parents[1])}
    launcher = subprocess.Popen(
        [sys.executable, "-c", script, *SLEEPER], env=environment, stdout=subprocess.PIPE
    )
    with launcher:
        child = int(launcher.stdout.readline())
        launcher.kill()
    assert ends_within(child, 10)


def test_a_recorded_process_of_before_is_ended(tmp_path):
    record = tmp_path / "processes.json"
    process = subprocess.Popen(SLEEPER, start_new_session=True)
    leftovers.write_down([process.pid], record)
    leftovers.end_recorded(record, except_in=tmp_path)
    assert ends_within(process.pid, 5)
    process.wait()
    assert not record.exists()


def test_a_stranger_with_a_recorded_number_is_left_alone(tmp_path):
    record = tmp_path / "processes.json"
    with subprocess.Popen(SLEEPER, start_new_session=True) as process:
        record.write_text(f'{{"{process.pid}": 1.0}}')
        leftovers.end_recorded(record, except_in=tmp_path)
        assert process.poll() is None
        process.kill()


def test_a_pid_file_naming_a_stranger_is_dropped_and_the_stranger_lives(tmp_path):
    pid_file = tmp_path / "server.pid"
    pid_file.write_text(f"{os.getpid()}\n")
    leftovers.end_leftover(pid_file, tmp_path, signal.SIGTERM)
    assert not pid_file.exists()


@pytest.mark.parametrize(("lived", "pause"), [(1, 4.0), (120, 1.0)])
def test_a_service_that_died_young_waits_longer(tmp_path, lived, pause):
    with offspring() as family:
        dead = family.start([sys.executable, "-c", ""], log=tmp_path / "log")
        dead.wait()
        service = Service("web", lambda: dead, family, dead, began=0.0, pause=4.0)
        service.look_after(now=float(lived))
    assert service.due == lived + pause


def test_a_dead_service_is_started_again_when_its_pause_is_over(tmp_path):
    log = tmp_path / "log"
    with offspring() as family:
        dead = family.start([sys.executable, "-c", ""], log=log)
        dead.wait()
        service = Service("web", lambda: family.start(SLEEPER, log=log), family, dead, began=0.0)
        service.look_after(now=1.0)
        service.look_after(now=1.5)
        assert service.process is dead
        service.look_after(now=2.0)
        assert service.process.poll() is None
