"""A facewired of its own, and what it takes of the system as /proc tells."""
from __future__ import annotations

import os
import pathlib
import re
import signal
import subprocess
import time
from dataclasses import dataclass

TICK = os.sysconf("SC_CLK_TCK")
START_S = 30


@dataclass(frozen=True)
class Usage:
    resident_kib: int
    pss_kib: int
    anonymous_kib: int  # heap and stacks: without the code of libraries, which other programs share and the system may drop
    descriptors: int
    threads: int
    cpu_s: float


def usage(pid: int) -> Usage:
    proc = pathlib.Path(f"/proc/{pid}")
    rollup = {name: int(kib) for name, kib in re.findall(r"^(\w+):\s+(\d+) kB", (proc / "smaps_rollup").read_text(), re.M)}
    fields = (proc / "stat").read_text().rsplit(")", 1)[1].split()
    return Usage(resident_kib=rollup["Rss"], pss_kib=rollup["Pss"], anonymous_kib=rollup["Anonymous"],
                 descriptors=len(os.listdir(proc / "fd")), threads=len(os.listdir(proc / "task")),
                 cpu_s=(int(fields[11]) + int(fields[12])) / TICK)


class Server:
    """Its log is FOLDER/server.log, its gallery FOLDER/data."""

    def __init__(self, program: pathlib.Path, folder: pathlib.Path, arguments: list[str]) -> None:
        self.program, self.folder, self.arguments = program, folder, arguments
        self.port = 0
        self.starts = 0
        self.start()

    def start(self) -> None:
        port_file = self.folder / "port"
        port_file.unlink(missing_ok=True)
        with (self.folder / "server.log").open("a") as log:
            self.process = subprocess.Popen(
                [str(self.program), "--listen", f"127.0.0.1:{self.port}", "--port-file", str(port_file), "--data", str(self.folder / "data"),
                 "--log-level", "warn", *self.arguments], stderr=log)
        deadline = time.monotonic() + START_S
        while not port_file.exists():
            if self.process.poll() is not None or time.monotonic() > deadline:
                raise SystemExit(f"facewired did not come up; why is in {self.folder / 'server.log'}")
            time.sleep(0.05)
        self.port = int(port_file.read_text())
        self.starts += 1

    def usage(self) -> Usage:
        return usage(self.process.pid)

    def settled_usage(self, seconds: float = 15) -> Usage:
        """After so long without a change in descriptors, threads and memory, or after a minute."""
        if self.process.poll() is not None:
            raise SystemExit(f"facewired ended with {self.process.returncode} though nobody had asked it to; see {self.folder / 'server.log'}")
        last, since, begun = self.usage(), time.monotonic(), time.monotonic()
        while time.monotonic() - since < seconds and time.monotonic() - begun < 60:
            time.sleep(0.5)
            now = self.usage()
            if (now.descriptors, now.threads, now.anonymous_kib) != (last.descriptors, last.threads, last.anonymous_kib):
                last, since = now, time.monotonic()
        return last

    def stop(self) -> int:
        """Its exit status; 0 is asked of it."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        return self.process.wait(60)

    def complaints(self) -> list[str]:
        """What it logged as an error. What it refused of its peers are warnings."""
        return [line for line in (self.folder / "server.log").read_text().splitlines() if " error " in line]
