"""What policies cost where a scenario does not say. US$ of 2015; few of these unit costs have been published."""

from __future__ import annotations

from typing import Annotated, NamedTuple

from corredor.core.parameters import UNMEASURED, Spec, process_parameters

OFFICERS = "unmeasured; officers as in Peru (Peru-US report of 2024), pay ours"


@process_parameters("costs")
class PolicyCosts(NamedTuple):
    """Unit cost of each kind at intensity 1; a kind that is not here costs by the people who live where it acts."""

    person: Annotated[
        float, Spec("usd/month", 0, 5, UNMEASURED, "for each person who lives where a policy of any other kind acts")
    ] = 0.5
    interdiction_surge: Annotated[
        float, Spec("usd/km**2/month", 0, 50, UNMEASURED, "for each km2 and each multiple of the usual assets")
    ] = 2.0
    flight_denial: Annotated[float, Spec("usd/km**2/month", 0, 5, UNMEASURED, "for each km2 watched from the air")] = (
        0.5
    )
    eradication_spraying: Annotated[
        float, Spec("usd/ha", 500, 6000, "Mejia & Restrepo 2016 (recalled)", "for each hectare sprayed")
    ] = 2400.0
    eradication_manual: Annotated[
        float, Spec("usd/ha", 500, 10e3, UNMEASURED, "for each hectare pulled up by hand, under guard")
    ] = 4000.0
    alternative_development: Annotated[
        float, Spec("usd/ha/month", 20, 1000, UNMEASURED, "for each hectare of coca that the place has")
    ] = 400.0
    kingpin: Annotated[float, Spec("usd/month", 1e4, 1e7, UNMEASURED, "for each organisation hunted")] = 1e6
    extradition: Annotated[float, Spec("usd/month", 0, 0.1, UNMEASURED, "for each resident")] = 0.01
    military_deployment: Annotated[
        float, Spec("usd/month", 0.2, 20, UNMEASURED, "for each resident: a soldier for a thousand of them")
    ] = 2.0
    security_sector_reform: Annotated[
        float, Spec("usd/month", 0.1, 6, UNMEASURED, "for each resident, all four parts")
    ] = 1.0
    vetted_unit: Annotated[float, Spec("usd/month", 0.002, 0.2, OFFICERS, "for each resident")] = 0.03
    joint_teams: Annotated[float, Spec("usd/month", 0.002, 0.5, UNMEASURED, "for each resident")] = 0.05
    regional_cooperation: Annotated[float, Spec("usd/month", 0, 0.1, UNMEASURED, "for each resident")] = 0.01
    court_reform: Annotated[float, Spec("usd/month", 0.05, 5, UNMEASURED, "for each resident")] = 0.5
    anti_corruption: Annotated[
        float,
        Spec(
            "usd/month",
            0.02,
            1,
            "unmeasured; a commission in Guatemala cost about 0.08 (recalled)",
            "for each resident",
        ),
    ] = 0.1
    financial_intelligence: Annotated[float, Spec("usd/month", 0.005, 0.5, UNMEASURED, "for each resident")] = 0.05
    arms_control: Annotated[
        float, Spec("usd/month", 0.05, 3, UNMEASURED, "for each resident, to keep all arms away")
    ] = 0.5
    prison_reform: Annotated[float, Spec("usd/month", 50, 1500, UNMEASURED, "for each prisoner")] = 300.0
    mass_detention: Annotated[
        float, Spec("usd/person", 500, 20e3, UNMEASURED, "for each person detained, until release")
    ] = 3600.0
    hotspot_policing: Annotated[
        float, Spec("usd/month", 0.01, 1, UNMEASURED, "for each resident of the whole area")
    ] = 0.1
    pacification: Annotated[
        float, Spec("usd/month", 2, 150, "Organization of American States 2013 for officers", "for each resident")
    ] = 40.0
    community_policing: Annotated[float, Spec("usd/month", 0.1, 6, UNMEASURED, "for each resident")] = 1.0
    social_prevention: Annotated[
        float,
        Spec(
            "usd/month",
            1,
            40,
            "Organization of American States 2013: Juarez, all parts",
            "for each resident, to keep all recruits away",
        ),
    ] = 17.0
    urban_upgrading: Annotated[
        float, Spec("usd/month", 2, 60, "Organization of American States 2013: Juarez, all parts", "for each resident")
    ] = 17.0
    demobilisation: Annotated[
        float, Spec("usd/person", 500, 50e3, UNMEASURED, "for each member who takes the way out")
    ] = 8000.0
    demand_reduction: Annotated[
        float,
        Spec("usd/kg", 2e3, 1e5, "Rydell & Everingham 1994 (recalled)", "treatment, for each kilogram not bought"),
    ] = 19e3
    legal_regulation: Annotated[
        float, Spec("usd/kg", 0, 1e4, UNMEASURED, "inspection, for each kilogram that legal sellers sell")
    ] = 500.0
    private_security_regulation: Annotated[float, Spec("usd/month", 0.002, 0.3, UNMEASURED, "for each resident")] = 0.03
