"""``corredor.run``: all replicates of a scenario, into a run folder."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corredor.runs.carrying import carry_through
from corredor.runs.errors import FolderError, RunError
from corredor.runs.folder import RunFolder, lasts_as_long_as, wanted_or_temporary
from corredor.runs.grid import require_netcdf
from corredor.runs.manifest import FILE
from corredor.runs.parts import write_text
from corredor.runs.precision import BUDGET, JUDGED, Precision, means_table
from corredor.runs.progress import progress
from corredor.runs.replicate import read_job
from corredor.runs.run import Run
from corredor.runs.work import Failure
from corredor.scenario import Scenario, load

if TYPE_CHECKING:
    from corredor.agents.starts import Starts


class ReplicatesFailed(RunError):
    """Some replicates failed; the others are kept.

    Attributes:
        failures: what went wrong, by replicate.
        folder: where the others are.
    """

    def __init__(self, failures: list[Failure], folder: Path, kept: int, what: str = "replicate") -> None:
        self.failures, self.folder = failures, folder
        first = failures[0]
        if full := next((failure for failure in failures if failure.disk_full), None):
            message = (
                f"there is no room left for {folder}: {what} {full.number} (seed {full.seed}) could not be written"
                f" — make room, then --resume ({kept} {what}s are kept)"
            )
        else:
            lines = [f"{what} {f.number} (seed {f.seed}) failed: {f.reason}" for f in failures[:5]]
            lines += [f"and {len(failures) - 5} more"] if len(failures) > 5 else []
            lines.append(
                f"{kept} finished and are kept in {folder}, with what each failure said; --resume redoes the rest, "
                f"'corredor run {folder / FILE} --replicate {first.number}' runs one of them alone"
            )
            message = "\n".join(lines)
        super().__init__(message)


class Interrupted(KeyboardInterrupt):
    """The run was interrupted; what had finished is kept.

    Attributes:
        folder: where.
    """

    def __init__(self, folder: Path, kept: int, wanted: int, what: str = "replicates") -> None:
        self.folder = folder
        super().__init__(f"interrupted: {kept} of {wanted} {what} are kept in {folder}; --resume does the rest")


def run(
    scenario: str | Path | Scenario,
    *,
    replicates: int | None = None,
    seed: int | None = None,
    workers: int | None = None,
    cluster: str | None = None,
    out: str | Path | None = None,
    set: Mapping[str, object] | None = None,
    replicate: int | None = None,
    audit: bool = False,
    resume: bool = False,
    precision: float | None = None,
    outcomes: Sequence[str] = JUDGED,
    budget: int = BUDGET,
    quiet: bool = False,
    starts: Starts | None = None,
) -> Run:
    """Run a scenario's replicates and return them as a ``Run``.

    The result is the same to the bit for any number of workers, whatever order they finish in, and whether or not the
    run was interrupted and resumed.

    Args:
        scenario: a shipped name, a file, the ``manifest.json`` of an earlier run, or a ``Scenario``; or the
            ``manifest.json`` of a study, of which ``replicate`` is then the run.
        replicates: how many, instead of the scenario's number.
        seed: instead of the scenario's.
        workers: processes; by default as many as there are cores. 1 runs in this process.
        cluster: address of a Dask scheduler whose workers do the runs, or ``local`` for one that is started here.
        out: the run folder. Without it the folder is temporary and lasts as long as the returned object.
        set: values that win over the file, by path, as ``--set`` on the command line.
        replicate: run only this one.
        audit: check every month that cocaine, people and money are accounted for.
        resume: go on with the folder if it is there.
        precision: add replicates until the 95 % interval of the mean of each of ``outcomes`` over the run reaches no
            further from it than this share of it; e.g. 0.05.
        outcomes: which must be so precise.
        budget: most replicates, whatever the precision.
        quiet: show no progress.
        starts: where months before month 0 are kept for runs that have them in common; see ``kept_starts`` in
            ``corredor.agents.starts``.

    Raises:
        ScenarioError: if the scenario is wrong.
        ValueError: if the precision or the budget makes no sense, or there is no such outcome.
        FolderError: if ``out`` is in the way, or holds another run.
        ReplicatesFailed: if replicates failed; the others are kept.
        Interrupted: on Ctrl-C; what had finished is kept.

    Example:
        >>> import corredor
        >>> base = corredor.run("two_corridors_control", replicates=2, set={"duration": "1 year"}, quiet=True)
        >>> len(base.region)
        24
    """
    resolved, replicate = resolve_one(scenario, replicate, set=set, replicates=replicates, seed=seed)
    final = wanted_or_temporary(out, resolved.slug)
    wanted = range(resolved.replicates) if replicate is None else [replicate]
    folder = RunFolder.begin(final, resolved, wanted, resume=resume)
    judged = None if precision is None else Precision(precision, tuple(outcomes), budget)
    how: dict[str, Any] = {"workers": workers, "cluster": cluster, "audit": audit, "quiet": quiet, "starts": starts}
    execute(folder, resolved, **how)
    result = Run(folder.final)
    while judged is not None:
        table = means_table(result.scorecard(), judged.outcomes, judged.share)
        more = judged.more(table, len(result.replicates))
        if more is None:
            break
        folder = RunFolder.begin(final, resolved, range(more), resume=True)
        execute(folder, resolved, **how)
        result.refresh()
    if out is None:
        lasts_as_long_as(result, final)
    return result


def resolve(
    scenario: str | Path | Scenario,
    *,
    set: Mapping[str, object] | None = None,
    replicates: int | None = None,
    seed: int | None = None,
) -> Scenario:
    """The scenario that is run.

    Raises:
        ScenarioError: if it is wrong.
        ValueError: if the seed or the number of replicates is impossible, or values are set on a ``Scenario``.
    """
    if isinstance(scenario, Scenario):
        if set:
            raise ValueError("set= needs a scenario by name or path — or give the values to corredor.load")
        resolved = scenario
    else:
        resolved = load(scenario, set)
    if replicates is not None and not 1 <= replicates <= 1_000_000:
        raise ValueError(f"{replicates} replicates — from 1 to 1000000")
    if seed is not None and not 0 <= seed < 2**63:
        raise ValueError(f"seed {seed} must be between 0 and 2**63 - 1")
    given = {"replicates": replicates, "seed": seed}
    return resolved.model_copy(update={key: value for key, value in given.items() if value is not None})


def resolve_one(
    scenario: str | Path | Scenario,
    replicate: int | None,
    *,
    set: Mapping[str, object] | None = None,
    replicates: int | None = None,
    seed: int | None = None,
) -> tuple[Scenario, int | None]:
    """The scenario that is run and the replicate, if only one is; of a study's manifest, those of one of its runs.

    Raises:
        ScenarioError: if the scenario is wrong.
        FolderError: if it is a study and no run is named, or one that it does not have.
        ValueError: see ``resolve``.
    """
    from corredor.runs.studies.folder import is_study, plan_of, read_manifest

    if isinstance(scenario, Scenario) or not is_study(Path(scenario)):
        return resolve(scenario, set=set, replicates=replicates, seed=seed), replicate
    plan = plan_of(read_manifest(Path(scenario).parent))
    if replicate is None or replicate >= plan.runs or set or replicates is not None or seed is not None:
        raise FolderError(
            f"{scenario} is of a study — 'corredor sweep {scenario}' runs it again, and --replicate RUN, without other"
            f" changes, one of its runs, from 0 to {plan.runs - 1}"
        )
    return plan.scenario_at(plan.where(replicate)[0]), plan.replicate_of_model(replicate)


def execute(
    folder: RunFolder,
    scenario: Scenario,
    *,
    workers: int | None,
    cluster: str | None = None,
    audit: bool = False,
    quiet: bool = False,
    build: Callable[..., Any] | None = None,
    starts: Starts | None = None,
) -> None:
    """Run what is missing from a folder and make it whole.

    Args:
        folder: begun.
        scenario: the one it was begun with.
        workers: processes; as many as there are cores if ``None``.
        cluster: address of a Dask scheduler, or ``local``.
        audit: check the books every month.
        quiet: show no progress.
        build: makes the model; ``TraffickingModel`` if ``None``.
        starts: see ``run``; a cluster's workers may be on other machines and have none.

    Raises:
        ReplicatesFailed, Interrupted: see ``run``.
    """
    if folder.whole:
        return
    if "cells" in scenario.record:
        require_netcdf()
    missing = folder.missing()
    wanted = len(folder.manifest["wanted"])
    job = read_job(folder.path, audit, build or traffic_model(), None if cluster else starts)
    started = time.perf_counter()
    failures: list[Failure] = []

    def note(failure: Failure) -> None:
        failures.append(failure)
        if not failure.disk_full:
            said = f"{failure.reason}\nseed {failure.seed}\n\n{failure.trace}"
            write_text(folder.path / f"failed-{failure.number:05d}.txt", said)

    bar = progress(
        folder.path,
        scenario.name,
        months=len(missing) * scenario.months,
        runs=wanted,
        done=wanted - len(missing),
        quiet=quiet,
    )
    try:
        with bar as shown:
            carry_through(job, missing, shown, wanted - len(missing), lambda *_: None, note, workers, cluster)
    except KeyboardInterrupt:
        raise Interrupted(folder.path, len(folder.done()), wanted) from None
    if failures:
        raise ReplicatesFailed(failures, folder.path, len(folder.done()))
    folder.manifest["timings"] = {"seconds": round(time.perf_counter() - started, 3), "replicates_run": len(missing)}
    folder.finish(scenario)


def traffic_model() -> Callable[..., Any]:
    """The model, imported when it is needed."""
    from corredor.model import TraffickingModel

    return TraffickingModel
