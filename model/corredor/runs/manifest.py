"""The manifest: everything that a run folder needs to be understood and rerun."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

from corredor.core.parameters import Parameters
from corredor.runs.errors import FolderError
from corredor.runs.parts import write_json
from corredor.runs.provenance import decisive_versions, machine, package_versions
from corredor.scenario import Scenario

FORMAT: Final = 1
FILE: Final = "manifest.json"
_WORDS: Final = ("name", "description", "control")
"""What a scenario says of itself, and decides no number."""


@dataclass(frozen=True)
class Replicate:
    """What is known of a finished replicate.

    Attributes:
        replicate: its number.
        seed: the model's seed.
        seconds: how long it took.
        checksums: of the values of each of its tables, by name.
    """

    replicate: int
    seed: int
    seconds: float
    checksums: dict[str, str]


def new_manifest(scenario: Scenario, wanted: Iterable[int]) -> dict[str, Any]:
    """The manifest of a run that begins.

    Args:
        scenario: fully resolved, with the seed and number of replicates that it is run with.
        wanted: numbers of the replicates.
    """
    versions = decisive_versions()
    resolved = json.loads(scenario.to_json())
    return {
        "corredor_run": FORMAT,
        "status": "simulated, not a forecast",
        "name": scenario.name,
        "state": "begun",
        "identity": identity(resolved, versions),
        "scenario": resolved,
        "provenance": dict(scenario.provenance),
        "version": versions["corredor"],
        "code": versions["code"],
        "seed": scenario.seed,
        "wanted": sorted(wanted),
        "parameters": dict(Parameters(scenario.parameter_values).items()),
        "packages": package_versions(),
        "machine": machine(),
        "replicates": [],
    }


def identity(resolved: dict[str, Any], versions: dict[str, str]) -> str:
    """Digest of all that decides the numbers of one replicate; how many there are does not belong to it."""
    deciding = {key: value for key, value in resolved.items() if key not in ("replicates", *_WORDS)}
    return hashlib.sha256(json.dumps([deciding, versions], sort_keys=True).encode()).hexdigest()[:32]


def read_manifest(folder: Path) -> dict[str, Any]:
    """The manifest of a run folder.

    Raises:
        FolderError: if there is none, or it is not one.
    """
    path = folder / FILE
    try:
        content = json.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        raise FolderError(f"{folder} is no run folder: there is no {FILE} in it") from None
    except (json.JSONDecodeError, UnicodeDecodeError) as error:
        raise FolderError(f"{path} cannot be read: {error}") from None
    if not isinstance(content, dict) or content.get("corredor_run") != FORMAT:
        raise FolderError(f"{path} is not the manifest of a run that this corredor can read")
    return content


def write_manifest(folder: Path, manifest: dict[str, Any], done: Iterable[Replicate]) -> None:
    """Write the manifest with the replicates that are finished."""
    manifest["replicates"] = [asdict(replicate) for replicate in sorted(done, key=lambda r: r.replicate)]
    write_json(folder / FILE, manifest)


def finished(manifest: dict[str, Any]) -> dict[int, Replicate]:
    """The finished replicates that a manifest lists, by number."""
    return {entry["replicate"]: Replicate(**entry) for entry in manifest["replicates"]}
