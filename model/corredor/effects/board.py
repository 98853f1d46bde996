"""``corredor.effects``: the board of documented effects, from arms to verdicts."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Final

from corredor.agents.starts import kept_starts
from corredor.effects.judging import Arms, Verdict, judge
from corredor.effects.laboratory import Laboratory
from corredor.effects.parameters import parameter_hash, read_parameter_set
from corredor.effects.registry import NAMES, cases
from corredor.runs.errors import FolderError
from corredor.runs.parts import write_json
from corredor.runs.provenance import code_digest

PAIRS: Final = 50
"""Fewest pairs on which a verdict of the board may rest."""
FAST_PAIRS: Final = 8
FAST_RESOLUTION: Final = 2.0
VERDICTS: Final = "verdicts.json"


@dataclass(frozen=True)
class Board:
    """The cases that were judged, and how.

    Attributes:
        verdicts: in the order of the table of effects.
        pairs, seed: of every arm.
        resolution: degrees, ``None`` for those of the arms.
        parameters: digest of the set that was used.
        folder: of the runs, or ``None`` if they were temporary.
    """

    verdicts: tuple[Verdict, ...]
    pairs: int
    seed: int
    resolution: float | None
    parameters: str
    folder: Path | None

    @property
    def reproduced(self) -> bool:
        """Every case is."""
        return all(verdict.reproduced for verdict in self.verdicts)

    @property
    def whole(self) -> bool:
        """All cases, with enough pairs: a run that counts."""
        return self.pairs >= PAIRS and [v.case.name for v in self.verdicts] == list(NAMES)

    def rows(self) -> list[dict[str, Any]]:
        """As the interface of the command fixes it: one entry a case."""
        return [verdict.as_row() for verdict in self.verdicts]


def effects(
    names: Sequence[str] = (),
    *,
    pairs: int | None = None,
    resolution: float | None = None,
    parameters: str | Path | None = None,
    seed: int = 1,
    fast: bool = False,
    severity: int = 0,
    workers: int | None = None,
    out: str | Path | None = None,
    resume: bool = False,
    quiet: bool = False,
    on_verdict: Callable[[Verdict], None] | None = None,
    on_arms: Callable[[Verdict, Arms], object] | None = None,
) -> Board:
    """Run and judge documented effects.

    Args:
        names: of cases; all if none is given.
        pairs: replicates of every arm; 50, or 8 if ``fast``.
        resolution: degrees for all arms; those of the arms if not given, or 2 if ``fast``.
        parameters: a YAML file with the one set for all; the calibrated draw if not given.
        seed: of all arms.
        fast: only the cases that every change must pass, on a coarse grid.
        severity: draws from the registered ranges over which to count how often each case passes; 0 for none.
        workers: processes; as many as there are cores if not given.
        out: folder of all runs, with ``verdicts.json`` in the end. Without it they are temporary.
        resume: go on with a folder that is there.
        quiet: show no progress.
        on_verdict: called with each verdict as it is reached.
        on_arms: the same, with what gives the arms of the case by name while they are in memory.

    Raises:
        UnknownCase: if there is no case of a name.
        FolderError: if ``out`` is there and ``resume`` is false.
        ScenarioError, ReplicatesFailed, Interrupted: see ``corredor.run``.

    Example:
        >>> import corredor
        >>> board = corredor.effects(["corridor_balloon"], pairs=3, resolution=2, quiet=True)  # doctest: +SKIP
        >>> board.verdicts[0].reproduced  # doctest: +SKIP
        True
    """
    from corredor.effects.severity import severity_of

    chosen = cases(names, fast=fast)
    one_set = read_parameter_set(Path(parameters) if parameters is not None else None)
    pairs = pairs or (FAST_PAIRS if fast else PAIRS)
    resolution = resolution or (FAST_RESOLUTION if fast else None)
    with _folder(out, resume) as folder, kept_starts() as starts:
        laboratory = Laboratory(folder, pairs, seed, resolution, one_set, workers, quiet, starts)
        verdicts = []
        for case in chosen:
            passed = severity_of(case, folder / "severity", severity, workers=workers) if severity else None
            arms = partial(laboratory.arm, case)
            verdicts.append(judge(case, arms, severity=passed))
            if on_verdict is not None:
                on_verdict(verdicts[-1])
            if on_arms is not None:
                on_arms(verdicts[-1], arms)
            laboratory.forget()
        kept = Path(out) if out is not None else None
        board = Board(tuple(verdicts), pairs, seed, resolution, parameter_hash(one_set), kept)
        told = {"seed": seed, "parameters": board.parameters, "code": code_digest()}
        write_json(folder / VERDICTS, [verdict.as_record() | told for verdict in board.verdicts])
    return board


@contextmanager
def _folder(out: str | Path | None, resume: bool) -> Iterator[Path]:
    if out is None:
        with tempfile.TemporaryDirectory(prefix="corredor-effects-") as temporary:
            yield Path(temporary)
        return
    folder = Path(out)
    if folder.exists() and any(folder.iterdir()) and not resume:
        raise FolderError(f"{folder} is already there — --resume goes on with it, --out names another folder")
    folder.mkdir(parents=True, exist_ok=True)
    yield folder
