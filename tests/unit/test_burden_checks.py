"""How often one holder is visited, and what could be one visit: 3.1.10."""

from datetime import date

import attrs
import pytest

from shuangsuiji.law import LIYANG_RULES, REPEAT_WINDOW, RuleBook, under_cn_2025
from shuangsuiji.planning import (
    AnnualPlan,
    DrawSchedule,
    Filter,
    Frequency,
    Operator,
    Period,
    PlanLimits,
    SupervisionMode,
    Task,
    forecast,
)
from shuangsuiji.planning.burden_checks import burden_findings
from shuangsuiji.registry import ObjectPool
from shuangsuiji.values import Finding, TimeLimit, TimeUnit
from tests.unit.builders import AGENCY, design, enterprise, pool_of, product
from tests.unit.plan_years import (
    HEALTH,
    basis_of,
    by_risk,
    coded,
    faults,
    good_plan,
    graded_pool,
    joint_task,
    own_plan,
    rest,
    rules_of_2025,
    said,
    unchecked_codes,
)


def found(plan: AnnualPlan, *pools: ObjectPool, **known: object) -> list[Finding]:
    basis = basis_of(pools or None, **known)
    forecast_of = forecast(plan, basis)
    return list(burden_findings(plan, basis, forecast_of.chances.values(), forecast_of.drawn_from))


def most(plan: AnnualPlan, *pools: ObjectPool) -> dict[str, str]:
    """Return what is said of each department where no cap is known."""
    free = attrs.evolve(plan, limits=PlanLimits())
    return {
        one.where: one.en.removeprefix("no yearly cap is published or set; a holder stands in ")
        for one in coded(found(free, *pools), "plan.visit_cap")
    }


def once(month: int, /, **changes: object) -> Task:
    return by_risk(
        **{
            "frequency": Frequency(times=1),
            "schedule": DrawSchedule(every=Period.YEAR, first_month=month, day=10),
            **changes,
        }
    )


# Caps.


def test_a_plan_within_its_own_cap_leaves_the_number_to_tell_3_1_10() -> None:
    (own, health) = found(good_plan())
    assert said([own, health]) == [
        ("NOTE", "plan.visit_cap", "3.1.10", AGENCY),
        ("NOTE", "plan.visit_cap", "3.1.10", HEALTH),
    ]
    assert own.zh == "全年至多 4 次，不超过频次上限 4"
    assert health.en == "2 draws at most, within the cap of 4"


def test_more_draws_than_the_cap_allows_visits_is_a_warning_3_1_10() -> None:
    tight = good_plan(limits=PlanLimits(visit_cap=3, cool_off=rest(30)))
    (only,) = [one for one in found(tight) if one.where == AGENCY]
    assert said([only]) == [("WARNING", "plan.visit_cap", "3.1.10", AGENCY)]
    assert only.zh == "同一市场主体全年进入 4 次抽取，频次上限 3：达到上限的不再抽取"
    assert only.en == "a holder stands in 4 draws, the cap is 3: whoever reaches it is drawn no more"


@pytest.mark.parametrize(
    ("own", "published", "cap", "clause"), [(None, 3, 3, "1"), (4, 3, 3, "1"), (3, 3, 3, "1"), (2, 3, 2, "3.1.10")]
)
def test_the_stricter_of_plan_and_published_cap_holds_with_its_own_clause(
    own: int | None, published: int, cap: int, clause: str
) -> None:
    plan = good_plan(limits=PlanLimits(visit_cap=own, cool_off=rest(30)))
    (only,) = [
        one for one in coded(found(plan, rules=rules_of_2025(published)), "plan.visit_cap") if one.where == AGENCY
    ]
    assert said([only]) == [("WARNING", "plan.visit_cap", clause, AGENCY)]
    assert f"频次上限 {cap}：" in only.zh


