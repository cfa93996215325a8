"""Which objects of a pool a design concerns, and in which stratum each of them is."""

import pytest

from shuangsuiji.errors import InvalidValueError, UnknownNameError
from shuangsuiji.planning import Filter, Operator
from shuangsuiji.planning.scopes import WHOLE, rows_in, strata_of
from tests.unit.builders import enterprise, pool_of, product

POOL = pool_of(
    [
        enterprise(0, tags=("餐饮",), attributes={"风险等级": "A"}),
        enterprise(1, tags=("餐饮", "重点"), attributes={"风险等级": "B"}),
        enterprise(2),
        product("P-1", region="溧城"),
    ]
)
IDS = POOL.columns.ids


def by_id(*fields: str) -> dict[str, str]:
    return dict(zip(IDS, strata_of(POOL, fields, range(len(POOL))), strict=True))


def ids_in(*filters: Filter) -> set[str]:
    return {IDS[row] for row in rows_in(POOL, filters)}


def test_without_columns_all_are_one_stratum() -> None:
    assert set(by_id().values()) == {WHOLE}
    assert len(by_id()) == len(POOL)


def test_one_column_gives_its_values_and_several_are_joined() -> None:
    assert by_id("region")["P-1"] == "溧城"
    assert by_id("kind", "风险等级")["P-1"] == "产品/-"


def test_only_the_rows_that_are_asked_for_get_a_stratum_in_their_order() -> None:
    rows = [3, 0]
    assert list(strata_of(POOL, ("region",), rows)) == [by_id("region")[IDS[row]] for row in rows]
    assert list(strata_of(POOL, (), [])) == []


def test_a_value_with_a_slash_is_ambiguous_among_several_columns() -> None:
    pool = pool_of([enterprise(0, region="溧城/戴埠"), enterprise(1, region="溧城")])
    assert set(strata_of(pool, ("region",), range(2))) == {"溧城/戴埠", "溧城"}
    with pytest.raises(InvalidValueError, match="多列分层时取值不得含 /"):
        strata_of(pool, ("region", "kind"), range(2))


def test_every_condition_must_be_met_and_none_lets_all_in() -> None:
    in_town = Filter(field="region", operator=Operator.IN, values=("溧城",))
    tagged = Filter(field="tags", operator=Operator.IN, values=("餐饮",))
    assert ids_in() == set(IDS)
    assert ids_in(in_town, tagged) == ids_in(in_town) & ids_in(tagged)
    assert ids_in(in_town, Filter(field="region", operator=Operator.NOT_IN, values=("溧城",))) == set()


def test_a_column_that_the_pool_does_not_have_is_refused() -> None:
    with pytest.raises(UnknownNameError, match="行业"):
        strata_of(POOL, ("行业",), range(1))
    with pytest.raises(UnknownNameError, match="行业"):
        rows_in(POOL, [Filter(field="行业", operator=Operator.IN, values=("餐饮",))])
