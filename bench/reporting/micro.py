"""The parts by themselves: the Google Benchmark programs, and the search of films. A program that is not there is left out."""
import json
import re
import subprocess
import sys

import server_load

SECONDS = {"ns": 1e-9, "us": 1e-6, "ms": 1e-3, "s": 1.0}
GOOGLE = ["index_bench", "embedding_bench", "gallery_bench", "encoder_bench", "cascade_bench", "frame_bench", "network_bench"]

# NAME FRAMES BOXES RECALL ... CPU WINDOWS FULL-MS
FILM_ROW = re.compile(r"^\d+ x \d+\s+(?P<frames>\d+)\s+(?P<boxes>\d+)\s+(?P<recall>[\d.]+)\s.*?\s"
                      r"(?P<cpu>[\d.]+)\s+(?P<windows>[\d.]+)\s+(?P<full_ms>[\d.]+)\s*$", re.M)


def google(program, out, quick):
    """{name: {"seconds": best processor time of one iteration, counter: value, ...}}"""
    # A gallery takes long to fill, and that is done again for each repetition.
    repetitions = 1 if quick or program.name == "gallery_bench" else 3
    command = [program, f"--benchmark_out={out}", "--benchmark_out_format=json", f"--benchmark_repetitions={repetitions}",
               f"--benchmark_min_time={0.1 if quick else 0.5}"]
    if quick:
        command.append("--benchmark_filter=-/100000")  # which takes minutes to fill
    if repetitions > 1:
        command.append("--benchmark_enable_random_interleaving=true")
    done = subprocess.run([str(part) for part in command], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    if done.returncode != 0:
        print(f"{program.name} ended with {done.returncode}: {done.stderr}", file=sys.stderr)
        return {}
    if not out.exists() or not out.read_text().strip():  # what it measures is not there
        print(f"{program.name} measured nothing: {done.stderr.strip()}", file=sys.stderr)
        return {}
    known = {"cpu_time", "real_time", "iterations", "threads", "repetitions", "repetition_index", "family_index",
             "per_family_instance_index"}
    results = {}
    for run in json.loads(out.read_text())["benchmarks"]:
        if run.get("run_type") != "iteration" or run.get("error_occurred"):
            continue
        seconds = run["cpu_time"] * SECONDS[run["time_unit"]]
        if "items_per_second" in run:
            seconds = 1 / run["items_per_second"]  # of one picture, where an iteration takes several
        counters = {key: value for key, value in run.items() if isinstance(value, (int, float)) and key not in known}
        name = run["run_name"].partition("/iterations:")[0]
        if name not in results or seconds < results[name]["seconds"]:
            results[name] = {**counters, "seconds": seconds}
    return results


def film_search(program, film, quick):
    """The row that video_search_bench prints of all of video1 where that is there, else of the film; by its headings."""
    interview = server_load.interview_folder()
    command = [program, interview / "video1.mkv", "--enlarge", "2"] if interview else [program, film]
    command += ["--frames", "60"] if quick else []
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True)
    row = FILM_ROW.search(done.stdout)
    if done.returncode != 0 or row is None:
        print(f"{program.name} ended with {done.returncode}: {done.stderr}{done.stdout}", file=sys.stderr)
        return {}
    return {name: float(value) for name, value in row.groupdict().items()}


def measure(bin_, work, quick, film):
    results = {}
    for name in GOOGLE:
        if (bin_ / name).exists():
            print(name, file=sys.stderr, flush=True)
            results[name] = google(bin_ / name, work / f"{name}.json", quick)
    search = bin_ / "video_search_bench"
    if search.exists():
        print(search.name, file=sys.stderr, flush=True)
        results[search.name] = film_search(search, film, quick)
    return results
