"""The posterior: nested importance sampling over the unit cube, several times independently, and whether they agree."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from scipy.stats import norm

from corredor.calibration.inference.likelihood import Likelihood
from corredor.core.streams import Streams
from corredor.region.region import Floats
from corredor.runs.errors import RunError
from corredor.runs.executor import run_all
from corredor.runs.work import Failure, Monitor, attempt

Chain = tuple[Floats, float, float, int]
"""Equally likely points, log evidence, effective draws and evaluations of one sampling."""
BATCH: Final = 200
UPDATE: Final = 4
"""Draws between two bounds, in live points: fitting ellipsoids costs more than the likelihood."""
LIVE: Final = 600
EFFECTIVE: Final = 3000
"""Effective draws of each chain, after weighting."""
CHAINS: Final = 4
AGREE: Final = 1.01
"""R-hat above which chains do not agree (Vehtari, Gelman, Simpson, Carpenter and Bürkner 2021)."""
IDENTIFIED: Final = 0.3
"""A parameter is called identified if the data take away at least this share of its prior variance."""


@dataclass(frozen=True)
class Effort:
    """How hard to look.

    Attributes:
        live: points that are kept alive in each shell.
        effective: draws of a chain, after weighting.
        chains: independent samplings.
    """

    live: int = LIVE
    effective: int = EFFECTIVE
    chains: int = CHAINS


@dataclass(frozen=True)
class Posterior:
    """Draws that are equally likely.

    Attributes:
        positions: shape (chains, draws, parameters), of the unit cube.
        scales: shape (chains, draws, targets), standard deviations of the discrepancies that there are.
        log_evidence: mean over chains of the logarithm of the marginal likelihood.
        spread: its standard deviation over chains; 0 of one.
        effective: effective draws by the weights, sum over chains.
        evaluations: of the likelihood.
    """

    positions: Floats
    scales: Floats
    log_evidence: float
    spread: float
    effective: float
    evaluations: int

    @property
    def flat(self) -> tuple[Floats, Floats]:
        """Positions and scales of all chains, shapes (draws, parameters) and (draws, targets)."""
        return self.positions.reshape(-1, self.positions.shape[2]), self.scales.reshape(-1, self.scales.shape[2])

    def contraction(self) -> Floats:
        """Share of the prior variance that the data take away, shape (parameters,); below 0 if they spread it."""
        return np.asarray(1.0 - self.flat[0].var(axis=0) * 12.0)

    def agreement(self) -> tuple[Floats, Floats]:
        """R-hat between chains and effective draws, of each parameter and then each discrepancy."""
        import arviz_stats.base

        array_stats: Any = arviz_stats.base.array_stats  # type: ignore[attr-defined]
        every = np.concatenate([self.positions, self.scales], axis=2)
        rhat = array_stats.rhat(every, chain_axis=0, draw_axis=1)
        return np.asarray(rhat), np.asarray(array_stats.ess(every, chain_axis=0, draw_axis=1))


def scales_at(likelihood: Likelihood, positions: Floats) -> Floats:
    """Standard deviations of discrepancies at cumulative prior probabilities, shapes (points, targets): half-normal."""
    priors = np.array([form.discrepancy.scale for form in likelihood.problem.uncertain])
    return np.asarray(priors * norm.ppf(0.5 + 0.5 * np.clip(positions, 1e-9, 1.0 - 1e-9)))


@dataclass(frozen=True)
class ChainWork:
    """Independent samplings, one a piece; it can be sent to another process.

    Attributes:
        likelihood: of what was observed.
        parameters: how many.
        seeds: of the samplings.
        effort: how hard to look.
    """

    likelihood: Likelihood
    parameters: int
    seeds: tuple[int, ...]
    effort: Effort

    @property
    def months(self) -> int:
        """A sampling counts as one month."""
        return 1

    def seed(self, number: int) -> int:
        """Of a sampling."""
        return self.seeds[number]

    def warm(self) -> None:
        """A sampling needs nothing of the model."""

    def do(self, number: int, monitor: Monitor) -> Chain | Failure:
        """One sampling.

        Raises:
            Stopped: if the monitor says so.
        """
        monitor.month_done()
        return attempt(number, self.seeds[number], lambda: self.chain(number))

    def chain(self, number: int) -> Chain:
        """Equally likely points, log evidence, effective draws and evaluations of one sampling."""
        dimensions = self.parameters + len(self.likelihood.problem.uncertain)
        return _chain(self._at, dimensions, self.seeds[number], self.effort)

    def _at(self, positions: Floats) -> Floats:
        cut = self.parameters
        return self.likelihood(positions[:, :cut], scales_at(self.likelihood, positions[:, cut:]))


def sample(
    likelihood: Likelihood, parameters: int, seed: int, effort: Effort | None = None, *, workers: int | None = 1
) -> Posterior:
    """Draw from the posterior of parameters and discrepancies together.

    Args:
        likelihood: of what was observed.
        parameters: how many; their prior is even over the unit cube.
        seed: the study's.
        effort: how hard to look.
        workers: chains at a time; one for each core if ``None``. The result is the same for any number.

    Raises:
        RunError: if a chain failed in another process.
    """
    effort = effort or Effort()
    stream = Streams(seed).generator("calibration.posterior", 0)
    seeds = stream.integers(2**31 - 1, size=effort.chains)
    work = ChainWork(likelihood, parameters, tuple(map(int, seeds)), effort)
    chains = [work.chain(i) for i in range(effort.chains)] if workers == 1 else _sampled(work, workers)
    # Independent draws in a random order, so that a chain may be cut anywhere.
    draws = min(len(points) for points, *_ in chains)
    kept = np.array([points[stream.permutation(len(points))[:draws]] for points, *_ in chains])
    evidence = np.array([evidence for _, evidence, *_ in chains])
    return Posterior(
        positions=kept[:, :, :parameters],
        scales=scales_at(likelihood, kept[:, :, parameters:]),
        log_evidence=float(evidence.mean()),
        spread=float(evidence.std()),
        effective=float(sum(effective for _, _, effective, _ in chains)),
        evaluations=sum(calls for *_, calls in chains),
    )


def _sampled(work: ChainWork, workers: int | None) -> list[Chain]:
    found: dict[int, Chain] = {}
    with closing(run_all(work, range(len(work.seeds)), workers, lambda _: None)) as results:
        for number, result in results:
            if isinstance(result, Failure):
                raise RunError(f"chain {number} of the posterior failed: {result.reason}\n{result.trace}")
            found[number] = result
    return [found[number] for number in range(len(work.seeds))]


def _chain(at: Callable[[Floats], Floats], dimensions: int, seed: int, effort: Effort) -> Chain:
    """Equally likely points, log evidence, effective draws and evaluations of one sampling."""
    from nautilus import Sampler

    # Without its neural networks it is the same method with plain ellipsoids: slower per draw, and no training.
    sampler = Sampler(
        lambda positions: positions,
        at,
        n_dim=dimensions,
        n_live=effort.live,
        n_update=UPDATE * effort.live,
        n_networks=0,
        n_batch=BATCH,
        vectorized=True,
        pass_dict=False,
        seed=seed,
    )
    sampler.run(n_eff=effort.effective, discard_exploration=False, verbose=False)
    points, _, _ = sampler.posterior(equal_weight=True)
    return np.asarray(points), float(sampler.log_z), float(sampler.n_eff), int(sampler.n_like)
