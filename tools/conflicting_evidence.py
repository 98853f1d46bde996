"""The five studies of conflicting evidence: run what is missing, draw their maps, and bring the page up to date.

``python tools/conflicting_evidence.py --out FOLDER`` runs the studies of ``scenarios/studies/conflicting`` as
``corredor sweep`` does, draws a figure for each, and writes the generated parts of ``docs/conflicting-evidence.md``.
"""

from __future__ import annotations

import argparse
import datetime as dt
import re
from pathlib import Path

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

import corredor
from conflicting_studies import STUDIES, Panel, Reading
from corredor.effects.log import commit
from corredor.figures import style
from corredor.figures.wording import number, plain
from corredor.runs.studies.study import Study
from corredor.scenario.registry import known_parameters

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "conflicting-evidence.md"
IMAGES = ROOT / "docs" / "images" / "conflicting"
BLOCK = re.compile(r"(<!-- generated: (?P<name>[a-z_]+) -->\n).*?(<!-- end -->)", re.DOTALL)


def words(name: str, study: Study, found: Reading) -> str:
    """The generated part of a section."""
    plan, points = study.plan, found.answers[0].holds.size
    region = study.scenario(0).region
    lines = [
        f"![Maps of {plan.name.lower()}](images/conflicting/{name}.png)",
        "",
        f"`corredor sweep scenarios/studies/conflicting/{name}.yaml`, {dt.date.today()}, corredor "
        f"{corredor.__version__}, commit {commit() or 'unknown'}, seed {plan.seed}: {plan.runs} runs of {region.name} "
        f"at {region.resolution:g}°, {plan.replicates} pairs at each of {points} points over `{found.rows}` and "
        f"`{found.columns}`. Outcomes from {plan.since} up to {plan.until}. Simulated, not a forecast.",
        "",
        "| what is said | holds at | where |",
        "|---|---|---|",
    ]
    rows, columns = (_levels(study, factor) for factor in (found.rows, found.columns))
    for answer in found.answers:
        where = _where(answer.holds, (found.rows, rows), (found.columns, columns))
        lines.append(f"| {answer.text} | {int(answer.holds.sum())} of {points} points | {where} |")
    lines += ["", "| | unit | lowest | median | highest |", "|---|---|---|---|---|"]
    for panel in found.panels:
        ends = [number(float(np.quantile(panel.mean, q))) for q in (0.0, 0.5, 1.0)]
        lines.append(f"| {panel.title} | {panel.unit} | {' | '.join(ends)} |")
    return "\n".join(lines) + "\n"


def _levels(study: Study, factor: str) -> list[float]:
    named = next(each for each in study.plan.factors if each.path == factor)
    return [float(value) for value in named.levels(study.plan.design.levels)]


def _where(holds: np.ndarray, *axes: tuple[str, list[float]]) -> str:
    """At how many points along each axis, level by level."""
    if not holds.any() or holds.all():
        return "everywhere" if holds.all() else "nowhere"
    told = []
    for axis, (name, values) in enumerate(axes):
        counts = holds.sum(axis=1 - axis)
        levels = ", ".join(f"{n} at {plain(v)}" for v, n in zip(values, counts, strict=True))
        told.append(f"`{name}`: {levels}")
    return "; ".join(told)


def draw(study: Study, found: Reading) -> Figure:
    """A panel for each effect: its mean, with a mark where its sign is sure."""
    rows, columns = (_levels(study, factor) for factor in (found.rows, found.columns))
    with style.house():
        across = 2
        down = -(-len(found.panels) // across)
        figure = style.new_figure(1.2 + 3.3 * down)
        panels = style.grid_of(figure, len(found.panels), "wide", columns=across)
        for axes, panel in zip(panels, found.panels, strict=True):
            _draw_panel(figure, axes, panel)
            axes.set_xticks(range(len(columns)), [plain(v) for v in columns], fontsize=9.5)
            axes.set_yticks(range(len(rows)), [plain(v) for v in rows], fontsize=9.5)
            axes.set_xlabel(_label(found.columns), fontsize=10.5)
            axes.set_ylabel(_label(found.rows), fontsize=10.5)
        told = "; ".join(f"{a.text}: {int(a.holds.sum())} of {a.holds.size} points" for a in found.answers)
        return style.finish(
            figure,
            f"{study.plan.name}: where each answer holds",
            told,
            note=f"{study.plan.replicates} pairs a point; + and −: surely above and below zero (90 %)",
        )


def _label(factor: str) -> str:
    """A factor with its unit, where that is registered."""
    known = known_parameters().get(factor)
    return factor if known is None else f"{factor} ({known.spec.unit})"


def _draw_panel(figure: Figure, axes: Axes, panel: Panel) -> None:
    most = float(np.abs(panel.mean).max(initial=1e-9))
    painted = axes.imshow(
        panel.mean, origin="lower", aspect="auto", cmap=style.colour_map(style.DIFFERENCE), vmin=-most, vmax=most
    )
    figure.colorbar(painted, ax=axes, label=panel.unit)
    for i, j in np.ndindex(panel.mean.shape):
        mark = "+" if panel.up[i, j] else "−" if panel.down[i, j] else ""
        colour = "white" if abs(panel.mean[i, j]) > 0.6 * most else style.INK
        axes.text(j, i, mark, ha="center", va="center", color=colour, fontsize=14, fontweight="bold")
    axes.set_title(panel.title, fontsize=11)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--out", type=Path, required=True, help="folder of the study folders")
    parser.add_argument("--study", choices=STUDIES, action="append", help="only this; may be repeated")
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--replicates", type=int, help="runs of each point, instead of the study's")
    given = parser.parse_args()
    for name in given.study or STUDIES:
        file = ROOT / "scenarios" / "studies" / "conflicting" / f"{name}.yaml"
        study = corredor.sweep(
            file, out=given.out / name, resume=True, workers=given.workers, replicates=given.replicates, quiet=True
        )
        found = STUDIES[name](study)
        style.save(draw(study, found), IMAGES / f"{name}.png")
        text = PAGE.read_text("utf-8")
        body = words(name, study, found)

        def renewed(match: re.Match[str], name: str = name, body: str = body) -> str:
            return f"{match[1]}\n{body}\n{match[3]}" if match["name"] == name else match[0]

        PAGE.write_text(BLOCK.sub(renewed, text), "utf-8")
        print(f"{name}: {study.plan.runs} runs")


if __name__ == "__main__":
    main()
