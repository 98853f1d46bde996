"""Imported once by the server from which workers are forked, so that each of them starts with the model loaded."""

from __future__ import annotations

import contextlib

# A worker that finds nothing loaded loads it itself, and says what is wrong where it can be seen.
with contextlib.suppress(Exception):
    import corredor.model
    import corredor.scenario.loading  # noqa: F401
