"""Teaching notebooks run from the first cell to the last, and ship without output."""

from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

FOLDER = Path(__file__).resolve().parents[1] / "notebooks"
NOTEBOOKS = sorted(FOLDER.glob("*.ipynb"))


def test_there_are_notebooks():
    assert [path.name for path in NOTEBOOKS] == [
        "01_balloon_effect.ipynb",
        "02_calibration.ipynb",
        "03_kingpin.ipynb",
        "04_transit_violence.ipynb",
        "05_tradeoffs.ipynb",
        "06_build_a_policy.ipynb",
    ]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_ships_without_output(path):
    notebook = nbformat.read(path, as_version=4)
    nbformat.validate(notebook)
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert not any(cell.outputs or cell.execution_count for cell in code)
    assert "not a forecast" in notebook.cells[0].source


@pytest.mark.once
@pytest.mark.filterwarnings("ignore")  # the client's own event loop and sockets, not ours
@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_runs_and_shows_its_figures_with_text_alternatives(path, tmp_path):
    if path.stem == "02_calibration":
        pytest.importorskip("nautilus")
        pytest.importorskip("sklearn")
        pytest.importorskip("statsmodels")
    notebook = nbformat.read(path, as_version=4)
    client = NotebookClient(
        notebook, timeout=300, kernel_name="python3", resources={"metadata": {"path": str(tmp_path)}}
    )
    client.execute()
    pages = [
        output.data.get("text/html", "")
        for cell in notebook.cells
        if cell.cell_type == "code"
        for output in cell.outputs
        if output.output_type in ("execute_result", "display_data")
    ]
    pictures = [page for page in pages if page.startswith("<img")]
    assert len(pictures) == sum(
        cell.source.rstrip().startswith("plot(") or "\nplot(" in cell.source for cell in notebook.cells
    )
    assert all('alt="' in page for page in pictures)
    assert not list(tmp_path.iterdir()), "a notebook leaves nothing behind"
