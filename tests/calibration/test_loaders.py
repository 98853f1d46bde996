"""Publishers' own files become the project's layout, or are refused in words that say what is wrong."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path
from xml.sax.saxutils import escape

import pandas as pd
import pytest

from corredor.calibration.errors import DataError
from corredor.calibration.loaders import atlas_da_violencia, inegi, policia_nacional, sesnsp, unodc, world_bank
from corredor.calibration.tidy import Table, read_table, write_table

DATA = Path(__file__).parent / "data"
WHEN = "2026-11"
LOADERS: dict[str, Callable[[Path], Table]] = {
    "unodc_homicide.csv": lambda path: unodc.load(path, compiled=WHEN),
    "world_bank_population.csv": lambda path: world_bank.load(path, compiled=WHEN),
    "inegi_2017.csv": lambda path: inegi.load([path], first_year=2017, last_year=2017, compiled=WHEN),
    "sesnsp_victims.csv": lambda path: sesnsp.load(path, compiled=WHEN),
    "atlas_homicidios.csv": lambda path: atlas_da_violencia.load(path, compiled=WHEN),
    "policia_2017.csv": lambda path: policia_nacional.load([path], compiled=WHEN),
}


def values(table: Table, place: str, series: str = "homicides") -> dict[object, float]:
    """Values that are not 0, by year or by year and month."""
    rows = table.rows.query("place == @place and series == @series and value != 0")
    keys = ["year", "month"] if table.monthly else "year"
    return {key: float(value) for key, value in rows.set_index(keys)["value"].items()}


def changed(name: str, old: str, new: str, folder: Path) -> Path:
    """A hand-made file with something else in it."""
    raw = (DATA / name).read_bytes().decode("latin-1")
    mangled = old.encode().decode("latin-1") if name != "sesnsp_victims.csv" else old
    assert mangled in raw
    path = folder / name
    path.write_bytes(raw.replace(mangled, new).encode("latin-1"))
    return path


def workbook(name: str, folder: Path) -> Path:
    """The same rows as the first sheet of a workbook."""
    rows = pd.read_csv(DATA / name, header=None, names=range(13), dtype=str, keep_default_na=False).to_numpy().tolist()
    cells = "".join(
        "<row>" + "".join(f'<c t="inlineStr"><is><t>{escape(cell)}</t></is></c>' for cell in row) + "</row>"
        for row in rows
    )
    main = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"

    def relation(kind: str, target: str) -> str:
        one = f'<Relationship Id="r1" Type="{office}/{kind}" Target="{target}"/>'
        return f'<Relationships xmlns="{package}/relationships">{one}</Relationships>'

    sheet = f'<sheets xmlns:r="{office}"><sheet name="data" sheetId="1" r:id="r1"/></sheets>'
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types"/>',
        "_rels/.rels": relation("officeDocument", "xl/workbook.xml"),
        "xl/workbook.xml": f"<workbook {main}>{sheet}</workbook>",
        "xl/_rels/workbook.xml.rels": relation("worksheet", "worksheets/sheet1.xml"),
        "xl/worksheets/sheet1.xml": f"<worksheet {main}><sheetData>{cells}</sheetData></worksheet>",
    }
    path = folder / "data.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        for part, content in parts.items():
            archive.writestr(part, f'<?xml version="1.0" encoding="UTF-8"?>{content}')
    return path


def test_unodc_counts_all_victims_and_leaves_parts_of_countries_out() -> None:
    table = LOADERS["unodc_homicide.csv"](DATA / "unodc_homicide.csv")
    assert values(table, "URY") == {2016: 268, 2017: 283, 2018: 1414}
    assert values(table, "URY", "homicide_rate") == {2016: 7.8, 2017: 8.2, 2018: 12.1}
    assert set(table.rows["place"]) == {"URY"}


def test_a_workbook_says_the_same_as_the_text(tmp_path: Path) -> None:
    from_text = LOADERS["unodc_homicide.csv"](DATA / "unodc_homicide.csv")
    from_workbook = unodc.load(workbook("unodc_homicide.csv", tmp_path), compiled=WHEN)
    assert from_workbook.rows.equals(from_text.rows)


def test_world_bank_leaves_groups_of_countries_out() -> None:
    table = LOADERS["world_bank_population.csv"](DATA / "world_bank_population.csv")
    assert set(table.rows["place"]) == {"URY", "CUB"}
    assert values(table, "CUB", "population") == {2017: 11339894, 2018: 11328244}


def test_inegi_counts_by_month_of_death_whenever_it_was_registered() -> None:
    table = inegi.load(
        [DATA / "inegi_2017.csv", DATA / "inegi_2018.csv"], first_year=2017, last_year=2018, compiled=WHEN
    )
    assert values(table, "MX-AGU") == {(2017, 1): 2}
    assert values(table, "MX-CHH") == {(2017, 12): 2, (2018, 1): 1}
    assert len(table.rows) == 32 * 24
    assert "2 deaths of these years have no state" in table.caveats[0]


def test_sesnsp_adds_victims_of_homicide_and_feminicide_and_knows_no_future() -> None:
    table = LOADERS["sesnsp_victims.csv"](DATA / "sesnsp_victims.csv")
    found = values(table, "MX-AGU")
    assert found[2017, 1] == 7
    assert found[2018, 2] == 8
    assert table.rows.query("year == 2018")["month"].max() == 2


def test_atlas_da_violencia_is_by_state_and_year() -> None:
    table = LOADERS["atlas_homicidios.csv"](DATA / "atlas_homicidios.csv")
    assert values(table, "BR-AC") == {2016: 363, 2017: 516, 2018: 414}


def test_policia_nacional_sums_departments_and_passes_over_the_total() -> None:
    table = LOADERS["policia_2017.csv"](DATA / "policia_2017.csv")
    assert values(table, "CO-ANT") == {(2017, 1): 4}
    assert values(table, "CO-VAC") == {(2017, 12): 2}
    assert table.rows["value"].sum() == 6


@pytest.mark.parametrize("name", list(LOADERS))
def test_what_is_loaded_can_be_written_and_read(name: str, tmp_path: Path) -> None:
    table = LOADERS[name](DATA / name)
    write_table(table, tmp_path / "again.csv")
    assert read_table(tmp_path / "again.csv").rows.equals(table.rows)


@pytest.mark.parametrize(
    ("name", "old", "new", "said"),
    [
        ("unodc_homicide.csv", "Unit of measurement", "Unit", "no column 'unit of measurement'"),
        ("unodc_homicide.csv", '"Rate per 100,000 population"', "Percent", "units Percent — known are Counts, Rate"),
        ("unodc_homicide.csv", "2016,Counts,268", "2017,Counts,268", "duplicate rows: URY 2017 homicides"),
        ("unodc_homicide.csv", "2017,Counts", "2020,Counts", "missing years: URY homicides 2017, 2019"),
        (
            "unodc_homicide.csv",
            "Victims of intentional",
            "Perpetrators of",
            "no rows of 'Victims of intentional homicide'",
        ),
        ("unodc_homicide.csv", "Counts,283", "Counts,many", "column 'value': 'many' — not numbers"),
        ("world_bank_population.csv", "SP.POP.TOTL", "NY.GDP.MKTP.CD", "indicator NY.GDP.MKTP.CD — known are"),
        ("world_bank_population.csv", "Country Code", "Code", "no column 'country code'"),
        ("world_bank_population.csv", '"3436645"', '""', "missing years: URY population 2017"),
        ("world_bank_population.csv", '"2016","2017"', '"2017","2017"', "duplicate year 2017: two columns have it"),
        ("world_bank_population.csv", '"CUB"', '"URY"', "duplicate rows: URY 2017 population"),
        ("inegi_2017.csv", "presunto", "causa", "no column 'presunto'"),
        ("inegi_2017.csv", "anio_regis", "regis", "no column 'anio_regis'"),
        ("inegi_2017.csv", "2017,2017,8", "2017,2017,88", "manner of death 88 — codes are 1 to 9"),
        ("inegi_2017.csv", ",2017,2017,2", ",2016,2017,2", "missing years: no homicide occurred in 2017"),
        ("sesnsp_victims.csv", "Sexo,Rango de edad", "X,Y", "counts investigations, not people"),
        ("sesnsp_victims.csv", "2017,1,", "2017,33,", "Clave_Ent 33 — states are 1 to 32"),
        ("sesnsp_victims.csv", "2018,1,", "2019,1,", "missing years: MX-AGU homicides 2018"),
        ("sesnsp_victims.csv", "Con arma blanca,Mujer", "Con arma de fuego,Hombre", "duplicate rows of 2017"),
        ("sesnsp_victims.csv", "Diciembre", "December", "no column 'diciembre'"),
        ("atlas_homicidios.csv", "valor", "taxa", "no column 'valor'"),
        ("atlas_homicidios.csv", ";516", ";51,6", "it holds rates, not counts"),
        ("atlas_homicidios.csv", "12;Acre;2017", "12;Acre;2016", "duplicate rows: BR-AC 2016 homicides"),
        ("atlas_homicidios.csv", "12;Acre;2018", "12;Acre;2019", "missing years: BR-AC homicides 2018"),
        ("atlas_homicidios.csv", "12;Acre;2017", "1200;Acre;2017", "cod 1200 — keys of states are 11 to 53"),
        ("policia_2017.csv", "CANTIDAD", "NUMERO", "no column 'cantidad'"),
        ("policia_2017.csv", "15/01/2017", "Jan 15", "dates 'Jan 15' — write day/month/year"),
        ("policia_2017.csv", "76001000", "77001000", "DANE 77001000 — no department has this key"),
    ],
)
def test_a_wrong_file_is_refused_with_what_would_be_right(
    name: str, old: str, new: str, said: str, tmp_path: Path
) -> None:
    with pytest.raises(DataError) as refused:
        LOADERS[name](changed(name, old, new, tmp_path))
    assert said in str(refused.value)
    assert name in str(refused.value)


def test_a_year_in_two_files_is_a_duplicate_and_a_year_in_none_is_missing(tmp_path: Path) -> None:
    later = tmp_path / "policia_2019.csv"
    later.write_text((DATA / "policia_2017.csv").read_text("utf-8").replace("/2017", "/2019"), "utf-8")
    with pytest.raises(DataError, match="duplicate year 2017"):
        policia_nacional.load([DATA / "policia_2017.csv", DATA / "policia_2017.csv"], compiled=WHEN)
    with pytest.raises(DataError, match="missing years: 2018"):
        policia_nacional.load([DATA / "policia_2017.csv", later], compiled=WHEN)
    deaths = [DATA / "inegi_2017.csv", DATA / "inegi_2018.csv"]
    with pytest.raises(DataError, match="duplicate year 2018 of registration"):
        inegi.load([*deaths, DATA / "inegi_2018.csv"], first_year=2017, last_year=2018, compiled=WHEN)
    with pytest.raises(DataError, match="missing years: no homicide occurred in 2019"):
        inegi.load(deaths, first_year=2017, last_year=2019, compiled=WHEN)


def test_a_file_that_is_not_there_is_named() -> None:
    with pytest.raises(DataError, match="there is no such file"):
        unodc.load(Path("nowhere.xlsx"), compiled=WHEN)
