"""The soak's picture: what the server took, and how fast it answered, minute by minute."""
from __future__ import annotations

import pathlib

from matplotlib.ticker import LogLocator
from plot_style import GRID, MUTED, OURS, THEIRS, THIRD, plain_axis, plt, save
from samples import Sample
from verdict import Verdict, mib, trend_text

AREA, SOFT = "#93c5fd", "#f3f4f6"


def end_label(axes, xs, ys, text, colour, shift=0):
    axes.annotate(text, (xs[-1], ys[-1]), xytext=(7, shift), textcoords="offset points", color=colour, va="center", fontsize=9.5, fontweight="bold",
                  annotation_clip=False)


def smooth(values: list[float], most: int = 240) -> list[float]:
    """Medians of neighbours, so that an hour's many samples make a line and not a band."""
    reach = len(values) // most
    return [sorted(part)[len(part) // 2] for i in range(len(values)) if (part := [v for v in values[max(0, i - reach):i + reach + 1] if v == v] or [0])]


def draw(samples: list[Sample], verdict: Verdict, warm_up_s: float, path: pathlib.Path) -> None:
    minutes = [sample.seconds / 60 for sample in samples]
    figure, (memory, counts, rate, wait) = plt.subplots(4, 1, sharex=True, figsize=(9, 9.6), gridspec_kw={"height_ratios": [1.5, 1, 1, 1.2]})
    for axes in (memory, counts, rate, wait):
        axes.axvspan(0, warm_up_s / 60, color=SOFT, lw=0)
        axes.grid(axis="x", visible=False)
        axes.margins(x=0)

    resident = [mib(sample.resident_kib) for sample in samples]
    anonymous = [mib(sample.anonymous_kib) for sample in samples]
    memory.plot(minutes, resident, color=OURS, lw=1.6)
    memory.plot(minutes, anonymous, color=THIRD, lw=1.6)
    end_label(memory, minutes, resident, "resident", OURS)
    end_label(memory, minutes, anonymous, "heap, stacks", THIRD)
    if verdict.memory and verdict.measured:
        ends = [verdict.measured[0].seconds / 3600, verdict.measured[-1].seconds / 3600]
        memory.plot([hours * 60 for hours in ends], [verdict.memory.at(hours) for hours in ends], color="#1e3a8a", ls="--", lw=1.4)
    memory.set_ylim(0, max(resident) * 1.3)
    memory.set_title(f"Memory: {trend_text(verdict.memory)} after the warm-up", fontsize=11.5, pad=8)
    memory.set_ylabel("MiB")
    memory.annotate("warm-up", (0, 1), xycoords=("data", "axes fraction"), xytext=(5, -5), textcoords="offset points", color=MUTED, fontsize=9, va="top")

    descriptors, threads = [sample.descriptors for sample in samples], [sample.threads for sample in samples]
    counts.step(minutes, descriptors, color=OURS, lw=1.1, where="post")
    counts.step(minutes, threads, color=THEIRS, lw=1.1, where="post")
    middle = [[sorted(values)[len(values) // 2]] for values in (descriptors, threads)]
    end_label(counts, minutes, middle[0], "descriptors", OURS, 4)
    end_label(counts, minutes, middle[1], "threads", THEIRS, -4)
    counts.set_ylim(0, max(descriptors) * 1.25)
    counts.set_title("Descriptors and threads", fontsize=11.5, pad=8)

    rates = smooth([sample.frames_per_s for sample in samples])
    rate.plot(minutes, rates, color=OURS, lw=1.4)
    rate.set_ylim(0, max(rates) * 1.3)
    rate.set_title("Frames answered a second", fontsize=11.5, pad=8)

    for name, colour, shift in (("p50_ms", OURS, -3), ("p95_ms", THIRD, -3), ("p99_ms", THEIRS, 8)):
        values = smooth([getattr(sample, name) for sample in samples])
        wait.semilogy(minutes, values, color=colour, lw=1.3)
        end_label(wait, minutes, [sorted(values)[len(values) // 2]], name.removesuffix("_ms"), colour, shift)
    wait.set_title("How long the probe's single pictures took", fontsize=11.5, pad=8)
    wait.set_ylabel("milliseconds")
    wait.set_xlabel(f"minutes; {verdict_line(samples)}")
    wait.grid(which="minor", axis="y", color=GRID, lw=0.5)
    plain_axis(wait.yaxis)
    wait.yaxis.set_major_locator(LogLocator(subs=(1, 2, 5)))
    save(figure, path)


def verdict_line(samples: list[Sample]) -> str:
    return f"{samples[-1].faults:,} faults were injected, {samples[-1].errors:,} errors seen by those who behave"
