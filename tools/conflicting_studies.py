"""What the five studies of conflicting evidence are asked: effects over two parameters, and where each answer holds."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.stats import t as student

from corredor.runs.studies.maps import FILE as MAPS
from corredor.runs.studies.maps import KM_PER_DEGREE, blocks
from corredor.runs.studies.study import Study

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
SURE: Final = 0.95
"""One-sided probability at which the sign of an effect is called sure; of 25 points one may be by chance alone."""
RATE: Final = 1e5
NEAR_KM: Final = 1.5 * KM_PER_DEGREE
"""Between the middles of two blocks of a degree that touch, at least at a corner."""


@dataclass(frozen=True)
class Panel:
    """One effect over two parameters, shape (rows, columns, pairs)."""

    title: str
    unit: str
    values: Floats

    @property
    def mean(self) -> Floats:
        return np.asarray(self.values.mean(axis=2))

    @property
    def error(self) -> Floats:
        return np.asarray(self.values.std(axis=2, ddof=1) / np.sqrt(self.values.shape[2]))

    @property
    def margin(self) -> Floats:
        """Distance from zero at which the sign is sure (Student's t over pairs)."""
        return np.asarray(self.error * float(student.ppf(SURE, self.values.shape[2] - 1)))

    @property
    def up(self) -> Bools:
        """Where it is surely above zero."""
        return np.asarray(self.mean > self.margin)

    @property
    def down(self) -> Bools:
        """Where it is surely below zero."""
        return np.asarray(self.mean < -self.margin)


@dataclass(frozen=True)
class Answer:
    """One published answer, and where in the space of two parameters it holds, shape (rows, columns)."""

    text: str
    holds: Bools


@dataclass(frozen=True)
class Reading:
    """What a study says."""

    rows: str
    columns: str
    panels: tuple[Panel, ...]
    answers: tuple[Answer, ...]


def array_of(study: Study, outcome: str) -> Floats:
    """An outcome of all runs, an axis for each factor in its order and the last for replicates."""
    values = study.runs([outcome])[outcome].to_numpy(np.float64)
    return np.asarray(values.reshape(shape_of(study)))


def shape_of(study: Study) -> tuple[int, ...]:
    """Levels of each factor of a grid, and replicates."""
    plan = study.plan
    return (*(len(factor.values) or plan.design.levels for factor in plan.factors), plan.replicates)


def rates_of(study: Study, division: str) -> dict[str, Floats]:
    """Homicides per 100 000 and year in a division, next door and in the rest of its country, as ``array_of``."""
    region = study.scenario(0).load_region()
    squares = blocks(region)
    middle = squares[["south", "west"]].to_numpy() + squares["size"].to_numpy()[:, None] / 2
    corner = np.column_stack([np.floor(region.lat), np.floor(region.lon)]) + 0.5
    block = np.array([int(np.argmin(np.abs(middle - here).sum(axis=1))) for here in corner])
    people = np.bincount(block, region.population, len(squares))
    inside = np.bincount(block[region.division == region.divisions.index(division)], minlength=len(squares)) > 0
    country = region.countries[int(region.country[region.division == region.divisions.index(division)][0])]
    east = np.cos(np.radians(middle[:, :1])) * (middle[:, 1:] - middle[inside, 1])
    north = middle[:, :1] - middle[inside, 0]
    away = KM_PER_DEGREE * np.sqrt(east**2 + north**2).min(axis=1)
    home = (squares["country"] == country).to_numpy() & (people > 0)
    near = home & ~inside & (away <= NEAR_KM)
    killed = np.load(study.folder / MAPS, mmap_mode="r")[:, 0]
    places = {"there": home & inside, "next door": near, "elsewhere": home & ~inside & ~near}
    return {
        name: np.asarray(killed[:, where].sum(axis=1), np.float64).reshape(shape_of(study)) * RATE / people[where].sum()
        for name, where in places.items()
    }


def next_door(study: Study) -> Reading:
    """A capture against none: there, next door, elsewhere."""
    rates = rates_of(study, "MX-CHH")
    panels = {name: Panel(name, "1/100 000/year", rate[:, :, 0] - rate[:, :, 1]) for name, rate in rates.items()}
    there, beside = panels["there"], panels["next door"]
    return Reading(
        "start.reach",
        "territory.patience",
        tuple(panels.values()),
        (
            Answer("killing rises where the leader falls", there.up),
            Answer("it rises next door too", beside.up),
            Answer("it falls next door", beside.down),
            Answer("nothing happens next door", ~beside.up & ~beside.down),
        ),
    )


def how_long(study: Study) -> Reading:
    """Four windows after a capture, each against none, in all of Mexico."""
    turf, all_kinds = (array_of(study, name) for name in ("homicide_rate_turf", "homicide_rate"))
    windows = ("months 0 to 5", "months 6 to 11", "months 12 to 17", "months 24 to 29")

    def since(rate: Floats, k: int) -> Floats:
        return rate[:, :, k] - rate[:, :, 4]

    of_turf = [Panel(f"turf, {w}", "1/100 000/year", since(turf, k)) for k, w in enumerate(windows)]
    of_all = [Panel(f"all homicide, {w}", "1/100 000/year", since(all_kinds, k)) for k, w in enumerate(windows)]
    return Reading(
        "leadership.recovery",
        "violence.branching",
        (of_turf[0], of_turf[1], of_all[1], of_all[3]),
        (
            Answer("turf killing rises in the first half-year", of_turf[0].up),
            Answer(
                "half a year: less than half of that rise is left in the second",
                of_turf[0].up & (of_turf[1].mean < 0.5 * of_turf[0].mean),
            ),
            Answer("a year: all homicide is higher in the second half-year", of_all[1].up),
            Answer("longer: all homicide is higher in the first half of the second year", of_all[2].up),
            Answer("years: all homicide is higher in the first half of the third year", of_all[3].up),
        ),
    )


def soldiers(study: Study) -> Reading:
    """Soldiers with and without, where a rival has come, and against a quiet place."""
    there = rates_of(study, "MX-TAM")["there"]
    paired = Panel("soldiers against none, after a rival came", "1/100 000/year", there[:, :, 0, 1] - there[:, :, 0, 0])
    calm = Panel("soldiers against none, no rival", "1/100 000/year", there[:, :, 1, 1] - there[:, :, 1, 0])
    rival = Panel("the rival alone", "1/100 000/year", there[:, :, 0, 0] - there[:, :, 1, 0])
    raw = Panel("soldiers and rival against neither", "1/100 000/year", there[:, :, 0, 1] - there[:, :, 1, 0])
    return Reading(
        "violence.clash",
        "events.Rival.members",
        (paired, calm, rival, raw),
        (
            Answer("they raise it: more with soldiers than without, same rival", paired.up),
            Answer("they raise it where nothing was rising", calm.up),
            Answer(
                "they follow it: most of what a quiet place has less was there without them",
                raw.up & (rival.mean > 0.5 * raw.mean),
            ),
            Answer("they lower it", paired.down),
        ),
    )


def pacification(study: Study) -> Reading:
    """Pacified and not, where one rules and where a rival has come, inside and next door."""
    rates = rates_of(study, "MX-SIN")
    panels = [
        Panel(f"{place}, {what}", "1/100 000/year", rates[place][:, :, k, 1] - rates[place][:, :, k, 0])
        for place in ("there", "next door")
        for k, what in ((1, "one rules"), (0, "a rival has come"))
    ]
    one, two, beside_one, beside_two = panels
    return Reading(
        "violence.predation",
        "policies.pacification_services",
        tuple(panels),
        (
            Answer("yes: murders fall where one rules", one.down),
            Answer("yes: murders fall where two fight", two.down),
            Answer("it depends: they rise where one rules", one.up),
            Answer("it depends: they rise where two fight", two.up),
            Answer(
                "it moved them: they fall there and rise next door", one.down & beside_one.up | two.down & beside_two.up
            ),
        ),
    )


def detention(study: Study) -> Reading:
    """Each intensity against none, with and without command from prisons."""
    killed, members = (array_of(study, name) for name in ("homicide_rate", "members"))

    def change(values: Floats, command: int) -> Floats:
        part = values[:, :, command]
        return np.asarray(100.0 * (part / part[:, :1] - 1.0))

    panels = tuple(
        Panel(f"{what}{words}", "percent", change(values, command))
        for what, values in (("homicide", killed), ("members", members))
        for command, words in ((0, ""), (1, ", no command from prison"))
    )
    rate, deaf, people, _ = panels
    least = np.argmax(rate.down, axis=1)
    threshold = rate.down.any(axis=1) & (least > 1)
    return Reading(
        "recruitment.refill",
        "policies.Detention.intensity",
        panels,
        (
            Answer("worse: more homicide than without detention", rate.up),
            Answer("worse: more members than without detention", people.up),
            Answer(
                "it strengthened the gangs: less of a fall, or more of a rise, for command from prison",
                rate.mean > deaf.mean,
            ),
            Answer("at scale homicide fell", rate.down),
            Answer("homicide collapsed, to under half", rate.mean < -50.0),
            Answer(
                "only past a threshold: little detention changes nothing surely, more of it does",
                threshold[:, None] & rate.down,
            ),
        ),
    )


STUDIES: Final[Mapping[str, Callable[[Study], Reading]]] = {
    "next_door": next_door,
    "how_long": how_long,
    "soldiers": soldiers,
    "pacification": pacification,
    "detention": detention,
}
"""By the name of the study's file in ``scenarios/studies/conflicting``."""
