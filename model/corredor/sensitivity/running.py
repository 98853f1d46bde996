"""``corredor.sensitivity``: every point of the design, into a study folder, and what follows from it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from corredor.runs.folder import lasts_as_long_as, wanted_or_temporary
from corredor.runs.parts import write_json
from corredor.runs.studies.sweep import sweep
from corredor.sensitivity.plan import SensitivityPlan
from corredor.sensitivity.reading import read_sensitivity
from corredor.sensitivity.results import FILE, Sensitivity


def sensitivity(
    study: str | Path | Mapping[str, Any] | SensitivityPlan,
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
) -> Sensitivity:
    """Run the design of a study of sensitivity and return what follows as a ``Sensitivity``.

    Replicate ``k`` has the same random numbers at every point; indices are those of means over replicates.

    Args:
        study: a YAML file, the name of a study that ships, its content, or a plan.
        replicates: runs of each point, instead of the study's number.
        seed: instead of the study's.
        workers: runs at a time; by default one for each core. 1 runs in this process.
        cluster: address of a Dask scheduler, or ``local`` for one that is started here.
        out: the study folder. Without it the folder is temporary and lasts as long as the returned object.
        set: values that win over the scenario, by path.
        resume: go on with the folder if it is there.
        quiet: show no progress.
        build: makes the model of a scenario; ``TraffickingModel`` if ``None``.

    Raises:
        ScenarioError: if the study or its scenario is wrong.
        FolderError: if ``out`` is in the way, or holds another study.
        ReplicatesFailed: if runs failed; the others are kept.
        RunError: if SALib is not installed.
        Interrupted: on Ctrl-C; what had finished is kept.
    """
    plan = (
        study
        if isinstance(study, SensitivityPlan)
        else read_sensitivity(study, set=set, replicates=replicates, seed=seed)
    )
    final = wanted_or_temporary(out, "study")
    sweep(plan.study, workers=workers, cluster=cluster, out=final, resume=resume, quiet=quiet, build=build)
    write_json(final / FILE, plan.as_plain())
    result = Sensitivity(final)
    result.indices.to_csv(final / "indices.csv", index=False)
    result.chance.to_csv(final / "chance.csv")
    if out is None:
        lasts_as_long_as(result, final)
    return result
