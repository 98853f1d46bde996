"""What policies and events may turn: multipliers and additions that processes read, neutral at the start of a month.

A policy acts on a mechanism through these, never on an outcome.
"""

from __future__ import annotations

import numpy as np

from corredor.region.region import MARKETS, Floats, Mode, Region


class Levers:
    """Arrays over zones, cells (n), places (P), countries (C), market groups or organisations; 1 or 0 is neutral.

    Attributes:
        patrol_assets: (n,) interdiction assets that the standing plan pays for in a cell, multiplier; a zone's agency
            has the sum over its cells to deploy.
        hazard: (n,) seizure hazard per km, multiplier.
        flight_fee: (n,) added US$/kg for flights that leave a cell.
        landing_fee: (n,) added US$/kg for landings at a cell.
        watch: (modes, n) how closely loads that travel by a mode are watched where they leave a cell, multiplier of the
            hazard; known to whoever plans, since patrols of a kind are seen.
        spray_ha: (n,) hectares sprayed this month.
        uproot_ha: (n,) hectares pulled up by hand this month.
        alternative_income: (n,) multiplier of what growers can earn otherwise.
        yield_factor: (n,) kilograms made per hectare, multiplier (capacity shocks).
        demand: (markets,) multiplier of demand.
        price: (markets,) multiplier of the wholesale price (price shocks).
        clearance: (P,) share of offences cleared, multiplier.
        courts: (P,) convictions per case, multiplier.
        courts_organised: (P,) the same for cases of organisations and of officials they bought, multiplied with it.
        courts_common: (P,) the same for cases behind which no organisation stands alone, multiplied with it.
        oversight: (P,) supervision of officials against bribes, multiplier.
        laundering: (C,) laundering price, multiplier (financial intelligence raises it).
        confiscation: (C,) share of cash found and confiscated a month, added.
        arms: (C,) arms that can be bought, multiplier.
        troops: (P,) soldiers in the streets, 0 to 1.
        police: (P,) police strength, multiplier.
        conduct: (P,) lethality of state forces in clashes, multiplier.
        arrests: (P,) arrest effort, multiplier.
        vetted: (P,) share of cases that units which cannot be bought take, 0 to 1.
        leader_hazard: (C,) monthly chance that a leader at home there is removed, added; kingpin policies may also call
            ``leadership.lose_leader`` themselves.
        extradition: (C,) share of captured leaders who are sent abroad, 0 to 1.
        recruitment: (P,) success of recruiters, multiplier.
        exclusion: (P,) change of exclusion a month, added.
        services: (P,) services and steady presence, added to the community process, 0 to 1.
        trust: (P,) change of trust a month, added.
        prison_capacity: (C,) places, multiplier.
        prison_control: (C,) 0 to 1, added: how far prisons are cut off from commanding outside.
        detention: (P,) people detained a month beyond convictions, per 100 000 residents.
        way_out: by organisation (-1 for all), (P,) share of its members there who leave for good this month.
        private_security: (C,) quality of regulation, added, 0 to 1.
        peace_value: per pair of organisations, US$ a month that peace is worth beyond the model's own reckoning.
        patience: by organisation, weight of its future when it decides on peace, multiplier.
        ceasefire: pairs of organisations that hold their fire this month.
    """

    def __init__(self, region: Region) -> None:
        n, p, c = region.n, region.n_places, len(region.countries)
        ones: dict[str, int | tuple[int, int]] = {
            "patrol_assets": n,
            "watch": (len(Mode), n),
            "hazard": n,
            "alternative_income": n,
            "yield_factor": n,
            "demand": len(MARKETS),
            "price": len(MARKETS),
        }
        ones |= {"clearance": p, "courts": p, "oversight": p, "police": p, "conduct": p, "arrests": p, "recruitment": p}
        ones |= {"courts_organised": p, "courts_common": p, "laundering": c, "arms": c, "prison_capacity": c}
        zeros = {"flight_fee": n, "landing_fee": n, "spray_ha": n, "uproot_ha": n, "troops": p, "exclusion": p}
        zeros |= {"services": p, "trust": p, "vetted": p, "detention": p, "confiscation": c, "leader_hazard": c}
        zeros |= {"extradition": c, "prison_control": c, "private_security": c}
        self._ones, self._zeros = tuple(ones), tuple(zeros)
        self._arrays: dict[str, Floats] = {k: np.ones(v) for k, v in ones.items()}
        self._arrays |= {k: np.zeros(v) for k, v in zeros.items()}
        self.__dict__.update(self._arrays)
        self.way_out: dict[int, Floats] = {}
        self.peace_value: dict[tuple[int, int], float] = {}
        self.patience: dict[int, float] = {}
        self.ceasefire: set[tuple[int, int]] = set()

    def __getattr__(self, name: str) -> Floats:
        raise AttributeError(f"no lever '{name}'; there are {', '.join(self.__dict__.get('_arrays', ()))}")

    @property
    def names(self) -> tuple[str, ...]:
        """All levers that are arrays."""
        return tuple(self._arrays)

    def reset(self) -> None:
        """Everything neutral, as at the start of a month."""
        for name in self._ones:
            self._arrays[name].fill(1.0)
        for name in self._zeros:
            self._arrays[name].fill(0.0)
        self.way_out.clear()
        self.peace_value.clear()
        self.patience.clear()
        self.ceasefire.clear()
