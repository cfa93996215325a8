"""Check sheets: the points of the guides one by one, and what is still to be marked: 2.1.6, 2.4.3."""

from __future__ import annotations

import hashlib
from datetime import date, datetime

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shuangsuiji.errors import (
    DuplicateError,
    InvalidIdentifierError,
    InvalidValueError,
    LawError,
    NotADayError,
    UnknownNameError,
)
from shuangsuiji.planning.check_sheets import CheckSheet, MarkedPoint, PointMark, check_marks, check_sheet
from shuangsuiji.planning.guides import CheckPoint, InspectionGuide
from shuangsuiji.registry import Certificate, LegalBasis
from shuangsuiji.terms import BasisRank, InspectionMethod
from shuangsuiji.testing.city import synthetic_code
from shuangsuiji.values import ClauseRef, Severity
from tests.unit.builders import AGENCY, enterprise, expert, inspector, made, product, uscc

DAY = date(2025, 6, 2)
HEALTH = "320481-WJW"
FOOD = LegalBasis(title="食品安全法", rank=BasisRank.LAW)
ARTICLE = LegalBasis(title="食品安全法", rank=BasisRank.LAW, article="第六十七条")
POINTS = (
    CheckPoint(id="name", text="标签载明名称", basis=ARTICLE),
    CheckPoint(id="date", text="标签载明生产日期", basis=ARTICLE),
)


def guide(code: str = "labels", /, **changes: object) -> InspectionGuide:
    basics = {
        "item_code": code,
        "item_version": 1,
        "department": AGENCY,
        "legal_bases": (FOOD,),
        "content": "标签内容",
        "methods": (InspectionMethod.ON_SITE, InspectionMethod.DOCUMENT),
        "check_points": POINTS,
        "effective_on": date(2025, 1, 1),
        "expires_on": date(2025, 12, 31),
    }
    return made(InspectionGuide, basics, changes)


def sheet(*guides: InspectionGuide, **changes: object) -> CheckSheet:
    basics = {
        "guides": guides or (guide(),),
        "object_id": synthetic_code(1),
        "object_name": "合成第1有限公司",
        "team": ("JS0001", "JS0002"),
        "task_id": "2025-07",
        "valid_from": DAY,
    }
    return made(CheckSheet, basics, changes)


def marked(point_id: str, mark: PointMark = PointMark.CONFORMING, /, **changes: object) -> MarkedPoint:
    basics = {"item_code": "labels", "department": AGENCY, "point_id": point_id, "mark": mark}
    return made(MarkedPoint, basics, changes)


def clause_of(error: LawError) -> str:
    cited = error.params["clause"]
    assert isinstance(cited, ClauseRef)
    return cited.clause


def points_of(one: CheckSheet) -> list[str]:
    return [line for line in one.canonical.splitlines() if ".check_points." in line]


def test_a_sheet_is_made_of_guides_an_object_and_a_team_2_1_6() -> None:
    one = check_sheet(
        [guide(), guide("lifts")],
        enterprise(1),
        team=[inspector(1), "JS0002", expert(1)],
        task_id="2025-07",
        plan_id="2025",
        draw_serial="7",
        valid_from=DAY,
    )
    assert (one.object_id, one.object_name, one.holder) == (uscc(1), enterprise(1).name, "")
    assert (one.team, one.experts) == (("JS0001", "JS0002"), ("ZJ01",))
    assert one.certificates == {"JS0001": inspector(1).certificate}
    assert (one.task_id, one.plan_id, one.draw_serial) == ("2025-07", "2025", "7")
    assert repr(one) == f"<检查表 {uscc(1)} 2025-07：4 个要点，JS0001、JS0002>"


def test_one_guide_and_an_object_in_plain_words_will_do() -> None:
    one = check_sheet(guide(), ("P-1", "电热水壶"), team=["JS0001"], task_id="2025-07", valid_from=DAY)
    assert one == sheet(object_id="P-1", object_name="电热水壶", team=["JS0001"])


def test_a_product_stands_on_the_sheet_with_the_entity_behind_it() -> None:
    assert check_sheet(guide(), product("P-1"), team=["JS0001"], task_id="t", valid_from=DAY).holder == uscc(1)


def test_every_point_stands_on_the_sheet_with_item_department_text_and_basis_2_4_3() -> None:
    one = sheet(guide(), guide(department=HEALTH, check_points=POINTS[1:]))
    assert [(*point.key, point.point.text, point.basis) for point in one.points] == [
        ("labels", AGENCY, "name", "标签载明名称", "《食品安全法》第六十七条"),
        ("labels", AGENCY, "date", "标签载明生产日期", "《食品安全法》第六十七条"),
        ("labels", HEALTH, "date", "标签载明生产日期", "《食品安全法》第六十七条"),
    ]


