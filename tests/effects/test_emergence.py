"""Shares add up to what they share, a map says where a band holds, and an accounting of a case writes its page."""

from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
import worlds

from corredor.cli import main
from corredor.core.mechanisms import MECHANISMS
from corredor.core.parameters import Parameter, Spec
from corredor.effects.case import Case, Cut, FirstOrder, Outcome
from corredor.effects.emergence import accounting, chains, mapped
from corredor.effects.emergence.figures import figures_of, position
from corredor.effects.emergence.gauge import OWN, Gauge, Measured
from corredor.effects.emergence.mapped import MAPPED, Mapped, Range, headline
from corredor.effects.emergence.maps import levels_of, map_out, missing
from corredor.effects.emergence.page import page
from corredor.effects.emergence.shapley import coalitions, shapley
from corredor.effects.emergence.sharing import CutAlone, share_out, shares_of, the_largest
from corredor.effects.laboratory import Laboratory, arm_path
from corredor.effects.registry import NAMES, case_of
from corredor.effects.rules import Band, Summary
from corredor.effects.variation import Variation
from corredor.figures.style import alt_text
from corredor.scenario import load
from corredor.scenario.registry import known_parameters


def worth_of(rule, players):
    return {present: np.asarray(rule(present), float) for present in coalitions(players)}


def test_shares_of_a_game_of_gloves_are_those_of_the_textbook():
    # Two left gloves and one right one: a pair is worth 1, and the right glove is scarce.
    def pairs(present):
        return float("right" in present and bool(present & {"left", "other left"}))

    shares = shapley(worth_of(pairs, ["left", "other left", "right"]), ["left", "other left", "right"])
    assert shares == {"left": pytest.approx(1 / 6), "other left": pytest.approx(1 / 6), "right": pytest.approx(2 / 3)}


def test_shares_of_four_players_add_up_to_the_whole_less_what_nobody_makes():
    players = ["a", "b", "c", "d"]
    draw = np.random.default_rng(1)
    worth = {present: draw.normal(size=7) for present in coalitions(players)}
    whole = worth[frozenset(players)] - worth[frozenset()]
    assert sum(shapley(worth, players).values()) == pytest.approx(whole)


def test_a_player_who_adds_nothing_gets_nothing_and_equals_get_the_same():
    shares = shapley(worth_of(lambda present: 3.0 * len(present - {"idle"}), ["a", "b", "idle"]), ["a", "b", "idle"])
    assert shares["idle"] == 0.0
    assert shares["a"] == shares["b"] == pytest.approx(3.0)


def test_shares_of_medians_add_up_to_the_median_that_the_board_prints():
    players = ["a", "b"]
    draw = np.random.default_rng(2)
    worth = {present: draw.normal(len(present), 1.0, 9) for present in coalitions(players)}
    worth[frozenset()][3] = np.nan
    shares, whole, rest = shares_of(worth, players)
    assert sum(share.median for share in shares.values()) + rest.median == pytest.approx(whole.median)
    assert whole.median == np.median(worth[frozenset(players)])
    assert all(share.low <= share.median <= share.high for share in shares.values())
    assert rest.pairs == 8


def alone(name, gap, *, intact=True):
    return CutAlone(name, Summary(0.0, 0.0, 0.0, 9), Summary(gap, gap, gap, 9), intact, "")


def test_those_that_share_are_mechanisms_that_leave_the_treatment_itself():
    cuts = [
        alone("routes.learning", 5.0),
        alone("finance.capture", -7.0),
        alone("violence.clashes", 90.0, intact=False),
        alone("routes", 80.0),
        alone("violence.retaliation", float("nan")),
        alone("communities.trust", 0.1),
    ]
    assert the_largest(cuts) == ("finance.capture", "routes.learning", "communities.trust")


class KnownGauge:
    """A world of which everything is known: two mechanisms carry three and one, and one of them the treatment too."""

    pairs = worlds.PAIRS
    headline = Outcome("outcome", "1", lambda treated, control: treated, Band(3.0, 5.0))

    def __init__(self):
        self.case = worlds.case()
        self.outcomes = (self.headline,)
        self.asked = []

    def measure(self, variation=None):
        variation = variation or Variation()
        self.asked.append(variation)
        if "cultivation" in variation.off:
            return Measured({}, "nothing grows")
        carried = {"routes.learning": 3.0, "finance.capture": 1.0}
        effect = sum(amount for name, amount in carried.items() if name not in variation.off)
        effect *= dict(variation.parameters).get("routes.sensitivity", 1.0)
        own = 0.0 if "violence.clashes" in variation.off else 1.0
        spread = 0.1 * np.linspace(-1.0, 1.0, self.pairs)
        return Measured({"outcome": effect + spread, OWN: own + 0.1 * spread})


