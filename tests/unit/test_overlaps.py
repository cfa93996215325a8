"""Where departments meet: objects in both pools, items of both; to inspect together, and no reproach: 4.1.4a."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shuangsuiji.bundle import from_json, to_json
from shuangsuiji.errors import InvalidValueError
from shuangsuiji.inspection.overlaps import PoolOverlap, pool_overlaps
from tests.unit.builders import AGENCY, enterprise, made, pool_of
from tests.unit.inspection_days import HEALTH
from tests.unit.score_days import basis

POLICE = "320481-GAJ"


def pools(own: range, theirs: range, **changes: object) -> dict[str, object]:
    return {
        "pools": (
            pool_of(map(enterprise, own)),
            pool_of(map(enterprise, theirs), id="WJW", owner=HEALTH, item_codes=("hygiene",), **changes),
        )
    }


def test_two_departments_meet_in_objects_and_items_4_1_4a() -> None:
    (found,) = pool_overlaps(basis(**pools(range(10), range(7, 12))))
    assert (found.department, found.other) == (AGENCY, HEALTH)
    assert (found.objects, found.items) == (3, ("hygiene", "labels"))


def test_departments_that_do_not_meet_are_left_out_4_1_4a() -> None:
    apart = pools(range(3), range(5, 7))
    assert [one.objects for one in pool_overlaps(basis(**apart))] == [0]
    assert pool_overlaps(basis(**apart, items=())) == ()
    assert pool_overlaps(basis(departments=(AGENCY, POLICE))) == ()


def test_a_pool_that_came_later_is_not_there_yet_4_1_4a() -> None:
    later = pools(range(10), range(7, 12), maintained_on=date(2025, 8, 1))
    assert [one.objects for one in pool_overlaps(basis(**later))] == [0]


@pytest.mark.parametrize(
    "wrong",
    [
        {"other": AGENCY},
        {"department": HEALTH, "other": AGENCY},
        {"objects": -1},
        {"objects": True},
        {"items": ("no item",)},
    ],
    ids=str,
)
def test_a_pair_stands_once_and_in_order(wrong: dict[str, object]) -> None:
    given = {"department": AGENCY, "other": HEALTH, "objects": 1, "items": ()}
    with pytest.raises(InvalidValueError):
        made(PoolOverlap, given, wrong)


def test_it_comes_back_from_json() -> None:
    (found,) = pool_overlaps(basis(**pools(range(10), range(7, 12))))
    assert from_json(to_json(found), PoolOverlap) == found


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 12), st.integers(0, 12))
def test_never_more_meet_than_either_has(own: int, theirs: int) -> None:
    for one in pool_overlaps(basis(**pools(range(own), range(6, 6 + theirs)))):
        assert one.objects == len(set(range(own)) & set(range(6, 6 + theirs))) <= min(own, theirs)
