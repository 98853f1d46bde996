"""What is expected of a month's violence in each place, and what is left of it; see ``processes.violence``."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int32]
Rows = NDArray[np.int64]

COMMON, TURF, STATE, PREDATION, RETALIATION = range(5)
"""Kinds of homicide, in the order of ``HomicideKind``."""


class Setting(NamedTuple):
    """What the means of killings depend on, shape (P,) each.

    Attributes:
        population: persons.
        exclusion, disorder, presence: of the community.
        armed: factor by which the arms held there raise killing.
        impunity: factor by which the chance of conviction lowers organised killing.
        common_impunity: the same for common homicide.
        shelter: share of officials who shelter those in control.
        police, troops, conduct: levers.
        turf: deaths of members in contests.
        excitation: recent organised killings that are to be answered.
    """

    population: Floats
    exclusion: Floats
    disorder: Floats
    presence: Floats
    armed: Floats
    impunity: Floats
    common_impunity: Floats
    shelter: Floats
    police: Floats
    troops: Floats
    conduct: Floats
    turf: Floats
    excitation: Floats


@njit(cache=True, nogil=True)
def hunger(
    organisation: Ints, members: Floats, control: Floats, takings: Floats, all_members: Floats, wage_bill: Floats,
    trafficking: Floats, ratio: Floats,
) -> None:  # fmt: skip
    """Income of each holding over its wages: what the place yields, and its part of what own loads earned.

    Args:
        organisation: (K,) whose each holding is.
        members: (K,) persons.
        control: (K,) share of the place.
        takings: (K,) what full control would bring, US$ a month.
        all_members: (rows,) of each organisation, persons.
        wage_bill: (rows,) US$ a month.
        trafficking: (rows,) what own loads earned last month, US$.
        ratio: (K,), overwritten.
    """
    for k in range(organisation.size):
        row = organisation[k]
        everybody = max(all_members[row], 1.0)
        loads = max(trafficking[row], 0.0) / everybody
        income = takings[k] * control[k] + loads * members[k]
        ratio[k] = income / max(wage_bill[row] / everybody * members[k], 1e-9)


@njit(cache=True, nogil=True)
def means(
    setting: Setting, place: Ints, members: Floats, preying: Floats, rules: Any, expected: Floats, prey: Floats
) -> None:  # fmt: skip
    """Means by kind and place.

    Args:
        setting: by place.
        place: (K,) of each holding.
        members: (K,) persons.
        preying: (K,) of them who live by preying on people.
        rules: parameters of violence.
        expected: (kinds, P), overwritten.
        prey: (P,), overwritten: those who prey, weighted by impunity.
    """
    s, there = setting, np.zeros(prey.size)
    prey[:] = 0.0
    for k in range(place.size):
        there[place[k]] += members[k]
        prey[place[k]] += preying[k]
    for p in range(prey.size):
        usual = s.armed[p] * s.population[p] * rules.common / 12.0 * s.exclusion[p] / rules.usual_exclusion
        police = rules.police_clash * s.police[p] * s.presence[p] * (1.0 - s.shelter[p])
        expected[COMMON, p] = usual * s.common_impunity[p] * (1.0 + s.disorder[p])
        expected[TURF, p] = (1.0 + rules.bystanders) * s.turf[p]
        expected[STATE, p] = rules.clash * s.conduct[p] * (police + s.troops[p]) * there[p]
        expected[PREDATION, p] = rules.predation * s.armed[p] * s.impunity[p] * prey[p]
        expected[RETALIATION, p] = rules.branching * s.impunity[p] * s.excitation[p]
        prey[p] = s.impunity[p] * prey[p]


class After(NamedTuple):
    """What is overwritten or moved after the killings of a month, shape (P,) each."""

    excitation: Floats
    seen: Floats
    extortion: Floats
    kidnapping: Floats
    displaced: Floats


@njit(cache=True, nogil=True)
def aftermath(
    killings: Floats, population: Floats, prey: Floats, rules: Any, most_leaving: float, after: After
) -> None:  # fmt: skip
    """Organised killings call for an answer and make people flee; all are seen; members prey on people.

    Args:
        killings: (kinds, P) as drawn.
        population: (P,).
        prey: (P,), from ``means``.
        rules: parameters of violence.
        most_leaving: largest share of a place's people who flee in a month.
        after: changed.
    """
    for p in range(population.size):
        answered = killings[TURF, p] + killings[STATE, p] + killings[RETALIATION, p]
        organised = answered + killings[PREDATION, p]
        after.excitation[p] += rules.memory * (answered - after.excitation[p])
        rate = 1e5 * (organised + killings[COMMON, p]) / max(population[p], 1.0)
        after.seen[p] += rules.noticing * (rate - after.seen[p])
        after.extortion[p] = rules.extortion * prey[p]
        after.kidnapping[p] = rules.kidnapping * prey[p]
        after.displaced[p] = min(rules.displacement * organised, most_leaving * population[p])


@njit(cache=True, nogil=True)
def bear_grudges(grudge: Floats, rows: Rows, pair: Floats, engaged: Floats, kept: float) -> None:
    """Grudges fade; deaths for each member who met add to them.

    Args:
        grudge: (rows, rows), changed.
        rows: (A,) of the active organisations.
        pair: (A, A) deaths between two of them.
        engaged: (A, A) members of both where they meet.
        kept: share of a grudge that is kept.
    """
    for i in range(grudge.shape[0]):
        for j in range(grudge.shape[1]):
            grudge[i, j] *= kept
    for a in range(rows.size):
        for b in range(rows.size):
            grudge[rows[a], rows[b]] += pair[a, b] / max(engaged[a, b], 1.0)


@njit(cache=True, nogil=True)
def among(matrix: Floats, rows: Rows) -> Floats:
    """The rows and columns of some organisations out of a matrix over all, shape (A, A)."""
    found = np.empty((rows.size, rows.size))
    for a in range(rows.size):
        for b in range(rows.size):
            found[a, b] = matrix[rows[a], rows[b]]
    return found
