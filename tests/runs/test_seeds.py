import pytest

from corredor.core.seeds import replicate_seed


def test_a_replicates_seed_never_changes():
    assert [replicate_seed(7, k) for k in range(3)] == [7541113583819517870, 8912710495795946505, 6717923236905498151]


def test_replicates_and_seeds_do_not_share_seeds():
    seeds = {replicate_seed(seed, k) for seed in range(50) for k in range(200)}
    assert len(seeds) == 50 * 200
    assert all(0 <= seed < 2**63 for seed in seeds)


@pytest.mark.parametrize(("seed", "replicate"), [(-1, 0), (2**63, 0), (7, -1)])
def test_impossible_seeds_are_refused(seed, replicate):
    with pytest.raises(ValueError, match=r"seed|replicate"):
        replicate_seed(seed, replicate)
