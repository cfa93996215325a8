"""Three gradings that stay apart, and three quantities that do: 3.1.7, 3.1.8."""

from collections.abc import Mapping

import attrs
import pytest

from shuangsuiji.planning import (
    CREDIT,
    DISHONESTY,
    RISK,
    AnnualPlan,
    Filter,
    Frequency,
    Operator,
    SupervisionMode,
    Task,
    forecast,
)
from shuangsuiji.planning.design_checks import design_findings
from shuangsuiji.registry import ObjectPool
from shuangsuiji.values import Finding
from tests.unit.builders import design, pool_of
from tests.unit.plan_years import (
    RISKS,
    basis_of,
    by_risk,
    coded,
    faults,
    good_plan,
    graded,
    graded_pool,
    joint_task,
    said,
)

RISKY = Filter(field="风险等级", operator=Operator.IN, values=("C", "D"))


def found(*tasks: Task, pool: ObjectPool | None = None, **known: object) -> list[Finding]:
    plan = good_plan(*tasks)
    basis = basis_of(pool or graded_pool(), **known)
    return list(design_findings(plan, basis, forecast(plan, basis).chances.values()))


def key(ratios: object, /, **changes: object) -> Task:
    """Return a task of a KEY item, for which any ratio may be planned."""
    return by_risk(design(ratios, "lifts", inclusion_targets={"Z": "1"}), **changes)


def of_code(code: str, *tasks: Task, pool: ObjectPool | None = None) -> list[tuple[str, str]]:
    return [(one.severity.name, one.where) for one in coded(found(*tasks, pool=pool), code)]


def test_a_plan_by_risk_that_gives_the_chances_it_aims_at_leaves_nothing_to_say() -> None:
    assert found() == []


# Gradings.


@pytest.mark.parametrize("column", ["风险等级", "信用等级", "失信状况"])
def test_each_of_the_three_gradings_alone_tells_objects_apart_3_1_7(column: str) -> None:
    """失信 has one label here, and so one ratio: there is nobody to treat differently."""
    assert of_code("plan.grading", key(RISKS | {"无": "5%"}, strata=(column,))) == []
    by_filter = Filter(field=column, operator=Operator.NOT_IN, values=("A",))
    assert of_code("plan.grading", key("5%", strata=(), filters=(by_filter,))) == []
    assert of_code("plan.grading", by_risk(design("5%", "lifts", filters=(by_filter,)), strata=("region",))) == []


def test_a_task_by_none_of_them_is_pointed_out_3_1_7() -> None:
    (only,) = coded(found(key("5%", strata=("region",))), "plan.grading")
    assert said([only]) == [("WARNING", "plan.grading", "3.1.7", "T-labels")]
    assert "（风险等级、信用等级、失信状况）" in only.zh


def test_full_supervision_needs_no_strata_and_a_targeted_inspection_has_its_own_reason() -> None:
    for mode, ratio in ((SupervisionMode.KEY_FULL, "100%"), (SupervisionMode.TARGETED, "5%")):
        assert of_code("plan.grading", key(ratio, strata=(), mode=mode)) == []


def test_strata_by_grade_with_one_ratio_for_all_treat_nobody_differently_3_1_7() -> None:
    assert of_code("plan.grading_alike", key("5%")) == [("WARNING", "T-labels")]
    assert of_code("plan.grading_alike", key({"A": "5%", "*": "6%"})) == []
    assert of_code("plan.grading_alike", key("100%")) == []
    assert of_code("plan.grading_alike", key("5%", filters=(RISKY,))) == []
    assert of_code("plan.grading_alike", key("5%", strata=("region",))) == []
    assert of_code("plan.grading_alike", key("5%", strata=("失信状况",))) == []


def test_a_worse_grade_has_no_smaller_ratio_and_each_that_has_is_held_against_the_best_treated_3_1_7() -> None:
    upside_down = key({"A": "20%", "B": "5%", "C": "10%", "D": "20%"})
    assert of_code("plan.grading_order", upside_down) == [
        ("WARNING", "T-labels lifts B"),
        ("WARNING", "T-labels lifts C"),
    ]
    first, second = coded(found(upside_down), "plan.grading_order")
    assert first.zh == "抽查比例 1/20，低于较好等级 A 的 1/5"
    assert second.en == "the ratio 1/10 is below 1/5, that of A, a better grade"
    # Each goes away when it alone is mended.
    mended = key({"A": "20%", "B": "20%", "C": "10%", "D": "20%"})
    assert of_code("plan.grading_order", mended) == [("WARNING", "T-labels lifts C")]


def test_grades_are_compared_where_everything_else_is_equal_3_1_7() -> None:
    ratios: Mapping[str, str] = {"溧城/A": "20%", "戴埠/D": "10%", "溧城/D": "30%", "*": "10%"}
    assert of_code("plan.grading_order", key(ratios, strata=("region", "风险等级"))) == [
        ("WARNING", "T-labels lifts 溧城/B"),
        ("WARNING", "T-labels lifts 溧城/C"),
    ]
    two = {"A/A": "20%", "A/D": "10%", "*": "20%"}
    assert of_code("plan.grading_order", key(two, strata=("风险等级", "信用等级"))) == [
        ("WARNING", "T-labels lifts A/D")
    ]
    assert of_code("plan.grading_order", key({"D": "5%", "*": "20%"}, strata=("行业",))) == []


