"""Guides: 2.4.1 and 2.4.2, one for each item, saying nothing that its item does not."""

import hashlib
from datetime import date

import attrs
import pytest

from shuangsuiji.errors import DuplicateError, InvalidValueError, LawError
from shuangsuiji.planning.guides import CheckPoint, InspectionGuide, check_guides
from shuangsuiji.registry import LegalBasis
from shuangsuiji.terms import BasisRank, InspectionMethod
from shuangsuiji.values import Severity
from tests.unit.builders import AGENCY, item, key_item, made

FOOD = LegalBasis(title="食品安全法", rank=BasisRank.LAW)
ARTICLE = LegalBasis(title="食品安全法", rank=BasisRank.LAW, article="第六十七条")
LABELS = LegalBasis(title="食品标识管理规定", rank=BasisRank.RULE)


def guide(code: str = "labels", /, **changes: object) -> InspectionGuide:
    given = {
        "item_code": code,
        "item_version": 1,
        "department": AGENCY,
        "legal_bases": (FOOD,),
        "content": "标签是否载明名称、规格和生产日期",
        "methods": (InspectionMethod.ON_SITE,),
        "check_points": (CheckPoint(id="name", text="载明名称", basis=FOOD),),
        "effective_on": date(2025, 1, 1),
    }
    return made(InspectionGuide, given, changes)


def codes(*guides: InspectionGuide, on: date | None = None) -> list[tuple[str, str]]:
    return [(one.code, one.where) for one in check_guides(guides, (item(), key_item()), on=on)]


def test_an_item_of_either_kind_with_a_guide_that_agrees_leaves_nothing_to_say_2_4_1() -> None:
    assert codes(guide(), guide("lifts")) == []


def test_an_item_without_a_guide_is_a_warning_for_key_and_general_alike_2_4_1() -> None:
    found = check_guides((), (item(), key_item()))
    assert [(one.code, one.where, one.severity) for one in found] == [
        ("guides.missing", "labels", Severity.WARNING),
        ("guides.missing", "lifts", Severity.WARNING),
    ]
    assert "重点检查事项" in found[1].zh
    assert str(found[0].clause) == "溧政办发〔2020〕27号 二（四）"


def test_the_guide_of_another_department_does_not_stand_in_for_its_own_2_4_1() -> None:
    joint = item(joint_departments=("320481-WJW",))
    other = guide(department="320481-WJW")
    assert [one.code for one in check_guides([other], [joint])] == ["guides.missing"]
    assert check_guides([other, guide()], [joint]) == ()


def test_a_guide_of_a_department_that_does_not_inspect_the_item_is_an_error_2_4_1() -> None:
    found = check_guides([guide(), guide(department="320481-WJW")], [item()])
    assert [(one.code, one.severity) for one in found] == [("guides.department", Severity.ERROR)]


def test_two_guides_of_one_department_for_one_item_are_an_error_2_4_1() -> None:
    assert codes(guide(), guide(version=2), guide("lifts")) == [("guides.duplicate", "labels")]


def test_a_day_leaves_the_versions_that_are_in_force() -> None:
    old = guide(expires_on=date(2025, 6, 30))
    new = guide(version=2, effective_on=date(2025, 7, 1))
    lifts = guide("lifts")
    assert codes(old, new, lifts, on=date(2025, 6, 30)) == []
    assert codes(old, new, lifts, on=date(2025, 7, 1)) == []
    assert codes(old, lifts, on=date(2025, 7, 1)) == [("guides.missing", "labels")]
    assert codes(old, lifts, on=date(2024, 12, 31)) == [("guides.missing", "labels"), ("guides.missing", "lifts")]


def test_a_guide_of_another_version_of_the_item_is_an_error_2_4_2() -> None:
    found = check_guides([guide()], [item(version=2)])
    assert [(one.code, one.severity) for one in found] == [("guides.item_version", Severity.ERROR)]
    assert found[0].clause is not None
    assert found[0].clause.clause == "2.4.2"
    assert "第 1 版" in found[0].zh
    assert "第 2 版" in found[0].zh


