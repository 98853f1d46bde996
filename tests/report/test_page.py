"""The report: one page that needs nothing from elsewhere and can be read by everybody."""

import re
from html.parser import HTMLParser
from itertools import pairwise

import pytest

import corredor
from corredor.core.parameters import DRAWN
from corredor.figures import kinds
from corredor.figures.style import STAMP
from corredor.report import assumptions, render, write_report
from corredor.report import page as report_page
from corredor.report.images import FEW, Image, reading
from corredor.report.translation import Translator, catalogue
from corredor.scenario.registry import known_parameters

pytestmark = pytest.mark.once
FETCHING = {"src", "srcset", "data", "poster", "action", "formaction", "background"}
VOID = {"meta", "img", "source", "br", "link", "input", "hr"}


class Page(HTMLParser):
    """What a test asks of an HTML page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.text: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag, f"</{tag}> closes something else"

    def handle_data(self, data):
        if not self.open or self.open[-1] not in ("style", "script"):
            self.text.append(data)

    def all(self, tag):
        return [attributes for name, attributes in self.tags if name == tag]


@pytest.fixture(scope="module")
def page(html):
    return Page(html)


@pytest.fixture
def undrawn(monkeypatch):
    """Figures take time; most tests of the text can do without."""
    monkeypatch.setattr(
        report_page, "image", lambda run, kind, control, translator: Image(kind, "", "data:,", "data:,", kind, 1, 1)
    )


def text_of(html):
    return " ".join("".join(Page(html).text).split())


def test_every_tag_is_closed(page):
    assert page.open == []


def test_nothing_is_fetched_from_anywhere(page, html):
    for tag, attributes in page.tags:
        for name in FETCHING & set(attributes):
            assert str(attributes[name]).startswith("data:image/png;base64,"), (tag, name)
        if tag == "a":
            assert str(attributes["href"]).startswith("#")
    assert not page.all("script")
    assert not page.all("link")
    assert not page.all("iframe")
    style = re.search(r"<style>(.*?)</style>", html, re.DOTALL)
    assert style is not None
    assert "url(" not in style[1]
    assert "@import" not in style[1]


def test_every_picture_has_a_text_alternative_and_a_place_kept_for_it(page):
    images = page.all("img")
    assert len(images) >= 13
    for image in images:
        assert len(str(image["alt"])) > 60
        assert int(str(image["width"])) > int(0.2 * int(str(image["height"])))


def test_a_narrow_screen_gets_a_picture_of_its_own(page):
    sources = page.all("source")
    assert len(sources) == len(page.all("img"))
    assert {source["media"] for source in sources} == {"(max-width: 640px)"}


def test_the_stamp_is_above_and_below(html):
    assert text_of(html).count(STAMP) >= 2
    assert STAMP in html[html.index("<header>") : html.index("</header>")]
    assert STAMP in html[html.index("<footer>") :]
    assert STAMP in html[html.index("<title>") : html.index("</title>")]


def test_headings_descend_one_level_at_a_time(page):
    levels = [int(tag[1]) for tag, _ in page.tags if re.fullmatch(r"h[1-6]", tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(b - a <= 1 for a, b in pairwise(levels))


def test_every_link_of_the_contents_leads_somewhere(page):
    ids = [str(attributes["id"]) for _, attributes in page.tags if "id" in attributes]
    assert len(ids) == len(set(ids))
    assert {str(a["href"])[1:] for a in page.all("a")} <= set(ids)


def test_the_language_the_width_and_the_encoding_are_said(page):
    assert page.all("html")[0]["lang"] == "en"
    assert {"name": "viewport", "content": "width=device-width, initial-scale=1"} in page.all("meta")
    assert {"charset": "utf-8"} in page.all("meta")


def test_the_page_says_the_question_and_what_the_state_does(html, run):
    text = text_of(html)
    assert run.scenario.description in text
    assert "from 1992-01 for 3 years" in text
    assert "corridor East" in text
    assert "intensity 3" in text.lower()


def test_it_says_what_is_left_out_and_that_it_is_of_cocaine(html):
    text = text_of(html)
    assert "The model is of cocaine" in text
    assert "fentanyl" in text


def test_right_under_the_findings_it_says_that_they_are_no_sizes(html):
    findings = html[html.index('<section id="findings"') :]
    assert "a direction and its reason, not a size" in findings[: findings.index("<ul")]


def test_it_counts_the_parameters_that_were_fitted(html):
    drawn = [name for name, each in known_parameters().items() if DRAWN in each.spec.source]
    assert f"Of all parameters {len(drawn)} were fitted together" in text_of(html)


def test_the_table_of_countries_says_that_it_is_of_medians(html):
    assert "The same as a table: medians, and in brackets nine replicates in ten (the findings give means)" in html


def test_captions_do_not_speak_of_bands_and_bars_that_are_not_drawn(run):
    few = type(run)(run.scenario, run.geography)
    few.__dict__.update({**run.__dict__, "national": run.national[run.national["replicate"] < 2]})
    assert reading(few, "coca") == FEW
    assert (
        reading(few, "scorecard")
        == f"Every row has a scale of its own. On the right, the level without and with. {FEW}"
    )
    for kind in kinds():
        assert not re.search(r"thick bar|thin bar|inner band", reading(few, kind))
        for language in ("es", "pt"):
            said = Translator(language, catalogue(language))
            said(reading(few, kind))
            assert said.missing == set()


def test_it_says_how_to_cite_and_how_to_rerun(html):
    text = text_of(html)
    assert "corredor run manifest.json" in text
    assert f"version {corredor.__version__}" in text
    assert "seed 7" in text


def test_the_chain_can_be_read_as_text(html):
    text = text_of(html)
    assert "A policy starts: Surge in the east" in text
    assert "12 people are killed" in text


def test_caveats_of_the_map_are_told(html, run):
    assert all(caveat in text_of(html) for caveat in run.geography.caveats)


def test_nothing_finer_than_a_division_is_told_of_a_place(html):
    text = text_of(html)
    assert "perceived risk" not in text
    assert not re.search(r"-?\d+\.\d+\s*°", text), "no coordinates in the text"


@pytest.mark.usefixtures("undrawn")
def test_without_a_control_two_years_are_compared(run):
    text = text_of(render(run))
    assert "1991 compared with 1992–1994" in text
    assert "What it changes, measure by measure" not in text
    assert "without" not in text[text.index("Findings") : text.index("Where cocaine passes A square")]


@pytest.mark.usefixtures("undrawn")
def test_what_a_scenario_says_cannot_break_the_page(run):
    nasty = run.scenario.model_copy(update={"name": "<script>alert(1)</script>", "description": "a & b <img src=x>"})
    other = type(run)(nasty, run.geography)
    other.__dict__.update({**run.__dict__, "scenario": nasty})
    page = Page(render(other))
    assert not page.all("script")
    assert all(image.get("src") != "x" for image in page.all("img"))


@pytest.mark.usefixtures("undrawn")
def test_what_was_switched_off_and_changed_is_told(run):
    changed = run.scenario.model_copy(
        update={"mechanisms": {"routes.learning": False}, "parameters": {"routes.sensitivity": 2.75}}
    )
    other = type(run)(changed, run.geography)
    other.__dict__.update({**run.__dict__, "scenario": changed})
    text = text_of(render(other))
    assert "routes.learning" in text
    assert "2.75" in text


@pytest.mark.usefixtures("undrawn")
def test_a_run_in_which_nobody_was_killed_over_turf_has_a_report(uneventful):
    assert "The same as text" not in text_of(render(uneventful))


@pytest.mark.usefixtures("undrawn")
def test_a_report_is_whole_or_absent(run, tmp_path):
    target = write_report(run, path=tmp_path / "deep" / "report.html")
    assert target.read_text(encoding="utf-8").rstrip().endswith("</html>")
    assert [path.name for path in target.parent.iterdir()] == ["report.html"]


@pytest.mark.parametrize("place", ["my folder/mine.yaml:7:8", "/somewhere/runs/mine/manifest.json"])
def test_notes_on_the_scenario_do_not_say_where_its_file_lay(run, place):
    noted = run.scenario.model_copy(update={"warnings": (f"{place}: start: homicide is observed from 1990",)})
    assert assumptions.notes(noted) == ["start: homicide is observed from 1990"]


@pytest.mark.usefixtures("undrawn")
def test_before_and_after_are_shown_beside_the_control_where_years_before_were_recorded(run, control):
    drawn = 'alt="flows-before"'
    assert render(run, control).count(drawn) == 1
    assert drawn not in render(run)
    assert drawn not in render(control, run)
    (surge,) = run.scenario.policies
    at_once = run.scenario.model_copy(update={"policies": (surge.model_copy(update={"start": "1990-01"}),)})
    other = type(run)(at_once, run.geography)
    other.__dict__.update({**run.__dict__, "scenario": at_once})
    assert drawn not in render(other, control)
