"""The page: what there is to choose, and where its answer goes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Final

from htmltools import HTMLDependency, Tag, TagChild, TagList
from shiny import ui

from corredor import __version__
from corredor.app.limits import Limits
from corredor.app.situations import EVERYWHERE, REGIONS
from corredor.app.words import LANGUAGES, say, words
from corredor.core.policy_kinds import policy_kinds

STATIC: Final = Path(__file__).parent / "static"
NOTHING: Final = ""
VIEWS: Final = ("flows", "violence", "holders")
SIDES: Final = ("without", "with", "difference")
ALL: Final = "all"
"""Every side beside the others, on screens that are wide enough."""
PAIRS: Final = (1, 5, 8, 16)
USUAL_PAIRS: Final = 5
LONGEST_YEARS: Final = 16
USUAL_YEARS: Final = 6
USUAL_BUDGET: Final = 200
"""Million US$ for the whole run."""


def page(limits: Limits) -> Tag:
    """The whole page.

    Args:
        limits: how many rows the portfolio has.
    """
    return ui.page_fluid(
        _assets(),
        ui.tags.a(said("skip"), href="#results", class_="skip"),
        ui.head_content(ui.tags.link(rel="icon", href="data:,")),
        ui.tags.header(
            ui.tags.div(ui.tags.h1("corredor"), ui.tags.p(said("tagline"), class_="tagline"), class_="brand"),
            ui.input_select("language", said("language"), dict(LANGUAGES), width="9rem"),
        ),
        ui.tags.p(said("care"), class_="care", role="note"),
        ui.tags.div(
            ui.tags.form(_choices(limits), class_="choices", onsubmit="return false", **{"data-t-label": "choices"}),
            ui.tags.main(_answer(), id="results", tabindex="-1"),
            class_="sheet",
        ),
        ui.tags.footer(ui.tags.p(said("stamp"), class_="stamp"), ui.tags.p(f"corredor {__version__}")),
        title="corredor",
        lang="en",
    )


def said(key: str) -> Tag:
    """A string of the page; the browser puts in another language where it is chosen."""
    return ui.tags.span(say("en", key), **{"data-t": key})


def _assets() -> HTMLDependency:
    told = {language: dict(words(language)) for language in LANGUAGES}
    # The text goes into a script element, which only "</" could end.
    script = f"window.corredorWords = {json.dumps(told, ensure_ascii=False)};".replace("</", "<\\/")
    return HTMLDependency(
        "corredor",
        __version__,
        source={"subdir": str(STATIC)},
        stylesheet={"href": "page.css"},
        script=[{"src": "words.js", "defer": ""}, {"src": "map.js", "defer": ""}, {"src": "page.js", "defer": ""}],
        head=ui.tags.script(ui.HTML(script)),
    )


def _choices(limits: Limits) -> TagList:
    return TagList(
        ui.tags.fieldset(
            ui.tags.legend(said("start")),
            _select("region", [*REGIONS], "region."),
            _select("situation", [each.scenario for each in next(iter(REGIONS.values()))], "situation."),
            ui.tags.p(id="description", class_="hint shiny-text-output"),
            ui.tags.div(
                ui.input_numeric("years", said("years"), USUAL_YEARS, min=2, max=LONGEST_YEARS, step=1),
                ui.input_select("pairs", said("pairs"), [str(n) for n in PAIRS], selected=str(USUAL_PAIRS)),
                class_="pair",
            ),
        ),
        ui.tags.fieldset(
            ui.tags.legend(said("budget")),
            ui.input_numeric("budget", said("budget.amount"), USUAL_BUDGET, min=0, step=10),
            ui.output_ui("spending"),
            *(_row(number) for number in range(1, limits.policies + 1)),
            ui.tags.button(said("add"), type="button", id="add_policy", class_="btn btn-outline-primary"),
            ui.output_ui("fixed"),
        ),
        ui.tags.div(
            ui.input_checkbox("auto", said("auto"), True),
            ui.input_action_button("run", said("run"), class_="btn-primary"),
            ui.input_action_button("cancel", said("cancel"), class_="btn-outline-secondary"),
            ui.tags.progress(id="progress", value="0", max="1", **{"data-t-label": "progress"}),
            ui.tags.p(id="standing", class_="hint", role="status", **{"aria-live": "polite"}),
            ui.output_ui("notice"),
            ui.tags.a(said("skip"), href="#results", class_="jump"),
            class_="go",
        ),
        ui.tags.fieldset(
            ui.tags.legend(said("keep")),
            ui.download_button("save", said("save"), class_="btn-outline-primary"),
            ui.tags.label(said("load"), class_="btn btn-outline-primary", **{"for": "load"}),
            ui.tags.input(type="file", id="load", accept=".yaml,.yml,.json", **{"data-most": str(limits.upload_bytes)}),
            ui.input_text("name", said("name"), ""),
            ui.input_action_button("hold", said("hold"), class_="btn-outline-primary"),
            ui.download_button("report", said("report"), class_="btn-outline-primary"),
        ),
    )


def _select(name: str, values: list[str], prefix: str) -> Tag:
    """A choice whose options are named by strings of the page."""
    chosen = ui.input_select(name, said(name), {value: value for value in values})
    return ui.tags.div(chosen, **{"data-t-options": prefix})


def _row(number: int) -> Tag:
    kinds = [NOTHING, *sorted(policy_kinds())]
    return ui.tags.fieldset(
        ui.tags.legend(said("policy"), f" {number}"),
        ui.tags.div(
            ui.input_select(f"kind_{number}", said("kind"), {kind: kind for kind in kinds}),
            **{"data-t-options": "kind."},
        ),
        ui.tags.div(
            ui.input_select(f"place_{number}", said("place"), {EVERYWHERE: EVERYWHERE}), **{"data-t-options": "place."}
        ),
        ui.tags.div(
            ui.input_numeric(f"intensity_{number}", said("intensity"), 1, min=0, step=0.1),
            ui.input_numeric(f"first_{number}", said("first"), 1990, step=1),
            ui.input_numeric(f"last_{number}", said("last"), 1995, step=1),
            class_="grid",
        ),
        ui.output_ui(f"meaning_{number}"),
        ui.tags.button(said("remove"), type="button", class_="btn btn-link remove", **{"data-row": str(number)}),
        class_="policy",
        id=f"policy_{number}",
        hidden="" if number > 1 else None,
    )


def _answer() -> TagList:
    return TagList(
        _card("map", _map(), wide=True),
        _card("scorecard", ui.output_ui("scorecard")),
        _card("corridors", ui.output_ui("corridors")),
        _card("bearing", ui.output_ui("bearing")),
        _card("series", ui.input_select("series_of", said("series.of"), {}), ui.output_ui("series"), wide=True),
        _card("tree", ui.output_ui("tree")),
        _card("compare", ui.output_ui("compare")),
    )


def _card(name: str, *content: TagChild, wide: bool = False) -> Tag:
    return ui.tags.section(
        ui.tags.h2(said(f"{name}.title"), id=f"{name}_title"),
        *content,
        class_="card wide" if wide else "card",
        id=f"{name}_card",
        **{"aria-labelledby": f"{name}_title"},
    )


def _map() -> TagList:
    return TagList(
        ui.tags.div(
            _radio("view", VIEWS),
            _radio("side", (ALL, *SIDES)),
            class_="switches",
        ),
        ui.tags.div(*(_panel(side) for side in SIDES), class_="maps", id="maps", **{"data-side": ALL}),
        ui.tags.div(id="key", class_="key"),
        ui.tags.div(
            ui.tags.button(said("play"), type="button", id="play", class_="btn btn-outline-primary"),
            ui.tags.label(said("month"), **{"for": "month"}),
            ui.tags.input(type="range", id="month", min="0", max="0", value="0", step="1"),
            ui.tags.output(id="date", **{"for": "month"}),
            ui.tags.button(said("picture"), type="button", id="picture", class_="btn btn-link"),
            class_="slider",
        ),
        ui.tags.p(id="map_note", class_="hint"),
    )


def _radio(name: str, values: tuple[str, ...]) -> Tag:
    return ui.tags.fieldset(
        ui.tags.legend(said(name)),
        *(
            ui.tags.label(
                ui.tags.input(type="radio", name=name, value=value, checked="" if value in ("flows", ALL) else None),
                said(f"{name}.{value}"),
            )
            for value in values
        ),
        class_=f"radio {name}",
    )


def _panel(side: str) -> Tag:
    return ui.tags.figure(
        ui.tags.figcaption(said(f"side.{side}")),
        ui.tags.canvas(id=f"map_{side}", role="img", width="10", height="10"),
        class_=f"panel {side}",
    )
