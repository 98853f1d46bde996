"""``corredor.sweep``: every run of a study, into its folder."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np

from corredor.region.region import Floats
from corredor.runs.carrying import carry_through
from corredor.runs.ensemble import Interrupted, ReplicatesFailed, traffic_model
from corredor.runs.errors import RunError
from corredor.runs.folder import lasts_as_long_as, wanted_or_temporary
from corredor.runs.parts import write_text
from corredor.runs.progress import progress
from corredor.runs.studies.folder import begin, finish
from corredor.runs.studies.maps import Maps
from corredor.runs.studies.one_run import StudyWork
from corredor.runs.studies.plan import StudyPlan
from corredor.runs.studies.reading import read_study
from corredor.runs.studies.rows import Rows
from corredor.runs.studies.study import Study
from corredor.runs.work import Failure, disk_full


def sweep(
    study: str | Path | Mapping[str, Any] | StudyPlan,
    *,
    replicates: int | None = None,
    seed: int | None = None,
    workers: int | None = None,
    cluster: str | None = None,
    out: str | Path | None = None,
    set: Mapping[str, object] | None = None,
    resume: bool = False,
    quiet: bool = False,
    build: Callable[..., Any] | None = None,
) -> Study:
    """Run a design over parameters or policies and return it as a ``Study``.

    Each run's seed follows from the study's seed and the run's number alone, so the result is the same to the bit on
    every executor, for any number of workers, in whatever order runs finish, and interrupted or not.

    Args:
        study: a YAML file, its content, or a plan.
        replicates: runs of each point, instead of the study's number.
        seed: instead of the study's.
        workers: runs at a time; by default one for each core. 1 runs in this process.
        cluster: address of a Dask scheduler whose workers do the runs, or ``local`` for one that is started here.
        out: the study folder. Without it the folder is temporary and lasts as long as the returned object.
        set: values that win over the scenario, by path.
        resume: go on with the folder if it is there.
        quiet: show no progress.
        build: makes the model of a scenario; ``TraffickingModel`` if ``None``.

    Raises:
        ScenarioError: if the study or its scenario is wrong.
        FolderError: if ``out`` is in the way, or holds another study.
        ReplicatesFailed: if runs failed; the others are kept.
        Interrupted: on Ctrl-C; what had finished is kept.

    Example:
        >>> import corredor
        >>> study = corredor.sweep(
        ...     {
        ...         "corredor": 1, "study": "sweep", "scenario": "two_corridors_control",
        ...         "design": {"kind": "grid", "levels": 2}, "factors": {"routes.sensitivity": [1, 2]},
        ...         "outcomes": ["delivered"],
        ...     },
        ...     set={"duration": "3 months"}, workers=1, quiet=True,
        ... )
        >>> study.runs()["routes.sensitivity"].to_list()
        [1.0, 2.0]
    """
    plan = study if isinstance(study, StudyPlan) else read_study(study, set=set, replicates=replicates, seed=seed)
    final = wanted_or_temporary(out, "study")
    path, manifest = begin(final, plan, resume=resume)
    if manifest["state"] != "whole":
        _run_missing(path, final, plan, manifest, StudyWork(plan, build or traffic_model()), workers, cluster, quiet)
    result = Study(final)
    if out is None:
        lasts_as_long_as(result, final)
    return result


def _run_missing(
    path: Path,
    final: Path,
    plan: StudyPlan,
    manifest: dict[str, Any],
    work: StudyWork,
    workers: int | None,
    cluster: str | None,
    quiet: bool,
) -> None:
    rows, started = Rows(path, plan), time.perf_counter()
    maps = None
    if plan.keep_maps:
        maps = Maps(path, plan.runs, plan.scenario_at(0).load_region(), begun=bool(rows.done.any()))
    missing = np.flatnonzero(~rows.done).tolist()
    failures: list[Failure] = []

    def keep(run: int, values: Floats) -> None:
        if maps is not None:
            maps.add(run, values[len(plan.outcomes) :])
        rows.add(run, values[: len(plan.outcomes)])

    def note(failure: Failure) -> None:
        failures.append(failure)
        write_text(path / f"failed-{failure.number:05d}.txt", _said(plan, failure))

    bar = progress(
        path, plan.name, months=len(missing) * work.months, runs=plan.runs, done=plan.runs - len(missing), quiet=quiet
    )
    with _kept(path, rows, plan):
        with bar as shown:
            carry_through(work, missing, shown, plan.runs - len(missing), keep, note, workers, cluster)
        rows.flush()
        if maps is not None:
            maps.flush()
    if failures:
        raise ReplicatesFailed(failures, path, int(rows.done.sum()), "run")
    seconds = round(time.perf_counter() - started, 3)
    finish(path, final, manifest, {"seconds": seconds, "runs": len(missing)})


@contextmanager
def _kept(path: Path, rows: Rows, plan: StudyPlan) -> Iterator[None]:
    """Say what is kept when the disk is full, or somebody interrupts."""
    try:
        yield
    except OSError as error:
        if not disk_full(error):
            raise
        kept = int(rows.done.sum())
        raise RunError(f"there is no room left for {path}: make room, then --resume ({kept} runs are kept)") from None
    except KeyboardInterrupt:
        rows.flush()
        raise Interrupted(path, int(rows.done.sum()), plan.runs, "runs") from None


def _said(plan: StudyPlan, failure: Failure) -> str:
    """What is known of a run that failed, as it is left in the folder."""
    point, replicate = plan.where(failure.number)
    values = {factor.path: factor.written(v) for factor, v in zip(plan.factors, plan.values(point), strict=True)}
    where = "\n".join(f"{path}: {value}" for path, value in values.items())
    numbers = f"run {failure.number}, point {point}, replicate {replicate}\nseed {failure.seed}"
    return f"{failure.reason}\n{numbers}\n{where}\n\n{failure.trace}"
