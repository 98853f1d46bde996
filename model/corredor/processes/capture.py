"""Capture of the state: a contest of bribes and threats against oversight."""

from __future__ import annotations

import numpy as np

from corredor.agents.agency import AgencyKind
from corredor.agents.world import World
from corredor.processes.finance_parameters import FinanceParameters
from corredor.region.region import Floats

HIGHEST_CAPTURE = 0.98
"""Some officials are never bought."""


def contest(offered: Floats, quality: Floats, oversight: Floats, p: FinanceParameters) -> Floats:
    r"""Share of officials bought, elementwise.

    .. math:: \kappa = \frac{b + \lambda t}{b + \lambda t + o\,x\,q}

    with ``b + \lambda t`` what is offered and threatened for each resident, ``o`` the registered oversight, ``x`` the
    lever on it and ``q`` integrity x courts. An official takes the bribe when it and the threat outweigh pay, honesty
    and the chance of being found out (silver or lead: Dal Bó, Dal Bó & Di Tella 2006); the ratio form is a contest
    success function over many officials who differ.

    Args:
        offered: US$ a month for each resident, threats included.
        quality: integrity x courts, 0 to 1.
        oversight: lever, 1 is as usual.
        p: of finance.
    """
    against = p.oversight * oversight * quality
    share: Floats = offered / np.maximum(offered + against, 1e-12)
    return np.minimum(share, HIGHEST_CAPTURE)


def offers(world: World, bribes_usd: Floats) -> Floats:
    """Silver and lead for each resident and month, shape (P,).

    Args:
        world: the run.
        bribes_usd: shape (K,), bribes paid by holding this month.
    """
    p, holdings = world.parameters.finance, world.holdings
    silver = holdings.by_place(bribes_usd)
    lead = p.threat * holdings.by_place(holdings.members)
    total: Floats = (silver + lead) / np.maximum(world.communities.population, 1.0)
    return total


def update_capture(world: World, offered: Floats, speed: float) -> None:
    """Move ``justice.capture`` towards what is bought now, and tell organisations and agencies of it.

    Args:
        world: the run.
        offered: shape (P,), US$ a month for each resident.
        speed: share of the way, 1 for at once.
    """
    p, region, country = world.parameters.finance, world.region, world.place_country()
    quality = region.integrity * region.courts
    bought = contest(offered, quality[country], world.levers.oversight, p)
    world.justice.capture += speed * (bought - world.justice.capture)
    people = world.communities.population
    total = np.maximum(np.bincount(country, people, len(region.countries)), 1.0)
    offered_country = np.bincount(country, people * offered, len(region.countries)) / total
    oversight = np.bincount(country, people * world.levers.oversight, len(region.countries)) / total
    agencies = world.agencies
    national = agencies.kind != AgencyKind.INTERNATIONAL
    home = agencies.country[national]
    agencies.capture[national] = contest(
        offered_country[home], agencies.integrity[national] * region.courts[home], oversight[home], p
    )


def update_protection(world: World) -> None:
    """``organisations.protection``: capture where an organisation holds ground, weighted by what it holds."""
    holdings, rows = world.holdings, world.organisations.n
    held = holdings.by_organisation(holdings.control, rows)
    sheltered = holdings.by_organisation(holdings.control * world.justice.capture[holdings.place], rows)
    world.organisations.protection[:] = sheltered / np.maximum(held, 1e-12)
