"""Beliefs about seizure: gamma-Poisson, forgetting, partly heard from others, an untried lane judged by its zone."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from corredor.agents.plans import Plans
from corredor.processes.neighbourhood import Neighbourhood, water
from corredor.processes.route_parameters import RouteParameters
from corredor.region.region import Floats

LEAST_LOSS, MOST_LOSS = 0.02, 0.9
LOAD_LIMITS = (0.4, 2.5)
"""Loads stay within these multiples of the reference size."""


def believe(
    plans: Plans,
    slots: NDArray[np.int64],
    standing: Floats,
    usual: Floats,
    rates: Floats,
    shares: Floats,
    near: Floats,
    around: Neighbourhood,
    parameters: RouteParameters,
    room: tuple[Floats, Floats],
    judgement: Floats,
    doubt: float,
) -> None:
    """Set ``plans.hazard`` of some senders: a guess at the hazard of seizure per km, by cell, out of its posterior.

    The rate of a Poisson count of seizures over load-km has a gamma prior whose weight is ``prior_km`` and whose mean
    is the standing plan's hazard, scaled by what the organisation has met in the whole zone (itself gamma-Poisson,
    with weight ``zone_km``). Without the zone there is always an untried cell in the same patrolled waters.

    Args:
        plans: what each organisation met; its ``hazard`` is changed.
        slots: those who are asked.
        standing: (n,) hazard per km of the standing plan.
        usual: (zones,) mean of it.
        rates: (len(plans), zones) what each knows of whole zones; see ``zone_rates``.
        shares: (zones, n) how much of a cell's patrols are those of each zone; see ``zone_shares``.
        near: (len(plans), n) load-km near each cell, within ``learning_reach``, land and water apart.
        around: the region's zones and what is near.
        parameters: of routes.
        room: two arrays of at least len(slots) fields, overwritten.
        judgement: (len(plans), n) standard normal; see ``Views.judgement``.
        doubt: share of the posterior's spread that guesses have.
    """
    from corredor.kernels.beliefs import posterior

    count = len(slots)
    scale = np.divide(rates[slots], usual, out=np.ones((count, len(usual))), where=usual > 0.0)
    lost, met = room[0][:count], room[1][:count]
    around.sum_into(lost, plans.losses, slots, parameters.learning_reach, apart=True)
    np.take(near, slots, axis=0, out=met, mode="clip")
    posterior(slots, standing, shares, scale, parameters.prior_km, lost, met, judgement, doubt, plans.hazard)


def zone_rates(
    losses: Floats,
    exposure_km: Floats,
    near_km: Floats,
    zone: NDArray[np.int8],
    usual: Floats,
    parameters: RouteParameters,
) -> tuple[Floats, Floats]:
    r"""What organisations know of whole zones: the credibility estimate of the mean over its places.

    .. math:: \mu_z = \frac{\kappa\,u_z + \sum_c w_c l_c}{\kappa + \sum_c w_c e_c},
        \qquad w_c = \frac{k}{k + E_c}

    with ``l`` seizures, ``e`` load-km, ``E`` load-km nearby, ``u`` the usual hazard, ``k`` and ``\kappa`` the weights
    ``prior_km`` and ``zone_km``. Where the hazard differs from place to place as ``believe`` has it, so that ``k``
    load-km are worth as much as the prior, a place where nothing is left to learn says no more of the others than
    ``k`` load-km do (Bühlmann & Straub 1970). By load-km alone the zone would be what the busiest ways are; patrols
    follow seizures there, and so untried waters would be thought as bad as those.

    Args:
        losses: (m, n) seizures met and heard of.
        exposure_km: (m, n) load-km.
        near_km: (m, n) load-km near each cell, within ``learning_reach``.
        zone: (n,).
        usual: (zones,) mean hazard per km of the standing plan.
        parameters: of routes.

    Returns:
        Posterior seizures per load-km in each zone, and the load-km met there, shapes (m, zones).
    """
    from corredor.kernels.beliefs import zone_totals

    lost, told, met = (np.empty((len(losses), len(usual))) for _ in range(3))
    zone_totals(losses, exposure_km, near_km, zone, parameters.prior_km, lost, told, met)
    return (parameters.zone_km * usual + lost) / (parameters.zone_km + told), met


def zone_shares(around: Neighbourhood, roaming_km: float) -> Floats:
    """Share of each zone in what searches a cell, shape (zones, n): at sea by the zones of the sea around.

    Args:
        around: the region's zones and what is near.
        roaming_km: as patrols go beyond the waters that they were sent to.
    """
    region = around.region
    each = (region.zone == np.arange(int(region.zone.max()) + 1)[:, None]).astype(np.float64)
    near = around.sum(each * water(region), roaming_km)
    every: Floats = np.where(~region.land, near / np.maximum(near.sum(axis=0), 1e-12), each)
    return every


def mean_by_zone(values: Floats, zone: NDArray[np.int8]) -> Floats:
    """Mean of a field over the cells of each zone."""
    from corredor.kernels.beliefs import zone_means

    mean = np.empty(int(zone.max()) + 1)
    zone_means(values, zone, mean)
    return mean


def learn(plans: Plans, losses: Floats, exposure_km: Floats, parameters: RouteParameters) -> None:
    """Fade what was known, add what was met this month and a share of what the others met.

    Args:
        plans: changed.
        losses: (O, n) seizures of this month.
        exposure_km: (O, n) load-km of this month.
        parameters: of routes.
    """
    from corredor.kernels.beliefs import hear

    kept = 0.5 ** (1.0 / parameters.memory)
    hear(plans.losses, losses, kept, parameters.hearing)
    hear(plans.exposure_km, exposure_km, kept, parameters.hearing)


def settle_in(plans: Plans, exposure_km: Floats, parameters: RouteParameters) -> None:
    """Own load-km build up what is established; it fades where it is not used."""
    from corredor.kernels.beliefs import settle

    settle(plans.established_km, exposure_km, 0.5 ** (1.0 / parameters.established_memory))


def note_losses(plans: Plans, loads: Floats, lost: Floats, parameters: RouteParameters) -> None:
    """Follow the share of loads lost, own and heard of, over a year.

    Args:
        plans: changed.
        loads: (O,) loads sent this month.
        lost: (O,) of them seized.
        parameters: of routes.
    """
    everyone = lost.sum() / max(float(loads.sum()), 1.0)
    own = np.divide(lost, loads, out=np.full_like(lost, everyone), where=loads > 0.0)
    seen = (1 - parameters.hearing) * own + parameters.hearing * everyone
    seen = np.where(loads.sum() > 0.0, np.minimum(np.maximum(seen, LEAST_LOSS), MOST_LOSS), plans.loss_rate)
    plans.loss_rate = plans.loss_rate + (seen - plans.loss_rate) / 12.0


def split_loads(plans: Plans, parameters: RouteParameters) -> None:
    """Size of a load: smaller the more has lately been lost."""
    factor = (plans.loss_rate / parameters.reference_loss) ** -parameters.load_splitting
    least, most = LOAD_LIMITS
    plans.load_kg = parameters.load_kg * np.minimum(np.maximum(factor, least), most)
