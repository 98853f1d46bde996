"""Shapes as SVG text."""

from __future__ import annotations

from html import escape


def shape(name: str, inner: str = "", /, **attributes: float | str) -> str:
    """One element.

    Args:
        name: ``line``, ``circle``, ``text`` …
        inner: what it holds, already escaped.
        attributes: numbers are rounded to a tenth; underscores stand for hyphens, and one at the end is left out.
    """
    written = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{_value(value)}"' for key, value in attributes.items() if value != ""
    )
    return f"<{name}{written}>{inner}</{name}>"


def line(x1: float, y1: float, x2: float, y2: float, colour: str, width: float = 1.0, dashes: str = "") -> str:
    """A straight line."""
    return shape("line", x1=x1, y1=y1, x2=x2, y2=y2, stroke=colour, stroke_width=width, stroke_dasharray=dashes)


def word(x: float, y: float, text: str, *, size: float, anchor: str = "start", colour: str = "") -> str:
    """A text."""
    style = f"fill:{colour}" if colour else ""
    return shape("text", escape(text), x=x, y=y, font_size=size, text_anchor=anchor, style=style)


def points(pairs: list[tuple[float, float]]) -> str:
    """The points of a line or an area."""
    return " ".join(f"{x:.1f},{y:.1f}" for x, y in pairs)


def _value(value: float | str) -> str:
    return escape(value, quote=True) if isinstance(value, str) else f"{value:.1f}".removesuffix(".0")
