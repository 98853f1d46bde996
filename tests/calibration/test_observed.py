"""The figures that ship say what they are, agree with one another, and can be told apart from broken years."""

from __future__ import annotations

from pathlib import Path

import pytest

from corredor.calibration.broken_years import Break, breaks, broken, read_breaks, without_breaks
from corredor.calibration.errors import DataError
from corredor.calibration.places import BRAZILIAN_STATES, COLOMBIAN_DEPARTMENTS, MEXICAN_STATES, country_of
from corredor.calibration.tables import observed, observed_tables
from corredor.calibration.tidy import read_table, write_table

HEAD = (
    "# title: Two places\n# level: country\n# compiled: 2026-11\n# series homicides: person | nobody | made up\n"
    "place,year,series,value\n"
)


@pytest.mark.parametrize("name", list(observed_tables()))
def test_every_table_reads_and_says_who_publishes_it_and_what_to_beware_of(name: str) -> None:
    table = observed(name)
    assert len(table.rows) >= 4
    assert all(note.publisher and note.meaning for note in table.series.values())
    assert set(table.series) == set(table.rows["series"])
    assert table.caveats


def test_published_rates_are_counts_over_population() -> None:
    national = observed("homicide_national").wide()
    rate = 1e5 * national["homicides"] / national["population"]
    assert ((rate - national["homicide_rate"]).abs() < 0.6).all()


def test_months_of_mexican_states_add_up_to_their_years() -> None:
    months = observed("homicide_mexico_states_monthly").wide().groupby(["place", "year"])["homicides"].sum()
    years = observed("homicide_mexico_states").wide().set_index(["place", "year"])["homicides"]
    assert (months == years.loc[months.index]).all()
    assert months.groupby("place").size().unique().tolist() == [19]


def test_divisions_are_all_those_of_their_country() -> None:
    for table, codes in (
        ("homicide_mexico_states", MEXICAN_STATES),
        ("homicide_colombia_departments", COLOMBIAN_DEPARTMENTS),
        ("homicide_brazil_states", BRAZILIAN_STATES),
    ):
        assert set(observed(table).rows["place"]) == set(codes.values())


def test_where_the_colombian_publishers_disagree_is_where_a_break_is_dated() -> None:
    national = observed("homicide_national").wide().query("place == 'COL'").set_index("year")["homicides"]
    departments = observed("homicide_colombia_departments").wide().groupby("year")["homicides"].sum()
    below = departments.index[national.loc[departments.index] < 0.97 * departments]
    dated = [b for b in breaks() if b.place == "COL" and b.kind == "registration"]
    assert sorted(below) == sorted(year for b in dated for year in range(b.first_year, b.last_year + 1))


def test_a_table_written_is_read_back_equal(tmp_path: Path) -> None:
    table = observed("homicide_mexico_states_monthly")
    write_table(table, tmp_path / "again.csv")
    again = read_table(tmp_path / "again.csv")
    assert again.rows.equals(table.rows)
    assert (again.title, dict(again.series), again.caveats) == (table.title, dict(table.series), table.caveats)


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ("BRA,1990,homicides,1\nBRA,1990,homicides,2\n", "duplicate rows: BRA 1990 homicides"),
        ("BRA,1990,homicides,-1\n", "negative values: BRA 1990"),
        ("Brazil,1990,homicides,1\n", "places that are no ISO code: Brazil"),
        ("BRA,90,homicides,1\n", "years that are none: BRA 90"),
        ("BRA,1990,murders,1\n", "series murders: the header does not say what they are"),
        ("BRA,1990,homicides,\n", "1 rows with an empty field"),
    ],
)
def test_a_wrong_row_is_named(tmp_path: Path, rows: str, said: str) -> None:
    path = tmp_path / "wrong.csv"
    path.write_text(HEAD + rows, encoding="utf-8")
    with pytest.raises(DataError, match=said):
        read_table(path)


def test_a_series_in_another_unit_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "wrong.csv"
    path.write_text(HEAD.replace("person |", "thousand |") + "BRA,1990,homicides,1\n", encoding="utf-8")
    with pytest.raises(DataError, match="is in 'thousand' — it should be in 'person'"):
        read_table(path)


def test_an_unknown_table_is_answered_with_the_nearest() -> None:
    with pytest.raises(DataError, match="did you mean 'homicide_national'"):
        observed("homicides_national")


def test_every_break_says_why_and_on_whose_word() -> None:
    assert {b.kind for b in breaks()} == {"registration", "insurgency", "truce", "coup", "disputed", "opioids"}
    assert all(b.reason and b.source for b in breaks())


def test_fits_can_leave_out_all_breaks_or_one_kind() -> None:
    national = observed("homicide_national").wide()
    kept = without_breaks(national)
    assert not broken(kept).any()
    salvador = kept.query("place == 'SLV'")["year"]
    assert not set(range(2012, 2015)) & set(salvador)
    assert {2011, 2015} <= set(salvador)
    opioids = national[broken(national, ["opioids"])]
    assert set(opioids["place"]) == {"MEX"}
    assert sorted(opioids["year"]) == list(range(2014, 2019))
    with pytest.raises(ValueError, match="no breaks of kind war"):
        broken(national, ["war"])


def test_a_break_of_the_national_series_leaves_divisions_alone() -> None:
    only_national = Break("a", "COL", "no", 1995, 1997, "registration", "r", "s", "seen")
    only_divisions = Break("b", "COL", "only", 1995, 1997, "registration", "r", "s", "seen")
    assert (only_national.concerns("COL", 1996), only_national.concerns("CO-ANT", 1996)) == (True, False)
    assert (only_divisions.concerns("COL", 1996), only_divisions.concerns("CO-ANT", 1996)) == (False, True)
    assert country_of("CO-ANT") == "COL"


def test_a_break_that_ends_before_it_begins_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "breaks.csv"
    columns = "id,place,divisions,first_year,last_year,kind,reason,source,confidence\n"
    path.write_text(columns + "x,COL,maybe,1997,1995,war,because,someone,seen\n", encoding="utf-8")
    with pytest.raises(DataError) as refused:
        read_breaks(path)
    assert len(refused.value.problems) == 3
