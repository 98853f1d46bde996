"""Capture of the state: a contest of bribes and threats against oversight."""

from __future__ import annotations

import numpy as np

from corredor.agents.agency import AgencyKind
from corredor.agents.world import World
from corredor.kernels import capture as kernel
from corredor.processes.courts import convicting
from corredor.processes.finance_parameters import FinanceParameters
from corredor.region.region import Floats


def contest(offered: Floats, integrity: Floats, watched: Floats, p: FinanceParameters) -> Floats:
    r"""Share of officials bought, elementwise.

    .. math:: \kappa = \frac{b + \lambda t}{b + \lambda t + o\,x\,q\,j}

    with ``b + \lambda t`` what is offered and threatened for each resident, ``o`` what officials earn for each of them,
    ``x`` the lever on oversight, ``q`` integrity and ``j`` convictions for each case. An official takes the bribe when
    it and the threat outweigh pay, honesty and the chance of being found out (silver or lead: Dal Bó, Dal Bó & Di Tella
    2006) and convicted, which costs the pay (Becker & Stigler 1974); courts that work therefore make every official
    dearer. The ratio form is a contest success function over many officials who differ.

    Args:
        offered: US$ a month for each resident, threats included.
        integrity: 0 to 1.
        watched: lever on oversight, 1 is as usual, x convictions for each case.
        p: of finance.
    """
    share = np.empty(len(offered))
    kernel.contests(offered, integrity, watched, p.oversight, share)
    return share


def offers(world: World, taken: Floats, rate: Floats) -> Floats:
    """Silver and lead for each resident and month, shape (P,).

    Args:
        world: the run.
        taken: (K,), US$ this month by holding.
        rate: (rows,), bribes for each dollar of it.
    """
    held, threat = world.holdings, world.parameters.finance.threat
    offered = np.empty(held.n_places)
    population = world.communities.population
    kernel.offers(held.place, held.organisation, taken, rate, held.members, threat, population, offered)
    return offered


def update_capture(world: World, offered: Floats, speed: float) -> None:
    """Move ``justice.capture`` towards what is bought now, and tell organisations and agencies of it.

    Args:
        world: the run.
        offered: shape (P,), US$ a month for each resident.
        speed: share of the way, 1 for at once.
    """
    p, region, national = world.parameters.finance, world.region, np.empty((2, len(world.region.countries)))
    kernel.buy(
        offered,
        world.place_country(),
        region.integrity,
        world.levers.oversight * convicting(world),
        p.oversight,
        speed,
        world.communities.population,
        world.justice.capture,
        national,
    )
    agencies = world.agencies
    local = agencies.kind != AgencyKind.INTERNATIONAL
    home = agencies.country[local]
    agencies.capture[local] = contest(national[0, home], agencies.integrity[local], national[1, home], p)


def update_protection(world: World) -> None:
    """``organisations.protection``: capture where an organisation holds ground, weighted by what it holds."""
    held = world.holdings
    kernel.protection(
        held.place, held.organisation, held.control, world.justice.capture, world.organisations.protection
    )
