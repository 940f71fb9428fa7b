"""Those who misbehave: one fault after another, at random, for as long as the soak runs."""
from __future__ import annotations

import random
import socket
import struct
import threading
from collections.abc import Callable

from pictures import Pictures
from tally import Tally
from viewers import Viewers
from wire import FRAME, REQUEST, Access, hello, message

SHORTEST_S, LONGEST_S = 0.1, 1.5


class Misbehaviour:
    """Each fault is a method; what the server does with it is its own affair, as long as nobody else notices."""

    def __init__(self, access: Access, pictures: Pictures, viewers: Viewers, seed: int) -> None:
        self.access, self.pictures, self.viewers = access, pictures, viewers
        self.random = random.Random(seed)
        self.stop = threading.Event()
        self.kinds: dict[str, Callable[[], None]] = {
            "connected and left": self._leave, "left in a header": lambda: self._say(b"\0\0"), "left in a frame": self._half_frame,
            "reset": self._reset, "garbage": lambda: self._say(self.random.randbytes(self.random.randrange(1, 3000))),
            "no picture": lambda: self._say(self._hello() + message(FRAME, self.random.randbytes(500)) * 20, drain=True),
            "no JSON": lambda: self._say(self._hello() + message(REQUEST, b"{" * 500), drain=True),
            "too long": lambda: self._say(self._hello() + struct.pack(">I", 0xFFFFFF), drain=True),
            "slow reader": self._slow_reader, "slow sender": self._slow_sender}
        if len(viewers.processes) > 1:
            self.kinds |= {"viewer stopped": self._freeze, "viewer killed": lambda: viewers.kill(self._victim())}

    def run(self, stop: threading.Event, tally: Tally) -> None:
        self.stop = stop
        while not stop.wait(self.random.uniform(SHORTEST_S, LONGEST_S)):
            kind = self.random.choice(list(self.kinds))
            try:
                self.kinds[kind]()
            except OSError:
                pass  # closed by the server, as it should be
            tally.fault(kind)

    def _hello(self) -> bytes:
        return hello("hostile", self.access.token)

    def _victim(self) -> int:
        return self.random.randrange(1, len(self.viewers.processes))

    def _frame(self) -> bytes:
        return message(FRAME, self.random.choice(self.pictures.film))

    def _say(self, words: bytes, drain: bool = False) -> None:
        with self.access.open() as peer:
            peer.sendall(words)
            while drain and peer.recv(65536):
                pass

    def _leave(self) -> None:
        self.access.open().close()

    def _half_frame(self) -> None:
        frame = self._frame()
        self._say(frame[:self.random.randrange(4, len(frame))])

    def _reset(self) -> None:
        with self.access.open() as peer:
            peer.sendall(self._hello() + self._frame()[:-10])
            peer.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))

    def _slow_reader(self) -> None:
        """Asks for more than it takes, and is gone before it is cut off."""
        with self.access.open() as peer:
            peer.settimeout(2)
            try:
                for _ in range(40):
                    peer.sendall(self._frame())
            except TimeoutError:
                pass
            self.stop.wait(2)

    def _slow_sender(self) -> None:
        with self.access.open() as peer:
            for byte in self._frame()[:10]:
                peer.sendall(bytes([byte]))
                if self.stop.wait(0.2):
                    return

    def _freeze(self) -> None:
        self.viewers.freeze(self._victim(), self.random.uniform(1, 5), self.stop)
