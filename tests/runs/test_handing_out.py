"""How many pieces are handed out at a time."""

from concurrent.futures import Future

import pytest

from corredor.runs import executor
from corredor.runs.crew import Batch


class Crew:
    """Does what it is given at once, and says that every piece took so many seconds."""

    in_flight, largest, lost = 4, 64, ()

    def __init__(self, seconds):
        self.seconds, self.batches = seconds, []

    def submit(self, numbers):
        self.batches.append(len(numbers))
        done = Future()
        done.set_result(Batch(dict.fromkeys(numbers), self.seconds * len(numbers)))
        return done

    def months(self):
        return 0

    def renew(self): ...

    def close(self, *, stop): ...


@pytest.fixture
def batches(monkeypatch):
    def handed(pieces, seconds):
        crew = Crew(seconds)
        monkeypatch.setattr(executor, "_crew", lambda *_: crew)
        assert [number for number, _ in executor.run_all(None, range(pieces), 2, lambda _: None)] == [*range(pieces)]
        return crew.batches

    return handed


def test_short_pieces_travel_together(batches):
    handed = batches(400, 0.02)
    assert sum(handed) == 400
    assert handed[:4] == [1, 1, 1, 1], "nobody knows yet how long one takes"
    assert max(handed) == 50
    assert len(handed) <= 20


def test_the_last_batches_are_short_and_none_is_shorter_than_it_pays(batches):
    handed = batches(400, 0.02)[4:]
    assert handed == sorted(handed, reverse=True)
    assert handed[-2] == 5


def test_long_pieces_travel_alone(batches):
    assert batches(9, 1.0) == [1] * 9


def test_pieces_of_no_length_travel_in_the_largest_batches(batches):
    assert max(batches(4000, 0.0)) == 64
