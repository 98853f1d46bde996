"""The runs of a calibration, through the executor of all studies: each leaves one vector, and they can be resumed."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.lib.format import open_memmap

from corredor.calibration.inference.layout import Layout
from corredor.calibration.places import is_division
from corredor.calibration.recorded import RecordedTables
from corredor.calibration.targets import Targets, Years
from corredor.region.region import Floats
from corredor.runs.carrying import carry_through
from corredor.runs.ensemble import Interrupted, ReplicatesFailed
from corredor.runs.errors import FolderError
from corredor.runs.parts import temporary_beside, write_text
from corredor.runs.progress import progress
from corredor.runs.replicate import recorded
from corredor.runs.studies.folder import begin, finish
from corredor.runs.studies.one_run import PlannedRuns
from corredor.runs.studies.plan import StudyPlan
from corredor.runs.studies.rows import Rows
from corredor.runs.work import Failure, Monitor

VECTORS: Final = "vectors.npy"
LAYOUT: Final = "layout.txt"
Build = Callable[..., Any]


class TargetWork(PlannedRuns):
    """Runs whose result is what the targets look at; it can be sent to another process.

    Args:
        plan: what is run.
        targets: what has to be met.
        years: that are simulated.
        build: makes the model of a scenario, as ``TraffickingModel``.
    """

    def __init__(self, plan: StudyPlan, targets: Targets, years: Years, build: Build) -> None:
        super().__init__(plan, build)
        self.targets, self.years = targets, years
        self._layout = Layout(targets, years)

    def __reduce__(self) -> tuple[Any, ...]:
        # Classes of policies are made when a scenario is read, and exist only in the process that has read it.
        return _work, (self.plan.as_plain(), self.plan.scenario, self.targets, self.years, self.build)

    def vector(self, number: int, monitor: Monitor) -> Floats:
        """What the targets ask of one run."""
        scenario = self.scenario(self.plan.where(number)[0])
        replicate = self.plan.replicate_of_model(number)
        model = self.build(scenario, replicate=replicate, audit=False)
        try:
            tables = recorded(model, scenario, replicate, needed(self.targets), monitor).arrow()
        finally:
            model.close()
        return self._layout.vector(RecordedTables(tables))


def needed(targets: Targets) -> tuple[str, ...]:
    """Words of a scenario's ``record`` without which a run cannot be compared with the targets."""
    divisions = any(
        target.series == "homicides" and target.observations.rows["place"].map(is_division).any()
        for target in targets.series
    )
    words = {"homicides": divisions, "organisations": any(t.series == "organisations" for t in targets.series)}
    return tuple(word for word, wanted in words.items() if wanted)


def simulate(
    plan: StudyPlan,
    layout: Layout,
    out: Path,
    *,
    build: Build,
    workers: int | None = None,
    cluster: str | None = None,
    resume: bool = False,
    quiet: bool = False,
) -> Floats:
    """Make the runs of a plan that are missing, and return what all of them say.

    Args:
        plan: what is run.
        layout: of the vectors.
        out: the study folder.
        build: makes the model of a scenario.
        workers: runs at a time; one for each core if ``None``.
        cluster: address of a Dask scheduler, or ``local``.
        resume: go on with the folder if it is there.
        quiet: show no progress.

    Returns:
        Shape (points, replicates, layout's length).

    Raises:
        FolderError: if ``out`` is in the way, or holds other runs.
        ReplicatesFailed: if runs failed; the others are kept.
        Interrupted: on Ctrl-C; what had finished is kept.
    """
    path, manifest = begin(out, plan, resume=resume)
    _check_layout(path, layout)
    if manifest["state"] != "whole":
        work = TargetWork(plan, layout.targets, layout.years, build)
        _run_missing(path, plan, layout, work, workers, cluster, quiet, manifest, out)
    vectors = np.load(out / VECTORS)
    return np.asarray(vectors.reshape(plan.points, plan.replicates, layout.length))


def _run_missing(
    path: Path,
    plan: StudyPlan,
    layout: Layout,
    work: TargetWork,
    workers: int | None,
    cluster: str | None,
    quiet: bool,
    manifest: dict[str, Any],
    out: Path,
) -> None:
    rows, started = Rows(path, plan), time.perf_counter()
    vectors = _vectors(path, (plan.runs, layout.length))
    missing = np.flatnonzero(~rows.done).tolist()
    failures: list[Failure] = []

    def keep(run: int, vector: Floats) -> None:
        # Before its row says that it is there.
        vectors[run] = vector
        rows.add(run, np.empty(0))

    def note(failure: Failure) -> None:
        failures.append(failure)
        write_text(path / f"failed-{failure.number:05d}.txt", f"{failure.reason}\n\n{failure.trace}")

    done = plan.runs - len(missing)
    bar = progress(path, plan.name, months=len(missing) * work.months, runs=plan.runs, done=done, quiet=quiet)
    try:
        with bar as shown:
            carry_through(work, missing, shown, done, keep, note, workers, cluster)
    except KeyboardInterrupt:
        vectors.flush()
        rows.flush()
        raise Interrupted(path, int(rows.done.sum()), plan.runs, "runs") from None
    vectors.flush()
    rows.flush()
    if failures:
        raise ReplicatesFailed(failures, path, int(rows.done.sum()), "run")
    seconds = round(time.perf_counter() - started, 3)
    finish(path, out, manifest, {"seconds": seconds, "runs": len(missing)})


def _vectors(path: Path, shape: tuple[int, int]) -> Any:
    file = path / VECTORS
    if not file.exists():
        with temporary_beside(file) as temporary:
            values = open_memmap(temporary, "w+", np.float64, shape)
            values[:] = np.nan
            values.flush()
    return open_memmap(file, "r+")


def _check_layout(path: Path, layout: Layout) -> None:
    """Refuse to go on with runs that were made for other targets."""
    every = [index.to_frame().to_csv() for index in (*layout.indices.values(), layout.rates)]
    digest = hashlib.sha256("\n".join(every).encode()).hexdigest()
    file = path / LAYOUT
    if not file.exists():
        write_text(file, digest + "\n")
    if file.read_text("utf-8").strip() != digest:
        raise FolderError(f"{path} holds runs for other targets — give another --out, or remove it")


def _work(plan: dict[str, Any], scenario: dict[str, Any], targets: Targets, years: Years, build: Build) -> TargetWork:
    return TargetWork(StudyPlan.of_plain(plan, scenario), targets, years, build)
