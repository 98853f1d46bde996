"""One documented effect a file: its arms, how it is measured, and what it must show."""
