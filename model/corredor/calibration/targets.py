"""Targets: which observed series a fit has to meet, in which years, how exactly, and which years it never sees."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any, Final, Literal

from pydantic import Field, field_validator, model_validator

from corredor.calibration.errors import DataError
from corredor.calibration.located import Finding, find, read_as, refuse
from corredor.calibration.observation import Ceiling, LogNormal, NegativeBinomial, Normal, ObservationError
from corredor.calibration.shipped import shipped_targets
from corredor.calibration.tables import observed
from corredor.calibration.tidy import Table
from corredor.scenario.fields import Strict, Text
from corredor.scenario.problems import did_you_mean
from corredor.scenario.regions import RegionChoice
from corredor.scenario.tree import Loc, Node

FORMAT: Final = 1
COUNTS: Final = ("homicides", "organisations")
"""Series whose values are whole, so that their error is negative binomial."""
SHARES: Final = ("organised_share",)
"""Series between 0 and 1, whose error adds as they are."""
COMPARABLE: Final = ("homicides", "organised_share", "cocaine_seized", "coca", "retail_price", "organisations")
"""Series for which a run has a counterpart; see ``corredor.calibration.simulated``."""
NONE: Final = 0.0
"""Scale of a discrepancy that there is none of, and that is not inferred."""

Year = Annotated[int, Field(ge=1900, le=2100)]


class Years(Strict):
    """Years from the first to the last, both included."""

    first: Year
    last: Year

    @model_validator(mode="after")
    def _ordered(self) -> Years:
        if self.last < self.first:
            raise ValueError(f"ends in {self.last}, before it begins in {self.first}")
        return self

    def __contains__(self, year: int) -> bool:
        return self.first <= year <= self.last

    def __len__(self) -> int:
        return self.last - self.first + 1


class PlaceRules(Strict):
    """Which places count, and how.

    Attributes:
        pool_below: places with fewer people in the last fitted year are added up and compared as one.
        least_fitted: years that a place needs to be fitted.
        least_held_back: years that a place needs to be scored.
        not_scored: places that are fitted to nothing and scored on nothing.
    """

    pool_below: Annotated[float, Field(ge=0)] = 500_000
    least_fitted: Annotated[int, Field(ge=1)] = 8
    least_held_back: Annotated[int, Field(ge=1)] = 4
    not_scored: tuple[str, ...] = ("USA", "CAN", "ESP")


class Discrepancy(Strict):
    """How far the model itself may be off, on the scale on which errors add: logarithms of counts and amounts.

    The standard deviation is inferred with everything else.

    Attributes:
        scale: of the half-normal prior of its standard deviation; 0 if there is none, which only a ceiling can do.
        lasting: share of its variance that a place keeps in all years; the rest passes.
        persistence: correlation of what passes between one year and the next; at 0 each year differs from the last.
    """

    scale: Annotated[float, Field(ge=0, le=10)] = 0.5
    lasting: Annotated[float, Field(ge=0, le=1)] = 0.8
    persistence: Annotated[float, Field(ge=0, lt=1)] = 0.0

    @property
    def independent(self) -> float:
        """As how many independent years one counts in a long series, if what passes goes as an AR(1) process.

        The variance of the mean of ``n`` such years is ``(1 + r) / (1 - r)`` times that of independent ones (Bayley
        and Hammersley 1946).
        """
        return (1.0 - self.persistence) / (1.0 + self.persistence)


class Target(Strict):
    """One series that a fit has to meet.

    Attributes:
        name: what to call it.
        table: of ``calibration/observed``; or one's own, a path ending in ``.csv``, relative to the file of targets.
        series: a column of it.
        compare: ``level`` (counts and amounts as they are), ``index`` (relative to the mean over the fitted years, for
            prices that are observed at another point of the chain), ``autocorrelation`` (of monthly counts), or
            ``ceiling`` (the mean over the fitted years is the most that a part of the simulated may be).
        part: of the simulated homicides, what a ceiling bounds: ``common`` are those behind which no organisation
            stands. What is observed is all of them.
        lags: of the autocorrelation, in months.
        places: only these; all of the table when left out.
        fit: years to fit, where they differ from the study's.
        hold_back: whether its later years are scored.
        weight: power to which its likelihood is raised.
        error: of observation.
        discrepancy: of the model, on top of it; a ceiling has none where it is left out.
    """

    name: Text
    table: str
    series: str
    compare: Literal["level", "index", "autocorrelation", "ceiling"] = "level"
    part: Literal["common"] | None = None
    lags: tuple[Annotated[int, Field(ge=1, le=24)], ...] = ()
    places: tuple[str, ...] | None = None
    fit: Years | None = None
    hold_back: bool = False
    weight: Annotated[float, Field(gt=0, le=1000)] = 1.0
    error: ObservationError
    discrepancy: Discrepancy = Discrepancy()

    @model_validator(mode="before")
    @classmethod
    def _bounded(cls, given: Any) -> Any:
        """A ceiling forbids unless it is told how far the model may be off."""
        if isinstance(given, dict) and given.get("compare") == "ceiling":
            return {"discrepancy": {"scale": NONE}, **given}
        return given

    @property
    def of_rates(self) -> bool:
        """Whether counts of homicide are compared through rates, which need people."""
        return self.series == "homicides" and self.compare != "autocorrelation"

    @property
    def observations(self) -> Table:
        """The observed table."""
        return observed(self.table)


class Targets(Strict):
    """All that a fit has to meet.

    Attributes:
        corredor: version of the format.
        name, description: what it is.
        region: what has to be simulated.
        fit: years to fit.
        hold_back: later years, which are read only when the posterior's checksum is recorded.
        places: which places count.
        series: at least one.
    """

    corredor: int
    name: Text
    description: Text
    region: RegionChoice
    fit: Years
    hold_back: Years
    places: PlaceRules = PlaceRules()
    series: Annotated[tuple[Target, ...], Field(min_length=1)]

    @field_validator("corredor")
    @classmethod
    def _version(cls, value: int) -> int:
        if value != FORMAT:
            raise ValueError(f"format version {value} is not known here — this corredor reads version {FORMAT}")
        return value

    def fit_of(self, target: Target) -> Years:
        """The years to which a target is fitted."""
        return target.fit or self.fit

    def target(self, name: str) -> Target:
        """The target of a name.

        Raises:
            KeyError: if there is none.
        """
        return next(target for target in self.series if target.name == name)

    @classmethod
    def keys_at(cls, tree: Node, loc: Loc) -> tuple[str, ...]:
        """Keys that a mapping of the file may have, for telling what an unknown one should have been."""
        models: dict[str | int, type[Strict]] = {
            "fit": Years,
            "hold_back": Years,
            "places": PlaceRules,
            "region": RegionChoice,
            "discrepancy": Discrepancy,
        }
        if not loc:
            return tuple(cls.model_fields)
        if loc[-1] == "error":
            forms: dict[str, type[Strict]] = {
                "negative_binomial": NegativeBinomial,
                "log_normal": LogNormal,
                "normal": Normal,
                "ceiling": Ceiling,
            }
            kind = tree.nearest(loc)[0].child("kind")
            form = forms.get(str(kind.value)) if kind is not None else None
            return tuple(form.model_fields) if form else ("kind",)
        return tuple(models.get(loc[-1], Target).model_fields)


def load_targets(name_or_path: str | Path) -> Targets:
    """Read and check targets.

    Args:
        name_or_path: a shipped name (``americas_national``) or a file.

    Raises:
        ScenarioError: with everything that is wrong, each with file, line and column.
    """
    path, shown = find(name_or_path, shipped_targets(), "targets")
    read, tree = read_as(Targets, path, shown)
    targets = _rooted(read, path.parent)
    refuse(_findings(targets), tree)
    return targets


def _rooted(targets: Targets, folder: Path) -> Targets:
    """The same with whole paths for one's own tables."""
    series = tuple(
        target.model_copy(update={"table": str((folder / target.table).resolve())})
        if target.table.endswith(".csv")
        else target
        for target in targets.series
    )
    return targets.model_copy(update={"series": series})


