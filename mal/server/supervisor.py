"""Programs that run side by side: each is started again when it ends, after pauses that grow while it keeps ending."""

import logging
import signal
import subprocess
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from threading import Event
from typing import Any

log = logging.getLogger("mal.server")

LOOK_EVERY_SECONDS = 0.2
FIRST_PAUSE_SECONDS = 0.5
LONGEST_PAUSE_SECONDS = 60.0
# Who has lived that long was well; the next pause is the first again.
HEALTHY_SECONDS = 60.0
# Web processes answer what has arrived, which takes them up to ten seconds.
STOP_SECONDS = 15.0


@dataclass(frozen=True)
class Program:
    """A command that is to run all the time."""

    name: str
    command: Sequence[str]
    # File descriptors that it inherits.
    descriptors: tuple[int, ...] = ()

    def start(self, **options: Any) -> "subprocess.Popen[bytes]":
        """Start it once; options are those of `subprocess.Popen`."""
        return subprocess.Popen(self.command, pass_fds=self.descriptors, **options)  # noqa: S603 - our own


def next_pause(pause: float, lived: float) -> float:
    """Return the seconds before the next start of a program that ended after so many seconds."""
    return FIRST_PAUSE_SECONDS if lived >= HEALTHY_SECONDS else min(2 * pause, LONGEST_PAUSE_SECONDS)


class Runner:
    """One program and the process that runs it now."""

    def __init__(self, program: Program, clock: Callable[[], float]) -> None:
        """Start it."""
        self.program = program
        self.clock = clock
        self.pause = FIRST_PAUSE_SECONDS / 2
        self.process: subprocess.Popen[bytes] | None = None
        self.starts_at = clock()
        self.look()

    def look(self) -> None:
        """Start the program when its time has come; when it has ended, set the time for its next start."""
        if self.process is None:
            if self.clock() >= self.starts_at:
                self.started_at = self.clock()
                self.process = self.program.start()
        elif self.process.poll() is not None:
            self.pause = next_pause(self.pause, self.clock() - self.started_at)
            self.starts_at = self.clock() + self.pause
            log.warning(
                "%s has ended (%s); starting it again in %g s",
                self.program.name,
                ending_of(self.process.returncode),
                self.pause,
            )
            self.process = None


def ending_of(code: int) -> str:
    """Describe how a process ended: "status 1", or "SIGKILL"."""
    return signal.Signals(-code).name if code < 0 else f"status {code}"


def run_all(
    programs: Sequence[Program], stopping: Event, clock: Callable[[], float] = time.monotonic
) -> None:
    """Run all programs until told to stop, then end them."""
    runners = [Runner(program, clock) for program in programs]
    try:
        while not stopping.wait(LOOK_EVERY_SECONDS):
            for runner in runners:
                runner.look()
    finally:
        stop_all([runner for runner in runners if runner.process is not None])


def stop_all(runners: Sequence[Runner]) -> None:
    """Ask all processes to end, and end those that do not within fifteen seconds."""
    processes = {runner.program.name: runner.process for runner in runners if runner.process is not None}
    for process in processes.values():
        process.terminate()
    until = time.monotonic() + STOP_SECONDS
    for name, process in processes.items():
        try:
            process.wait(timeout=max(0.0, until - time.monotonic()))
        except subprocess.TimeoutExpired:
            log.warning("%s does not end by itself; it is killed", name)
            process.kill()
            process.wait()
