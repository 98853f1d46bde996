"""The accounting of a case as a page in Markdown."""

from __future__ import annotations

import datetime as dt
import math
import os
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path

import numpy as np

import corredor
from corredor.core.mechanisms import MECHANISMS, PROCESSES
from corredor.effects.emergence.accounting import Accounting, Chain
from corredor.effects.emergence.maps import BandMap
from corredor.effects.emergence.ranges import Response
from corredor.effects.emergence.sharing import CutAlone, Sharing
from corredor.effects.log import commit
from corredor.effects.rows_figure import told
from corredor.figures.wording import number

UNSURE = "the interval of full less left holds zero"


def write_page(path: Path, found: Accounting, figures: Mapping[str, Path], command: str) -> None:
    """Write the page of a case.

    Args:
        path: of the page.
        found: what was found.
        figures: files of its figures, by the part that they show.
        command: with which it was made, to be printed.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    images = {part: os.path.relpath(file, path.parent) for part, file in figures.items()}
    path.write_text(page(found, images, command), encoding="utf-8")


def page(found: Accounting, images: Mapping[str, str], command: str) -> str:
    """The page as text."""
    case = found.case
    lines = [
        f"# What carries `{case.name}`",
        "",
        f"Date {dt.date.today()}, corredor {corredor.__version__}, commit {commit() or 'unknown'}, master seed "
        f"{found.seed}, {found.pairs} pairs, {found.region} at {found.resolution:g}°, parameter set "
        f"{found.parameters}. Simulated, not a forecast.",
        "",
        "```",
        command,
        "```",
        "",
        f"{case.title}. Accounted for: {found.outcome.name} ({found.outcome.unit}), {told(found.full)} with everything "
        f"at work. The claim: it is carried by {case.mediator}.",
    ]
    if found.sharing is not None:
        lines += ["", "## Each mechanism cut alone", "", *_image(images, "cuts"), *_sharing(found, found.sharing)]
    if found.band_map is not None:
        lines += [
            "",
            "## Where it holds, and where it breaks",
            "",
            *_image(images, "map"),
            *_map(found, found.band_map),
        ]
    if found.response is not None:
        lines += ["", "## From none to ten times", "", *_image(images, "range"), *_response(found, found.response)]
    if found.chain is not None:
        lines += ["", "## One chain of events", "", *_chain(found.chain)]
    return "\n".join(lines) + "\n"


def _image(images: Mapping[str, str], part: str) -> list[str]:
    words = {"cuts": "What each mechanism carries", "map": "Where it holds", "range": "Over the range of the policy"}
    return [f"![{words[part]}]({images[part]})", ""] if part in images else []


def _sharing(found: Accounting, sharing: Sharing) -> Iterator[str]:
    yield (
        "Treatment and control both without it. A row in brackets undoes the treatment's own first effect "
        f"({found.case.cuts[0].first_order.name}) and explains nothing; whole processes stand below the mechanisms."
    )
    yield ""
    yield "| without | which carries | effect left [90 %] | full less left [90 %] |"
    yield "|---|---|---|---|"
    for cut in sorted(sharing.cuts, key=lambda each: (each.process, -_size(each))):
        yield _row(cut)
    yield ""
    yield (
        f"**Shapley shares** of the four mechanisms with the largest effect alone, over all 16 subsets with the same "
        f"seeds; together with what is left without them they add up to {number(sharing.full.median)}."
    )
    yield ""
    yield f"| mechanism | share ({found.outcome.unit}) [90 %] | of the whole |"
    yield "|---|---|---|"
    for name, share in (*sharing.shares.items(), ("left without all four", sharing.rest)):
        part = share.median / sharing.full.median if sharing.full.median else math.nan
        yield f"| {name} | {told(share)} | {_percent(part)} |"


def _size(cut: CutAlone) -> float:
    return abs(cut.gap.median) if math.isfinite(cut.gap.median) else -1.0


def _row(cut: CutAlone) -> str:
    meaning = PROCESSES[cut.name] if cut.process else MECHANISMS[cut.name]
    if cut.failed:
        return f"| ({cut.name}) | {meaning} | could not be run: {cut.failed} | |"
    name = cut.name if cut.intact else f"({cut.name})"
    gap = told(cut.gap) if cut.gap.excludes(0.0) else f"{told(cut.gap)}, {UNSURE}"
    return f"| {name} | {meaning} | {told(cut.left)} | {gap} |"


def _percent(share: float) -> str:
    return f"{100.0 * share:.0f} %" if math.isfinite(share) else "–"


def _map(found: Accounting, band_map: BandMap) -> Iterator[str]:
    first, second = band_map.parameters
    yield (
        f"Five values of `{first.name}` ({first.spec.unit}; rows; default {number(first.default)}) and of "
        f"`{second.name}` ({second.spec.unit}; columns; default {number(second.default)}), from one end of the "
        f"registered range to the other. Medians of {found.outcome.name}; in bold where every outcome and baseline "
        "that needs no further arm is as documented (cuts and placebos are not run here)."
    )
    yield ""
    yield f"| | {' | '.join(number(v) for v in band_map.values[1])} |"
    yield f"|---|{'---|' * len(band_map.values[1])}"
    for value, medians, misses in zip(band_map.values[0], band_map.median, band_map.misses, strict=True):
        cells = [number(m) if missed else f"**{number(m)}**" for m, missed in zip(medians, misses, strict=True)]
        yield f"| {number(value)} | {' | '.join(cells)} |"
    yield ""
    yield from _breaks(band_map)


def _breaks(band_map: BandMap) -> Iterator[str]:
    holds, points = band_map.holds, band_map.holds.size
    yield f"It holds at {int(holds.sum())} of {points} points."
    for axis, (parameter, values) in enumerate(zip(band_map.parameters, band_map.values, strict=True)):
        counts = holds.sum(axis=1 - axis)
        told_counts = ", ".join(f"{int(n)} at {number(v)}" for v, n in zip(values, counts, strict=True))
        yield f"By `{parameter.name}`, of {holds.shape[1 - axis]} each: {told_counts}."
    missed = Counter(name for row in band_map.misses for point in row for name in point)
    if missed:
        yield "What is missed: " + "; ".join(f"{name} at {n} points" for name, n in missed.most_common()) + "."


def _response(found: Accounting, response: Response) -> Iterator[str]:
    yield (
        f"The intensity of '{response.over.policy}' from {response.over.intensities[0]:g} (nothing is there) over "
        f"{response.over.usual:g} (as without a policy) to {response.over.intensities[-1]:g}; each against the same "
        "control."
    )
    yield ""
    units = {found.outcome.name: found.outcome.unit} | {n: unit for n, (unit, _) in response.over.quantities.items()}
    yield f"| intensity | {' | '.join(f'{name} ({unit})' for name, unit in units.items())} |"
    yield f"|---|{'---|' * len(units)}"
    for k, intensity in enumerate(response.over.intensities):
        yield f"| {intensity:g} | {' | '.join(told(response.found[name][k]) for name in units)} |"
    yield ""
    for name in response.over.quantities:
        yield _shape(name, response)


def _shape(name: str, response: Response) -> str:
    """Over which part of the range a quantity rises, falls or stays."""
    medians = np.array([summary.median for summary in response.found[name]])
    known = np.flatnonzero(np.isfinite(medians))
    if len(known) < 2:
        return f"- {name}: too little is known."
    low, high = known[np.argmin(medians[known])], known[np.argmax(medians[known])]
    at = response.over.intensities
    return (
        f"- {name}: lowest ({number(medians[low])}) at {at[low]:g}, highest ({number(medians[high])}) at {at[high]:g}."
    )


def _chain(chain: Chain) -> Iterator[str]:
    if not chain.links:
        yield "No killing over ground in the runs of the treated arm has a cause that the log knows."
        return
    yield f"From `events.parquet` of the treated arm, replicate {chain.replicate}; each led to the one below it."
    yield ""
    for number_, link in enumerate(chain.links, 1):
        where = f" ({link.where})" if link.where else ""
        yield f"{number_}. {link.month:%B %Y}: {link.what}{where}."
