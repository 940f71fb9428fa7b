"""From results to the table: every row two things measured in one run, and what was asked of their ratio."""
import re
from dataclasses import dataclass
from typing import Optional


@dataclass
class Row:
    group: str
    what: str
    ours: str
    beside: str
    ratio: str
    asked: str = ""
    met: Optional[bool] = None  # nothing was asked, or nothing measured


@dataclass
class Pair:
    """Two Google Benchmarks whose times are compared."""
    what: str
    program: str
    ours: str  # a pattern; with a group, that is what has to be the same for both
    theirs: str
    at_least: Optional[float] = None
    beside: str = ""


PAIRS = [
    Pair("nearest person, 100 samples", "index_bench", r"^Index/100$", r"^Predict/100$", None, "`predict`"),
    Pair("nearest person, 1,000 samples", "index_bench", r"^Index/1000$", r"^Predict/1000$", None, "`predict`"),
    Pair("nearest person, 10,000 samples", "index_bench", r"^Index/10000$", r"^Predict/10000$", 150, "`predict`"),
    Pair("nearest person by embeddings, 100,000 samples", "embedding_bench", r"^Index/100000$", r"^BFMatcher/100000$", None, "`cv::BFMatcher`"),
    Pair("the same, beside one pass over all numbers", "embedding_bench", r"^Index/100000$", r"^FloatRows/100000$", None, "single precision, widest vectors"),
    Pair("histograms of a face, OpenCV's settings, radius 1", "encoder_bench", r"^lbp/1$", r"^lbpByOpenCv/1$", None, "LBPH's `train`"),
    Pair("histograms of a face, OpenCV's settings, radius 2", "encoder_bench", r"^lbp/2$", r"^lbpByOpenCv/2$", None, "LBPH's `train`"),
    Pair("a face of the frame to its descriptors, quality judged", "encoder_bench", r"^wholeFace/160$", r"^wholeFaceByOpenCv/160$", None,
         "the same by OpenCV's functions"),
    Pair("annotating three faces, of a frame's JPEG to the next", "frame_bench", r"^annotateBlocks/3$", r"^codecAlone$", None,
         "decode and encode, nothing drawn"),
    Pair("the same, beside drawing on the whole picture", "frame_bench", r"^annotateBlocks/3$", r"^annotateWhole/3$", None, "decode, draw, encode"),
    Pair("all faces of a 640x480 picture by YuNet", "network_bench", r"^YuNetFull/smallest:24$", r"^HaarFull$", None, "the cascade, by our evaluator"),
    Pair("a face to an embedding, and the nearest of 100", "network_bench", r"^DeepFace$", r"^LbphFace$", None, "the same by LBPH"),
    Pair("a face of four in one forward", "network_bench", r"^Batch/4$", r"^OneByOne/4$", None, "one by one"),
    Pair("a frame's way in for `faces` (grey)", "frame_bench", r"^decodeGrey$", r"^codecAlone$", None, "decode and encode"),
]


def si(seconds):
    for factor, unit in ((1, "s"), (1e3, "ms"), (1e6, "µs")):
        if seconds * factor >= 1:
            return f"{seconds * factor:.3g} {unit}"
    return f"{seconds * 1e9:.3g} ns"


def find(results, pattern):
    """The first benchmark whose name matches, as (name, result)."""
    for name, result in results.items():
        if re.search(pattern, name):
            return name, result
    return None


def pair_row(pair, micro):
    program = micro.get(pair.program)
    missing = None
    if program is None:
        missing = f"no {pair.program} in this tree"
    else:
        ours, theirs = find(program, pair.ours), find(program, pair.theirs)
        if not ours or not theirs:
            missing = f"{pair.program} has no such pair"
    group = pair.program.removesuffix("_bench")
    asked = f"≥ {pair.at_least:g}×" if pair.at_least else ""
    if missing:
        return Row(group, pair.what, "", pair.beside, f"not measured: {missing}", asked)
    ratio = theirs[1]["seconds"] / ours[1]["seconds"]
    return Row(group, pair.what, si(ours[1]["seconds"]), f"{pair.beside} {si(theirs[1]['seconds'])}", f"{ratio:.3g}×", asked,
               ratio >= pair.at_least if pair.at_least else None)


def index_rows(micro):
    """What a sample takes, and whether the cost of one grows with their number."""
    runs = micro.get("index_bench", {})
    small, large = find(runs, r"^Index/10000$"), find(runs, r"^Index/100000$")
    found = []
    if small and "bytes" in small[1]:
        kib = small[1]["bytes"] / 1024
        found.append(Row("index", "memory of a sample, 10,000 samples", f"{kib:.1f} KiB", "OpenCV's floats 64 KiB", f"{64 / kib:.1f}×", "≤ 12 KiB", kib <= 12))
    if small and large:
        each = [run[1]["seconds"] / count for run, count in ((small, 1e4), (large, 1e5))]
        found.append(Row("index", "a query's cost for each sample, of 100,000", si(each[1]), f"of 10,000 {si(each[0])}", f"{each[1] / each[0]:.2f}",
                         "not growing", each[1] <= 1.1 * each[0]))
    return found


