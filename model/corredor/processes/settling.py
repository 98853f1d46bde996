"""The last months before the start, in which violence, fear and war find the level that the starting table implies."""

from __future__ import annotations

from collections.abc import Sequence

from corredor.agents.events import EventLog
from corredor.agents.world import World
from corredor.processes.process import Process


def settle(world: World, processes: Sequence[Process]) -> None:
    """Run whole months up to month 0, then forget that they happened: a run starts in motion and not from rest.

    Without them the first two years of every run would show killings that grow from nothing, because nobody remembers
    any yet. The table of starting organisations is thus that of ``start.settling`` months before the start.
    Communities live through each of these months ``start.lived`` times, because they change more slowly than all else.

    Args:
        world: after the spin-up of its flow half; levers must be neutral.
        processes: the processes of the month, in their order.
    """
    months = int(world.parameters.start.settling)
    world.market.consigned_kg[:] = 0.0
    world.traffic.spent_usd[:] = 0.0
    for month in range(-months, 0):
        world.month = month
        world.ledger.new_month()
        for process in processes:
            if world.mechanisms.on(process.name):
                process.step()
    world.month = 0
    world.events = EventLog()
    world.organisations.last_shock[:] = -1
    world.violence.wars.clear()
