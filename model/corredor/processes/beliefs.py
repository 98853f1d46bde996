"""Beliefs about seizure: gamma-Poisson, forgetting, partly heard from others, an untried lane judged by its zone."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from corredor.agents.plans import Plans
from corredor.processes.route_parameters import RouteParameters
from corredor.region.region import Floats, Region

LEAST_LOSS, MOST_LOSS = 0.02, 0.9
LOAD_LIMITS = (0.4, 2.5)
"""Loads stay within these multiples of the reference size."""


def nearby(region: Region, values: Floats, reach_km: float) -> Floats:
    """Sum of each field around each cell with a Gaussian weight, shape (m, n); see ``kernels.blur``."""
    from corredor.kernels.blur import nearby_sum

    south = float((region.lat - region.resolution * region.row).mean())
    return np.asarray(nearby_sum(values, region.row, region.column, region.shape, south, region.resolution, reach_km))


def believed_hazard(
    plans: Plans, slots: NDArray[np.int64], standing: Floats, region: Region, parameters: RouteParameters
) -> Floats:
    """Posterior mean hazard of seizure per km, by organisation and cell, shape (len(slots), n).

    The rate of a Poisson count of seizures over load-km has a gamma prior whose weight is ``prior_km`` and whose mean
    is the standing plan's hazard, scaled by what the organisation has met in the whole zone (itself gamma-Poisson,
    with weight ``zone_km``). Without the zone there is always an untried cell in the same patrolled waters.

    Args:
        plans: what each organisation met.
        slots: those who are asked.
        standing: (n,) hazard per km of the standing plan.
        region: for zones and neighbourhood.
        parameters: of routes.
    """
    count, zones = len(slots), int(region.zone.max()) + 1
    met = np.concatenate([plans.losses[slots], plans.exposure_km[slots]])
    cells = np.bincount(region.zone, minlength=zones)
    usual = np.bincount(region.zone, standing, zones) / np.maximum(cells, 1)
    by_zone = np.stack([np.bincount(region.zone, field, zones) for field in met])
    rate = (parameters.zone_km * usual + by_zone[:count]) / (parameters.zone_km + by_zone[count:])
    scale = np.divide(rate, usual, out=np.ones_like(rate), where=usual > 0.0)
    near = nearby(region, met, parameters.learning_reach)
    prior = standing * scale[:, region.zone]
    return np.asarray(
        (prior * parameters.prior_km + near[:count]) / (parameters.prior_km + near[count:]), dtype=np.float64
    )


def learn(plans: Plans, losses: Floats, exposure_km: Floats, parameters: RouteParameters) -> None:
    """Fade what was known, add what was met this month and a share of what the others met.

    Args:
        plans: changed.
        losses: (O, n) seizures of this month.
        exposure_km: (O, n) load-km of this month.
        parameters: of routes.
    """
    kept = 0.5 ** (1.0 / parameters.memory)
    heard = parameters.hearing
    plans.losses = kept * plans.losses + (1 - heard) * losses + heard * losses.sum(axis=0)
    plans.exposure_km = kept * plans.exposure_km + (1 - heard) * exposure_km + heard * exposure_km.sum(axis=0)


def settle_in(plans: Plans, exposure_km: Floats, parameters: RouteParameters) -> None:
    """Own load-km build up what is established; it fades where it is not used."""
    plans.established_km = 0.5 ** (1.0 / parameters.established_memory) * plans.established_km + exposure_km


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
    seen = np.where(loads.sum() > 0.0, np.clip(seen, LEAST_LOSS, MOST_LOSS), plans.loss_rate)
    plans.loss_rate = plans.loss_rate + (seen - plans.loss_rate) / 12.0


def split_loads(plans: Plans, parameters: RouteParameters) -> None:
    """Size of a load: smaller the more has lately been lost."""
    factor = (plans.loss_rate / parameters.reference_loss) ** -parameters.load_splitting
    plans.load_kg = parameters.load_kg * np.clip(factor, *LOAD_LIMITS)
