"""The plots of the document, as SVG."""
import re

from plot_style import MUTED, OURS, THEIRS, THIRD, plain_axis, plt, save
from ratios import turn_ms


def label_end(axes, xs, ys, text, colour, offset=(8, 0)):
    axes.annotate(text, (xs[-1], ys[-1]), xytext=offset, textcoords="offset points", color=colour, va="center", fontweight="bold")


def series(benchmarks, pattern):
    found = sorted((int(match.group(1)), result["seconds"] * 1e3) for name, result in benchmarks.items()
                   if (match := re.search(pattern, name)))
    return [size for size, _ in found], [time for _, time in found]


def draw_search(results, path):
    benchmarks = results["micro"].get("index_bench", {})
    ours, theirs = series(benchmarks, r"^Index/(\d+)"), series(benchmarks, r"^Predict/(\d+)")
    if not ours[0] or not theirs[0]:
        return False
    figure, axes = plt.subplots()
    axes.loglog(*theirs, "o-", color=THEIRS)
    last = (theirs[0][-1], theirs[1][-1])
    largest = max(ours[0][-1], last[0])
    if last[0] < largest:  # its cost is the samples' number times a constant
        axes.loglog([last[0], largest], [last[1], last[1] * largest / last[0]], ":", color=THEIRS)
        axes.annotate("in proportion", (largest, last[1] * largest / last[0]), xytext=(-24, 2), textcoords="offset points", color=THEIRS,
                      ha="right", va="bottom")
    axes.loglog(*ours, "o-", color=OURS)
    axes.annotate("cv predict", last, xytext=(8, -4), textcoords="offset points", color=THEIRS, va="top", fontweight="bold")
    axes.annotate("Facewire's index", (ours[0][-1], ours[1][-1]), xytext=(0, -34), textcoords="offset points", color=OURS, ha="right", va="top",
                  fontweight="bold")
    axes.set(title="One query: the exact nearest samples", xlabel="samples in the gallery", ylabel="milliseconds, one core")
    plain_axis(axes.xaxis)
    plain_axis(axes.yaxis)
    save(figure, path)
    return True


def draw_clients(results, path):
    load = results["load"]
    xs = [run["clients"] for run in load["sweep"]]
    figure, axes = plt.subplots()
    totals = [run["fps"] for run in load["sweep"]]
    top = max(totals)
    axes.axhspan(0.9 * top, top, color=OURS, alpha=0.08, lw=0)
    rounds = [run["fps_of_rounds"] for run in load["sweep"]]
    axes.vlines(xs, [fps[0] for fps in rounds], [fps[-1] for fps in rounds], color=OURS, alpha=0.35, lw=4)
    axes.semilogx(xs, totals, "o-", color=OURS)
    axes.annotate("all clients together", (xs[-1], totals[-1]), xytext=(0, -14), textcoords="offset points", color=OURS, ha="right", va="top",
                  fontweight="bold")
    axes.annotate("within 10 % of the best", (xs[0], top), xytext=(0, 5), textcoords="offset points", color=MUTED, fontsize=9)
    codec = load["two"]["codec"]["fps"]
    if codec < 4 * top:
        axes.axhline(codec, color=THEIRS, ls="--", lw=1.6)
        axes.annotate("JPEG codec alone", (xs[-1], codec), xytext=(0, 5), textcoords="offset points", color=THEIRS, ha="right", fontweight="bold")
    axes.set(title="Annotated frames a second, 640x480", xlabel="clients streaming at once", ylabel="frames/s", xticks=xs)
    axes.set_ylim(bottom=0)
    plain_axis(axes.xaxis)
    plain_axis(axes.yaxis)
    axes.set_xticks(xs)
    save(figure, path)
    return True


def draw_latency(results, path):
    load = results["load"]
    figure, axes = plt.subplots()
    shares = [share / 2 for share in range(201)]
    turns = {run["clients"]: turn_ms(run) for run in load["sweep"]}
    for (clients, values), colour in zip(load["latencies"].items(), (OURS, THIRD, THEIRS)):
        axes.semilogx(values, shares, color=colour)
        axes.axvline(turns[int(clients)], color=colour, ls=":", lw=1.2)
        axes.annotate(f"{clients} clients", (values[100], 50), xytext=(-9, 0), textcoords="offset points", color=colour, ha="right", va="center",
                      fontweight="bold")
    axes.set(title="How long a frame takes until its answer is there", xlabel="milliseconds (dotted: one turn of the queue, frames in flight / frames a second)",
             ylabel="% of the frames, at most", ylim=(0, 101))
    plain_axis(axes.xaxis)
    save(figure, path)
    return True


PLOTS = {"performance-search.svg": draw_search, "performance-clients.svg": draw_clients, "performance-latency.svg": draw_latency}


def draw(results, folder):
    """The names of those for which there were results."""
    return [name for name, function in PLOTS.items() if function(results, folder / name)]
