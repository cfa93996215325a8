"""The objects of a pool as columns, validated in bulk (检查对象列存储)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence, Sized
from functools import cached_property
from itertools import chain

import attrs

from shuangsuiji.errors import InvalidValueError, UnknownNameError
from shuangsuiji.lottery.digest import Algorithm, hasher
from shuangsuiji.lottery.frames import check_unique
from shuangsuiji.registry.objects import (
    UNKNOWN,
    InspectionObject,
    check_attribute,
    check_holder,
    check_label,
    check_tag,
)
from shuangsuiji.terms import ObjectKind
from shuangsuiji.values import FrozenMap, check_field, check_name, freeze
from shuangsuiji.values.columns import Column, find

__all__ = ["ObjectColumns"]

_BATCH = 65_536


@attrs.frozen(kw_only=True)
class ObjectColumns:
    """Columns of one length; row i of each speaks of the object ``ids[i]`` (检查对象列).

    Attributes:
        ids: sorted bytewise, unique also after upper-casing ASCII letters.
        names: verbatim.
        kinds: Chinese values of ObjectKind.
        regions: codes or names, ``-`` where unknown.
        holders: empty for entities.
        tags: tags joined by commas, sorted; empty where there are none.
        approved_by: department ids joined by commas.
        supervised_by: department ids joined by commas.
        attributes: further columns by name; ``-`` where unknown.

    """

    ids: Sequence[str]
    names: Sequence[str]
    kinds: Column
    regions: Column
    holders: Column
    tags: Column
    approved_by: Column
    supervised_by: Column
    attributes: Mapping[str, Column] = attrs.field(factory=FrozenMap[str, Column], converter=freeze)

    def __attrs_post_init__(self) -> None:
        columns: list[tuple[str, Sized]] = [("names", self.names), *self._own_columns(), *self.attributes.items()]
        for name, column in columns:
            if len(column) != len(self.ids):
                raise InvalidValueError(
                    field=f"ObjectColumns.{name}",
                    rule_zh=f"应有 {len(self.ids)} 行",
                    rule=f"must have {len(self.ids)} rows",
                    value=len(column),
                )
        check_unique(self.ids)
        self._check_labels()
        self._check_rows()

    @classmethod
    def of(cls, objects: Iterable[InspectionObject]) -> ObjectColumns:
        """Return the columns of these objects, which may come in any order.

        Raises:
            DuplicateError: an id occurs twice.

        """
        rows = sorted(objects, key=lambda one: one.id)
        names = sorted({name for one in rows for name in one.attributes})
        return cls(
            ids=tuple(one.id for one in rows),
            names=tuple(one.name for one in rows),
            kinds=Column.of(one.kind.value for one in rows),
            regions=Column.of(one.region for one in rows),
            holders=Column.of(one.holder for one in rows),
            tags=Column.of(",".join(sorted(one.tags)) for one in rows),
            approved_by=Column.of(",".join(one.approved_by) for one in rows),
            supervised_by=Column.of(",".join(one.supervised_by) for one in rows),
            attributes={name: Column.of(one.attributes.get(name, UNKNOWN) for one in rows) for name in names},
        )

    def __len__(self) -> int:
        return len(self.ids)

    def object_at(self, position: int) -> InspectionObject:
        """Return one row as a value."""
        attributes = {name: column[position] for name, column in self.attributes.items()}
        return InspectionObject(
            id=self.ids[position],
            name=self.names[position],
            kind=ObjectKind(self.kinds[position]),
            region=self.regions[position],
            holder=self.holders[position],
            tags=_split(self.tags[position]),
            approved_by=_split(self.approved_by[position]),
            supervised_by=_split(self.supervised_by[position]),
            attributes={name: value for name, value in attributes.items() if value != UNKNOWN},
        )

    def column(self, field: str) -> Column:
        """Return the column by which a plan may filter or stratify.

        Raises:
            UnknownNameError: there is no such column; the message lists those there are.

        """
        columns = {"kind": self.kinds, "region": self.regions, "tags": self.tags, "holder": self.holders}
        columns |= self.attributes
        if field not in columns:
            raise UnknownNameError(field="column", value=field, known="、".join(columns))
        return columns[field]

    def position(self, id_: str) -> int:
        """Return the row of an id.

        Raises:
            UnknownNameError: it is not there.

        """
        return find(self.ids, id_)

    def take(self, positions: Sequence[int]) -> ObjectColumns:
        """Return the rows at these positions, which ascend."""
        return ObjectColumns(
            ids=tuple(map(self.ids.__getitem__, positions)),
            names=tuple(map(self.names.__getitem__, positions)),
            attributes={name: column.take(positions) for name, column in self.attributes.items()},
            **{name: column.take(positions) for name, column in self._own_columns()},
        )

    def with_objects(self, objects: Iterable[InspectionObject]) -> ObjectColumns:
        """Return these rows and further ones; an attribute that only some rows have is unknown for the others.

        Raises:
            DuplicateError: an id that is already there.

        """
        more = ObjectColumns.of(objects)
        if not len(more):
            return self
        ids = (*self.ids, *more.ids)
        order = sorted(range(len(ids)), key=ids.__getitem__)
        names = {*self.attributes, *more.attributes}

        def merged(own: Iterable[str], other: Iterable[str]) -> Column:
            both = (*own, *other)
            return Column.of(map(both.__getitem__, order))

        def attribute(columns: ObjectColumns, name: str) -> Column:
            return columns.attributes.get(name) or Column.constant(UNKNOWN, len(columns))

        return ObjectColumns(
            ids=tuple(map(ids.__getitem__, order)),
            names=tuple(map((*self.names, *more.names).__getitem__, order)),
            attributes={name: merged(attribute(self, name), attribute(more, name)) for name in sorted(names)},
            **{name: merged(column, getattr(more, name)) for name, column in self._own_columns()},
        )

    @cached_property
    def digest(self) -> str:
        """SHA-256 of the rows in order, one line each, columns separated by TAB; names of attributes come first."""
        state = hasher(Algorithm.SHA256, "\t".join(sorted(self.attributes)).encode() + b"\n")
        ordered = [column for _, column in self._own_columns()]
        ordered += [self.attributes[name] for name in sorted(self.attributes)]
        lines = map("\t".join, zip(self.ids, self.names, *ordered, strict=True))
        for batch in _batches(lines):
            state.update("".join(f"{line}\n" for line in batch).encode())
        return state.hexdigest()

    def _own_columns(self) -> tuple[tuple[str, Column], ...]:
        names = ("kinds", "regions", "holders", "tags", "approved_by", "supervised_by")
        return tuple((name, getattr(self, name)) for name in names)

    def _check_labels(self) -> None:
        """Check every distinct label once, whatever the number of rows."""
        for label in self.kinds.labels:
            if label != ObjectKind.of(label).value:
                zh, en = "应为中文类别名称", "must be the Chinese value of an ObjectKind"
                raise InvalidValueError(field="kinds", rule_zh=zh, rule=en, value=label)
        for label in self.regions.labels:
            check_field(label, "region")
        for label in chain.from_iterable(map(_split, self.tags.labels)):
            check_tag(label, "tags")
        for label in chain.from_iterable(map(_split, self.approved_by.labels + self.supervised_by.labels)):
            check_name(label, "department")
        for name, column in self.attributes.items():
            check_attribute(name, "attribute")
            for label in column.labels:
                check_label(label, name)

    def _check_rows(self) -> None:
        kinds = [ObjectKind(label) for label in self.kinds.labels]
        for id_, name, kind, holder in zip(self.ids, self.names, self.kinds.codes, self.holders, strict=True):
            check_field(id_, "id")
            check_label(name, id_)
            check_holder(id_, kinds[kind], holder)


def _split(joined: str) -> tuple[str, ...]:
    return tuple(joined.split(",")) if joined else ()


def _batches(lines: Iterator[str]) -> Iterator[list[str]]:
    while batch := [line for line, _ in zip(lines, range(_BATCH), strict=False)]:
        yield batch
