"""A ceiling teaches nothing of what is well below it, and forbids what is well above."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy import integrate, special, stats

pytest.importorskip("nautilus")
pytest.importorskip("sklearn")

from corredor.calibration.comparing import compared, log_likelihood
from corredor.calibration.fitting import POOL, fitted_rows
from corredor.calibration.inference.emulator import Emulator, fit
from corredor.calibration.inference.laplace import Shared
from corredor.calibration.inference.layout import WITH, WITHOUT, Layout
from corredor.calibration.inference.likelihood import Likelihood, Mixed
from corredor.calibration.inference.posterior import Effort, sample
from corredor.calibration.inference.problem import Form, Problem, problem
from corredor.calibration.inference.scatter import Scatter
from corredor.calibration.inference.scoring import predictive_checks
from corredor.calibration.inference.stages import targets_as_written
from corredor.calibration.inference.truths import even, synthetic, try_truths
from corredor.calibration.observation import Ceiling, LogNormal
from corredor.calibration.recorded import RecordedTables
from corredor.calibration.targets import NONE, Discrepancy, Target, Targets, load_targets
from corredor.scenario import ScenarioError

SD = 0.1
CEILING = Ceiling(kind="ceiling", sd=SD)
FREE = Discrepancy(scale=NONE)
TINY = Path(__file__).parent / "studies" / "tiny_targets.yaml"


def a_problem(observed: list[float], weight: float = 1.0) -> Problem:
    """Ceilings of several places."""
    index = pd.MultiIndex.from_tuples(
        [("common", f"place {p}", 2010) for p in range(len(observed))], names=["target", "group", "at"]
    )
    return problem(index, np.array(observed), [Form("common", CEILING, FREE, weight)])


def test_by_hand_nothing_is_learnt_below_a_half_at_the_ceiling_and_a_square_above() -> None:
    # ln(100 / 50) / 0.1 = 6.9 standard deviations below; exp(1) above is 10 of them, and Phi(-10) = 7.6199e-24.
    simulated = np.array([50.0, 100.0, 100.0 * np.e])
    said = CEILING.log_likelihood(np.full(3, 100.0), simulated)
    assert said == pytest.approx([0.0, np.log(0.5), np.log(7.6199e-24)], abs=1e-4)
    far = CEILING.log_likelihood(np.array(1.0), np.exp(np.array(10.0)))
    assert far == pytest.approx(-(100.0**2) / 2, rel=0.002)
    assert np.isfinite(CEILING.log_likelihood(np.array(0.0), np.array(0.0)))


def test_by_hand_the_slope_is_none_below_and_that_of_a_normal_error_above() -> None:
    mixed = Mixed(a_problem([100.0] * 3), np.full((1, 3), SD**2))
    expected = np.log([[50.0, 100.0, 100.0 * np.e**3]])
    slope, bend = mixed.curves(expected)
    # At the ceiling the density is 1 / sqrt(2 pi) and the probability 1/2; 30 standard deviations above z + 1 / z.
    assert slope[0] == pytest.approx([0.0, -np.sqrt(2.0 / np.pi) / SD, -(30.0 + 1.0 / 30.0) / SD], rel=1e-4, abs=1e-8)
    assert bend[0] == pytest.approx([0.0, 2.0 / np.pi / SD**2, 1.0 / SD**2], rel=2e-3, abs=1e-6)
    assert mixed.density(expected)[0] == pytest.approx(np.log(0.5) + special.log_ndtr(-30.0))


@pytest.mark.parametrize("side", [1.0, -1.0])
def test_slopes_are_those_of_the_density(side: float) -> None:
    mixed = Mixed(a_problem([side * 100.0], weight=3.0), np.full((1, 1), SD**2))
    for away in (-0.5, -0.1, 0.0, 0.05, 0.3, 2.0):
        at, step = np.array([[np.log(100.0) + away]]), 1e-4
        low, here, high = (float(mixed.density(at + d)[0]) for d in (-step, 0.0, step))
        slope, bend = (float(each[0, 0]) for each in mixed.curves(at))
        assert slope == pytest.approx((high - low) / (2.0 * step), rel=1e-3, abs=1e-5)
        assert bend == pytest.approx(-(high - 2.0 * here + low) / step**2, rel=1e-2, abs=1e-2)


class Said:
    """An emulator that is sure of one figure but for what the place is off."""

    patterns = np.zeros((0, 1))

    def __init__(self, figure: float, off: float) -> None:
        self.figure, self.scatter = figure, Scatter(np.zeros((0, 1)), np.array([off]), np.zeros(1))

    def predict(self, positions: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        return np.full((len(positions), 1), np.log(self.figure)), np.zeros((len(positions), 0))


@pytest.mark.parametrize("side", [1.0, -1.0])
def test_what_a_place_is_off_widens_a_ceiling(side: float) -> None:
    # Off by 0.3 and a discrepancy of 0.4: with 0.1 a standard deviation of 0.51, and of 0.32 without a discrepancy.
    for discrepancy, width in ((Discrepancy(), np.sqrt(0.26)), (FREE, np.sqrt(0.1))):
        about = problem(a_problem([1.0]).index, np.array([side * 100.0]), [Form("common", CEILING, discrepancy)])
        for figure in (1.0, 50.0, 100.0, 200.0, 2000.0):
            likelihood = Likelihood(Said(figure, 0.09), about)  # type: ignore[arg-type]
            said = likelihood(np.zeros((1, 0)), np.full((1, len(about.uncertain)), 0.4))
            assert said == pytest.approx(special.log_ndtr(side * np.log(100.0 / figure) / width), abs=1e-6)


def test_a_factor_that_moves_a_ceiling_and_an_amount_is_integrated_out_as_quadrature_does() -> None:
    index = pd.MultiIndex.from_tuples([("common", "here", 1), ("n", "here", 1)], names=["target", "group", "at"])
    forms = [Form("common", CEILING, FREE), Form("n", LogNormal(kind="log_normal", sd=0.2), FREE)]
    direction, own = np.array([0.5, 0.5]), np.array([SD**2, 0.04])
    for amount in (0.3, 1.0, 3.0):
        about = problem(index, np.array([1.0, amount]), forms)
        for mean in (-0.6, 0.0, 0.4):

            def density(factor: float, amount=amount, mean=mean) -> float:
                at = mean + 0.5 * factor
                return float(special.ndtr(-at / SD) * stats.norm.pdf(np.log(amount), at, 0.2) * stats.norm.pdf(factor))

            exact = np.log(integrate.quad(density, -10.0, 10.0, limit=400, points=[-2.0, -1.0, 0.0, 1.0, 2.0])[0])
            shared = Shared(direction[None], tuple(block.at for block in about.blocks))
            said = shared.integrated(np.full((1, 2), mean), np.ones((1, 1)), np.zeros((1, 2)), Mixed(about, own[None]))
            assert said == pytest.approx(exact, abs=0.1)


def a_target(**said: object) -> Target:
    plain = {"name": "common", "table": "homicide_national", "series": "homicides", "compare": "ceiling"}
    return Target.model_validate({**plain, "part": "common", "error": {"kind": "ceiling", "sd": SD}, **said})


def a_run(common: dict[str, float], years: tuple[int, int] = (2000, 2001)) -> RecordedTables:
    """Twice as many in the second year; as many again are killed by organisations."""
    import pyarrow as pa

    rows = [
        {
            "replicate": 0,
            "month": month,
            "iso3": place,
            "kind": kind,
            "homicides_reported": n * (1 + month.year - years[0]) * (1 + (kind == "all")),
            "population": 1e6,
        }
        for month in pd.date_range(f"{years[0]}-01-01", f"{years[1]}-12-01", freq="MS")
        for place, n in common.items()
        for kind in ("all", "common")
    ]
    return RecordedTables({"national": pa.Table.from_pandas(pd.DataFrame(rows))})


def test_a_ceiling_is_one_mean_count_of_a_year_for_each_place() -> None:
    rows = pd.DataFrame(
        [
            ("COL", "COL", 2000, 30.0, 1e6),
            ("COL", "COL", 2001, 50.0, 1e6),
            ("ABW", POOL, 2000, 4.0, 2e6),
            ("LCA", POOL, 2000, 6.0, 1e6),
            ("XXX", POOL, 2001, 9.0, 1e6),
        ],
        columns=["place", "group", "year", "observed", "population"],
    )
    both = compared(a_run({"COL": 2.0, "ABW": 1.0, "LCA": 0.5}), a_target(), rows).set_index("group")
    assert both["observed"].to_dict() == {"COL": 40.0, POOL: 10.0}
    # Common ones alone: 24 and 48 of the two years; the pool 12 of one million for two, and 6.
    assert both["expected"].to_dict() == pytest.approx({"COL": 36.0, POOL: 30.0})
    assert both["year"].to_dict() == {"COL": 2001, POOL: 2001}
    z = np.log([40.0 / 36.0, 10.0 / 30.0]) / SD
    said = log_likelihood(a_target(weight=2.0), both.reset_index())
    assert said.to_numpy() == pytest.approx([2.0 * stats.norm.logcdf(z).sum()])


def test_a_file_of_targets_takes_a_ceiling_and_keeps_it() -> None:
    targets = load_targets(TINY)
    ceiling = targets.target("common")
    assert (ceiling.part, ceiling.error.kind, ceiling.discrepancy.scale) == ("common", "ceiling", NONE)
    assert Targets.model_validate(targets_as_written(targets)) == targets
    assert a_target(discrepancy={"lasting": 1}).discrepancy.scale == 0.5
    # The places of homicide, each once, with breaks and without.
    homicide = fitted_rows(targets, targets.target("homicide"))
    layout = Layout(targets, targets.fit)
    for variant in (WITH, WITHOUT):
        own = layout.indices[variant].to_frame(index=False).query("target == 'common'")
        assert set(own["group"]) <= set(homicide["group"])
        assert own["group"].is_unique
    assert "part" not in str(targets_as_written(load_targets("mexico_states")))


@pytest.mark.parametrize(
    ("old", "new", "line", "said"),
    [
        ("    part: common\n", "", 15, "a ceiling needs a 'part' that it bounds — write common"),
        ("part: common", "part: turf", 19, "'turf' — one of 'common'"),
        ("compare: ceiling", "compare: level", 19, "only a ceiling bounds a part"),
        ("compare: ceiling", "compare: level", 20, "'ceiling' does not suit it — write negative_binomial"),
        ("kind: ceiling, sd: 0.14", "kind: log_normal, sd: 0.14", 20, "'log_normal' does not suit it — write ceiling"),
        ("kind: ceiling, sd: 0.14", "kind: ceiling", 20, "required key 'sd' is missing"),
        ("sd: 0.14}", "sd: 0.14, floor: 1}", 20, "unknown key 'floor' — one of kind, sd"),
        ("part: common\n", "part: common\n    hold_back: true\n", 20, "only counts of homicide are held back"),
        ("part: common\n", "part: common\n    lags: [1]\n", 20, "only an autocorrelation has lags"),
        (
            "part: common\n",
            "part: common\n    discrepancy: {persistence: 0.5}\n",
            20,
            "no year goes on into another",
        ),
        ("sd: 0.2}", "sd: 0.2}\n    discrepancy: {scale: 0}", 27, "only a ceiling can do without a discrepancy"),
        ("compare: index\n", "compare: ceiling\n", 25, "no part of 'retail_price' is told apart in a run"),
    ],
)
def test_a_wrong_ceiling_points_at_its_line(old: str, new: str, line: int, said: str, tmp_path: Path) -> None:
    text = TINY.read_text("utf-8")
    assert old in text
    path = tmp_path / "targets.yaml"
    path.write_text(text.replace(old, new, 1), "utf-8")
    with pytest.raises(ScenarioError) as refused:
        load_targets(path)
    here = [str(problem) for problem in refused.value.problems if problem.mark.line == line]
    assert said in " ".join(here), refused.value


def test_synthetic_truths_keep_the_limits_and_lie_above_as_often_as_is_said() -> None:
    about = a_problem([100.0] * 4000)
    drawn = synthetic(about, np.full(4000, 105.0), np.random.default_rng(20))
    assert set(np.abs(drawn)) == {100.0}
    assert (drawn > 0.0).mean() == pytest.approx(stats.norm.cdf(np.log(100.0 / 105.0) / SD), abs=0.025)


PLACES = 6
EFFECT = np.random.default_rng(21).normal(0.0, 1.0, (PLACES, 2))
QUICK = Effort(live=50, effective=80, chains=1)


@pytest.fixture(scope="module")
def learnt() -> tuple[Emulator, Callable[[np.ndarray], np.ndarray]]:
    """An emulator of amounts in some places, each with a part of it under a ceiling that moves by the second alone."""
    keys = [("amount", f"place {p}", 1) for p in range(PLACES)] + [("part", f"place {p}", 1) for p in range(PLACES)]
    index = pd.MultiIndex.from_tuples(keys, names=["target", "group", "at"])
    forms = [Form("amount", LogNormal(kind="log_normal", sd=0.4), Discrepancy(scale=1e-3)), Form("part", CEILING, FREE)]
    rng = np.random.default_rng(22)

    def runs(positions: np.ndarray) -> np.ndarray:
        logs = np.hstack([3.0 + (positions - 0.5) @ EFFECT.T, np.repeat(2.0 + positions[:, 1:], PLACES, axis=1)])
        return np.exp(logs + rng.normal(0.0, 0.03, logs.shape))

    observed = np.exp(np.r_[3.0 + 0.3 * EFFECT.sum(axis=1), np.full(PLACES, 2.4)])
    positions = stats.qmc.LatinHypercube(2, rng=rng).random(40)
    figures = np.stack([runs(positions) for _ in range(2)], axis=1)
    return fit(problem(index, observed, forms), positions, figures, 3), runs


def test_a_posterior_goes_under_the_ceiling_and_has_no_discrepancy_of_it(learnt) -> None:
    emulator, _ = learnt
    assert [form.name for form in emulator.problem.uncertain] == ["amount"]
    found = sample(Likelihood(emulator, emulator.problem), 2, 23, Effort(live=100, effective=400, chains=1))
    assert found.scales.shape[2] == 1
    # The amounts say 0.8, and at a second parameter of 0.4 the part is at the ceiling.
    second = np.linspace(0.0, 1.0, 401)
    grid = np.stack(np.meshgrid(second, second, indexing="ij"), axis=-1)
    off = (grid - 0.8) @ EFFECT.T
    log = -0.5 * (off**2).sum(axis=-1) / 0.16 + PLACES * stats.norm.logcdf((0.4 - grid[..., 1]) / np.hypot(SD, 0.03))
    weights = np.exp(log - log.max()) / np.exp(log - log.max()).sum()
    assert found.flat[0][:, 1].mean() == pytest.approx((weights * grid[..., 1]).sum(), abs=0.03)
    assert np.quantile(found.flat[0][:, 1], 0.95) < 0.45


@pytest.mark.once
def test_intervals_cover_truths_on_either_side_of_ceilings(learnt) -> None:
    emulator, runs = learnt
    # Were limits drawn so that every truth respects them, intervals would hold 21 of the 40 and ranks pile up.
    truths = np.random.default_rng(24).random((20, 2))
    found = try_truths(emulator, ("first", "second"), truths, runs(truths), 25, QUICK)
    assert 0.83 <= found.coverage() <= 0.97
    assert even(found.ranks) > 0.01


def test_checks_of_a_ceiling_have_no_upper_end() -> None:
    targets = load_targets(TINY)
    rows = [
        {"replicate": draw, "target": "common", "group": group, "at": 1998, "expected": 100.0, "observed": seen}
        for draw in range(3)
        for group, seen in {"AAA": 1000.0, "BBB": 130.0, "CCC": 100.0, "DDD": 50.0}.items()
    ]
    said = predictive_checks(pd.DataFrame(rows), targets, pd.DataFrame({"homicide": [0.5]}), 5).set_index("target")
    assert said.loc["common", "within_90"] == 0.75
    assert said.loc["common", "mean_rank"] == pytest.approx((1.0 + 0.97 + 0.5 + 0.0) / 4, abs=0.03)
