"""Levers: policies that a bundle may use, each with its intensity, and where and when if these are open too."""

from __future__ import annotations

import itertools
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from corredor.core.policy_kinds import policy_kinds
from corredor.core.streams import Streams
from corredor.runs.studies.factors import Factor, Value
from corredor.scenario.problems import did_you_mean

OFF: Final = "off"
OPEN: Final = ("start", "where")
"""What may be open besides intensity."""
USUAL_LEVEL: Final[Mapping[str, float]] = {"interdiction_surge": 1.0}
"""Intensity at which a policy changes nothing and costs nothing; 0 for all other kinds."""
LEVELS: Final = 3
"""Values of a range of intensities if all bundles are asked for."""


@dataclass(frozen=True)
class Lever:
    """One policy that bundles may use.

    Attributes:
        name: of the policy.
        entry: the policy as a scenario writes it, with the first of each open value.
        intensities: what it may be set to besides off; two ends if ``ranged``.
        ranged: whether any intensity between the two may be taken.
        may_be_off: false if every bundle has it.
        choices: open places and starts: key of the entry, and the values as a scenario writes them.
    """

    name: str
    entry: Mapping[str, Any]
    intensities: tuple[float, ...]
    ranged: bool
    may_be_off: bool
    choices: Mapping[str, tuple[Any, ...]]

    @property
    def off(self) -> float:
        """The intensity at which it changes nothing."""
        return USUAL_LEVEL.get(str(self.entry["kind"]), 0.0)

    def factors(self) -> tuple[Factor, ...]:
        """What is set in a scenario."""
        return tuple(Factor(f"policies.{self.name}.{key}") for key in ("intensity", *self.choices))

    def settings(self, levels: int = LEVELS) -> list[tuple[Value, ...]]:
        """Every setting, in the order of ``factors``; once off, where and when make no difference."""
        strengths = self.intensities
        if self.ranged:
            low, high = strengths
            strengths = tuple(low + (high - low) * i / (levels - 1) for i in range(levels))
        open_values = [[_text(value) for value in values] for values in self.choices.values()]
        found: list[tuple[Value, ...]] = [
            (float(strength), *rest)
            for strength in strengths
            if strength != self.off
            for rest in itertools.product(*open_values)
        ]
        return [*([self.unused()] if self.may_be_off or self.off in strengths else []), *found]

    def unused(self) -> tuple[Value, ...]:
        """The setting in which it does nothing."""
        return (self.off, *(_text(values[0]) for values in self.choices.values()))

    def at(self, positions: Sequence[float]) -> tuple[Value, ...]:
        """The setting at positions from 0 to 1: whether and how strong, and which of each open choice."""
        first, *others = positions
        if self.may_be_off:
            parts = 2 if self.ranged else len(self.intensities) + 1
            if first * parts < 1.0:
                return self.unused()
            first = (first * parts - 1.0) / (parts - 1)
        if self.ranged:
            low, high = self.intensities
            strength = low + (high - low) * first
        else:
            strength = self.intensities[min(int(first * len(self.intensities)), len(self.intensities) - 1)]
        rest = [
            _text(values[min(int(u * len(values)), len(values) - 1)])
            for u, values in zip(others, self.choices.values(), strict=True)
        ]
        return (float(strength), *rest)

    def as_plain(self) -> dict[str, Any]:
        """As a study folder holds it."""
        return {
            "name": self.name,
            "entry": dict(self.entry),
            "intensities": list(self.intensities),
            "ranged": self.ranged,
            "may_be_off": self.may_be_off,
            "choices": {key: list(values) for key, values in self.choices.items()},
        }

    @classmethod
    def of_plain(cls, plain: Mapping[str, Any]) -> Lever:
        """The inverse of ``as_plain``."""
        choices = {key: tuple(values) for key, values in plain["choices"].items()}
        return cls(**{**plain, "intensities": tuple(plain["intensities"]), "choices": choices})


def _text(value: Any) -> str:
    """A value as it is set by path."""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def read_lever(name: str, given: object) -> Lever:
    """A lever as a study file writes it: a policy whose intensity (and place, and start) may be open.

    Raises:
        ValueError: with what is wrong and what would be right.
    """
    if not isinstance(given, Mapping) or given.get("kind") not in policy_kinds():
        right = " — write e.g. {kind: court_reform, intensity: {values: [off, 1]}}"
        named = str(given.get("kind", "")) if isinstance(given, Mapping) else ""
        raise ValueError(f"'{named}' is no kind of policy{did_you_mean(named, policy_kinds(), right)}")
    if "cost" in given:
        raise ValueError("a lever's cost follows from its kind and intensity — leave 'cost' out")
    entry = {**given, "name": name}
    choices = {key: _choice(key, entry) for key in OPEN if _is_choice(entry.get(key))}
    intensities, ranged, may_be_off = _intensities(given.get("intensity"), policy_kinds()[str(given["kind"])])
    lever = Lever(
        name,
        {**entry, "intensity": intensities[0], **{key: values[0] for key, values in choices.items()}},
        intensities,
        ranged,
        may_be_off,
        choices,
    )
    if "." in name:
        raise ValueError(f"'{name}' — leave the point out of a lever's name")
    return lever


