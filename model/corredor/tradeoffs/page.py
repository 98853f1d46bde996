"""The page of a study of trade-offs: one HTML file that needs nothing from anywhere else."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined, select_autoescape

from corredor import __version__
from corredor.figures.style import STAMP, Layout, alt_text, data_address
from corredor.figures.wording import number, share, signed
from corredor.report.translation import Translator, catalogue
from corredor.tradeoffs.discovery import Discovery, discover
from corredor.tradeoffs.figures import KINDS, draw
from corredor.tradeoffs.figures.boxes import found_boxes
from corredor.tradeoffs.figures.looks import REMOVED
from corredor.tradeoffs.judging import BROKEN, UNCLEAR
from corredor.tradeoffs.results import NOTHING, Tradeoffs

_DPI: Final[dict[Layout, int]] = {"wide": 144, "tall": 120}
MOST_DISCOVERED: Final = 40
"""Bundles for which scenario discovery is told on the page."""


@dataclass(frozen=True)
class Picture:
    """A chart as it stands in the page.

    Attributes:
        kind, title, reading: see ``Chart``.
        wide, tall: data addresses of the two PNG images.
        alt: the text alternative.
        width, height: of the wide image, pixels of the screen.
    """

    kind: str
    title: str
    reading: str
    wide: str
    tall: str
    alt: str
    width: int
    height: int


def write_page(results: Tradeoffs, path: Path | None = None, language: str = "en") -> Path:
    """Write the page of a study of trade-offs.

    Args:
        results: what it is about.
        path: if left out, ``tradeoffs.html`` in the folder, or ``tradeoffs-without-rights.html``; ``tradeoffs.es.html``
            in another language.
        language: ``en``, ``es`` or ``pt``.
    """
    name = "tradeoffs" if results.rights_constraint else "tradeoffs-without-rights"
    target: Path = path or results.folder / (f"{name}.html" if language == "en" else f"{name}.{language}.html")
    target.parent.mkdir(parents=True, exist_ok=True)
    partial = target.with_name(f".{target.name}.part")
    partial.write_text(render(results, language), encoding="utf-8")
    partial.replace(target)
    return target


def render(results: Tradeoffs, language: str = "en") -> str:
    """The page as HTML text, in a language."""
    return translated(results, Translator(language, catalogue(language, "corredor.tradeoffs")))


def translated(results: Tradeoffs, translator: Translator) -> str:
    """The page as HTML text, as a translator says it."""
    environment = Environment(
        loader=ChoiceLoader(
            [PackageLoader("corredor.tradeoffs", "template"), PackageLoader("corredor.report", "template")]
        ),
        autoescape=select_autoescape(default=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    plan = results.plan
    kinds = [kind for kind in KINDS if kind != "boxes" or found_boxes(results)]
    page = environment.get_template("tradeoffs.html").render(
        stamp=STAMP,
        removed=None if results.rights_constraint else REMOVED,
        name=plan.study.name,
        plan=plan,
        scenario=plan.study.scenario,
        version=__version__,
        findings=findings(results),
        pictures=[_picture(results, kind, translator) for kind in kinds],
        levers=_levers(results),
        uncertainties=_uncertainties(results),
        goals=[(each.name, each.unit, each.direction, each.goal_told) for each in results.objectives],
        judged=[(each.name, each.goal_told) for each in results.goals],
        objectives=results.objectives,
        rows=_rows(results),
        discoveries=[
            (results.codes[each.bundle], results.labels[each.bundle], each.said) for each in _discover(results)
        ],
    )
    return translator.page(page)


def findings(results: Tradeoffs) -> list[str]:
    """What the study says, in sentences; nothing in them ranks bundles across measures."""
    plan, inside = results.plan, np.flatnonzero(results.non_dominated)
    others = plan.bundles - 1
    said = [
        f"Of {others} bundles of policies and of doing nothing, {len(inside)} are beaten by no other in every measure: "
        "choosing among them is weighing one measure against another, which no program can do for you."
    ]
    broken = [b for b, status in enumerate(results.rights) if status == BROKEN]
    if results.rights_constraint:
        said.append(
            f"{len(broken)} bundles violate more rights than doing nothing and are left out"
            + (f": {_few(results, broken)}." if broken else ".")
        )
    else:
        said.append(
            f"{REMOVED}: {len(broken)} bundles that violate more rights than doing nothing are kept among the others"
            + (f": {_few(results, broken)}." if broken else ".")
        )
    unclear = sum(status == UNCLEAR for status in results.rights)
    if unclear:
        said.append(
            f"Of {unclear} more it is not clear: their mean is higher, but the interval holds zero. They are kept, and "
            "marked in the table."
        )
    if plan.budget is not None:
        over = int((~results.within_budget).sum())
        said.append(
            f"{over} bundles cost more than {number(plan.budget)} million US$ a year on average and are left out."
        )
    said.append(_robust(results))
    return said


def _few(results: Tradeoffs, bundles: list[int], most: int = 4) -> str:
    told = "; ".join(results.labels[b] for b in bundles[:most])
    return told + (f"; and {len(bundles) - most} more" if len(bundles) > most else "")


def _robust(results: Tradeoffs) -> str:
    shares = results.satisfied["all"].where(results.eligible)
    best = float(shares.max())
    if best == 0.0:
        return "No bundle meets all goals in any world."
    which = [int(b) for b in np.flatnonzero((shares == best).to_numpy())]
    return (
        f"All goals together are met in at most {share(best)} of the worlds, by {_few(results, which, 3)}; doing "
        f"nothing meets them in {share(float(results.satisfied['all'][NOTHING]))}."
    )


def _picture(results: Tradeoffs, kind: str, translator: Translator) -> Picture:
    chart = KINDS[kind]
    wide, tall = draw(results, kind, "wide"), draw(results, kind, "tall")
    told = alt_text(wide)
    across, down = wide.get_size_inches()
    wide, tall = translator.figure(wide), translator.figure(tall)
    addresses = data_address(wide, _DPI["wide"]), data_address(tall, _DPI["tall"])
    return Picture(kind, chart.title, chart.reading, *addresses, told, round(96 * across), round(96 * down))


def _levers(results: Tradeoffs) -> list[tuple[str, str, str]]:
    """Name, kind, and what may be chosen."""
    told = []
    for lever in results.plan.levers:
        strengths = [f"{value:g}" for value in lever.intensities]
        open_to = " to ".join(strengths) if lever.ranged else ", ".join(strengths)
        parts = [f"intensity {'off, ' if lever.may_be_off else ''}{open_to}"]
        parts += [f"{key}: {', '.join(map(_told, values))}" for key, values in lever.choices.items()]
        fixed = {key: lever.entry[key] for key in ("where", "start", "end", "duration") if key in lever.entry}
        parts += [f"{key} {_told(value)}" for key, value in fixed.items() if key not in lever.choices]
        told.append((lever.name, str(lever.entry["kind"]).replace("_", " "), "; ".join(parts)))
    return told


def _told(value: Any) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{key} {_told(inner)}" for key, inner in value.items())
    return ", ".join(map(_told, value)) if isinstance(value, list) else str(value)


def _uncertainties(results: Tradeoffs) -> list[tuple[str, str]]:
    units = {factor.path: factor.unit for factor in results.plan.study.factors}
    told = []
    for name, column in results.worlds.items():
        if column.dtype == object or column.dtype.kind not in "if":
            values = ", ".join(sorted(set(map(str, column))))
        else:
            values = f"{number(float(column.min()))} to {number(float(column.max()))} {units[str(name)]}"
        told.append((str(name), values.strip()))
    return told


def _rows(results: Tradeoffs) -> list[dict[str, Any]]:
    """Rows of the table of bundles: those in the set first, then the eligible, then the left-out."""
    table = results.bundles
    card = results.scorecard.set_index(["bundle", "outcome"])
    order = sorted(table.index, key=lambda b: (not table["non_dominated"][b], not table["eligible"][b], b))
    rows = []
    for bundle in order:
        cells = [_cell(card.loc[(bundle, each.outcome)]) for each in results.objectives]
        rows.append(
            {
                "code": table["code"][bundle],
                "label": table["label"][bundle],
                "cells": cells,
                "status": _status(results, bundle),
                "often": share(float(table["non_dominated_share"][bundle])),
                "satisficing": share(float(table["satisficing_share"][bundle])),
                "inside": bool(table["non_dominated"][bundle]),
            }
        )
    return rows


def _cell(row: Any) -> str:
    if row["code"] == "0":
        return number(float(row["mean"]))
    difference = signed(float(row["difference"]), 2)
    if not np.isfinite(row["low"]):
        return difference
    return f"{difference} [{number(float(row['low']), 2)}, {number(float(row['high']), 2)}]"


def _status(results: Tradeoffs, bundle: int) -> str:
    parts = []
    if results.rights[bundle] == BROKEN:
        parts.append("more rights violated")
    if results.rights[bundle] == UNCLEAR:
        parts.append("rights not clear")
    if not results.within_budget[bundle]:
        parts.append("over the budget")
    return ", ".join(parts) or ("not beaten" if results.non_dominated[bundle] else "beaten")


def _discover(results: Tradeoffs) -> list[Discovery]:
    inside = np.flatnonzero(results.non_dominated).tolist()[:MOST_DISCOVERED]
    return [discover(results, bundle) for bundle in inside]
