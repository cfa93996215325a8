"""Inspection items: every rule of 二（二） (2.2.1 to 2.2.13), each naming its clause."""

from datetime import date
from fractions import Fraction

import attrs
import pytest

from shuangsuiji.errors import InvalidRatioError, InvalidValueError, LawError
from shuangsuiji.registry import InspectionItem, LegalBasis
from shuangsuiji.terms import BasisRank, InspectionMethod, ItemKind, ItemOrigin, KeyGround
from tests.unit.builders import item, key_item


def basis(rank: BasisRank) -> LegalBasis:
    return LegalBasis(title="食品安全法", rank=rank, article="第一百零九条")


def own_item(code: str = "own", /, **changes: object) -> InspectionItem:
    """An item that the department sets up itself."""
    given = {"origin": ItemOrigin.SELF_ESTABLISHED, "superior_item": "", "power_list_entry": "权力清单 12"}
    return item(code, **{**given, **changes})


MAKERS = {"general": item, "key": key_item, "own": own_item}


def refused_under(clause: str, kind: str, **changes: object) -> LawError:
    with pytest.raises(LawError) as caught:
        MAKERS[kind](**changes)
    cited = caught.value.params["clause"]
    assert getattr(cited, "clause", None) == clause
    assert "溧政办发〔2020〕27号 二（二）" in str(caught.value)
    return caught.value


def test_a_described_item_is_accepted() -> None:
    assert item().ratio_cap == Fraction(1, 10)
    assert key_item().ratio_cap is None
    assert own_item().power_list_entry == "权力清单 12"


def test_an_item_keeps_the_code_of_the_catalogue_2_2_1() -> None:
    assert item(catalogue_code="3204810131001").catalogue_code == "3204810131001"


def test_an_item_of_a_superior_list_names_it_2_2_2() -> None:
    error = refused_under("2.2.2", "general", superior_item="")
    assert error.params["field"] == "labels.superior_item"


@pytest.mark.parametrize("field", ["legal_bases", "methods"])
def test_basis_and_method_must_be_stated_2_2_4(field: str) -> None:
    assert refused_under("2.2.4", "general", **{field: ()}).params["field"] == f"labels.{field}"
    refused_under("2.2.4", "key", **{field: ()})


@pytest.mark.parametrize("field", ["name", "content", "implementing_body"])
def test_name_content_and_body_must_be_stated_2_2_4(field: str) -> None:
    with pytest.raises(InvalidValueError, match=f"labels.{field}"):
        item(**{field: ""})


def test_several_bases_and_methods_may_be_stated_2_2_4() -> None:
    many = item(legal_bases=tuple(map(basis, BasisRank)), methods=tuple(InspectionMethod))
    assert (len(many.legal_bases), len(many.methods)) == (4, 5)


def test_joint_departments_are_names_2_2_4() -> None:
    assert item(joint_departments=("320481-WJW",)).joint_departments == ("320481-WJW",)
    with pytest.raises(InvalidValueError, match="joint_departments"):
        item(joint_departments=("市卫健局",))


def test_an_item_comes_from_above_or_from_the_department_2_2_5() -> None:
    assert item().origin is ItemOrigin.SUPERIOR
    assert own_item().origin is ItemOrigin.SELF_ESTABLISHED


@pytest.mark.parametrize("rank", list(BasisRank), ids=lambda rank: rank.name)
def test_an_own_item_rests_on_a_law_a_regulation_or_a_rule_2_2_6(rank: BasisRank) -> None:
    if rank.suffices:
        assert own_item(legal_bases=(basis(rank),)).legal_bases == (basis(rank),)
    else:
        refused_under("2.2.6", "own", legal_bases=(basis(rank),))


def test_a_normative_document_beside_a_law_does_no_harm_2_2_6() -> None:
    own_item(legal_bases=(basis(BasisRank.NORMATIVE_DOCUMENT), basis(BasisRank.RULE)))


def test_an_item_from_above_may_rest_on_a_normative_document() -> None:
    item(legal_bases=(basis(BasisRank.NORMATIVE_DOCUMENT),))


def test_an_own_item_names_its_entry_in_the_power_list_2_2_6() -> None:
    refused_under("2.2.6", "own", power_list_entry="")


@pytest.mark.parametrize("version", [0, -1, True, 1.0, "1"], ids=repr)
def test_versions_count_from_one_2_2_7(version: object) -> None:
    with pytest.raises(InvalidValueError, match=r"labels\.version"):
        item(version=version)


def test_a_version_is_in_force_from_its_first_to_its_last_day_2_2_7() -> None:
    one = item(effective_on=date(2025, 1, 1), expires_on=date(2025, 12, 31))
    days = [date(2024, 12, 31), date(2025, 1, 1), date(2025, 12, 31), date(2026, 1, 1)]
    assert [one.is_in_force(day) for day in days] == [False, True, True, False]
    with pytest.raises(InvalidValueError, match="expires_on"):
        item(expires_on=date(2024, 12, 31))


