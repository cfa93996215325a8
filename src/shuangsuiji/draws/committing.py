"""Committing: from a task and a pool to a sealed manifest, under the limits of 二（二） (锁定)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from shuangsuiji.draws.commitments import Basis, Commitment
from shuangsuiji.draws.framing import frame_for
from shuangsuiji.draws.history import PastDraw, next_link, used_by
from shuangsuiji.draws.limits import chances, check_caps, duty
from shuangsuiji.draws.records import Draw
from shuangsuiji.errors import BrokenChainError, LawError
from shuangsuiji.law import LIYANG_2020, RuleBook
from shuangsuiji.lottery.beacons import BeaconEvent
from shuangsuiji.lottery.digest import Algorithm
from shuangsuiji.lottery.drawing import fix_quotas
from shuangsuiji.lottery.forms import lines_digest, table_bytes
from shuangsuiji.lottery.frames import TableFrame
from shuangsuiji.lottery.manifest import compose_manifest
from shuangsuiji.lottery.quotas import FrameTerms
from shuangsuiji.planning import AnnualPlan, SamplingDesign, Task
from shuangsuiji.registry import InspectionItem, ItemList, ObjectPool
from shuangsuiji.terms import CapScope, ItemKind

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
        BrokenChainError: the task is not of the plan, or the earlier commitments do not follow one another.
        LawError: an item not in force, a pool not kept for the item, or a beacon not after the commitment.
        RatioAboveCapError: a ratio above the cap of a GENERAL item, naming 二（二）.
        YearlyCapError: the year's draws together would exceed the cap.
        InvalidFormError: a value that SSJ-1 does not allow.

    """
    _check_task(task, plan)
    past = tuple(map(PastDraw.of, earlier))
    serial, prev = next_link(past, plan.authority)
    findings = list(pool.check(rules, committed_at.date()))
    frames: dict[str, TableFrame] = {}
    left_out: dict[str, dict[str, str]] = {}
    terms: list[FrameTerms] = []
    for design in task.designs:
        item = _item(design, items, pool, committed_at.date())
        frame, exclusions = frame_for(task, design, pool, excluded or {})
        used = used_by(past, design.item_code, plan.year)
        fixed = _terms(design, item, frame, exclusions, used, alg)
        check_caps(design, item, fixed, frame.counts())
        findings += [*duty(item, pool), *chances(design, fixed, frame.counts())]
        frames[item.code], left_out[item.code] = frame, exclusions
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
    _check_beacons(manifest.beacons, committed_at)
    basis = Basis(plan=plan, task=task, items=items, pool=pool)
    return Commitment(manifest=manifest, frames=frames, excluded=left_out, basis=basis, findings=tuple(findings))


def _check_task(task: Task, plan: AnnualPlan) -> None:
    if plan[task.id] != task:
        raise BrokenChainError(
            link="task",
            rule_zh="任务与年度计划中的同名任务不一致",
            rule="the task is not the plan's task of that id",
            expected=plan[task.id],
            value=task,
        )


def _item(design: SamplingDesign, items: ItemList, pool: ObjectPool, on: date) -> InspectionItem:
    item = items[design.item_code]
    if not item.is_in_force(on):
        raise _law(item.code, "该版本抽查事项当日未生效", "this version of the item is not in force", on, "2.2.7")
    if item.code not in pool.item_codes:
        zh, en = f"名录库 {pool.id} 与该抽查事项不对应", f"the pool {pool.id} is not kept for this item"
        raise _law(item.code, zh, en, "、".join(pool.item_codes), "2.3.1")
    return item


def _terms(
    design: SamplingDesign,
    item: InspectionItem,
    frame: TableFrame,
    exclusions: Mapping[str, str],
    used: int,
    alg: Algorithm,
) -> FrameTerms:
    counts = frame.counts()
    ratios = {stratum: design.ratio_of(stratum) for stratum in counts}
    capped = item.kind is ItemKind.GENERAL
    per_stratum = item.ratio_cap if capped and design.cap_scope is CapScope.STRATUM else None
    caps = dict.fromkeys(counts, per_stratum) if per_stratum is not None else {}
    table = table_bytes(exclusions.items())
    return FrameTerms(
        name=item.code,
        rows=frame.rows,
        digest=frame.digest(alg),
        rounding=design.rounding,
        ratios=ratios,
        quotas=fix_quotas(counts, ratios, design.rounding, caps),
        caps=caps,
        cap=item.ratio_cap if capped else None,
        used=used if capped else None,
        excluded_rows=len(exclusions),
        excluded_digest=lines_digest(alg, table),
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


def _check_beacons(events: Iterable[BeaconEvent], committed_at: datetime) -> None:
    for event in events:
        if event.at <= committed_at:
            zh = f"公共随机事件 {event.name} 须晚于锁定时间 {committed_at.isoformat()}"
            en = f"{event.name} must happen after the commitment at {committed_at.isoformat()}"
            raise _law("beacon.at", zh, en, event.at.isoformat(), "2.1.5")


def _law(field: str, rule_zh: str, rule: str, value: object, clause: str) -> LawError:
    return LawError(field=field, rule_zh=rule_zh, rule=rule, value=value, clause=LIYANG_2020.ref(clause))
