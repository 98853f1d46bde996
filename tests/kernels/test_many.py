"""Hundreds of organisations share registers and buffers; each finds what it would find alone."""

from __future__ import annotations

import numpy as np
from flow_ground import FlowHalf

from corredor.bench.fields import Fields
from corredor.region.region import MARKETS

MANY = 512


def test_512_organisations_plan_as_each_would_alone() -> None:
    fields = Fields(2.0, MANY)
    lattice = fields.lattice(np.float64)
    found = np.empty((MANY, len(MARKETS), fields.region.n + len(fields.region.sinks)))
    alone = found.copy()
    views = (fields.factor, fields.hazard, fields.toll)
    lattice.netbacks(np.arange(MANY), *views, fields.price, fields.market, found)
    some = np.array([0, 7, 8, 255, 500, 511])
    for one in some:
        lattice.netbacks(np.array([one]), *views, fields.price, fields.market, alone)
    np.testing.assert_allclose(found[some], alone[some], rtol=1e-12)
    assert len(np.unique(found[:, 0, 100])) > MANY // 2


def test_with_512_organisations_in_the_world_the_largest_send_for_all() -> None:
    half = FlowHalf(senders=MANY, spun_up=False)
    half.run(2)
    assert half.world.traffic.loads > 0
    assert 0 < len(half.world.traffic.plans) <= 16