def test_without_any_cap_and_period_of_rest_that_is_told_3_1_10() -> None:
    free = found(good_plan(limits=PlanLimits()))
    assert said(free) == [
        ("NOTE", "plan.visit_cap", "3.1.10", AGENCY),
        ("NOTE", "plan.visit_cap", "3.1.10", HEALTH),
        ("NOTE", "plan.cool_off", "3.1.10", "CITY-2025"),
    ]
    assert free[0].zh == "未公布也未设定年度检查频次上限；同一市场主体全年至多进入 4 次抽取"


def test_a_joint_draw_counts_for_each_of_its_departments() -> None:
    assert most(good_plan()) == {AGENCY: "4 draws at most", HEALTH: "2 draws at most"}


def test_what_a_superior_ordered_does_not_count() -> None:
    ordered = by_risk(mode=SupervisionMode.TARGETED, superior_ordered=True)
    assert most(good_plan(ordered, joint_task())) == {AGENCY: "2 draws at most", HEALTH: "2 draws at most"}
    own_idea = by_risk(mode=SupervisionMode.TARGETED)
    assert most(good_plan(own_idea, joint_task()))[AGENCY] == "4 draws at most"


def test_a_holder_is_counted_once_a_draw_and_over_all_pools() -> None:
    """The kettles of the first firm are drawn from a pool of their own."""
    kettles = pool_of([product(f"壶{n}") for n in range(3)], id="kettles", item_codes=("lifts",))
    firms = pool_of(6, item_codes=("labels",))
    whole = {"strata": (), "schedule": None}
    labels, lifts = by_risk(design("1"), **whole), by_risk(design("1", "lifts"), id="T-2", **whole)
    plan = own_plan(labels, lifts, joint_plans=())
    assert most(plan, firms, kettles) == {AGENCY: "4 draws at most"}
    apart = pool_of(map(enterprise, range(20, 26)), item_codes=("labels",))
    assert most(plan, apart, kettles) == {AGENCY: "2 draws at most"}


def test_who_has_no_chance_does_not_stand_in_a_draw() -> None:
    lucky = by_risk(design({"A": "0", "*": "20%"}), frequency=Frequency(times=6), schedule=None)
    nobody = by_risk(design("0", "lifts"), id="T-0", frequency=Frequency(times=9), schedule=None)
    assert most(own_plan(lucky, nobody, joint_plans=())) == {AGENCY: "6 draws at most"}


# One visit for several items.


def of_2025(*tasks: Task, **changes: object) -> list[tuple[str, str, str]]:
    pools = changes.pop("pools", ())
    findings = found(good_plan(*tasks), *(pools if isinstance(pools, tuple) else ()), rules=rules_of_2025(9), **changes)
    return [(one.severity.name, one.code, one.where) for one in findings if one.code in {"plan.merge", "plan.join"}]


def test_two_tasks_of_a_department_within_sixty_days_could_be_one_3_1_10() -> None:
    near, other = once(3, id="T-3"), once(5, id="T-5")
    assert of_2025(near, other) == []  # 10 March and 12 May, the tenth being a Saturday
    april = once(4, id="T-4")
    assert of_2025(near, april) == [("WARNING", "plan.merge", "T-3")]
    (only,) = coded(found(good_plan(near, april), rules=rules_of_2025(9)), "plan.merge")
    assert only.zh == "与同部门任务 T-4 在 60日内重叠，至多 240 个市场主体可能被检查两次，可合并为一个任务"
    assert only.en == "overlaps with T-4 within 60 days, in 240 holders at most: one task could serve"
    assert only.clause is not None
    assert only.clause.path == "第五十四条"


def test_the_tasks_of_two_departments_could_be_joint_3_1_10() -> None:
    health = once(4, id="T-4", department=HEALTH)
    assert of_2025(once(3), health) == [("NOTE", "plan.join", f"{AGENCY} {HEALTH}")]
    (only,) = coded(found(good_plan(once(3), health), rules=rules_of_2025(9)), "plan.join")
    assert only.zh == "两部门有 1 对任务在 60日内重叠，至多 240 个市场主体可能被检查两次，可组织联合抽查"
    assert only.en == (
        "1 pair of tasks within 60 days of each other, "
        "with 240 holders in common at most: a joint inspection could serve"
    )


