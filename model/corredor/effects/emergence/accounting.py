"""``corredor effects --accounting``: what carries an effect, where it holds, over which range, and one chain."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from corredor.effects.case import TREATMENT, Case, Outcome
from corredor.effects.emergence.chains import chain_of
from corredor.effects.emergence.gauge import Gauge
from corredor.effects.emergence.mapped import MAPPED, headline
from corredor.effects.emergence.maps import BandMap, map_out
from corredor.effects.emergence.ranges import Response, respond
from corredor.effects.emergence.sharing import Sharing, share_out
from corredor.effects.laboratory import Laboratory
from corredor.effects.parameters import parameter_hash, read_parameter_set
from corredor.effects.rules import Summary, summarise
from corredor.effects.variation import Variation
from corredor.figures.phrases import Told

PARTS: Final = ("cuts", "map", "range", "chain")
PAIRS: Final = 10
RESOLUTION: Final = 2.0


@dataclass(frozen=True)
class Chain:
    """One chain of events of the treated arm.

    Attributes:
        replicate: whose it is, or -1.
        links: root first; empty if there is none.
    """

    replicate: int
    links: tuple[Told, ...]


@dataclass(frozen=True)
class Accounting:
    """All that was asked about one case; ``None`` for what was not.

    Attributes:
        case, outcome: what is accounted for.
        full: the outcome with everything at work.
        region, resolution, pairs, seed, parameters: how it was run.
        sharing, band_map, response, chain: what was found.
    """

    case: Case
    outcome: Outcome
    full: Summary
    region: str
    resolution: float
    pairs: int
    seed: int
    parameters: str
    sharing: Sharing | None = None
    band_map: BandMap | None = None
    response: Response | None = None
    chain: Chain | None = None


def account(
    case: Case,
    folder: Path,
    *,
    parts: Sequence[str] = PARTS,
    pairs: int = PAIRS,
    resolution: float = RESOLUTION,
    parameters: Path | None = None,
    seed: int = 1,
    workers: int | None = None,
    told: Callable[[str], None] = lambda _: None,
) -> Accounting:
    """Account for the effect of one case.

    What was measured is kept in the folder, number by number, and not measured again on the same code.

    Args:
        case: whose effect it is.
        folder: of runs and numbers; begun or gone on with.
        parts: which of ``PARTS``; a range only where the case has one.
        pairs: replicates of every arm.
        resolution: degrees, or the nearest that the region is offered in.
        parameters: a YAML file with the one set for all; the calibrated draw if not given.
        seed: of all arms.
        workers: processes.
        told: called with what is done next.

    Raises:
        ScenarioError, Interrupted: see ``corredor.run``.
    """
    one_set = read_parameter_set(parameters)
    laboratory = Laboratory(folder / "runs", pairs, seed, resolution, one_set, workers, True)
    mapped = MAPPED[case.name]
    extra = {name: measure for name, (_, measure) in mapped.range.quantities.items()} if mapped.range else {}
    gauge = Gauge(case, headline(case), laboratory, folder / "numbers", extra)
    told("as it is")
    full = summarise(gauge.measure().get(gauge.headline.name, pairs))
    region = laboratory.scenario(case, TREATMENT).region
    return Accounting(
        case,
        gauge.headline,
        full,
        region.name,
        region.resolution,
        pairs,
        seed,
        parameter_hash(one_set),
        sharing=share_out(gauge, told) if "cuts" in parts else None,
        band_map=map_out(gauge, mapped.parameters, told) if "map" in parts else None,
        response=respond(gauge, mapped.range, told) if "range" in parts and mapped.range else None,
        chain=_chain(laboratory, case) if "chain" in parts else None,
    )


def _chain(laboratory: Laboratory, case: Case) -> Chain:
    arm = laboratory.arm(case, TREATMENT, Variation(record=("organisations",)))
    replicate, links = chain_of(arm.run)
    return Chain(replicate, tuple(links))
