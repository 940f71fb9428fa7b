"""Those who behave: streaming clients, a probe that measures how long an answer takes, and one who changes the gallery."""
from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable

from pictures import Pictures
from tally import Tally
from wire import Access, Client, Refused, wait_for

ANCHOR_EVERY = 5
NO_GOOD_FACE = ("no_face", "several_faces", "poor_quality")


def reconnecting(stop: threading.Event, tally: Tally, who: str, converse: Callable[[], None]) -> None:
    """Runs `converse()` over one connection after another until `stop`. A connection that breaks is an error, unless the server was down."""
    while not stop.is_set():
        try:
            converse()
        except (OSError, Refused) as error:
            if not stop.is_set():
                tally.error(f"{who} was disturbed", error)
            stop.wait(0.5)


def stream(stop: threading.Event, tally: Tally, access: Access, pictures: Pictures, number: int, rate: float) -> None:
    """A camera: `rate` frames a second, each answered before the next is sent."""
    frame = number * 37

    def converse() -> None:
        nonlocal frame
        with Client(access, f"camera {number}") as client:
            begun = time.monotonic()
            while wait_for(stop, begun, 1 / rate):
                begun = time.monotonic()
                client.recognise(pictures.film[frame % len(pictures.film)])
                frame += 1

    reconnecting(stop, tally, "a camera", converse)


def probe(stop: threading.Event, tally: Tally, access: Access, pictures: Pictures, anchor: str, rate: float) -> None:
    """Measures; and whoever stays enrolled must always be known, whatever becomes of the others."""
    picture = pictures.people[anchor][0]

    def converse() -> None:
        with Client(access, "probe", track=False) as client:
            frame, begun = 0, time.monotonic()
            while wait_for(stop, begun, 1 / rate):
                begun = time.monotonic()
                faces = client.recognise(picture)
                tally.latency(time.monotonic() - begun)
                frame += 1
                if frame % ANCHOR_EVERY == 0 and [face["name"] for face in faces] != [anchor]:
                    tally.error("somebody enrolled was not known", [face["name"] for face in faces])

    reconnecting(stop, tally, "the probe", converse)


class Manager:
    """Enrols, renames and removes people all the time, and compares the server's gallery with its own book."""

    def __init__(self, tally: Tally, access: Access, pictures: Pictures, anchor: str, seed: int) -> None:
        self.tally, self.access, self.pictures, self.anchor = tally, access, pictures, anchor
        self.random = random.Random(seed)
        self.book: dict[str, int] = {}  # samples by name
        self.face_of: dict[str, str] = {}  # whose pictures a name's are

    def enrol_anchor(self) -> None:
        with Client(self.access, "manager") as client:
            for picture in self.pictures.people[self.anchor]:
                self.book[self.anchor] = client.ask("enroll", picture, name=self.anchor)["samples"]

    def run(self, stop: threading.Event, rate: float) -> None:
        def converse() -> None:
            with Client(self.access, "manager") as client:
                self._resume(client)
                begun, turn = time.monotonic(), 0
                while wait_for(stop, begun, 1 / rate):
                    begun = time.monotonic()
                    self._change(client)
                    turn += 1
                    if turn % 10 == 0:
                        self._compare(client)

        reconnecting(stop, self.tally, "the manager", converse)

    def _listed(self, client: Client) -> dict[str, int]:
        return {person["name"]: person["samples"] for person in client.ask("people")["people"]}

    def _resume(self, client: Client) -> None:
        """A connection that broke left one change open; the rest must be as the book has it."""
        listed = self._listed(client)
        if len(listed.items() ^ self.book.items()) > 2:
            self.tally.error("the gallery is not what was answered", listed.items() ^ self.book.items())
        self.book = listed
        self.face_of = {name: self.face_of.get(name, name.split(" (")[0]) for name in listed}

    def _compare(self, client: Client) -> None:
        listed = self._listed(client)
        if listed != self.book:
            self.tally.error("the gallery is not what was answered", listed.items() ^ self.book.items())
            self.book = listed

    def _change(self, client: Client) -> None:
        others = [name for name in self.book if name != self.anchor]
        kind = self.random.choices(["enrolled", "renamed", "removed"], [6, 2, 1 if len(others) > 3 else 0])[0]
        if kind == "enrolled" or not others:
            face = self.random.choice([name for name in self.pictures.people if name != self.anchor])
            name = next((known for known in others if self.face_of[known] == face), face)
            try:
                answer = client.ask("enroll", self.random.choice(self.pictures.people[face]), name=name)
                self.book[name], self.face_of[name] = answer["samples"], face
                kind = "enrolled"
            except Refused as refused:
                if refused.code not in NO_GOOD_FACE:
                    raise
                kind = "refused for the picture"
        elif kind == "renamed":
            name = self.random.choice(others)
            new = f"{self.face_of[name]} ({self.random.randrange(10**6)})"
            client.ask("rename_person", name=name, new_name=new)
            self.book[new], self.face_of[new] = self.book.pop(name), self.face_of.pop(name)
        else:
            name = self.random.choice(others)
            client.ask("remove_person", name=name)
            del self.book[name], self.face_of[name]
            try:
                client.ask("person", name=name)
                self.tally.error("somebody removed was still there", name)
            except Refused as refused:
                if refused.code != "unknown_person":
                    raise
        self.tally.change(f"people {kind}")
