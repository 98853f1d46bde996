"""Imported once by the server from which workers are forked: loads the model and its kernels for all of them."""

from __future__ import annotations

import contextlib

# A worker that finds nothing warm loads what it needs itself, and says what is wrong where it can be seen.
with contextlib.suppress(Exception):
    from corredor.model import TraffickingModel
    from corredor.scenario import load

    _model = TraffickingModel(load("two_corridors"))
    _model.step()
    _model.close()