def _is_choice(value: object) -> bool:
    return isinstance(value, Mapping) and set(value) == {"values"}


def _choice(key: str, entry: Mapping[str, Any]) -> tuple[Any, ...]:
    values = entry[key]["values"]
    if not isinstance(values, list) or not values:
        raise ValueError(f"{key} has no values — write {{values: [first, second]}}")
    return tuple(values)


def _intensities(given: Any, kind: Any) -> tuple[tuple[float, ...], bool, bool]:
    """Values or ends, whether they are ends, and whether off is among them."""
    if given is None:
        return (float(kind.default_intensity),), False, True
    if isinstance(given, list) and len(given) == 2:
        low, high = (_number(value) for value in given)
        if not low < high:
            raise ValueError(f"intensity from {given[0]} to {given[1]} — the first must be below the second")
        return (low, high), True, True
    if not _is_choice(given) or not isinstance(given["values"], list):
        raise ValueError("intensity is neither a range [low, high] nor a choice {values: [off, 2, 4]}")
    off = [value for value in given["values"] if value is False or value == OFF]
    strengths = tuple(_number(value) for value in given["values"] if value is not False and value != OFF)
    if not strengths:
        raise ValueError("intensity has no value besides off")
    return strengths, False, bool(off)


def _number(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0.0 <= value <= 1e6:
        raise ValueError(f"'{str(value)[:40]}' is no intensity — a number from 0, or off")
    return float(value)


def all_bundles(levers: Sequence[Lever]) -> list[tuple[Value, ...]]:
    """Every combination of settings; the first is without any policy."""
    combined = itertools.product(*(lever.settings() for lever in levers))
    return _first_nothing(levers, [tuple(itertools.chain(*settings)) for settings in combined])


def drawn_bundles(levers: Sequence[Lever], count: int, seed: int) -> list[tuple[Value, ...]]:
    """No policy, each lever alone at its strongest, and a Latin hypercube of combinations.

    Args:
        levers: what they use.
        count: of the hypercube.
        seed: the study's.
    """
    from scipy.stats import qmc

    widths = [1 + len(lever.choices) for lever in levers]
    number = int(Streams(seed).generator("tradeoffs.bundles", 0).integers(2**63 - 1))
    positions = qmc.LatinHypercube(sum(widths), rng=number).random(count).tolist()
    alone = [
        tuple(itertools.chain(*(other.settings()[-1] if other is lever else other.unused() for other in levers)))
        for lever in levers
    ]
    mixed = []
    for row in positions:
        parts, first = [], 0
        for lever, width in zip(levers, widths, strict=True):
            parts.append(lever.at(row[first : first + width]))
            first += width
        mixed.append(tuple(itertools.chain(*parts)))
    return _first_nothing(levers, [*alone, *mixed])


def listed_bundles(levers: Sequence[Lever], given: Sequence[Mapping[str, Any]]) -> list[tuple[Value, ...]]:
    """Bundles as a study lists them: the intensity of each lever that is used, the first place and start of each.

    Raises:
        ValueError: if one names a lever that does not exist.
    """
    names = [lever.name for lever in levers]
    found = []
    for position, bundle in enumerate(given):
        if not isinstance(bundle, Mapping) or {*bundle} - {*names}:
            raise ValueError(f"bundle {position} names no lever of the study — levers are {', '.join(names)}")
        settings = []
        for lever in levers:
            strength = bundle.get(lever.name, OFF)
            off = strength is False or strength == OFF
            settings.append(lever.unused() if off else (_number(strength), *lever.unused()[1:]))
        found.append(tuple(itertools.chain(*settings)))
    return _first_nothing(levers, found)


def _first_nothing(levers: Sequence[Lever], bundles: list[tuple[Value, ...]]) -> list[tuple[Value, ...]]:
    """The bundle without any policy, and then the others, each once."""
    nothing = tuple(itertools.chain(*(lever.unused() for lever in levers)))
    return list(dict.fromkeys([nothing, *bundles]))
