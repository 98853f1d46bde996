"""Finished stages of a fit, what they said and how long they took, so that a resumed fit does not repeat them."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from corredor.runs.parts import write_json


class Finished:
    """A record beside the results of a fit that is under way.

    Args:
        path: of the record; one that is of another key is passed over.
        key: what decides on the results: the plan, and the version of the program.
    """

    def __init__(self, path: Path, key: dict[str, Any]) -> None:
        self._path, self._key = path, json.loads(json.dumps(key))
        content = json.loads(path.read_text("utf-8")) if path.is_file() else {}
        same = content.get("key") == self._key
        self._said: dict[str, dict[str, Any]] = content["said"] if same else {}
        self.seconds: dict[str, float] = content["seconds"] if same else {}

    def lacks(self, *stages: str) -> bool:
        """Whether one of these has not been finished."""
        return not set(stages) <= set(self._said)

    @contextmanager
    def clock(self, stage: str) -> Iterator[None]:
        """Time a stage."""
        started = time.perf_counter()
        yield
        self.seconds[stage] = round(time.perf_counter() - started, 1)

    def said(self, stage: str, make: Callable[[], dict[str, Any]]) -> dict[str, Any]:
        """What a stage says: of the record, or made and recorded now."""
        if stage not in self._said:
            with self.clock(stage):
                self._said[stage] = make()
            write_json(self._path, {"key": self._key, "said": self._said, "seconds": self.seconds})
        return self._said[stage]

    def close(self) -> None:
        """Take the record away: the results say all that it said."""
        self._path.unlink(missing_ok=True)