def _findings(targets: Targets) -> Iterator[Finding]:
    """What only the whole file and the observed tables can tell."""
    if targets.hold_back.first <= targets.fit.last:
        what = f"begins in {targets.hold_back.first}, but years up to {targets.fit.last} are fitted"
        yield ("hold_back", "first"), f"{what} — a year is either fitted or held back"
    names = [target.name for target in targets.series]
    for i, target in enumerate(targets.series):
        at: Loc = ("series", i)
        if names.index(target.name) != i:
            yield (*at, "name"), f"another target is called '{target.name}' too"
        if target.fit is not None and target.fit.last > targets.fit.last:
            yield (*at, "fit", "last"), f"{target.fit.last} is held back: years are fitted up to {targets.fit.last}"
        # What a series has to look like can only be said of one that there is.
        wrong = list(_of_table(target)) or list(_of_form(target))
        yield from (((*at, *loc), what) for loc, what in wrong)
    if not any(target.hold_back for target in targets.series):
        yield ("series",), "no target has 'hold_back: true' — nothing would be scored"


def _of_table(target: Target) -> Iterator[Finding]:
    """What the observed table says of a target."""
    try:
        table = target.observations
    except DataError as error:
        yield ("table",), "; ".join(error.problems)
        return
    name = table.name
    if target.series not in table.series:
        yield ("series",), f"'{name}' has no series '{target.series}' — it has {', '.join(table.series)}"
    elif target.series not in COMPARABLE:
        yield ("series",), f"no run has a counterpart of '{target.series}' — one of {', '.join(COMPARABLE)}"
    elif target.of_rates and "population" not in table.series:
        yield ("table",), f"'{name}' has no series 'population', without which there are no rates"
    there = set(table.rows["place"])
    for i, place in enumerate(target.places or ()):
        if place not in there:
            yield ("places", i), f"'{name}' has no place '{place}'{did_you_mean(place, sorted(there))}"
    if (target.compare == "autocorrelation") != table.monthly:
        needs = "monthly" if target.compare == "autocorrelation" else "yearly"
        is_ = "monthly" if table.monthly else "yearly"
        yield ("compare",), f"'{target.compare}' needs a {needs} table, and '{name}' is {is_}"


