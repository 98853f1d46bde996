"""The house is in order: what the documents promise exists, and nothing is tracked that should not be."""

from __future__ import annotations

import re
import subprocess
import tomllib
import unicodedata
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest
from click.testing import CliRunner

import corredor
import corredor.model
from corredor.cli import cli
from corredor.core.parameters import CONVENTION, DRAWN, UNMEASURED, registered
from corredor.core.units import parse
from corredor.runs.provenance import code_digest

ROOT = Path(__file__).resolve().parents[1]
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))

MACHINE = re.compile(r"(?<![\w.])/(work|root|tmp|home|opt/v|Users)/[\w.-]+")
REGISTRY = re.compile(r"pypi\.org|pythonhosted\.org|npmjs\.(org|com)|anaconda\.org|index[-]url|find[-]links")
UNFINISHED = re.compile(r"\b(TO(?:DO)|FIX(?:ME)|X{3}|[Pp]lace(?:holder))\b|[Nn]ot ?[Ii]mplemented ?[Yy]et")
REAL_GROUPS = re.compile(
    r"\b(Zetas?|CJNG|Nueva Generaci[oó]n|Templarios|Familia Michoacana|Beltr[aá]n[- ]Leyva|Arellano|Mara Salvatrucha"
    r"|MS-?13|Barrio 18|18th Street|Comando Vermelho|Red Command|Primeiro Comando|PCC|Fam[ií]lia do Norte|FARC|ELN"
    r"|Clan del Golfo|Urabe[nñ]os|Rastrojos|Norte del Valle|Choneros|Lobos|Tren de Aragua|Shower Posse|Cachiros"
    r"|Sendero Luminoso|Shining Path|(?:Sinaloa|Gulf|Medell[ií]n|Cali|Ju[aá]rez|Tijuana|Guadalajara|Jalisco) Cartel"
    r"|C[aá]rtel de \w+|Cartel (?:de|del) \w+)\b"
)
AUTHOR_YEAR = re.compile(r"\b([A-Z][\w-]+)(?:, [A-Z][\w-]+)*(?: & [A-Z][\w-]+| et al\.)? ((?:19|20)\d\d)\b")