def test_departments_with_pools_of_their_own_meet_at_the_same_holder() -> None:
    firms, theirs = graded_pool(), attrs.evolve(graded_pool(60), id="WJW-objects", owner=HEALTH)
    health = once(4, id="T-4", department=HEALTH)
    assert of_2025(once(3), health, pools=(firms, theirs)) == [("NOTE", "plan.join", f"{AGENCY} {HEALTH}")]
    cited = coded(found(good_plan(once(3), health), firms, theirs, rules=rules_of_2025(9)), "plan.join")
    assert "至多 45 个市场主体" in cited[0].zh  # 5 % of fifteen is nobody, so that grade A is not among them


def test_tasks_that_concern_nobody_in_common_stay_apart() -> None:
    by_trade = [Filter(field="行业", operator=Operator.IN, values=(trade,)) for trade in ("食品", "餐饮")]
    assert of_2025(once(3, id="T-3", filters=(by_trade[0],)), once(4, id="T-4", filters=(by_trade[1],))) == []


def test_a_task_that_is_drawn_again_is_not_to_be_merged_with_itself() -> None:
    monthly = by_risk(frequency=Frequency(times=12), schedule=DrawSchedule(every=Period.MONTH))
    assert of_2025(monthly) == []


def test_any_two_of_their_draws_may_lie_close_together() -> None:
    twice = by_risk(id="T-2", schedule=DrawSchedule(every=Period.HALF_YEAR, first_month=1, day=5))
    assert of_2025(twice, once(8, id="T-8")) == [("WARNING", "plan.merge", "T-2")]


@pytest.mark.parametrize(
    ("number", "unit", "merged"),
    [
        (1, TimeUnit.MONTH, True),
        (30, TimeUnit.DAY, False),
        (31, TimeUnit.DAY, True),
        (22, TimeUnit.WORKING_DAY, True),
        (21, TimeUnit.WORKING_DAY, False),
        (1, TimeUnit.YEAR, True),
    ],
    ids=str,
)
def test_a_book_may_give_the_window_in_any_unit(number: int, unit: TimeUnit, merged: bool) -> None:  # noqa: FBT001
    """10 March and 10 April 2025 lie 31 days apart; one weekday of them is Qingming."""
    book = windowed(number, unit)
    plan = good_plan(once(3, id="T-3"), once(4, id="T-4"))
    assert bool(coded(found(plan, rules=book), "plan.merge")) is merged


def windowed(number: int, unit: TimeUnit) -> RuleBook:
    book = under_cn_2025(LIYANG_RULES, book_id="elsewhere")
    assert book.parent is not None
    rule = book.parent.rule(REPEAT_WINDOW, date(2025, 2, 10))
    window = attrs.evolve(rule, value=TimeLimit(number=number, unit=unit, clause=rule.clause))
    return attrs.evolve(book, parent=attrs.evolve(book.parent, rules=(window,)))


def test_what_is_not_at_hand_is_said_under_a_book_that_asks_for_it_and_under_no_other() -> None:
    undated = good_plan(once(3, schedule=None), joint_task())
    assert unchecked_codes(found(undated)) == []
    assert unchecked_codes(found(undated, calendar=None)) == []
    merging = [("plan.merge", "CITY-2025")]
    assert unchecked_codes(found(undated, rules=rules_of_2025())) == merging
    assert unchecked_codes(found(good_plan(), rules=rules_of_2025(), calendar=None)) == merging
    assert unchecked_codes(found(good_plan(), rules=rules_of_2025())) == []
    (only,) = [one for one in found(undated, rules=rules_of_2025()) if one.code == "plan.merge.unchecked"]
    assert (only.zh, only.en) == (
        "未提供 1 个任务的抽取日程，未核对",
        "not checked: the schedule of 1 task not at hand",
    )


def test_a_plan_without_tasks_burdens_nobody() -> None:
    assert faults(found(own_plan(joint_plans=(), tasks=()), rules=rules_of_2025())) == []
