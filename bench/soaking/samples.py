"""The server's state every few seconds, as rows of a CSV file."""
from __future__ import annotations

import csv
import pathlib
import threading
import time
from dataclasses import asdict, dataclass, fields

from server import Server
from tally import Tally
from viewers import Viewers
from wire import Access, Client, Refused


@dataclass(frozen=True)
class Sample:
    seconds: float  # since the load began
    start: int  # which start of the server it is
    resident_kib: int
    pss_kib: int
    anonymous_kib: int
    descriptors: int
    threads: int
    cpu_percent: float  # of one core
    clients: int
    people: int
    frames_per_s: float
    p50_ms: float
    p95_ms: float
    p99_ms: float
    viewer_resident_kib: int
    errors: int
    faults: int


def percentile(ascending: list[float], share: float) -> float:
    """By nearest rank; not a number where there is nothing."""
    return ascending[min(len(ascending) - 1, int(len(ascending) * share))] if ascending else float("nan")


class Sampler:
    def __init__(self, server: Server, access: Access, viewers: Viewers, tally: Tally, file: pathlib.Path) -> None:
        self.server, self.access, self.viewers, self.tally, self.file = server, access, viewers, tally, file
        self.samples: list[Sample] = []
        self._last: tuple[float, int, int, float] | None = None  # time, start, frames, processor seconds

    def run(self, stop: threading.Event, period: float) -> None:
        with self.file.open("w", newline="") as out:
            rows = csv.DictWriter(out, [field.name for field in fields(Sample)])
            rows.writeheader()
            while not stop.wait(period):
                sample = self._take()
                if sample:
                    self.samples.append(sample)
                    rows.writerow({name: round(value, 3) if isinstance(value, float) else value for name, value in asdict(sample).items()})
                    out.flush()

    def _take(self) -> Sample | None:
        self.viewers.check(self.tally)
        start = self.server.starts
        try:
            with Client(self.access, "sampler") as client:
                status = client.ask("status")["status"]
            usage = self.server.usage()
        except (OSError, Refused) as error:
            self.tally.error("the sampler was disturbed", error)
            return None
        now, frames = time.monotonic(), status["frames"]
        last, self._last = self._last, (now, start, frames, usage.cpu_s)
        latencies = self.tally.take_latencies()
        if last is None or last[1] != start:
            return None
        passed, totals = now - last[0], self.tally.totals()
        return Sample(seconds=self.tally.seconds(), start=start, resident_kib=usage.resident_kib, pss_kib=usage.pss_kib,
                      anonymous_kib=usage.anonymous_kib, descriptors=usage.descriptors, threads=usage.threads,
                      cpu_percent=(usage.cpu_s - last[3]) / passed * 100, clients=status["clients"], people=status["people"],
                      frames_per_s=(frames - last[2]) / passed, p50_ms=percentile(latencies, 0.5), p95_ms=percentile(latencies, 0.95),
                      p99_ms=percentile(latencies, 0.99), viewer_resident_kib=self.viewers.resident_kib(),
                      errors=sum(totals["errors"].values()), faults=sum(totals["faults"].values()))


def read(file: pathlib.Path) -> list[Sample]:
    with file.open(newline="") as rows:
        kinds = {field.name: int if field.type == "int" else float for field in fields(Sample)}
        return [Sample(**{name: kinds[name](value) for name, value in row.items()}) for row in csv.DictReader(rows)]
