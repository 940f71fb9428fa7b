"""Engines beside one another on one core: the same film to a server that has a core to itself, the client on another one."""
import os
import pathlib
import shutil
import subprocess

from server_load import Server, best, say

MODELS = ["--detector-model", "face_detection_yunet_2022mar.onnx", "--recognizer-model", "mobilefacenet-v0.caffemodel",
          "--recognizer-config", "mobilefacenet-v0.facerecognizersf.prototxt"]


def model_flags():
    """The server's flags; nothing where the models are not there."""
    folder = pathlib.Path(os.environ.get("FACEWIRE_SHARED_DATA", "../shared/data")) / "models"
    flags = [part if part.startswith("--") else str((folder / part).resolve()) for part in MODELS]
    return flags if all(pathlib.Path(flag).exists() for flag in flags if not flag.startswith("--")) else None


def measure(bin_, work, quick, film):
    """Frames a second for `faces` replies, by engine and by whether faces are followed. Nothing without models or a second core."""
    flags = model_flags()
    if flags is None or (os.cpu_count() or 1) < 2 or shutil.which("taskset") is None:
        return None
    servers = {}
    try:
        for name, extra in (("classic", []), ("deep", flags)):
            folder = work / f"engine-{name}"
            folder.mkdir(parents=True)
            shutil.copytree(work / "data", folder / "data")
            servers[name] = Server(bin_, folder, ["--workers", "1", *extra], ["taskset", "-c", "0"])
            servers[name].before_client = ["taskset", "-c", "1"]
        runs = {}
        frames = 150 if quick else 600
        for turn in range(2 if quick else 4):
            say(f"one core, each engine, turn {turn + 1}")
            for name, server in servers.items():
                for followed in (True, False):
                    extra = [] if followed else ["--no-track"]
                    runs.setdefault(f"{name}, {'followed' if followed else 'each alone'}", []).append(
                        server.bench(film, 1, frames, "faces", 2, extra=extra))
        out = {key: best(results) for key, results in runs.items()}
        return {"runs": out, "resident_kib": {name: server.resident_kib() for name, server in servers.items()}}
    finally:
        for server in servers.values():
            server.stop()