def test_a_basis_or_a_method_that_the_item_does_not_have_is_an_error_2_4_2() -> None:
    wide = guide(legal_bases=(FOOD, LABELS), methods=(InspectionMethod.ON_SITE, InspectionMethod.ONLINE))
    found = check_guides([wide], [item()])
    assert [(one.code, one.severity) for one in found] == [
        ("guides.basis", Severity.ERROR),
        ("guides.method", Severity.ERROR),
    ]
    assert "《食品标识管理规定》（规章）" in found[0].zh
    assert "网络监测" in found[1].zh


def test_a_guide_may_name_the_article_where_the_item_names_the_text_and_not_the_other_way_round_2_4_2() -> None:
    narrow = guide(legal_bases=(ARTICLE,), check_points=(CheckPoint(id="name", text="载明名称", basis=ARTICLE),))
    assert check_guides([narrow], [item()]) == ()
    assert [one.code for one in check_guides([guide()], [item(legal_bases=(ARTICLE,))])] == ["guides.basis"]


def test_the_same_title_with_another_rank_is_another_basis_2_4_2() -> None:
    other = item(legal_bases=(attrs.evolve(FOOD, rank=BasisRank.REGULATION),))
    assert [one.code for one in check_guides([guide()], [other])] == ["guides.basis"]


def test_a_guide_for_none_of_the_items_is_noted() -> None:
    found = check_guides([guide("drinks")], [])
    assert [(one.code, one.where, one.severity) for one in found] == [("guides.unlisted", "drinks", Severity.NOTE)]


@pytest.mark.parametrize("field", ["legal_bases", "methods", "check_points"])
def test_basis_method_and_check_points_must_be_stated_2_4_2(field: str) -> None:
    with pytest.raises(LawError, match="二（四）") as caught:
        guide(**{field: ()})
    assert caught.value.params["field"] == f"guide.labels.{field}"


def test_a_check_point_rests_on_a_basis_of_its_guide_2_4_2() -> None:
    with pytest.raises(LawError, match="检查要点须依据指引所列的检查依据") as caught:
        guide(check_points=(CheckPoint(id="name", text="载明名称", basis=LABELS),))
    assert caught.value.params["field"] == "guide.labels.check_points.name"


def test_a_check_point_stands_once() -> None:
    point = CheckPoint(id="name", text="载明名称", basis=FOOD)
    with pytest.raises(DuplicateError, match="name"):
        guide(check_points=(point, attrs.evolve(point, text="名称真实")))


@pytest.mark.parametrize(
    "changes",
    [
        {"content": ""},
        {"department": "市场监管局"},
        {"item_version": 0},
        {"version": 0},
        {"expires_on": date(2024, 12, 31)},
        {"methods": ("实地核查",)},
        {"legal_bases": "食品安全法"},
    ],
    ids=str,
)
def test_a_field_of_the_wrong_form_is_refused(changes: dict[str, object]) -> None:
    with pytest.raises(InvalidValueError):
        guide(**changes)


def test_the_digest_can_be_taken_again_from_the_canonical_text() -> None:
    one = guide()
    assert one.digest == hashlib.sha256(one.canonical.encode()).hexdigest()
    lines = one.canonical.splitlines()
    assert [line for line in lines if line.startswith("check_points.1.")] == [
        "check_points.1.id=name",
        "check_points.1.text=载明名称",
        "check_points.1.basis:LegalBasis",
        "check_points.1.basis.title=食品安全法",
        "check_points.1.basis.rank=LAW",
        "check_points.1.basis.article=",
    ]
    assert one.citation == f"{AGENCY} 抽查工作指引 labels v1 sha256:{one.digest}"


@pytest.mark.parametrize(
    "changes",
    [
        {"version": 2},
        {"item_version": 2},
        {"department": "320481-WJW"},
        {"content": "标签"},
        {"effective_on": date(2025, 1, 2)},
        {"expires_on": date(2025, 12, 31)},
        {"methods": (InspectionMethod.ONLINE,)},
        {"legal_bases": (FOOD, LABELS)},
        {"check_points": (CheckPoint(id="name", text="载明名称和规格", basis=FOOD),)},
    ],
    ids=str,
)
def test_every_field_enters_the_digest(changes: dict[str, object]) -> None:
    assert guide(**changes).digest != guide().digest
    assert guide().digest == guide().digest


def test_a_guide_is_hashable_and_shows_its_item() -> None:
    assert {guide(), guide()} == {guide()}
    assert repr(guide()) == "<抽查工作指引 labels v1：1 个要点，指引 v1>"
