"""How strongly a full programme of each kind turns its levers. Hardly any of this has been measured."""

from __future__ import annotations

from typing import Annotated, NamedTuple

from corredor.core.parameters import UNMEASURED, Spec, process_parameters


@process_parameters("policies")
class PolicyParameters(NamedTuple):
    """Effects of full programmes on the mechanisms that they act on, by kind in the order of ``policy_kinds``."""

    flight_denial_fee: Annotated[
        float,
        Spec(
            "usd/kg", 0, 5000, UNMEASURED, "added to the price of a clandestine flight by a full programme against them"
        ),
    ] = 1600.0
    development_income: Annotated[
        float, Spec("1", 0, 2, UNMEASURED, "rise of what growers can earn otherwise under a full programme")
    ] = 0.5
    kingpin_hazard: Annotated[
        float,
        Spec(
            "1/month", 0, 0.2, UNMEASURED, "chance that a full programme removes a hunted leader, with honest officials"
        ),
    ] = 0.03
    extradition_share: Annotated[
        float, Spec("1", 0, 1, UNMEASURED, "share of captured leaders whom a full programme sends abroad")
    ] = 0.8
    extradition_silence: Annotated[
        float, Spec("1", 0, 1, UNMEASURED, "part of the command from prisons that goes with the leaders sent abroad")
    ] = 0.3
    extradition_hazard: Annotated[
        float, Spec("1/month", 0, 0.02, UNMEASURED, "added chance that a leader falls whom another state asks for")
    ] = 0.003
    reform_mandate: Annotated[
        float,
        Spec("1", 0, 0.7, "M07 to M10 set the bounds", "fall of lethality in clashes under clear roles and rules"),
    ] = 0.3
    reform_training: Annotated[
        float, Spec("1", 0, 1, UNMEASURED, "rise of clearance where police are trained to investigate")
    ] = 0.4
    reform_pay: Annotated[
        float, Spec("1", 0, 2, UNMEASURED, "rise of what a bribe must outweigh where police are paid well")
    ] = 0.5
    reform_retention: Annotated[float, Spec("1", 0, 0.5, UNMEASURED, "rise of police strength where officers stay")] = (
        0.2
    )
    vetted_share: Annotated[
        float, Spec("1", 0.02, 0.6, UNMEASURED, "share of cases that vetted units take under a full programme")
    ] = 0.25
    vetted_hazard: Annotated[
        float, Spec("1/month", 0, 0.05, UNMEASURED, "added chance that a leader falls whom a vetted unit has picked")
    ] = 0.01
    joint_arrests: Annotated[
        float, Spec("1", 0, 1, UNMEASURED, "rise of arrests of members where police and prosecutors work as one")
    ] = 0.5
    joint_courts: Annotated[
        float, Spec("1", 0, 1, UNMEASURED, "rise of convictions per case of an organisation where they do")
    ] = 0.3
    joint_confiscation: Annotated[
        float, Spec("1/month", 0, 0.02, UNMEASURED, "cash found by tax offices that work with them")
    ] = 0.005
    cooperation_hazard: Annotated[
        float, Spec("1", 0, 1, UNMEASURED, "rise of the hazard of seizure where all neighbours share what they know")
    ] = 0.4
    cooperation_leaders: Annotated[
        float, Spec("1/month", 0, 0.02, UNMEASURED, "added chance that a leader falls who finds no haven abroad")
    ] = 0.003
    court_gain: Annotated[
        float, Spec("1", 0.2, 3, "Q07: 7 to 28 % of homicides convicted", "rise of convictions per case")
    ] = 1.0
    oversight_gain: Annotated[
        float, Spec("1", 0.2, 3, UNMEASURED, "rise of what a bribe must outweigh where officials are vetted")
    ] = 1.0
    laundering_gain: Annotated[
        float, Spec("1", 0.2, 3, UNMEASURED, "rise of the price of laundering under financial intelligence")
    ] = 1.0
    confiscation_gain: Annotated[
        float, Spec("1/month", 0, 0.05, UNMEASURED, "cash found and confiscated under financial intelligence")
    ] = 0.005
    prison_places: Annotated[float, Spec("1", 0, 1.5, UNMEASURED, "rise of prison capacity under a full reform")] = 0.5
    prison_segregation: Annotated[
        float, Spec("1", 0, 1, UNMEASURED, "part of the command from prisons that a full reform cuts off")
    ] = 0.5
    hotspot_moved: Annotated[
        float, Spec("1", 0, 0.4, UNMEASURED, "share of the officers of quieter places who are moved to the hotspots")
    ] = 0.1
    hotspot_memory: Annotated[
        float, Spec("month", 1, 24, UNMEASURED, "months of reported homicide by which hotspots are picked")
    ] = 6.0
    pacification_entry: Annotated[
        float, Spec("month", 0, 24, UNMEASURED, "months for which soldiers hold the streets at first")
    ] = 6.0
    pacification_police: Annotated[
        float,
        Spec(
            "1",
            0,
            3,
            "Organization of American States 2013: one for 16 people",
            "rise of police strength that then stays",
        ),
    ] = 1.0
    pacification_services: Annotated[
        float, Spec("1", 0, 1, UNMEASURED, "services and steady presence that come with it")
    ] = 0.5
    community_trust: Annotated[
        float, Spec("1/month", 0, 0.01, UNMEASURED, "trust won by officers whom people know")
    ] = 0.002
    community_conduct: Annotated[
        float, Spec("1", 0, 0.7, UNMEASURED, "fall of lethality in clashes where officers know the neighbourhood")
    ] = 0.2
    upgrading_services: Annotated[
        float, Spec("1", 0.1, 1, UNMEASURED, "services and steady presence that a full programme brings")
    ] = 0.6
    truce_offer: Annotated[
        float, Spec("usd/month/member", 0, 1000, UNMEASURED, "worth of what is offered to a party to a truce")
    ] = 150.0
    way_out: Annotated[
        float, Spec("1/month", 0, 0.05, UNMEASURED, "members who take the way out that a full programme offers")
    ] = 0.005
    private_security_gain: Annotated[
        float, Spec("1", 0, 0.6, UNMEASURED, "quality of private guards that regulation adds, 0 to 1")
    ] = 0.4
    arrival_transnational: Annotated[
        float, Spec("1", 0.3, 1, UNMEASURED, "capacity of an organisation that arrives and can send loads abroad")
    ] = 0.6
