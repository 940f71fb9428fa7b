"""Real clients (`facewire stream`) of a network camera, which are stopped, killed and started anew."""
from __future__ import annotations

import http.server
import os
import pathlib
import signal
import subprocess
import threading
import time

from server import usage
from tally import Tally
from wire import Access


class Camera:
    """Motion JPEG over HTTP on a free port of the loopback, for any number of viewers."""

    def __init__(self, film: list[bytes], rate: float) -> None:
        class Handler(http.server.BaseHTTPRequestHandler):
            timeout = 30

            def do_GET(self) -> None:
                self.send_response(200)
                self.send_header("Content-Type", "multipart/x-mixed-replace;boundary=frame")
                self.end_headers()
                frame = 0
                try:
                    while True:
                        jpeg = film[frame % len(film)]
                        self.wfile.write(b"--frame\r\nContent-Type: image/jpeg\r\nContent-Length: %d\r\n\r\n" % len(jpeg) + jpeg + b"\r\n")
                        frame += 1
                        time.sleep(1 / rate)
                except OSError:
                    self.close_connection = True  # the viewer left

            def log_message(self, *_: object) -> None:
                pass

        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        self.url = f"http://127.0.0.1:{self._server.server_port}/live"

    def close(self) -> None:
        self._server.shutdown()


class Viewers:
    """The first is never disturbed, so that its own memory can be watched as well."""

    def __init__(self, program: pathlib.Path, folder: pathlib.Path, access: Access, camera: Camera, count: int, arguments: list[str]) -> None:
        self.command = [str(program), "--server", f"{access.host}:{access.port}", *arguments, "stream", "--video", camera.url, "--no-display",
                        "--results", "/dev/null"]
        self.environment = {**os.environ, **({"FACEWIRE_TOKEN": access.token} if access.token else {})}
        self.log = folder / "viewers.log"
        self.lock = threading.Lock()  # who is killed on purpose is not taken for one that ended by itself
        self.processes = [self._start() for _ in range(count)]

    def _start(self) -> subprocess.Popen[bytes]:
        with self.log.open("a") as log:
            return subprocess.Popen(self.command, stdout=subprocess.DEVNULL, stderr=log, env=self.environment)

    def resident_kib(self) -> int:
        return usage(self.processes[0].pid).resident_kib if self.processes and self.processes[0].poll() is None else 0

    def check(self, tally: Tally) -> None:
        """None ends by itself."""
        with self.lock:
            for index, process in enumerate(self.processes):
                if process.poll() is not None:
                    tally.error("a viewer ended by itself", f"exit status {process.returncode}; see {self.log}")
                    self.processes[index] = self._start()

    def freeze(self, index: int, seconds: float, stop: threading.Event) -> None:
        process = self.processes[index]
        process.send_signal(signal.SIGSTOP)
        stop.wait(seconds)
        process.send_signal(signal.SIGCONT)

    def kill(self, index: int) -> None:
        with self.lock:
            self.processes[index].kill()
            self.processes[index].wait()
            self.processes[index] = self._start()

    def close(self) -> None:
        for process in self.processes:
            process.send_signal(signal.SIGCONT)
            process.send_signal(signal.SIGINT)
        for process in self.processes:
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
