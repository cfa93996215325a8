"""From a pool and a task to the sampling frame of each item (抽样框编制)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import attrs

from shuangsuiji.errors import InvalidValueError, UnknownNameError
from shuangsuiji.lottery.frames import TableFrame
from shuangsuiji.lottery.weights import is_weight
from shuangsuiji.planning import SamplingDesign, Task
from shuangsuiji.planning.scopes import rows_in, strata_of
from shuangsuiji.registry import ObjectPool
from shuangsuiji.values import check_field
from shuangsuiji.values.columns import Column, find, holds

__all__ = ["Scope", "frame_for"]


@attrs.frozen(kw_only=True)
class Scope:
    """The objects of a pool that a task concerns for one item: those in the frame and those left out (范围).

    Attributes:
        frame: the sampling frame.
        excluded: reason by id, for the objects left out.
        ids: all of them, sorted.
        strata: the stratum of each.
        pool: the version of the pool that holds them.

    """

    frame: TableFrame
    excluded: Mapping[str, str]
    ids: tuple[str, ...]
    strata: Column
    pool: ObjectPool

    def __contains__(self, id_: object) -> bool:
        return isinstance(id_, str) and holds(self.ids, id_)

    def stratum(self, id_: str) -> str | None:
        """Return the stratum of an object, None where the task does not concern it."""
        return self.strata[find(self.ids, id_)] if id_ in self else None


def frame_for(task: Task, design: SamplingDesign, pool: ObjectPool, excluded: Mapping[str, str]) -> Scope:
    """Return the objects that a task concerns for one item, parted into frame and exclusions (抽样框).

    Args:
        task: gives filters, regions and strata.
        design: gives the item's own filters, and the column of weights for ``pareto``.
        pool: the version of the pool.
        excluded: reason code by id, for objects of the pool to be left out.

    Raises:
        UnknownNameError: a column that the pool does not have, or an excluded id that is not in the pool.
        InvalidValueError: no object is left, a reason code that is no field, an ambiguous stratum, or an object whose
            weight is no whole number from 1.

    """
    for id_, reason in excluded.items():
        check_field(reason, f"excluded {id_}")
        if id_ not in pool:
            raise UnknownNameError(field="excluded", value=id_, known=f"{len(pool)} ids of {pool.id}")
    in_scope = rows_in(pool, task.filters_for(design))
    ids = pool.columns.ids
    kept = [row for row in in_scope if ids[row] not in excluded] if excluded else in_scope
    left_out = {ids[row]: excluded[ids[row]] for row in in_scope if ids[row] in excluded} if excluded else {}
    if not kept:
        zh, en = "抽样框中没有对象", "no object is left in the frame"
        raise InvalidValueError(field=f"frame {design.item_code}", rule_zh=zh, rule=en, value=0)
    strata = strata_of(pool, task.strata, in_scope)
    places = {row: place for place, row in enumerate(in_scope)} if left_out else {}
    frame = TableFrame(
        ids=tuple(ids[row] for row in kept),
        strata=strata.take([places[row] for row in kept]) if left_out else strata,
        regions=pool.columns.regions.take(kept),
        weights=None if design.weight is None else _weights(pool, design.weight, kept),
    )
    return Scope(frame=frame, excluded=left_out, ids=tuple(ids[row] for row in in_scope), strata=strata, pool=pool)


def _weights(pool: ObjectPool, field: str, rows: Sequence[int]) -> Column:
    column = pool.columns.column(field).take(rows)
    wrong = [label for label in column.labels if not is_weight(label)]
    if wrong:
        count = sum(column.counts()[label] for label in wrong)
        raise InvalidValueError(
            field=f"weight {field}",
            rule_zh=f"每个对象的权重应为正整数，有 {count} 个不是",
            rule=f"every object needs a weight, a whole number from 1; {count} have none",
            value=wrong[0],
        )
    return column
