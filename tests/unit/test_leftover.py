"""What a beacon leaves to a cheat who prepared many manifests: little bits leave much, 48 leave nothing."""

import math
from fractions import Fraction
from itertools import product

import pytest

from shuangsuiji.errors import InvalidValueError
from shuangsuiji.lottery import SOURCES, leftover
from shuangsuiji.lottery.leftover import VARIANTS, Leftover, with_beacon
from tests.unit.builders import made

BITS = {name: SOURCES[name].bits("") for name in ("FC3D", "PL5", "SSQ", "KL8")}
FRIEND = Fraction(19, 20)


def drawn(bits: float, variants: int = VARIANTS) -> float:
    """Return, in per cent, how often a friend is drawn whom an honest draw takes with 5 %."""
    return 100 * (1 - with_beacon(FRIEND, bits, variants).best)


@pytest.mark.parametrize(
    ("bits", "percent", "digits"),
    [
        (BITS["FC3D"], 2.02, 2),  # the normal limit would say 1.65
        (BITS["PL5"], 4.67, 2),
        (BITS["SSQ"], 4.975, 3),
        (48, 5.000, 3),
        (BITS["KL8"], 5.000, 3),
        (128, 5.0, 6),
    ],
)
def test_a_million_manifests_against_each_lottery(bits: float, percent: float, digits: int) -> None:
    assert round(drawn(bits), digits) == percent


def test_against_the_3d_lottery_the_sum_is_that_of_exact_fractions() -> None:
    values, below, mean = 1000, Fraction(0), 0.0
    for count in range(41):  # of a million manifests the luckiest has a friend drawn by fewer values than that
        below += math.comb(values, count) * Fraction(1, 20) ** count * FRIEND ** (values - count)
        mean += math.exp(VARIANTS * math.log1p(-float(below)))
    assert drawn(BITS["FC3D"]) == pytest.approx(100 * mean / values, rel=1e-9)


@pytest.mark.parametrize("chance", [3e-4, 1 - 3e-4, 0.05, 0.5])
def test_the_limits_err_by_less_than_a_hundredth_of_the_gain(chance: float, monkeypatch: pytest.MonkeyPatch) -> None:
    gain = with_beacon(chance, 25).best - chance
    monkeypatch.setattr(leftover, "_SUMMED", 0)
    for rare in (0, 20_000):
        monkeypatch.setattr(leftover, "_RARE", rare)
        assert with_beacon(chance, 25).best - chance == pytest.approx(gain, rel=0.01)


def test_more_bits_leave_less_and_more_manifests_more() -> None:
    by_bits = [drawn(bits) for bits in range(0, 64, 2)]
    assert by_bits == sorted(by_bits)
    assert by_bits[0] == pytest.approx(0, abs=1e-12)
    by_variants = [drawn(10, 10**power) for power in range(0, 31, 3)]
    assert by_variants == sorted(by_variants, reverse=True)
    assert by_variants[0] == pytest.approx(5)


@pytest.mark.parametrize(("values", "variants"), [(1, 1), (1, 3), (2, 1), (2, 2), (3, 2), (2, 4)])
@pytest.mark.parametrize("chance", [Fraction(1, 3), Fraction(1, 20), Fraction(19, 20)])
def test_the_best_is_the_mean_of_the_largest_by_enumeration(values: int, variants: int, chance: Fraction) -> None:
    mean = Fraction(0)
    for outcomes in product((0, 1), repeat=values * variants):
        shares = [sum(outcomes[at : at + values]) for at in range(0, len(outcomes), values)]
        favoured = sum(outcomes)
        mean += max(shares) * chance**favoured * (1 - chance) ** (len(outcomes) - favoured)
    assert with_beacon(chance, math.log2(values), variants).best == pytest.approx(float(mean / values), rel=1e-12)


@pytest.mark.parametrize("chance", [0.5, 0.95, 0.05, 1e-4])
@pytest.mark.parametrize("variants", [1, 100, 10**6, 10**30])
def test_the_normal_limit_continues_the_sum(chance: float, variants: int, monkeypatch: pytest.MonkeyPatch) -> None:
    summed = with_beacon(chance, 25, variants).best
    monkeypatch.setattr(leftover, "_SUMMED", 0)
    monkeypatch.setattr(leftover, "_RARE", 1)
    limit = with_beacon(chance, 25, variants).best
    assert limit - chance == pytest.approx(summed - chance, rel=0.06, abs=1e-9)


@pytest.mark.parametrize("chance", [1e-7, 1e-5, 1 - 1e-5, 1 - 1e-7])
@pytest.mark.parametrize("variants", [1, 100, 10**6, 10**30])
def test_the_poisson_limit_continues_the_sum(chance: float, variants: int, monkeypatch: pytest.MonkeyPatch) -> None:
    summed = with_beacon(chance, 25, variants).best
    monkeypatch.setattr(leftover, "_SUMMED", 0)
    limit = with_beacon(chance, 25, variants).best
    assert limit - chance == pytest.approx(summed - chance, rel=1e-3, abs=1e-11)


@pytest.mark.parametrize(
    ("variants", "mean"), [(1, 0.0), (2, 1 / math.sqrt(math.pi)), (3, 1.5 / math.sqrt(math.pi)), (10**6, 4.8629)]
)
def test_the_largest_of_normal_numbers_has_the_mean_that_tables_give(variants: int, mean: float) -> None:
    assert leftover._largest_normal(variants) == pytest.approx(mean, abs=1e-4)  # noqa: SLF001


@pytest.mark.parametrize("chance", [Fraction(0), Fraction(1)])
@pytest.mark.parametrize("bits", [0, 10, 61.6, 1000])
def test_what_is_certain_stays_so(chance: Fraction, bits: float) -> None:
    assert with_beacon(chance, bits).best == chance


@pytest.mark.parametrize("chance", [Fraction(1, 10**400), 1e-300, 1e-12, 1 - 1e-12])
@pytest.mark.parametrize("bits", [0, 24, 26, 64, 1000])
def test_the_best_never_lies_outside_of_what_a_chance_can_be(chance: Fraction | float, bits: float) -> None:
    assert 0 <= float(chance) <= with_beacon(chance, bits, 10**30).best <= 1


def test_a_known_value_makes_every_manifest_a_try() -> None:
    assert with_beacon(Fraction(1, 20), 0, 10).best == pytest.approx(1 - 0.95**10)


def test_the_luckiest_manifest_must_be_found_first() -> None:
    assert with_beacon(FRIEND, BITS["FC3D"]).draws == 10**9
    assert with_beacon(FRIEND, BITS["KL8"]).draws > 10**24


@pytest.mark.parametrize(
    "changes",
    [
        {"chance": -0.1},
        {"chance": Fraction(11, 10)},
        {"chance": math.nan},
        {"bits": -1},
        {"bits": 1001},
        {"bits": math.inf},
        {"bits": math.nan},
        {"variants": 0},
        {"variants": 10**30 + 1},
        {"variants": 1.5},
    ],
    ids=str,
)
def test_a_number_outside_its_bounds_is_refused(changes: dict[str, object]) -> None:
    with pytest.raises(InvalidValueError):
        made(with_beacon, {"chance": FRIEND, "bits": 10}, changes)


def test_every_question_is_answered() -> None:
    results = [with_beacon(Fraction(1, 2), bits, 10**30) for bits in (24.99, 25.01, 61.6)]
    assert all(isinstance(one, Leftover) for one in results)
