"""What the versions of every pool have in common: reasons, days, the chain of digests; 2.3.2 (名录库版本)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date, datetime
from functools import cached_property
from typing import Protocol, TypeVar

import attrs

from shuangsuiji.errors import BrokenChainError, DuplicateError, InvalidValueError
from shuangsuiji.law import POOL_MAINTENANCE, RuleBook
from shuangsuiji.lottery.digest import Algorithm, hash_bytes
from shuangsuiji.values import Finding, Severity, TimeLimit, TimeUnit, check_count, check_field, freeze

__all__ = [
    "FIRST",
    "PoolRevision",
    "check_day",
    "check_later",
    "check_maintenance",
    "check_version",
    "each_once",
    "revision_of",
]

FIRST = ""


class _Entry(Protocol):
    """Anything that a pool lists under an id."""

    @property
    def id(self) -> str: ...


E_ = TypeVar("E_", bound=_Entry)


@attrs.frozen(kw_only=True)
class PoolRevision:
    """What one version of a pool changed, entry by entry, with reasons (名录库变动).

    Attributes:
        version: the version that brought the changes.
        on: the day.
        added: reason by id.
        removed: reason by id.
        changed: reason by id, for entries that were replaced by a corrected one.

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


def revision_of(
    version: int,
    on: date,
    replaced: Collection[str],
    put: Iterable[str],
    dropped: Iterable[str],
    reasons: Mapping[str, str] | str,
) -> PoolRevision:
    """Return what a version changes, with a reason for every id (名录库变动).

    Raises:
        InvalidValueError: a change without a reason.

    """
    return PoolRevision(
        version=version,
        on=on,
        added={id_: _reason(reasons, id_) for id_ in put if id_ not in replaced},
        removed={id_: _reason(reasons, id_) for id_ in dropped},
        changed={id_: _reason(reasons, id_) for id_ in replaced},
    )


def _reason(reasons: Mapping[str, str] | str, id_: str) -> str:
    return check_field(reasons if isinstance(reasons, str) else reasons.get(id_, ""), f"reason {id_}")


def each_once(entries: Iterable[E_], dropped: Iterable[str]) -> Iterator[E_]:
    """Yield the entries put into a pool, each id once and none that is dropped as well (去重).

    Raises:
        DuplicateError: an id that is put twice, or put and dropped.

    """
    seen = set(dropped)
    for one in entries:
        if one.id in seen:
            raise DuplicateError(field="revise", value=one.id)
        seen.add(one.id)
        yield one


def check_day(on: object, field: str) -> None:
    """Check that a value is a day without a time (日期).

    Raises:
        InvalidValueError: anything else.

    """
    if not isinstance(on, date) or isinstance(on, datetime):
        zh, en = "应为日期，不含时刻", "must be a day without a time"
        raise InvalidValueError(field=field, rule_zh=zh, rule=en, value=on)


def check_later(id_: str, on: date, before: date) -> None:
    """Check that a version does not lie before the one that it changes (版本日期).

    Raises:
        InvalidValueError: it does.

    """
    if on < before:
        raise InvalidValueError(
            field=f"{id_}.maintained_on",
            rule_zh=f"不得早于上一版的 {before}",
            rule=f"must not lie before {before}, the day of the version before",
            value=on.isoformat(),
        )


def check_version(id_: str, version: int, revision: PoolRevision | None, previous: str) -> None:
    """Check that the first version has no predecessor, and every later one names its changes (版本链).

    Raises:
        InvalidValueError: a version below 1.
        BrokenChainError: anything else.

    """
    check_count(version, f"{id_}.version", at_least=1)
    if version == 1:
        sound = revision is None and previous == FIRST
    else:
        sound = revision is not None and revision.version == version and previous != FIRST
    if not sound:
        raise BrokenChainError(
            link=f"{id_}.version",
            rule_zh="第 1 版没有前版，其后各版须载明变动和前版摘要",
            rule="version 1 has no predecessor, every later one names its changes and the digest before",
            expected="1" if version != 1 else "revision=None, previous=''",
            value=version,
        )


def check_maintenance(id_: str, maintained_on: date, rules: RuleBook, on: date) -> tuple[Finding, ...]:
    """Return what there is to say of a pool's upkeep on a day: 2.3.2 (维护检查)."""
    rule = rules.find(POOL_MAINTENANCE, on)
    if rule is None or not isinstance(rule.value, TimeLimit):
        return ()
    severity = Severity.WARNING
    zh = f"上次维护于 {maintained_on}，已超过规则册的 {rule.value}"
    en = f"last maintained on {maintained_on}, longer ago than the rule book's {rule.value}"
    if rule.value.unit is TimeUnit.WORKING_DAY:
        severity = Severity.NOTE
        zh = f"上次维护于 {maintained_on}；期限 {rule.value} 须由工作日历计算，未予检查"
        en = f"last maintained on {maintained_on}; {rule.value} needs a working calendar and was not checked"
    elif on <= rule.value.ends_on(maintained_on):
        return ()
    return (Finding(severity=severity, code=POOL_MAINTENANCE, where=id_, zh=zh, en=en, clause=rule.clause),)
