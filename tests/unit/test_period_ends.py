"""The end of a period: the newest version of its last day, the rounds drawn by then, answers given by then."""

from __future__ import annotations

from datetime import date

from shuangsuiji.draws import match
from shuangsuiji.inspection.period_ends import PeriodEnd, drawn_on
from shuangsuiji.planning import JointPlan, JointStage
from shuangsuiji.terms import ReplacementReason
from shuangsuiji.testing.conferences import effective_procedure
from tests.unit.builders import AGENCY, item, item_list, pool_of, uscc
from tests.unit.inspection_days import (
    HEALTH,
    joint_draw,
    joint_matching,
    joint_people,
    labels_only,
    next_round,
    visited,
)
from tests.unit.score_days import basis, visit_on

POOL = pool_of(60, item_codes=("labels", "hygiene"))


def end(**changes: object) -> PeriodEnd:
    return PeriodEnd(basis=basis(**changes))


def test_of_several_versions_of_a_pool_the_newest_by_the_last_day_counts_2_3_2() -> None:
    versions = (POOL, POOL.revise(on=date(2025, 7, 31), drop=[uscc(1)], reasons="注销"))
    assert [one.version for one in end(pools=versions).pools] == [2]
    assert [one.version for one in end(pools=versions, last=date(2025, 7, 30)).pools] == [1]
    assert end(pools=versions[1:], last=date(2025, 7, 30)).pools == ()


def test_an_item_counts_while_it_is_in_force_2_2_7() -> None:
    lists = (item_list(item("new", effective_on=date(2025, 8, 1))), item_list(item("later"), id="later", version=1))
    assert set(end(items=lists).items) == {"later"}
    assert end(items=(item_list(effective_on=date(2025, 8, 1)),)).items == {}


def test_a_department_has_its_own_pools_else_those_that_serve_its_items_2_3_5() -> None:
    assert len(end().objects_of(AGENCY)) == len(end().objects_of(HEALTH)) == 60
    assert end().objects_of("320481-GAJ") == frozenset()
    both = end(pools=(POOL, pool_of(3, id="WJW", owner=HEALTH, item_codes=("hygiene",))))
    assert (len(both.objects_of(AGENCY)), len(both.objects_of(HEALTH))) == (60, 3)


def test_who_serves_is_counted_once_2_3_7() -> None:
    assert len(end(people=(joint_people(),)).serving(AGENCY)) == 8
    assert end(people=()).serving(AGENCY) == frozenset()


def test_a_draw_is_of_the_day_of_its_events_and_of_the_year_of_the_period() -> None:
    assert drawn_on(joint_matching().draw) == date(2025, 5, 12)
    assert len(end().draws) == 1
    assert end(last=date(2025, 5, 11)).draws == ()
    assert end(first=date(2024, 12, 1)).draws == end().draws
    assert end(first=date(2025, 7, 1)).draws == end().draws


def test_a_round_that_was_drawn_later_had_not_been_drawn() -> None:
    main = match(joint_draw())
    later = match(next_round(main, replaced={labels_only(main): ReplacementReason.NOT_FOUND}))
    assert [one.k for one in end(draws=(later,)).draws] == [1]
    assert [one.k for one in end(draws=(later,), last=date(2025, 5, 19)).draws] == [0]


def test_visits_count_once_they_have_ended() -> None:
    assert end(visits=(visited(),)).visits == (visited(),)
    assert end(visits=(visit_on(visited(), date(2025, 8, 1)),)).visits == ()


def test_a_procedure_stands_as_it_stood_on_the_last_day_4_1_3() -> None:
    plan = JointPlan(id="联合-01", initiator=AGENCY, participants=(HEALTH,))
    one = effective_procedure(plan, date(2025, 7, 1))
    stages = {}
    for day in (1, 2, 5, 11, 12):
        (stands,) = end(procedures=(one,), last=date(2025, 7, day)).procedures
        stages[day] = stands.stage
    assert stages[12] is JointStage.EFFECTIVE
    assert JointStage.EFFECTIVE not in {stages[day] for day in (1, 2, 5, 11)}
    assert end(procedures=(one,), last=date(2025, 6, 30)).procedures == ()
