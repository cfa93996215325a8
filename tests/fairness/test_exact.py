"""Layer 1: every path and every order of tickets, with exact chances."""

from __future__ import annotations

import pickle
import random
from collections.abc import Callable, Mapping
from fractions import Fraction
from itertools import count, product

import pytest

from shuangsuiji.errors import DuplicateError, InvalidValueError, ShuangsuijiError, UnfairError
from shuangsuiji.testing import (
    assert_exactly_fair,
    assert_exactly_fair_tickets,
    inclusion_chances,
    select_by_tickets,
    ticket_inclusion_chances,
)
from shuangsuiji.testing.exact import Sampler
from shuangsuiji.testing.hard_rules import TicketSelector
from shuangsuiji.testing.paths import Paths

HALF = Fraction(1, 2)


def pool_of(*sizes: int) -> dict[str, str]:
    """Return a pool with that many objects per stratum; the strata alternate, so that order shows."""
    rows = [(number, "甲乙丙"[stratum]) for stratum, size in enumerate(sizes) for number in range(size)]
    return {f"9132048{number}{stratum}": stratum for number, stratum in sorted(rows)}


def short_tickets(pool: Mapping[str, str], quotas: Mapping[str, int], tickets: Mapping[str, str]) -> list[str]:
    """Compare the first 128 bits only, equal ones by id."""
    return ranked(pool, quotas, lambda id_: (tickets[id_][:32], id_))


def last_digits(pool: Mapping[str, str], quotas: Mapping[str, int], tickets: Mapping[str, str]) -> list[str]:
    """Compare the last 64 bits only, equal ones by id."""
    return ranked(pool, quotas, lambda id_: (tickets[id_][-16:], id_))


def ranked(pool: Mapping[str, str], quotas: Mapping[str, int], key: Callable[[str], object]) -> list[str]:
    drawn = []
    for stratum, quota in quotas.items():
        inside = [id_ for id_, one in pool.items() if one == stratum]
        drawn += sorted(inside, key=key)[:quota]  # type: ignore[arg-type]
    return drawn


@pytest.mark.parametrize("size", range(1, 8))
def test_our_draw_gives_every_object_the_same_chance_over_all_orders_of_tickets(size: int) -> None:
    pool = pool_of(size)
    for quota in range(size + 1):
        assert_exactly_fair_tickets(select_by_tickets, pool=pool, quotas={"甲": quota})


@pytest.mark.parametrize("sizes", [(1, 1), (1, 2), (1, 3), (2, 2), (1, 4), (2, 3), (1, 5), (2, 4), (3, 3)], ids=str)
def test_our_draw_is_exactly_fair_in_two_strata_for_every_pair_of_quotas(sizes: tuple[int, int]) -> None:
    pool = pool_of(*sizes)
    for first, second in product(*(range(size + 1) for size in sizes)):
        if sum(sizes) < 6 or (first, second) != (0, 0):
            assert_exactly_fair_tickets(select_by_tickets, pool=pool, quotas={"甲": first, "乙": second})


def test_our_draw_is_exactly_fair_for_seven_objects_in_two_and_in_three_strata() -> None:
    assert_exactly_fair_tickets(select_by_tickets, pool=pool_of(4, 3), quotas={"甲": 2, "乙": 1})
    assert_exactly_fair_tickets(select_by_tickets, pool=pool_of(2, 3, 2), quotas={"甲": 1, "乙": 2, "丙": 0})


def test_chances_are_fractions_quota_over_rows() -> None:
    chances = ticket_inclusion_chances(select_by_tickets, pool=pool_of(4, 2), quotas={"甲": 3, "乙": 1})
    assert [chances[id_] for id_ in sorted(chances)] == [
        {"甲": Fraction(3, 4), "乙": HALF}[id_[-1]] for id_ in sorted(chances)
    ]


@pytest.mark.parametrize("select", [short_tickets, last_digits])
def test_shortened_tickets_with_ties_by_id_are_found(select: TicketSelector) -> None:
    with pytest.raises(UnfairError) as caught:
        assert_exactly_fair_tickets(select, pool=pool_of(6), quotas={"甲": 2})
    chances = caught.value.params["chances"]
    assert isinstance(chances, dict)
    assert list(chances.values()) == [1, 1, 0, 0, 0, 0]


