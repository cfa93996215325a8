"""From a pool and a task to the frame of each item."""

import pytest

from shuangsuiji.draws.framing import frame_for
from shuangsuiji.errors import InvalidValueError, UnknownNameError
from shuangsuiji.planning import Filter, Operator
from tests.unit.builders import design, enterprise, pool_of, product, task, uscc

POOL = pool_of(
    [
        enterprise(0, tags=("餐饮",), attributes={"风险等级": "A"}),
        enterprise(1, tags=("餐饮", "重点"), attributes={"风险等级": "B"}),
        enterprise(2),
        enterprise(3, attributes={"风险等级": "B"}),
        product("P-1", region="溧城"),
    ]
)
IN_TOWN = Filter(field="region", operator=Operator.IN, values=("溧城",))


def framed(excluded: dict[str, str] | None = None, **changes: object) -> tuple[dict[str, str], dict[str, str]]:
    """Return stratum by id of the frame of a task, and its exclusions."""
    one = task(design(), **changes)
    scope = frame_for(one, one.designs[0], POOL, excluded or {})
    return {id_: scope.frame.stratum(id_) for id_ in scope.frame.ids}, dict(scope.excluded)


def test_without_strata_the_frame_is_one_stratum() -> None:
    strata, left_out = framed()
    assert set(strata.values()) == {"全部"}
    assert set(strata) == set(POOL.columns.ids)
    assert left_out == {}


def test_one_column_gives_its_values_as_strata() -> None:
    strata, _ = framed(strata=("region",))
    assert strata == {uscc(0): "溧城", uscc(1): "戴埠", uscc(2): "天目湖", uscc(3): "溧城", "P-1": "溧城"}


def test_several_columns_are_joined_by_slashes() -> None:
    strata, _ = framed(strata=("kind", "风险等级"))
    assert strata == {uscc(0): "企业/A", uscc(1): "企业/B", uscc(2): "企业/-", uscc(3): "企业/B", "P-1": "产品/-"}


def test_a_column_that_the_pool_does_not_have_is_refused() -> None:
    with pytest.raises(UnknownNameError, match="行业"):
        framed(strata=("行业",))
    with pytest.raises(UnknownNameError, match="行业"):
        framed(filters=(Filter(field="行业", operator=Operator.IN, values=("餐饮",)),))


def test_a_label_that_is_no_field_is_refused() -> None:
    pool = pool_of([enterprise(0, attributes={"行业": "a|b"})])
    one = task(strata=("行业",))
    with pytest.raises(InvalidValueError, match="stratum"):
        frame_for(one, one.designs[0], pool, {})


def test_every_condition_must_be_met() -> None:
    tagged = Filter(field="tags", operator=Operator.IN, values=("餐饮",))
    assert set(framed(regions=("溧城",))[0]) == {uscc(0), uscc(3), "P-1"}
    assert set(framed(filters=(tagged,))[0]) == {uscc(0), uscc(1)}
    assert set(framed(regions=("溧城",), filters=(tagged,))[0]) == {uscc(0)}


def test_a_design_may_narrow_the_frame_of_its_own_item() -> None:
    narrow = design("1%", "lifts", filters=(IN_TOWN,))
    both = task(design(), narrow)
    wide_frame, narrow_frame = (frame_for(both, one, POOL, {}).frame for one in both.designs)
    assert (wide_frame.rows, narrow_frame.rows) == (5, 3)


def test_the_frame_carries_the_region_of_each_row() -> None:
    one = task()
    frame = frame_for(one, one.designs[0], POOL, {}).frame
    assert f"{uscc(1)}\t全部\t戴埠\t-\n".encode() in frame.to_bytes()


def test_the_scope_knows_the_stratum_of_an_excluded_object_too() -> None:
    one = task(strata=("region",), regions=("溧城", "戴埠"))
    scope = frame_for(one, one.designs[0], POOL, {uscc(0): "近期已检"})
    assert [scope.stratum(id_) for id_ in (uscc(0), uscc(1), uscc(2), uscc(9))] == ["溧城", "戴埠", None, None]
    assert uscc(0) not in scope.frame


def test_an_excluded_object_is_left_out_with_its_reason() -> None:
    strata, left_out = framed({uscc(0): "近期已检", "P-1": "结果互认"})
    assert set(strata) == {uscc(1), uscc(2), uscc(3)}
    assert left_out == {uscc(0): "近期已检", "P-1": "结果互认"}


def test_an_excluded_object_out_of_scope_is_not_listed() -> None:
    strata, left_out = framed({uscc(1): "近期已检", uscc(0): "近期已检"}, regions=("溧城",))
    assert set(strata) == {uscc(3), "P-1"}
    assert left_out == {uscc(0): "近期已检"}


@pytest.mark.parametrize("id_", [uscc(9), uscc(0).lower(), "", "P-1 "])
def test_an_excluded_id_that_is_not_in_the_pool_is_refused(id_: str) -> None:
    with pytest.raises(UnknownNameError) as caught:
        framed({id_: "近期已检"})
    assert caught.value.params["value"] == id_


@pytest.mark.parametrize("reason", ["", " ", "a|b", "a\nb", "a\tb"], ids=repr)
def test_a_reason_of_exclusion_is_a_field(reason: str) -> None:
    with pytest.raises(InvalidValueError, match=f"excluded {uscc(0)}"):
        framed({uscc(0): reason})


def test_a_frame_without_objects_is_refused() -> None:
    with pytest.raises(InvalidValueError, match="抽样框中没有对象"):
        framed(regions=("外地",))
    with pytest.raises(InvalidValueError, match="抽样框中没有对象"):
        framed(dict.fromkeys(POOL.columns.ids, "近期已检"))
    one = task()
    with pytest.raises(InvalidValueError, match="抽样框中没有对象"):
        frame_for(one, one.designs[0], pool_of([]), {})


@pytest.mark.parametrize("strata", [("行业",), ("行业", "kind")], ids=str)
def test_labels_of_objects_out_of_scope_do_not_matter(strata: tuple[str, ...]) -> None:
    pool = pool_of([enterprise(0, attributes={"行业": "餐饮"}), enterprise(1, attributes={"行业": "a|b/c"})])
    one = task(strata=strata, regions=("溧城",))
    assert frame_for(one, one.designs[0], pool, {}).frame.rows == 1
