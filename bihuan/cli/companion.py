"""The worker that `bihuan serve` keeps beside the website: started, restarted, ended with it."""

import os
import subprocess
import sys
import threading
import time

COMMAND = [sys.executable, "-m", "bihuan", "worker", "--child-of"]
LONGEST_WAIT = 30.0  # seconds between two starts of a worker that dies at once
LONG_ENOUGH = 60.0  # seconds after which a worker counts as one that runs
GRACE = 10.0  # seconds to put its job back; then it is killed, which does no harm


class Companion:
    """Keeps one worker running until it is ended."""

    def __init__(self) -> None:
        self._ending = threading.Event()
        self._worker: subprocess.Popen[bytes] | None = None
        self._keeper = threading.Thread(target=self._keep, name="worker", daemon=True)

    def __enter__(self) -> "Companion":
        self._keeper.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._ending.set()
        worker = self._worker
        if worker is not None:
            worker.terminate()
            try:
                worker.wait(GRACE)
            except subprocess.TimeoutExpired:
                worker.kill()
        self._keeper.join(GRACE)

    def _keep(self) -> None:
        wait = 1.0
        while not self._ending.is_set():
            began = time.monotonic()
            self._worker = subprocess.Popen([*COMMAND, str(os.getpid())])  # noqa: S603
            self._worker.wait()
            lasted = time.monotonic() - began
            wait = 1.0 if lasted > LONG_ENOUGH else min(LONGEST_WAIT, wait * 2)
            self._ending.wait(wait)
