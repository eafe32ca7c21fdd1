"""A program that ends with its parent: `python -m mal.server.child PARENT MODULE ARGUMENTS…`.

When the supervisor is killed with no time to say goodbye, its programs would go on: with the port, with yesterday's
code, and beside those of the next start.
"""

import os
import runpy
import signal
import sys
import time
from collections.abc import Sequence
from threading import Thread

LOOK_EVERY_SECONDS = 0.5
GRACE_SECONDS = 20


def child_command(module: str, *arguments: str) -> Sequence[str]:
    """Return the command line that runs a module as a child of this process."""
    return [sys.executable, "-m", "mal.server.child", str(os.getpid()), module, *arguments]


def end_with(parent: int) -> None:
    """Wait until the parent is gone, then end this process: in peace, or by force where it does not listen."""
    while os.getppid() == parent:
        time.sleep(LOOK_EVERY_SECONDS)
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(GRACE_SECONDS)
    os.kill(os.getpid(), signal.SIGKILL)


def main() -> None:
    """Run the module as if it were the program, and look after the parent meanwhile."""
    parent, module = int(sys.argv[1]), sys.argv[2]
    sys.argv[:] = [module, *sys.argv[3:]]
    Thread(target=end_with, args=(parent,), daemon=True).start()
    runpy.run_module(module, run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main()
