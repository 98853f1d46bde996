"""Cocaine through three departments beside what was observed, and beside what NarcoLogic makes of them.

``python tools/department_flows.py --out FOLDER --replicates 4`` runs what FOLDER does not hold yet, the Americas at 1°
from 1990 to the end of 2014, and writes ``docs/results/departments.md`` with its figure. Nothing was set by these
figures.
"""

from __future__ import annotations

import argparse
import datetime as dt
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from numpy.typing import NDArray

import corredor
from corredor.effects.log import commit
from corredor.figures import style
from corredor.figures.wording import number

ROOT: Final = Path(__file__).resolve().parents[1]
RESULT: Final = ROOT / "docs" / "results" / "departments.md"
IMAGE: Final = ROOT / "docs" / "images" / "departments.png"
SAID: Final = "## What it says, and what it does not"
ARMS: Final = ("baseline", "history_inputs", "history")
YEARS: Final = "25 years"

OBSERVED: Final[Mapping[str, tuple[str, int, tuple[float, ...]]]] = {
    "GT-PE": ("Petén", 2005, (5500, 6300, 2250, 3450, 1050, 1375, 625, 625, 1600)),
    "HN-GD": ("Gracias a Dios", 2005, (3930, 12800, 4463, 6906, 63395, 109875, 219354, 214087, 107219, 55268)),
    "PA-5": ("Darién", 2009, (29750, 26812, 37034, 49043, 41399, 41535)),
}
"""Movement of cocaine, kg a year: Consolidated Counterdrug Database, as NarcoLogic was calibrated to it (Magliocca et
al. 2019). By code of the division: name, first year, series."""
SHARED: Final = (2009, 2013)
"""Years that all three series have."""
NARCOLOGIC: Final = (-0.83, 0.90)
"""Lowest and highest correlation by department and seed in a reconstruction of NarcoLogic, which was calibrated to
these series; its Petén was 15 to 38 times too high."""

Floats = NDArray[np.float64]


def yearly(run: Any, code: str) -> pd.DataFrame:
    """Kilograms a year that came into a division: a row for each replicate, a column for each year."""
    rows = run.table("divisions", columns=["replicate", "month", "kg_crossed"], kind="all", iso_3166_2=code)
    summed = rows.groupby(["replicate", pd.to_datetime(rows["month"]).dt.year])["kg_crossed"].sum()
    return summed.unstack()


def correlation(one: Floats, other: Floats) -> float:
    """Pearson's; NaN where either does not vary."""
    if np.ptp(one) == 0.0 or np.ptp(other) == 0.0:
        return float("nan")
    return float(np.corrcoef(one, other)[0, 1])


def compared(simulated: pd.DataFrame, first: int, series: tuple[float, ...]) -> tuple[Floats, Floats]:
    """Of each replicate the correlation over the observed years, and simulated over observed level."""
    observed = np.array(series, float)
    window = simulated.loc[:, range(first, first + len(series))].to_numpy(float)
    return np.array([correlation(row, observed) for row in window]), window.mean(axis=1) / observed.mean()


def two_decimals(value: float) -> str:
    """A correlation as people write it."""
    return f"{value:.2f}".replace("-", "−")


def two_digits(value: float) -> str:
    """A level or a share as people write it."""
    return number(value, 2)


def told(values: Floats, write: Callable[[float], str] = two_digits) -> str:
    """Median and range over replicates."""
    if not np.isfinite(values).any():
        return "–"
    ends = [write(float(q)) for q in np.nanquantile(values, [0.5, 0.0, 1.0])]
    return f"{ends[0]} [{ends[1]}, {ends[2]}]"


def page(flows: Mapping[str, Mapping[str, pd.DataFrame]], said: str, replicates: int, seed: int) -> str:
    """The page as text.

    Args:
        flows: by arm and division, of ``yearly``.
        said: what was written by hand below the tables.
        replicates: of each arm.
        seed: of all.
    """
    lines = [
        "# Cocaine through three departments",
        "",
        f"Date {dt.date.today()}, corredor {corredor.__version__}, commit {commit() or 'unknown'}, seed {seed}, "
        f"{replicates} replicates; written by `python tools/department_flows.py --out FOLDER --replicates "
        f"{replicates}`: the Americas at 1°, 1990 to 2014. Simulated, not a forecast.",
        "",
        "Observed: kilograms a year moved into a department (Consolidated Counterdrug Database, the series to which "
        "NarcoLogic was calibrated; Magliocca et al. 2019). Simulated: what came over its borders and shores. "
        "Correlation over the observed years and simulated over observed level, median and range over replicates.",
        "",
        "![Flow by department](../images/departments.png)",
        "",
        "| department | years | " + " | ".join(f"{arm}: correlation | {arm}: level" for arm in flows) + " |",
        f"|---|---|{'---|---|' * len(flows)}",
    ]
    for code, (name, first, series) in OBSERVED.items():
        parts = [compared(arm[code], first, series) for arm in flows.values()]
        cells = [cell for found, level in parts for cell in (told(found, two_decimals), told(level))]
        lines.append(f"| {name} | {first} to {first + len(series) - 1} | {' | '.join(cells)} |")
    lines.append(
        f"| *NarcoLogic, in sample* | | correlations by department and seed from {two_decimals(NARCOLOGIC[0])} to "
        f"{two_decimals(NARCOLOGIC[1])} | Petén 15 to 38 times too high |" + " | |" * (len(flows) - 1)
    )
    lines += ["", *_shares(flows), "", said]
    return "\n".join(lines).rstrip() + "\n"


