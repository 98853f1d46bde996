"""Assumptions about money: what is earned, what it costs to clean and keep it, and whom it buys."""

from __future__ import annotations

from typing import Annotated, NamedTuple

from corredor.core.parameters import DRAWN, UNMEASURED, Spec, process_parameters


@process_parameters("finance")
class FinanceParameters(NamedTuple):
    """Rents, laundering, wages, bribes and arms. US$ of 2015."""

    extortion: Annotated[
        float,
        Spec(
            "usd/month",
            0.3,
            6,
            "Banco Central de Reserva de El Salvador 2016; COPARMEX (recalled)" + DRAWN,
            "extortion for each person where no state is",
        ),
    ] = 2.49674
    guarded: Annotated[
        float, Spec("1", 0, 0.9, UNMEASURED, "share of extortion that well-regulated private security keeps away")
    ] = 0.5
    unregulated: Annotated[float, Spec("1", 0, 1, UNMEASURED, "quality of private security without regulation")] = 0.4
    kidnapping: Annotated[float, Spec("usd/month", 0, 0.5, UNMEASURED, "ransom for each person where no state is")] = (
        0.05
    )
    retail_margin: Annotated[
        float,
        Spec(
            "1",
            0.2,
            3,
            "unmeasured; ours, from retail against wholesale value in the United States",
            "dealers' earnings on a dollar at wholesale",
        ),
    ] = 1.0
    retail_reach: Annotated[
        float, Spec("km", 50, 400, UNMEASURED, "distance over which a retail city's trade thins out")
    ] = 120.0
    migrant_smuggling: Annotated[
        float,
        Spec(
            "usd/month",
            0,
            1,
            "UNODC 2010; Greenfield et al. 2019 (recalled)",
            "fees for each resident on the way north",
        ),
    ] = 0.1
    migrant_border: Annotated[
        float, Spec("1", 0, 20, UNMEASURED, "added weight of a land border cell in migrant smuggling")
    ] = 5.0
    illegal_mining: Annotated[
        float, Spec("usd/month/km2", 0, 30, UNMEASURED, "gold for each km2 of remote land where no state is")
    ] = 3.0
    mining_density: Annotated[
        float, Spec("1/km2", 0.5, 20, UNMEASURED, "people per km2 below which land counts as remote")
    ] = 3.0
    fuel_theft: Annotated[
        float,
        Spec("usd/month", 0, 0.5, UNMEASURED, "stolen fuel for each person in a country with oil, where no state is"),
    ] = 0.05
    corridor: Annotated[
        float, Spec("km", 60, 250, UNMEASURED, "distance from a way over which what is paid there can be taken")
    ] = 100.0
    labour: Annotated[
        float, Spec("1", 0.2, 1.2, UNMEASURED, "share of a place's usual rents that pays the members it employs")
    ] = 0.6
    memory: Annotated[float, Spec("month", 6, 60, UNMEASURED, "over which rents count as usual")] = 24.0
    wage: Annotated[float, Spec("usd/month", 300, 3000, UNMEASURED, "what a member expects a month")] = 800.0
    laundering: Annotated[
        float,
        Spec(
            "1",
            0.03,
            0.3,
            "Soudijn & Reuter 2016; UNODC 2011 (recalled)",
            "price of a dollar laundered, without a unit against it",
        ),
    ] = 0.1
    laundering_unit: Annotated[
        float, Spec("1", 0, 3, UNMEASURED, "added price, relative, under the strongest financial intelligence")
    ] = 1.0
    bribes: Annotated[
        float, Spec("1", 0.05, 0.4, UNMEASURED, "share of clean revenue that is offered to officials")
    ] = 0.2
    threat: Annotated[
        float,
        Spec(
            "usd/month/member", 0, 300, UNMEASURED, "what the threat of one member is worth in bribes: lead for silver"
        ),
    ] = 15.0
    oversight: Annotated[
        float,
        Spec(
            "usd/month",
            0.05,
            10,
            "J12: US$ 670 a month (state police, Mexico), for 300 police in 100 000 people (UNODC, several years)",
            "what officials earn for each resident, which a bribe puts at risk",
        ),
    ] = 2.0
    capture_speed: Annotated[
        float, Spec("1/month", 0.05, 1, UNMEASURED, "share of the way that capture moves to what bribes buy")
    ] = 0.25
    arms_in: Annotated[
        float, Spec("1/month", 0, 0.1, UNMEASURED, "growth of arms per member in all-out war, where money is as usual")
    ] = 0.02
    arms_decay: Annotated[float, Spec("1/month", 0, 0.1, UNMEASURED, "arms lost and worn out, above the usual")] = 0.02
    arms_price: Annotated[
        float, Spec("usd", 100, 3000, UNMEASURED, "price of arming one member as much as at the start")
    ] = 800.0
    arms_local: Annotated[
        float,
        Spec("1", 0, 1, UNMEASURED, "share of arms that is at hand everywhere; the rest comes from the United States"),
    ] = 0.3
    arms_reach: Annotated[
        float, Spec("km", 500, 5000, UNMEASURED, "distance over which arms from the United States thin out")
    ] = 1500.0
    arms_life: Annotated[
        float, Spec("month", 12, 360, UNMEASURED, "over which the arms that people hold follow those on offer")
    ] = 120.0
    confiscation: Annotated[
        float, Spec("1/month", 0, 0.02, UNMEASURED, "cash found under the strongest financial intelligence")
    ] = 0.002
    reserve: Annotated[
        float, Spec("month", 0, 12, UNMEASURED, "months of wages that an organisation keeps in cash")
    ] = 3.0
    withdrawal: Annotated[
        float, Spec("1/month", 0, 1, UNMEASURED, "share of cash above the reserve that leaders take for themselves")
    ] = 0.3
