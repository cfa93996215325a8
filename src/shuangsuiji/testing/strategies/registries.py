"""Strategies for 一单两库: items and lists, objects and pools: 二（二）, 二（三） (清单与名录库策略)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from fractions import Fraction
from typing import Any

import attrs
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from shuangsuiji.registry import InspectionItem, InspectionObject, ItemList, LegalBasis, ObjectPool
from shuangsuiji.terms import (
    BasisRank,
    InspectionMethod,
    ItemKind,
    ItemListKind,
    ItemOrigin,
    KeyGround,
    ObjectKind,
)
from shuangsuiji.testing.strategies.identifiers import LIYANG, entity_ids, usccs
from shuangsuiji.testing.strategies.texts import (
    UPPER,
    days,
    fields,
    labels,
    names,
    parts,
    ratios,
    synthetic_names,
    text_ids,
    weights,
)

__all__ = ["inspection_items", "inspection_objects", "item_lists", "legal_bases", "object_pools"]

_FIRST, _LATER = date(2020, 5, 7), date(2100, 1, 1)
_REASON = "示例原因"
_KINDS = st.sampled_from(ItemKind)
_CAPS = st.sampled_from([Fraction(cap) for cap in ("1/2", "1/20", "3/100", "9/10")])
_OF_KIND: dict[ItemKind, SearchStrategy[dict[str, Any]]] = {
    ItemKind.GENERAL: st.fixed_dictionaries(
        {"kind": st.just(ItemKind.GENERAL), "ratio_cap": _CAPS | ratios(Fraction(1, 1000), Fraction(999, 1000))}
    ),
    ItemKind.KEY: st.fixed_dictionaries(
        {"kind": st.just(ItemKind.KEY), "key_ground": st.sampled_from(KeyGround), "key_ground_text": fields()}
    ),
}
_ARTICLES = st.sampled_from(("", "第十四条", "第三条第二款"))
_BASES = st.builds(LegalBasis, title=fields(), rank=st.sampled_from(BasisRank), article=_ARTICLES)
_SUFFICIENT = st.sampled_from([rank for rank in BasisRank if rank.suffices])
_SUFFICIENT_BASES = st.builds(LegalBasis, title=fields(), rank=_SUFFICIENT, article=_ARTICLES)
_OF_ORIGIN: SearchStrategy[dict[str, Any]] = st.fixed_dictionaries(
    {
        "origin": st.just(ItemOrigin.SUPERIOR),
        "superior_item": fields(),
        "legal_bases": st.tuples(_BASES) | st.tuples(_BASES, _BASES),
    }
) | st.fixed_dictionaries(
    {
        "origin": st.just(ItemOrigin.SELF_ESTABLISHED),
        "power_list_entry": fields(),
        "legal_bases": st.tuples(_SUFFICIENT_BASES) | st.tuples(_BASES, _SUFFICIENT_BASES),
    }
)
_METHODS = st.lists(st.sampled_from(InspectionMethod), min_size=1, max_size=3, unique=True).map(tuple)
_CATALOGUE_CODES = st.just("") | names()
_DEPARTMENTS = st.lists(names(), max_size=2, unique=True).map(tuple)
_SOME_DEPARTMENTS = st.lists(names(), min_size=1, max_size=2, unique=True).map(tuple)

_ATTRIBUTES = st.fixed_dictionaries(
    {},
    optional={
        "风险等级": st.sampled_from("ABCD"),
        "行业": st.sampled_from(("餐饮", "零售", "机械制造", "仓储/物流")),
    },
)
_ODD_ATTRIBUTES = st.dictionaries(parts().map("列{}".format), labels(), min_size=1, max_size=2)
_OBJECTS = {
    kind: st.builds(
        InspectionObject,
        id=entity_ids() if kind in (ObjectKind.ENTERPRISE, ObjectKind.INDIVIDUAL_BUSINESS) else text_ids() | usccs(),
        name=synthetic_names() | labels(),
        kind=st.just(kind),
        region=st.sampled_from((LIYANG, "天目湖镇", "戴埠镇", "-")) | fields(),
        holder=st.just("") if kind.is_entity else usccs(),
        tags=st.sets(parts(), max_size=2),
        approved_by=_DEPARTMENTS,
        supervised_by=_DEPARTMENTS,
        attributes=_ATTRIBUTES | _ODD_ATTRIBUTES,
    )
    for kind in ObjectKind
}


def legal_bases() -> SearchStrategy[LegalBasis]:
    """Return texts that an inspection may rest on (抽查依据)."""
    return _BASES


@st.composite
def inspection_items(
    draw: DrawFn,
    *,
    kind: ItemKind | None = None,
    codes: SearchStrategy[str] | None = None,
    joint: bool | None = None,
    in_force_on: date | None = None,
) -> InspectionItem:
    """Return items that keep every rule of 二（二） (抽查事项).

    Args:
        draw: Hypothesis gives it.
        kind: KEY or GENERAL; either when not given.
        codes: strategy for the code.
        joint: whether other departments take part; either when not given.
        in_force_on: a day on which the item is in force; any when not given.

    """
    effective_on = draw(days() if in_force_on is None else st.dates(_FIRST, in_force_on))
    first_end = effective_on if in_force_on is None else in_force_on
    return InspectionItem(
        code=draw(names() if codes is None else codes),
        name=draw(fields()),
        implementing_body=draw(names()),
        content=draw(fields()),
        methods=draw(_METHODS),
        effective_on=effective_on,
        expires_on=draw(st.none() | st.dates(first_end, _LATER)),
        version=draw(st.integers(1, 5)),
        joint_departments=() if joint is False else draw(_SOME_DEPARTMENTS if joint else _DEPARTMENTS),
        catalogue_code=draw(_CATALOGUE_CODES),
        **draw(_OF_KIND[draw(_KINDS) if kind is None else kind]),
        **draw(_OF_ORIGIN),
    )


@st.composite
def item_lists(
    draw: DrawFn, *, min_size: int = 0, max_size: int = 4, in_force_on: date | None = None, revised: bool | None = None
) -> ItemList:
    """Return lists of items, some of them in their second version (抽查事项清单).

    Args:
        draw: Hypothesis gives it.
        min_size: fewest items.
        max_size: most items.
        in_force_on: a day on which the list and every item are in force; any when not given.
        revised: whether the list is in its second version; either when not given.

    """
    kind, last = draw(st.sampled_from(ItemListKind)), in_force_on or _LATER
    items = inspection_items(joint=True if kind is ItemListKind.JOINT else None, in_force_on=in_force_on)
    held = draw(st.lists(items, min_size=min_size, max_size=max_size, unique_by=lambda item: item.code))
    first = ItemList(
        id=draw(names()),
        kind=kind,
        owner=draw(names()),
        items=tuple(held),
        effective_on=draw(st.dates(_FIRST, last)),
    )
    if not held or not (draw(st.booleans()) if revised is None else revised):
        return first
    before = draw(st.sampled_from(held))
    put = attrs.evolve(draw(items), code=before.code, version=before.version + draw(st.integers(1, 3)))
    return first.revise(put=[put], reasons={put.code: draw(fields())}, on=draw(st.dates(first.effective_on, last)))


def inspection_objects(*, kinds: Iterable[ObjectKind] = tuple(ObjectKind)) -> SearchStrategy[InspectionObject]:
    """Return objects of every kind, with ids and holders as 二（三） and 三（三） want them (检查对象).

    Args:
        kinds: the kinds to choose from.

    """
    return st.one_of(*(_OBJECTS[kind] for kind in kinds))


@st.composite
def object_pools(  # noqa: PLR0913 - what a test may want of a pool
    draw: DrawFn,
    *,
    min_size: int = 0,
    max_size: int = 8,
    item_codes: SearchStrategy[Iterable[str]] | None = None,
    maintained_by: date = _LATER,
    revised: bool | None = None,
    weight: str | None = None,
) -> ObjectPool:
    """Return pools of objects, some of them in their second version (检查对象名录库).

    Args:
        draw: Hypothesis gives it.
        min_size: fewest objects of the first version.
        max_size: most objects of the first version.
        item_codes: strategy for the codes of the items for which the pool is kept.
        maintained_by: last day on which this version may have been made.
        revised: whether the pool is in its second version, with an object more; either when not given.
        weight: name of an attribute that holds a whole number from 1 of every object, to be drawn by.

    """
    unique = st.lists(
        inspection_objects() if weight is None else _weighed(weight),
        min_size=min_size + 1,
        max_size=max_size + 1,
        unique_by=lambda one: one.id.translate(UPPER),
    )
    extra, *objects = draw(unique)
    first = ObjectPool.of(
        objects,
        id=draw(names()),
        owner=draw(names()),
        item_codes=draw(st.lists(names(), max_size=2) if item_codes is None else item_codes),
        maintained_on=draw(st.dates(_FIRST, maintained_by)),
    )
    if not (draw(st.booleans()) if revised is None else revised):
        return first
    return first.revise(put=[extra], reasons=_REASON, on=draw(st.dates(first.maintained_on, maintained_by)))


@st.composite
def _weighed(draw: DrawFn, weight: str) -> InspectionObject:
    """Return objects with a weight: mostly alike, some so heavy that they are certain to be drawn."""
    one = draw(inspection_objects())
    return attrs.evolve(one, attributes={**one.attributes, weight: str(draw(weights()))})
