"""What scarce aircraft cost: carriers ask the price at which they expect to fly what it lets them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.special import wrightomega

from corredor.processes.route_parameters import RouteParameters
from corredor.region.region import Floats

WISH_MONTHS = 6
"""Months over which carriers judge how much would be flown if it cost nothing more."""
LEAST_USE = 0.01
"""Share of its capacity as which an air link counts that is hardly flown: what nobody flies gets cheaper, not free."""


class FlightPrices:
    r"""Surcharge of each air link, which clears what carriers foresee.

    A flight costs ``s (u / c)^2`` more where ``u`` kg a month are flown over a link of capacity ``c``. Carriers reckon
    that each rise by ``\sigma`` leaves a share ``1/e`` of what is flown, as choice by logit has it. So what they saw
    flown at a surcharge tells them how many times its capacity would be flown at none, ``d``, judged over some
    months, and they ask what agrees with itself:

    .. math:: z = s \left(d\, e^{-z/\sigma}\right)^2
        = \frac{\sigma}{2}\, \omega\!\left(\ln\frac{2 s d^2}{\sigma}\right)

    with Wright's omega (Corless & Jeffrey 2002), for which :math:`\omega + \ln \omega` is its argument. A price that
    only follows what was flown has everybody who plans turn to the links that were cheap, and away a month later: a
    cobweb, not an equilibrium (Daganzo & Sheffi 1977). At rest both ask the same, ``z = s (u / c)^2``.

    Args:
        capacity: of each link, shape (L,), kg a month.
        link: of each flight, shape (F,).
    """

    def __init__(self, capacity: Floats, link: NDArray[np.intp]) -> None:
        self.capacity, self.link = capacity, link
        self.surcharge: Floats = np.zeros(len(capacity))
        self.log_wish: Floats = np.full(len(capacity), np.log(LEAST_USE))

    def ask(self, flown: Floats, parameters: RouteParameters) -> Floats:
        """Surcharge of this month on each flight, US$/kg, shape (F,).

        Args:
            flown: last month, kg, shape (F,).
            parameters: of routes.
        """
        scarcity, sigma = parameters.flight_scarcity, parameters.flight_foresight
        if scarcity <= 0.0:
            return np.zeros(len(self.link))
        used = np.bincount(self.link, flown, len(self.capacity))
        seen = np.log(np.maximum(used / self.capacity, LEAST_USE)) + self.surcharge / sigma
        self.log_wish += (seen - self.log_wish) / WISH_MONTHS
        argument = np.log(2.0 * scarcity / sigma) + 2.0 * self.log_wish
        self.surcharge = np.asarray(0.5 * sigma * wrightomega(argument), dtype=np.float64)
        return self.surcharge[self.link]
