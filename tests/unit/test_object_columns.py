"""Objects as columns: the same objects, without the objects."""

from array import array
from hashlib import sha256

import attrs
import pytest

from shuangsuiji.errors import DuplicateError, InvalidIdentifierError, InvalidValueError, LawError, UnknownNameError
from shuangsuiji.registry import InspectionObject, ObjectColumns
from shuangsuiji.terms import ObjectKind
from shuangsuiji.values.columns import Column
from tests.unit.builders import enterprise, product, uscc

RICH = enterprise(
    2,
    tags=("危化品", "重点"),
    approved_by=("320481-SPJ",),
    supervised_by=("320481-YJJ", "320481-SCJG"),
    attributes={"风险等级": "A", "信用": "B"},
)
OBJECTS = [enterprise(3), product("P/1"), RICH, enterprise(1, attributes={"风险等级": "C"})]


def columns(**changes: object) -> ObjectColumns:
    return attrs.evolve(ObjectColumns.of(OBJECTS), **changes)  # type: ignore[arg-type]


def test_columns_give_back_the_objects_they_were_made_of() -> None:
    one = ObjectColumns.of(OBJECTS)
    assert [one.object_at(row) for row in range(len(one))] == sorted(OBJECTS, key=lambda each: each.id)


def test_the_order_of_input_plays_no_part() -> None:
    assert ObjectColumns.of(OBJECTS) == ObjectColumns.of(OBJECTS[::-1])
    assert ObjectColumns.of(OBJECTS).digest == ObjectColumns.of(OBJECTS[::-1]).digest


def test_no_objects_make_empty_columns() -> None:
    assert len(ObjectColumns.of([])) == 0
    assert ObjectColumns.of([]).with_objects(OBJECTS) == ObjectColumns.of(OBJECTS)


@pytest.mark.parametrize("id_", ["p/1", "P/1"])
def test_an_id_stands_once_upper_and_lower_case_counted_as_the_same(id_: str) -> None:
    with pytest.raises(DuplicateError):
        ObjectColumns.of([*OBJECTS, product(id_)])
    with pytest.raises(DuplicateError):
        ObjectColumns.of(OBJECTS).with_objects([product(id_)])


def test_ids_that_differ_only_in_letters_beyond_ascii_are_different() -> None:
    assert len(ObjectColumns.of([product("é"), product("É")])) == 2


def test_the_row_of_an_id_is_found() -> None:
    one = ObjectColumns.of(OBJECTS)
    assert one.object_at(one.position(uscc(2))) == RICH
    with pytest.raises(UnknownNameError):
        one.position(uscc(9))


def test_a_plan_may_use_the_columns_of_every_object_and_their_attributes() -> None:
    one = ObjectColumns.of(OBJECTS)
    assert one.column("kind").labels == ("产品", "企业")
    assert set(one.column("风险等级")) == {"A", "C", "-"}
    assert list(one.column("holder"))[one.position("P/1")] == uscc(1)
    assert list(one.column("tags"))[one.position(uscc(2))] == "危化品,重点"


@pytest.mark.parametrize("field", ["", "name", "names", "id", "行业"])
def test_another_column_is_refused_with_the_list_of_those_there_are(field: str) -> None:
    with pytest.raises(UnknownNameError, match="kind、region、tags、holder、信用、风险等级"):
        ObjectColumns.of(OBJECTS).column(field)


def test_rows_may_be_taken() -> None:
    one = ObjectColumns.of(OBJECTS)
    assert [each.id for each in map(one.take([0, 2]).object_at, range(2))] == [one.ids[0], one.ids[2]]
    assert len(one.take([])) == 0


def test_more_objects_bring_their_attributes_along() -> None:
    more = ObjectColumns.of(OBJECTS).with_objects([enterprise(9, attributes={"行业": "餐饮"})])
    assert more == ObjectColumns.of([*OBJECTS, enterprise(9, attributes={"行业": "餐饮"})])
    assert more.object_at(more.position(uscc(2))) == RICH


def test_no_more_objects_change_nothing() -> None:
    one = ObjectColumns.of(OBJECTS)
    assert one.with_objects([]) is one


@pytest.mark.parametrize(
    "changed",
    [
        attrs.evolve(RICH, name="另名"),
        attrs.evolve(RICH, kind=ObjectKind.INDIVIDUAL_BUSINESS),
        attrs.evolve(RICH, region="戴埠"),
        attrs.evolve(RICH, tags=("危化品",)),
        attrs.evolve(RICH, approved_by=("320481-SCJG",)),
        attrs.evolve(RICH, approved_by=(), supervised_by=("320481-SPJ", "320481-YJJ", "320481-SCJG")),
        attrs.evolve(RICH, attributes={"风险等级": "B", "信用": "A"}),
        attrs.evolve(RICH, attributes={"风险等级": "A"}),
        attrs.evolve(RICH, attributes={"风险等级": "A", "信用": "B", "行业": "餐饮"}),
        attrs.evolve(RICH, id=uscc(8)),
    ],
    ids=["name", "kind", "region", "tags", "approved", "supervised", "swapped", "attribute", "more", "id"],
)
def test_the_digest_binds_every_cell(changed: InspectionObject) -> None:
    others = [one for one in OBJECTS if one is not RICH]
    assert ObjectColumns.of([*others, changed]).digest != ObjectColumns.of(OBJECTS).digest