def test_an_accounting_finds_what_carries_a_known_effect():
    names = ("routes.learning", "finance.capture", "violence.clashes", "routes.heterogeneity", "cultivation")
    sharing = share_out(KnownGauge(), lambda _: None, names)
    found = {cut.name: cut for cut in sharing.cuts}
    assert found["routes.learning"].left.median == pytest.approx(1.0)
    assert not found["violence.clashes"].intact
    assert found["cultivation"].failed == "nothing grows"
    assert sharing.four == ("routes.learning", "finance.capture", "routes.heterogeneity")
    shares = {name: share.median for name, share in sharing.shares.items()}
    assert shares == pytest.approx({"routes.learning": 3.0, "finance.capture": 1.0, "routes.heterogeneity": 0.0})
    assert sharing.full.median == pytest.approx(4.0)
    assert sharing.rest.median == pytest.approx(0.0)


def test_a_map_says_where_the_band_is_met():
    found = map_out(KnownGauge(), ("routes.sensitivity", "routes.memory"), lambda _: None)
    rows = found.values[0]
    assert found.median == pytest.approx(np.repeat(4.0 * rows[:, None], 5, axis=1))
    assert found.holds[:, 0].tolist() == [float(3.0 <= 4.0 * value <= 5.0) for value in rows]
    assert found.misses[0][0] == ("outcome",)


def test_levels_go_from_one_end_of_a_range_to_the_other_and_the_default_lies_between():
    wide = Parameter("some.wide", 10.0, Spec("1", 1.0, 1e4, "unmeasured", "spans more than tenfold"))
    narrow = Parameter("some.narrow", 3.0, Spec("1", 1.0, 5.0, "unmeasured", "does not"))
    assert levels_of(wide, 5) == pytest.approx([1.0, 10.0, 100.0, 1e3, 1e4])
    assert levels_of(narrow, 5) == pytest.approx([1.0, 2.0, 3.0, 4.0, 5.0])
    assert position(levels_of(wide, 5), wide) == pytest.approx(1.0)
    assert position(levels_of(narrow, 5), narrow) == pytest.approx(2.0)


def test_what_could_not_be_run_holds_nowhere():
    assert missing(KnownGauge(), Measured({}, "no memory")) == ("it could not be run",)


@pytest.mark.parametrize("name", NAMES)
def test_every_case_names_what_is_accounted_for(name):
    case = case_of(name)
    assert headline(case).name in {outcome.name for outcome in case.outcomes}
    assert set(MAPPED[name].parameters) <= set(known_parameters())
    over = MAPPED[name].range
    if over is not None:
        assert over.policy in {policy.name for policy in load(arm_path(name, "treatment")).policies}
        assert over.usual in over.intensities


def test_no_case_is_mapped_that_is_not_on_the_board():
    assert set(MAPPED) == set(NAMES)


def test_a_variation_changes_what_it_says_and_nothing_else():
    scenario = load(arm_path("corridor_balloon", "treatment"))
    varied = Variation(frozenset({"routes.learning"}), (("routes.memory", 8.0),), (("Caribbean surge", 7.0),)).of(
        scenario
    )
    assert varied.mechanisms == {**scenario.mechanisms, "routes.learning": False}
    assert varied.parameters == {**scenario.parameters, "routes.memory": 8.0}
    assert [policy.intensity for policy in varied.policies] == [7.0]
    assert Variation().of(scenario) == scenario


EVENTS = pd.DataFrame(
    [
        (0, 0, "leader_removed", 0, -1, "captured", -1, "MEX"),
        (0, 1, "split", 0, 1, "", 0, "MEX"),
        (0, 2, "war", 1, 0, "", 1, "MEX"),
        (0, 3, "turf_killings", 1, 0, "12", 2, "MEX"),
        (0, 4, "turf_killings", 1, 0, "90", 2, "USA"),
        (0, 5, "war", 2, 0, "", -1, "MEX"),
        (0, 6, "turf_killings", 2, 0, "500", 5, "MEX"),
    ],
    columns=["replicate", "id", "kind", "organisation", "other", "detail", "cause", "iso3"],
).assign(month=pd.Timestamp("1994-01-01"), iso_3166_2="MX-SIN")


