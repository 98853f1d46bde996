"""What the processes of a month hand to one another. What only one process needs stays inside that process."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

import numpy as np

from corredor.agents.plans import Plans, empty_plans
from corredor.region.region import CORRIDORS, MARKETS, Floats, Region


class HomicideKind(IntEnum):
    """Kinds of homicide, the first axis of ``Violence.killings``."""

    COMMON = 0
    TURF = 1
    STATE = 2
    PREDATION = 3
    RETALIATION = 4


@dataclass
class Cocaine:
    """Coca and cocaine by cell, shape (n,) each.

    Attributes:
        coca_ha: planted hectares.
        mature_ha: hectares that yield.
        cleared_ha: sprayed or pulled up, not yet replanted.
        produced_kg: made this month.
        stock_kg: made (or come in over the edge) and not yet sent, at the hub where loads are put together.
        farm_gate_usd_kg: price of a kilogram (cocaine equivalent) where it is grown.
        content_usd_kg: price at which growers are content with what they have planted; 0 until it has been found.
    """

    coca_ha: Floats
    mature_ha: Floats
    cleared_ha: Floats
    produced_kg: Floats
    stock_kg: Floats
    farm_gate_usd_kg: Floats
    content_usd_kg: Floats


@dataclass
class Market:
    """The market groups, shape (3,), and their sinks, shape (K,).

    Attributes:
        price_usd_kg: wholesale price by market group.
        sink_price_usd_kg: price at each sink (retail cities may differ within ``domestic``).
        arrived_kg: what arrived last month at each sink, sold this month.
        consigned_kg: (rows, K), of what arrived last month, whose it was; rows as they were then.
        inventory_kg: held by wholesalers, by market group; what arrived less what was consumed.
        consumed_kg: this month, by market group.
        sold_kg: (K,), of that, what was sold behind each sink; doors of one market have equal parts of it.
        cost_level: (markets,), what everybody on the way asks for a kilogram, relative to the reference, by market.
        reference_usd_kg: price at which demand was found, by market group; also values seizures at constant prices.
    """

    price_usd_kg: Floats
    sink_price_usd_kg: Floats
    arrived_kg: Floats
    consigned_kg: Floats
    inventory_kg: Floats
    consumed_kg: Floats
    reference_usd_kg: Floats
    cost_level: Floats
    sold_kg: Floats


@dataclass
class Traffic:
    """What moved this month.

    Attributes:
        flow_kg: (markets, n), kilograms that passed a cell, by market bound for.
        flow_kg_km: (n,), kilogram-kilometres, for the footprint; a flight counts where it takes off and lands.
        corridor_kg: (markets, corridors), kilograms that crossed a screenline.
        rent_usd: (n,), what passing loads paid in a cell (carriage, landing), for whoever controls it.
        toll_usd: (n,), what they paid there to rivals of their owner.
        value_usd_kg: (n,), mean worth of a kilogram in a cell at this month's prices (0 where nothing passed).
        seized_kg: (n,), taken.
        seizures: (n,), number of seizures.
        seized_value_usd: value of what was taken at constant prices.
        loads: number of loads sent.
        delivered_kg: (markets,), reached a market this month.
        sent_kg: (markets,), set out this month, by market bound for: delivered or seized.
        market_spent_usd: (markets,), what was paid for this month's loads, by market bound for.
        spent_usd: (rows,), what owners paid for this month's loads: growers, carriers and tolls.
        constant_usd_kg: (markets, n), worth of a kilogram at reference prices, at which seizures are valued.
        arc_kg: (A,), kilograms that set out on an arc this month.
        fee_usd_kg: (A,), what is asked once for a kilogram on an arc this month.
        plans: what the organisations that send loads intend and believe.
    """

    flow_kg: Floats
    flow_kg_km: Floats
    corridor_kg: Floats
    rent_usd: Floats
    toll_usd: Floats
    value_usd_kg: Floats
    seized_kg: Floats
    seizures: Floats
    seized_value_usd: float
    loads: int
    delivered_kg: Floats
    sent_kg: Floats
    market_spent_usd: Floats
    spent_usd: Floats
    constant_usd_kg: Floats
    arc_kg: Floats
    fee_usd_kg: Floats
    plans: Plans


@dataclass
class Enforcement:
    """Interdiction.

    Attributes:
        hazard_per_km: (n,), true hazard of seizure of a load, after corruption.
        standing_per_km: (n,), what the hazard would be if assets lay as the standing plan has them: common knowledge.
        assets: (n,), assets per 1000 km2 where the agencies put them.
    """

    hazard_per_km: Floats
    standing_per_km: Floats
    assets: Floats


@dataclass
class Violence:
    """Killings and other violence, by place.

    Attributes:
        killings: (kinds, P), homicides this month by ``HomicideKind``.
        expected: (kinds, P), their means before the draw.
        turf_usd: not an outcome: the rent over which groups meet in a place, US$ a month, shape (P,).
        excitation: (P,), smoothed recent organised killings that feed retaliation.
        seen: (P,), homicides per 100 000 and month, smoothed: what people have seen.
        extortion, kidnapping: (P,), offences this month.
        member_deaths: (K,) by holding of this month's ``Holdings``, persons, to be taken off by recruitment.
        wars: id of the event that began each war that lasts, by pair of rows (the lower first).
    """

    killings: Floats
    expected: Floats
    turf_usd: Floats
    excitation: Floats
    seen: Floats
    extortion: Floats
    kidnapping: Floats
    member_deaths: Floats
    wars: dict[tuple[int, int], int]


@dataclass
class Justice:
    """The state on the ground, by place (P,) and country (C,).

    Attributes:
        clearance: (P,), share of offences cleared by a sober police.
        capture: (P,), share of officials bought.
        conviction: (P,), chance of it for offences of organisations.
        conviction_common: (P,), for offences behind which no organisation stands.
        prisoners: (C,), persons.
        prison_capacity: (C,), places.
        members_in_prison: (C,), of the prisoners, members of organisations.
        detained_without_cause: (C,), persons this month.
        prison_command: (C,), 0 to 1, how far gangs command the prisons.
        arrested: (rows,), members arrested last month, by organisation; rows as they were then.
    """

    clearance: Floats
    capture: Floats
    conviction: Floats
    conviction_common: Floats
    prisoners: Floats
    prison_capacity: Floats
    members_in_prison: Floats
    detained_without_cause: Floats
    prison_command: Floats
    arrested: Floats


@dataclass
class Reported:
    """What is observed, by place (P,).

    Attributes:
        homicides: (kinds, P), registered.
        extortion, kidnapping: (P,), registered.
    """

    homicides: Floats
    extortion: Floats
    kidnapping: Floats


@dataclass
class Ground:
    """Money on the ground, by place (P,): computed once a month by finance, read by territory, violence and others.

    Attributes:
        flow_usd: rents of what passes, for full control (``Traffic.rent_usd``, and tolls by what is controlled).
        local_usd: rents that stay: extortion, local retail and the other activities, before control is applied.
        usual_usd: the sum of both over ``finance.memory``: what is reckoned with in peace.
        first_flow_usd, first_local_usd: both at month 0: what conflict sees where ``territory.rents`` is cut.
        labour: members whom the usual rents of a place employ (the reference against which presence is judged).
        arms_supply: arms that people hold there, relative to beside the United States, 0 to 1; follows the offer.
    """

    flow_usd: Floats
    local_usd: Floats
    usual_usd: Floats
    first_flow_usd: Floats
    first_local_usd: Floats
    labour: Floats
    arms_supply: Floats


def empty_state(region: Region) -> dict[str, object]:
    """All blocks for a region, zeroed, by the name that ``World`` gives them."""
    n, p, c, k = region.n, region.n_places, len(region.countries), len(region.sinks)
    m, kinds = len(MARKETS), len(HomicideKind)

    def z(*shape: int) -> Floats:
        return np.zeros(shape)

    return {
        "cocaine": Cocaine(z(n), z(n), z(n), z(n), z(n), z(n), z(n)),
        "market": Market(z(m), z(k), z(k), z(0, k), z(m), z(m), z(m), np.ones(m), z(k)),
        "traffic": Traffic(
            flow_kg=z(m, n),
            flow_kg_km=z(n),
            corridor_kg=z(m, len(CORRIDORS)),
            rent_usd=z(n),
            toll_usd=z(n),
            value_usd_kg=z(n),
            seized_kg=z(n),
            seizures=z(n),
            seized_value_usd=0.0,
            loads=0,
            delivered_kg=z(m),
            sent_kg=z(m),
            market_spent_usd=z(m),
            spent_usd=z(0),
            constant_usd_kg=z(m, n),
            arc_kg=z(len(region.arcs.tail)),
            fee_usd_kg=z(len(region.arcs.tail)),
            plans=empty_plans(region),
        ),
        "enforcement": Enforcement(z(n), z(n), z(n)),
        "violence": Violence(z(kinds, p), z(kinds, p), z(p), z(p), z(p), z(p), z(p), z(0), {}),
        "justice": Justice(z(p), z(p), z(p), z(p), z(c), z(c), z(c), z(c), z(c), z(0)),
        "reported": Reported(z(kinds, p), z(p), z(p)),
        "ground": Ground(z(p), z(p), z(p), z(p), z(p), z(p), np.ones(p)),
    }
