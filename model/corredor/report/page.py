"""The report: one HTML file that needs nothing from anywhere else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pandas as pd
from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

from corredor import __version__
from corredor.figures.causes import chain_told, origin
from corredor.figures.flow_map import has_before
from corredor.figures.homicide_by_country import by_name, rates_within
from corredor.figures.homicide_by_role import has_roles
from corredor.figures.series import paired, quantiles, spread_note
from corredor.figures.style import STAMP
from corredor.figures.windows import Windows
from corredor.figures.wording import with_interval
from corredor.report import assumptions
from corredor.report.comparison import compared
from corredor.report.findings import findings, how_sure
from corredor.report.images import Image, image
from corredor.report.translation import Translator, catalogue
from corredor.runs.errors import RunError
from corredor.runs.precision import FEWEST
from corredor.runs.run import Run


@dataclass(frozen=True)
class Section:
    """One section of figures.

    Attributes:
        id: its anchor.
        title: of the section.
        lead: what to look at, one or two sentences.
        kinds: figures, in order.
    """

    id: str
    title: str
    lead: str
    kinds: tuple[str, ...]


SECTIONS: Final = (
    Section(
        "flows",
        "Where cocaine passes",
        "A square is one cell of the grid, and there is nothing finer in the model: a dark one says that much passes "
        "somewhere within it.",
        ("flows", "flows-before", "flows-usa", "flows-europe", "corridors"),
    ),
    Section(
        "homicide",
        "Homicide",
        "Simulated homicides per 100 000 people and year, as they happen in the model and not as they are registered.",
        ("homicide-by-country", "homicide-map", "homicide-by-role", "homicide-by-kind"),
    ),
    Section(
        "organisations",
        "Organisations",
        "All names are invented. What is drawn of one replicate is drawn of the one whose number of organisations at "
        "the end is nearest to the median.",
        ("organisations", "family-tree", "territory"),
    ),
    Section(
        "chain",
        "One chain of events",
        "Followed from a cause to a killing through the causes that the model recorded: of all replicates the longest "
        "chain that begins with a policy or an event of the scenario, or else with whatever began it. It is an example "
        "of how things hang together, not of what usually happens.",
        ("chain",),
    ),
    Section(
        "prices",
        "Prices, seizures and coca",
        "Prices are in US dollars of 2015. Demand is inelastic in the short run, so that less cocaine can mean more "
        "money.",
        ("prices", "coca"),
    ),
    Section(
        "scorecard",
        "What it changes, measure by measure",
        "The measures stand apart and are never added up: what a death weighs against a dollar is not for a program to "
        "say.",
        ("scorecard",),
    ),
)


@dataclass(frozen=True)
class Shown:
    """A section with its figures drawn, and what could not be drawn because it was not recorded."""

    section: Section
    images: tuple[Image, ...]
    missing: tuple[str, ...]


def write_report(run: Run, control: Run | None = None, path: Path | None = None, language: str = "en") -> Path:
    """Write the report of a run.

    Args:
        run: what it is about.
        control: the run it is compared with, of the same replicates.
        path: ``report.html`` in the run folder if left out.
        language: ``en``, ``es`` or ``pt``.
    """
    target: Path = path or run.folder / "report.html"
    target.parent.mkdir(parents=True, exist_ok=True)
    partial = target.with_name(f".{target.name}.part")
    partial.write_text(render(run, control, language), encoding="utf-8")
    partial.replace(target)
    return target


def in_short(run: Run, control: Run | None = None) -> str:
    """The first of the findings: the whole in one sentence."""
    return next(iter(findings(compared(run, control))))


def render(run: Run, control: Run | None = None, language: str = "en") -> str:
    """The report as HTML text, in a language."""
    return translated(run, control, Translator(language, catalogue(language)))


def translated(run: Run, control: Run | None, translator: Translator) -> str:
    """The report as HTML text, as a translator says it."""
    environment = Environment(
        loader=PackageLoader("corredor.report", "template"),
        autoescape=select_autoescape(default=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    scenario = run.scenario
    sides = compared(run, control)
    years = sides.years
    told = chain_told(run, control)
    chain = told.steps
    replicates = int(run.national["replicate"].nunique())
    sections = [section for section in SECTIONS if control or section.id != "scorecard"]
    page = environment.get_template("report.html").render(
        stamp=STAMP,
        language=translator.language,
        scenario=scenario,
        control=control,
        years=years,
        version=__version__,
        manifest=run.manifest,
        geography=run.geography,
        region=_region_told(run.geography.name),
        replicates=replicates,
        findings=findings(sides),
        how_sure=how_sure(sides),
        sections=[_drawn(section, run, control, translator) for section in sections if chain or section.id != "chain"],
        homicide=_homicide_table(run, control, years),
        chain=chain,
        origin=origin(told, run, control),
        spread=spread_note(run.national),
        few=replicates < FEWEST,
        policies=assumptions.policies(scenario),
        events=assumptions.events(scenario),
        changed=assumptions.changed_parameters(scenario),
        notes=assumptions.notes(scenario),
        fitted=assumptions.fitted(),
        cut=assumptions.switched_off(scenario),
        control_cut=[] if control is None else assumptions.switched_off(control.scenario),
    )
    return translator.page(page)


def _region_told(name: str) -> str:
    return "Central America" if name == "central-america" else name.replace("-", " ").capitalize()


def _drawn(section: Section, run: Run, control: Run | None, translator: Translator) -> Shown:
    images: list[Image] = []
    missing: list[str] = []
    for kind in section.kinds:
        if kind == "flows-before" and (control is None or not has_before(run)):
            continue
        if kind == "homicide-by-role" and not has_roles(run):
            continue
        if kind == "flows-europe" and not run.region["kg_delivered_europe"].any():
            continue
        try:
            images.append(image(run, kind, control, translator))
        except RunError as error:
            missing.append(str(error))
    return Shown(section, tuple(images), tuple(dict.fromkeys(missing)))


def _homicide_table(run: Run, control: Run | None, years: Windows) -> Sequence[tuple[str, str, str, str]]:
    """Country, difference, rate in the comparison, rate in the run: the figure's numbers, in alphabetical order."""
    rates = rates_within(run, years.after)
    other = rates_within(run, years.before) if control is None else rates_within(control, years.after)
    first, second = quantiles(other, "rate", ["iso3"]), quantiles(rates, "rate", ["iso3"])
    difference = quantiles(paired(rates, other, "rate", ["replicate", "iso3"]), "difference", ["iso3"])
    names = dict(zip(run.geography.countries, run.geography.country_names, strict=True))
    return [
        (names[code], _row(difference, code, sign=True), _row(first, code), _row(second, code))
        for code in by_name(run, second.dropna(subset=["median"]).index)
    ]


def _row(table: pd.DataFrame, code: object, *, sign: bool = False) -> str:
    found = table[table.index == code]
    return with_interval(found.iloc[0], sign=sign) if len(found) else "–"
