"""A visit: what it refuses to say, whom it counts, and its digest."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shuangsuiji.bundle import from_json, to_json
from shuangsuiji.errors import DuplicateError, InvalidValueError, LawError
from shuangsuiji.inspection import Approval, DrawCitation, ExpertOpinion, ScanIn, Visit
from shuangsuiji.law import CapReading, InspectionType
from shuangsuiji.planning import MarkedPoint, PointMark, SupervisionMode, visits_counted
from shuangsuiji.terms import InspectionMethod
from tests.unit.builders import AGENCY, made, uscc
from tests.unit.inspection_days import (
    ENDED_AT,
    HEALTH,
    STARTED_AT,
    case_visit,
    clause_of,
    visit_item,
    visit_officer,
    visited,
)

DRAW = DrawCitation(agency=AGENCY, plan="2025", task="2025-07", serial=1, commit="ab" * 32)
DAY = date(2025, 6, 10)


def random_visit(**changes: object) -> Visit:
    given: dict[str, object] = {"mode": SupervisionMode.RANDOM, "draw": DRAW, "lead_id": ""}
    return case_visit(**{**given, **changes})


def mark(point_id: str = "date", **changes: object) -> MarkedPoint:
    given = {"item_code": "labels", "department": AGENCY, "point_id": point_id, "mark": PointMark.CONFORMING}
    return made(MarkedPoint, given, changes)


def opinion(**changes: object) -> ExpertOpinion:
    given = {"expert_id": "ZJ01", "item_code": "labels", "on": DAY, "text": "符合"}
    return made(ExpertOpinion, given, changes)


def broken(**changes: object) -> str:
    with pytest.raises(LawError) as caught:
        random_visit(**changes)
    return clause_of(caught.value)


# By which way it came about: 1.2.


@pytest.mark.parametrize("mode", [one for one in SupervisionMode if one is not SupervisionMode.CASE])
def test_whatever_was_drawn_names_its_draw_and_no_lead_1_2(mode: SupervisionMode) -> None:
    assert random_visit(mode=mode).mode is mode
    assert broken(mode=mode, draw=None) == "3.4.1"
    assert broken(mode=mode, lead_id="线索-01") == "3.4.1"


def test_a_case_names_its_lead_and_no_draw_1_2() -> None:
    assert case_visit().draw is None
    assert broken(mode=SupervisionMode.CASE) == "3.4.1"
    assert broken(mode=SupervisionMode.CASE, draw=None) == "3.4.1"
    assert broken(mode=SupervisionMode.CASE, lead_id="线索-01") == "3.4.1"


def test_a_case_is_neither_matched_nor_of_a_round() -> None:
    with pytest.raises(InvalidValueError, match="个案处理不抽取"):
        case_visit(matched=True)
    with pytest.raises(InvalidValueError, match="个案处理不抽取"):
        case_visit(items=(visit_item(k=1),))


def test_only_a_targeted_inspection_is_ordered_by_a_superior() -> None:
    assert random_visit(mode=SupervisionMode.TARGETED, superior_ordered=True).superior_ordered
    with pytest.raises(InvalidValueError, match="专项抽查"):
        random_visit(superior_ordered=True)


def test_the_draw_is_cited_by_the_last_round_of_its_items() -> None:
    second = attrs.evolve(DRAW, k=2)
    assert random_visit(draw=second, items=(visit_item(k=1), visit_item(item_code="lifts", k=2))).draw == second
    with pytest.raises(InvalidValueError, match=r"draw\.k"):
        random_visit(draw=second)


# Times.


def test_a_visit_ends_no_earlier_than_it_begins() -> None:
    assert random_visit(ended_at=STARTED_AT).ended_at == STARTED_AT
    with pytest.raises(InvalidValueError, match="不得早于开始时间"):
        random_visit(ended_at=STARTED_AT - timedelta(minutes=1))


@pytest.mark.parametrize("field", ["started_at", "ended_at"])
def test_an_instant_has_an_offset_and_is_no_day(field: str) -> None:
    with pytest.raises(InvalidValueError, match="须带时区"):
        random_visit(**{field: datetime.fromisoformat("2025-06-10T10:00:00")})
    with pytest.raises(InvalidValueError, match="datetime"):
        random_visit(**{field: DAY})


def test_its_days_are_those_in_china() -> None:
    late = random_visit(
        started_at=datetime.fromisoformat("2025-06-10T17:00:00+00:00"),
        ended_at=datetime.fromisoformat("2025-06-11T17:00:00+00:00"),
    )
    assert (late.on, late.completed_on) == (date(2025, 6, 11), date(2025, 6, 12))


def test_the_code_is_scanned_on_a_day_of_the_visit() -> None:
    assert random_visit(scan_in=ScanIn(at=STARTED_AT, reference="码-1")).scan_in is not None
    with pytest.raises(InvalidValueError, match="检查当日扫码"):
        random_visit(scan_in=ScanIn(at=STARTED_AT - timedelta(days=1), reference="码-1"))


# Items, officers, opinions, marks, approvals.


def test_there_is_something_to_inspect_and_somebody_who_does() -> None:
    with pytest.raises(InvalidValueError, match="至少一个检查事项"):
        random_visit(items=())
    with pytest.raises(InvalidValueError, match="无人到场"):
        random_visit(officers=())


def test_a_department_inspects_by_officers_of_its_own_and_only_where_it_has_an_item_3_2_4() -> None:
    both = (visit_item(), visit_item(item_code="hygiene", department=HEALTH))
    with pytest.raises(InvalidValueError, match=f"无人到场.*\n.*{HEALTH}"):
        random_visit(items=both)
    with pytest.raises(InvalidValueError, match="没有检查事项"):
        random_visit(officers=(visit_officer(1), visit_officer(101, department=HEALTH)))
    one = random_visit(items=both, officers=(visit_officer(1), visit_officer(101, department=HEALTH)))
    assert one.departments == (AGENCY, HEALTH)
    assert [each.item_code for each in one.items_of(HEALTH)] == ["hygiene"]
    assert [each.id for each in one.officers_of(HEALTH)] == ["JS0101"]


def test_nothing_and_nobody_stands_twice() -> None:
    with pytest.raises(DuplicateError):
        random_visit(items=(visit_item(), visit_item(item_version=2)))
    with pytest.raises(DuplicateError):
        random_visit(officers=(visit_officer(1), visit_officer(1, certificate="other")))
    with pytest.raises(DuplicateError):
        random_visit(marks=(mark(), mark(mark=PointMark.NONCONFORMING)))
    with pytest.raises(DuplicateError):
        random_visit(approvals=tuple(Approval(department=AGENCY, on=DAY, document=f"批{number}") for number in (1, 2)))


def test_one_item_may_be_inspected_by_two_departments() -> None:
    one = random_visit(
        items=(visit_item(), visit_item(department=HEALTH)),
        officers=(visit_officer(1), visit_officer(101, department=HEALTH)),
    )
    assert len(one.items) == 2


@pytest.mark.parametrize(
    "changes",
    [{"valid_until": date(2025, 6, 9)}, {"valid_from": date(2025, 6, 11)}, {"valid_until": date(2025, 6, 10)}],
)
def test_the_certificate_is_valid_on_every_day_of_the_visit_2_3_7(changes: dict[str, object]) -> None:
    overnight = {"ended_at": ENDED_AT + timedelta(days=1)} if changes == {"valid_until": DAY} else {}
    assert broken(officers=(visit_officer(**changes),), **overnight) == "2.3.7"


def test_a_certificate_that_ends_that_day_is_good() -> None:
    assert random_visit(officers=(visit_officer(valid_from=DAY, valid_until=DAY),)).officers


def test_an_expert_advises_and_is_no_officer_2_3_11() -> None:
    assert random_visit(opinions=(opinion(),)).opinions[0].expert_id == "ZJ01"
    assert broken(opinions=(opinion(expert_id="JS0001"),)) == "2.3.10"


def test_marks_and_opinions_are_on_items_of_the_visit() -> None:
    assert random_visit(marks=(mark("name"), mark("date"))).marks
    with pytest.raises(InvalidValueError, match="不是本次检查的事项"):
        random_visit(marks=(mark(department=HEALTH),))
    with pytest.raises(InvalidValueError, match="不是本次检查的事项"):
        random_visit(opinions=(opinion(item_code="lifts"),))


def test_approval_comes_first_unless_it_was_urgent() -> None:
    late = Approval(department=AGENCY, on=date(2025, 6, 11), document="批〔2025〕7号（合成）")
    with pytest.raises(InvalidValueError, match="须事先批准"):
        random_visit(approvals=(late,))
    assert random_visit(approvals=(attrs.evolve(late, urgent=True),)).approvals
    assert random_visit(approvals=(attrs.evolve(late, on=DAY),)).approvals


@pytest.mark.parametrize(
    "changes",
    [
        {"id": ""},
        {"holder": "a|b"},
        {"mode": "双随机抽查"},
        {"remarks": "一\n二"},
        {"matched": 1},
        {"items": [visit_item()]},
        {"items": ("labels",)},
        {"officers": ("JS0001",)},
        {"marks": ("date",)},
        {"opinions": ("符合",)},
        {"approvals": ("批",)},
        {"scan_in": "码"},
        {"draw": "ab" * 32},
        {"notice": " "},
    ],
)
def test_a_field_of_another_form_is_refused(changes: dict[str, object]) -> None:
    with pytest.raises(InvalidValueError):
        random_visit(**changes)


# Counting: 3.1.10.


def test_a_joint_visit_counts_once_for_each_department_3_1_10() -> None:
    both = visited()
    assert len(both.items) == 2
    assert [one.department for one in both.counted()] == [HEALTH, AGENCY]
    for department in (AGENCY, HEALTH):
        counted = visits_counted([*both.counted(), *both.counted()], department=department, year=2025)
        assert counted == {both.holder: 1}


@settings(max_examples=30)
@given(st.sets(st.sampled_from(["a", "b", "c", "d", "e"]), min_size=1), st.booleans())
def test_a_visit_counts_once_however_many_items_it_serves_3_1_10(codes: set[str], joint: bool) -> None:  # noqa: FBT001
    departments = (AGENCY, HEALTH) if joint else (AGENCY,)
    items = tuple(visit_item(item_code=code, department=name) for code in sorted(codes) for name in departments)
    officers = tuple(visit_officer(number, department=name) for number, name in enumerate(departments, 1))
    one = random_visit(items=items, officers=officers)
    assert [each.department for each in one.counted()] == list(departments)
    assert {each.id for each in one.counted()} == {one.id}
    assert visits_counted(one.counted(), department=AGENCY, year=2025) == {one.holder: 1}


@pytest.mark.parametrize(
    ("mode", "kind"),
    [
        (SupervisionMode.RANDOM, InspectionType.ROUTINE),
        (SupervisionMode.KEY_FULL, InspectionType.ROUTINE),
        (SupervisionMode.TARGETED, InspectionType.TARGETED),
    ],
)
def test_a_visit_is_counted_as_of_its_type(mode: SupervisionMode, kind: InspectionType) -> None:
    (one,) = random_visit(mode=mode).counted()
    assert (one.inspection_type, one.on, one.holder) == (kind, DAY, uscc(1))


def test_a_case_is_counted_or_not_by_the_reading_and_never_as_random() -> None:
    (one,) = case_visit().counted()
    assert one.inspection_type is InspectionType.CASE
    assert visits_counted([one], department=AGENCY, year=2025) == {uscc(1): 1}
    assert visits_counted([one], department=AGENCY, year=2025, reading=CapReading.CASES_FREE) == {}


# Record and digest.


def full_visit() -> Visit:
    return random_visit(
        items=(visit_item(sheet_digest="cd" * 32), visit_item(item_code="lifts")),
        approvals=(Approval(department=AGENCY, on=DAY, document="批〔2025〕7号（合成）"),),
        scan_in=ScanIn(at=STARTED_AT, reference="码-1"),
        notice="通知〔2025〕1号（合成）",
        opinions=(opinion(text="pH=7.2"),),
        marks=(mark(remark="已核对"),),
        remarks="首次检查=1",
        matched=True,
    )


@pytest.mark.parametrize("one", [full_visit(), case_visit(), visited()])
def test_a_visit_goes_to_json_and_back(one: Visit) -> None:
    again = from_json(to_json(one), Visit)
    assert again == one
    assert again.digest == one.digest


CHANGES: dict[str, Any] = {
    "id": "V-2",
    "object_id": uscc(2),
    "holder": uscc(2),
    "mode": SupervisionMode.KEY_FULL,
    "items": (visit_item(sheet_digest="cd" * 32), visit_item(item_code="lifts", methods=(InspectionMethod.ONLINE,))),
    "officers": (visit_officer(1), visit_officer(3)),
    "started_at": STARTED_AT + timedelta(seconds=1),
    "ended_at": ENDED_AT + timedelta(seconds=1),
    "draw": attrs.evolve(DRAW, serial=2),
    "matched": False,
    "approvals": (),
    "scan_in": None,
    "notice": "",
    "opinions": (),
    "marks": (mark(),),
    "remarks": "",
}


@settings(max_examples=50)
@given(st.sets(st.sampled_from(sorted(CHANGES)), min_size=1))
def test_the_digest_changes_with_any_field(fields: set[str]) -> None:
    other = attrs.evolve(full_visit(), **{field: CHANGES[field] for field in fields})
    assert other.digest != full_visit().digest


def test_every_field_is_tried() -> None:
    untried = {field.name for field in attrs.fields(Visit)} - CHANGES.keys()
    assert untried == {"lead_id", "superior_ordered"}
    led = case_visit()
    assert attrs.evolve(led, lead_id="线索-02").digest != led.digest
    ordered = random_visit(mode=SupervisionMode.TARGETED, superior_ordered=True)
    assert attrs.evolve(ordered, superior_ordered=False).digest != ordered.digest


def test_it_is_shown_by_object_day_and_items() -> None:
    assert repr(random_visit()) == f"<检查 V-case {uscc(1)} 2025-06-10：labels>"
