"""The figures of a calibration, by kind: of ``corredor plot`` on its folder, and of the API."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from matplotlib.figure import Figure

from corredor.calibration.figures.labelled_scatter import labelled_scatter
from corredor.calibration.figures.posterior_marginals import posterior_marginals
from corredor.calibration.figures.posterior_pairs import posterior_pairs
from corredor.calibration.figures.predictive_checks import predictive_checks
from corredor.calibration.figures.rank_histograms import rank_histograms
from corredor.calibration.figures.residual_map import residual_map
from corredor.calibration.figures.small_multiples import small_multiples
from corredor.calibration.inference.results import Calibration
from corredor.figures.style import Layout, house
from corredor.region.region import Region

Draw = Callable[[Calibration, Layout], Figure]


@dataclass(frozen=True)
class CalibrationKind:
    """One kind of figure.

    Attributes:
        kind: its id.
        meaning: what is seen, one phrase.
        draw: draws it.
    """

    kind: str
    meaning: str
    draw: Draw


def _multiples(results: Calibration, layout: Layout) -> Figure:
    both = results.compared()
    return small_multiples(
        both,
        results.dispersion(),
        names=place_names(results.rates().geography),
        cut=results.targets.fit.last,
        drawn=f"{both['replicate'].nunique()} draws, with observation error and discrepancy",
        layout=layout,
    )


def place_names(region: Region) -> dict[str, str]:
    """Names of a region's countries and divisions, by code."""
    countries = zip(region.countries, region.country_names, strict=True)
    return dict(countries) | dict(zip(region.divisions, region.division_names, strict=True))


def _scatter(results: Calibration, layout: Layout) -> Figure:
    return labelled_scatter(results.compared(held_back=False), results.dispersion(), layout=layout)


def _residuals(results: Calibration, layout: Layout) -> Figure:
    region = results.rates().geography
    return residual_map(results.compared(held_back=False), results.dispersion(), region, layout=layout)


_KINDS = (
    CalibrationKind("small_multiples", "observed and simulated homicide by place, with bands", _multiples),
    CalibrationKind("labelled_scatter", "mean homicide of places, observed against simulated", _scatter),
    CalibrationKind("residual_map", "where there is too little and where too much homicide", _residuals),
    CalibrationKind("posterior_marginals", "what the data say of each parameter, with its prior", posterior_marginals),
    CalibrationKind("posterior_pairs", "which parameters stand in for one another", posterior_pairs),
    CalibrationKind("predictive_checks", "observed figures of each target among replicated ones", predictive_checks),
    CalibrationKind("rank_histograms", "whether the fit finds synthetic truths as often as it says", rank_histograms),
)


def kinds() -> Mapping[str, CalibrationKind]:
    """Every kind of figure of a calibration by id."""
    return MappingProxyType({kind.kind: kind for kind in _KINDS})


def drawable(results: Calibration) -> tuple[str, ...]:
    """Kinds for which a calibration has what is needed; without synthetic truths there are no ranks."""
    without = {"rank_histograms"} if results.diagnostics["synthetic_truths"] is None else set()
    return tuple(kind for kind in kinds() if kind not in without)


def plot(results: Calibration, kind: str, *, layout: Layout = "wide") -> Figure:
    """Draw one figure of a calibration.

    Args:
        results: what is shown.
        kind: one of ``kinds()``.
        layout: ``wide``, or ``tall`` for a narrow screen.

    Raises:
        ValueError: if there is no such kind, or nothing to draw.
    """
    if kind not in kinds():
        raise ValueError(f"no figure of a calibration is called '{kind}': there is {', '.join(kinds())}")
    if kind not in drawable(results):
        raise ValueError(f"'{kind}' needs synthetic truths, and this study had none")
    with house():
        return kinds()[kind].draw(results, layout)
