"""Quotas: exact integers from exact ratios."""

from fractions import Fraction

import pytest

from shuangsuiji.errors import InvalidValueError
from shuangsuiji.lottery import quota
from shuangsuiji.lottery.quotas import by_chance, largest_quotas, room
from tests.unit.builders import frame_of, terms_of

FRAME = frame_of({"a": "S", "b": "S", "c": "T"})


@pytest.mark.parametrize(
    ("rows", "exact", "floor", "ceil"),
    [
        (0, Fraction(1, 2), 0, 0),
        (1, Fraction(0), 0, 0),
        (1, Fraction(1), 1, 1),
        (1, Fraction(1, 1000), 0, 1),
        (33, Fraction(3, 100), 0, 1),
        (34, Fraction(3, 100), 1, 2),
        (100, Fraction(3, 100), 3, 3),
        (100, Fraction(29, 100), 29, 29),
        (3, Fraction(1, 3), 1, 1),
        (10**6, Fraction(1, 3), 333333, 333334),
        (10**17, Fraction(1, 10**17), 1, 1),
        (10**30 + 1, Fraction(1, 10**17), 10**13, 10**13 + 1),
    ],
    ids=str,
)
def test_a_quota_is_rounded_down_or_up_exactly(rows: int, exact: Fraction, floor: int, ceil: int) -> None:
    assert quota(rows, exact) == quota(rows, exact, "floor") == floor
    assert quota(rows, exact, "ceil") == ceil


def test_floats_would_go_wrong_where_the_quota_does_not() -> None:
    assert int(0.29 * 100) == 28
    assert quota(100, Fraction("0.29")) == 29


@pytest.mark.parametrize(
    ("rows", "cap", "most"),
    [
        (0, Fraction(1, 2), 0),
        (9, Fraction(1, 10), 0),
        (10, Fraction(1, 10), 1),
        (19, Fraction(1, 10), 1),
        (7, Fraction(1), 7),
    ],
    ids=str,
)
def test_the_room_under_a_cap_is_rounded_down(rows: int, cap: Fraction, most: int) -> None:
    assert room(rows, cap) == most


def test_rounding_up_never_goes_above_the_cap() -> None:
    for rows in range(200):
        for ratio in (Fraction(1, 50), Fraction(3, 100), Fraction(1, 20)):
            assert quota(rows, ratio, "ceil", Fraction(1, 20)) <= Fraction(1, 20) * rows


def test_a_cap_below_the_ratio_decides() -> None:
    assert quota(100, Fraction(1, 2), "floor", Fraction(1, 10)) == 10
    assert quota(100, Fraction(1, 2), "floor", Fraction(0)) == 0


@pytest.mark.parametrize("rounding", ["half-even", ""])
def test_another_rounding_is_refused(rounding: str) -> None:
    with pytest.raises(InvalidValueError, match="floor、ceil、chance"):
        quota(10, Fraction(1, 3), rounding)


@pytest.mark.parametrize(
    ("rows", "ratio", "cap", "scalar", "due"),
    [
        (10, "1/3", None, "0", 4),
        (10, "1/3", None, "1/3", 3),
        (10, "1/3", None, Fraction(1, 3) - Fraction(1, 2**256), 4),
        (9, "1/3", None, "0", 3),
        (10, "1/3", "1/3", "0", 3),
        (1, "1/20", None, "1/21", 1),
        (1, "1/20", "1/20", "0", 0),
        (0, "1/2", None, "0", 0),
        (3, "1", None, "0", 3),
    ],
    ids=str,
)
def test_rounding_by_chance_adds_one_where_the_scalar_lies_below_the_rest(
    rows: int, ratio: str, cap: str | None, scalar: str | Fraction, due: int
) -> None:
    limit = None if cap is None else Fraction(cap)
    assert by_chance(rows, Fraction(ratio), Fraction(scalar), limit) == due
    assert quota(rows, Fraction(ratio), "chance", limit) == quota(rows, Fraction(ratio), "floor", limit)


def test_the_expected_quota_is_exactly_the_ratio() -> None:
    for rows, ratio in ((7, Fraction(3, 10)), (13, Fraction(1, 8)), (60, Fraction(1, 20))):
        steps = ratio.denominator
        drawn = sum(by_chance(rows, ratio, Fraction(step, steps)) for step in range(steps))
        assert Fraction(drawn, steps) == ratio * rows


@pytest.mark.parametrize(("rounding", "due"), [("floor", 0), ("ceil", 1), ("chance", 1)])
def test_limits_must_hold_for_the_largest_quota(rounding: str, due: int) -> None:
    terms = terms_of(FRAME, rounding=rounding, quotas={"S": 1, "T": 0})
    assert largest_quotas(terms, FRAME.counts()) == {"S": 1, "T": due}


@pytest.mark.parametrize(
    "changes",
    [
        {"name": "标签"},
        {"name": "a.b"},
        {"rows": -1},
        {"rows": True},
        {"excluded_rows": 1.0},
        {"digest": "F" * 64},
        {"excluded_digest": "0"},
        {"rounding": "half-even"},
        {"design": "systematic"},
        {"ratios": {"a|b": Fraction(1, 2)}},
    ],
    ids=str,
)
def test_terms_of_the_wrong_form_are_refused(changes: dict[str, object]) -> None:
    with pytest.raises(InvalidValueError):
        terms_of(FRAME, **changes)


def test_terms_are_written_as_the_manifest_has_them() -> None:
    terms = terms_of(FRAME, caps={"S": Fraction(1, 2)}, cap=Fraction(2, 4), used=0, batches=3, merkle="0" * 64)
    entries = terms.entries()
    assert entries["ratio.labels.S"] == "1/2"
    assert (entries["quota.labels.S"], entries["quota.labels.T"]) == ("1", "0")
    assert (entries["cap.labels.S"], entries["cap.labels"]) == ("1/2", "1/2")
    assert (entries["used.labels"], entries["batches.labels"]) == ("0", "3")
    assert entries["frame.labels.merkle"] == "0" * 64
    assert (entries["frame.labels.design"], entries["frame.labels.rounding"]) == ("stratified", "floor")


def test_what_is_not_stated_is_not_written() -> None:
    assert not {"cap.labels", "used.labels", "batches.labels", "frame.labels.merkle"} & set(terms_of(FRAME).entries())


@pytest.mark.parametrize(
    "changes",
    [
        {"ratios": {"S": Fraction(3, 2), "T": Fraction(0)}},
        {"ratios": {"S": 0.5, "T": 0.5}},
        {"quotas": {"S": -1, "T": 0}},
        {"quotas": {"S": 1}},
        {"caps": {"U": Fraction(1, 2)}},
        {"cap": Fraction(3, 2)},
        {"used": -1, "cap": Fraction(1, 2)},
        {"used": 3},
        {"batches": 0},
        {"merkle": "x"},
    ],
    ids=str,
)
def test_terms_that_ssj1_does_not_allow_are_refused(changes: dict[str, object]) -> None:
    with pytest.raises(InvalidValueError):
        terms_of(FRAME, **changes)


@pytest.mark.parametrize(
    ("rows", "exact"), [(10, Fraction(3, 2)), (-10, Fraction(1, 2)), (10, Fraction(-1, 2))], ids=str
)
def test_a_quota_is_never_outside_the_rows(rows: int, exact: Fraction) -> None:
    with pytest.raises(InvalidValueError):
        quota(rows, exact)
