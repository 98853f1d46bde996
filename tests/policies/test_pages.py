"""The pages on policies and on extending the model say what is so, and their examples run."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]
EXTENDING = (ROOT / "docs" / "extending.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"```python\n(.*?)```", EXTENDING, flags=re.DOTALL)

RUN = """
import re, sys
text = open(sys.argv[1], encoding="utf-8").read()
found = [{} for _ in re.findall("```python", text)]
for names, code in zip(found, re.findall("```python\\n(.*?)```", text, flags=re.DOTALL)):
    exec(compile(code, sys.argv[1], "exec"), names)
ports, curfew, desperate, flight = found
assert ports["scanned"] > ports["usual"], "scanners meet more loads"
assert ports["with_scanners"].spent_usd.sum() > 0 == ports["without"].spent_usd.sum()
assert set(curfew["run"].events["kind"]) >= {"policy_start"}
assert curfew["scenario"].policies[0].options == {"deaf": 0.1}
assert desperate["impatient"] > 0
assert desperate["desperate"].hostility.sum() != desperate["patient"].hostility.sum()
assert flight["model"].processes[-1].away.sum() > 0
assert flight["model"].parameters.flight.returning == 0.02
"""


@pytest.fixture(scope="module")
def outcome(tmp_path_factory: pytest.TempPathFactory) -> subprocess.CompletedProcess[str]:
    """The examples run in a process of their own: what they declare is for them alone."""
    page = tmp_path_factory.mktemp("page") / "extending.md"
    page.write_text(EXTENDING, encoding="utf-8")
    program = page.with_name("run.py")
    program.write_text(RUN, encoding="utf-8")
    command = [sys.executable, "-W", "error::DeprecationWarning", str(program), str(page)]
    environment = dict(os.environ, PYTHONPATH=str(ROOT / "model"))
    return subprocess.run(command, capture_output=True, text=True, check=False, cwd=page.parent, env=environment)


def test_the_examples_run_and_do_what_they_are_said_to_do(outcome: subprocess.CompletedProcess[str]) -> None:
    assert outcome.returncode == 0, outcome.stderr
    assert len(outcome.stdout.strip().splitlines()) >= len(EXAMPLES)


@pytest.mark.parametrize("number", range(len(EXAMPLES)))
def test_an_example_fits_a_screen(number: int) -> None:
    body = EXAMPLES[number].split("\n\n\n")
    assert len([line for part in body for line in part.splitlines() if line.strip()]) <= 48


def test_the_page_on_policies_has_not_drifted_from_the_program(developers_tool: Callable[[str], ModuleType]) -> None:
    tool = developers_tool("write_policies")
    page = (ROOT / "docs" / "policies.md").read_text(encoding="utf-8")
    assert tool.render(page) == page, "run `make policies`"
