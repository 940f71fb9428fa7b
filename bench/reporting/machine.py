"""What was measured on: a figure without its machine says nothing."""
import datetime
import os
import pathlib
import re
import subprocess


def _first_line(command):
    try:
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()[0]
    except (OSError, subprocess.CalledProcessError, IndexError):
        return ""


def _cpu():
    text = pathlib.Path("/proc/cpuinfo").read_text()
    name = re.search(r"^(?:model name|Model)\s*:\s*(.+)$", text, re.M)
    flags = re.search(r"^(?:flags|Features)\s*:\s*(.+)$", text, re.M)
    return (name.group(1) if name else os.uname().machine), set(flags.group(1).split() if flags else [])


def _simd(flags):
    for name, flag in (("AVX-512", "avx512bw"), ("AVX2", "avx2"), ("SSE4.2", "sse4_2"), ("SSE2", "sse2"), ("NEON", "asimd"), ("NEON", "neon")):
        if flag in flags:
            return name
    return "none known"


def describe():
    cpu, flags = _cpu()
    return {
        "cpu": cpu,
        "cores": len(os.sched_getaffinity(0)),
        "simd": _simd(flags),
        "compiler": _first_line(["c++", "--version"]),
        "system": next((line.split("=", 1)[1].strip('"') for line in pathlib.Path("/etc/os-release").read_text().splitlines()
                        if line.startswith("PRETTY_NAME=")), "") + f", Linux {os.uname().release}",
        "opencv": _first_line(["pkg-config", "--modversion", "opencv4"]),
        "commit": _first_line(["git", "rev-parse", "--short", "HEAD"]),
        "date": datetime.date.today().isoformat(),
        "busy": os.getloadavg()[0],
    }
