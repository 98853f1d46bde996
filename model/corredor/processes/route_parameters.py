"""Parameters of routes: costs of carriage, fees, views, learning, loads."""

from __future__ import annotations

from typing import Annotated, NamedTuple

from corredor.core.parameters import UNMEASURED, Spec, process_parameters

_CHAIN = "fitted to the price chain X01-X03"


@process_parameters("routes")
class RouteParameters(NamedTuple):
    """What carriers are paid (not fuel), who sends, and what they believe."""

    sensitivity: Annotated[
        float, Spec("1", 0.5, 3, UNMEASURED, "sharpness of all choices: divides the spread of views and logit scales")
    ] = 1.0
    heterogeneity: Annotated[
        float, Spec("1", 0.05, 0.6, UNMEASURED, "standard deviation of an organisation's view of the log of cost")
    ] = 0.22
    view_length: Annotated[
        float, Spec("km", 300, 2000, UNMEASURED, "distance over which an organisation's view of costs is alike")
    ] = 800.0
    view_renewal: Annotated[
        float, Spec("month", 24, 240, UNMEASURED, "time over which an organisation's view of costs turns over")
    ] = 72.0
    local_spread: Annotated[
        float, Spec("1", 0.02, 0.5, UNMEASURED, "logit scale of the next step, in road costs of crossing one cell")
    ] = 0.12
    market_scale: Annotated[float, Spec("usd/kg", 500, 5000, UNMEASURED, "logit scale of the choice among markets")] = (
        2000.0
    )
    replan_months: Annotated[
        float, Spec("month", 1, 6, UNMEASURED, "months between two looks at whether to plan anew, staggered")
    ] = 1.0
    replan_threshold: Annotated[
        float,
        Spec("1", 0, 0.2, UNMEASURED, "share of worth by which costs must have moved to plan anew; 0: at every look"),
    ] = 0.005
    planning_threshold: Annotated[
        float, Spec("1", 0, 0.9, UNMEASURED, "transnational capacity above which an organisation sends loads abroad")
    ] = 0.3
    size_exponent: Annotated[
        float,
        Spec("1", 0.2, 1.5, UNMEASURED, "how the share of what is sent grows with transnational capacity x members"),
    ] = 1.0
    dispatch: Annotated[
        float, Spec("1", 0.2, 1, UNMEASURED, "share of the stock at a hub that is on offer in a month")
    ] = 0.5
    load_kg: Annotated[
        float,
        Spec(
            "kg",
            100,
            2000,
            "unmeasured; order of magnitude of what is reported seized",
            "load sent at the reference loss rate",
        ),
    ] = 500.0
    reference_loss: Annotated[
        float, Spec("1", 0.1, 0.4, "I07", "share of loads lost at which a load has its reference size")
    ] = 0.25
    load_splitting: Annotated[
        float, Spec("1", 0, 2, UNMEASURED, "elasticity of the load size to the organisation's loss rate, negative sign")
    ] = 1.0
    memory: Annotated[
        float, Spec("month", 4, 48, UNMEASURED, "half-life of what an organisation remembers of seizures")
    ] = 14.0
    hearing: Annotated[float, Spec("1", 0, 1, UNMEASURED, "share of what others met that an organisation hears of")] = (
        0.3
    )
    prior_km: Annotated[
        float, Spec("km", 3e3, 100e3, UNMEASURED, "load-km nearby after which own experience outweighs the prior")
    ] = 9e3
    zone_km: Annotated[
        float, Spec("km", 10e3, 500e3, UNMEASURED, "load-km in a zone after which experience of it outweighs the prior")
    ] = 60e3
    doubt: Annotated[
        float,
        Spec(
            "1",
            0,
            1,
            "convention: 1, whole (Thompson 1933); 0, as if the mean were known",
            "share of the posterior spread of a risk that organisations' judgements of it have",
        ),
    ] = 1.0
    learning_reach: Annotated[
        float, Spec("km", 150, 400, UNMEASURED, "distance over which a seizure tells about places nearby")
    ] = 150.0
    toll: Annotated[
        float, Spec("1", 0, 0.5, UNMEASURED, "share of value taken per 1000 km where rivals hold all the ground")
    ] = 0.05
    toll_hostility: Annotated[
        float, Spec("1", 0, 10, UNMEASURED, "added toll of a rival at war, relative to one at peace")
    ] = 3.0
    rent_share: Annotated[
        float,
        Spec(
            "1",
            0.05,
            0.8,
            UNMEASURED,
            "share of carriage on land and at landings that stays on the ground, where rent_value was spent so far",
        ),
    ] = 0.5
    rent_value: Annotated[
        float,
        Spec(
            "usd/kg",
            3e3,
            2e4,
            "a kilogram to Mexican buyers, X03",
            "spent on a kilogram when that share stays; more is asked for what is worth more (Olken & Barron 2009)",
        ),
    ] = 6e3
    border_rent_share: Annotated[
        float, Spec("1", 0.01, 0.4, UNMEASURED, "share of the entry over a land border that stays where it begins")
    ] = 0.2
    port_rent_share: Annotated[
        float,
        Spec(
            "1",
            0.002,
            0.05,
            "bounded by what a kilogram costs at ports of departure, X01-X02",
            "share of the entry into a market by sea, or into a city, that stays where it begins",
        ),
    ] = 0.03
    costs_follow_value: Annotated[
        float,
        Spec(
            "1",
            0,
            1,
            "between additive (0) and multiplicative (1) margins: Caulkins & Reuter 2010",
            "share of carriage and fees that is asked as a share of what a kilogram is worth at its market",
        ),
    ] = 0.8
    flight_capacity: Annotated[
        float,
        Spec("kg/month", 500, 20e3, "A01, A02", "what an air link in South America carries at its ordinary price"),
    ] = 8000.0
    flight_capacity_overseas: Annotated[
        float,
        Spec("kg/month", 200, 20e3, "A02, A03", "what an air link over the sea carries at its ordinary price"),
    ] = 1100.0
    flight_scarcity: Annotated[
        float, Spec("usd/kg", 0, 3000, UNMEASURED, "added price of a flight whose capacity is fully used")
    ] = 400.0
    flight_foresight: Annotated[
        float,
        Spec("usd/kg", 30, 400, UNMEASURED, "rise of its price by which carriers expect to fly a third"),
    ] = 100.0
    established_saving: Annotated[
        float, Spec("1", 0, 0.4, UNMEASURED, "cost saved where an organisation has its people and payments in place")
    ] = 0.05
    established_km: Annotated[
        float, Spec("km", 1e3, 100e3, UNMEASURED, "own load-km nearby at which half of that is saved")
    ] = 9e3
    established_memory: Annotated[float, Spec("month", 6, 120, UNMEASURED, "half-life of what is established")] = 24.0
    cost_road: Annotated[float, Spec("usd/kg/km", 0.5, 5, _CHAIN, "carriage by road")] = 2.0
    cost_river: Annotated[float, Spec("usd/kg/km", 0.3, 4, _CHAIN, "carriage by river")] = 1.3
    cost_coastal_sea: Annotated[float, Spec("usd/kg/km", 0.3, 4, _CHAIN, "carriage along a coast")] = 1.5
    cost_open_sea: Annotated[float, Spec("usd/kg/km", 0.3, 4, _CHAIN, "carriage over open sea")] = 1.8
    cost_flight: Annotated[float, Spec("usd/kg/km", 0.05, 2, _CHAIN, "carriage by clandestine flight")] = 0.3
    cost_ocean: Annotated[
        float, Spec("usd/kg/km", 0.1, 3, _CHAIN, "carriage across the ocean, mostly by container")
    ] = 1.3
    fee_landing: Annotated[float, Spec("usd/kg", 0, 1000, _CHAIN, "between sea and land")] = 150.0
    fee_border: Annotated[float, Spec("usd/kg", 0, 1000, _CHAIN, "over a border on land, or by air")] = 250.0
    fee_flight: Annotated[float, Spec("usd/kg", 0, 1000, _CHAIN, "take-off and landing")] = 100.0
    fee_isthmus_flight: Annotated[float, Spec("usd/kg", 0, 6000, _CHAIN, "landing of a flight in Central America")] = (
        1500.0
    )
    fee_island_flight: Annotated[
        float,
        Spec("usd/kg", 0, 6000, "A04: up to 500 000 US$ a flight", "landing of a flight in the Caribbean"),
    ] = 1000.0
    fee_mexico_flight: Annotated[
        float,
        Spec("usd/kg", 0, 9000, _CHAIN, "landing of a flight in Mexico, past radar, beside the entry into Mexico"),
    ] = 4000.0
    fee_mexico: Annotated[
        float, Spec("usd/kg", 0, 8000, _CHAIN, "into Mexico by whatever way: what Mexican organisations take")
    ] = 1500.0
    fee_us_land: Annotated[float, Spec("usd/kg", 3e3, 30e3, _CHAIN, "over the land border of the United States")] = (
        9.5e3
    )
    fee_us_gulf_atlantic: Annotated[
        float,
        Spec(
            "usd/kg",
            3e3,
            40e3,
            f"{_CHAIN}; with fee_mexico to D12, D14: over 75 % by the Caribbean, ten years on a quarter",
            "into the United States from the Gulf or the Atlantic",
        ),
    ] = 13.5e3
    fee_us_pacific: Annotated[float, Spec("usd/kg", 3e3, 40e3, _CHAIN, "into the United States from the Pacific")] = (
        18e3
    )
    fee_europe: Annotated[float, Spec("usd/kg", 10e3, 60e3, _CHAIN, "into Europe")] = 31.5e3
    fee_retail: Annotated[float, Spec("usd/kg", 1e3, 20e3, _CHAIN, "into retail in a city of the region")] = 6.5e3


def choice_scale(parameters: RouteParameters) -> float:
    """Logit scale of the choice among markets, US$/kg."""
    return parameters.market_scale / parameters.sensitivity


def arc_scale(parameters: RouteParameters, resolution: float) -> float:
    """Logit scale of the choice among onward arcs, US$/kg: tied to length, so that cell size is no matter."""
    return parameters.local_spread * parameters.cost_road * 111.195 * resolution / parameters.sensitivity
