"""From a pool and a task to the sampling frame of each item (抽样框编制)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from shuangsuiji.errors import InvalidValueError, UnknownNameError
from shuangsuiji.lottery.frames import TableFrame
from shuangsuiji.planning import Filter, SamplingDesign, Task
from shuangsuiji.registry import ObjectPool
from shuangsuiji.values import check_field
from shuangsuiji.values.columns import Column

__all__ = ["SEPARATOR", "WHOLE", "frame_for", "strata_of"]

SEPARATOR = "/"
WHOLE = "全部"


def frame_for(
    task: Task, design: SamplingDesign, pool: ObjectPool, excluded: Mapping[str, str]
) -> tuple[TableFrame, dict[str, str]]:
    """Return the frame of one item and the exclusions that concern it (抽样框).

    Args:
        task: gives filters, regions and strata.
        design: gives the item's own filters.
        pool: the version of the pool.
        excluded: reason code by id, for objects of the pool to be left out.

    Raises:
        UnknownNameError: a column that the pool does not have, or an excluded id that is not in the pool.
        InvalidValueError: no object is left, a reason code that is no field, or an ambiguous stratum.

    """
    for id_, reason in excluded.items():
        check_field(reason, f"excluded {id_}")
        if id_ not in pool:
            raise UnknownNameError(field="excluded", value=id_, known=f"{len(pool)} ids of {pool.id}")
    in_scope = _positions(pool, task.filters_for(design))
    ids = pool.columns.ids
    kept = [row for row in in_scope if ids[row] not in excluded] if excluded else in_scope
    left_out = {ids[row]: excluded[ids[row]] for row in in_scope if ids[row] in excluded} if excluded else {}
    if not kept:
        raise InvalidValueError(
            field=f"frame {design.item_code}",
            rule_zh="抽样框中没有对象",
            rule="no object is left in the frame",
            value=0,
        )
    frame = TableFrame(
        ids=tuple(ids[row] for row in kept),
        strata=strata_of(pool, task.strata).take(kept),
        regions=pool.columns.regions.take(kept),
    )
    return frame, left_out


def strata_of(pool: ObjectPool, fields: Sequence[str]) -> Column:
    """Return the stratum of every object: the values of the columns, joined by ``/`` where there are several.

    Raises:
        UnknownNameError: a column that the pool does not have.
        InvalidValueError: several columns, and a value that contains ``/``.

    """
    columns = [pool.columns.column(field) for field in fields]
    if not columns:
        return Column.constant(WHOLE, len(pool))
    if len(columns) == 1:
        return columns[0]
    for field, column in zip(fields, columns, strict=True):
        for label in column.labels:
            if SEPARATOR in label:
                raise InvalidValueError(
                    field=f"stratum {field}",
                    rule_zh="多列分层时取值不得含 /",
                    rule="with several columns a value must not contain /",
                    value=label,
                )
    return Column.of(map(SEPARATOR.join, zip(*columns, strict=True)))


def _positions(pool: ObjectPool, filters: Iterable[Filter]) -> Sequence[int]:
    """Return the rows that meet every condition; each condition looks at every distinct label once."""
    rows: Sequence[int] = range(len(pool))
    for one in filters:
        column = pool.columns.column(one.field)
        admitted = [one.admits(label) for label in column.labels]
        rows = [row for row in rows if admitted[column.codes[row]]]
    return rows