def test_the_digest_binds_the_holder() -> None:
    assert ObjectColumns.of([product("P")]).digest != ObjectColumns.of([product("P", holder=uscc(2))]).digest


def test_the_digest_is_the_one_that_the_docstring_defines() -> None:
    lines = ["信用\t风险等级"]
    for one in sorted(OBJECTS, key=lambda each: each.id):
        cells = [one.id, one.name, one.kind.value, one.region, one.holder, ",".join(sorted(one.tags))]
        cells += [",".join(one.approved_by), ",".join(one.supervised_by)]
        lines.append("\t".join([*cells, *(one.attributes.get(name, "-") for name in ("信用", "风险等级"))]))
    text = "".join(f"{line}\n" for line in lines)
    assert ObjectColumns.of(OBJECTS).digest == sha256(text.encode()).hexdigest()


@pytest.mark.parametrize(
    "name", ["names", "kinds", "regions", "holders", "tags", "approved_by", "supervised_by", "attributes"]
)
def test_columns_of_different_length_are_refused(name: str) -> None:
    short: object = Column.of(["x"])
    if name == "names":
        short = ("x",)
    elif name == "attributes":
        short = {"风险等级": short}
    with pytest.raises(InvalidValueError, match="应有 4 行"):
        columns(**{name: short})


@pytest.mark.parametrize(
    ("name", "labels", "error"),
    [
        ("kinds", ["企业", "企业", "企业", "公司"], UnknownNameError),
        ("regions", ["a", "b", "c", "d|e"], InvalidValueError),
        ("regions", ["a", "b", "c", ""], InvalidValueError),
        ("tags", ["a", "b", "c", "d,"], InvalidValueError),
        ("tags", ["a", "b", "c", "d,,e"], InvalidValueError),
        ("approved_by", ["", "", "", "市局"], InvalidValueError),
        ("supervised_by", ["", "", "", "a,市局"], InvalidValueError),
        ("kinds", ["企业", "企业", "企业", "企业"], InvalidIdentifierError),
        ("holders", ["", "", "", ""], LawError),
        ("holders", ["", "", uscc(1), uscc(1)], LawError),
    ],
    ids=str,
)
def test_bulk_columns_are_held_to_the_rules_of_single_objects(
    name: str, labels: list[str], error: type[Exception]
) -> None:
    with pytest.raises(error):
        columns(**{name: Column.of(labels)})


def test_bulk_names_are_held_to_the_rules_of_single_objects() -> None:
    with pytest.raises(InvalidValueError, match="不得含控制字符"):
        columns(names=("a", "b", "c", "d\te"))


@pytest.mark.parametrize(
    ("ids", "error"),
    [
        (("P/1", uscc(1), uscc(2), uscc(3)), InvalidValueError),
        ((uscc(1), uscc(1), uscc(3), "P/1"), DuplicateError),
        ((uscc(1), uscc(2), uscc(3), "P\t1"), InvalidValueError),
    ],
    ids=["unsorted", "twice", "no field"],
)
def test_bulk_ids_are_held_to_the_rules_of_single_objects(ids: tuple[str, ...], error: type[Exception]) -> None:
    with pytest.raises(error):
        columns(ids=ids)


def test_a_hundred_thousand_rows_are_made_from_columns_alone() -> None:
    ids = tuple(f"P{number:06d}" for number in range(100_000))
    constant = Column.constant("", len(ids))
    one = ObjectColumns(
        ids=ids,
        names=ids,
        kinds=Column.constant("产品", len(ids)),
        regions=Column(("戴埠", "溧城"), array("I", [0, 1] * 50_000)),
        holders=Column.constant(uscc(1), len(ids)),
        tags=constant,
        approved_by=constant,
        supervised_by=constant,
    )
    assert one.object_at(99_999).region == "溧城"


def test_a_kind_in_english_is_refused_with_our_own_error() -> None:
    with pytest.raises(InvalidValueError, match="应为中文类别名称"):
        columns(kinds=Column.of(["ENTERPRISE", "ENTERPRISE", "ENTERPRISE", "PRODUCT"]))


def test_tags_keep_their_order_or_are_refused() -> None:
    one = enterprise(1, tags=("b", "a"))
    assert ObjectColumns.of([one]).object_at(0) == one
