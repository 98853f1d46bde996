"""Where the observed figures of each target lie among those that the fitted model replicates."""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from corredor.calibration.inference.problem import Form
from corredor.calibration.inference.results import Calibration, median_discrepancy
from corredor.calibration.observation import Ceiling, LogNormal, Normal
from corredor.calibration.targets import Target
from corredor.calibration.tidy import UNITS
from corredor.figures import style

_HEIGHT: Final = 2.6
_COLUMNS: Final = 3


def predictive_checks(results: Calibration, layout: style.Layout = "wide") -> Figure:
    """A panel for each target: observed against simulated, a dot for each figure, with where nine in ten should lie.

    Args:
        results: of a calibration.
        layout: see ``Layout``.
    """
    told = results.diagnostics["predictive_checks"]
    targets = [target for target in results.targets.series if target.name in told]
    columns = min(_COLUMNS, len(targets)) if layout == "wide" else 1
    rows = -(-len(targets) // columns)
    with style.house():
        figure = style.new_figure(_HEIGHT * rows + 1.2, layout)
        grid = figure.subplots(rows, columns, squeeze=False).ravel()
        for unused in grid[len(targets) :]:
            unused.remove()
        for axes, target in zip(grid, targets, strict=False):
            own = results.figures[results.figures["target"] == target.name]
            width = float(np.hypot(median_discrepancy(target, results.discrepancies), Form.of(target).sd))
            _panel(axes, Form.of(target), own, width)
            within = told[target.name]["within_90"]
            axes.set_title(f"{target.name}: {within:.0%} within 90 %", fontsize=10.5)
            axes.set_xlabel(f"simulated, {unit_of(target)}", fontsize=9.5)
            axes.set_ylabel(f"observed, {unit_of(target)}", fontsize=9.5)
        said = "; ".join(f"{name}: {each['within_90']:.0%}" for name, each in told.items())
        return style.finish(
            figure,
            "Observed figures among replicated ones",
            f"A panel for each of {len(targets)} targets. Share of observed figures within their 90 % interval: "
            f"{said}.",
            note="dots: simulated median of draws; band: 90 % with error of observation and discrepancy",
        )


def unit_of(target: Target) -> str:
    """In what a target is drawn: on the scale on which its errors add."""
    if target.compare == "autocorrelation":
        return "correlation"
    plain = {"person": "persons", "1": target.series.replace("_", " ")}.get(UNITS[target.series], UNITS[target.series])
    unit = "price index" if target.compare == "index" else plain
    if isinstance(target.error, LogNormal) and target.error.floor:
        return f"ln ({unit} + {target.error.floor:g})"
    return unit if isinstance(target.error, Normal) else f"ln {unit}"


def _panel(axes: Axes, form: Form, rows: pd.DataFrame, width: float) -> None:
    each = rows.groupby(["group", "at"]).agg(observed=("observed", "first"), expected=("expected", "median"))
    x, y = form.scale(each["expected"].to_numpy(float)), form.scale(each["observed"].to_numpy(float))
    line = np.array([min(x.min(), y.min()), max(x.max(), y.max())])
    margin = 0.05 * max(float(np.ptp(line)), 1e-3)
    line = line + np.array([-margin, margin])
    low, high = line - 1.645 * width, line + 1.645 * width
    if isinstance(form.error, Ceiling):
        low, high = line - 1.282 * width, np.full(2, line[1] + 1.645 * width)
    axes.fill_between(line, low, high, color=style.HAIRLINE, alpha=0.5, linewidth=0)
    axes.plot(line, line, color=style.MUTED, linewidth=1.1)
    axes.plot(x, y, ".", color=style.COLOURS["run"], markersize=4, alpha=0.7)
    axes.tick_params(labelsize=9)