def tracked() -> list[Path]:
    """Files that are or would be under version control."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if listed.returncode:
        pytest.skip("not a checkout")
    return [ROOT / line for line in listed.stdout.splitlines() if (ROOT / line).is_file()]


def texts(*folders: str) -> list[tuple[Path, str]]:
    """Tracked files that are text, all of them or those of some folders."""
    found = []
    for path in tracked():
        relative = path.relative_to(ROOT)
        if folders and relative.parts[0] not in folders:
            continue
        try:
            found.append((relative, path.read_text(encoding="utf-8")))
        except UnicodeDecodeError:
            continue
    return found


def offences(pattern: re.Pattern[str], *folders: str) -> list[str]:
    """``file:line: text`` of every match."""
    return [
        f"{path}:{text.count(chr(10), 0, match.start()) + 1}: {match[0]}"
        for path, text in texts(*folders)
        for match in pattern.finditer(text)
    ]


def plain(text: str) -> str:
    """Text without accents, for comparing names."""
    return unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()


def test_no_tracked_file_names_a_machine_or_a_registry() -> None:
    assert offences(MACHINE) == []
    assert offences(REGISTRY) == []


def test_no_real_organisation_is_named_where_a_user_of_the_model_would_see_it() -> None:
    assert offences(REAL_GROUPS, "model", "scenarios", "notebooks", "README.md") == []


def test_nothing_is_left_undone_by_its_own_words() -> None:
    assert offences(UNFINISHED, "model", "scenarios", "calibration", "tools") == []


def test_no_file_of_the_package_is_longer_than_400_lines() -> None:
    assert [str(path) for path, text in texts("model") if path.suffix == ".py" and text.count("\n") > 400] == []


@pytest.mark.parametrize("document", ["README.md", "CONTRIBUTING.md"])
def test_every_make_target_that_a_document_names_exists(document: str) -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z]+):", makefile, flags=re.MULTILINE))
    named = set(re.findall(r"(?:`|^)make ([a-z]+)", (ROOT / document).read_text(encoding="utf-8"), flags=re.MULTILINE))
    assert {"test"} <= named <= targets


@pytest.mark.parametrize("document", sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/*.md")]), ids=lambda p: p.name)
def test_every_link_between_documents_leads_somewhere(document: Path) -> None:
    links = re.findall(r"\]\((?!https?:|#)([^)#]+)", document.read_text(encoding="utf-8"))
    assert [link for link in links if not (document.parent / link).exists()] == []


def test_the_version_is_the_same_wherever_it_is_written() -> None:
    version = PYPROJECT["project"]["version"]
    assert corredor.__version__ == version
    heading = "## Unreleased" if ".dev" in version else f"## {version} ("
    assert heading in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert f"\nversion: {version}\n" in (ROOT / "CITATION.cff").read_text(encoding="utf-8")


def test_the_command_tells_the_version_and_which_code_it_is() -> None:
    told = CliRunner().invoke(cli, ["--version"])
    assert told.output == f"corredor {corredor.__version__} (code {code_digest()})\n"


def test_every_dependency_is_pinned_by_version_alone() -> None:
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pins = [line for line in lines if not line.startswith("#")]
    form = re.compile(r'([a-z0-9-]+)==[\w.]+( ; python_version (<|>=) "3\.12")?')
    assert [line for line in pins if not form.fullmatch(line)] == []
    pinned = {line.split("==")[0] for line in pins}
    project = PYPROJECT["project"]
    wanted = [*project["dependencies"], *(r for extra in project["optional-dependencies"].values() for r in extra)]
    names = {re.split(r"[\[<>=]", requirement)[0].replace(".", "-").lower() for requirement in wanted}
    assert names - {"corredor"} <= pinned


def test_every_parameter_says_its_unit_and_a_range_and_what_it_means() -> None:
    for parameter in registered().values():
        spec = parameter.spec
        assert spec.low < spec.high, parameter.name
        assert spec.meaning, parameter.name
        assert parse(f"1 {spec.unit}" if spec.unit != "1" else 1, spec.unit) == 1.0, parameter.name


def test_every_source_of_a_parameter_can_be_looked_up() -> None:
    evidence, references = (
        plain((ROOT / "docs" / name).read_text("utf-8")) for name in ("evidence.md", "references.md")
    )
    rows = set(re.findall(r"^\| ([A-Z]+-?\d+) \|", evidence, flags=re.MULTILINE))
    works = references.splitlines()
    for parameter in registered().values():
        source = plain(parameter.spec.source)
        assert source, parameter.name
        assert set(re.findall(r"\b(?:[A-Z]\d\d|OAS-\d)\b", source)) <= rows, parameter.name
        for author, year in AUTHOR_YEAR.findall(source):
            assert any(author in work and year in work for work in works), f"{parameter.name}: {author} {year}"


def test_every_source_of_a_parameter_is_a_citation_or_says_that_there_is_none() -> None:
    evidence, references = (
        plain((ROOT / "docs" / name).read_text("utf-8")) for name in ("evidence.md", "references.md")
    )
    rows = set(re.findall(r"^\| ([A-Z]\d\d) \|", evidence, flags=re.MULTILINE))
    works = [
        (re.split(r"[ ,.]", work)[0], set(re.findall(r"\d{4}|several years", work)))
        for work in re.findall(r"^- (.+)", references, flags=re.MULTILINE)
    ]

    def cited(source: str) -> bool:
        by_row = rows & set(re.findall(r"[A-Z]\d\d", source))
        return bool(by_row) or any(name in source and any(y in source for y in years) for name, years in works)

    def in_form(source: str) -> bool:
        return bool(re.fullmatch(rf"{UNMEASURED}(; .+)?|{CONVENTION}: .+", source)) or cited(plain(source))

    offenders = {p.name: p.spec.source for p in registered().values() if not in_form(p.spec.source)}
    assert offenders == {}
    assert not cited("an assumption to compare with")


def test_about_three_quarters_of_the_parameters_are_unmeasured_as_the_documents_say() -> None:
    unmeasured = sum(p.spec.source.startswith(UNMEASURED) for p in registered().values())
    assert 0.7 < unmeasured / len(registered()) < 0.8
    for document in ("README.md", "docs/limits.md", "docs/trace.md"):
        assert "three quarters" in (ROOT / document).read_text("utf-8"), document


def test_the_readme_says_how_many_parameters_were_fitted() -> None:
    words = ("Eight", "Nine", "Ten", "Eleven", "Twelve", "Thirteen", "Fourteen", "Fifteen")
    drawn = sum(DRAWN in parameter.spec.source for parameter in registered().values())
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert f"{words[drawn - 8]} parameters were [fitted together]" in readme


def test_the_protocol_has_not_drifted_from_the_program(developers_tool: Callable[[str], ModuleType]) -> None:
    protocol = (ROOT / "docs" / "odd.md").read_text(encoding="utf-8")
    assert developers_tool("write_odd").render(protocol) == protocol, "run `make odd`"
