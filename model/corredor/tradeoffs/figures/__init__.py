"""Charts of trade-offs."""

from corredor.tradeoffs.figures.drawing import KINDS, draw

__all__ = ["KINDS", "draw"]
