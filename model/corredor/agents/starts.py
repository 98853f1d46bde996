"""Starts that are kept: runs which differ in policies alone need not each reckon the months before month 0.

Half of a run of seven years at 2 degrees lies before its month 0. It follows from the seed, the region, the start,
parameters and mechanisms, and from nothing else, so that the arms of a case, or a scenario and its control, have it in
common. A start that is taken up gives the same bits as one that is reckoned: what is kept is the world itself, as
bytes.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import itertools
import os
import pickle
import shutil
import tempfile
import weakref
from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass
from pathlib import Path
from typing import Any, Final

import mesa
import numpy as np
from numpy.typing import NDArray

from corredor.agents.world import World
from corredor.core.mechanisms import Mechanisms
from corredor.core.parameters import Parameters
from corredor.region.region import Region

ROOM_BYTES: Final = 1_000_000_000
"""Starts are kept up to this much in all; one of the Americas at 1 degree takes some 30 MB."""
MODEL, REGION = "model", "region"
_DIGESTS: weakref.WeakKeyDictionary[Region, str] = weakref.WeakKeyDictionary()


@dataclass(frozen=True)
class Starts:
    """Worlds at month 0, a file for each; it can be sent to another process.

    Attributes:
        folder: where they are. It must go with the call that made it: nothing tells starts of two versions apart.
    """

    folder: Path

    def take(self, world: World, region: Region, key: str) -> bool:
        """Make ``world`` what it was when it was kept, if it was; what it has already stays.

        Args:
            world: of which nothing has been built.
            region: as loaded, which is not kept but shared.
            key: of the start.
        """
        try:
            data = (self.folder / key).read_bytes()
        except OSError:
            return False
        state, next_id = _Reader(data, world, region).load()
        world.__dict__.update(state)
        if next_id is not None:
            _ids()[world] = itertools.count(next_id)
        return True

    def keep(self, world: World, region: Region, key: str, without: frozenset[str]) -> None:
        """Write a world down, for others to take up; if there is no room, it is not kept.

        Args:
            world: at month 0, with neither policies nor books.
            region: as loaded.
            key: of the start.
            without: attributes of a subclass, which each model has for itself.
        """
        state = {name: value for name, value in vars(world).items() if name not in without}
        ids = _ids()
        next_id = None if ids is None else _next(ids[world])
        data = io.BytesIO()
        _Writer(data, world, region).dump((state, next_id))
        part = self.folder / f".{key}.{os.getpid()}"
        try:
            if sum(path.stat().st_size for path in self.folder.iterdir()) + len(data.getbuffer()) > ROOM_BYTES:
                return
            part.write_bytes(data.getbuffer())
            part.replace(self.folder / key)
        except OSError:
            with contextlib.suppress(OSError):
                part.unlink(missing_ok=True)

    def clear(self) -> None:
        """Let go of all of them."""
        for path in self.folder.iterdir():
            path.unlink(missing_ok=True)


@contextlib.contextmanager
def kept_starts() -> Iterator[Starts]:
    """A place for starts, gone with the block."""
    folder = Path(tempfile.mkdtemp(prefix="corredor-starts-"))
    try:
        yield Starts(folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def start_key(region: Region, seed: int, start: tuple[int, int], parameters: Parameters, mechanisms: Mechanisms) -> str:
    """What a start follows from, as the name of a file."""
    of = (_digest(region), seed, start, tuple(parameters.items()), mechanisms.off())
    return hashlib.sha256(repr(of).encode()).hexdigest()[:24]


def _digest(region: Region) -> str:
    """Of everything that a region is."""
    if region not in _DIGESTS:
        digest = hashlib.sha256()
        for name, value in _parts(region, ""):
            digest.update(name.encode())
            if isinstance(value, np.ndarray):
                digest.update(f"{value.dtype}{value.shape}".encode())
                digest.update(np.ascontiguousarray(value))
            else:
                digest.update(repr(value).encode())
        _DIGESTS[region] = digest.hexdigest()
    return _DIGESTS[region]


def _parts(value: Any, name: str) -> Iterator[tuple[str, Any]]:
    """What a dataclass is made of, those within it included."""
    for field in fields(value):
        part = getattr(value, field.name)
        if is_dataclass(part):
            yield from _parts(part, f"{name}.{field.name}")
        else:
            yield f"{name}.{field.name}", part


def _ids() -> Any:
    """Mesa 3.3 numbers the agents of a model by a count that is not the model's; later ones have it in the model."""
    return getattr(mesa.Agent, "_ids", None)


def _next(count: itertools.count[int]) -> int:
    """The number that a count gives next; pickling one is deprecated."""
    return int(repr(count).removeprefix("count(").removesuffix(")"))


class _Writer(pickle.Pickler):
    """Writes a world without itself and its region, with all views of an array on one array, as they were."""

    def __init__(self, file: io.BytesIO, world: World, region: Region) -> None:
        super().__init__(file, protocol=5)
        self._known: dict[int, object] = {id(world): MODEL, id(region): REGION}
        self._known |= {id(part): (REGION, name) for name, part in _parts(region, "") if isinstance(part, np.ndarray)}

    def persistent_id(self, value: Any) -> object:
        return self._known.get(id(value))

    def reducer_override(self, value: Any) -> Any:
        if type(value) is np.ndarray and isinstance(value.base, np.ndarray):
            root = value.base
            while isinstance(root.base, np.ndarray):
                root = root.base
            if not root.flags.c_contiguous:
                raise pickle.PicklingError("a view of an array that does not lie in one piece")
            offset = value.__array_interface__["data"][0] - root.__array_interface__["data"][0]
            return _view, (root, offset, value.shape, value.strides, value.dtype, value.flags.writeable)
        if type(value) is itertools.count:
            return itertools.count, (_next(value),)
        return NotImplemented


class _Reader(pickle.Unpickler):
    def __init__(self, data: bytes, world: World, region: Region) -> None:
        super().__init__(io.BytesIO(data))
        self._shared: dict[object, Any] = {MODEL: world, REGION: region}
        self._shared |= {(REGION, name): part for name, part in _parts(region, "")}

    def persistent_load(self, pid: object) -> Any:
        return self._shared[pid]


def _view(
    root: NDArray[Any], offset: int, shape: tuple[int, ...], strides: tuple[int, ...], dtype: Any, writeable: bool
) -> NDArray[Any]:
    view: NDArray[Any] = np.ndarray(shape, dtype, root.data if root.size else None, offset, strides)
    view.flags.writeable = writeable
    return view
