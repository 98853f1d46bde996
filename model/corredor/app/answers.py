"""What the page answers, as HTML in the language that is chosen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from htmltools import HTML, Tag, TagList
from shiny import ui

from corredor.app import charts
from corredor.app.bearing import HARMS
from corredor.app.genealogy import family_tree
from corredor.app.plain import Spread
from corredor.app.words import numerals, say, words
from corredor.figures.wording import number, signed

Digest = Mapping[str, Any]
LEAST: Final = 1e-4
"""Changes smaller than this, of whatever unit, are as good as none."""


def told(language: str, spread: Spread) -> Tag:
    """A mean, and the ends of 90 % of pairs in small; two digits of the mean where there are too few pairs."""
    mean, low, high = (spread[end] for end in ("mean", "low", "high"))
    if mean is None:
        return ui.tags.span("–")
    if low is None or high is None or low == high:
        return ui.tags.span(_change(language, mean, 2))
    ends = "; ".join(_change(language, end, 2) for end in (low, high))
    return ui.tags.span(_change(language, mean, 3), ui.tags.small(f"[{ends}]"))


def _change(language: str, value: float, digits: int) -> str:
    return "≈ 0" if 0 < abs(value) < LEAST else numerals(language, signed(value, digits))


def scorecard(language: str, digest: Digest) -> Tag:
    """A row for each measure: level without and with, difference with its interval; nothing is added up."""
    rows = [_score(language, score) for score in digest["scores"]]
    heads = ("measure", "without", "with", "change")
    return ui.tags.div(
        ui.tags.table(
            ui.tags.thead(ui.tags.tr(*(ui.tags.th(say(language, f"head.{head}"), scope="col") for head in heads))),
            ui.tags.tbody(*rows),
            class_="scores stacked",
        ),
        ui.tags.p(_pairs(language, digest), " ", say(language, "scorecard.note"), class_="hint"),
        ui.tags.p(say(language, "stamp"), class_="hint"),
    )


def corridors(language: str, digest: Digest) -> Tag:
    """Where flows go: a row for each corridor, all of them on one scale."""
    rows = digest["corridors"]
    reach = charts.reach_of(*(row["change"] for row in rows))
    heads = ("corridor", "without", "with", "change")
    return ui.tags.div(
        ui.tags.table(
            ui.tags.thead(ui.tags.tr(*(ui.tags.th(say(language, f"head.{head}"), scope="col") for head in heads))),
            ui.tags.tbody(
                *(
                    ui.tags.tr(
                        ui.tags.th(say(language, f"place.corridor:{row['corridor']}"), scope="row"),
                        *(_level(language, side, row[side]) for side in ("without", "with")),
                        ui.tags.td(HTML(charts.dot(row["change"], reach)), told(language, row["change"]), class_="num"),
                    )
                    for row in rows
                )
            ),
            class_="stacked",
        ),
        ui.tags.p(say(language, "corridors.note"), " ", _pairs(language, digest), class_="hint"),
        ui.tags.p(say(language, "stamp"), class_="hint"),
    )


def _score(language: str, score: Mapping[str, Any]) -> Tag:
    name, change = score["outcome"], score["change"]
    # A thousandth of the level at least, so that nearly nothing looks like nearly nothing.
    reach = max(charts.reach_of(change), 0.001 * abs(score["without"] or 0.0))
    return ui.tags.tr(
        ui.tags.th(say(language, f"measure.{name}"), ui.tags.small(say(language, f"unit.{name}")), scope="row"),
        *(_level(language, side, score[side]) for side in ("without", "with")),
        ui.tags.td(HTML(charts.dot(change, reach)), told(language, change), class_="num change"),
    )


def _level(language: str, side: str, value: float | None) -> Tag:
    label = say(language, f"head.{side}")
    return ui.tags.td(numerals(language, number(value or 0.0)), class_="num", **{"data-head": label})


def _pairs(language: str, digest: Digest) -> str:
    key = "pairs.few" if digest["scores"][0]["change"]["low"] is None else "pairs.enough"
    return say(language, key, n=digest["replicates"], window=digest["window"]["told"])


def series(language: str, digest: Digest, where: str = "") -> Tag:
    """The measures over time, without and with.

    Args:
        language: of the page.
        digest: see ``digest.digest``.
        where: ISO 3166 code of a country; the whole region if there is none such.
    """
    drawn = digest["series_of"][where]["series"] if where in digest["series_of"] else digest["series"]
    window = (digest["window"]["since"], digest["window"]["until"])
    return ui.tags.div(
        ui.tags.p(
            HTML(charts.key("without")),
            " ",
            say(language, "side.without"),
            " \u00a0 ",
            HTML(charts.key("with")),
            " ",
            say(language, "side.with"),
            " \u00a0 ",
            say(language, "series.note"),
            class_="hint",
        ),
        ui.tags.div(
            *(
                ui.tags.figure(
                    ui.tags.figcaption(
                        ui.tags.strong(say(language, f"measure.{name}")), ", ", say(language, f"unit.{name}")
                    ),
                    HTML(charts.over_time(language, name, sides, window)),
                    class_="panel",
                )
                for name, sides in drawn.items()
            ),
            class_="chart-grid",
        ),
    )


def tree(language: str, digest: Digest) -> Tag:
    """The family tree of organisations."""
    note = say(
        language,
        "tree.note",
        replicate=digest["tree"]["replicate"],
        shown=len(digest["tree"]["lanes"]),
        all=digest["tree"]["all"],
    )
    return ui.tags.div(
        HTML(family_tree(language, digest["tree"], digest["start"], digest["months"])),
        ui.tags.p(note, class_="hint"),
    )


def bearing(language: str, digest: Digest) -> Tag:
    """Who bears the harm: by country, by exclusion, and what lands where nothing is done."""
    borne = digest["bearing"]
    fifths = [(say(language, f"fifth.{i}"), spread) for i, spread in enumerate(borne["exclusion"], 1)]
    share = say(language, "inside.share", share=f"{100 * borne['share']:.0f}")
    where = [(say(language, "inside"), borne["inside"]), (say(language, "outside"), borne["outside"])]
    everywhere = borne["share"] > 0.999
    return ui.tags.div(
        ui.tags.h3(say(language, "exported"), class_="h6"),
        ui.tags.p(say(language, "exported.none") if everywhere else share, class_="hint"),
        _spreads(language, where[: 1 if everywhere else 2]),
        ui.tags.h3(say(language, "by_exclusion"), class_="h6"),
        _spreads(language, fifths),
        ui.tags.h3(say(language, "by_country"), class_="h6"),
        _countries(language, borne["countries"]),
        ui.tags.p(
            _pairs(language, digest), " ", say(language, "bearing.note"), " ", say(language, "stamp"), class_="hint"
        ),
    )


def _spreads(language: str, rows: Sequence[tuple[str, Spread]]) -> Tag:
    reach = charts.reach_of(*(spread for _, spread in rows))
    return ui.tags.table(
        ui.tags.thead(ui.tags.tr(ui.tags.th(""), ui.tags.th(say(language, "harm.killed"), scope="col", colspan="2"))),
        ui.tags.tbody(
            *(
                ui.tags.tr(
                    ui.tags.th(name, scope="row"),
                    ui.tags.td(HTML(charts.dot(spread, reach))),
                    ui.tags.td(told(language, spread), class_="num"),
                )
                for name, spread in rows
            )
        ),
    )


def _countries(language: str, rows: Sequence[Mapping[str, Any]]) -> Tag:
    return ui.tags.table(
        ui.tags.thead(
            ui.tags.tr(
                ui.tags.th(say(language, "country"), scope="col"),
                *(ui.tags.th(say(language, f"harm.{harm}"), scope="col") for harm in HARMS),
            )
        ),
        ui.tags.tbody(
            *(
                ui.tags.tr(
                    ui.tags.th(country(language, row["iso3"], row["name"]), scope="row"),
                    *(_harm(language, harm, row[harm]) for harm in HARMS),
                )
                for row in rows
            )
        ),
        class_="stacked",
    )


def _harm(language: str, harm: str, spread: Spread) -> Tag:
    return ui.tags.td(told(language, spread), class_="num", **{"data-head": say(language, f"harm.{harm}")})


def country(language: str, iso3: str, name: str) -> str:
    """A country as it is called in a language; invented ones are called the same in all."""
    return words(language).get(f"country.{iso3}", name)


def countries(language: str, digest: Digest) -> dict[str, str]:
    """Where time series are of, by id, in words: the whole region, and its countries if there is more than one."""
    each = {iso3: country(language, iso3, told["name"]) for iso3, told in digest["series_of"].items()}
    named = dict(sorted(each.items(), key=lambda item: item[1])) if len(each) > 1 else {}
    return {"": say(language, "series.all"), **named}


def comparison(language: str, held: Sequence[tuple[str, Digest]]) -> Tag:
    """Runs that were kept, side by side: what each changes against its own control."""
    if not held:
        return ui.tags.p(say(language, "compare.none"), class_="hint")
    outcomes = [score["outcome"] for score in held[0][1]["scores"]]
    situations = {digest["control"] for _, digest in held}
    return ui.tags.div(
        ui.tags.table(
            ui.tags.thead(
                ui.tags.tr(
                    ui.tags.th(say(language, "head.measure"), scope="col"),
                    *(ui.tags.th(name, scope="col") for name, _ in held),
                )
            ),
            ui.tags.tbody(*(_compared(language, outcome, held) for outcome in outcomes), _outside(language, held)),
        ),
        ui.tags.p(say(language, "compare.note"), class_="hint"),
        ui.tags.p(say(language, "compare.differ"), class_="told") if len(situations) > 1 else None,
        ui.tags.p(say(language, "stamp"), class_="hint"),
    )


def _compared(language: str, outcome: str, held: Sequence[tuple[str, Digest]]) -> Tag:
    spreads = [next(s["change"] for s in digest["scores"] if s["outcome"] == outcome) for _, digest in held]
    reach = charts.reach_of(*spreads)
    return ui.tags.tr(
        ui.tags.th(say(language, f"measure.{outcome}"), ui.tags.small(say(language, f"unit.{outcome}")), scope="row"),
        *(ui.tags.td(HTML(charts.dot(each, reach)), told(language, each), class_="num") for each in spreads),
    )


def _outside(language: str, held: Sequence[tuple[str, Digest]]) -> Tag:
    return ui.tags.tr(
        ui.tags.th(say(language, "outside"), ui.tags.small(say(language, "harm.killed")), scope="row"),
        *(ui.tags.td(told(language, digest["bearing"]["outside"]), class_="num") for _, digest in held),
    )


def problems(language: str, head: str, lines: Sequence[str]) -> TagList:
    """What is wrong, line by line as the reader of scenarios says it."""
    return TagList(
        ui.tags.div(
            ui.tags.strong(say(language, head)),
            ui.tags.ul(*(ui.tags.li(words(language).get(f"failed.{line}", line)) for line in lines[:MOST_PROBLEMS])),
            class_="problems",
            role="alert",
        )
    )


MOST_PROBLEMS: Final = 12