def test_objects_of_unknown_grade_are_counted_and_compared_with_nobody_3_1_7() -> None:
    objects = [graded(n, **({"风险等级": "未评级"} if n < 12 else {})) for n in range(240)]
    one = key({"未评级": "1/12", **RISKS})
    findings = found(one, pool=pool_of(objects))
    assert of_code("plan.grading_order", one, pool=pool_of(objects)) == []
    (only,) = coded(findings, "plan.grade_unknown")
    assert (only.severity.name, only.where) == ("NOTE", "T-labels lifts")
    assert (only.zh, only.en) == ("12 个对象的风险等级未知", "the 风险等级 of 12 objects is not known")


def test_a_city_may_use_columns_and_grades_of_its_own_3_1_7() -> None:
    own = attrs.evolve(RISK, column="行业", order=("餐饮", "食品"))
    one = key({"食品": "5%", "餐饮": "10%"}, strata=("行业",))
    assert faults(found(one, gradings=(own, CREDIT, DISHONESTY))) == [
        ("WARNING", "plan.grading_order", "3.1.7", "T-labels lifts 食品")
    ]


# Ratio, frequency, chance.


def test_a_chance_below_what_is_aimed_at_is_told_with_ratio_and_frequency_3_1_8() -> None:
    targets = {"A": "10%", "D": "36%", "*": "18%"}
    one = by_risk(design(RISKS, inclusion_targets=targets))
    (only,) = coded(found(one), "plan.inclusion")
    assert said([only]) == [("WARNING", "plan.inclusion", "3.1.8", "T-labels labels A")]
    assert only.zh == "比例 1/20、全年 2 次，被抽查概率 9.8%，低于目标 1/10"
    assert only.en == "1/20 drawn 2 times gives 9.8%, below 1/10"
    oftener = attrs.evolve(one, frequency=Frequency(times=3), schedule=None)
    assert coded(found(oftener), "plan.inclusion") == []


def test_by_weight_the_smallest_chance_is_held_against_the_target_3_1_8() -> None:
    objects = [graded(n, 用工人数="19"[n % 2]) for n in range(240)]
    weighted = design("20%", "lifts", design="pareto", weight="用工人数", inclusion_targets="15%")
    one = by_risk(weighted, frequency=Frequency(times=1), schedule=None)
    assert len(coded(found(one, pool=pool_of(objects)), "plan.inclusion")) == 4
    plain = by_risk(design("20%", "lifts", inclusion_targets="15%"), frequency=Frequency(times=1), schedule=None)
    assert coded(found(plain), "plan.inclusion") == []


def test_where_no_chance_is_aimed_at_the_one_that_results_is_reported_3_1_8() -> None:
    (only,) = coded(found(by_risk(design(RISKS)), joint_task()), "plan.inclusion")
    assert said([only]) == [("NOTE", "plan.inclusion", "3.1.8", "CITY-2025")]
    assert only.zh == "1 项设计未定目标被抽查概率；按比例和频次，全年为 9.8% 至 36.0%"
    assert only.en == "no chance is aimed at by 1 design; 9.8% to 36.0% in the year result"


def test_a_stratum_without_a_chance_is_named_3_1_9() -> None:
    one = key({"A": "0", "B": "1/100", "*": "20%"})
    none = coded(found(one), "plan.no_chance")
    assert said(none) == [
        ("WARNING", "plan.no_chance", "3.1.9", "T-labels lifts A"),
        ("WARNING", "plan.no_chance", "3.1.9", "T-labels lifts B"),
    ]
    assert none[1].zh == "该层 60 个对象在本任务中全年没有被抽到的机会（比例 1/100）"
    rounded_up = by_risk(design({"A": "1/100", "*": "20%"}, "lifts", rounding="ceil"))
    assert coded(found(rounded_up), "plan.no_chance") == []


def test_strata_that_the_pool_does_not_have_are_named_in_order_3_1_8() -> None:
    one = by_risk(design({**RISKS, "F": "5%", "E": "5%"}, inclusion_targets={"G": "9%", "E": "9%", "*": "9%"}))
    assert said(coded(found(one), "plan.no_stratum")) == [
        ("NOTE", "plan.no_stratum", "3.1.8", f"T-labels labels {stratum}") for stratum in "EFG"
    ]


def test_a_task_whose_filters_select_nothing_is_pointed_out() -> None:
    nobody = Filter(field="region", operator=Operator.IN, values=("别桥",))
    assert faults(found(by_risk(filters=(nobody,)))) == [("WARNING", "plan.empty_frame", "3.2.1", "T-labels labels")]
    one_of_two = by_risk(design(RISKS, inclusion_targets="9%"), design(RISKS, "lifts", filters=(nobody,)))
    assert faults(found(one_of_two)) == [("WARNING", "plan.empty_frame", "3.2.1", "T-labels lifts")]


def test_what_needs_no_pool_is_said_without_one() -> None:
    plan: AnnualPlan = good_plan(key("5%", strata=()))
    assert faults(design_findings(plan, basis_of(), ())) == [("WARNING", "plan.grading", "3.1.7", "T-labels")]