def start_rows(micro):
    """A gallery of 10,000 samples, from the start on."""
    runs = micro.get("gallery_bench")
    asked = "≤ 1 s"
    if not runs or "Start/10000" not in runs:
        return [Row("index", "start with 10,000 samples", "", "OpenCV's YAML", "not measured: no gallery_bench in this tree", asked)]
    seconds = runs["Start/10000"]["seconds"]
    yaml = runs.get("OpenCvRead/1000")
    beside = f"OpenCV's YAML of 1,000: {si(yaml['seconds'])}" if yaml else ""
    return [Row("index", "start with 10,000 samples", si(seconds), beside, f"{yaml['seconds'] * 10 / seconds:.0f}× a sample" if yaml else "", asked, seconds <= 1)]


SEARCHED = {"frames640x480": "faces of a whole 640x480 picture", "parts160x160": "faces of a part of 160x160"}


def cascade_rows(micro):
    """Each kind of vector code that this processor has, beside OpenCV on the same pictures."""
    runs = micro.get("cascade_bench")
    if not runs:
        return [Row("cascade", SEARCHED["frames640x480"], "", "`detectMultiScale`", "not measured: no cascade_bench in this tree", "≥ 4× (AVX2)")]
    found = []
    for name, run in sorted(runs.items()):
        what, _, vectors = name.partition("/")
        theirs = runs.get(f"{what}/detectMultiScale")
        if theirs is None or run is theirs:
            continue
        ratio = theirs["seconds"] / run["seconds"]
        # Asked of whole pictures only, and of code that has vectors.
        needed = None if what != "frames640x480" or "EMU" in vectors else 4 if "AVX" in vectors else 2
        found.append(Row("cascade", f"{SEARCHED.get(what, what)}, {vectors}", si(run["seconds"]), f"`detectMultiScale` {si(theirs['seconds'])}",
                         f"{ratio:.2f}×", f"≥ {needed}×" if needed else "", ratio >= needed if needed else None))
    return found


def film_rows(micro):
    search = micro.get("video_search_bench")
    if not search:
        why = "no video_search_bench in this tree" if search is None else "video_search_bench could not be read"
        return [Row("film", "search of a film's frame", "", "full scan", f"not measured: {why}", "≤ 1/8 of the cost")]
    ours = search["cpu"] * search["full_ms"] / 1e3
    return [Row("film", "search of a film's frame", si(ours), f"full scan {si(search['full_ms'] / 1e3)}", f"{search['cpu']:.3f} of the cost", "≤ 0.125",
                search["cpu"] <= 0.125),
            Row("film", "faces of the full scans that the search has", f"{search['recall']:.4f}", "full scan 1", f"{search['recall'] * 100:.1f} %",
                "≥ 98 %", search["recall"] >= 0.98)]


def turn_ms(run):
    """How long one turn of the queue takes: every frame that the clients have in flight, answered once."""
    return run["clients"] * run["in_flight"] * 1e3 / run["fps"]


