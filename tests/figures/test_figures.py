"""What every figure of a run owes its reader."""

import re

import numpy as np
import pandas as pd
import pytest
from matplotlib.axes import Axes
from matplotlib.collections import PolyCollection, QuadMesh
from matplotlib.colors import to_hex
from matplotlib.figure import Figure

from corredor.figures import alt_text, kinds, marks, plot, save, style
from corredor.figures.flow_map import flow_pair

WITHOUT_UNIT = {"", "year", "country", "organisation (fictional names)"}
UNIT = re.compile(r"\(.+\)|per 100 000 a year|tonnes a year|difference")
KINDS = tuple(kinds())


@pytest.fixture(scope="module")
def drawn(run, control):
    """Every figure with a control and without, drawn once."""
    figures = {(kind, True): plot(run, kind, control) for kind in KINDS}
    return figures | {(kind, False): plot(run, kind) for kind in KINDS if not kinds()[kind].needs_control}


def every_axes(drawn, kind):
    return [axes for (name, _), figure in drawn.items() if name == kind for axes in figure.axes if axes.axison]


@pytest.mark.parametrize("kind", KINDS)
def test_every_axis_says_what_it_shows_and_in_which_unit(drawn, kind):
    for axes in every_axes(drawn, kind):
        labels = {axes.get_xlabel(), axes.get_ylabel()}
        assert labels - {""}, f"{kind}: an axes without any label"
        assert all(label in WITHOUT_UNIT or UNIT.search(label) for label in labels), labels


@pytest.mark.parametrize("kind", KINDS)
def test_every_figure_has_a_title_the_stamp_and_a_text_alternative(drawn, kind):
    for (name, _), figure in drawn.items():
        if name == kind:
            assert figure.get_suptitle()
            assert figure.get_supxlabel().endswith(style.STAMP)
            assert len(alt_text(figure)) > 60
            assert "nan" not in alt_text(figure)


@pytest.mark.parametrize("kind", KINDS)
def test_a_narrow_screen_gets_a_narrow_figure(run, control, kind):
    across, down = plot(run, kind, control, layout="tall").get_size_inches()
    assert across < 6
    assert down > 0


def test_the_difference_map_is_orange_where_more_passes_and_purple_where_less(run, control):
    first, second, _ = flow_pair(run, control, "flow_kg")
    difference = second - first
    west, east = run.geography.lon < 4, run.geography.lon > 10
    assert difference[west].sum() > 0 > difference[east].sum()
    mesh = meshes(plot(run, "flows", control).axes[2])[-1]
    grid = np.full(run.geography.shape, np.nan)
    grid[run.geography.row, run.geography.column] = difference
    shown = np.ma.masked_invalid(mesh.get_array()).reshape(run.geography.shape)
    assert np.allclose(shown.compressed(), grid[~np.ma.getmaskarray(shown)])
    red, _, blue, _ = mesh.cmap(mesh.norm(difference.max()))
    assert red > blue
    red, _, blue, _ = mesh.cmap(mesh.norm(difference.min()))
    assert blue > red


def test_no_difference_is_white(run):
    mesh = meshes(plot(run, "flows", run).axes[2])[-1]
    assert np.ma.getmaskarray(mesh.get_array()).all() or min(mesh.cmap(mesh.norm(0.0))[:3]) > 0.9


def meshes(axes: Axes) -> list[QuadMesh]:
    return [child for child in axes.get_children() if isinstance(child, QuadMesh)]


def test_maps_show_cells_and_nothing_finer(run):
    for mesh in meshes(plot(run, "flows").axes[0]):
        corners = mesh.get_coordinates()
        assert np.allclose(np.diff(corners[0, :, 0]), run.geography.resolution)
        assert np.allclose(np.diff(corners[:, 0, 1]), run.geography.resolution)


def test_both_maps_of_flow_share_one_scale(run, control):
    axes = plot(run, "flows", control).axes
    first, second = (meshes(panel)[-1].norm for panel in axes[:2])
    assert (first.vmin, first.vmax) == (second.vmin, second.vmax)


