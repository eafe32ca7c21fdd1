"""Programs side by side: what ends is started again, with pauses that grow; told to stop, all end."""

import logging
import os
import signal
import sys
import time
from pathlib import Path
from threading import Event, Thread

import pytest

from mal.server.child import child_command
from mal.server.listener import open_listener, wait_for_listener
from mal.server.supervisor import (
    FIRST_PAUSE_SECONDS,
    HEALTHY_SECONDS,
    LONGEST_PAUSE_SECONDS,
    Program,
    Runner,
    next_pause,
    run_all,
)

ENDS_AT_ONCE = Program("short", [sys.executable, "-c", "raise SystemExit(3)"])
RUNS = Program("long", ["sleep", "600"])
IS_DEAF = Program(
    "deaf",
    [
        sys.executable,
        "-c",
        "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(600)",
    ],
)


class Clock:
    """Monotonic seconds that pass when they are told to."""

    def __init__(self) -> None:
        self.seconds = 1000.0

    def __call__(self) -> float:
        return self.seconds


def test_pauses_double_up_to_a_minute_and_begin_anew_after_a_healthy_life() -> None:
    pauses = [FIRST_PAUSE_SECONDS]
    for _ in range(10):
        pauses.append(next_pause(pauses[-1], lived=1.0))
    assert pauses[:5] == [0.5, 1, 2, 4, 8]
    assert pauses[-1] == LONGEST_PAUSE_SECONDS
    assert next_pause(LONGEST_PAUSE_SECONDS, lived=HEALTHY_SECONDS) == FIRST_PAUSE_SECONDS


def test_a_program_that_keeps_ending_is_started_after_its_pause_and_not_before(
    caplog: pytest.LogCaptureFixture,
) -> None:
    clock = Clock()
    runner = Runner(ENDS_AT_ONCE, clock)
    for pause in (0.5, 1.0, 2.0):
        end_of(runner)
        runner.look()
        assert caplog.messages[-1] == f"short has ended (status 3); starting it again in {pause:g} s"
        clock.seconds += pause - 0.1
        runner.look()
        assert runner.process is None
        clock.seconds += 0.2
        runner.look()
        end_of(runner)


def end_of(runner: Runner) -> None:
    """Wait until the process that runs now has ended."""
    assert runner.process is not None
    runner.process.wait()


def test_a_killed_program_is_running_again_soon_and_the_others_are_left_alone(tmp_path: Path) -> None:
    log = tmp_path / "starts"
    note = Program("note", ["sh", "-c", f"echo $$ >> {log}; exec sleep 600"])
    other = Program("other", ["sh", "-c", f"echo $$ >> {log}.other; exec sleep 600"])
    stopping = Event()
    thread = Thread(target=run_all, args=([note, other], stopping))
    thread.start()
    try:
        first = wait_for_line(log, 1)
        os.kill(first, signal.SIGKILL)
        second = wait_for_line(log, 2)
        assert second != first
        assert wait_for_line(Path(f"{log}.other"), 1)
    finally:
        stopping.set()
        thread.join(timeout=20)
    assert not is_running(second)
    assert len(Path(f"{log}.other").read_text().split()) == 1


def wait_for_line(file: Path, number: int) -> int:
    """Wait until a file has so many lines, and read the process that the last one names."""
    until = time.monotonic() + 15
    while time.monotonic() < until:
        lines = file.read_text().split() if file.exists() else []
        if len(lines) >= number:
            return int(lines[number - 1])
        time.sleep(0.05)
    pytest.fail(f"{file.name} has no line {number}")


def is_running(pid: int) -> bool:
    """Return whether a process is there, those that are dead and not yet buried left aside."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def test_who_does_not_end_when_asked_is_killed(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("mal.server.supervisor.STOP_SECONDS", 1.0)
    stopping = Event()
    thread = Thread(target=run_all, args=([IS_DEAF, RUNS], stopping))
    begun = time.monotonic()
    thread.start()
    time.sleep(1)
    stopping.set()
    thread.join(timeout=15)
    assert not thread.is_alive()
    assert time.monotonic() - begun < 10
    assert "deaf does not end by itself; it is killed" in caplog.messages


def test_a_child_ends_when_its_parent_is_killed(tmp_path: Path) -> None:
    note = tmp_path / "child"
    module = tmp_path / "waits.py"
    module.write_text(f"import os, time\nopen({str(note)!r}, 'w').write(str(os.getpid()))\ntime.sleep(600)\n")
    code = (
        "import subprocess, time\nfrom mal.server.child import child_command\n"
        "subprocess.Popen(child_command('waits'))\ntime.sleep(600)"
    )
    environment = os.environ | {"PYTHONPATH": f"{tmp_path}:{Path(__file__).parents[2]}"}
    parent = Program("parent", [sys.executable, "-c", code]).start(env=environment)
    try:
        child = wait_for_line(note, 1)
        assert is_running(child)
    finally:
        parent.kill()
        parent.wait()
    until = time.monotonic() + 10
    while is_running(child):
        assert time.monotonic() < until
        time.sleep(0.05)


def test_a_child_runs_its_module_with_its_own_arguments() -> None:
    command = child_command("json.tool", "--help")
    assert command[1:3] == ["-m", "mal.server.child"]
    assert command[3:] == [str(os.getpid()), "json.tool", "--help"]


def test_a_port_that_is_held_is_waited_for(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.WARNING)
    holder = open_listener("127.0.0.1", 0)
    port = holder.getsockname()[1]
    found = []
    thread = Thread(target=lambda: found.append(wait_for_listener("127.0.0.1", port, Event())))
    thread.start()
    time.sleep(0.3)
    assert thread.is_alive()
    holder.close()
    thread.join(timeout=10)
    assert found[0] is not None
    assert found[0].getsockname()[1] == port
    found[0].close()
    assert f"port {port} is held by another program; trying again in 0.5 s" in caplog.messages


def test_told_to_stop_nobody_waits_for_a_port() -> None:
    stopping = Event()
    stopping.set()
    assert wait_for_listener("127.0.0.1", 1, stopping) is None


def test_an_address_that_is_not_ours_is_no_reason_to_wait() -> None:
    with pytest.raises(OSError, match="assign"):
        wait_for_listener("192.0.2.1", 0, Event())
