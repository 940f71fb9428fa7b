"""The wire protocol (docs/protocol.md) for the soak's own clients, by the standard library alone."""
from __future__ import annotations

import json
import socket
import ssl
import struct
import time
from dataclasses import dataclass
from typing import Any

FRAME, HELLO, WELCOME, FACES, ERROR, REQUEST, RESPONSE = range(7)
TIMEOUT_S = 60.0


class Refused(Exception):
    """The server said no; `code` is one of the protocol's words."""

    def __init__(self, code: str, text: str) -> None:
        super().__init__(f"{code}: {text}")
        self.code = code


@dataclass(frozen=True)
class Access:
    """Where the server is and what it asks of its clients."""

    host: str
    port: int
    token: str | None = None
    tls: ssl.SSLContext | None = None

    def open(self, timeout: float = TIMEOUT_S) -> socket.socket:
        plain = socket.create_connection((self.host, self.port), timeout=timeout)
        plain.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return self.tls.wrap_socket(plain, server_hostname=self.host) if self.tls else plain


def message(kind: int, payload: bytes) -> bytes:
    return struct.pack(">I", kind << 24 | len(payload)) + payload


def hello(name: str, token: str | None = None, track: bool = True) -> bytes:
    fields: dict[str, Any] = {"version": 1, "client": name, "reply": ["faces"], "track": track}
    if token:
        fields["token"] = token
    return message(HELLO, json.dumps(fields).encode())


class Client:
    """A connection past its HELLO. Raises OSError where it breaks and Refused where the server says no."""

    def __init__(self, access: Access, name: str, track: bool = True) -> None:
        self.socket = access.open()
        self.answers = self.socket.makefile("rb")
        self.socket.sendall(hello(name, access.token, track))
        self._expect(WELCOME)
        self.next_request = 1

    def __enter__(self) -> Client:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        self.answers.close()
        self.socket.close()

    def _expect(self, kind: int) -> dict[str, Any]:
        head = self.answers.read(4)
        if len(head) < 4:
            raise ConnectionError("the server closed the connection")
        (word,) = struct.unpack(">I", head)
        payload = self.answers.read(word & 0xFFFFFF)
        if len(payload) < word & 0xFFFFFF:
            raise ConnectionError("the server closed the connection in the middle of a message")
        body: dict[str, Any] = json.loads(payload)
        if word >> 24 == ERROR:
            raise Refused(body["code"], body["message"])
        if word >> 24 != kind:
            raise ConnectionError(f"message {word >> 24} came where {kind} was due")
        return body

    def recognise(self, jpeg: bytes) -> list[dict[str, Any]]:
        self.socket.sendall(message(FRAME, jpeg))
        faces: list[dict[str, Any]] = self._expect(FACES)["faces"]
        return faces

    def ask(self, op: str, jpeg: bytes | None = None, **fields: Any) -> dict[str, Any]:
        number, self.next_request = self.next_request, self.next_request + 1
        asked = message(REQUEST, json.dumps({"id": number, "op": op, **fields}).encode())
        self.socket.sendall(asked + (message(FRAME, jpeg) if jpeg is not None else b""))
        answer = self._expect(RESPONSE)
        if answer["id"] != number:
            raise ConnectionError(f"request {answer['id']} was answered where {number} was asked")
        if not answer["ok"]:
            raise Refused(answer["error"]["code"], answer["error"]["message"])
        return answer


def wait_for(stop: Any, begun: float, period: float) -> bool:
    """Waits until `period` after `begun` (time.monotonic), or until `stop`. True where it goes on."""
    return not stop.wait(max(0.0, begun + period - time.monotonic()))
