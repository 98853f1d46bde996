"""Small charts as SVG: text, so that they speak the language that is chosen and need nothing from elsewhere."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from corredor.app.plain import ENDS, Spread
from corredor.app.svg import line, points, shape, word
from corredor.app.words import numerals, say
from corredor.figures.style import COLOURS, HAIRLINE, INK, MUTED
from corredor.figures.wording import plain as plain_number
from corredor.scenario.dates import month_number

WIDE: Final = 400
HIGH: Final = 230
LEFT: Final = 52
RIGHT: Final = 18
TOP: Final = 8
BOTTOM: Final = 42
MOST_YEARS: Final = 6
MOST_LEVELS: Final = 5
POLICY: Final = "#f0f2f4"
DASHES: Final = "6 4"
COUNTED: Final = ("organisations",)
"""Measures that are whole numbers."""

Scale = Callable[[float], float]


def over_time(language: str, name: str, sides: Mapping[str, Mapping[str, Any]], policy_months: Sequence[str]) -> str:
    """Medians of both runs as lines, 90 % of replicates as bands, against calendar years.

    Args:
        language: of the page.
        name: of the measure.
        sides: ``without`` and ``with``: ``months``, ``low``, ``median``, ``high``.
        policy_months: first month in which policies act, and the month after the last.
    """
    months = [month_number(month) for month in sides["with"]["months"]]
    values = [v for side in sides.values() for key in ("low", "median", "high") for v in side[key] if v is not None]
    if not months or not values:
        return ""
    low, high = _limits(values)
    first, last = months[0], max(months[-1], months[0] + 1)
    x, y = _scale(first, last, LEFT, WIDE - RIGHT), _scale(high, low, TOP, HIGH - BOTTOM)
    since, until = (x(min(max(month_number(month), first), last)) for month in policy_months)
    parts = [shape("rect", x=since, y=TOP, width=until - since, height=HIGH - TOP - BOTTOM, fill=POLICY)]
    parts += [
        _level(y(tick), numerals(language, plain_number(tick))) for tick in ticks(low, high, whole=name in COUNTED)
    ]
    parts += [_year(x(12 * year), year, HIGH) for year in _years(first, last)]
    for side, colour, dashes in (("without", COLOURS["control"], DASHES), ("with", COLOURS["run"], "")):
        parts += _median_and_band(sides[side], x, y, colour, dashes)
    parts.append(_stamp(language, HIGH))
    before, after = (numerals(language, plain_number(sides[side]["median"][-1] or 0.0)) for side in ("without", "with"))
    told = say(language, "alt.series", name=say(language, f"measure.{name}"), before=before, after=after)
    return _svg(parts, HIGH, told)


def _median_and_band(table: Mapping[str, Any], x: Scale, y: Scale, colour: str, dashes: str) -> list[str]:
    at = [x(month_number(month)) for month in table["months"]]
    parts = []
    if all(value is not None for value in (*table["low"], *table["high"])):
        there, back = (list(zip(at, map(y, table[end]), strict=True)) for end in ("high", "low"))
        parts.append(shape("polygon", points=points([*there, *reversed(back)]), fill=colour, fill_opacity="0.18"))
    drawn = [(each, y(value)) for each, value in zip(at, table["median"], strict=True) if value is not None]
    parts.append(
        shape("polyline", points=points(drawn), fill="none", stroke=colour, stroke_width=2.4, stroke_dasharray=dashes)
    )
    return parts


def key(side: str) -> str:
    """The line of a side, as a key shows it."""
    colour, dashes = (COLOURS["control"], DASHES) if side == "without" else (COLOURS["run"], "")
    return shape("svg", line(0, 5, 34, 5, colour, 3, dashes), width=34, height=10, aria_hidden="true")


def dot(spread: Spread, reach: float) -> str:
    """A mean as a dot and 90 % of pairs as a line, around zero, up to ``reach`` on both sides."""
    wide, high = 120, 22
    x = _scale(-reach, reach, 6, wide - 6)
    mean, low, up = spread["mean"], spread["low"], spread["high"]
    parts = [line(wide / 2, 1, wide / 2, high - 1, INK)]
    if low is not None and up is not None:
        parts.append(line(x(low), high / 2, x(up), high / 2, COLOURS["run"], 3))
    if mean is not None:
        parts.append(shape("circle", cx=x(mean), cy=high / 2, r=5, fill=COLOURS["run"]))
    return shape("svg", "".join(parts), viewBox=f"0 0 {wide} {high}", width=wide, height=high, aria_hidden="true")


def reach_of(*spreads: Spread) -> float:
    """How far from zero a scale must go to show all of some differences."""
    known = [abs(value) for each in spreads for end in ENDS if (value := each[end]) is not None]
    return 1.1 * max(known, default=0.0) or 1.0


def ticks(low: float, high: float, *, whole: bool = False) -> list[float]:
    """Round numbers between two, at most ``MOST_LEVELS`` steps apart; whole ones if only these exist."""
    power = 10.0 ** math.floor(math.log10(high - low))
    steps = (power * times for times in (0.2, 0.25, 0.5, 1.0, 2.0, 5.0))
    step = next(each for each in steps if (high - low) / each <= MOST_LEVELS)
    step = max(step, 1.0) if whole else step
    start = math.ceil(low / step)
    return [round(i * step, 10) for i in range(start, math.floor(high / step) + 1)]


def time_axis(start: str, months: int, left: float, high: float) -> tuple[Scale, list[str]]:
    """Where a month of the run is, and the calendar years below.

    Args:
        start: first month of the run.
        months: of the run.
        left: where it begins.
        high: of the chart.
    """
    x = _scale(0, months, left, WIDE - RIGHT)
    first = month_number(start)
    return x, [_year(x(12 * year - first), year, high) for year in _years(first, first + months)]


def finish(language: str, parts: Sequence[str], high: float, told: str) -> str:
    """A chart with its stamp and what somebody who cannot see it should know."""
    return _svg([*parts, _stamp(language, high)], high, told)


def _scale(low: float, high: float, first: float, last: float) -> Scale:
    """From values to places on the chart, no further than its ends."""
    return lambda value: first + (last - first) * min(max((value - low) / (high - low), 0.0), 1.0)


def _limits(values: Sequence[float]) -> tuple[float, float]:
    low, high = min(values), max(values)
    margin = 0.08 * (high - low) or 0.05 * abs(high) or 1.0
    return max(low - margin, 0.0) if low >= 0 else low - margin, high + margin


def _years(first: int, last: int) -> list[int]:
    """Calendar years that begin between two month numbers, at most ``MOST_YEARS`` of them."""
    every = [year for year in range(first // 12, last // 12 + 1) if first <= 12 * year <= last]
    return every[:: max(1, -(-len(every) // MOST_YEARS))]


def _level(y: float, label: str) -> str:
    return line(LEFT, y, WIDE - RIGHT, y, HAIRLINE) + word(LEFT - 5, y + 4, label, size=12, anchor="end")


def _year(x: float, year: int, high: float) -> str:
    base = high - BOTTOM
    return line(x, TOP, x, base + 4, HAIRLINE) + word(x, base + 18, str(year), size=12, anchor="middle")


def _stamp(language: str, high: float) -> str:
    return word(WIDE - RIGHT, high - 5, say(language, "stamp"), size=11, anchor="end", colour=MUTED)


def _svg(parts: Sequence[str], high: float, told: str) -> str:
    return shape("svg", "".join(parts), class_="chart", viewBox=f"0 0 {WIDE} {high:g}", role="img", aria_label=told)