@settings(max_examples=30)
@given(st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from((AGENCY, HEALTH)), st.integers(1, 5)), min_size=1))
def test_every_point_of_every_guide_stands_once_and_in_order_2_4_3(asked: list[tuple[str, str, int]]) -> None:
    guides = [
        guide(
            code,
            department=department,
            check_points=[CheckPoint(id=f"p{number}", text=f"要点{number}", basis=FOOD) for number in range(points)],
        )
        for (code, department), points in {(code, department): points for code, department, points in asked}.items()
    ]
    one = sheet(*guides)
    keys = [point.key for point in one.points]
    assert keys == [(a.item_code, a.department, point.id) for a in guides for point in a.check_points]
    assert len(set(keys)) == len(keys)


def test_a_sheet_without_a_guide_is_refused_2_4_1() -> None:
    with pytest.raises(LawError, match="检查表须依据至少一份抽查工作指引") as caught:
        sheet(guides=())
    assert clause_of(caught.value) == "2.4.1"


def test_two_guides_of_one_item_and_department_are_refused_2_4_1() -> None:
    with pytest.raises(LawError, match="同一部门就同一事项只用一份指引") as caught:
        sheet(guide(), guide("lifts"), guide(version=2))
    assert clause_of(caught.value) == "2.4.1"
    assert len(sheet(guide(), guide(department=HEALTH)).points) == 4


@pytest.mark.parametrize("day", [date(2024, 12, 31), date(2026, 1, 1)], ids=str)
def test_a_guide_that_is_not_in_force_on_the_first_day_is_refused_2_4_2(day: date) -> None:
    with pytest.raises(LawError, match=f"指引在 {day} 不在有效期内；实际为 2025-01-01–2025-12-31") as caught:
        sheet(valid_from=day)
    assert clause_of(caught.value) == "2.4.2"


def test_a_sheet_may_be_used_from_its_first_day_to_the_last_of_its_guides() -> None:
    one = sheet(guide(), guide("lifts", expires_on=date(2025, 6, 30)))
    days = [date(2025, 6, 1), DAY, date(2025, 6, 30), date(2025, 7, 1)]
    assert [one.is_valid(day) for day in days] == [False, True, True, False]


def test_the_methods_are_those_of_the_guide_unless_the_visit_is_confined_2_4_2() -> None:
    other = guide(department=HEALTH, methods=(InspectionMethod.ONLINE,))
    assert sheet(guide()).methods_of(guide()) == (InspectionMethod.ON_SITE, InspectionMethod.DOCUMENT)
    one = sheet(guide(), other, methods={"labels": [InspectionMethod.ONLINE, InspectionMethod.DOCUMENT]})
    assert [one.methods_of(each) for each in one.guides] == [(InspectionMethod.DOCUMENT,), (InspectionMethod.ONLINE,)]


@pytest.mark.parametrize(
    "methods",
    [
        {"labels": (InspectionMethod.ONLINE,)},
        {"labels": (InspectionMethod.ON_SITE, InspectionMethod.ONLINE)},
        {"labels": ()},
        {"labels": ("实地核查",)},
        {"drinks": (InspectionMethod.ON_SITE,)},
        {"drinks": ()},
    ],
    ids=str,
)
def test_methods_that_the_guides_of_the_item_do_not_name_are_refused_2_4_2(methods: dict[str, object]) -> None:
    with pytest.raises(LawError, match="须为该事项指引所列"):
        sheet(methods=methods)


def test_no_guide_may_be_left_without_a_method_2_4_2() -> None:
    other = guide(department=HEALTH, methods=(InspectionMethod.ONLINE,))
    with pytest.raises(LawError, match="每份指引至少留一种"):
        sheet(guide(), other, methods={"labels": (InspectionMethod.ON_SITE,)})


@pytest.mark.parametrize(
    "changes",
    [
        {"object_id": ""},
        {"object_name": ""},
        {"object_name": "甲\n乙"},
        {"holder": " "},
        {"task_id": ""},
        {"plan_id": "2025\n"},
        {"draw_serial": 7},
        {"team": ()},
        {"team": "JS0001"},
        {"team": ("",)},
        {"experts": (7,)},
        {"guides": ("labels",)},
        {"certificates": {"JS0001": "JS0001"}},
    ],
    ids=str,
)
def test_a_field_of_the_wrong_form_is_refused(changes: dict[str, object]) -> None:
    with pytest.raises(InvalidValueError):
        sheet(**changes)


def test_one_id_alone_or_one_text_for_an_object_is_refused() -> None:
    with pytest.raises(InvalidValueError, match="应为多个文本"):
        check_sheet(guide(), ("P-1", "电热水壶"), team="JS0001", task_id="t", valid_from=DAY)
    with pytest.raises(InvalidValueError, match="应为多个文本"):
        check_sheet(guide(), "P1", team=["JS0001"], task_id="t", valid_from=DAY)  # type: ignore[arg-type]


def test_the_first_day_is_a_day() -> None:
    with pytest.raises(NotADayError):
        sheet(valid_from=datetime(2025, 6, 2))  # noqa: DTZ001 - no day, with or without a zone


def test_nobody_stands_on_a_sheet_twice_or_by_the_number_of_an_identity_card() -> None:
    with pytest.raises(DuplicateError, match="JS0001"):
        sheet(experts=("JS0001",))
    with pytest.raises(InvalidIdentifierError, match="居民身份证"):
        sheet(team=("320481199001010000",))


