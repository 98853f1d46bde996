"""The months before the start: prices are found, organisations learn the map, and the books are opened afterwards."""

from __future__ import annotations

from collections.abc import Sequence

from corredor.agents.start_parameters import StartParameters
from corredor.agents.world import World
from corredor.processes.cultivation import Cultivation
from corredor.processes.interdiction import Interdiction, held_kg
from corredor.processes.markets import Markets
from corredor.processes.process import Process
from corredor.processes.routes import Routes


def spin_up(world: World, processes: Sequence[Process]) -> None:
    """Run the flow half of the month before month 0, so that the run starts in its own equilibrium.

    Coca stays as surveyed for ``markets.spin_up`` months in which wholesale prices are found, then everything floats
    for ``markets.settling`` months. Months are negative and come before the settling months of the whole model, so that
    their draws are those of no later month; scenarios with the same seed, parameters and start share every draw.
    Nothing but the flow half is touched: cash is as it was.

    Args:
        world: with its starting organisations; the levers must be neutral.
        processes: the processes of the month, of which those of the flow half are used.
    """
    half = [p for p in processes if isinstance(p, (Cultivation, Markets, Routes, Interdiction))]
    markets = next((p for p in half if isinstance(p, Markets)), None)
    routes = next((p for p in half if isinstance(p, Routes)), None)
    if markets is None or routes is None:
        return
    cash = world.organisations.cash_usd.copy()
    income = world.organisations.income_trafficking.copy()
    money = dict(world.ledger.money.total)
    search, settling = int(world.parameters.markets.spin_up), int(world.parameters.markets.settling)
    start: StartParameters = world.parameters.start
    later = int(start.settling)
    for month in range(-search - settling, 0):
        world.month = month - later
        for process in half:
            process.step()
        if month == -settling - 1:
            world.traffic.constant_usd_kg[:] = routes.constant_worth()
    world.month = 0
    world.organisations.cash_usd[:] = cash
    world.organisations.income_trafficking[:] = income
    _open_books(world, money)


def _open_books(world: World, money: dict[str, float]) -> None:
    """Cocaine starts with what waits; money as if the spin-up had not been."""
    cocaine = world.ledger.cocaine
    cocaine.opening = held_kg(world)
    cocaine.total.clear()
    world.ledger.money.total.clear()
    world.ledger.money.total.update(money)
    world.ledger.new_month()
