"""Words of the annual plan."""

import pytest

from shuangsuiji.law import InspectionType
from shuangsuiji.planning import (
    CreditGrade,
    DishonestyMark,
    GradingKind,
    PlanLevel,
    PlanQuantity,
    RiskGrade,
    SupervisionMode,
)


@pytest.mark.parametrize(
    ("mode", "counted_as"),
    [
        (SupervisionMode.RANDOM, InspectionType.ROUTINE),
        (SupervisionMode.KEY_FULL, InspectionType.ROUTINE),
        (SupervisionMode.CASE, InspectionType.CASE),
        (SupervisionMode.TARGETED, InspectionType.TARGETED),
    ],
    ids=str,
)
def test_every_way_is_of_one_type_of_2025(mode: SupervisionMode, counted_as: InspectionType) -> None:
    assert mode.inspection_type is counted_as


def test_every_way_has_a_type() -> None:
    assert {mode.inspection_type for mode in SupervisionMode} == set(InspectionType)


def test_ratio_frequency_and_probability_are_three_things_3_1_8() -> None:
    assert [str(one) for one in PlanQuantity] == ["抽查比例", "抽查频次", "被抽查概率"]


def test_risk_credit_and_dishonesty_are_three_things_3_1_7() -> None:
    assert [str(one) for one in GradingKind] == ["风险等级", "信用评价结果", "失信状况"]
    words = [str(one) for terms in (RiskGrade, CreditGrade, DishonestyMark) for one in terms]
    assert len(set(words)) == len(words)


def test_grades_go_from_the_best_to_the_worst() -> None:
    assert [one.name for one in RiskGrade] == [one.name for one in CreditGrade] == ["A", "B", "C", "D"]
    assert [str(one) for one in DishonestyMark] == ["无", "经营异常名录", "严重违法失信名单"]


def test_a_plan_is_the_citys_or_a_departments() -> None:
    assert [str(one) for one in PlanLevel] == ["市级统筹计划", "部门计划"]
