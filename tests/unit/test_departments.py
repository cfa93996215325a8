"""Departments: the sixteen of the body, the seventeen of the annex, and an open tree."""

import pytest

from shuangsuiji.errors import BrokenChainError, DuplicateError, InvalidValueError, UnknownNameError
from shuangsuiji.law import LIYANG_2020
from shuangsuiji.registry import ANNEX_MEMBERS, BODY_DEPARTMENTS, LIYANG_DEPARTMENTS, Department, DepartmentTree
from shuangsuiji.terms import Level
from tests.unit.builders import made


def unit(id_: str, parent_id: str | None = None, **changes: object) -> Department:
    given = {"id": id_, "name": f"{id_}局", "level": Level.COUNTY, "region": "320481", "parent_id": parent_id}
    return made(Department, given, changes)


def tree(*units: Department) -> DepartmentTree:
    return DepartmentTree(departments=units)


def test_the_body_names_sixteen_departments() -> None:
    quotation = LIYANG_2020.clause("2.1.2").quotation
    words = quotation.removesuffix("等市场监管领域相关部门").split("、")
    assert len(words) == len(set(BODY_DEPARTMENTS)) == 16
    assert [LIYANG_DEPARTMENTS.named(word).id for word in words] == list(BODY_DEPARTMENTS)


def test_the_annex_names_seventeen_members() -> None:
    names = LIYANG_2020.clause("A2.2").quotation.split("，")
    names.append(LIYANG_2020.clause("A2.3").quotation.partition("作为")[0])
    assert len(names) == len(set(ANNEX_MEMBERS)) == 17
    assert [LIYANG_DEPARTMENTS.named(name).id for name in names] == list(ANNEX_MEMBERS)


def test_the_two_lists_differ_in_three_units() -> None:
    def names(ids: set[str]) -> set[str]:
        return {LIYANG_DEPARTMENTS[id_].name for id_ in ids}

    body, annex = set(BODY_DEPARTMENTS), set(ANNEX_MEMBERS)
    assert names(annex - body) == {"市行政审批局", "市综合抽样调查队"}
    assert names(body - annex) == {"市统计局"}
    assert len(annex & body) == 15


def test_every_unit_is_found_by_id_name_and_short_name() -> None:
    for department in LIYANG_DEPARTMENTS.departments:
        for word in (department.id, department.name, *department.short_names):
            assert LIYANG_DEPARTMENTS.named(word) == department


def test_every_unit_of_the_county_stands_below_one() -> None:
    for id_ in {*BODY_DEPARTMENTS, *ANNEX_MEMBERS}:
        department = LIYANG_DEPARTMENTS[id_]
        assert (department.level, department.region) == (Level.COUNTY, "320481")
        assert len(LIYANG_DEPARTMENTS.ancestors(id_)) == 1


@pytest.mark.parametrize(
    ("word", "above"),
    [
        ("税务", "国家税务总局"),
        ("海关", "常州海关"),
        ("生态环境", "常州市生态环境综合行政执法局"),
        ("公安", "溧阳市人民政府"),
    ],
)
def test_some_units_answer_to_a_superior_elsewhere(word: str, above: str) -> None:
    department = LIYANG_DEPARTMENTS.named(word)
    assert [one.name for one in LIYANG_DEPARTMENTS.ancestors(department.id)] == [above]


def test_the_list_is_open_and_the_old_tree_stays_as_it_was() -> None:
    more = LIYANG_DEPARTMENTS.with_departments(unit("320481-SLJ", "320481-ZF", name="市水利局"))
    assert len(more) == len(LIYANG_DEPARTMENTS) + 1
    assert more.named("市水利局").id == "320481-SLJ"
    with pytest.raises(UnknownNameError, match="市水利局"):
        LIYANG_DEPARTMENTS.named("市水利局")


def test_units_directly_below_a_unit_are_listed() -> None:
    one = tree(unit("a"), unit("b", "a"), unit("c", "b"), unit("d", "a"))
    assert [below.id for below in one.below("a")] == ["b", "d"]
    assert [above.id for above in one.ancestors("c")] == ["b", "a"]
    assert one.below("c") == ()


def test_an_id_stands_once() -> None:
    with pytest.raises(DuplicateError, match="'b'"):
        tree(unit("a"), unit("b"), unit("b"))


@pytest.mark.parametrize(
    "units",
    [
        (unit("a", "a"),),
        (unit("a", "b"), unit("b", "a")),
        (unit("a", "b"), unit("b", "c"), unit("c", "a")),
        (unit("x", "a"), unit("a", "b"), unit("b", "c"), unit("c", "b")),
    ],
    ids=["itself", "two", "three", "further up"],
)
def test_a_cycle_is_refused(units: tuple[Department, ...]) -> None:
    with pytest.raises(BrokenChainError, match="部门不得是自己的上级"):
        tree(*units)


def test_a_unit_above_that_is_not_in_the_tree_is_refused() -> None:
    with pytest.raises(UnknownNameError, match="'z'"):
        tree(unit("a", "z"))


def test_an_unknown_unit_is_refused_with_the_list_of_those_there_are() -> None:
    with pytest.raises(UnknownNameError, match="a、b"):
        tree(unit("b"), unit("a"))["c"]
    with pytest.raises(UnknownNameError):
        tree(unit("a")).below("c")


def test_a_word_that_means_two_units_is_refused() -> None:
    with pytest.raises(UnknownNameError, match="市场监管"):
        tree(unit("a", short_names=("市场监管",)), unit("b", short_names=("市场监管",))).named("市场监管")


@pytest.mark.parametrize(
    "changes",
    [{"id": "市局"}, {"id": ""}, {"name": ""}, {"name": "a|b"}, {"name": " 市局"}, {"region": ""}],
    ids=str,
)
def test_a_field_of_the_wrong_form_is_refused(changes: dict[str, object]) -> None:
    with pytest.raises(InvalidValueError):
        made(unit, {"id_": "a"}, changes)


def test_a_region_is_six_digits() -> None:
    with pytest.raises(InvalidValueError):
        unit("a", region="溧阳")
