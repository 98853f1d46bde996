"""What is held of each conserved quantity, to be compared with the books."""

from __future__ import annotations

from corredor.agents.world import World


def held(world: World) -> dict[str, float]:
    """Kilograms, persons and US$ now held, by book.

    Cocaine is what waits to be sent; people are members at large and in prison; money is organisations' cash.
    """
    return {
        "cocaine": float(world.cocaine.stock_kg.sum()),
        "people": float(world.holdings.members.sum() + world.justice.members_in_prison.sum()),
        "money": float(world.organisations.cash_usd.sum()),
    }
