"""Trade-offs: bundles of policies under a budget, over worlds that nobody knows for sure."""

from corredor.tradeoffs.results import Tradeoffs, open_tradeoffs
from corredor.tradeoffs.running import tradeoffs

__all__ = ["Tradeoffs", "open_tradeoffs", "tradeoffs"]
