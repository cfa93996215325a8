"""Pools of inspection objects, version by version: 二（三） (检查对象名录库)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from functools import cached_property

import attrs

from shuangsuiji.display import html_table
from shuangsuiji.errors import BrokenChainError, DuplicateError, InvalidValueError
from shuangsuiji.law import POOL_MAINTENANCE, RuleBook
from shuangsuiji.lottery.digest import Algorithm, hash_bytes, hash_message
from shuangsuiji.registry.object_columns import ObjectColumns
from shuangsuiji.registry.objects import InspectionObject
from shuangsuiji.values import (
    Finding,
    Severity,
    TimeLimit,
    TimeUnit,
    check_count,
    check_field,
    check_name,
    freeze,
    texts,
)
from shuangsuiji.values.columns import holds

__all__ = ["ObjectPool", "PoolRevision"]

FIRST = ""


@attrs.frozen(kw_only=True)
class PoolRevision:
    """What one version of a pool changed, object by object, with reasons (名录库变动).

    Attributes:
        version: the version that brought the changes.
        on: the day.
        added: reason by id.
        removed: reason by id.
        changed: reason by id, for objects that were replaced by a corrected row.

    """

    version: int
    on: date
    added: Mapping[str, str] = attrs.field(converter=freeze)
    removed: Mapping[str, str] = attrs.field(converter=freeze)
    changed: Mapping[str, str] = attrs.field(converter=freeze)

    @cached_property
    def digest(self) -> str:
        """SHA-256 of the version, the day and every change with its reason."""
        changes = (("added", self.added), ("changed", self.changed), ("removed", self.removed))
        rows = [f"{kind}\t{id_}\t{reason}\n" for kind, reasons in changes for id_, reason in sorted(reasons.items())]
        return hash_bytes(Algorithm.SHA256, "".join([f"{self.version}\t{self.on}\n", *rows]).encode())


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
        if isinstance(self.maintained_on, datetime):
            zh, en = "应为日期，不含时刻", "must be a day without a time"
            raise InvalidValueError(field=f"{self.id}.maintained_on", rule_zh=zh, rule=en, value=self.maintained_on)
        check_name(self.owner, "ObjectPool.owner")
        for code in self.item_codes:
            check_name(code, "ObjectPool.item_codes")
        check_count(self.version, "ObjectPool.version", at_least=1)
        if self.version == 1:
            sound = self.revision is None and self.previous == FIRST
        else:
            sound = self.revision is not None and self.revision.version == self.version and self.previous != FIRST
        if not sound:
            raise BrokenChainError(
                link=f"{self.id}.version",
                rule_zh="第 1 版没有前版，其后各版须载明变动和前版摘要",
                rule="version 1 has no predecessor, every later one names its changes and the digest before",
                expected="1" if self.version != 1 else "revision=None, previous=''",
                value=self.version,
            )

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
        if on < self.maintained_on:
            raise InvalidValueError(
                field=f"{self.id}.maintained_on",
                rule_zh=f"不得早于上一版的 {self.maintained_on}",
                rule=f"must not lie before {self.maintained_on}, the day of the version before",
                value=on.isoformat(),
            )
        dropped = {id_: self.columns.position(id_) for id_ in drop}
        fresh = {one.id: one for one in _unique(put, dropped)}
        replaced = {id_: self.columns.position(id_) for id_ in fresh if id_ in self}
        gone = {*dropped.values(), *replaced.values()}
        kept = self.columns.take([row for row in range(len(self)) if row not in gone])
        revision = PoolRevision(
            version=self.version + 1,
            on=on,
            added={id_: _reason(reasons, id_) for id_ in fresh if id_ not in replaced},
            removed={id_: _reason(reasons, id_) for id_ in dropped},
            changed={id_: _reason(reasons, id_) for id_ in replaced},
        )
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
        rule = rules.find(POOL_MAINTENANCE, on)
        if rule is None or not isinstance(rule.value, TimeLimit):
            return ()
        severity = Severity.WARNING
        zh = f"上次维护于 {self.maintained_on}，已超过规则册的 {rule.value}"
        en = f"last maintained on {self.maintained_on}, longer ago than the rule book's {rule.value}"
        if rule.value.unit is TimeUnit.WORKING_DAY:
            severity = Severity.NOTE
            zh = f"上次维护于 {self.maintained_on}；期限 {rule.value} 须由工作日历计算，未予检查"
            en = f"last maintained on {self.maintained_on}; {rule.value} needs a working calendar and was not checked"
        elif on <= rule.value.ends_on(self.maintained_on):
            return ()
        clause = rule.clause
        return (Finding(severity=severity, code=POOL_MAINTENANCE, where=self.id, zh=zh, en=en, clause=clause),)

    def __repr__(self) -> str:
        return f"<检查对象名录库 {self.id} v{self.version}：{len(self)} 个对象，{self.owner}，{self.maintained_on}>"

    def _repr_html_(self) -> str:
        rows = ((one.id, one.name, one.kind, one.region) for one in self)
        return html_table(repr(self), ("标识", "名称", "类别", "区域"), rows, total=len(self))


def _unique(objects: Iterable[InspectionObject], dropped: Mapping[str, int]) -> Iterator[InspectionObject]:
    seen = set(dropped)
    for one in objects:
        if one.id in seen:
            raise DuplicateError(field="revise", value=one.id)
        seen.add(one.id)
        yield one


def _reason(reasons: Mapping[str, str] | str, id_: str) -> str:
    return check_field(reasons if isinstance(reasons, str) else reasons.get(id_, ""), f"reason {id_}")
