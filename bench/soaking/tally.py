"""What happened, counted. Safe for concurrent use."""
from __future__ import annotations

import threading
import time
from collections import Counter


class Tally:
    """Errors (what must not happen), faults (what was done to the server on purpose) and latencies of the probe."""

    MOST_TOLD = 20

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._begun = time.monotonic()
        self._latencies: list[float] = []
        self.errors: Counter[str] = Counter()
        self.faults: Counter[str] = Counter()
        self.changes: Counter[str] = Counter()
        self.told: list[str] = []
        self.outage = threading.Event()  # the server is down on purpose: nothing is an error

    def seconds(self) -> float:
        return time.monotonic() - self._begun

    def error(self, kind: str, detail: object) -> None:
        if self.outage.is_set():
            return
        with self._lock:
            self.errors[kind] += 1
            if len(self.told) < self.MOST_TOLD:
                self.told.append(f"{self.seconds():.0f} s: {kind}: {detail}")

    def fault(self, kind: str) -> None:
        with self._lock:
            self.faults[kind] += 1

    def change(self, kind: str) -> None:
        with self._lock:
            self.changes[kind] += 1

    def latency(self, seconds: float) -> None:
        with self._lock:
            self._latencies.append(seconds * 1e3)

    def take_latencies(self) -> list[float]:
        """Milliseconds since it was last asked, ascending."""
        with self._lock:
            taken, self._latencies = self._latencies, []
        return sorted(taken)

    def totals(self) -> dict[str, dict[str, int]]:
        with self._lock:
            return {"errors": dict(self.errors), "faults": dict(self.faults), "changes": dict(self.changes)}