def _of_form(target: Target) -> Iterator[Finding]:
    """Whether what is compared, and with which error, goes together."""
    wanted = "log_normal"
    if target.compare == "autocorrelation":
        wanted = "normal"
        if not target.lags:
            yield ("lags",), "an autocorrelation needs 'lags', in months"
    elif target.lags:
        yield ("lags",), "only an autocorrelation has lags"
    if target.compare == "ceiling":
        wanted = "ceiling"
        yield from _of_ceiling(target)
    else:
        if target.part is not None:
            yield ("part",), "only a ceiling bounds a part — leave it out, or write 'compare: ceiling'"
        if target.discrepancy.scale == NONE:
            yield ("discrepancy", "scale"), "only a ceiling can do without a discrepancy — write more than 0"
    if target.compare == "level" and target.series in COUNTS:
        wanted = "negative_binomial"
    if target.compare == "level" and target.series in SHARES:
        wanted = "normal"
    if target.error.kind != wanted:
        yield ("error", "kind"), f"'{target.error.kind}' does not suit it — write {wanted}"
    if target.compare == "level" and isinstance(target.error, LogNormal) and target.error.floor == 0.0:
        yield ("error",), "it needs a 'floor': a year in which there was nothing has no logarithm"
    if target.hold_back and (target.series, target.compare) != ("homicides", "level"):
        yield ("hold_back",), "only counts of homicide are held back and scored"


def _of_ceiling(target: Target) -> Iterator[Finding]:
    """Whether there is a part that a ceiling bounds, once for each place."""
    if target.series != "homicides":
        yield ("compare",), f"no part of '{target.series}' is told apart in a run — only homicides can be a ceiling"
    elif target.part is None:
        yield ("part",), "a ceiling needs a 'part' that it bounds — write common"
    if target.discrepancy.persistence:
        yield ("discrepancy", "persistence"), "a ceiling is one figure for each place, and no year goes on into another"