def test_a_whole_comparison_of_the_same_tickets_is_fair() -> None:
    def whole(pool: Mapping[str, str], quotas: Mapping[str, int], tickets: Mapping[str, str]) -> list[str]:
        return ranked(pool, quotas, tickets.__getitem__)

    assert_exactly_fair_tickets(whole, pool=pool_of(4, 2), quotas={"甲": 2, "乙": 1})


def test_strata_that_share_their_luck_are_found_though_every_chance_is_right() -> None:
    def linked(pool: Mapping[str, str], quotas: Mapping[str, int], tickets: Mapping[str, str]) -> list[str]:
        first = ranked(pool, {"甲": quotas["甲"]}, tickets.__getitem__)
        return first + [id_.replace("甲", "乙") for id_ in first]

    quotas = {"甲": 1, "乙": 1}
    assert set(ticket_inclusion_chances(linked, pool=pool_of(2, 2), quotas=quotas).values()) == {HALF}
    with pytest.raises(UnfairError, match=r"every set of objects .*\{91320480甲, 91320481乙\} 0 ≠ 1/4"):
        assert_exactly_fair_tickets(linked, pool=pool_of(2, 2), quotas=quotas)


def test_more_than_seven_objects_are_refused_with_the_number_of_orders() -> None:
    with pytest.raises(InvalidValueError, match="8 objects have 40320 orders of tickets, more than 5040"):
        assert_exactly_fair_tickets(select_by_tickets, pool=pool_of(8), quotas={"甲": 1})


@pytest.mark.parametrize("quotas", [{"甲": 4}, {"甲": -1}, {"甲": True}, {}, {"甲": 1, "乙": 1}], ids=str)
def test_quotas_that_do_not_fit_the_pool_are_refused(quotas: dict[str, int]) -> None:
    with pytest.raises(InvalidValueError, match="must be a whole number from 0 to"):
        assert_exactly_fair_tickets(select_by_tickets, pool=pool_of(3), quotas=quotas)


# Samplers that take a random source.


def library(rng: random.Random, ids: list[str], n: int) -> list[str]:
    return rng.sample(ids, n)


def shuffled(rng: random.Random, ids: list[str], n: int) -> list[str]:
    rng.shuffle(ids)
    return ids[:n]


def one_by_one(rng: random.Random, ids: list[str], n: int) -> list[str]:
    return [ids.pop(rng.randrange(len(ids))) for _ in range(n)]


def off_by_one(rng: random.Random, ids: list[str], n: int) -> list[str]:
    return rng.sample(ids[:-1], n)


def naive_shuffle(rng: random.Random, ids: list[str], n: int) -> list[str]:
    for one in range(len(ids)):
        other = rng.randrange(len(ids))
        ids[one], ids[other] = ids[other], ids[one]
    return ids[:n]


def sattolo(rng: random.Random, ids: list[str], n: int) -> list[str]:
    for one in range(len(ids) - 1, 0, -1):
        other = rng.randrange(one)
        ids[one], ids[other] = ids[other], ids[one]
    return ids[:n]


def reservoir_off_by_one(rng: random.Random, ids: list[str], n: int) -> list[str]:
    kept = ids[:n]
    for at in range(n, len(ids)):
        place = rng.randrange(at)
        if place < n:
            kept[place] = ids[at]
    return kept


def bits_modulo(rng: random.Random, ids: list[str], n: int) -> list[str]:
    return [ids.pop(rng.getrandbits(4) % len(ids)) for _ in range(n)]


def byte_modulo(rng: random.Random, ids: list[str], n: int) -> list[str]:
    return [ids.pop(rng.randbytes(1)[0] % len(ids)) for _ in range(n)]


def systematic(rng: random.Random, ids: list[str], n: int) -> list[str]:
    step = len(ids) // n
    return ids[rng.randrange(step) :: step][:n]


def weighted(rng: random.Random, ids: list[str], n: int) -> list[str]:
    return rng.sample(ids, n, counts=[3, *[1] * (len(ids) - 1)])


def first_ones(_: random.Random, ids: list[str], n: int) -> list[str]:
    return ids[:n]


