"""Every mechanism that a scenario may cut, by process, with the one sentence that says what it carries.

A *cut* removes a mechanism and leaves everything else as it is: the way to find out whether an effect is really carried
by what is said to carry it. A whole process can be cut as well, by its own name.
"""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from typing import Final

PROCESSES: Final[Mapping[str, str]] = {
    "cultivation": "growers plant and lose coca, and leaf becomes cocaine",
    "markets": "arrivals are sold and prices fall back along the chain to the farm gate",
    "routes": "organisations send loads by generalised cost, each with its own view of the map",
    "interdiction": "agencies place assets, loads are seized, and organisations learn from it",
    "finance": "revenue is laundered, wages and bribes are paid, officials take them or not, arms are bought",
    "leadership": "leaders and lieutenants are lost and replaced, organisations split and merge",
    "territory": "members are deployed where rents are, and peace holds or breaks",
    "violence": "homicides of every kind are drawn",
    "recruitment": "organisations recruit among young people at risk, and lose members",
    "justice": "arrest, courts and prison",
    "communities": "trust, exclusion, fear and private security change",
    "reporting": "what is observed of what happened",
}

MECHANISMS: Final[Mapping[str, str]] = {
    "cultivation.price_response": "growers plant more where the farm gate pays better than the alternative",
    "cultivation.replanting": "cleared and sprayed land is replanted, there or elsewhere",
    "markets.price_transmission": "a change of price along the routes reaches the farm gate",
    "routes.learning": "organisations revise the risk of a cell, and the share they lose in all, by what is seized",
    "routes.replanning": "organisations plan their ways anew, with what they have come to know, when costs move",
    "routes.load_splitting": "organisations send smaller loads when they lose more of them",
    "routes.heterogeneity": "each organisation has its own view of costs, alike over some hundred kilometres",
    "routes.doubt": "organisations go by a guess at the risk of a place, as good as what they know of it",
    "interdiction.adaptation": "agencies move assets to where they have lately seized",
    "finance.capture": "bribed officials look away, leak operations and shelter whoever holds the place",
    "finance.laundering": "revenue must be laundered, at a price, before it pays wages, bribes and arms",
    "leadership.succession": "a lost leader is replaced, and the replacement may fail",
    "leadership.splitting": "an organisation that has lost cohesion splits along its lieutenants' cells",
    "leadership.observed_by_rivals": "rivals and lieutenants see that a leader has fallen, and act on it",
    "territory.relations": "alliance, truce and war follow what peace is worth to both sides",
    "territory.expeditions": "organisations send people to ground that they know from their loads",
    "territory.rents": "rents, as they change, enter peace and war, fronts, successions and deployment",
    "territory.contest": "organisations at war fight over ground and take it from one another",
    "violence.retaliation": "a killing is answered by others in the months that follow",
    "violence.predation": "members who live off extortion, kidnapping and theft kill in doing so",
    "violence.clashes": "state forces and organisations kill one another",
    "violence.protection": "officials who protect an organisation keep violence in its cells down",
    "recruitment.replacement": "members who are lost are replaced by new recruits",
    "justice.deterrence": "convictions lower recruitment and killing",
    "justice.prison_command": "overcrowded prisons become bases from which organisations are led",
    "communities.trust": "violence and impunity wear down trust in the state, justice restores it",
    "communities.services": "services and steady presence lower exclusion",
    "reporting.trust": "people who distrust the state report less crime",
    "reporting.fear": "people who live in fear report less crime",
}


def suggest(word: str, known: Mapping[str, object]) -> str:
    """``" (did you mean 'x'?)"``, or nothing if nothing known is close."""
    close = difflib.get_close_matches(word, list(known), n=1, cutoff=0.6)
    return f" (did you mean '{close[0]}'?)" if close else ""


class Mechanisms:
    """Which mechanisms work in a run; all do unless cut. Nothing can be set after construction.

    Args:
        cuts: mechanism or process ids to ``False`` (cut) or ``True``.

    Raises:
        KeyError: if an id is neither a mechanism nor a process; the message suggests one.
    """

    __slots__ = ("_off", "_on")
    _off: frozenset[str]
    _on: dict[str, bool]

    def __init__(self, cuts: Mapping[str, bool] | None = None) -> None:
        for name in cuts or {}:
            _require(name)
        off = frozenset(name for name, works in (cuts or {}).items() if not works)
        on = {name: name not in off and name.split(".", 1)[0] not in off for name in (*MECHANISMS, *PROCESSES)}
        object.__setattr__(self, "_off", off)
        object.__setattr__(self, "_on", on)

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError("mechanisms are fixed for the run — build a new Mechanisms")

    def __reduce__(self) -> tuple[type[Mechanisms], tuple[dict[str, bool]]]:
        return Mechanisms, (dict.fromkeys(self._off, False),)

    def on(self, name: str) -> bool:
        """True if a mechanism works, or a process by its own name; a process that is off takes its mechanisms along.

        Raises:
            KeyError: if nothing has this id.
        """
        try:
            return self._on[name]
        except KeyError:
            raise _unknown(name) from None

    def off(self) -> tuple[str, ...]:
        """What was cut, sorted."""
        return tuple(sorted(self._off))


def _require(name: str) -> None:
    if name not in MECHANISMS and name not in PROCESSES:
        raise _unknown(name)


def _unknown(name: str) -> KeyError:
    return KeyError(f"no mechanism is called '{name}'{suggest(name, {**MECHANISMS, **PROCESSES})}")
