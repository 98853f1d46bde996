"""Imported once by the server from which workers are forked: the model is loaded, and compiled code with it."""

from __future__ import annotations

import contextlib
import gc


def _load() -> None:
    import corredor.app.costing
    import corredor.app.digest
    import corredor.app.filming
    import corredor.runs.ensemble  # noqa: F401
    from corredor.app.situations import TEACHING, base_of
    from corredor.model import TraffickingModel

    scenario = base_of(TEACHING, "")
    model = TraffickingModel(scenario)
    model.step()
    model.close()


# A worker that finds nothing loaded loads it itself, and says what is wrong where it can be seen.
with contextlib.suppress(Exception):
    _load()
# What is loaded stays: workers would only copy its pages by looking through it for garbage.
gc.collect()
gc.freeze()
