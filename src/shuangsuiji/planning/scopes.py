"""Which objects of a pool a design concerns, and in which stratum each of them is (计划范围)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from shuangsuiji.errors import InvalidValueError
from shuangsuiji.planning.filters import Filter
from shuangsuiji.registry import ObjectPool
from shuangsuiji.values.columns import Column

__all__ = ["SEPARATOR", "WHOLE", "rows_in", "strata_of"]

SEPARATOR = "/"
WHOLE = "全部"


def strata_of(pool: ObjectPool, fields: Sequence[str], rows: Sequence[int]) -> Column:
    """Return the stratum of the objects in these rows: the columns' values, joined by ``/`` where there are several.

    Raises:
        UnknownNameError: a column that the pool does not have.
        InvalidValueError: several columns, and a value that contains ``/``.

    """
    columns = [pool.columns.column(field).take(rows) for field in fields]
    if not columns:
        return Column.constant(WHOLE, len(rows))
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


def rows_in(pool: ObjectPool, filters: Iterable[Filter]) -> Sequence[int]:
    """Return the rows that meet every condition; each condition looks at every distinct label once (范围内的行).

    Raises:
        UnknownNameError: a column that the pool does not have.

    """
    rows: Sequence[int] = range(len(pool))
    for one in filters:
        column = pool.columns.column(one.field)
        admitted = [one.admits(label) for label in column.labels]
        rows = [row for row in rows if admitted[column.codes[row]]]
    return rows
