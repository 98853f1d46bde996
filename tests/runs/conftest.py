import doubles
import pytest

from corredor.runs.ensemble import execute
from corredor.runs.folder import RunFolder
from corredor.runs.recorder import Recorder
from corredor.runs.run import Run


@pytest.fixture
def light_run(tmp_path):
    """Run light replicates into a folder."""

    def run(
        name="run", *, build=doubles.LightModel, workers=1, resume=False, wanted=None, name_of="Small world", **changes
    ):
        scenario = doubles.scenario(name=name_of, **changes)
        folder = RunFolder.begin(tmp_path / name, scenario, wanted or range(scenario.replicates), resume=resume)
        execute(folder, scenario, workers=workers, quiet=True, build=build)
        return Run(folder.final)

    return run


@pytest.fixture(scope="module")
def recorded():
    """A light model, the tables of its recorder, and what happened in each month."""
    scenario = doubles.scenario(record=["flows", "homicides", "organisations", "cells"])
    model = doubles.LightModel(scenario)
    recorder = Recorder(model, replicate=4, months=scenario.months, record=scenario.record)
    kept = []
    while model.month < model.months:
        model.step()
        recorder.record()
        kept.append((model.violence.killings.copy(), model.traffic.flow_kg.copy(), model.traffic.seized_kg.copy()))
    tables = {name: table.to_pandas(date_as_object=False) for name, table in recorder.arrow().items()}
    yield model, tables, kept, recorder
    model.close()
