#!/usr/bin/env python3
"""A client of Facewire in one file that needs nothing but Python 3.9: copy it into your project.

    from facewire import Client

    with Client("pi.local:7117", token="fw_...") as server:
        for face in server.recognise(open("door.jpg", "rb").read()).faces:
            print(face.name or "unknown", face.box)

Everything a server can be asked for is a method of Client; what goes wrong is a FacewireError, whose `code` is one of
the stable words of docs/protocol.md. A Client is for one thread, but one thread may send frames (`send_frame`) while
another takes the answers (`receive_answer`). After a ConnectionLost make a new one.

On the command line:  facewire.py [--server HOST:PORT] recognise|people|enrol|status ...
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import socket
import ssl
import struct
import sys
from collections import deque
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Dict, Iterable, Iterator, List, Optional, Sequence, Tuple, Type, Union

FRAME, HELLO, WELCOME, FACES, ERROR, REQUEST, RESPONSE, DATA = range(8)
DEFAULT_PORT = 7117
MAX_PAYLOAD = 0xFFFFFF
PART_BYTES = 256 * 1024

Json = Dict[str, Any]
Box = Tuple[int, int, int, int]


class FacewireError(Exception):
    """What the server refused: `code` is a stable word, `fatal` says that the connection is over."""

    def __init__(self, code: str, message: str, fatal: bool = False) -> None:
        super().__init__(message or code)
        self.code = code
        self.message = message
        self.fatal = fatal


class ConnectionLost(FacewireError):
    """The server cannot be reached, closed the connection, is not the one that was meant, or is not understood."""

    def __init__(self, message: str, code: str = "disconnected") -> None:
        super().__init__(code, message, True)


@dataclass(frozen=True)
class Face:
    """One face of a frame; docs/protocol.md says what each field means."""

    box: Box
    name: Optional[str]
    known: bool
    distance: Optional[float]
    threshold: float
    score: float
    reason: str
    runner_up: Optional[Tuple[str, float]]
    sample: Optional[int]
    track: Optional[int]

    @staticmethod
    def of(fields: Json) -> "Face":
        other = fields.get("runner_up")
        left, top, width, height = fields["box"]
        return Face(
            box=(left, top, width, height),
            name=fields["name"],
            known=fields["known"],
            distance=fields.get("distance"),
            threshold=fields["threshold"],
            score=fields["score"],
            reason=fields["reason"],
            runner_up=(other["name"], other["distance"]) if other else None,
            sample=fields.get("sample"),
            track=fields.get("track"),
        )


@dataclass(frozen=True)
class Answer:
    """What one frame was answered with. `annotated` is a JPEG, empty where none was asked for."""

    frame: Optional[int]
    width: int
    height: int
    faces: List[Face]
    ms: Dict[str, float]
    annotated: bytes

    @staticmethod
    def of(fields: Optional[Json], annotated: bytes = b"") -> "Answer":
        found = fields or {}
        return Answer(
            frame=found.get("frame"),
            width=found.get("width", 0),
            height=found.get("height", 0),
            faces=[Face.of(face) for face in found.get("faces", [])],
            ms=found.get("ms", {}),
            annotated=annotated,
        )


class Client:
    """A connection to a server, past its HELLO.

    server       "HOST:PORT", "[::1]:7117", "HOST" or "unix:/path"
    token        what `facewired token add` printed
    fingerprint  TLS with exactly the server that `facewired keygen` made this SHA-256 for
    ca           TLS with a server whose certificate this file's authorities vouch for; "" for the system's
    certificate  a client certificate and its key, as (certificate file, key file)
    reply        what each frame is answered with: "faces", "frame" (the annotated picture) or both
    track        False for pictures that have nothing to do with one another
    """

    def __init__(
        self,
        server: str = "",
        *,
        token: str = "",
        fingerprint: str = "",
        ca: Optional[str] = None,
        certificate: Optional[Tuple[str, str]] = None,
        name: str = "python",
        reply: Sequence[str] = ("faces",),
        track: bool = True,
        timeout: float = 30.0,
    ) -> None:
        address = server or os.environ.get("FACEWIRE_SERVER", "") or "127.0.0.1:%d" % DEFAULT_PORT
        self._reply = tuple(reply)
        self._next_id = 0
        self._timeout = timeout
        try:
            self._socket = _connect(address, timeout)
            if fingerprint or ca is not None:
                self._socket = _start_tls(self._socket, address, fingerprint, ca, certificate)
        except OSError as error:
            raise ConnectionLost("cannot reach %s: %s" % (address, error), "unreachable") from error
        self._input = self._socket.makefile("rb")
        try:
            hello: Json = {"version": 1, "client": name, "reply": list(self._reply), "track": track}
            if token:
                hello["token"] = token
            self._send_json(HELLO, hello)
            self.welcome: Json = self._receive_json(WELCOME)
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        self._input.close()
        self._socket.close()

    def __enter__(self) -> "Client":
        return self

    def __exit__(
        self, kind: Optional[Type[BaseException]], value: Optional[BaseException], trace: Optional[TracebackType]
    ) -> None:
        self.close()

    # Frames

    def recognise(self, jpeg: bytes) -> Answer:
        """Who is in a picture. An error that is not fatal concerns this picture only."""
        self.send_frame(jpeg)
        return self.receive_answer()

    def send_frame(self, jpeg: bytes) -> None:
        self._send(FRAME, jpeg)

    def receive_answer(self) -> Answer:
        """The answer to the oldest frame that has none yet."""
        fields: Optional[Json] = None
        annotated = b""
        for part in self._reply:
            if part == "faces":
                fields = self._receive_json(FACES)
            else:
                annotated = self._receive(FRAME)
        return Answer.of(fields, annotated)

    def stream(self, jpegs: Iterable[bytes], in_flight: int = 4) -> Iterator[Union[Answer, FacewireError]]:
        """One answer for each picture, in order, while `in_flight` are on their way; a picture that the server cannot
        take gives the error in its place."""
        waiting: "deque[None]" = deque()
        for jpeg in jpegs:
            self.send_frame(jpeg)
            waiting.append(None)
            if len(waiting) >= in_flight:
                waiting.popleft()
                yield self._answer_or_error()
        for _ in waiting:
            yield self._answer_or_error()

    def _answer_or_error(self) -> Union[Answer, FacewireError]:
        try:
            return self.receive_answer()
        except FacewireError as error:
            if error.fatal:
                raise
            return error

    # Requests

    def status(self) -> Json:
        return _object(self.request("status")["status"])

    def people(self) -> List[Json]:
        return list(self.request("people")["people"])

    def person(self, name: str) -> Json:
        return _object(self.request("person", name=name)["person"])

    def enrol(
        self, name: str, jpeg: bytes, source: str = "", cropped: bool = False, stranger: bool = False
    ) -> Json:
        return self.request(
            "enroll", FRAME, jpeg, name=name, source=source, cropped=cropped, stranger=stranger
        )

    def assess(self, jpeg: bytes, name: str = "") -> Json:
        return self.request("assess", FRAME, jpeg, **({"name": name} if name else {}))

    def verify(self, name: str, jpeg: bytes) -> Json:
        return self.request("verify", FRAME, jpeg, name=name)

    def explain(self, jpeg: bytes) -> Tuple[Answer, bytes]:
        """The faces, and a JPEG that shows why each was named or not."""
        fields = self.request("explain", FRAME, jpeg)
        return Answer.of(fields), self._receive(FRAME)

    def remove_person(self, name: str) -> int:
        return int(self.request("remove_person", name=name)["removed_samples"])

    def rename_person(self, name: str, new_name: str) -> None:
        self.request("rename_person", name=name, new_name=new_name)

    def remove_sample(self, sample: int) -> None:
        self.request("remove_sample", sample=sample)

    def calibrate(self, far: float = 0.01, apply: bool = False) -> Json:
        with _Patience(self._socket, self._timeout):
            return _object(self.request("calibrate", far=far, apply=apply)["calibration"])

    def reset_calibration(self) -> Json:
        return self.request("reset_calibration")

    def sample(self, sample: int) -> Tuple[bytes, Box]:
        """A stored face: the PNG, and the face's box in it."""
        fields = self.request("sample", sample=sample)
        left, top, width, height = fields["face"]
        return self._receive(DATA), (left, top, width, height)

    def add_sample(
        self, name: str, png: bytes, face: Box, source: str = "", created: str = "", stranger: bool = False
    ) -> Json:
        """The way back of `sample`: nothing is detected or judged."""
        dates = {"created": created} if created else {}
        return self.request(
            "add_sample", DATA, png, name=name, face=list(face), source=source, stranger=stranger, **dates
        )

    def backup(self, file: str) -> Json:
        """Everybody into one file (0600), which has its name only when it is whole."""
        with _Patience(self._socket, self._timeout):
            made = self.request("backup")
        partial = file + ".partial"
        if os.path.lexists(partial):
            os.unlink(partial)
        digest = hashlib.sha256()
        received = 0
        with os.fdopen(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
            while received < made["bytes"]:
                self.request("backup_part", offset=received)
                part = self._receive(DATA)
                out.write(part)
                digest.update(part)
                received += len(part)
            out.flush()
            os.fsync(out.fileno())
        self.request("backup_end")
        if digest.hexdigest() != made["sha256"]:
            os.unlink(partial)
            raise FacewireError("bad_gallery", "the backup did not arrive whole")
        os.rename(partial, file)
        return made

    def restore(self, file: str, dry_run: bool = False) -> Json:
        """Puts a backup in the place of everybody who is enrolled."""
        return self._upload_for("restore", file, dry_run)

    def merge(self, file: str, dry_run: bool = False) -> Json:
        """Adds the people of a backup to those who are enrolled."""
        return self._upload_for("merge", file, dry_run)

    def _upload_for(self, op: str, file: str, dry_run: bool) -> Json:
        with open(file, "rb") as source:
            digest = hashlib.sha256()
            for part in iter(lambda: source.read(PART_BYTES), b""):
                digest.update(part)
            size = source.tell()
            self.request("upload", bytes=size, sha256=digest.hexdigest())
            source.seek(0)
            offset = 0
            for part in iter(lambda: source.read(PART_BYTES), b""):
                self.request("upload_part", DATA, part, offset=offset)
                offset += len(part)
        with _Patience(self._socket, self._timeout):
            answer = self.request(op, dry_run=dry_run)
        self.request("upload_end")
        return answer

    def request(self, op: str, attachment_type: int = FRAME, attachment: Optional[bytes] = None, **fields: Any) -> Json:
        """Any op of the protocol: its fields in, the fields of its RESPONSE out."""
        self._next_id += 1
        number = self._next_id
        self._send_json(REQUEST, {"id": number, "op": op, **fields})
        if attachment is not None:
            self._send(attachment_type, attachment)
        response = self._receive_json(RESPONSE)
        if response.get("id") != number:
            raise ConnectionLost("the server answered another request", "bad_message")
        if not response.get("ok"):
            error = response.get("error", {})
            raise FacewireError(error.get("code", "internal"), error.get("message", ""))
        return {key: value for key, value in response.items() if key not in ("id", "ok")}

    # Messages: a byte of type, three of length, big-endian, and the payload

    def _send(self, kind: int, payload: bytes) -> None:
        if len(payload) > MAX_PAYLOAD:
            raise FacewireError("too_long", "%d bytes do not fit one message" % len(payload))
        try:
            self._socket.sendall(struct.pack(">I", kind << 24 | len(payload)) + payload)
        except OSError as error:
            self._raise_last_word(error)

    def _raise_last_word(self, reason: OSError) -> None:
        """A server that closed may have said why: that is still there to be read."""
        try:
            while True:
                self._receive(ERROR)
        except FacewireError as error:
            raise error from reason

    def _send_json(self, kind: int, message: Json) -> None:
        self._send(kind, json.dumps(message, ensure_ascii=False).encode())

    def _read(self, count: int) -> bytes:
        try:
            got = self._input.read(count)
        except OSError as error:
            code = "timeout" if isinstance(error, socket.timeout) else "disconnected"
            raise ConnectionLost("no answer from the server: %s" % error, code) from error
        if len(got) < count:
            raise ConnectionLost("the server closed the connection")
        return got

    def _receive(self, wanted: int) -> bytes:
        (header,) = struct.unpack(">I", self._read(4))
        payload = self._read(header & MAX_PAYLOAD)
        kind = header >> 24
        if kind == ERROR:
            error = json.loads(payload)
            raise FacewireError(error["code"], error["message"], error["fatal"])
        if kind != wanted:
            raise ConnectionLost("the server sent message type %d where %d was due" % (kind, wanted), "bad_message")
        return payload

    def _receive_json(self, wanted: int) -> Json:
        return _object(json.loads(self._receive(wanted)))


class _Patience:
    """Waits longer than usual for one answer: the server has much to do."""

    def __init__(self, connection: socket.socket, usual: float) -> None:
        self._connection = connection
        self._usual = usual

    def __enter__(self) -> None:
        self._connection.settimeout(max(self._usual, 1800.0))

    def __exit__(self, *_: object) -> None:
        self._connection.settimeout(self._usual)


def _object(value: Any) -> Json:
    if not isinstance(value, dict):
        raise ConnectionLost("the server sent something else than a JSON object", "bad_message")
    return value


def _host_and_port(address: str) -> Tuple[str, int]:
    """"pi.local:7117", "pi.local", "[::1]:7117", "[::1]"."""
    if address.startswith("["):
        host, _, rest = address[1:].partition("]")
        port = rest[1:]
    else:
        host, _, port = address.partition(":")
    try:
        return host, int(port) if port else DEFAULT_PORT
    except ValueError:
        raise FacewireError("bad_message", '"%s" is no address: HOST:PORT, [IPv6]:PORT or unix:/path' % address)


def _connect(address: str, timeout: float) -> socket.socket:
    if address.startswith("unix:"):
        connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        connection.settimeout(timeout)
        connection.connect(address[len("unix:") :])
        return connection
    connection = socket.create_connection(_host_and_port(address), timeout=timeout)
    # Small messages are not to wait for others.
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return connection


def _start_tls(
    connection: socket.socket,
    address: str,
    fingerprint: str,
    ca: Optional[str],
    certificate: Optional[Tuple[str, str]],
) -> ssl.SSLSocket:
    context = ssl.create_default_context(cafile=ca or None)
    if fingerprint:
        # The fingerprint says which certificate it must be, whoever signed it.
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    if certificate:
        context.load_cert_chain(*certificate)
    secured = context.wrap_socket(connection, server_hostname=_host_and_port(address)[0])
    if fingerprint:
        wanted = fingerprint.lower()
        if wanted.startswith("sha256:"):
            wanted = wanted[len("sha256:") :]
        shown = hashlib.sha256(secured.getpeercert(True) or b"").hexdigest()
        if shown != wanted.replace(":", ""):
            secured.close()
            raise ConnectionLost("the server shows another certificate: SHA256:%s" % shown, "untrusted")
    return secured


def _read_file(path: str) -> bytes:
    if path == "-":
        return sys.stdin.buffer.read()
    with open(path, "rb") as picture:
        return picture.read()


def _run(arguments: argparse.Namespace) -> int:
    with Client(
        arguments.server,
        token=os.environ.get("FACEWIRE_TOKEN", ""),
        fingerprint=arguments.tls_fingerprint,
        ca=arguments.tls_ca,
        track=False,
    ) as server:
        if arguments.command == "recognise":
            for path in arguments.image:
                for face in server.recognise(_read_file(path)).faces:
                    print("%s: %s at %s, score %.2f" % (path, face.name or "unknown", face.box, face.score))
        elif arguments.command == "people":
            for person in server.people():
                print("%s: %d samples" % (person["name"], person["samples"]))
        elif arguments.command == "enrol":
            for path in arguments.image:
                enrolled = server.enrol(arguments.name, _read_file(path), source=path)
                print("%s: sample %d of %s" % (path, enrolled["sample"], enrolled["name"]))
        else:
            print(json.dumps(server.status(), indent=2, ensure_ascii=False))
    return 0


def main() -> int:
    parser = argparse.ArgumentParser(description="A small client of a Facewire server.")
    parser.add_argument("--server", default="", help="HOST:PORT or unix:/path; also from FACEWIRE_SERVER")
    parser.add_argument("--tls-fingerprint", default="", help="TLS with the server of this SHA-256")
    parser.add_argument("--tls-ca", help="TLS with a server that this file's authorities vouch for")
    commands = parser.add_subparsers(dest="command", required=True)
    recognise = commands.add_parser("recognise", help="say who is in pictures")
    recognise.add_argument("image", nargs="+")
    commands.add_parser("people", help="list who is enrolled")
    enrol = commands.add_parser("enrol", help="enrol a person from pictures")
    enrol.add_argument("name")
    enrol.add_argument("image", nargs="+")
    commands.add_parser("status", help="how the server is doing")
    try:
        return _run(parser.parse_args())
    except (FacewireError, OSError) as error:
        print("facewire.py: %s" % error, file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
