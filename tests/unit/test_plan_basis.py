"""What a plan is held against, and which pool serves a task."""

from datetime import date
from fractions import Fraction

import pytest

from shuangsuiji.errors import DuplicateError, InvalidRatioError, InvalidValueError, NotADayError
from shuangsuiji.law import LIYANG_RULES
from shuangsuiji.planning import RISK, PlanBasis
from shuangsuiji.registry import ObjectPool
from tests.unit.builders import AGENCY, design, item, item_list, key_item, made, pool_of, task
from tests.unit.plan_years import HEALTH


def basis(**changes: object) -> PlanBasis:
    return made(PlanBasis, {"rules": LIYANG_RULES, "on": date(2025, 2, 10)}, changes)


def pool(id_: str, owner: str = AGENCY, *codes: str) -> ObjectPool:
    return pool_of(3, id=id_, owner=owner, item_codes=codes or ("labels", "lifts"))


def test_nothing_but_the_rules_and_the_day_has_to_be_known() -> None:
    known = basis()
    assert (known.items, known.pools, known.people, known.calendar, known.inspected) == (None,) * 5
    assert known.known_items == {}
    assert (known.visit_days, known.working_share) == (Fraction(1, 2), Fraction(1))
    assert len(known.gradings) == 3


def test_the_first_list_that_has_an_item_counts_and_different_ones_are_ambiguous() -> None:
    first, same = item_list(item(), key_item()), item_list(item(joint_departments=(HEALTH,)))
    assert basis(items=(first, same)).known_items["labels"] == item()
    assert basis(items=(first, same)).ambiguous_items == frozenset()
    for other in (item(ratio_cap="5%"), key_item("labels"), item(implementing_body=HEALTH)):
        assert basis(items=(first, item_list(other))).ambiguous_items == {"labels"}


def test_a_pool_serves_a_task_if_it_serves_every_item_and_its_own_go_first() -> None:
    other, own, part = pool("other", HEALTH), pool("own"), pool("part", AGENCY, "labels")
    known = basis(pools=(other, own, part))
    both = task(design(), design("5%", "lifts"))
    assert known.pools_for(both, AGENCY) == (own,)
    assert known.pools_for(task(), AGENCY) == (own, part)
    assert known.pools_for(both, HEALTH) == (other,)
    assert known.pools_for(both, "320481-GAJ") == (other, own)
    assert known.pools_for(task(design("5%", "boilers")), AGENCY) == ()
    assert basis().pools_for(both, AGENCY) == ()


@pytest.mark.parametrize(
    ("given", "days"), [("1/2", Fraction(1, 2)), (2, Fraction(2)), ("1.5", Fraction(3, 2)), (Fraction(1, 4),) * 2]
)
def test_a_visit_may_take_less_or_more_than_a_day(given: object, days: Fraction) -> None:
    assert basis(visit_days=given).visit_days == days


@pytest.mark.parametrize("given", [0, -1, 0.5, "半天", "1/0", None, True], ids=repr)
def test_the_days_of_a_visit_are_exact_and_above_nought(given: object) -> None:
    with pytest.raises(InvalidValueError, match="精确天数"):
        basis(visit_days=given)


@pytest.mark.parametrize("given", [0.5, 2, "150%"], ids=repr)
def test_the_share_of_working_time_is_an_exact_ratio(given: object) -> None:
    with pytest.raises(InvalidRatioError, match="working_share"):
        basis(working_share=given)
    assert basis(working_share="60%").working_share == Fraction(3, 5)


def test_rules_and_day_are_checked_and_nothing_stands_twice() -> None:
    with pytest.raises(InvalidValueError):
        basis(rules="liyang-2020")
    with pytest.raises((InvalidValueError, NotADayError)):
        basis(on="2025-02-10")
    with pytest.raises(DuplicateError, match="gradings"):
        basis(gradings=(RISK, RISK))
    with pytest.raises(DuplicateError, match="'own'"):
        basis(pools=(pool("own"), pool("own", HEALTH)))


def test_the_history_is_a_frozen_set_of_ids_by_year() -> None:
    assert basis(inspected={2024: ["b", "a", "a"]}).inspected == {2024: frozenset("ab")}
