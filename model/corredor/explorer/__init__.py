"""The explorer: an ensemble that was run, as one HTML file with sliders."""
