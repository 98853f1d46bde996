"""Finding the reference prices: those at which surveyed market shares and the known export price hold together."""

from __future__ import annotations

import numpy as np

from corredor.region.region import Floats

SHARE_GAIN = 0.12
"""Step of a group's price, in logit scales, for a share that is off by a factor e; a larger one swings."""
EXPORT_GAIN = 0.3
"""Step of all prices together for an export price that is off, relative to the gap."""
LEAST_SHARE = 0.01
SMOOTHING_MONTHS = 8


class PriceFinder:
    """Moves the prices of the market groups during the months before the start, while coca stays as surveyed.

    The wholesale prices then come out of route costs: nobody sets them.

    Args:
        shares: (markets,) of what sets out; renormalised over the groups that the region has.
        export_usd_kg: worth of a kilogram where it is grown, mean over coca.
        months: how long the search lasts; prices and arrivals are averaged over its second half.
    """

    def __init__(self, shares: Floats, export_usd_kg: float, months: int) -> None:
        self.shares = shares / max(float(shares.sum()), 1e-12)
        self.export_usd_kg = export_usd_kg
        self.months = months
        self.month = 0
        self.sent: Floats = self.shares.copy()
        self.mean_price: Floats = np.zeros(len(shares))
        self.mean_arrived: Floats = np.zeros(len(shares))

    def step(self, price: Floats, sent: Floats, arrived: Floats, export_worth: float, scale: float) -> Floats:
        """Prices of the next month.

        Args:
            price: (markets,) US$/kg now.
            sent: (markets,) kg that set out last month.
            arrived: (markets,) kg that arrived last month.
            export_worth: US$/kg where it is grown, or nan if nobody has planned yet.
            scale: logit scale of the choice among markets, US$/kg.
        """
        if sent.sum() > 0.0 and np.isfinite(export_worth):
            if self.month == 0:
                self.sent = np.zeros_like(sent)
            self.sent += (sent - self.sent) / min(self.month + 1, SMOOTHING_MONTHS)
            off = np.log(np.maximum(self.sent / self.sent.sum(), LEAST_SHARE) / np.maximum(self.shares, LEAST_SHARE))
            price = price - SHARE_GAIN * scale * off + EXPORT_GAIN * (self.export_usd_kg - export_worth)
        self.month += 1
        counted = self.months - self.months // 2
        if self.month > self.months - counted:
            self.mean_price += price / counted
            self.mean_arrived += arrived / counted
        return price

    @property
    def done(self) -> bool:
        """Whether the search is over."""
        return self.month >= self.months
