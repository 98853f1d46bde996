"""The registry says which defaults a calibration has chosen."""

from corredor.core.parameters import DRAWN, registered
from corredor.effects.parameters import read_parameter_set


def test_the_source_of_a_default_says_whether_it_was_drawn() -> None:
    said = {parameter.name for parameter in registered().values() if parameter.spec.source.endswith(DRAWN)}
    assert said == set(read_parameter_set())
