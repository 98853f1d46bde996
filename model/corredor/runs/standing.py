"""How far a run or a study is, from its folder alone."""

from __future__ import annotations

import json
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from corredor.runs.folder import RunFolder, partial_path
from corredor.runs.manifest import FILE, read_manifest
from corredor.runs.progress import SIGN
from corredor.runs.studies import folder as study_folder
from corredor.runs.studies.rows import finished_runs


@dataclass(frozen=True)
class Standing:
    """How far it is.

    Attributes:
        name: of the scenario or the study.
        folder: where what is finished lies.
        whole: true if nothing is missing and the folder has its name.
        what: ``replicates`` of a run, ``runs`` of a study.
        wanted: how many.
        finished, failed: their numbers.
        seen: seconds since whoever works on it gave a sign of life; nothing if nobody does.
        per_minute: how many are finished in a minute, and
        seconds_left: how long it will take, as last told.
    """

    name: str
    folder: Path
    whole: bool
    what: str
    wanted: int
    finished: list[int]
    failed: list[int]
    seen: float | None = None
    per_minute: float | None = None
    seconds_left: float | None = None

    def as_json(self) -> dict[str, Any]:
        """The same as plain values."""
        return asdict(self) | {"folder": str(self.folder)}


def status(folder: str | Path = "runs") -> list[Standing]:
    """How far runs and studies are, as ``corredor status`` says it.

    Args:
        folder: of one, under the name it will have, or of several.

    Returns:
        One for each, in the order of their names.

    Raises:
        FolderError: if there is none.
    """
    return [standing(each) for each in run_folders(Path(folder))]


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
    """How far a run or a study is.

    Args:
        folder: its folder under the name it will have, or its temporary name.

    Raises:
        FolderError: if there is no such run.
    """
    name = folder.name
    if name.startswith(".") and name.endswith(".partial"):
        folder = folder.with_name(name[1 : -len(".partial")])
    begun = partial_path(folder)
    present = begun if begun.exists() else folder
    if study_folder.is_study(present / FILE):
        what = "runs"
        manifest = study_folder.read_manifest(present)
        wanted = int(manifest["runs"])
        done = set(finished_runs(present, wanted))
    else:
        what = "replicates"
        manifest = read_manifest(present)
        wanted = len(manifest["wanted"])
        done = {*RunFolder(folder, manifest).done()}
    return Standing(
        name=str(manifest["name"]),
        folder=present,
        whole=present == folder,
        what=what,
        wanted=wanted,
        finished=sorted(done),
        failed=sorted(k for p in present.glob("failed-*.txt") if (k := int(p.stem[7:])) not in done),
        **_last_sign(present),
    )


def _last_sign(folder: Path) -> dict[str, float | None]:
    try:
        told = json.loads((folder / SIGN).read_text("utf-8"))
        age = time.time() - (folder / SIGN).stat().st_mtime
    except (OSError, ValueError):
        return {}
    return {"seen": round(age, 1), "per_minute": told["per_minute"], "seconds_left": told["seconds_left"]}