def test_a_corridor_keeps_its_colour_from_panel_to_panel(run, control):
    figure = plot(run, "corridors", control)
    for panel in figure.axes:
        layers = [child for child in panel.get_children() if isinstance(child, PolyCollection)]
        colours = {layer.get_label(): to_hex(layer.get_facecolor()[0], keep_alpha=False).upper() for layer in layers}
        assert colours["East"] == style.COLOURS["caribbean"]
        assert colours["West"] == style.COLOURS["central_america"]


@pytest.mark.parametrize(
    ("kind", "names"), [("homicide-by-kind", ("turf", "predation")), ("prices", ("usa", "europe"))]
)
def test_the_control_is_dashed_in_the_colour_of_what_it_is_the_control_of(run, control, kind, names):
    lines = [line for panel in plot(run, kind, control).axes for line in panel.get_lines()]
    for name in names:
        same = [line for line in lines if line.get_color() == style.COLOURS[name]]
        assert {line.is_dashed() for line in same} == {True, False}


def test_colours_are_told_apart_by_everybody():
    markets = {style.COLOURS[name] for name in ("usa", "europe", "domestic")}
    assert markets <= set(style.OKABE_ITO.values())
    assert len(markets) == 3
    assert {style.FIELD, style.RATE, style.DIFFERENCE} == {"magma_r", "cividis_r", "PuOr_r"}


def test_drawing_leaves_no_trace_in_the_global_style(run):
    import matplotlib as mpl

    before = dict(mpl.rcParams)
    plot(run, "coca")
    assert dict(mpl.rcParams) == before


def test_an_unknown_figure_is_refused_with_a_suggestion(run):
    with pytest.raises(ValueError, match="did you mean 'flows'"):
        plot(run, "flow")


def test_the_scorecard_asks_for_a_control(run):
    with pytest.raises(ValueError, match="--control"):
        plot(run, "scorecard")


def test_a_run_in_which_nothing_happened_can_be_drawn(uneventful):
    assert "Nobody was killed over ground" in alt_text(plot(uneventful, "chain"))


@pytest.mark.parametrize("ending", ["png", "svg", "pdf"])
def test_a_figure_is_written_the_same_every_time(run, tmp_path, ending):
    contents = {save(plot(run, "coca"), tmp_path / f"{k}.{ending}").read_bytes() for k in range(2)}
    assert len(contents) == 1


def test_other_endings_are_refused(run, tmp_path):
    with pytest.raises(ValueError, match=r"\.png, \.svg or \.pdf"):
        save(plot(run, "coca"), tmp_path / "coca.jpg")


@pytest.mark.parametrize("kind", ["coca", "prices"])
def test_a_region_without_coca_can_be_drawn(run, kind):
    bare = type(run)(run.scenario, run.geography)
    national = run.national.assign(coca_ha=run.national["coca_ha"] * 0, farm_gate_usd_kg=np.nan)
    bare.__dict__.update({**run.__dict__, "national": national})
    assert alt_text(plot(bare, kind))


@pytest.mark.parametrize("kind", [kind for kind in KINDS if not kinds()[kind].needs_control])
def test_a_run_of_eight_months_and_one_replicate_can_be_drawn(run, kind):
    short = type(run)(run.scenario, run.geography)
    tables = ("national", "divisions", "organisations", "events", "corridors", "region")
    for name in tables:
        table = getattr(run, name)
        short.__dict__[name] = table[(table["month"] < "1990-09") & (table["replicate"] == 0)]
    short.__dict__["cells"] = run.cells[(run.cells["year"] == 1990) & (run.cells["replicate"] == 0)]
    assert alt_text(plot(short, kind))


@pytest.mark.parametrize("months", [2, 7, 12, 18, 25, 30, 35, 36, 49, 200])
@pytest.mark.parametrize("layout", ["wide", "tall"])
def test_an_axis_of_any_length_has_a_few_dates_and_no_warning(months, layout):
    figure = Figure()
    axes = figure.subplots()
    when = pd.date_range("1990-01-01", periods=months, freq="MS")
    axes.plot(when.to_numpy(), np.arange(months))
    marks.year_axis(axes, layout)
    figure.draw_without_rendering()
    assert 2 <= len([tick for tick in axes.xaxis.get_majorticklabels() if tick.get_text()]) <= 8
