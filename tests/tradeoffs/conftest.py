"""The small study of trade-offs, run once."""

from __future__ import annotations

import light_bundles as light
import pytest

from corredor.tradeoffs import Tradeoffs, tradeoffs


@pytest.fixture(scope="session")
def folder(tmp_path_factory):
    target = tmp_path_factory.mktemp("tradeoffs") / "study"
    tradeoffs(light.STUDY, set=light.SHORT, out=target, workers=1, quiet=True, build=light.LeverModel)
    return target


@pytest.fixture(scope="session")
def results(folder):
    return Tradeoffs(folder)
