"""Loads: each climbs its owner's netback step by step, and is seized on the way or arrives."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from corredor.kernels.loads import BEYOND, NO_WAY, Senders, Tally, Ways

MASK = (1 << 64) - 1


def sub_key(key: int, number: int) -> int:
    """A key of its own for one of many things under a key (SplitMix64)."""
    x = (key + (number + 1) * 0x9E3779B97F4A7C15) & MASK
    x = ((x ^ (x >> 30)) * 0xBF58476D1CE4E5B9) & MASK
    x = ((x ^ (x >> 27)) * 0x94D049BB133111EB) & MASK
    return x ^ (x >> 31)


def uniform(key: int, number: int) -> float:
    return (sub_key(key, number) >> 11) / 9007199254740992.0


def choose(weights: list[float], u: float) -> int:
    """The place in the list of what is chosen with odds in proportion to the weights."""
    left, chosen = u * sum(weights), -1
    for i, weight in enumerate(weights):
        if weight > 0.0:
            chosen = i
            if left < weight:
                break
            left -= weight
    return chosen


class Ground:
    """The graph and the books of a month as lists."""

    def __init__(self, ways: Ways, tally: Tally, hazard: Any, constant_value: Any) -> None:
        self.start, self.head = ways.start.tolist(), ways.head.tolist()
        self.km_cost, self.fee = ways.km_cost.tolist(), ways.fee.tolist()
        self.exposure_km, self.watch = ways.exposure_km.tolist(), ways.watch.tolist()
        self.corridor, self.sink_market = ways.corridor.tolist(), ways.sink_market.tolist()
        self.rent_share, self.rent_cell = ways.rent_share.tolist(), ways.rent_cell.tolist()
        self.cost_level, self.rent_value = ways.cost_level.tolist(), ways.rent_value
        self.hazard, self.constant_value = hazard.tolist(), constant_value.tolist()
        self.n = len(self.start) - 1
        self.books = {name: book.tolist() for name, book in tally._asdict().items()}


class Sender:
    """One organisation with its plan and its beliefs."""

    def __init__(self, number: int, senders: Senders) -> None:
        self.number, self.row = number, int(senders.row[number])
        self.share, self.load_kg = float(senders.share[number]), float(senders.load_kg[number])
        self.factor, self.hazard = senders.factor[number].tolist(), senders.hazard[number].tolist()
        self.toll, self.netback = senders.toll[number].tolist(), senders.netback[number].tolist()

    def choose_market(self, hub: int, scale: float, u: float) -> int:
        """Logit on what a kilogram is worth here for each market; -1 if none can be reached."""
        worth = [value[hub] for value in self.netback]
        best = max(worth)
        if best <= NO_WAY:
            return -1
        return choose([math.exp((one - best) / scale) for one in worth], u)

    def carriage(self, ground: Ground, arc: int, cell: int, end: int, level: float) -> float:
        length = ground.km_cost[arc] * 0.5 * (self.factor[cell] + self.factor[end])
        return level * (length + ground.fee[arc])

    def choose_arc(self, ground: Ground, cell: int, market: int, scale: float, u: float) -> int:
        """Logit, among arcs that lead to where a kilogram is worth more, on what each falls short of the best."""
        value, level = self.netback[market], ground.cost_level[market]
        offers = []
        for arc in range(ground.start[cell], ground.start[cell + 1]):
            there = ground.head[arc]
            if value[there] <= value[cell] or (there >= ground.n and ground.sink_market[there - ground.n] != market):
                offers.append(-math.inf)
                continue
            end = there if there < ground.n else cell
            ahead = value[there]
            if ahead > 0.0:
                lost = self.hazard[cell] + self.hazard[end] + self.toll[cell] + self.toll[end]
                ahead *= math.exp(-0.5 * ground.exposure_km[arc] * lost)
            offers.append(ahead - self.carriage(ground, arc, cell, end, level))
        best = max(offers)
        kept = [math.exp((offer - best) / scale) if offer > best - BEYOND * scale else 0.0 for offer in offers]
        return ground.start[cell] + choose(kept, u)


def seize(ground: Ground, sender: Sender, market: int, cell: int, kg: float) -> None:
    books, o = ground.books, sender.number
    books["seized_kg"][cell] += kg
    books["seizures"][cell] += 1.0
    books["seized_by_market"][market] += kg
    books["seized_value"][0] += kg * ground.constant_value[market][cell]
    books["losses"][o][cell] += 1.0
    books["lost"][o] += 1.0


def walk(ground: Ground, sender: Sender, key: int, market: int, hub: int, arc_scale: float, spent: float) -> float:
    """One load from its hub to a market, or to the cell where it is seized; what was spent on it, US$/kg."""
    books, o, kg, level = ground.books, sender.number, sender.load_kg, ground.cost_level[market]
    value, toll = sender.netback[market], sender.toll
    cell, step = hub, 0
    while cell < ground.n:
        books["flow_kg"][market][cell] += kg
        books["worth_usd"][cell] += kg * value[cell]
        arc = sender.choose_arc(ground, cell, market, level * arc_scale, uniform(key, 2 * step))
        there = ground.head[arc]
        end = there if there < ground.n else cell
        each = sender.carriage(ground, arc, cell, end, level)
        paid = kg * each
        books["carriage"][o] += paid
        stays = ground.rent_share[arc]
        if there < ground.n:
            stays = min(stays * spent / (level * ground.rent_value), 1.0)
        books["rent_usd"][ground.rent_cell[arc]] += paid * stays
        spent += each
        half = 0.5 * ground.exposure_km[arc]
        both = toll[cell] + toll[end]
        if both > 0.0:
            taken = max(value[there], 0.0) * kg * (1.0 - math.exp(-half * both))
            books["tolls"][o] += taken
            spent += taken / kg
            books["toll_usd"][cell] += taken * toll[cell] / both
            books["toll_usd"][end] += taken * toll[end] / both
        books["arc_kg"][arc] += kg
        watched = ground.watch[arc] * half
        books["exposure"][o][cell] += half
        books["flow_kg_km"][cell] += half * kg
        draw = uniform(key, 2 * step + 1)
        if draw >= math.exp(-watched * ground.hazard[cell]):
            seize(ground, sender, market, cell, kg)
            return spent
        books["exposure"][o][end] += half
        books["flow_kg_km"][end] += half * kg
        if ground.corridor[arc] >= 0:
            books["corridor_kg"][market][ground.corridor[arc]] += kg
        if draw >= math.exp(-watched * (ground.hazard[cell] + ground.hazard[end])):
            if there < ground.n:
                books["flow_kg"][market][there] += kg
                books["worth_usd"][there] += kg * value[there]
            seize(ground, sender, market, end, kg)
            return spent
        cell = there
        step += 1
    books["arrived"][o][cell - ground.n] += kg
    return spent


def send_loads(
    key: int, ways: Ways, senders: Senders, hubs: Any, stock: Any, dispatch: float, farm_gate: Any, hazard: Any,
    constant_value: Any, market_scale: float, arc_scale: float, tally: Tally,
) -> None:  # fmt: skip
    """All loads of a month; see ``corredor.kernels.loads.send_loads``."""
    ground = Ground(ways, tally, hazard, constant_value)
    everybody = [Sender(number, senders) for number in range(len(senders.row))]
    offered = {int(hub): dispatch * float(stock[hub]) for hub in hubs}
    for turn in range(len(everybody)):
        sender = everybody[(turn + int(uniform(key, 0) * len(everybody))) % len(everybody)]
        own = sub_key(key, sender.row + 1)
        for hub, on_offer in offered.items():
            at_hub = sub_key(own, hub)
            loads = int(on_offer * sender.share / sender.load_kg + uniform(at_hub, 0))
            for load in range(loads):
                load_key = sub_key(at_hub, load + 1)
                market = sender.choose_market(hub, market_scale, uniform(load_key, 0))
                if market < 0 or stock[hub] < sender.load_kg:
                    break
                stock[hub] -= sender.load_kg
                ground.books["loads"][sender.number] += 1.0
                ground.books["sent_by_market"][market] += sender.load_kg
                ground.books["purchase"][sender.number] += float(farm_gate[hub]) * sender.load_kg
                spent = walk(ground, sender, (load_key + 1) & MASK, market, hub, arc_scale, float(farm_gate[hub]))
                ground.books["spent_by_market"][market] += sender.load_kg * spent
    for name, book in ground.books.items():
        getattr(tally, name)[...] = np.array(book).reshape(getattr(tally, name).shape)
