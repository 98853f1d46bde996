"""Years that no fit has seen. One function reads them, and only when the posterior can no longer change unnoticed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

import pandas as pd

from corredor.calibration.broken_years import without_breaks
from corredor.calibration.fitting import fitted_rows, groups, rows_of, scored_groups
from corredor.calibration.targets import Targets
from corredor.runs.parts import write_json

RECORD: Final = "posterior.json"
_CHUNK: Final = 1 << 20


class NotYetError(RuntimeError):
    """Held-back years were asked for before the posterior was recorded, or after it was changed."""


@dataclass(frozen=True)
class Posterior:
    """A posterior that is fixed.

    Attributes:
        file: the draws, inside the study's folder.
        checksum: SHA-256 of its bytes.
        targets: name of the targets to which it was fitted.
        last_fitted: the last year it has seen.
        earlier: checksums of posteriors with which held-back years had been read before, the first first.
    """

    file: str
    checksum: str
    targets: str
    last_fitted: int
    earlier: tuple[str, ...] = ()


def record_posterior(folder: Path, draws: Path, targets: Targets) -> Posterior:
    """Fix a posterior by writing its checksum into the study's folder.

    Args:
        folder: of the study.
        draws: the file of draws, inside it.
        targets: to which it was fitted.

    Raises:
        NotYetError: if another posterior was recorded before: held-back years may have been seen since.
    """
    posterior = Posterior(str(draws.relative_to(folder)), _checksum(draws), targets.name, targets.fit.last)
    path = folder / RECORD
    before = _read(path) if path.exists() else posterior
    if before.checksum != posterior.checksum:
        raise NotYetError(
            f"{path} already records another posterior; held-back years may have been seen since — "
            "fit again into a new folder, and say in the results that it was the second time"
        )
    return _write(path, replace(posterior, earlier=before.earlier))


def recorded_checksums(folder: Path) -> tuple[str, ...]:
    """Checksums of every posterior that a folder of results names, the first first; none where nothing is recorded."""
    path = folder / RECORD
    if not path.is_file():
        return ()
    posterior = _read(path)
    return (*posterior.earlier, posterior.checksum)


def name_earlier(folder: Path, checksums: Sequence[str]) -> Posterior:
    """Say in a folder of results that held-back years had been read before, with other posteriors.

    Args:
        folder: with its recorded posterior.
        checksums: of these, the first first; the folder's own and those that it names already are passed over.
    """
    posterior = _read(folder / RECORD)
    named = dict.fromkeys([*checksums, *posterior.earlier])
    earlier = tuple(checksum for checksum in named if checksum != posterior.checksum)
    return _write(folder / RECORD, replace(posterior, earlier=earlier))


def recorded_posterior(folder: Path, targets: Targets) -> Posterior:
    """The posterior that a folder records, if it still is the same.

    Raises:
        NotYetError: if none is recorded, its draws have changed, or it was fitted to other targets.
    """
    path = folder / RECORD
    if not path.is_file():
        raise NotYetError(
            f"{folder} records no posterior: years from {targets.hold_back.first} on stay closed until "
            "'record_posterior' has written its checksum"
        )
    posterior = _read(path)
    draws = folder / posterior.file
    if not draws.is_file() or _checksum(draws) != posterior.checksum:
        raise NotYetError(
            f"{draws} is not the posterior that {path} records — restore it, or fit again into a new folder"
        )
    if (posterior.targets, posterior.last_fitted) != (targets.name, targets.fit.last):
        raise NotYetError(
            f"{path} is of '{posterior.targets}', fitted to {posterior.last_fitted}, not of '{targets.name}' to "
            f"{targets.fit.last}"
        )
    return posterior


def held_back_data(targets: Targets, folder: Path, *, breaks: bool = True) -> dict[str, pd.DataFrame]:
    """The held-back years, by the name of the target; the only function that reads them.

    Args:
        targets: what was fitted.
        folder: of the study, with its recorded posterior.
        breaks: with the years of dated breaks, or without them.

    Returns:
        Columns as in ``fitting_data``, of the groups that have enough years to be scored.

    Raises:
        NotYetError: before the posterior's checksum is recorded, or after its draws were changed.
    """
    recorded_posterior(folder, targets)
    found = {}
    for target in targets.series:
        if target.hold_back:
            rows = rows_of(target, targets.hold_back)
            rows = rows if breaks else without_breaks(rows)
            rows = rows.assign(group=rows["place"].map(groups(target, targets)))
            fitted = fitted_rows(targets, target, breaks=breaks)
            scored = scored_groups(fitted, rows, targets.places)
            members = set(fitted["place"])
            keep = rows["group"].isin(scored) & rows["place"].isin(members)
            found[target.name] = rows[keep].reset_index(drop=True)
    return found


def _read(path: Path) -> Posterior:
    said: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return Posterior(**said | {"earlier": tuple(said.get("earlier", ()))})


def _write(path: Path, posterior: Posterior) -> Posterior:
    write_json(path, {key: value for key, value in vars(posterior).items() if key != "earlier" or value})
    return posterior


def _checksum(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            digest.update(chunk)
    return digest.hexdigest()