def test_a_certificate_belongs_to_somebody_in_the_team() -> None:
    shown = Certificate(number="JS0009", valid_until=date(2027, 12, 31))
    with pytest.raises(UnknownNameError, match="JS0009"):
        sheet(certificates={"JS0009": shown})


def test_a_sheet_cites_its_guides_and_has_a_digest_that_can_be_taken_again() -> None:
    one = sheet()
    lines = one.canonical.splitlines()
    assert lines[0] == ":CheckSheet"
    assert "guides.1.check_points.2.text=标签载明生产日期" in lines
    assert one.digest == hashlib.sha256(one.canonical.encode()).hexdigest()
    assert one.citation == f"检查表 2025-07 {synthetic_code(1)} sha256:{one.digest}"


def test_the_digest_does_not_depend_on_the_order_in_which_certificates_are_given() -> None:
    shown = {id_: Certificate(number=id_, valid_until=date(2027, 12, 31)) for id_ in ("JS0001", "JS0002")}
    backwards = dict(reversed(shown.items()))
    assert sheet(certificates=shown).digest == sheet(certificates=backwards).digest


@settings(max_examples=30)
@given(st.integers(0, 1), st.sampled_from(("id", "text", "basis")))
def test_the_digest_changes_with_every_point(place: int, field: str) -> None:
    other = {"id": "other", "text": "另一要点", "basis": FOOD}
    points = list(POINTS)
    points[place] = made(CheckPoint, attrs.asdict(POINTS[place], recurse=False), {field: other[field]})
    changed = sheet(guide(check_points=points))
    assert changed.digest != sheet().digest
    assert sum(a != b for a, b in zip(points_of(changed), points_of(sheet()), strict=True)) == 1


@pytest.mark.parametrize(
    "changes",
    [
        {"guides": (guide(check_points=POINTS[::-1]),)},
        {"guides": (guide(version=2),)},
        {"guides": (guide(), guide("lifts"))},
        {"object_id": synthetic_code(2)},
        {"object_name": "合成第2有限公司"},
        {"holder": synthetic_code(2)},
        {"team": ("JS0002", "JS0001")},
        {"team": ("JS0001",), "experts": ("JS0002",)},
        {"certificates": {"JS0001": Certificate(number="JS0001", valid_until=date(2027, 12, 31))}},
        {"task_id": "2025-08"},
        {"plan_id": "2025"},
        {"draw_serial": "7"},
        {"valid_from": date(2025, 6, 3)},
        {"methods": {"labels": (InspectionMethod.ON_SITE,)}},
    ],
    ids="-".join,
)
def test_the_digest_changes_with_every_field(changes: dict[str, object]) -> None:
    assert sheet(**changes).digest != sheet().digest


def test_points_without_a_mark_are_named_2_4_3() -> None:
    one = sheet()
    assert [point.point.id for point in one.unmarked([])] == ["name", "date"]
    found = check_marks(one, [marked("name", PointMark.NONCONFORMING, remark="无名称")])
    assert [(each.code, each.where, each.severity) for each in found] == [
        ("marks.unmarked", f"labels/{AGENCY}/date", Severity.WARNING)
    ]
    assert found[0].clause is not None
    assert found[0].clause.clause == "2.4.3"


def test_a_sheet_with_every_point_marked_once_leaves_nothing_to_say_2_4_3() -> None:
    marks = [marked("date", PointMark.NOT_APPLICABLE), marked("name")]
    assert check_marks(sheet(), marks) == ()
    assert sheet().unmarked(marks) == ()


@pytest.mark.parametrize("changes", [{"item_code": "lifts"}, {"department": HEALTH}, {"point_id": "weight"}], ids=str)
def test_a_mark_for_a_point_that_is_not_on_the_sheet_is_an_error(changes: dict[str, object]) -> None:
    marks = [marked("name"), marked("date"), marked("name", **changes)]
    [found] = check_marks(sheet(), iter(marks))
    assert (found.code, found.where, found.severity) == ("marks.unlisted", "/".join(marks[2].key), Severity.ERROR)


def test_a_point_that_is_marked_twice_is_an_error_whatever_the_marks() -> None:
    marks = [marked("name"), marked("date"), marked("name", PointMark.NONCONFORMING)]
    [found] = check_marks(sheet(), marks)
    assert (found.code, found.where) == ("marks.duplicate", f"labels/{AGENCY}/name")


def test_a_mark_is_one_of_three_words() -> None:
    assert [str(mark) for mark in PointMark] == ["符合", "不符合", "不适用"]
    assert PointMark.of("不适用") is PointMark.NOT_APPLICABLE


@pytest.mark.parametrize(
    "changes", [{"mark": "符合"}, {"item_code": ""}, {"department": "市场监管局"}, {"remark": "甲\n乙"}], ids=str
)
def test_a_mark_of_the_wrong_form_is_refused(changes: dict[str, object]) -> None:
    with pytest.raises(InvalidValueError):
        marked("name", **changes)
