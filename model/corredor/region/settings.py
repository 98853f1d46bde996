"""Parameters of the region: what its layers assume where no survey says."""

from __future__ import annotations

from typing import Annotated, NamedTuple

from corredor.core.parameters import UNMEASURED, Spec, process_parameters


@process_parameters("region")
class RegionParameters(NamedTuple):
    """Assumptions behind terrain, state presence, coca land and the last legs to market."""

    presence_reach: Annotated[
        float, Spec("km", 60, 400, UNMEASURED, "distance from a city over which state presence falls by a factor e")
    ] = 150.0
    presence_floor: Annotated[
        float, Spec("1", 0, 0.6, UNMEASURED, "share of a country's presence that reaches its remotest places")
    ] = 0.2
    presence_police_weight: Annotated[
        float, Spec("1", 0, 1, UNMEASURED, "weight of police per head in presence, against government quality")
    ] = 0.0
    presence_police_full: Annotated[
        float,
        Spec("1", 200, 1000, UNMEASURED, "police per 100 000 people at which more police add nothing to presence"),
    ] = 500.0
    us_border_belt: Annotated[
        float, Spec("km", 50, 500, UNMEASURED, "depth of the belt in Mexico that is patrolled as the border")
    ] = 230.0
    sea_reach: Annotated[
        float, Spec("km", 300, 2000, UNMEASURED, "distance from land beyond which the sea is not part of the region")
    ] = 900.0
    terrain_roadless: Annotated[
        float, Spec("1", 0, 3, UNMEASURED, "added to the road multiplier where almost nobody lives")
    ] = 1.0
    terrain_people: Annotated[
        float, Spec("1/km**2", 1, 30, UNMEASURED, "people per km2 at which roads become ordinary")
    ] = 6.0
    terrain_mountain: Annotated[
        float, Spec("1", 0, 4, UNMEASURED, "added to the road multiplier on the crest of a mountain range")
    ] = 1.2
    terrain_range_width: Annotated[
        float, Spec("km", 50, 300, UNMEASURED, "distance from the crest at which mountains cease to slow roads")
    ] = 130.0
    terrain_darien: Annotated[
        float, Spec("1", 0, 15, UNMEASURED, "added to the road multiplier in the Darien gap, which has no road")
    ] = 6.0
    terrain_detail: Annotated[
        float,
        Spec(
            "km",
            60,
            150,
            "convention: what a cell of 2 degrees cannot tell apart, whatever the cell size",
            "standard deviation of the blur of road difficulty, that of a cell included",
        ),
    ] = 65.0
    coca_spread: Annotated[float, Spec("km", 40, 200, UNMEASURED, "scale over which a coca-growing area fades")] = 90.0
    coastal_waters: Annotated[
        float, Spec("km", 50, 300, UNMEASURED, "distance from land within which a boat follows the coast")
    ] = 170.0
    inland_leg: Annotated[
        float, Spec("km", 20, 500, UNMEASURED, "distance from the edge of the United States to the wholesale market")
    ] = 200.0
    equal_presence: Annotated[
        float,
        Spec(
            "1",
            0,
            1,
            "convention: 0, states as they are; above it, for comparison",
            "how far each state is moved to the mean over people",
        ),
    ] = 0.0
    presence_history: Annotated[
        float,
        Spec(
            "1",
            0,
            1,
            "convention: 0, fixed (docs/region.md says when); 1, as observed",
            "how far capacity of states follows the years' figures",
        ),
    ] = 0.0
    history_until: Annotated[
        float,
        Spec(
            "1",
            1990,
            2100,
            "convention: all years that there are; an earlier one for comparison",
            "last calendar year whose figures are followed, then held",
        ),
    ] = 2100.0