@pytest.mark.parametrize("sample", [library, shuffled, one_by_one])
@pytest.mark.parametrize("size", range(6))
def test_samplers_of_the_standard_library_are_exactly_fair(sample: Sampler, size: int) -> None:
    assert_exactly_fair(sample, population=5, size=size)
    assert set(inclusion_chances(sample, population=5, size=size).values()) == {Fraction(size, 5)}


@pytest.mark.parametrize(
    ("sample", "population", "size", "chances"),
    [
        (off_by_one, 4, 2, "2/3 2/3 2/3 0"),
        (naive_shuffle, 4, 2, "1/2 33/64 135/256 117/256"),
        (naive_shuffle, 6, 3, "1/2 665/1296 4075/7776 24875/46656 22625/46656 10375/23328"),
        (sattolo, 4, 2, "1/3 1/3 2/3 2/3"),
        (reservoir_off_by_one, 4, 2, "1/3 1/3 2/3 2/3"),
        (bits_modulo, 6, 3, "139/256 263/512 517/1024 517/1024 239/512 239/512"),
        (byte_modulo, 3, 1, "43/128 85/256 85/256"),
        (first_ones, 3, 1, "1 0 0"),
    ],
)
def test_unfair_samplers_are_found_with_the_exact_chance_of_every_object(
    sample: Sampler, population: int, size: int, chances: str
) -> None:
    due = [Fraction(chance) for chance in chances.split()]
    with pytest.raises(UnfairError, match="every object must have the same chance") as caught:
        assert_exactly_fair(sample, population=population, size=size)
    found = caught.value.params["chances"]
    assert isinstance(found, dict)
    assert list(found.values()) == due
    assert found == inclusion_chances(sample, population=population, size=size)
    for id_, chance in found.items():
        assert (f"{id_} {chance} ≠ {Fraction(size, population)}" in str(caught.value)) == (
            chance != Fraction(size, population)
        )


def test_systematic_sampling_is_unfair_in_pairs_though_fair_one_by_one() -> None:
    assert set(inclusion_chances(systematic, population=6, size=3).values()) == {HALF}
    with pytest.raises(UnfairError, match=r"every set of objects .*\{1, 3, 5\} 1/2 ≠ 1/20"):
        assert_exactly_fair(systematic, population=6, size=3)


def test_a_sampler_that_draws_an_object_twice_is_refused() -> None:
    with pytest.raises(UnfairError, match="no object may be drawn twice"):
        assert_exactly_fair(weighted, population=3, size=2)


@pytest.mark.parametrize(
    ("drawn", "message"),
    [
        (["甲"], "every stratum must meet its quota"),
        (["甲", "乙", "丙"], "every stratum must meet its quota"),
        (["甲", "丁"], "only objects of the pool may be drawn; got"),
    ],
)
def test_a_sampler_that_breaks_a_hard_rule_is_refused(drawn: list[str], message: str) -> None:
    with pytest.raises(UnfairError, match=message):
        inclusion_chances(lambda _rng, _ids, _n: drawn, population=["甲", "乙", "丙"], size=2)


@pytest.mark.parametrize(
    "sample",
    [
        lambda rng, ids, n: sorted(ids, key=lambda _: rng.random())[:n],
        lambda rng, ids, n: rng.choices(ids, k=n),
        lambda rng, ids, n: ids[int(rng.uniform(0, n)) :][:n],
        lambda rng, ids, n: ids[int(rng.gauss(0, 1)) :][:n],
    ],
    ids=["random", "choices", "uniform", "gauss"],
)
def test_floats_are_refused_with_an_explanation(sample: Sampler) -> None:
    with pytest.raises(InvalidValueError, match=r"floats \(random, choices, uniform, gauss and the like\)"):
        assert_exactly_fair(sample, population=4, size=2)


def test_seeding_and_setting_back_are_refused() -> None:
    def seeded(rng: random.Random, ids: list[str], n: int) -> list[str]:
        rng.seed(20250512)
        return rng.sample(ids, n)

    def set_back(rng: random.Random, ids: list[str], n: int) -> list[str]:
        rng.setstate(rng.getstate())
        return rng.sample(ids, n)

    for sample in (seeded, set_back):
        with pytest.raises(InvalidValueError, match="a sampler must not set one"):
            assert_exactly_fair(sample, population=4, size=2)


