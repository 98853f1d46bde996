"""``corredor.tradeoffs``: every bundle in every world, into a study folder, and what follows from it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from corredor.runs.folder import lasts_as_long_as, wanted_or_temporary
from corredor.runs.parts import write_json
from corredor.runs.studies.sweep import sweep
from corredor.tradeoffs.plan import TradeoffsPlan
from corredor.tradeoffs.reading import read_tradeoffs
from corredor.tradeoffs.results import FILE, Tradeoffs


def tradeoffs(
    study: str | Path | Mapping[str, Any] | TradeoffsPlan,
    *,
    worlds: int | None = None,
    replicates: int | None = None,
    seed: int | None = None,
    workers: int | None = None,
    cluster: str | None = None,
    out: str | Path | None = None,
    set: Mapping[str, object] | None = None,
    resume: bool = False,
    quiet: bool = False,
    rights_constraint: bool = True,
    build: Callable[..., Any] | None = None,
) -> Tradeoffs:
    """Run bundles of policies over uncertain worlds and return what follows as a ``Tradeoffs``.

    Every bundle meets the same worlds with the same random numbers, so that bundles are compared pair by pair.

    Args:
        study: a YAML file, the name of a study that ships, its content, or a plan.
        worlds: instead of the study's number.
        replicates: of each world, instead of the study's number.
        seed: instead of the study's.
        workers: runs at a time; by default one for each core. 1 runs in this process.
        cluster: address of a Dask scheduler, or ``local`` for one that is started here.
        out: the study folder. Without it the folder is temporary and lasts as long as the returned object.
        set: values that win over the scenario, by path.
        resume: go on with the folder if it is there; goals and budget may have changed, for they change no run.
        quiet: show no progress.
        rights_constraint: see ``Tradeoffs``.
        build: makes the model of a scenario; ``TraffickingModel`` if ``None``.

    Raises:
        ScenarioError: if the study or its scenario is wrong.
        FolderError: if ``out`` is in the way, or holds another study.
        ReplicatesFailed: if runs failed; the others are kept.
        Interrupted: on Ctrl-C; what had finished is kept.
    """
    plan = (
        study
        if isinstance(study, TradeoffsPlan)
        else read_tradeoffs(study, set=set, worlds=worlds, replicates=replicates, seed=seed)
    )
    final = wanted_or_temporary(out, "study")
    sweep(plan.study, workers=workers, cluster=cluster, out=final, resume=resume, quiet=quiet, build=build)
    write_json(final / FILE, plan.as_plain())
    result = Tradeoffs(final, rights_constraint=rights_constraint)
    if out is None:
        lasts_as_long_as(result, final)
    return result
