"""What is sent: drawn people and a film of them."""
from __future__ import annotations

import pathlib
import subprocess
from dataclasses import dataclass

PEOPLE = 10
SAMPLES = 6
FRAMES = 250


@dataclass(frozen=True)
class Pictures:
    people: dict[str, list[bytes]]  # by name
    film: list[bytes]  # JPEGs, 640x480


def frames_of(avi: bytes) -> list[bytes]:
    """The pictures of a Motion JPEG file: its chunks called 00dc."""
    frames, at = [], avi.find(b"movi") + 4
    while 0 < at < len(avi) - 8:
        name, size = avi[at:at + 4], int.from_bytes(avi[at + 4:at + 8], "little")
        if name == b"00dc":
            frames.append(avi[at + 8:at + 8 + size])
        elif name not in (b"JUNK", b"01wb"):
            break
        at += 8 + size + size % 2
    return frames


def draw(program: pathlib.Path, folder: pathlib.Path) -> Pictures:
    quiet = {"check": True, "stdout": subprocess.DEVNULL}
    album, film = folder / "people", folder / "film.avi"
    subprocess.run([str(program), "people", str(album), "--people", str(PEOPLE), "--samples", str(SAMPLES), "--size", "320x320"], **quiet)
    subprocess.run([str(program), "video", str(film), "--people", "0", "3", "900", "--frames", str(FRAMES)], **quiet)
    people = {person.name: [picture.read_bytes() for picture in sorted(person.glob("*.jpg"))] for person in sorted(album.iterdir())}
    frames = frames_of(film.read_bytes())
    if len(frames) < FRAMES // 2:
        raise SystemExit(f"{film}: only {len(frames)} pictures could be taken out of it")
    return Pictures(people, frames)
