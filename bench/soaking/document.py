"""The soak's part of docs/reliability.md."""
from __future__ import annotations

import pathlib

from verdict import Verdict

BEGIN, END = "<!-- soak: written by scripts/soak -->", "<!-- /soak -->"


def section(verdict: Verdict, machine: dict[str, object], command: str, image: str) -> str:
    state = "Nothing grew, nothing was lost, nobody was disturbed." if not verdict.complaints else \
        "**Not well:** " + "; ".join(verdict.complaints) + "."
    table = "\n".join(f"| {name} | {value} |" for name, value in verdict.rows)
    return f"""{BEGIN}
![The soak's memory, descriptors, threads, frames a second and latency]({image})

    {command}

{state} {machine["cpu"]}, {machine["cores"]} cores; {machine["system"]}; commit {machine["commit"]}; {machine["date"]}.

| | |
| :-- | :-- |
{table}
{END}"""


def replace_in(file: pathlib.Path, text: str) -> None:
    """Puts the section where the markers are; at the end where there are none."""
    document = file.read_text() if file.exists() else "# Reliability\n\n## The soak\n"
    begin, end = document.find(BEGIN), document.find(END)
    if begin >= 0 and end > begin:
        document = document[:begin] + text + document[end + len(END):]
    else:
        document = document.rstrip() + "\n\n" + text + "\n"
    file.write_text(document)
