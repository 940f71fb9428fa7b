"""What the soak found: the figures, in people's words, and whether all is well."""
from __future__ import annotations

import math
from dataclasses import dataclass, field

from samples import Sample, percentile
from server import Usage
from tally import Tally
from trend import Trend, fit

MOST_GROWTH_MIB = 1.0  # over the time that was measured: less is the gallery's and the allocator's own ebb and flow


@dataclass(frozen=True)
class Verdict:
    measured: list[Sample]  # after the warm-up
    memory: Trend | None  # MiB an hour
    viewer: Trend | None
    rows: list[tuple[str, str]]
    complaints: list[str] = field(default_factory=list)  # nothing where all is well


def mib(kib: float) -> float:
    return kib / 1024


def trend_text(trend: Trend | None) -> str:
    if trend is None:
        return "too few samples"
    return f"{trend.slope:+.2f} MiB an hour (95 %: {trend.low:+.2f} to {trend.high:+.2f})"


def memory_trend(samples: list[Sample], value: str) -> Trend | None:
    return fit([sample.seconds / 3600 for sample in samples], [mib(getattr(sample, value)) for sample in samples])


def listed(counts: dict[str, int]) -> str:
    return ", ".join(f"{name} {count:,}" for name, count in sorted(counts.items(), key=lambda item: -item[1])) or "none"


def judge(samples: list[Sample], warm_up_s: float, before: Usage, after: Usage, tally: Tally, exit_status: int, log: list[str], starts: int) -> Verdict:
    measured = [sample for sample in samples if sample.seconds >= warm_up_s and sample.start == starts]
    memory, viewer = memory_trend(measured, "resident_kib"), memory_trend(measured, "viewer_resident_kib")
    totals = tally.totals()
    errors = sum(totals["errors"].values())
    complaints = []
    if not measured:
        complaints.append("nothing was measured after the warm-up: a longer run is needed")
    if memory and memory.grows(MOST_GROWTH_MIB):
        complaints.append(f"memory grows: {trend_text(memory)}")
    if viewer and viewer.grows(MOST_GROWTH_MIB):
        complaints.append(f"a client's memory grows: {trend_text(viewer)}")
    if after.descriptors > before.descriptors:
        complaints.append(f"{after.descriptors - before.descriptors} descriptors were left open when all had gone")
    if after.threads > before.threads:
        complaints.append(f"{after.threads - before.threads} threads were left when all had gone")
    complaints += [f"{count} times: {kind}" for kind, count in totals["errors"].items()]
    if exit_status != 0:
        complaints.append(f"the server ended with {exit_status} where it was asked to stop")
    if log:
        complaints.append(f"the server logged {len(log)} errors, the first: {log[0]}")

    def spread(name: str, form: str = "{:.1f}") -> str:
        values = sorted(value for sample in measured if not math.isnan(value := float(getattr(sample, name))))
        return " / ".join(form.format(percentile(values, share)) for share in (0, 0.5, 1)) if values else "-"

    minutes = samples[-1].seconds / 60 if samples else 0
    rows = [
        ("length, of which warm-up", f"{minutes:.1f} min, {warm_up_s / 60:.1f} min"),
        ("server's resident memory, least / median / most", f"{spread_mib(measured, 'resident_kib')} MiB"),
        ("its slope", trend_text(memory)),
        ("of it heap and stacks, least / median / most", f"{spread_mib(measured, 'anonymous_kib')} MiB"),
        ("their slope", trend_text(memory_trend(measured, "anonymous_kib"))),
        ("resident before the load, and when all had gone", f"{mib(before.resident_kib):.1f}, {mib(after.resident_kib):.1f} MiB"),
        ("resident memory of a client (`facewire stream`), its slope", trend_text(viewer)),
        ("descriptors: before, most, when all had gone", f"{before.descriptors}, {max((s.descriptors for s in samples), default=0)}, {after.descriptors}"),
        ("threads: before, most, when all had gone", f"{before.threads}, {max((s.threads for s in samples), default=0)}, {after.threads}"),
        ("frames a second, least / median / most", spread("frames_per_s")),
        ("latency p50, least / median / most of all samples", f"{spread('p50_ms')} ms"),
        ("latency p95", f"{spread('p95_ms')} ms"),
        ("latency p99", f"{spread('p99_ms')} ms"),
        ("faults injected", f"{sum(totals['faults'].values()):,}: {listed(totals['faults'])}"),
        ("changes of the gallery", f"{sum(totals['changes'].values()):,}: {listed(totals['changes'])}"),
        ("starts of the server", f"{starts}"),
        ("errors seen by those who behave", f"{errors}"),
    ]
    return Verdict(measured, memory, viewer, rows, complaints)


def spread_mib(samples: list[Sample], name: str) -> str:
    values = sorted(mib(getattr(sample, name)) for sample in samples)
    return " / ".join(f"{percentile(values, share):.1f}" for share in (0, 0.5, 1)) if values else "-"


def as_text(verdict: Verdict) -> str:
    width = max(len(name) for name, _ in verdict.rows)
    lines = [f"  {name.replace('`', ''):<{width}}  {value}" for name, value in verdict.rows]
    end = ["", "Nothing grew, nothing was lost, nobody was disturbed."] if not verdict.complaints else \
        ["", "NOT WELL:", *(f"  - {complaint}" for complaint in verdict.complaints)]
    return "\n".join(lines + end)