def test_more_paths_than_the_limit_are_refused_before_they_are_walked() -> None:
    with pytest.raises(InvalidValueError, match="there are more than 1000 paths: take a smaller population"):
        assert_exactly_fair(library, population=8, size=5, max_paths=1000)
    assert_exactly_fair(library, population=8, size=3, max_paths=8 * 7 * 6)
    with pytest.raises(InvalidValueError):
        assert_exactly_fair(library, population=8, size=3, max_paths=8 * 7 * 6 - 1)


@pytest.mark.parametrize("bits", [32, 100_000])
def test_wide_getrandbits_are_refused_at_once(bits: int) -> None:
    with pytest.raises(InvalidValueError, match="a wide getrandbits, cannot be tried to its end"):
        assert_exactly_fair(lambda rng, ids, _: [ids[rng.getrandbits(bits) % 3]], population=3, size=1)


def test_a_loop_that_draws_again_until_it_fits_is_refused() -> None:
    def again(rng: random.Random, ids: list[str], n: int) -> set[str]:
        drawn: set[str] = set()
        while len(drawn) < n:
            drawn.add(rng.choice(ids))
        return drawn

    with pytest.raises(InvalidValueError, match="a loop that draws again until it fits"):
        assert_exactly_fair(again, population=4, size=2, max_paths=1000)


def test_a_sampler_with_a_memory_is_found() -> None:
    runs = count()

    def other_choices(rng: random.Random, ids: list[str], n: int) -> list[str]:
        rng.randrange(2 + next(runs) % 2)
        return rng.sample(ids, n)

    def fewer_choices(rng: random.Random, ids: list[str], n: int) -> list[str]:
        return rng.sample(ids, n) if next(runs) % 2 else ids[:n]

    next(runs)
    for sample in (other_choices, fewer_choices):
        with pytest.raises(UnfairError, match="no other source of randomness, no memory"):
            assert_exactly_fair(sample, population=4, size=2)


def test_the_paths_of_a_source_have_chances_that_add_up_to_one() -> None:
    rng = Paths()
    total, paths = Fraction(0), 0
    for _ in rng.walk():
        if rng.randrange(3):
            rng.getrandbits(2)
        total += Fraction(1, rng.ways)
        paths += 1
    assert total == 1
    assert paths == 1 + 2 * 4


def test_a_source_has_one_path_where_nothing_is_chosen() -> None:
    rng = Paths()
    assert [rng.choice(["甲"]) for _ in rng.walk()] == ["甲"]
    assert rng.ways == 1


def test_every_set_is_counted_for_populations_given_by_ids() -> None:
    ids = ["91320481MA00000015", "示例产品 1", "示例产品 2", "示例产品 3"]
    chances = inclusion_chances(library, population=ids, size=3)
    assert chances == dict.fromkeys(ids, Fraction(3, 4))


@pytest.mark.parametrize("population", [0, -1, True])
def test_an_empty_population_is_refused(population: int) -> None:
    with pytest.raises(InvalidValueError, match="population"):
        assert_exactly_fair(library, population=population, size=0)


def test_a_size_above_the_population_and_a_repeated_id_are_refused() -> None:
    with pytest.raises(InvalidValueError, match="from 0 to 3"):
        assert_exactly_fair(library, population=3, size=4)
    with pytest.raises(DuplicateError):
        assert_exactly_fair(library, population=["甲", "甲"], size=1)


def test_the_error_is_an_assertion_of_ours_in_two_languages_and_can_be_pickled() -> None:
    with pytest.raises(UnfairError) as caught:
        assert_exactly_fair(off_by_one, population=3, size=1)
    error = caught.value
    assert isinstance(error, AssertionError)
    assert isinstance(error, ShuangsuijiError)
    assert error.code == "unfair"
    zh, en = str(error).split("\n")
    assert zh == "sample：各对象被抽中的概率应相等；实际为 1 1/2 ≠ 1/3; 2 1/2 ≠ 1/3; 3 0 ≠ 1/3"
    assert en == "sample: every object must have the same chance; got 1 1/2 ≠ 1/3; 2 1/2 ≠ 1/3; 3 0 ≠ 1/3"
    again = pickle.loads(pickle.dumps(error))  # noqa: S301 - our own error
    assert (type(again), str(again), again.params) == (UnfairError, str(error), error.params)
