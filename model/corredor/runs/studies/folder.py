"""The folder of a study: under a temporary name until every run is there."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any, Final

import pyarrow as pa
import pyarrow.parquet as pq

from corredor.runs.errors import FolderError
from corredor.runs.folder import in_the_way, partial_path
from corredor.runs.manifest import FILE
from corredor.runs.parts import remove_strays, temporary_beside, write_json
from corredor.runs.provenance import decisive_versions, machine, package_versions
from corredor.runs.studies.plan import StudyPlan

FORMAT: Final = 1
DESIGN: Final = "design.parquet"
_WORDS: Final = ("name", "description", "control")


def new_manifest(plan: StudyPlan) -> dict[str, Any]:
    """The manifest of a study that begins."""
    versions = decisive_versions()
    return {
        "corredor_study": FORMAT,
        "status": "simulated, not a forecast",
        "name": plan.name,
        "state": "begun",
        "identity": _identity(plan, versions),
        "study": plan.as_plain(),
        "scenario": dict(plan.scenario),
        "version": versions["corredor"],
        "code": versions["code"],
        "points": plan.points,
        "runs": plan.runs,
        "packages": package_versions(),
        "machine": machine(),
    }


def _identity(plan: StudyPlan, versions: dict[str, str]) -> str:
    """Digest of all that decides the numbers of a study."""
    study = {key: value for key, value in plan.as_plain().items() if key != "name"}
    scenario = {key: value for key, value in plan.scenario.items() if key not in _WORDS}
    return hashlib.sha256(json.dumps([study, scenario, versions], sort_keys=True).encode()).hexdigest()[:32]


def is_study(path: Path) -> bool:
    """Whether a file is the manifest of a study."""
    if path.suffix != ".json" or not path.is_file():
        return False
    with path.open(encoding="utf-8", errors="replace") as file:
        return '"corredor_study"' in file.read(200)


def read_manifest(folder: Path) -> dict[str, Any]:
    """The manifest of a study folder.

    Raises:
        FolderError: if there is none, or it is of something else.
    """
    path = folder / FILE
    if not is_study(path):
        raise FolderError(f"{folder} is no study folder: there is no {FILE} of a study in it")
    try:
        content = json.loads(path.read_text("utf-8"))
    except ValueError as error:
        raise FolderError(f"{path} cannot be read: {error}") from None
    if content.get("corredor_study") != FORMAT:
        raise FolderError(f"{path} is of another version of corredor")
    return dict(content)


def plan_of(manifest: dict[str, Any]) -> StudyPlan:
    """The plan that a manifest holds."""
    return StudyPlan.of_plain(manifest["study"], manifest["scenario"])


def begin(final: Path, plan: StudyPlan, *, resume: bool) -> tuple[Path, dict[str, Any]]:
    """Start a folder, or go on with one.

    Args:
        final: the name it gets when it is whole.
        plan: what is run.
        resume: go on with a folder of this name if there is one.

    Returns:
        Where it is now, and its manifest, whose ``state`` is ``whole`` if nothing is missing.

    Raises:
        FolderError: if a folder of this name is there and ``resume`` is false, or it holds another study.
    """
    path, manifest = partial_path(final), new_manifest(plan)
    present = next((each for each in (path, final) if each.exists()), None)
    if present is None:
        path.mkdir(parents=True)
        write_json(path / FILE, manifest)
        _write_design(path / DESIGN, plan)
        return path, manifest
    if not resume:
        raise FolderError(in_the_way(present, final))
    if present == path and not ((present / FILE).exists() and (present / DESIGN).exists()):
        write_json(path / FILE, manifest)
        _write_design(path / DESIGN, plan)
    earlier = read_manifest(present)
    if earlier["identity"] != manifest["identity"]:
        same = earlier["study"] == manifest["study"] and earlier["scenario"] == manifest["scenario"]
        differs = "the versions of corredor, Python or a package" if same else "the study or its scenario"
        raise FolderError(f"{present} holds another study ({differs}) — give another --out, or remove it")
    return present, earlier


def finish(path: Path, final: Path, manifest: dict[str, Any], timings: dict[str, float]) -> None:
    """Write the last of the manifest and give the folder its name."""
    write_json(path / FILE, manifest | {"state": "whole", "timings": timings})
    for said in path.glob("failed-*.txt"):
        said.unlink()
    remove_strays(path)
    path.rename(final)


def _write_design(path: Path, plan: StudyPlan) -> None:
    columns: dict[str, Any] = {"point": pa.array(range(plan.points), pa.int32())}
    fields = [pa.field("point", pa.int32(), metadata={b"unit": b"1"})]
    for position, factor in enumerate(plan.factors):
        values = pa.array(plan.column(position))
        columns[factor.path] = values
        fields.append(pa.field(factor.path, values.type, metadata={b"unit": (factor.unit or "1").encode()}))
    with temporary_beside(path) as temporary:
        pq.write_table(pa.Table.from_arrays(list(columns.values()), schema=pa.schema(fields)), temporary)
