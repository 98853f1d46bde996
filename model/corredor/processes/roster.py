"""Who sends loads: the organisations with the capacity to move them across borders, and what a newcomer knows."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from corredor.agents.plans import Plans
from corredor.agents.world import World
from corredor.processes.route_parameters import RouteParameters
from corredor.region.region import Floats

MOST_PLANNERS = 16
"""Organisations that plan at once; smaller ones carry for these."""


def update_roster(world: World) -> None:
    """Let the plans be those of today's senders: kept for who stays, inherited by who comes, dropped for who is gone.

    A splinter starts with the beliefs of the nearest forebear that was sending, anybody else with the mean of what the
    senders know.
    """
    plans = world.traffic.plans
    rows, weight = senders(world)
    if not np.array_equal(rows, plans.row):
        _reseat(world, plans, rows)
    plans.share = weight / weight.sum() if len(rows) else weight


def senders(world: World) -> tuple[NDArray[np.int64], Floats]:
    """Rows of the sending organisations, ascending, and the weight of each in what is sent."""
    p: RouteParameters = world.parameters.routes
    table = world.organisations
    weight = (table.transnational * table.members) ** p.size_exponent
    able = np.flatnonzero(table.alive & (table.transnational > p.planning_threshold) & (weight > 0.0))
    largest = able[np.lexsort((able, -weight[able]))][:MOST_PLANNERS]
    rows = np.sort(largest)
    return rows, weight[rows].astype(np.float64)


def _reseat(world: World, plans: Plans, rows: NDArray[np.int64]) -> None:
    slot = {int(row): i for i, row in enumerate(plans.row)}
    forebear = [_forebear(world, int(row), slot) for row in rows]
    everyone = (
        (plans.losses.mean(axis=0), plans.exposure_km.mean(axis=0), float(plans.loss_rate.mean()))
        if len(plans)
        else None
    )
    known = np.array(forebear, dtype=np.int64)
    if not len(plans):
        _start(world, plans, len(rows))
    else:
        plans.select(np.maximum(known, 0))
    for i, (row, source) in enumerate(zip(rows, forebear, strict=True)):
        if int(row) in slot:
            continue
        plans.planned[i] = False
        plans.established_km[i] *= 0.5 if source >= 0 else 0.0
        if source < 0 and everyone is not None:
            plans.losses[i], plans.exposure_km[i], plans.loss_rate[i] = everyone
    plans.row = rows


def _forebear(world: World, row: int, slot: dict[int, int]) -> int:
    """Slot of the organisation itself or of its nearest forebear that was sending, or -1."""
    while row >= 0:
        if row in slot:
            return slot[row]
        row = int(world.organisations.parent[row])
    return -1


def _start(world: World, plans: Plans, count: int) -> None:
    """First senders of a run: they know the standing plan and nothing else."""
    p: RouteParameters = world.parameters.routes
    for name in ("netback", "factor", "hazard", "toll", "losses", "exposure_km", "established_km", "rates", "price"):
        width = getattr(plans, name).shape[1:]
        setattr(plans, name, np.zeros((count, *width)))
    plans.planned = np.zeros(count, dtype=np.bool_)
    plans.share, plans.fees_moved, plans.month = np.zeros(count), np.zeros(count), np.zeros(count, dtype=np.int64)
    plans.loss_rate = np.full(count, p.reference_loss)
    plans.load_kg = np.full(count, p.load_kg)
