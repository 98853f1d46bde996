"""The results of a calibration on one page of Markdown: what was found, how sure it is, and whom it beats."""

from __future__ import annotations

from typing import Final

import pandas as pd

from corredor.calibration.held_back import Posterior, recorded_posterior
from corredor.calibration.inference.layout import VARIANTS, WITH, WITHOUT
from corredor.calibration.inference.results import DRAWS_WITHOUT, Calibration, skill_file
from corredor.calibration.skill import markdown

PAGE: Final = "summary.md"
_ORDINALS: Final = {2: "second", 3: "third"}
_COLUMNS: Final = ["n", "crps", "crps_rate", "worse_by", "standard_error", "within_50", "within_90", "width_90",
                   "rank_correlation"]  # fmt: skip


def page(fit: Calibration) -> str:
    """Everything that somebody who doubts the fit asks for first."""
    parts = [_head(fit), _posterior(fit), _truths(fit), _emulator(fit), _checks(fit), _skill(fit)]
    return "\n\n".join(parts) + "\n"


def _head(fit: Calibration) -> str:
    plan = fit.diagnostics["plan"]
    minutes = sum(fit.diagnostics["seconds"].values()) / 60.0
    recorded = _recorded(recorded_posterior(fit.folder, fit.targets))
    return (
        f"# {fit.name}: results\n\n"
        f"Simulated, not a forecast. {plan['region']}; fitted {plan['fitted'][0]} to {plan['fitted'][1]}, held back "
        f"{plan['held_back'][0]} to {plan['held_back'][1]}. {plan['points']} points with {plan['replicates']} runs "
        f"each, {plan['truths']} synthetic truths, {plan['draws']} draws run on; {minutes:.0f} minutes.\n\n{recorded}"
    )


def _recorded(posterior: Posterior) -> str:
    told = f"SHA-256 `{posterior.checksum}` of `{posterior.file}`."
    if not posterior.earlier:
        return f"Posterior recorded before held-back years were read: {told}"
    earlier = ", ".join(f"`{checksum}`" for checksum in posterior.earlier)
    number = len(posterior.earlier) + 1
    return (
        f"Posterior recorded before held-back years were read with it: {told} **This is the "
        f"{_ORDINALS.get(number, f'{number}th')} fit; held-back years had been read with {earlier}.**"
    )


def _posterior(fit: Calibration) -> str:
    names = [prior.name for prior in fit.priors]
    of_each = {
        WITH: fit.draws[names].quantile([0.05, 0.5, 0.95]),
        WITHOUT: pd.read_csv(fit.folder / DRAWS_WITHOUT)[names].quantile([0.05, 0.5, 0.95]),
    }
    said = fit.diagnostics["fits"]
    rows = [
        {
            "parameter": f"`{prior.name}`",
            "unit": prior.factor.unit or "1",
            "prior": f"{prior.factor.low:.3g} to {prior.factor.high:.3g}",
            **{f"median (90 %) {v}": _interval(of_each[v][prior.name]) for v in VARIANTS},
            **{f"taken away {v}": _share(said[v]["contraction"][prior.name]) for v in VARIANTS},
        }
        for prior in fit.priors
    ]
    agree = "agree" if all(said[v]["chains_agree"] for v in VARIANTS) else "**do not agree** (R-hat above 1.01)"
    figures = " and ".join(f"{said[v]['figures']} {v}" for v in VARIANTS)
    return (
        "## Posterior\n\n*Taken away* is the share of the prior variance; at 0 the figures say nothing.\n\n"
        f"{markdown(pd.DataFrame(rows).set_index('parameter'))}\nFigures: {figures}. Chains {agree}."
    )


def _truths(fit: Calibration) -> str:
    said = fit.diagnostics["synthetic_truths"]
    if said is None:
        return "## Synthetic truths\n\nNone were tried, so that nobody knows whether intervals are honest."
    wanted = " to ".join(f"{value:.0%}" for value in said["coverage_wanted"])
    unknown = ", ".join(f"`{name}`" for name in said["not_identified"]) or "none"
    pooled = said["coverage_90_identified"]
    covered = (
        "no parameter is identified" if pooled is None else f"90 % intervals cover {pooled:.0%} (wanted: {wanted})"
    )
    return (
        f"## Synthetic truths\n\n{said['number']} truths. Of identified parameters {covered}; of all "
        f"{said['coverage_90']:.0%}. **Not identified by data like these: {unknown}.**\n\n{markdown(fit.truths)}"
    ).rstrip()


def _emulator(fit: Calibration) -> str:
    table = pd.DataFrame(fit.diagnostics["fits"][WITH]["emulator"]).T.rename_axis("target")
    return (
        "## Emulator\n\nShare of the variance foretold at points that it was not shown, how far off, and what "
        f"replicates differ by.\n\n{markdown(table)}"
    ).rstrip()


def _checks(fit: Calibration) -> str:
    table = pd.DataFrame(fit.diagnostics["predictive_checks"]).T.rename_axis("target")
    return f"## Figures of the fit within their intervals\n\n{markdown(table)}".rstrip()


def _skill(fit: Calibration) -> str:
    parts = ["## Held-back years\n\nSmaller scores are better. By size and by place: `skill_*_by_*.csv`."]
    for information, told in fit.diagnostics["skill"].items():
        table = pd.read_csv(fit.folder / skill_file(information), index_col="forecast")
        title = information.replace("_", " ").capitalize()
        parts.append(f"### {title}\n\nIn counts: {told['crps']} Per 100 000: {told['crps_rate']}")
        parts.append(markdown(table[_COLUMNS]).rstrip())
    if not any("without" in information for information in fit.diagnostics["skill"]):
        parts.append("Without years of breaks no place has enough held-back years to be scored.")
    return "\n\n".join(parts)


def _interval(quantiles: pd.Series[float]) -> str:
    low, middle, high = (f"{value:.3g}" for value in quantiles)
    return f"{middle} ({low} to {high})"


def _share(value: float | None) -> str:
    return "–" if value is None else f"{max(value, 0.0):.0%}"
