"""The whole server under load, by the real programs over real sockets; the codec and OpenCV alone on the very same frames in between."""
import json
import os
import pathlib
import resource
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import time

CLIENTS = [1, 2, 4, 8, 16, 32, 64, 128, 200]
LATENCY_CLIENTS = [2, 16, 200]
FRAMES_A_CLIENT = 150
WARM_UP = 40  # frames of each client: a stream begins with a full scan, and with faces that are not settled yet
STREAMS_A_ROUND = 16  # at least: fewer clients come again, as long as it takes
STARTING_CLIENTS = 16
IN_FLIGHT = 2  # as `facewire stream` has of a camera
IDLE_CONNECTIONS = 1000
TICK = os.sysconf("SC_CLK_TCK")


def say(text):
    print(text, file=sys.stderr, flush=True)


def run_json(command):
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True)
    if done.returncode != 0:
        raise SystemExit(f"{' '.join(map(str, command))}\nended with {done.returncode}: {done.stderr}")
    return json.loads(done.stdout.splitlines()[-1])


class Server:
    """A facewired of its own, with what it costs the system as /proc tells."""

    before_client = ()  # of the command line of each client

    def __init__(self, bin_, folder, extra=(), before=()):
        self.bin = bin_
        port_file = folder / "port"
        port_file.unlink(missing_ok=True)
        self.process = subprocess.Popen(
            [*before, bin_ / "facewired", "--listen", "127.0.0.1:0", "--port-file", port_file, "--data", folder / "data",
             "--max-clients", str(IDLE_CONNECTIONS + 100), "--log-level", "warn", *extra])
        while not port_file.exists():
            if self.process.poll() is not None:
                raise SystemExit("facewired did not start")
            time.sleep(0.01)
        self.port = int(port_file.read_text())

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait()

    def cpu_seconds(self):
        fields = pathlib.Path(f"/proc/{self.process.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / TICK

    def resident_kib(self):
        status = pathlib.Path(f"/proc/{self.process.pid}/status").read_text()
        return int(next(line.split()[1] for line in status.splitlines() if line.startswith("VmRSS:")))

    def descriptors(self):
        return len(os.listdir(f"/proc/{self.process.pid}/fd"))

    def client(self, *arguments):
        return [*self.before_client, self.bin / "facewire", "--server", f"127.0.0.1:{self.port}", "--timeout", "120", "--quiet", *arguments]

    def bench(self, film, clients, frames, reply, in_flight=IN_FLIGHT, latencies=None, extra=(), warm_up=0):
        """What `facewire bench --json` tells, and the server's processor time for a frame, those of the warm-up among them."""
        extra = [*extra, "--warm-up", warm_up, *(["--latencies", latencies] if latencies else [])]
        server = self.cpu_seconds()
        result = run_json(self.client("--json", "bench", "--clients", clients, "--frames", frames, "--video", film,
                                      "--reply", reply, "--in-flight", in_flight, *extra))
        result["in_flight"] = in_flight
        result["server_cpu_ms"] = (self.cpu_seconds() - server) * 1000 / (frames + warm_up * clients)
        return result


def interview_folder():
    """The folder of video1, where it is beside this repository."""
    folder = pathlib.Path(os.environ.get("FACEWIRE_SHARED_DATA", "../shared/data")) / "interview"
    return folder if (folder / "video1.mkv").exists() else None


def make_film(bin_, work):
    """The film that is streamed, and what to call it."""
    film = work / "film.avi"
    interview = interview_folder()
    if interview:
        real = interview / "video1.mkv"
        subprocess.run([bin_ / "enlarge_video", real, film, "--frames", "1000"], check=True, stderr=subprocess.DEVNULL)
        return film, "the first 1,000 frames of video1 (an interview), enlarged to 640x480", interview
    subprocess.run([bin_ / "facewire-portraits", "video", film, "--people", "0,77", "--frames", "300", "--size", "640x480", "--seed", "5"],
                   check=True, stdout=subprocess.DEVNULL)
    return film, "a drawn film of two people, 640x480 (no video1 beside this repository)", None


def make_short(bin_, work, film):
    """As much of the film's beginning as one client of the sweep is given."""
    short = work / "short.avi"
    subprocess.run([bin_ / "enlarge_video", film, short, "--frames", str(WARM_UP + FRAMES_A_CLIENT)], check=True, stderr=subprocess.DEVNULL)
    return short


def enrol_ten(bin_, work, server, interview):
    """Ten people with ten pictures each: drawn ones, and the two of the interview where that is there."""
    drawn = 8 if interview else 10
    people = work / "people"
    subprocess.run([bin_ / "facewire-portraits", "people", people, "--people", str(drawn), "--samples", "10", "--size", "320x320"],
                   check=True, stdout=subprocess.DEVNULL)
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    subprocess.run(server.client("import", people), **quiet)
    if interview:
        crops = work / "crops"
        crops.mkdir()
        shutil.copy(interview / "users_name.txt", crops)
        for person in (1, 2):
            files = sorted((interview / "dataset").glob(f"Person.{person}.*.jpg"), key=lambda file: int(file.stem.split(".")[2]))
            for file in files[:10]:
                shutil.copy(file, crops)
        subprocess.run(server.client("import", crops, "--cropped"), **quiet)
    return people


def measure_idle(server):
    """What connections that say nothing cost: memory each, and processor time over five seconds of 1,000 of them."""
    before = server.resident_kib()
    descriptors = server.descriptors()
    sockets = [socket.create_connection(("127.0.0.1", server.port)) for _ in range(IDLE_CONNECTIONS)]
    hello = json.dumps({"version": 1, "reply": ["faces"]}).encode()
    for one in sockets:
        one.sendall(bytes([1]) + len(hello).to_bytes(3, "big") + hello)
    for one in sockets:
        head = one.recv(4, socket.MSG_WAITALL)
        one.recv(int.from_bytes(head[1:], "big"), socket.MSG_WAITALL)
    time.sleep(1)
    begun = server.cpu_seconds()
    time.sleep(5)
    idle = {"connections": IDLE_CONNECTIONS, "kib_each": (server.resident_kib() - before) / IDLE_CONNECTIONS,
            "cpu_seconds_in_5": server.cpu_seconds() - begun,
            "descriptors_each": (server.descriptors() - descriptors) / IDLE_CONNECTIONS}
    for one in sockets:
        one.close()
    return idle


def best(results, key="fps"):
    return max(results, key=lambda result: result[key])


def sweep_round(server, film, clients, frames, folder):
    """One number of clients, each with the same frames, as often as it takes to have streams enough. Latencies go into `folder`."""
    folder.mkdir(parents=True)
    runs = [server.bench(film, clients, clients * frames, "frame", IN_FLIGHT, folder / f"{i}.csv", warm_up=WARM_UP)
            for i in range(max(1, STREAMS_A_ROUND // clients))]
    unfair = min(runs, key=lambda run: run["client_fps_min"] / run["client_fps_mean"])
    return {**unfair, "fps": statistics.harmonic_mean([run["fps"] for run in runs]),
            **{key: statistics.fmean([run[key] for run in runs]) for key in ("p50_ms", "p99_ms", "server_cpu_ms")}, "folder": folder}


def sweep(server, film, quick, work):
    """The round of the median rate of each number of clients, what all rounds had, and the distribution of its latencies."""
    frames = 30 if quick else FRAMES_A_CLIENT
    rounds = {clients: [] for clients in CLIENTS}
    # In rounds, so that a time when the machine had other work does not fall upon one number of clients alone.
    for turn in range(1 if quick else 3):
        for clients in CLIENTS:
            say(f"{clients} clients")
            rounds[clients].append(sweep_round(server, film, clients, frames, work / "latencies" / f"{clients}-{turn}"))
    chosen = []
    latencies = {}
    for clients, runs in rounds.items():
        runs.sort(key=lambda run: run["fps"])
        middle = runs[len(runs) // 2]
        lines = [line for file in middle.pop("folder").iterdir() for line in file.read_text().splitlines()[1:]]
        chosen.append({**middle, "fps_of_rounds": [run["fps"] for run in runs]})
        if clients in LATENCY_CLIENTS:
            values = sorted(float(line.split(",")[2]) for line in lines)
            latencies[clients] = [values[min(len(values) - 1, int(len(values) * share / 200))] for share in range(201)]
    return chosen, latencies


def measure(bin_, work, quick):
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    film, film_name, interview = make_film(bin_, work)
    out = {"film": str(film), "film_name": film_name}
    server = Server(bin_, work)
    try:
        people = enrol_ten(bin_, work, server, interview)
        server.stop()
        server = Server(bin_, work)  # as it is after a start, without what enrolling left behind
        time.sleep(2)
        out["resident_start_kib"] = server.resident_kib()
        say("idle connections")
        out["idle"] = measure_idle(server)

        seconds = 1.5 if quick else 5
        trial = server.bench(film, 2, 60, "frame")
        frames = max(int(trial["fps"] * seconds), 60)
        say(f"two clients beside the codec and OpenCV, {frames} frames a run")
        rounds = {"codec": [], "annotated": [], "faces": [], "both": []}
        for _ in range(2 if quick else 4):
            rounds["codec"].append(run_json([bin_ / "codec_baseline", "--video", film, "--clients", "2", "--frames", max(frames, 1000)]))
            rounds["annotated"].append(server.bench(film, 2, frames, "frame"))
            rounds["faces"].append(server.bench(film, 2, frames, "faces"))
            rounds["both"].append(server.bench(film, 2, frames, "both"))
        out["two"] = {name: best(runs) for name, runs in rounds.items()}
        out["opencv"] = run_json([bin_ / "opencv_baseline", "--video", film, "--people", people, "--frames", 60 if quick else 300])

        # Every client of the sweep gets the same frames: those of the film's beginning, then those that are measured.
        short = make_short(bin_, work, film)
        out["sweep"], out["latencies"] = sweep(server, short, quick, work)
        say("streams that begin")
        out["starting"] = min((server.bench(short, STARTING_CLIENTS, STARTING_CLIENTS * WARM_UP, "frame") for _ in range(1 if quick else 3)),
                              key=lambda run: run["server_cpu_ms"])
        out["warm_up"], out["frames_a_client"] = WARM_UP, FRAMES_A_CLIENT
        time.sleep(8)
        out["resident_after_kib"] = server.resident_kib()
    finally:
        server.stop()
    return out
