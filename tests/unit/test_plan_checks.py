"""Everything there is to say of a plan: a good one, one that is bad in every way, two rule books, and its speed."""

from collections import Counter
from collections.abc import Iterable
from datetime import date

import attrs
import pytest

from shuangsuiji.law import LIYANG_RULES
from shuangsuiji.planning import (
    AnnualPlan,
    DrawSchedule,
    Filter,
    Frequency,
    Operator,
    Period,
    PlanLimits,
    Task,
    check_plan,
    department_plan,
    forecast,
)
from shuangsuiji.values import Finding, Severity
from tests.unit.bad_years import EXPECTED, bad_year
from tests.unit.builders import AGENCY, design, item, item_list, key_item, pool_of
from tests.unit.plan_years import (
    RISKS,
    Said,
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

# A good plan.


@pytest.mark.parametrize(
    "plan", [good_plan(), own_plan(), department_plan(good_plan(), AGENCY, drawn_up_on=date(2025, 1, 24))], ids=str
)
def test_a_good_plan_is_told_what_it_comes_to_and_nothing_is_wrong_or_left_unchecked(plan: AnnualPlan) -> None:
    findings = check_plan(plan, basis_of())
    assert faults(findings) == []
    assert unchecked_codes(findings) == []
    told = Counter(one.code for one in findings)
    assert told.pop("plan.entry", 0) == (plan.entered_on is None)
    assert told == {"plan.joint_share": 1, "plan.workload": 2, "plan.visit_cap": 2}


# A bad one.


def expected(names: Iterable[str]) -> Counter[Said]:
    return Counter(one for name in names for one in EXPECTED[name])


def test_every_fault_of_a_bad_plan_is_found_and_nothing_else() -> None:
    plan, basis = bad_year(EXPECTED)
    assert Counter(faults(check_plan(plan, basis))) == expected(EXPECTED)


def test_without_its_faults_it_is_a_good_plan() -> None:
    plan, basis = bad_year(())
    assert faults(check_plan(plan, basis)) == []


@pytest.mark.parametrize("mended", EXPECTED)
def test_each_fault_goes_away_when_it_alone_is_mended_and_hides_no_other(mended: str) -> None:
    left = [name for name in EXPECTED if name != mended]
    assert Counter(faults(check_plan(*bad_year(left)))) == expected(left)


@pytest.mark.parametrize("alone", EXPECTED)
def test_each_fault_alone_is_found(alone: str) -> None:
    assert Counter(faults(check_plan(*bad_year([alone])))) == expected([alone])


def test_the_faults_are_of_every_clause_of_the_chapter() -> None:
    cited = {clause for several in EXPECTED.values() for _, _, clause, _ in several}
    assert {f"3.1.{number}" for number in range(1, 11)} <= cited


def test_every_message_speaks_both_languages_and_cites_its_clause() -> None:
    for one in check_plan(*bad_year(EXPECTED)):
        assert any("\u4e00" <= character <= "\u9fff" for character in one.zh), one
        assert one.en
        assert one.clause is not None
        assert str(one).startswith(f"[{one.severity.value}] {one.where}：")


def test_what_a_plan_has_none_of_is_said_of_a_plan_that_has_nothing() -> None:
    nothing = attrs.evolve(
        good_plan(), tasks=(), joint_plans=(), limits=PlanLimits(), drawn_up_on=None, entered_on=None
    )
    assert faults(check_plan(nothing, basis_of())) == [
        ("ERROR", "plan.kinds", "3.1.1", "CITY-2025"),
        ("ERROR", "plan.kinds", "3.1.1", "CITY-2025"),
        ("ERROR", "plan.tasks", "3.1.2", "CITY-2025"),
        ("ERROR", "plan.joint", "3.1.3", "CITY-2025"),
        ("ERROR", "plan.due", "3.1.4", "CITY-2025"),
        ("WARNING", "plan.outside", "3.1.5", "SCJG-objects"),
    ]


# What is not at hand.


@pytest.mark.parametrize(
    ("missing", "codes"),
    [
        ("items", {"plan.kinds"}),
        ("pools", {"plan.pools"}),
        ("people", {"plan.capacity"}),
        ("calendar", {"plan.entry", "plan.burst", "plan.capacity"}),
        ("departments", {"plan.department"}),
        ("procedures", {"plan.joint_decided"}),
        ("guides", {"plan.guides"}),
        ("inspected", {"plan.coverage_years"}),
        ("trade", {"plan.balance"}),
    ],
)
def test_what_is_not_at_hand_is_said_once_and_nothing_is_made_up_for_it(missing: str, codes: set[str]) -> None:
    findings = check_plan(good_plan(), basis_of(**{missing: None} if missing != "pools" else {}))
    if missing == "pools":
        findings = check_plan(good_plan(), attrs.evolve(basis_of(), pools=None))
    assert Counter(code for code, _ in unchecked_codes(findings)) == Counter(codes)
    assert faults(findings) == []


def test_with_the_rules_alone_everything_is_unchecked_and_what_needs_nothing_is_still_said() -> None:
    bare = attrs.evolve(
        basis_of(),
        items=None,
        pools=None,
        people=None,
        calendar=None,
        departments=None,
        procedures=None,
        guides=None,
        inspected=None,
        trade=None,
    )
    findings = check_plan(good_plan(by_risk(strata=(), frequency=Frequency(times=3)), joint_task()), bare)
    assert {code for code, _ in unchecked_codes(findings)} == {
        "plan.kinds",
        "plan.department",
        "plan.joint_decided",
        "plan.entry",
        "plan.guides",
        "plan.burst",
        "plan.pools",
    }
    assert faults(findings) == [
        ("WARNING", "plan.frequency", "3.1.8", "T-labels"),
        ("WARNING", "plan.grading", "3.1.7", "T-labels"),
    ]


# A task that cannot be drawn is a finding, and the rest is checked all the same.


@pytest.mark.parametrize(
    ("one", "message"),
    [
        (by_risk(strata=("风险",)), "column：没有 '风险'"),
        (by_risk(filters=(Filter(field="风险", operator=Operator.IN, values=("A",)),)), "column：没有 '风险'"),
        (by_risk(design({"A": "5%"})), "ratio labels：没有 'B'"),
        (by_risk(design("5%", design="pareto", weight="行业")), "权重应为正整数"),
    ],
    ids=["strata", "filter", "ratio", "weight"],
)
def test_a_task_that_its_pool_cannot_serve_is_an_error_and_the_others_are_checked(one: Task, message: str) -> None:
    found = forecast(good_plan(one, joint_task()), basis_of())
    assert [each.task_id for each in found.tasks] == ["T-lifts"]
    assert said(found.findings) == [("ERROR", "plan.draw", "3.2.1", "T-labels")]
    assert message in found.findings[0].zh
    assert found.findings[0].en.isascii() or "'" in found.findings[0].en
    assert "plan.workload" in {each.code for each in check_plan(good_plan(one, joint_task()), basis_of())}


def test_a_forecast_keeps_the_order_of_the_plan_and_says_from_which_pool_each_task_draws() -> None:
    other = pool_of(60, id="others", item_codes=("signs",))
    signs = by_risk(design("5%", "signs"), id="T-signs", strata=())
    plan = good_plan(joint_task(), signs, by_risk(), by_risk(design("5%", "lost"), id="T-lost"))
    found = forecast(plan, basis_of((graded_pool(), other)))
    assert [one.task_id for one in found.tasks] == ["T-lifts", "T-signs", "T-labels"]
    assert {task_id: pool.id for task_id, pool in found.drawn_from.items()} == {
        "T-lifts": "SCJG-objects",
        "T-signs": "others",
        "T-labels": "SCJG-objects",
    }
    assert [(one.pool_id, sorted(one.shares)) for one in found.pools] == [
        ("SCJG-objects", ["region", "行业"]),
        ("others", ["region"]),
    ]
    assert said(found.findings) == [("ERROR", "plan.pool", "2.3.1", "T-lost")]


def test_without_pools_there_is_nothing_to_forecast() -> None:
    found = forecast(good_plan(), attrs.evolve(basis_of(), pools=None))
    assert (found.tasks, found.pools) == ((), ())


# Two rule books.


def close_together() -> AnnualPlan:
    """Return a plan of three tasks within sixty days, one of them of another department."""
    monthly = [DrawSchedule(every=Period.YEAR, first_month=month, day=10) for month in (3, 4, 5)]
    once = Frequency(times=1)
    return good_plan(
        by_risk(schedule=monthly[0], frequency=once),
        by_risk(id="T-again", schedule=monthly[1], frequency=once),
        joint_task(),
        by_risk(id="T-WJW", department="320481-WJW", participants=(AGENCY,), schedule=monthly[2], frequency=once),
        limits=PlanLimits(coverage_floor="10%", cool_off=rest(30)),
    )


def test_the_two_rule_books_differ_exactly_in_caps_and_in_visits_that_could_be_one() -> None:
    before = check_plan(close_together(), basis_of())
    after = check_plan(close_together(), basis_of(rules=rules_of_2025()))
    differing = Counter(before) - Counter(after), Counter(after) - Counter(before)
    assert {one.code for one in differing[0]} == {"plan.visit_cap"}
    assert {one.code for one in differing[1]} == {"plan.visit_cap", "plan.merge", "plan.join"}
    assert coded(before, "plan.merge") == coded(before, "plan.join") == []
    assert [one.severity for one in coded(before, "plan.visit_cap")] == [Severity.NOTE, Severity.NOTE]
    assert faults(after) == [*faults(before), ("WARNING", "plan.visit_cap", "1", AGENCY), *merges(after)]


def merges(findings: Iterable[Finding]) -> list[Said]:
    return said(coded(findings, "plan.merge"))


def test_an_item_that_is_drawn_too_often_is_too_often_under_both_books_2_2_12() -> None:
    tenth = (item_list(item(), key_item()),)
    for rules in (LIYANG_RULES, rules_of_2025()):
        findings = check_plan(good_plan(by_risk(design({**RISKS, "D": "10%"}))), basis_of(items=tenth, rules=rules))
        assert ("ERROR", "plan.item_cap", "2.2.12", "T-labels labels") in faults(findings)


def test_203_tasks_of_one_pool_with_all_gradings_and_a_draw_a_month_are_more_than_anybody_can_do_3_1_6() -> None:
    gradings = ("风险等级", "信用等级", "失信状况")
    monthly = DrawSchedule(every=Period.MONTH)
    tasks = [
        by_risk(
            design("1/200", rounding="ceil", filters=(Filter(field="行业", operator=Operator.IN, values=(trade,)),)),
            id=f"T-{number}",
            strata=("region", *gradings),
            frequency=Frequency(times=12),
            schedule=monthly,
        )
        for number in range(203)
        for trade in [("食品", "餐饮")[number % 2]]
    ]
    basis = basis_of(graded_pool(4_000), rules=rules_of_2025())
    wrong = {one.code for one in check_plan(good_plan(*tasks), basis) if one.severity is Severity.ERROR}
    assert {"plan.capacity", "plan.visit_capacity", "plan.item_cap"} <= wrong