def test_a_general_item_has_no_key_ground_2_2_8() -> None:
    refused_under("2.2.8", "general", key_ground=KeyGround.SAFETY)


@pytest.mark.parametrize("ground", [KeyGround.SAFETY, KeyGround.QUALITY, KeyGround.PUBLIC_INTEREST])
def test_a_key_item_has_a_ground_2_2_9(ground: KeyGround) -> None:
    assert key_item(key_ground=ground).key_ground is ground


def test_a_key_item_without_a_ground_is_refused_2_2_9() -> None:
    refused_under("2.2.9", "key", key_ground=None)


def test_another_ground_is_stated_in_words_2_2_9() -> None:
    refused_under("2.2.9", "key", key_ground=KeyGround.OTHER)
    assert key_item(key_ground=KeyGround.OTHER, key_ground_text="重大舆情").key_ground_text == "重大舆情"


@pytest.mark.parametrize("cap", ["10%", "1", "0"])
def test_a_key_item_has_no_cap_2_2_10(cap: str) -> None:
    error = refused_under("2.2.10", "key", ratio_cap=cap)
    assert "重点检查事项不设比例上限" in error.zh_line


@pytest.mark.parametrize("cap", [None, "0", "0%", "1", "100%", 0, 1], ids=repr)
def test_a_general_item_has_a_cap_above_nought_and_below_one_2_2_12(cap: object) -> None:
    refused_under("2.2.12", "general", ratio_cap=cap)


@pytest.mark.parametrize("cap", ["1/1000000", "999999/1000000", "3%", Fraction(1, 3)], ids=str)
def test_any_exact_cap_between_is_accepted_2_2_12(cap: object) -> None:
    assert isinstance(item(ratio_cap=cap).ratio_cap, Fraction)


@pytest.mark.parametrize("cap", [0.03, "3 percent", True, "3/2"], ids=repr)
def test_a_cap_that_is_not_exact_is_refused(cap: object) -> None:
    with pytest.raises(InvalidRatioError, match="ratio_cap"):
        item(ratio_cap=cap)


@pytest.mark.parametrize(("one", "clause"), [(item(), "2.2.12"), (key_item(), "2.2.10")], ids=["general", "key"])
def test_an_item_knows_the_clause_about_its_cap(one: InspectionItem, clause: str) -> None:
    assert one.cap_clause.clause == clause


@pytest.mark.parametrize("code", ["", "标签", "a b", "a.b", "a/b", "x" * 65])
def test_the_code_is_a_name_because_it_names_files(code: str) -> None:
    with pytest.raises(InvalidValueError):
        item(code)


def test_the_rules_hold_also_where_attrs_validators_are_off() -> None:
    with attrs.validators.disabled():
        refused_under("2.2.12", "general", ratio_cap=None)
        refused_under("2.2.10", "key", ratio_cap="10%")


def test_a_change_goes_through_the_same_rules() -> None:
    with pytest.raises(LawError):
        attrs.evolve(item(), kind=ItemKind.KEY, key_ground=KeyGround.SAFETY)


def test_an_item_cannot_be_edited() -> None:
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        item().ratio_cap = None  # type: ignore[misc]


def test_an_item_shows_kind_and_cap() -> None:
    assert repr(item()) == "<抽查事项 labels 食品标签检查（一般检查事项，上限 1/10）v1>"
    assert repr(key_item()) == "<抽查事项 lifts 食品标签检查（重点检查事项）v1>"


def test_a_legal_basis_has_a_title() -> None:
    with pytest.raises(InvalidValueError, match=r"LegalBasis\.title"):
        LegalBasis(title="", rank=BasisRank.LAW)


@pytest.mark.parametrize("kind", ["一般检查事项", "GENERAL", None], ids=repr)
def test_a_kind_given_as_text_does_not_escape_the_cap_2_2_8(kind: object) -> None:
    with pytest.raises((InvalidValueError, LawError, TypeError)):
        item(kind=kind, ratio_cap=None, key_ground=KeyGround.SAFETY)


@pytest.mark.parametrize(
    ("kind", "changes"),
    [
        ("general", {"superior_item": " "}),
        ("own", {"power_list_entry": " "}),
        ("key", {"key_ground": KeyGround.OTHER, "key_ground_text": " "}),
        ("general", {"catalogue_code": "1\n2"}),
    ],
    ids=str,
)
def test_a_blank_is_no_statement(kind: str, changes: dict[str, object]) -> None:
    with pytest.raises((InvalidValueError, LawError)):
        MAKERS[kind](**changes)
