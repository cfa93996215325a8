"""Inspection objects: who or what may be inspected."""

import attrs
import pytest

from shuangsuiji.errors import InvalidIdentifierError, InvalidValueError, LawError
from shuangsuiji.registry import InspectionObject
from shuangsuiji.terms import ObjectKind
from tests.unit.builders import enterprise, full_width, product, uscc

NON_ENTITIES = [kind for kind in ObjectKind if not kind.is_entity]


def test_an_enterprise_has_a_unified_code_or_an_old_number() -> None:
    assert enterprise(1).id == uscc(1)
    assert enterprise(1, id="320481000012345").id == "320481000012345"


@pytest.mark.parametrize("kind", [ObjectKind.ENTERPRISE, ObjectKind.INDIVIDUAL_BUSINESS], ids=lambda kind: kind.name)
@pytest.mark.parametrize("id_", ["项目1", uscc(1).lower(), uscc(1)[:-1], "32048100001234", "1" * 16])
def test_a_market_entity_without_a_code_is_refused(kind: ObjectKind, id_: str) -> None:
    with pytest.raises(InvalidIdentifierError, match="须有 18 位统一社会信用代码或 15 位注册号"):
        enterprise(1, id=id_, kind=kind)


def test_another_entity_may_have_another_id() -> None:
    assert enterprise(1, id="农专社 7", kind=ObjectKind.OTHER_ENTITY).id == "农专社 7"


@pytest.mark.parametrize("kind", NON_ENTITIES, ids=lambda kind: kind.name)
def test_what_is_no_entity_names_its_holder_3_3_3(kind: ObjectKind) -> None:
    assert product("P-1", kind=kind).holder == uscc(1)
    for holder in ("", "某公司", uscc(1).lower()):
        with pytest.raises(LawError) as caught:
            product("P-1", kind=kind, holder=holder)
        assert getattr(caught.value.params["clause"], "clause", None) == "3.3.3"


@pytest.mark.parametrize("kind", [kind for kind in ObjectKind if kind.is_entity], ids=lambda kind: kind.name)
def test_an_entity_is_its_own_holder(kind: ObjectKind) -> None:
    with pytest.raises(LawError, match="不另设所属主体"):
        enterprise(1, kind=kind, holder=uscc(2))


@pytest.mark.parametrize("id_", ["", " P-1", "P|1", "P=1", "P\t1", "P\n1", "Cafe\u0301", "P\u200b1"], ids=ascii)
def test_an_id_that_is_no_field_is_refused(id_: str) -> None:
    with pytest.raises(InvalidValueError):
        product(id_)


@pytest.mark.parametrize("name", ["", "a\tb", "a\nb", "a\x00b", "a\x7fb", 7, None], ids=repr)
def test_a_name_with_control_characters_is_refused(name: object) -> None:
    with pytest.raises(InvalidValueError, match="不得含控制字符"):
        enterprise(1, name=name)


@pytest.mark.parametrize(
    "name", ["<b>&</b>", " 溧阳（某）公司 ", "a|b=c", full_width("ABC"), "Cafe\u0301", "'; DROP TABLE"], ids=ascii
)
def test_a_name_is_kept_verbatim(name: str) -> None:
    assert enterprise(1, name=name).name == name


@pytest.mark.parametrize("region", ["", " 溧城", "溧城|", "溧城\t"], ids=repr)
def test_a_region_is_a_field(region: str) -> None:
    with pytest.raises(InvalidValueError, match="region"):
        enterprise(1, region=region)


def test_a_region_may_be_unknown() -> None:
    assert InspectionObject(id=uscc(1), name="某公司").region == "-"


@pytest.mark.parametrize("tag", ["", "a,b", "a|b", " a"], ids=repr)
def test_a_tag_is_a_field_without_commas(tag: str) -> None:
    with pytest.raises(InvalidValueError, match="tags"):
        enterprise(1, tags=(tag,))


@pytest.mark.parametrize("field", ["approved_by", "supervised_by"])
def test_departments_are_given_by_their_ids(field: str) -> None:
    with pytest.raises(InvalidValueError, match="departments"):
        enterprise(1, **{field: ("市市场监管局",)})


@pytest.mark.parametrize(
    "attributes", [{"风险|等级": "A"}, {"": "A"}, {"风险等级": ""}, {"风险等级": "A\tB"}, {"风险等级": 3}], ids=repr
)
def test_attributes_have_a_field_for_a_name_and_clean_values(attributes: dict[str, object]) -> None:
    with pytest.raises(InvalidValueError):
        enterprise(1, attributes=attributes)


def test_an_object_cannot_be_edited() -> None:
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        enterprise(1).region = "戴埠"  # type: ignore[misc]


def test_an_object_shows_kind_id_name_and_region() -> None:
    assert repr(enterprise(0)) == f"<企业 {uscc(0)} 溧阳第0有限公司 溧城>"


def test_attributes_cannot_be_edited_either() -> None:
    one = enterprise(1, attributes={"风险等级": "A"})
    with pytest.raises(TypeError):
        one.attributes["风险等级"] = "D"  # type: ignore[index]


@pytest.mark.parametrize("name", ["kind", "region", "tags", "holder"])
def test_an_attribute_is_not_called_like_a_column(name: str) -> None:
    with pytest.raises(InvalidValueError):
        enterprise(1, attributes={name: "X"})


def test_a_name_that_cannot_be_written_as_utf8_is_refused() -> None:
    with pytest.raises(InvalidValueError):
        enterprise(1, name="溧阳\ud800公司")
