"""How every plot of the documents looks: SVG, the same on every machine."""
import matplotlib

matplotlib.use("svg")
import matplotlib.pyplot as plt  # noqa: E402
from matplotlib.ticker import FuncFormatter, NullFormatter  # noqa: E402

OURS, THEIRS, THIRD, MUTED, GRID = "#2563eb", "#d97706", "#059669", "#6b7280", "#e5e7eb"

plt.rcParams.update({
    "svg.fonttype": "none", "svg.hashsalt": "facewire", "font.family": "sans-serif", "font.sans-serif": ["DejaVu Sans"], "font.size": 11,
    "axes.edgecolor": MUTED, "axes.labelcolor": "#374151", "axes.titlesize": 13, "axes.titleweight": "bold", "axes.titlelocation": "left",
    "axes.titlepad": 16, "axes.spines.top": False, "axes.spines.right": False, "axes.grid": True, "axes.axisbelow": True, "grid.color": GRID,
    "xtick.color": MUTED, "ytick.color": MUTED, "legend.frameon": False, "lines.linewidth": 2.2, "lines.markersize": 6,
    "figure.facecolor": "white", "figure.figsize": (8, 4.6)})


def plain(value, _=None):
    return f"{value:,.0f}" if value >= 1 else f"{value:g}"


def plain_axis(axis):
    axis.set_major_formatter(FuncFormatter(plain))
    axis.set_minor_formatter(NullFormatter())


def save(figure, path):
    figure.tight_layout()
    figure.savefig(path, metadata={"Date": None, "Creator": None})
    plt.close(figure)
    # Trailing blanks in a committed file are noise.
    path.write_text("\n".join(line.rstrip() for line in path.read_text().splitlines()) + "\n")
