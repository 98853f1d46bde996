"""Where organisations meet, what that is worth to them, and whether peace between two of them holds."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from corredor.kernels.room import Room

Floats = NDArray[np.float64]
Ints = NDArray[np.int32]


class Meetings(NamedTuple):
    """Sums over the places where two organisations meet, shape (A, A) each; row ``i`` sees column ``j``.

    Attributes:
        prize: usual rents of those places by the share that the two control, US$ a month; symmetric.
        booty: the same at this month's rents.
        held: the part of the prize that ``i`` controls, US$ a month.
        won: the part that ``i`` would control by strength, US$ a month.
        members: members of ``i`` there, persons.
        attention: the prize weighted by the chance that the law strikes ``i`` for a war on ``j``, US$ a month.
    """

    prize: Floats
    booty: Floats
    held: Floats
    won: Floats
    members: Floats
    attention: Floats


class PeaceRules(NamedTuple):
    """Numbers of the decision between peace and war; ``corredor.processes.territory`` says what each one is."""

    grab: float
    patience: float
    destroyed: float
    war_cost: float
    attention: float
    grievance: float
    temperature: float
    rise: float
    fall: float


def meetings(
    start: NDArray[np.int64],
    party: Ints,
    members: Floats,
    control: Floats,
    strength: Floats,
    rent: Floats,
    usual: Floats,
    conviction: Floats,
    guard: Floats,
    foothold: Floats,
    n_parties: int,
    room: Room | None = None,
) -> Meetings:
    """Sum over places what each pair of organisations has at stake where both are.

    A place counts by how firmly both stand in it, ``m / (m + foothold)``, so that a handful of members who stray over a
    border do not make neighbours into rivals, on no grid.

    Whoever attacks meets honest courts, and officials of who is attacked: bought officials spare who pays them and
    enforce the law against its rivals, which is what keeps the peace where such protection holds.

    Args:
        start: (P + 1,), holdings of each place.
        party: (K,), number of the organisation among the active ones, 0 to ``n_parties - 1``.
        members: (K,), persons.
        control: (K,), shares of control.
        strength: (K,), strength as rivals see it.
        rent: (P,), this month's, US$ a month.
        usual: (P,), rents as they have been for some time, US$ a month.
        conviction: (P,), chance of conviction.
        guard: (P,), chance that bought officials strike who attacks an organisation that holds all of the place.
        foothold: (P,), members who half count as a presence.
        n_parties: A.
        room: where the sums are kept; without it they are new.

    Source: Snyder & Durán-Martínez (2009), Trejo & Ley (2018) for protection of one against its rivals.
    """
    kept = room or Room()
    found = Meetings(*(kept.array(f"meetings {name}", n_parties, n_parties) for name in Meetings._fields))
    _meet(start, party, members, control, strength, rent, usual, conviction, guard, foothold, found)
    return found


@njit(cache=True, nogil=True)
def _meet(
    start: NDArray[np.int64],
    party: Ints,
    members: Floats,
    control: Floats,
    strength: Floats,
    rent: Floats,
    usual: Floats,
    conviction: Floats,
    guard: Floats,
    foothold: Floats,
    found: Meetings,
) -> None:
    """The sums of ``meetings``; ``found`` is overwritten."""
    prize, booty, held, won, there, attention = found
    for square in found:
        square[:] = 0.0
    # Indices have no sign: of any other Numba asks at each use whether it counts from the end.
    for p in range(len(start) - 1):
        first, half = np.uintp(start[p]), foothold[p]
        for a in range(first, np.uintp(start[p + 1])):
            i, mine = np.uintp(party[a]), members[a]
            stands = mine / (mine + half)
            for b in range(first, a):
                j = np.uintp(party[b])
                firm = stands * members[b] / (members[b] + half)
                worth = firm * usual[p]
                v = worth * (control[a] + control[b])
                now = firm * rent[p] * (control[a] + control[b])
                both = strength[a] + strength[b]
                odds = strength[a] / both if both > 0.0 else 0.5
                prize[i, j] += v
                prize[j, i] += v
                booty[i, j] += now
                booty[j, i] += now
                held[i, j] += worth * control[a]
                held[j, i] += worth * control[b]
                won[i, j] += v * odds
                won[j, i] += v * (1.0 - odds)
                there[i, j] += firm * mine
                there[j, i] += firm * members[b]
                attention[i, j] += v * (conviction[p] + guard[p] * control[b])
                attention[j, i] += v * (conviction[p] + guard[p] * control[a])


@njit(cache=True, nogil=True)
def count_allies(hostility: Floats, rows: NDArray[np.int64], there: Floats, members: Floats, peace: float) -> Floats:
    """How many allies a member has beside it, the mean over an organisation's members.

    ``sum_j (1 - hostility_ij / peace)^+ there_ij / members_i``: whoever is firmly in the same place is an ally in so
    far as the two are far from war. With 80 of 100 members beside one whose hostility is a quarter of ``peace``, and
    40 of them beside another at war with it, 0.75 * 0.8 = 0.6.

    Args:
        hostility: (rows, rows), 0 peace to 1 war.
        rows: (A,), row of each active organisation.
        there: (A, A), members of the first where both stand firmly: ``Meetings.members``.
        members: (A,), persons.
        peace: hostility from which on nobody is an ally, above 0.

    Returns:
        (A,), allies.
    """
    found = np.zeros(len(rows))
    for i in range(len(rows)):
        mine = np.uintp(rows[i])
        for j in range(len(rows)):
            if there[i, j] > 0.0:
                found[i] += max(1.0 - hostility[mine, np.uintp(rows[j])] / peace, 0.0) * there[i, j]
        found[i] /= max(members[i], 1.0)
    return found


@njit(cache=True, nogil=True)
def temptation(meet: Meetings, i: int, j: int, patience: float, peace_value: float, rules: PeaceRules) -> float:
    """What ``i`` gains by grabbing now less what peace with ``j`` is worth to it, relative to the usual prize.

    Gain: ``grab`` months of what strength would win of the rival's part, at the rents of this month. Peace:
    ``patience`` times the share held now less what would be left of the share won after fighting, and the cost and
    attention of war that peace saves, at the rents that are usual: a boom is there to be grabbed now, and is not
    expected to last.

    Source: the condition for peace in Castillo & Kronick (2020), with shares that follow strength only in war.
    """
    prize = meet.prize[i, j]
    held, won = meet.held[i, j] / prize, meet.won[i, j] / prize
    saved = rules.war_cost * meet.members[i, j] + rules.attention * meet.attention[i, j] + peace_value
    peace = held - won * (1.0 - rules.destroyed) + saved / prize
    tempted: float = rules.grab * meet.booty[i, j] / prize * won * (1.0 - held) - rules.patience * patience * peace
    return tempted


@njit(cache=True, nogil=True)
def move_hostility(
    hostility: Floats,
    grudge: Floats,
    rows: NDArray[np.int64],
    meet: Meetings,
    patience: Floats,
    peace_value: Floats,
    rules: PeaceRules,
) -> None:
    """Move the hostility of every pair towards the logistic of what tempts the more tempted of the two.

    Args:
        hostility: (rows, rows), 0 peace to 1 war; changed in place.
        grudge: (rows, rows), recent deaths per member between two organisations.
        rows: (A,), row of each active organisation.
        meet: from ``meetings``.
        patience: (A,), weight of the future relative to ``rules.patience``, as rivals see it.
        peace_value: (A, A), US$ a month that peace is worth beyond this reckoning.
        rules: see ``PeaceRules``.
    """
    for i in range(len(rows)):
        mine = np.uintp(rows[i])
        for j in range(i):
            theirs = np.uintp(rows[j])
            target = 0.0
            if meet.prize[i, j] > 0.0:
                tempted = max(
                    temptation(meet, i, j, patience[i], peace_value[i, j], rules),
                    temptation(meet, j, i, patience[j], peace_value[j, i], rules),
                )
                drive = (tempted + rules.grievance * grudge[mine, theirs]) / rules.temperature
                target = 1.0 / (1.0 + np.exp(-max(min(drive, 500.0), -500.0)))
            now = hostility[mine, theirs]
            now += (rules.rise if target > now else rules.fall) * (target - now)
            hostility[mine, theirs] = now
            hostility[theirs, mine] = now
