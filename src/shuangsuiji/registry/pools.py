"""Pools of inspection objects, version by version: 二（三） (检查对象名录库)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import cached_property

import attrs

from shuangsuiji.display import html_table
from shuangsuiji.law import RuleBook
from shuangsuiji.lottery.digest import Algorithm, hash_message
from shuangsuiji.registry.object_columns import ObjectColumns
from shuangsuiji.registry.objects import InspectionObject
from shuangsuiji.registry.revisions import (
    FIRST,
    PoolRevision,
    check_day,
    check_later,
    check_maintenance,
    check_version,
    each_once,
    revision_of,
)
from shuangsuiji.values import Finding, check_name, texts
from shuangsuiji.values.columns import holds

__all__ = ["ObjectPool"]


@attrs.frozen(kw_only=True)
class ObjectPool:
    """One version of a pool: a frozen snapshot that a draw can cite (检查对象名录库).

    A change makes a new version and never edits the old one. A million objects are columns; ``pool[id]`` and iteration
    make ``InspectionObject`` values on demand.

    Attributes:
        id: a name.
        owner: id of the department whose pool it is (2.3.5).
        item_codes: codes of the items for which it is kept (2.3.1).
        columns: the objects.
        maintained_on: the day on which this version was made or confirmed (2.3.2).
        version: 1, 2, 3 …
        revision: what this version changed, None for the first.
        previous: digest of the version before, empty for the first.

    """

    id: str
    owner: str
    item_codes: tuple[str, ...] = attrs.field(converter=texts)
    columns: ObjectColumns
    maintained_on: date
    version: int = 1
    revision: PoolRevision | None = None
    previous: str = FIRST

    def __attrs_post_init__(self) -> None:
        check_name(self.id, "ObjectPool.id")
        check_day(self.maintained_on, f"{self.id}.maintained_on")
        check_name(self.owner, "ObjectPool.owner")
        for code in self.item_codes:
            check_name(code, "ObjectPool.item_codes")
        check_version(self.id, self.version, self.revision, self.previous)

    @classmethod
    def of(
        cls, objects: Iterable[InspectionObject], *, id: str, owner: str, item_codes: Iterable[str], maintained_on: date
    ) -> ObjectPool:
        """Return the first version of a pool of these objects.

        Raises:
            DuplicateError: an id occurs twice.

        """
        columns = ObjectColumns.of(objects)
        return cls(id=id, owner=owner, item_codes=texts(item_codes), columns=columns, maintained_on=maintained_on)

    def __len__(self) -> int:
        return len(self.columns)

    def __bool__(self) -> bool:
        """A pool is a record, also where it holds nothing."""
        return True

    def __contains__(self, id_: object) -> bool:
        return isinstance(id_, str) and holds(self.columns.ids, id_)

    def __getitem__(self, id_: str) -> InspectionObject:
        return self.columns.object_at(self.columns.position(id_))

    def __iter__(self) -> Iterator[InspectionObject]:
        return map(self.columns.object_at, range(len(self)))

    @cached_property
    def digest(self) -> str:
        """SHA-256 that binds id, owner, items, version, day, the version before and every row."""
        return hash_message(
            Algorithm.SHA256,
            "ssj-pool",
            self.id,
            self.owner,
            ",".join(self.item_codes),
            str(self.version),
            self.maintained_on.isoformat(),
            self.previous,
            self.revision.digest if self.revision else FIRST,
            self.columns.digest,
        )

    def revise(
        self,
        *,
        on: date,
        put: Iterable[InspectionObject] = (),
        drop: Iterable[str] = (),
        reasons: Mapping[str, str] | str,
    ) -> ObjectPool:
        """Return the next version (2.3.2).

        Args:
            on: the day of the change; not before the day of this version.
            put: objects that are new, or corrected rows of objects that are there.
            drop: ids to remove.
            reasons: one reason for all, or one per id.

        Raises:
            UnknownNameError: an id to remove that is not there.
            InvalidValueError: a change without a reason, or a day before this version's.
            DuplicateError: an id that is put twice, or put and dropped.

        """
        check_later(self.id, on, self.maintained_on)
        dropped = {id_: self.columns.position(id_) for id_ in drop}
        fresh = {one.id: one for one in each_once(put, dropped)}
        replaced = {id_: self.columns.position(id_) for id_ in fresh if id_ in self}
        gone = {*dropped.values(), *replaced.values()}
        kept = self.columns.take([row for row in range(len(self)) if row not in gone])
        revision = revision_of(self.version + 1, on, replaced, fresh, dropped, reasons)
        return attrs.evolve(
            self,
            columns=kept.with_objects(fresh.values()),
            maintained_on=on,
            version=self.version + 1,
            revision=revision,
            previous=self.digest,
        )

    def check(self, rules: RuleBook, on: date) -> tuple[Finding, ...]:
        """Return what there is to say of the pool's upkeep on a day: 2.3.2 (维护检查)."""
        return check_maintenance(self.id, self.maintained_on, rules, on)

    def __repr__(self) -> str:
        return f"<检查对象名录库 {self.id} v{self.version}：{len(self)} 个对象，{self.owner}，{self.maintained_on}>"

    def _repr_html_(self) -> str:
        rows = ((one.id, one.name, one.kind, one.region) for one in self)
        return html_table(repr(self), ("标识", "名称", "类别", "区域"), rows, total=len(self))
