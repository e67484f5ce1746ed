"""Draws a plot: python3 plot.py PLOT.json PICTURE.png

PLOT.json: {"title": "...", "panels": [{"title": "...",
    "x": {"label": "...", "scale": "linear" | "log"}, "y": {"label": "...", "scale": "linear" | "log"},
    "series": [{"name": "...", "x": [...], "y": [...], "lower": [...] or null, "upper": [...] or null}]}]}
A linear y axis starts at 0. Up to three panels stand side by side, more in two columns; "lower" and "upper" shade the spread around a series.
"""

import json
import sys

import matplotlib

matplotlib.use("Agg")
from matplotlib import pyplot, ticker  # noqa: E402

COLORS = ["#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#555555"]  # distinguishable for color-blind readers
MARKERS = "osD^vPX"


def draw_panel(axes, panel):
    for number, series in enumerate(panel["series"]):
        color, marker = COLORS[number % len(COLORS)], MARKERS[number % len(MARKERS)]
        axes.plot(series["x"], series["y"], color=color, marker=marker, markersize=5, label=series["name"])
        if series.get("lower"):
            axes.fill_between(series["x"], series["lower"], series["upper"], color=color, alpha=0.15, linewidth=0)
    axes.set_title(panel["title"], fontsize=10)
    scale(axes.xaxis, panel["x"], [x for series in panel["series"] for x in series["x"]])
    scale(axes.yaxis, panel["y"], [])
    if panel["y"]["scale"] == "linear":
        axes.set_ylim(0, axes.get_ylim()[1] * (1.35 if len(panel["series"]) > 1 else 1.05))  # space for the legend
    axes.grid(True, which="major", color="#dddddd", linewidth=0.7)
    axes.set_axisbelow(True)
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
    if len(panel["series"]) > 1 or panel["series"][0]["name"]:
        axes.legend(fontsize=8, frameon=False)


def scale(axis, settings, measured):
    axis.set_label_text(settings["label"])
    (axis.axes.set_xscale if axis.axis_name == "x" else axis.axes.set_yscale)(settings["scale"])
    if settings["scale"] == "log":
        few = sorted(set(measured)) if len(set(measured)) <= 8 else []
        subs = (1,) if measured else (1, 2, 5)  # labels along x are next to each other
        axis.set_major_locator(ticker.FixedLocator(few) if few else ticker.LogLocator(subs=subs))
        axis.set_minor_locator(ticker.NullLocator())
    axis.set_major_formatter(ticker.FuncFormatter(lambda value, _: text_of(value)))


def text_of(value):
    """1,000,000 as 10^6, because long numbers overlap."""
    if value >= 10_000 and value == 10 ** round(len(str(int(value))) - 1):
        return f"$10^{{{len(str(int(value))) - 1}}}$"
    return f"{value:,.0f}" if value >= 1000 else f"{value:g}"


def main(plot_path, picture_path):
    with open(plot_path, encoding="utf-8") as file:
        plot = json.load(file)
    panels = plot["panels"]
    columns = 2 if len(panels) > 3 else len(panels)
    rows = -(-len(panels) // columns)
    figure, axes = pyplot.subplots(rows, columns, figsize=(max(6.0, 4.6 * columns), 3.9 * rows), squeeze=False)
    for one, panel in zip(axes.flat, panels):
        draw_panel(one, panel)
    for unused in axes.flat[len(panels):]:
        unused.set_visible(False)
    figure.suptitle(plot["title"], fontsize=11)
    figure.tight_layout()
    figure.savefig(picture_path, dpi=110)


if __name__ == "__main__":
    main(*sys.argv[1:])
