"""Whether something grows: a straight line through its means, by least squares, with the confidence interval of the slope."""
from __future__ import annotations

import math
import statistics
from dataclasses import dataclass

BLOCKS = 24  # neighbouring samples are alike; their means over a 24th of the time hardly are
NORMAL_97_5 = 1.959964


@dataclass(frozen=True)
class Trend:
    """All by the hour; `low` and `high` bound the slope with 95 % confidence."""

    slope: float
    low: float
    high: float
    intercept: float
    hours: float
    rise: float  # from the median of the first quarter to that of the last: one step is no slope

    def at(self, hours: float) -> float:
        return self.intercept + self.slope * hours

    def grows(self, most: float) -> bool:
        """Whether it surely rises, and has risen by more than `most`."""
        return self.low > 0 and self.rise > most


def student_97_5(freedom: int) -> float:
    """The 97.5 % point of Student's distribution, by the expansion of Abramowitz and Stegun, 26.7.5; to three digits from 4 on."""
    z = NORMAL_97_5
    terms = [(z**3 + z) / 4, (5 * z**5 + 16 * z**3 + 3 * z) / 96, (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / 384]
    return z + sum(term / freedom ** (power + 1) for power, term in enumerate(terms))


def means(xs: list[float], ys: list[float], blocks: int) -> list[tuple[float, float]]:
    """The means of `blocks` runs of neighbours."""
    bounds = [len(xs) * block // blocks for block in range(blocks + 1)]
    return [(sum(xs[begin:end]) / (end - begin), sum(ys[begin:end]) / (end - begin)) for begin, end in zip(bounds, bounds[1:])]


def fit(hours: list[float], values: list[float]) -> Trend | None:
    """Nothing where there are too few values to say anything."""
    if len(hours) < 6:
        return None
    points = means(hours, values, min(BLOCKS, len(hours)))
    count = len(points)
    mean_x, mean_y = sum(x for x, _ in points) / count, sum(y for _, y in points) / count
    spread = sum((x - mean_x) ** 2 for x, _ in points)
    if spread == 0:
        return None
    slope = sum((x - mean_x) * (y - mean_y) for x, y in points) / spread
    intercept = mean_y - slope * mean_x
    rest = sum((y - intercept - slope * x) ** 2 for x, y in points)
    margin = student_97_5(count - 2) * math.sqrt(rest / (count - 2) / spread)
    quarter = max(len(values) // 4, 1)
    rise = statistics.median(values[-quarter:]) - statistics.median(values[:quarter])
    return Trend(slope, slope - margin, slope + margin, intercept, hours[-1] - hours[0], rise)
