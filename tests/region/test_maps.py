"""Every layer of a region can be drawn."""

from __future__ import annotations

import pytest

from corredor.figures.region_layers import LAYERS, plot_layer
from corredor.region import load


@pytest.mark.parametrize("layer", LAYERS)
@pytest.mark.parametrize("name", ["two-corridors", "americas"])
def test_each_layer_is_drawn_with_a_title_and_a_text_alternative(name, layer):
    figure = plot_layer(load(name, 2.0), layer)
    title = figure.axes[0].get_title(loc="left")
    assert name in title
    assert LAYERS[layer].title in title
    assert figure.get_label().startswith("Map of")


def test_an_unknown_layer_is_refused_with_those_that_exist():
    with pytest.raises(ValueError, match="no layer is called 'relief': there is country, division"):
        plot_layer(load("ring"), "relief")
