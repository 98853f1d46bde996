"""How far a run is, from its folder alone."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median
from typing import Any

from corredor.runs.folder import RunFolder, partial_path
from corredor.runs.manifest import FILE, read_manifest


@dataclass(frozen=True)
class Standing:
    """How far a run is.

    Attributes:
        name: of the scenario.
        folder: where what is finished lies.
        whole: true if nothing is missing and the folder has its name.
        wanted: number of replicates.
        finished, failed: numbers of the replicates.
        seconds: median time of a finished replicate, if there is one.
    """

    name: str
    folder: Path
    whole: bool
    wanted: int
    finished: list[int]
    failed: list[int]
    seconds: float | None

    def as_json(self) -> dict[str, Any]:
        """The same as plain values."""
        return asdict(self) | {"folder": str(self.folder)}


def run_folders(folder: Path) -> list[Path]:
    """The run that a folder is, or the runs that lie in it and in its folders, in the order of their names.

    Args:
        folder: a run folder, under its name or its temporary one, or a folder of several.

    Returns:
        The folder itself where there is no run below it, so that asking for its standing says what is missing.
    """
    if (folder / FILE).is_file() or (partial_path(folder) / FILE).is_file():
        return [folder]
    below = sorted(path.parent for depth in ("*", "*/*") for path in folder.glob(f"{depth}/{FILE}"))
    return below or [folder]


def standing(folder: Path) -> Standing:
    """How far a run is.

    Args:
        folder: the run folder under the name it will have, or its temporary name.

    Raises:
        FolderError: if there is no such run.
    """
    name = folder.name
    if name.startswith(".") and name.endswith(".partial"):
        folder = folder.with_name(name[1 : -len(".partial")])
    begun = partial_path(folder)
    present = begun if begun.exists() else folder
    manifest = read_manifest(present)
    done = RunFolder(folder, manifest).done()
    return Standing(
        name=str(manifest["name"]),
        folder=present,
        whole=present == folder,
        wanted=len(manifest["wanted"]),
        finished=sorted(done),
        failed=sorted(k for p in begun.glob("failed-*.txt") if (k := int(p.stem[7:])) not in done),
        seconds=median(r.seconds for r in done.values()) if done else None,
    )