def _shares(flows: Mapping[str, Mapping[str, pd.DataFrame]]) -> list[str]:
    """How the three divide what they carry together, in the years that all series have."""
    first, last = SHARED
    observed = {code: sum(series[first - since : last + 1 - since]) for code, (_, since, series) in OBSERVED.items()}
    lines = [
        f"Shares of what the three carry together, {first} to {last}, in percent:",
        "",
        f"| department | {' | '.join(flows)} | observed |",
        f"|---|{'---|' * (len(flows) + 1)}",
    ]
    for code, (name, _, _) in OBSERVED.items():
        cells = []
        for arm in flows.values():
            carried = {c: arm[c].loc[:, range(first, last + 1)].sum(axis=1).to_numpy(float) for c in OBSERVED}
            whole = np.sum(list(carried.values()), axis=0)
            cells.append(
                told(100.0 * np.divide(carried[code], whole, out=np.full(len(whole), np.nan), where=whole > 0))
            )
        lines.append(f"| {name} | {' | '.join(cells)} | {number(100.0 * observed[code] / sum(observed.values()), 2)} |")
    return lines


def draw(flows: Mapping[str, Mapping[str, pd.DataFrame]]) -> Figure:
    """A panel for each department: what was observed, and each arm's median and range."""
    with style.house():
        figure = style.new_figure(4.0)
        panels = style.grid_of(figure, len(OBSERVED), "wide")
        for axes, (code, (name, first, series)) in zip(panels, OBSERVED.items(), strict=True):
            for arm, colour in zip(flows, ("control", "europe", "run"), strict=False):
                _draw_arm(axes, flows[arm][code], style.COLOURS[colour], arm)
            years = range(first, first + len(series))
            axes.plot(years, np.array(series) / 1e3, "o-", color=style.INK, markersize=4, label="observed")
            axes.set_yscale("log")
            axes.set_title(name, fontsize=12)
            axes.set_xticks([2005, 2010, 2014])
            axes.grid(axis="y")
        panels[0].set_ylabel("t/year")
        figure.legend(*panels[-1].get_legend_handles_labels(), loc="outside right center", fontsize=9.5)
        return style.finish(
            figure,
            "Cocaine through three departments, simulated and observed",
            "Three panels over 2005 to 2014 with the observed series and the arms of the model on a log scale.",
            note="the Americas at 1°; medians and the range over replicates; less than a kilogram is drawn as one",
        )


def _draw_arm(axes: Axes, simulated: pd.DataFrame, colour: str, label: str) -> None:
    years = list(range(2005, 2015))
    tonnes = np.maximum(simulated.loc[:, years].to_numpy(float) / 1e3, 1e-3)
    axes.fill_between(years, tonnes.min(axis=0), tonnes.max(axis=0), color=colour, alpha=0.15, linewidth=0)
    axes.plot(years, np.median(tonnes, axis=0), color=colour, label=label)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--out", type=Path, required=True, help="folder of the run folders")
    parser.add_argument("--replicates", type=int, default=4)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--arm", choices=ARMS, action="append", help="only this; may be repeated")
    given = parser.parse_args()
    flows: dict[str, dict[str, pd.DataFrame]] = {}
    for arm in given.arm or ARMS:
        changed = {"duration": YEARS, "record": ["homicides"], "region.resolution": "1 deg"}
        changed |= {"policies.Truce.end": "2014-01"} if arm == "history" else {}
        run = corredor.run(
            arm, set=changed, replicates=given.replicates, seed=given.seed, workers=given.workers,
            out=given.out / arm, resume=True, quiet=True,
        )  # fmt: skip
        flows[arm] = {code: yearly(run, code) for code in OBSERVED}
        print(f"{arm}: done")
    said = RESULT.read_text("utf-8").partition(SAID)[2] if RESULT.exists() else "\n"
    style.save(draw(flows), IMAGE)
    RESULT.write_text(page(flows, SAID + said, given.replicates, given.seed), "utf-8")


if __name__ == "__main__":
    main()
