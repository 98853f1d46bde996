"""The run folder while it is being written: under a temporary name until it is whole.

``runs/baseline-7`` grows as ``runs/.baseline-7.partial``. Each replicate's tables are parts, and a small file in
``.done`` is written after the last of them; a replicate without it counts as not run. When all that were wanted are
there, the manifest takes over what ``.done`` says and the folder gets its name.
"""

from __future__ import annotations

import json
import shutil
import tempfile
import weakref
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from corredor.runs.errors import FolderError
from corredor.runs.grid import CELLS, read_netcdf, require_netcdf, save_fields, write_netcdf
from corredor.runs.manifest import FILE, Replicate, finished, new_manifest, read_manifest, write_manifest
from corredor.runs.parts import remove_strays, write_json, write_part
from corredor.runs.recorder import Recorder
from corredor.scenario import Scenario


def partial_path(final: Path) -> Path:
    """Where a folder is while it is not whole."""
    return final.with_name(f".{final.name}.partial")


def whole(folder: str | Path) -> Path:
    """The folder, if it is there as a whole or not at all.

    Raises:
        FolderError: if it is still being written, or was interrupted.
    """
    path = Path(folder).resolve()
    if not path.exists() and partial_path(path).exists():
        raise FolderError(f"{folder} is not whole yet — 'corredor status {folder}' says how far, --resume goes on")
    return path


def wanted_or_temporary(out: str | Path | None, name: str) -> Path:
    """Where to write: the folder that was asked for, or one of this name in a temporary place."""
    return Path(out).resolve() if out is not None else Path(tempfile.mkdtemp(prefix="corredor-")) / name


def lasts_as_long_as(owner: object, temporary: Path) -> None:
    """Take a folder of ``wanted_or_temporary`` away when nobody holds the object any more that reads it."""
    weakref.finalize(owner, shutil.rmtree, temporary.parent, ignore_errors=True)


class RunFolder:
    """A run folder that can be added to.

    Args:
        final: the name it gets when it is whole.
        manifest: what is being run.
    """

    def __init__(self, final: Path, manifest: dict[str, Any]) -> None:
        self.final = final
        self.path = partial_path(final)
        self.manifest = manifest

    @classmethod
    def begin(cls, final: Path, scenario: Scenario, wanted: Iterable[int], *, resume: bool) -> RunFolder:
        """Start a folder, or go on with one.

        Args:
            final: the name it gets when it is whole.
            scenario: what is run.
            wanted: numbers of the replicates.
            resume: go on with a folder of this name if there is one; start afresh if there is none.

        Raises:
            FolderError: if a folder of this name is there and ``resume`` is false, or if it holds another run.
            RunError: if the scenario records monthly cells and cannot, so that nothing is left half begun.
        """
        final = final.resolve()
        folder = cls(final, new_manifest(scenario, wanted))
        present = next((path for path in (folder.path, final) if path.exists()), None)
        if present is not None and not resume:
            raise FolderError(in_the_way(present, final))
        if present is None or (present == folder.path and _killed_at_once(present)):
            if "cells" in scenario.record:
                require_netcdf()
            folder.path.mkdir(parents=True, exist_ok=resume)
        else:
            folder._take_over(present, scenario)
        if not folder.whole:
            write_manifest(folder.path, folder.manifest, folder.done().values())
        return folder

    @property
    def whole(self) -> bool:
        """Nothing is missing, and it has its name."""
        return bool(self.manifest["state"] == "whole")

    def _take_over(self, present: Path, scenario: Scenario) -> None:
        earlier = read_manifest(present)
        if earlier["identity"] != self.manifest["identity"]:
            asked = earlier["scenario"] != self.manifest["scenario"]
            name = "change the scenario's 'name:' (a control that is there is used again), " if asked else ""
            raise FolderError(
                f"{present} holds another run ({_differences(earlier, self.manifest)}) — "
                f"{name}give another --out, or remove it"
            )
        earlier["wanted"] = sorted({*self.manifest["wanted"], *earlier["wanted"]})
        if present == self.final and set(earlier["wanted"]) <= finished(earlier).keys():
            self.manifest = earlier
            return
        self.manifest |= {key: earlier[key] for key in ("wanted", "replicates")}
        if present == self.final:
            present.rename(self.path)
        if (self.path / CELLS).exists():
            region = scenario.load_region()
            read_netcdf(self.path / CELLS, region, {k: grid_path(self.path, k) for k in finished(earlier)})

    def done(self) -> dict[int, Replicate]:
        """Finished replicates by number, of this and of earlier sittings."""
        found = finished(self.manifest)
        for path in sorted(self.path.glob(".done/[0-9]*.json")):
            entry = Replicate(**json.loads(path.read_text("utf-8")))
            found[entry.replicate] = entry
        return found

    def missing(self) -> list[int]:
        """Numbers of the replicates that are wanted and not finished, ascending."""
        done = self.done()
        return [k for k in self.manifest["wanted"] if k not in done]

    def finish(self, scenario: Scenario) -> Path:
        """Write the last of the manifest, give the folder its name and return it."""
        done = self.done()
        grids = [(k, grid_path(self.path, k)) for k in sorted(done) if grid_path(self.path, k).exists()]
        if grids:
            write_netcdf(self.path / CELLS, scenario.load_region(), scenario.start, grids, scenario.name)
        self.manifest["state"] = "whole"
        write_manifest(self.path, self.manifest, done.values())
        for waiting in (".done", ".grid"):
            shutil.rmtree(self.path / waiting, ignore_errors=True)
        for said in self.path.glob("failed-*.txt"):
            said.unlink()
        remove_strays(self.path)
        self.path.rename(self.final)
        return self.final


def grid_path(folder: Path, replicate: int) -> Path:
    """Where the monthly fields of a replicate wait to be put into ``cells.nc``."""
    return folder / ".grid" / f"{replicate:05d}.npy"


def write_replicate(folder: Path, recorder: Recorder, *, seed: int, seconds: float) -> Replicate:
    """Write all parts of a replicate, and last the file that says so."""
    k = recorder.replicate
    if recorder.grid is not None:
        path = grid_path(folder, k)
        save_fields(path, recorder.grid.values[:, : recorder.recorded])
    checksums = {name: write_part(folder, name, k, table) for name, table in sorted(recorder.arrow().items())}
    replicate = Replicate(k, seed, round(seconds, 3), checksums)
    write_json(folder / ".done" / f"{k:05d}.json", asdict(replicate))
    return replicate


def _killed_at_once(partial: Path) -> bool:
    """Whether whoever made a folder was stopped before its manifest had its name."""
    return all(path.name.startswith(f".{FILE}.") for path in partial.iterdir())


def in_the_way(present: Path, final: Path) -> str:
    """What to say of a folder that is there already, under its name or its temporary one."""
    if present == final:
        return f"{final} is already there — --resume adds what is missing, --out names another folder"
    return (
        f"{final} was begun and not finished ({present.name}) — --resume goes on with it, or remove it to start afresh"
    )


def _differences(earlier: dict[str, Any], now: dict[str, Any]) -> str:
    """What differs between two manifests, in words."""
    old, new = earlier["scenario"], now["scenario"]
    keys = [key for key in sorted({*old, *new} - {"replicates"}) if old.get(key) != new.get(key)]
    if earlier["code"] != now["code"] or earlier["version"] != now["version"]:
        keys.append("the code of corredor")
    return "different: " + (", ".join(keys) or "Python or a package")