def load_rows(load, machine):
    two, sweep = load["two"], load["sweep"]
    codec, annotated, faces = two["codec"]["fps"], two["annotated"]["fps"], two["faces"]["fps"]
    opencv = load["opencv"]["fps"] * 2
    cores = machine["cores"]
    top = max(run["fps"] for run in sweep)
    # Each client's frames are answered one after the other, so that fewer clients than cores leave some without work.
    least = min((run for run in sweep if run["clients"] >= cores), key=lambda run: run["fps"])
    cheapest = min(sweep, key=lambda run: run["server_cpu_ms"])
    dearest = max(sweep, key=lambda run: run["server_cpu_ms"])
    unfair = min(sweep, key=lambda run: run["client_fps_min"] / run["client_fps_mean"])
    share = unfair["client_fps_min"] / unfair["client_fps_mean"]
    # What a frame waits where every client has one in the queue, and none is passed over.
    at = max(sweep, key=lambda run: run["p99_ms"] / turn_ms(run))
    worst = at["p99_ms"] / turn_ms(at)
    single = next(run for run in sweep if run["clients"] == 1)
    idle = load["idle"]
    starting = load["starting"]
    return [
        Row("server", "annotated frames, 2 clients", f"{annotated:.0f}/s", f"codec alone {codec:.0f}/s", f"{annotated / codec:.2f}", "≥ 0.5",
            annotated / codec >= 0.5),
        Row("server", "the same, processor time of an annotated frame", f"{two['annotated']['server_cpu_ms']:.2f} ms",
            f"codec alone {two['codec']['cpu_ms']:.2f} ms", f"{two['codec']['cpu_ms'] / two['annotated']['server_cpu_ms']:.2f}"),
        Row("server", "the same, of a `faces` frame", f"{two['faces']['server_cpu_ms']:.2f} ms", f"annotated {two['annotated']['server_cpu_ms']:.2f} ms",
            f"{two['annotated']['server_cpu_ms'] / two['faces']['server_cpu_ms']:.2f}×"),
        Row("server", "faces only, 2 clients", f"{faces:.0f}/s", f"annotated {annotated:.0f}/s", f"{faces / annotated:.2f}×", "≥ 2×",
            faces / annotated >= 2),
        Row("server", "the same, beside the codec", f"{faces:.0f}/s", f"codec alone {codec:.0f}/s", f"{faces / codec:.2f}"),
        Row("server", "annotated frames, 2 clients", f"{annotated:.0f}/s", f"OpenCV's own loop, two threads of it {opencv:.0f}/s",
            f"{annotated / opencv:.1f}×"),
        Row("load", "frames/s of a single client", f"{single['fps']:.0f}/s", f"best {top:.0f}/s on {cores} cores", f"{single['fps'] * cores / top:.2f} a core"),
        Row("load", f"frames/s, worst of {cores} to {sweep[-1]['clients']} clients", f"{least['fps']:.0f}/s with {least['clients']}", f"best {top:.0f}/s",
            f"{least['fps'] / top:.2f}", "≥ 0.9", least["fps"] / top >= 0.9),
        Row("load", "server's processor time of a frame, worst", f"{dearest['server_cpu_ms']:.2f} ms with {dearest['clients']}",
            f"least {cheapest['server_cpu_ms']:.2f} ms with {cheapest['clients']}", f"{dearest['server_cpu_ms'] / cheapest['server_cpu_ms']:.2f}×"),
        Row("load", f"the same of a stream's first {load['warm_up']} frames, {starting['clients']} streams", f"{starting['server_cpu_ms']:.2f} ms",
            f"least {cheapest['server_cpu_ms']:.2f} ms", f"{starting['server_cpu_ms'] / cheapest['server_cpu_ms']:.2f}×"),
        Row("load", "slowest client, worst of all runs", f"{unfair['client_fps_min']:.3g}/s of {unfair['clients']}", f"mean {unfair['client_fps_mean']:.3g}/s",
            f"{share:.2f}", "≥ 0.5", share >= 0.5),
        Row("load", "p99 latency, worst of all runs", f"{at['p99_ms']:.0f} ms with {at['clients']}",
            f"one turn of the queue {turn_ms(at):.0f} ms", f"{worst:.2f}×", "≤ 2×", worst <= 2),
        Row("memory", f"an idle connection, of {idle['connections']:,}", f"{idle['kib_each']:.1f} KiB", "", "", "≤ 100 KiB", idle["kib_each"] <= 100),
        Row("memory", f"processor time of {idle['connections']:,} idle ones in 5 s", f"{idle['cpu_seconds_in_5'] * 1e3:.0f} ms", "", "", "none",
            idle["cpu_seconds_in_5"] < 0.02),
        Row("memory", "resident, ten people, after start", f"{load['resident_start_kib'] / 1024:.1f} MiB", "", ""),
        Row("memory", "resident, ten people, after 200 clients", f"{load['resident_after_kib'] / 1024:.1f} MiB", "", ""),
    ]


def engine_rows(engines):
    """A stream's frames by the deep engine, beside the classic one without tracking."""
    asked = "≥ 1×"
    if not engines:
        return [Row("engines", "frames by the deep engine, one core", "", "classic, each frame alone", "not measured: no models", asked)]
    runs = {name: run["fps"] for name, run in engines["runs"].items()}
    alone = runs["classic, each alone"]
    found = [Row("engines", f"{name}, one core", f"{fps:.0f}/s", f"classic, each alone {alone:.0f}/s", f"{fps / alone:.2f}×")
             for name, fps in runs.items() if name != "classic, each alone"]
    for row in found:
        if row.what.startswith("deep, followed"):
            row.asked, row.met = asked, runs["deep, followed"] >= alone
    return found


def rows(results):
    micro = results["micro"]
    return ([pair_row(pair, micro) for pair in PAIRS] + index_rows(micro) + start_rows(micro) + cascade_rows(micro) + film_rows(micro) +
            load_rows(results["load"], results["machine"]) + engine_rows(results.get("engines")))


HEAD = ["what", "Facewire", "beside", "ratio", "asked", ""]


def cells(row):
    return [row.what, row.ours, row.beside, row.ratio, row.asked, {True: "yes", False: "no", None: ""}[row.met]]


def as_text(all_rows):
    table = [HEAD] + [[cell.replace("`", "") for cell in cells(row)] for row in all_rows]
    widths = [max(len(line[i]) for line in table) for i in range(len(HEAD))]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(line, widths)).rstrip() for line in table]
    return "\n".join([lines[0], "-" * sum(widths) + "-" * 10, *lines[1:]])


def as_markdown(all_rows):
    lines = [["what", "Facewire", "beside", "ratio", "asked", "met"], [":--", "--:", "--:", "--:", "--:", ":-:"]]
    lines += [cells(row) for row in all_rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)