def run_with(events):
    names = pd.DataFrame({"replicate": 0, "organisation": [0, 1, 2], "name": ["Marejada", "Relevo", "Tercera"]})
    geography = SimpleNamespace(
        divisions=["MX-SIN"], division_names=["Sinaloa"], countries=["MEX"], country_names=["Mexico"]
    )
    return SimpleNamespace(
        events=events, organisations=names, geography=geography, scenario=SimpleNamespace(events=(), policies=())
    )


def test_the_chain_that_is_told_goes_from_capture_over_split_and_war_to_killing():
    replicate, links = chains.chain_of(run_with(EVENTS))
    assert replicate == 0
    assert [link.kind for link in links] == list(chains.LINKS)
    assert links[-1].what == "12 people are killed where Relevo and Marejada fight over ground"
    assert links[0].where == "Sinaloa, Mexico"


def test_no_chain_is_told_where_nobody_knows_a_cause():
    assert chains.chain_of(run_with(EVENTS.assign(cause=-1))) == (-1, [])


def kilograms_seized(treated, control):
    return treated.region("kg_seized").sum(axis=1) - control.region("kg_seized").sum(axis=1)


CORRIDORS = Case(
    name="corridors",
    title="A surge in the east of the isthmus finds more",
    marked=False,
    documented=(),
    mediator="ships",
    feedback="None.",
    outcomes=(Outcome("seized", "kg", kilograms_seized, Band(0.0, None)),),
    cuts=(Cut("blind", "eyes", "cut", "cut", ("seized",), FirstOrder("seized", "kg", kilograms_seized)),),
)


@pytest.fixture
def isthmus(monkeypatch):
    """A case of two arms of some months on the synthetic isthmus, with its range and two parameters."""
    months = {
        "duration": "8 months",
        "parameters.start.settling": "0 months",
        "parameters.markets.settling": "0 months",
    }
    arms = {
        "control": load("two_corridors_control", months),
        "treatment": load("two_corridors", months | {"policies.Eastern surge.start": "1990-02"}),
    }
    monkeypatch.setattr(
        Laboratory, "scenario", lambda self, case, name: arms[name].model_copy(update={"seed": self.seed})
    )
    over = Range("Eastern surge", (0.0, 1.0, 10.0), 1.0, {"more": ("kg", kilograms_seized)})
    monkeypatch.setitem(mapped.MAPPED, "corridors", Mapped(("routes.sensitivity", "routes.memory"), range=over))
    monkeypatch.setattr(accounting, "PAIRS", 2)
    return CORRIDORS


def medians(found):
    return {name: [summary.median for summary in each] for name, each in found.response.found.items()}


def test_an_accounting_of_a_small_region_is_kept_and_written(isthmus, tmp_path, monkeypatch):
    folder = tmp_path / "out"
    whole = accounting.account(isthmus, folder, parts=("range", "chain"), pairs=2, workers=1)
    assert whole.response.found["more"][1].median == 0.0
    assert whole.response.found["more"][2].median > 0.0
    kept = sorted((folder / "numbers").iterdir())
    monkeypatch.setattr(Gauge, "_values", lambda self, arms: pytest.fail("measured again"))
    again = accounting.account(isthmus, folder, parts=("range",), pairs=2, workers=1)
    assert medians(again) == medians(whole)
    assert sorted((folder / "numbers").iterdir()) == kept
    told = page(whole, {"range": "x.png"}, "corredor effects corridors --accounting pages")
    assert "| 10 |" in told
    assert "Eastern surge" in alt_text(figures_of(whole)["range"]) or "more" in alt_text(figures_of(whole)["range"])


def test_a_whole_accounting_has_a_figure_for_each_part(monkeypatch):
    gauge = KnownGauge()
    found = accounting.Accounting(
        gauge.case, gauge.headline, Summary(4.0, 3.9, 4.1, 50), "ring", 1.0, 50, 1, "set",
        sharing=share_out(gauge, lambda _: None, tuple(MECHANISMS)[2:8]),
        band_map=map_out(gauge, ("routes.sensitivity", "routes.memory"), lambda _: None),
    )  # fmt: skip
    drawn = figures_of(found)
    assert set(drawn) == {"cuts", "map"}
    assert "routes.learning 3.00" in alt_text(drawn["cuts"])
    told = page(found, {}, "command")
    assert "| routes.learning | 3.00" in told
    assert "It holds at" in told


def test_options_of_the_board_are_refused_with_an_accounting(capsys, tmp_path):
    assert main(["effects", "truce", "--accounting", str(tmp_path), "--fast"]) == 2
    assert "belong to the board" in capsys.readouterr().err
