"""Which department answers for an object, and which pool serves an item: 2.3.1, 2.3.3 (监管责任)."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable

from shuangsuiji.law import LIYANG_2020
from shuangsuiji.registry.item_lists import ItemList
from shuangsuiji.registry.objects import InspectionObject
from shuangsuiji.registry.pools import ObjectPool
from shuangsuiji.values import Finding, Severity

__all__ = ["check_coverage", "check_responsibility", "responsible_department"]


def responsible_department(one: InspectionObject, owner: str) -> str | None:
    """Return the department that answers for an object, None where the text leaves several (监管责任部门).

    «谁审批、谁监管，谁主管、谁监管»: the approving department; where nobody approved, the department in charge of the
    trade; where none is named, the owner of the pool, which is kept in accordance with its duties (2.3.5).
    """
    return _responsible(one.approved_by, one.supervised_by, owner)


def check_responsibility(pools: Iterable[ObjectPool]) -> tuple[Finding, ...]:
    """Return every object for which there is not exactly one responsible department: 2.3.3 (责任检查)."""
    findings: list[Finding] = []
    claims: defaultdict[str, set[str]] = defaultdict(set)
    pools = tuple(pools)
    seen: Counter[str] = Counter()
    if len(pools) > 1:
        seen.update(id_ for pool in pools for id_ in pool.columns.ids)
    for pool in pools:
        approved, supervised = pool.columns.approved_by, pool.columns.supervised_by
        for id_, approver, supervisor in zip(pool.columns.ids, approved, supervised, strict=True):
            one = _responsible(_split(approver), _split(supervisor), pool.owner)
            if one is None:
                findings.append(_conflict(id_, approver or supervisor))
            elif seen[id_] > 1:
                claims[id_].add(one)
    findings += [_conflict(id_, ",".join(sorted(several))) for id_, several in claims.items() if len(several) > 1]
    return tuple(findings)


def check_coverage(items: ItemList, pools: Iterable[ObjectPool]) -> tuple[Finding, ...]:
    """Return the items without a pool, and the pools kept for items that are not on the list: 2.3.1 (覆盖检查)."""
    served: dict[str, list[str]] = defaultdict(list)
    for pool in pools:
        for code in pool.item_codes:
            served[code].append(pool.id)
    findings = [
        _coverage(code, "该事项没有对应的检查对象名录库", "no object pool is kept for this item")
        for code in (item.code for item in items.items)
        if code not in served
    ]
    findings += [
        _coverage(
            code, f"名录库 {'、'.join(ids)} 对应的事项不在清单中", f"kept by {', '.join(ids)} but not on the list"
        )
        for code, ids in served.items()
        if code not in items
    ]
    return tuple(findings)


def _responsible(approved: tuple[str, ...], supervised: tuple[str, ...], owner: str) -> str | None:
    for claimed in (approved, supervised):
        if claimed:
            return claimed[0] if len(claimed) == 1 else None
    return owner


def _split(joined: str) -> tuple[str, ...]:
    return tuple(joined.split(",")) if joined else ()


def _conflict(id_: str, claimed: str) -> Finding:
    return Finding(
        severity=Severity.ERROR,
        code="pool.responsibility",
        where=id_,
        zh=f"监管责任部门不唯一：{claimed}",
        en=f"not exactly one responsible department: {claimed}",
        clause=LIYANG_2020.ref("2.3.3"),
    )


def _coverage(code: str, zh: str, en: str) -> Finding:
    clause = LIYANG_2020.ref("2.3.1")
    return Finding(severity=Severity.WARNING, code="pool.coverage", where=code, zh=zh, en=en, clause=clause)
