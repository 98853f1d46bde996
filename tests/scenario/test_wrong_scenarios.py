"""Every file in ``wrong`` is refused with exactly the messages that its last lines expect."""

from pathlib import Path

import numpy as np
import pytest

from corredor.scenario import ScenarioError, load, memory, reading

WRONG = Path(__file__).parent / "wrong"
FILES = sorted(WRONG.glob("*.yaml"))


@pytest.fixture
def here(monkeypatch):
    """Messages name files as seen from their folder, on a machine with 16 GB."""
    monkeypatch.chdir(WRONG)
    monkeypatch.setattr(memory, "machine_bytes", lambda: 16 * 10**9)


def expected(path):
    lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
    return [line.removeprefix("# expect: ") for line in lines if line.startswith("# expect: ")]


def refusal(name, **overrides):
    with pytest.raises(ScenarioError) as caught:
        load(name, overrides or None)
    return [str(problem) for problem in caught.value.problems]


def test_there_are_at_least_forty_wrong_files():
    assert len(FILES) >= 40
    assert all(expected(path) for path in FILES)


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_wrong_file_is_refused_with_its_message(path):
    assert refusal(path.name) == expected(path)


@pytest.mark.usefixtures("here")
def test_everything_wrong_in_a_file_is_said_at_once():
    assert len(refusal("several_at_once.yaml")) == 6


@pytest.mark.usefixtures("here")
def test_a_mistake_in_a_parent_is_shown_in_the_parent():
    assert refusal("inherited_mistake.yaml")[0].startswith("parents/mistaken.yaml:5:3: ")


def test_a_file_that_is_not_there_is_named(tmp_path):
    assert refusal(tmp_path / "gone.yaml") == [f"{tmp_path / 'gone.yaml'}: there is no such file"]


def test_a_folder_is_no_scenario(tmp_path):
    assert refusal(tmp_path) == [f"{tmp_path}: a folder, not a file"]


def test_a_mistyped_name_is_answered_with_the_right_one():
    assert refusal("balloon_efect") == [
        "balloon_efect: no scenario of this name ships — did you mean 'balloon_effect'?"
    ]


def test_a_huge_file_is_not_read(tmp_path):
    huge = tmp_path / "huge.yaml"
    huge.write_text("corredor: 1\n" + "#" * reading.MAX_BYTES, encoding="utf-8")
    assert refusal(huge) == [f"{huge}: larger than 256 kB — this is no scenario"]


def test_a_file_nested_without_end_is_refused_and_does_not_crash(tmp_path):
    deep = tmp_path / "deep.yaml"
    deep.write_text("[" * 20_000, encoding="utf-8")
    assert "nested deeper than 16 levels" in refusal(deep)[0]


SOUND = """corredor: 1
name: Sound
region: {name: two-corridors, resolution: 1 deg}
start: 1990-01
duration: 2 years
parameters: {region.presence_floor: 0.2, policies.flight_denial_fee: 900 usd/kg}
mechanisms: {routes.learning: off}
policies:
  - kind: kingpin
    organisation: {at: {corridor: caribbean}}
    where: [{border: on}, {cells: [1, 2, 3, 4]}]
    cost: 3 usd/month
    ramp: 1 month
events:
  - {kind: price_shock, change: 10 %, date: 1990-05, duration: 3 months}
  - {kind: leader_removed, every: 3 months, until: 1991-01, how: killed}
"""
WORDS = ("null", "-1", ".nan", "1e400", "on", "&a ", "*a", "!!int ", "9" * 30, "kind", "()", "/0")
TOKENS = (*"{}[]:-\n'\"|>%\t\x00", *WORDS)


def damaged(rng):
    text = SOUND
    for _ in range(rng.integers(1, 4)):
        at = int(rng.integers(len(text)))
        cut = int(rng.choice([0, 0, 1, 5, 12]))
        text = text[:at] + TOKENS[rng.integers(len(TOKENS))] + text[at + cut :]
    return text


def test_a_damaged_file_is_read_or_refused_but_never_crashes(tmp_path):
    rng = np.random.default_rng(0)
    path = tmp_path / "damaged.yaml"
    path.write_text(SOUND, encoding="utf-8")
    load(path)
    refused = 0
    for _ in range(200):
        path.write_text(damaged(rng), encoding="utf-8")
        try:
            load(path)
        except ScenarioError:
            refused += 1
    assert refused >= 150


def test_a_link_out_of_the_folder_cannot_be_extended(tmp_path):
    inside, outside = tmp_path / "inside", tmp_path / "outside.yaml"
    inside.mkdir()
    outside.write_text("corredor: 1\nname: Secret\nextends: baseline\n", encoding="utf-8")
    (inside / "link.yaml").symlink_to(outside)
    mine = inside / "mine.yaml"
    mine.write_text("corredor: 1\nname: Mine\nextends: link.yaml\n", encoding="utf-8")
    assert refusal(mine) == [f"{mine}:3:10: extends: 'link.yaml' is a link that leads out of this folder"]


def test_no_more_than_ten_scenarios_extend_one_another(tmp_path):
    for i in range(12):
        parent = f"s{i + 1}.yaml" if i < 11 else "baseline"
        (tmp_path / f"s{i}.yaml").write_text(f"corredor: 1\nname: S\nextends: {parent}\n", encoding="utf-8")
    assert "more than 10 scenarios extend one another" in refusal(tmp_path / "s0.yaml")[0]


@pytest.mark.parametrize(
    ("path", "value", "message"),
    [
        ("duratoin", "2 years", "a scenario has no 'duratoin' — did you mean 'duration'?"),
        ("duration", "2", "duration: 2 has no unit — a duration needs one, e.g. 2 months or 2 years"),
        (
            "region.presence_flor",
            "0.1",
            "parameters.region.presence_flor: unknown parameter 'region.presence_flor' — did you mean 'region.pres",
        ),
        (
            "policies.Eastern surg.intensity",
            "5",
            "'policies' has nothing called 'Eastern surg' — did you mean 'Eastern surge'?",
        ),
        (
            "policies.Eastern surge",
            "5",
            "'Eastern surge' is a whole entry — say which value, e.g. policies.Eastern surge.start",
        ),
        (
            "policies.Eastern surge.intensty",
            "5",
            "policies.Eastern surge.intensty: unknown key 'intensty' — did you mean 'intensity'?",
        ),
        (
            "policies.0.start",
            "1980-01",
            "policies.Eastern surge.start: 1980-01 is before the run, which starts in 1990-01",
        ),
        ("events.x.date", "1992-01", "the scenario has no events"),
        ("violence.retaliaton", "off", "parameters.violence.retaliaton: unknown parameter 'violence.retaliaton'"),
        ("duration", "[", "not valid YAML: a bracket or brace that is never closed"),
        ("duration", "", "duration: '' is not a number with a unit — write a duration, e.g. 16 years"),
    ],
)
def test_a_wrong_option_is_named_with_what_is_wrong(path, value, message):
    found = refusal("two_corridors", **{path: value})
    assert len(found) == 1
    assert found[0].startswith(f"--set {path}={value}: {message}")
