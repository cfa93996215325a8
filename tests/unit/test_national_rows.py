"""Rows of the national publicity system: one a visit and department, platform numbers, directed or not."""

from __future__ import annotations

from datetime import date, datetime

import attrs
import pytest

from shuangsuiji.bundle import from_json, to_json
from shuangsuiji.errors import BrokenChainError, InvalidValueError, LawError, NotADayError, UnknownNameError
from shuangsuiji.inspection import (
    DisclosureGrade,
    NationalDetail,
    NationalRow,
    NationalType,
    Outcome,
    Publication,
    correct,
    enter,
    national_rows_of,
    national_type,
    publish,
)
from shuangsuiji.planning import Filter, JointPlan, Operator, SupervisionMode
from shuangsuiji.registry import LIYANG_DEPARTMENTS
from tests.unit.builders import AGENCY, design, item_list, made, plan_of, product, task, uscc
from tests.unit.inspection_days import (
    HEALTH,
    case_visit,
    entered,
    found,
    joint_items,
    problem,
    product_draw,
    shared_object,
    visited,
)
from tests.unit.publication_days import posted

PLAN = plan_of(
    task(design("10%", "labels"), design("5%", "hygiene"), joint_plan="联合-01", platform_number="320481202505111000"),
    joint_plans=(JointPlan(id="联合-01", initiator=AGENCY, participants=(HEALTH,)),),
    platform_number="32048120251000",
)


def rows(*publications: Publication, **changes: object) -> tuple[NationalRow, ...]:
    given = {"plan": PLAN, "lists": (joint_items(),), "departments": LIYANG_DEPARTMENTS}
    return national_rows_of(publications, **{**given, **changes})  # type: ignore[arg-type]


def hygiene() -> Publication:
    return posted(entered(found(item_code="hygiene", department=HEALTH)))


def test_a_row_has_the_numbers_of_the_platform_and_says_who_inspected_what_2_1_3() -> None:
    (row,) = rows(posted())
    assert row == NationalRow(
        holder=shared_object(),
        plan_id="32048120251000",
        plan_name="市市场监管局2025年度抽查工作计划",
        task_id="320481202505111000",
        task_name="食品标签抽查",
        type=NationalType.UNDIRECTED,
        authority="市市场监管局",
        completed_on=date(2025, 6, 10),
        details=(NationalDetail(seqno=1, item_name="食品标签检查", outcome=Outcome.NO_PROBLEM),),
    )


def test_without_platform_numbers_the_plan_has_its_own() -> None:
    plan = attrs.evolve(
        PLAN, platform_number="", tasks=tuple(attrs.evolve(one, platform_number="") for one in PLAN.tasks)
    )
    (row,) = rows(posted(), plan=plan, plan_name="2025年度双随机抽查计划")
    assert (row.plan_id, row.task_id, row.plan_name) == ("2025", "2025-07", "2025年度双随机抽查计划")


def test_each_department_has_a_row_of_its_own_items_3_3_1() -> None:
    assert [(row.authority, [one.item_name for one in row.details]) for row in rows(hygiene(), posted())] == [
        ("市市场监管局", ["食品标签检查"]),
        ("市卫健局", ["公共场所卫生检查"]),
    ]


def test_a_product_stands_under_its_market_entity_3_3_3() -> None:
    visit = visited(product_draw())
    plan = plan_of(task(design("10%")))
    (row,) = rows(posted(entered(found(visit))), plan=plan, lists=(item_list(),))
    assert row.holder == uscc(1) == product("产品01").holder


def test_a_correction_takes_the_place_of_what_it_corrects() -> None:
    wrong = posted(entered(problem()))
    right = correct(
        wrong.result, result_id="R-2", outcome=Outcome.NO_PROBLEM, formed_on=date(2025, 7, 1), reason="复核"
    )
    (row,) = rows(wrong, publish(enter(right, on=date(2025, 7, 2), by=AGENCY)))
    assert [one.outcome for one in row.details] == [Outcome.NO_PROBLEM]


@pytest.mark.parametrize("grade", [DisclosureGrade.ON_REQUEST, DisclosureGrade.INTERNAL])
def test_what_is_withheld_has_no_row_h_3(grade: DisclosureGrade) -> None:
    assert rows(publish(entered(problem()), grade=grade, reason="案件尚在办理")) == ()


def test_a_case_is_never_booked_as_random_3_4_1() -> None:
    with pytest.raises(LawError, match="个案"):
        rows(posted(entered(found(case_visit()))))


def test_a_draw_of_another_plan_and_what_is_not_known_are_refused() -> None:
    with pytest.raises(BrokenChainError):
        rows(posted(), plan=plan_of(task(), id="2026"))
    with pytest.raises(UnknownNameError, match="labels@1"):
        rows(posted(), lists=())
    with pytest.raises(UnknownNameError):
        rows(posted(), plan=plan_of(task(id="2025-08")))
    with pytest.raises(UnknownNameError):
        rows(posted(), plan=attrs.evolve(PLAN, authority="320481-NONE"))


def test_a_task_that_confines_its_objects_is_directed() -> None:
    confined = (Filter(field="kind", operator=Operator.IN, values=("ENTERPRISE",)),)
    assert national_type(task()) is NationalType.UNDIRECTED
    assert national_type(task(strata=("region",))) is NationalType.UNDIRECTED
    assert national_type(task(regions=("溧城",))) is NationalType.DIRECTED
    assert national_type(task(filters=confined)) is NationalType.DIRECTED
    assert national_type(task(design(filters=confined))) is NationalType.DIRECTED
    assert national_type(task(mode=SupervisionMode.TARGETED)) is NationalType.DIRECTED


def row(**changes: object) -> NationalRow:
    (one,) = rows(posted())
    given = {field.name: getattr(one, field.name) for field in attrs.fields(NationalRow)}
    return made(NationalRow, given, changes)


@pytest.mark.parametrize(
    "changes",
    [{"holder": ""}, {"plan_name": ""}, {"type": "不定向"}, {"details": []}, {"details": ("未发现问题",)}],
)
def test_a_row_of_the_wrong_form_is_refused(changes: dict[str, object]) -> None:
    with pytest.raises(InvalidValueError):
        row(**changes)


def test_a_row_has_a_day() -> None:
    with pytest.raises(NotADayError):
        row(completed_on=datetime.fromisoformat("2025-06-10T09:00:00+08:00"))


@pytest.mark.parametrize("changes", [{"seqno": 0}, {"seqno": True}, {"item_name": None}, {"outcome": 1}])
def test_a_detail_of_the_wrong_form_is_refused(changes: dict[str, object]) -> None:
    with pytest.raises(InvalidValueError):
        made(NationalDetail, {"seqno": 1, "item_name": "", "outcome": Outcome.NO_PROBLEM}, changes)


def test_rows_go_through_json() -> None:
    assert from_json(to_json(row()), NationalRow) == row()
