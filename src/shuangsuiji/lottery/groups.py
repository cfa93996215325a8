"""Objects that every team treats alike: in the same frames and in the same region (对象组).

One pass over the frames tells all that pre-flight has to know of a million objects.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence

import attrs

from shuangsuiji.errors import InvalidValueError, UnknownNameError
from shuangsuiji.lottery.frames import TableFrame
from shuangsuiji.lottery.staff import Pair
from shuangsuiji.values import freeze

__all__ = ["ObjectGroup", "barred_by_object", "group_objects"]

Cells = Mapping[tuple[int, str], Mapping[str, int]]
"""Rows by stratum, by mark and region: of one frame."""


@attrs.frozen(kw_only=True)
class ObjectGroup:
    """Objects that stand in the same frames and in the same region (对象组).

    Attributes:
        frames: names of all the frames in which they stand, sorted.
        region: where they are.
        ids: rising.
        strata: how many of them are in each stratum, by frame.

    """

    frames: tuple[str, ...]
    region: str
    ids: Sequence[str]
    strata: Mapping[str, Mapping[str, int]] = attrs.field(converter=freeze)


def group_objects(names: Iterable[str], frames: Mapping[str, TableFrame]) -> tuple[ObjectGroup, ...]:
    """Return the objects of these frames in groups, by frames and region (对象分组).

    Args:
        names: the frames that count; others are not looked at.
        frames: the frame of each name; an object has one region in all of them.

    Raises:
        InvalidValueError: an object with different regions.
        UnknownNameError: a frame that is not given.

    """
    chosen = sorted(names)
    for name in chosen:
        if name not in frames:
            raise UnknownNameError(field="frames", value=name, known="、".join(frames))
    tables = [frames[name] for name in chosen]
    marks = _marks(tables)
    members: dict[tuple[int, str], list[str]] = {}
    cells: dict[str, Cells] = {}
    for position, (name, table) in enumerate(zip(chosen, tables, strict=True)):
        own = [marks[id_] for id_ in table.ids] if marks else [1] * table.rows
        cells[name] = _cells(table, own)
        members |= _members(table, own, 1 << position)
    return tuple(
        _group(tuple(name for position, name in enumerate(chosen) if key[0] >> position & 1), key, ids, cells)
        for key, ids in sorted(members.items())
    )


def _group(
    inside: tuple[str, ...], key: tuple[int, str], ids: Sequence[str], cells: Mapping[str, Cells]
) -> ObjectGroup:
    strata = {name: cells[name].get(key, {}) for name in inside}
    if any(sum(rows.values()) != len(ids) for rows in strata.values()):
        zh, en = "同一对象在各抽样框中区域须一致", "an object has one region in all frames"
        raise InvalidValueError(field="region", rule_zh=zh, rule=en, value=key[1])
    return ObjectGroup(frames=inside, region=key[1], ids=ids, strata=strata)


def barred_by_object(barred: Iterable[Pair], groups: Iterable[ObjectGroup]) -> list[Mapping[str, frozenset[str]]]:
    """Return for each group who is barred from which of its objects (组内回避)."""
    by_object: dict[str, set[str]] = defaultdict(set)
    for object_, officer in barred:
        by_object[object_].add(officer)
    return [{id_: frozenset(by_object[id_]) for id_ in _held(group.ids, by_object.keys())} for group in groups]


def _held(ids: Sequence[str], some: Collection[str]) -> list[str]:
    return [id_ for id_ in ids if id_ in some] if some else []


def _marks(tables: Sequence[TableFrame]) -> dict[str, int]:
    """Return in which tables each id stands, as bits; nothing where there is one table."""
    marks: dict[str, int] = {}
    if len(tables) > 1:
        for position, table in enumerate(tables):
            for id_ in table.ids:
                marks[id_] = marks.get(id_, 0) | 1 << position
    return marks


def _cells(table: TableFrame, marks: Sequence[int]) -> Cells:
    strata, regions = table.strata.labels, table.regions.labels
    found: dict[tuple[int, str], dict[str, int]] = {}
    rows_of = Counter(zip(marks, table.regions.codes, table.strata.codes, strict=True))
    for (mark, region, stratum), rows in rows_of.items():
        found.setdefault((mark, regions[region]), {})[strata[stratum]] = rows
    return found


def _members(table: TableFrame, marks: Sequence[int], bit: int) -> dict[tuple[int, str], list[str]]:
    """Return the ids that stand in no table before this one, by mark and region."""
    found: defaultdict[tuple[int, int], list[str]] = defaultdict(list)
    for id_, mark, region in zip(table.ids, marks, table.regions.codes, strict=True):
        if mark & -mark == bit:
            found[mark, region].append(id_)
    return {(mark, table.regions.labels[region]): ids for (mark, region), ids in found.items()}
