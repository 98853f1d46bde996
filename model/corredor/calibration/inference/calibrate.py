"""``corredor.calibration.calibrate``: runs, emulator, synthetic truths, posterior, predictions, skill, figures."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from corredor.calibration.inference.comparison import write_comparison
from corredor.calibration.inference.finished import Finished
from corredor.calibration.inference.layout import VARIANTS, WITH, Layout
from corredor.calibration.inference.learning import learn
from corredor.calibration.inference.page import PAGE, page
from corredor.calibration.inference.plan import CalibrationPlan
from corredor.calibration.inference.predicting import predict
from corredor.calibration.inference.reading import read_calibration
from corredor.calibration.inference.results import DIAGNOSTICS, FOLDER, Calibration
from corredor.calibration.inference.scoring import score
from corredor.calibration.inference.simulating import Build, simulate
from corredor.calibration.inference.stages import infer, targets_as_written, try_inference
from corredor.runs.ensemble import traffic_model
from corredor.runs.folder import lasts_as_long_as, wanted_or_temporary
from corredor.runs.parts import write_json, write_text
from corredor.runs.provenance import decisive_versions
from corredor.runs.studies.folder import read_manifest

DESIGN: Final = "design"
TRUE: Final = "truths"
STAGES: Final = "stages.json"


def calibrate(
    study: str | Path,
    *,
    replicates: int | None = None,
    seed: int | None = None,
    workers: int | None = None,
    cluster: str | None = None,
    out: str | Path | None = None,
    set: Mapping[str, object] | None = None,
    resume: bool = False,
    quiet: bool = False,
    build: Build | None = None,
) -> dict[str, Calibration]:
    """Fit the model to observed figures, and say how far the fit can be trusted.

    Runs go through the executor of all studies: the result is the same to the bit for any number of workers, and
    whether or not it was interrupted and resumed.

    Args:
        study: a YAML file, or the name of a study that ships (``americas_national``).
        replicates: runs of each point, instead of the study's number.
        seed: instead of the study's.
        workers: runs at a time; by default one for each core. 1 runs in this process.
        cluster: address of a Dask scheduler, or ``local`` for one that is started here.
        out: the study folder. Without it the folder is temporary and lasts as long as the returned objects.
        set: values that win over the study's scenarios, by path.
        resume: go on with the folder if it is there, doing only the runs and the stages that are missing.
        quiet: show no progress.
        build: makes the model of a scenario; ``TraffickingModel`` if ``None``.

    Returns:
        A ``Calibration`` for each form of the model that the study compares, by its name; ``""`` if there is one.

    Raises:
        ScenarioError: if the study, its targets or its scenario are wrong.
        FolderError: if ``out`` is in the way, or holds another study.
        ReplicatesFailed: if runs failed; the others are kept.
        Interrupted: on Ctrl-C; what had finished is kept.
    """
    plans = read_calibration(study, set=set, replicates=replicates, seed=seed)
    final = wanted_or_temporary(out, "calibration")
    options: dict[str, Any] = {"workers": workers, "cluster": cluster, "resume": resume, "quiet": quiet}
    options["build"] = build or traffic_model()
    found = {plan.form: fit_form(plan, final / plan.slug if plan.form else final, **options) for plan in plans}
    if len(found) > 1:
        write_comparison(final, found)
    if out is None:
        for each in found.values():
            lasts_as_long_as(each, final)
    return found


def fit_form(plan: CalibrationPlan, out: Path, **options: Any) -> Calibration:
    """Fit one form of the model.

    Args:
        plan: of this form.
        out: its folder.
        options: of ``simulate``.
    """
    layout, results = Layout(plan.targets, plan.fitted), out / FOLDER
    vectors = simulate(plan.runs(), layout, out / DESIGN, **options)
    true = simulate(plan.true_runs(), layout, out / TRUE, **options)[:, 0] if plan.truths else vectors[:0, 0]
    if (results / DIAGNOSTICS).is_file():
        done = Calibration(results)
        draw_all(done)
        return done
    stages, learned = Finished(results / STAGES, _decisive(plan)), {}
    if stages.lacks("synthetic truths", "posterior"):
        with stages.clock("emulator"):
            learned = {variant: learn(plan, layout, vectors, true, variant) for variant in VARIANTS}
    workers = options["workers"]
    said = dict(stages.said("synthetic truths", lambda: try_inference(plan, learned[WITH], results, workers)))
    said |= stages.said("posterior", lambda: infer(plan, learned, results, workers))
    with stages.clock("predictions"):
        predict(plan, out, results, **options)
    with stages.clock("skill"):
        said |= score(plan, results)
    made = [read_manifest(out / name)["timings"] for name in (DESIGN, TRUE) if (out / name).is_dir()]
    content = {
        "status": "simulated, not a forecast",
        "plan": plan.as_plain(),
        **said,
        "code": decisive_versions(),
        "seconds": stages.seconds | {"runs": sum(each["seconds"] for each in made)},
    }
    write_json(results / DIAGNOSTICS, content)
    stages.close()
    done = Calibration(results)
    write_text(results / PAGE, page(done))
    draw_all(done)
    return done


def _decisive(plan: CalibrationPlan) -> dict[str, Any]:
    """All on which stages depend beside the runs, whose folders refuse other scenarios."""
    effort = {"effort": vars(plan.effort), "quick": vars(plan.quick)}
    return plan.as_plain() | effort | {"met": targets_as_written(plan.targets), "code": decisive_versions()}


def draw_all(results: Calibration) -> None:
    """Draw the figures of a calibration that are missing into its folder."""
    from corredor.calibration.figures.registry import drawable, plot
    from corredor.figures import save

    for kind in drawable(results):
        path = results.folder / "figures" / f"{kind}.png"
        if not path.exists():
            save(plot(results, kind), path)
