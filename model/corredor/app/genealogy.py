"""The family tree of organisations as SVG."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from corredor.app.charts import BOTTOM, TOP, Scale, finish, time_axis
from corredor.app.svg import line, points, shape, word
from corredor.app.words import say
from corredor.figures.style import COLOURS, INK

LANE: Final = 17
NAMES: Final = 128
LONGEST_NAME: Final = 20
THINNEST: Final = 1.0
MOST_POINTS: Final = 60


def family_tree(language: str, tree: Mapping[str, Any], start: str, months: int) -> str:
    """A lane for each organisation, as thick as it has members, with lines from parents to those who split off.

    Args:
        language: of the page.
        tree: see ``digest.tree``.
        start: first month of the run.
        months: of the run.
    """
    lanes = tree["lanes"]
    lane = {each["number"]: TOP + LANE * (i + 0.5) for i, each in enumerate(lanes)}
    largest = max((count for each in lanes for count in each["members"]), default=0) or 1
    high = TOP + LANE * len(lanes) + BOTTOM
    x, parts = time_axis(start, months, NAMES, high)
    for each in lanes:
        parts.append(word(NAMES - 8, lane[each["number"]] + 4, each["name"][:LONGEST_NAME], size=11, anchor="end"))
        parts.append(_life(each, lane[each["number"]], x, largest))
        parts += _birth(each, lane, x) + _end(each, lane, x)
    alive = sum(each["died"] is None for each in lanes)
    return finish(language, parts, high, say(language, "alt.tree", all=tree["all"], shown=len(lanes), alive=alive))


def _life(each: Mapping[str, Any], y: float, x: Scale, largest: float) -> str:
    half = [THINNEST + (LANE / 2 - 2.0) * (count / largest) ** 0.5 for count in each["members"]]
    at = [*range(0, len(half), max(1, len(half) // MOST_POINTS)), len(half) - 1]
    upper = [(x(each["born"] + i), y - half[i]) for i in at]
    lower = [(x(each["born"] + i), y + half[i]) for i in reversed(at)]
    return shape("polygon", points=points([*upper, *lower]), fill=COLOURS["run"])


def _birth(each: Mapping[str, Any], lane: Mapping[int, float], x: Scale) -> list[str]:
    if each["parent"] not in lane:
        return []
    at, y, colour = x(each["born"]), lane[each["number"]], COLOURS["cause"]
    return [line(at, lane[each["parent"]], at, y, colour, 1.6), shape("circle", cx=at, cy=y, r=3.6, fill=colour)]


def _end(each: Mapping[str, Any], lane: Mapping[int, float], x: Scale) -> list[str]:
    if each["died"] is None:
        return []
    at, y, colour = x(each["died"] + 1), lane[each["number"]], COLOURS["absorbed"]
    if each["absorber"] in lane:
        square = shape("rect", x=at - 3, y=y - 3, width=6, height=6, fill=colour)
        return [line(at, y, at, lane[each["absorber"]], colour, 1.6, "2 3"), square]
    return [shape("path", d=f"M{at - 3.5:.1f} {y - 3.5:.1f}l7 7m0 -7l-7 7", stroke=INK, stroke_width=1.8)]
