"""The figures there are, by kind."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module
from types import MappingProxyType
from typing import Final, Protocol

from matplotlib.figure import Figure

from corredor.figures.style import Layout, house
from corredor.runs.run import Run


class Draw(Protocol):
    """How every figure of a run is drawn."""

    def __call__(self, run: Run, control: Run | None, layout: Layout) -> Figure: ...


@dataclass(frozen=True)
class FigureKind:
    """One kind of figure.

    Attributes:
        kind: its id, as ``corredor plot --kind`` takes it.
        meaning: what is seen, one phrase.
        reading: how to read it, one or two sentences.
        needs_control: true where there is nothing to draw without a control run.
    """

    kind: str
    meaning: str
    reading: str
    draw: Draw
    needs_control: bool = False


_kinds: dict[str, FigureKind] = {}
_MODULES: Final = (
    "flow_map",
    "corridor_shares",
    "homicide_map",
    "homicide_by_country",
    "homicide_by_kind",
    "homicide_by_role",
    "organisations_alive",
    "family_tree",
    "territory_map",
    "chain_of_events",
    "prices",
    "coca",
    "scorecard",
)


def figure_kind(kind: str, meaning: str, reading: str, *, needs_control: bool = False) -> Callable[[Draw], Draw]:
    """Register the function below as the way to draw ``kind``.

    Raises:
        ValueError: if another figure already has this id.
    """

    def register(draw: Draw) -> Draw:
        if kind in _kinds:
            raise ValueError(f"a figure '{kind}' is already registered")
        _kinds[kind] = FigureKind(kind, meaning, reading, draw, needs_control)
        return draw

    return register


def kinds() -> Mapping[str, FigureKind]:
    """Every kind of figure by id, in the order in which a report shows them."""
    for module in _MODULES:
        import_module(f"corredor.figures.{module}")
    return MappingProxyType(_kinds)


def plot(run: Run, kind: str, control: Run | None = None, *, layout: Layout = "wide") -> Figure:
    """Draw one figure of a run.

    Args:
        run: what is shown.
        kind: one of ``kinds()``.
        control: a run without the policy, of the same replicates, shown beside it.
        layout: ``wide``, or ``tall`` for a narrow screen.

    Raises:
        ValueError: if there is no such kind, or if it needs a control and none is given; the message says what to do.
    """
    known = kinds()
    if kind not in known:
        from corredor.core.mechanisms import suggest

        raise ValueError(f"no figure is called '{kind}'{suggest(kind, known)}: there is {', '.join(known)}")
    if known[kind].needs_control and control is None:
        raise ValueError(f"'{kind}' shows what differs from a control run: name one with --control")
    with house():
        return known[kind].draw(run, control, layout)
