"""Committing: from a task and a pool to a sealed manifest, under the limits of 二（二） (锁定)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from shuangsuiji.draws.commitments import Basis, Commitment
from shuangsuiji.draws.framing import Scope, frame_for
from shuangsuiji.draws.history import PastDraw, Used, next_link, union_with, used_by
from shuangsuiji.draws.limits import chances, check_caps, check_union, duty, repeated
from shuangsuiji.draws.records import Draw
from shuangsuiji.errors import BrokenChainError, LawError
from shuangsuiji.law import LIYANG_2020, RuleBook
from shuangsuiji.lottery.beacons import BeaconEvent
from shuangsuiji.lottery.digest import Algorithm
from shuangsuiji.lottery.drawing import fix_quotas
from shuangsuiji.lottery.forms import lines_digest, table_bytes
from shuangsuiji.lottery.manifest import Manifest, compose_manifest
from shuangsuiji.lottery.quotas import FrameTerms
from shuangsuiji.planning import AnnualPlan, SamplingDesign, Task
from shuangsuiji.registry import InspectionItem, ItemList, ObjectPool
from shuangsuiji.terms import CapScope, ItemKind
from shuangsuiji.values import day_in_china

__all__ = ["commit"]


def commit(  # noqa: PLR0913 - everything that came before, and nothing else
    task: Task,
    pool: ObjectPool,
    *,
    plan: AnnualPlan,
    items: ItemList,
    rules: RuleBook,
    beacons: Iterable[BeaconEvent],
    committed_at: datetime,
    parties: Mapping[str, str] | None = None,
    reveal_by: date | None = None,
    mode: str = "sealed",
    excluded: Mapping[str, str] | None = None,
    earlier: Iterable[PastDraw | Draw | Commitment] = (),
    alg: Algorithm = Algorithm.SHA256,
) -> Commitment:
    """Fix everything that decides a draw before its beacon happens (锁定).

    Args:
        task: a task of ``plan``.
        pool: one version of a pool.
        plan: the annual plan (3.2.1: no plan, no random draw).
        items: the item list that holds the task's items.
        rules: the rule book of the jurisdiction.
        beacons: public events named before they happen.
        committed_at: now, an instant with an offset.
        parties: x(0) of each party's code chain; sealed mode needs at least one.
        reveal_by: the last day for the reveal; sealed mode needs it.
        mode: ``sealed`` or ``open``.
        excluded: reason code by id, for objects of the pool to be left out.
        earlier: every commitment of the agency so far; gives ``serial``, ``prev`` and what is used of a cap.
        alg: the hash of the draw.

    Raises:
        BrokenChainError: the task is not of the plan, the earlier commitments do not follow one another, or a chain of
            codes has been used before.
        LawError: a plan of another year, a list or an item not in force, a pool of the future or not kept for the
            item, a beacon not after the commitment, or a reveal due before it.
        RatioAboveCapError: a ratio above the cap of a GENERAL item, naming 二（二）.
        YearlyCapError: the year's draws together would exceed the cap.
        InvalidFormError: a value that SSJ-1 does not allow.

    """
    day = day_in_china(committed_at)
    _check_versions(task, plan, items, pool, day)
    past = tuple(map(PastDraw.of, earlier))
    serial, prev = next_link(past, plan.authority)
    _check_chains(parties or {}, past, committed_at)
    findings = [*pool.check(rules, day), *repeated(task, plan, past)]
    scopes: dict[str, Scope] = {}
    terms: list[FrameTerms] = []
    for design in task.designs:
        item = _item(design, items, pool, day)
        scope = frame_for(task, design, pool, excluded or {})
        used = used_by(past, item.code, plan.year, scope)
        fixed = _terms(design, item, scope, used, alg)
        check_caps(design, item, fixed, scope.frame.counts(), used)
        check_union(item, fixed, *union_with(past, item.code, plan.year, scope))
        findings += [*duty(item, pool), *chances(design, fixed, scope.frame.counts())]
        scopes[item.code] = scope
        terms.append(fixed)
    manifest = compose_manifest(
        agency=plan.authority,
        plan=plan.id,
        task=task.id,
        beacons=beacons,
        committed_at=committed_at,
        frames=terms,
        mode=mode,
        chains=parties,
        reveal_by=reveal_by,
        serial=serial,
        prev=prev,
        alg=alg,
        others=_rules(task, pool, plan, items, rules),
    )
    _check_beacons(manifest, committed_at)
    return Commitment(
        manifest=manifest,
        frames={code: scope.frame for code, scope in scopes.items()},
        excluded={code: scope.excluded for code, scope in scopes.items()},
        basis=Basis(plan=plan, task=task, items=items, pool=pool),
        findings=tuple(findings),
    )


def _check_versions(task: Task, plan: AnnualPlan, items: ItemList, pool: ObjectPool, day: date) -> None:
    if plan[task.id] != task:
        raise BrokenChainError(
            link="task",
            rule_zh="任务与年度计划中的同名任务不一致",
            rule="the task is not the plan's task of that id",
            expected=plan[task.id],
            value=task,
        )
    if day.year != plan.year:
        raise _law(
            "committed_at",
            f"{plan.year} 年度计划须在当年锁定",
            f"a plan of {plan.year} is drawn in that year",
            day,
            "3.2.1",
        )
    if items.effective_on > day:
        zh, en = (
            f"事项清单第 {items.version} 版尚未生效",
            f"version {items.version} of the item list is not in force yet",
        )
        raise _law(items.id, zh, en, items.effective_on, "2.2.7")
    if pool.maintained_on > day:
        zh, en = f"名录库第 {pool.version} 版晚于锁定日期 {day}", f"version {pool.version} of the pool lies after {day}"
        raise _law(pool.id, zh, en, pool.maintained_on, "2.3.2")


def _check_chains(parties: Mapping[str, str], past: tuple[PastDraw, ...], committed_at: datetime) -> None:
    """Check that every chain is new, SSJ-1 §1, and that the commitment lies after the last one."""
    for one in past:
        for party, end in one.manifest.chains.items():
            if end in parties.values():
                raise BrokenChainError(
                    link=f"chain.{party}",
                    rule_zh=f"密码链只能用于一个锁定，已用于第 {one.manifest.serial} 号",
                    rule=f"a chain stands in one manifest only, this one stands in serial {one.manifest.serial}",
                    expected="新的密码链 a new chain",
                    value=end,
                )
        if committed_at < one.manifest.committed_at:
            raise BrokenChainError(
                link="committed.at",
                rule_zh=f"锁定时间不得早于第 {one.manifest.serial} 号",
                rule=f"must not be committed before serial {one.manifest.serial}",
                expected=one.manifest.committed_at.isoformat(),
                value=committed_at.isoformat(),
            )


def _item(design: SamplingDesign, items: ItemList, pool: ObjectPool, on: date) -> InspectionItem:
    item = items[design.item_code]
    if not item.is_in_force(on):
        raise _law(item.code, "该版本抽查事项当日未生效", "this version of the item is not in force", on, "2.2.7")
    if item.code not in pool.item_codes:
        zh, en = f"名录库 {pool.id} 与该抽查事项不对应", f"the pool {pool.id} is not kept for this item"
        raise _law(item.code, zh, en, "、".join(pool.item_codes), "2.3.1")
    return item


def _terms(design: SamplingDesign, item: InspectionItem, scope: Scope, used: Used, alg: Algorithm) -> FrameTerms:
    frame = scope.frame
    counts = frame.counts()
    ratios = {stratum: design.ratio_of(stratum) for stratum in counts}
    capped = item.kind is ItemKind.GENERAL
    per_stratum = item.ratio_cap if capped and design.cap_scope is CapScope.STRATUM else None
    caps = dict.fromkeys(counts, per_stratum) if per_stratum is not None else {}
    return FrameTerms(
        name=item.code,
        rows=frame.rows,
        digest=frame.digest(alg),
        rounding=design.rounding,
        ratios=ratios,
        quotas=fix_quotas(counts, ratios, design.rounding, caps),
        caps=caps,
        cap=item.ratio_cap if capped else None,
        used=used.total if capped else None,
        excluded_rows=len(scope.excluded),
        excluded_digest=lines_digest(alg, table_bytes(scope.excluded.items())),
    )


def _rules(task: Task, pool: ObjectPool, plan: AnnualPlan, items: ItemList, rules: RuleBook) -> dict[str, str]:
    """Return the lines that say what the draw relied on: ids, versions, digests, filters and the reading of the cap."""
    lines = {
        "rules.book": rules.id,
        "rules.plan": f"{plan.id}@{plan.version}",
        "rules.year": str(plan.year),
        "rules.items": f"{items.id}@{items.version}",
        "rules.pool": f"{pool.id}@{pool.version}",
        "rules.pool.hash": pool.digest,
        "rules.strata": ",".join(task.strata) or "-",
    }
    for design in task.designs:
        code = design.item_code
        lines[f"rules.item.{code}"] = f"{code}@{items[code].version} {items[code].kind.name}"
        lines[f"rules.cap_scope.{code}"] = design.cap_scope.name
        for number, one in enumerate(task.filters_for(design), 1):
            lines[f"rules.filter.{code}.{number}"] = str(one)
    return lines


def _check_beacons(manifest: Manifest, committed_at: datetime) -> None:
    for event in manifest.beacons:
        at = min(event.at, event.known_at or event.at)
        if at <= committed_at:
            zh = f"公共随机事件 {event.name} 须晚于锁定时间 {committed_at.isoformat()}"
            en = f"{event.name} must happen after the commitment at {committed_at.isoformat()}"
            raise _law("beacon.at", zh, en, at.isoformat(), "2.1.5")
        if manifest.reveal_by is not None and manifest.reveal_by < day_in_china(event.at):
            zh, en = f"揭示期限不得早于 {event.name}", f"must not lie before {event.name}"
            raise _law("reveal_by", zh, en, manifest.reveal_by, "2.1.5")


def _law(field: str, rule_zh: str, rule: str, value: object, clause: str) -> LawError:
    return LawError(field=field, rule_zh=rule_zh, rule=rule, value=value, clause=LIYANG_2020.ref(clause))
