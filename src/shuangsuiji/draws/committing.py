"""Committing: from a task and a pool to a sealed manifest, under the limits of 二（二） (锁定)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime

import attrs

from shuangsuiji.draws.cap_lifting import lifted_by
from shuangsuiji.draws.commitments import Basis, Commitment
from shuangsuiji.draws.feasibility import Trial, try_out
from shuangsuiji.draws.framing import Scope, frame_for
from shuangsuiji.draws.history import PastDraw, Used, next_link, union_with, used_by
from shuangsuiji.draws.limits import check_caps, check_union
from shuangsuiji.draws.matchings import Matching
from shuangsuiji.draws.preconditions import (
    check_chains,
    check_events,
    check_joint,
    check_procedure,
    check_versions,
    item_in_force,
)
from shuangsuiji.draws.records import Draw
from shuangsuiji.draws.remarks import (
    batched,
    chances,
    decision,
    duty,
    left_out,
    off_target,
    older,
    repeated,
    undivided,
    unseen,
)
from shuangsuiji.draws.sparing import sparing_for
from shuangsuiji.draws.staffing import staffing_for
from shuangsuiji.draws.supplements import SupplementCommitment, SupplementDraw
from shuangsuiji.law import RuleBook
from shuangsuiji.lottery.beacons import BeaconEvent
from shuangsuiji.lottery.digest import Algorithm
from shuangsuiji.lottery.drawing import fix_quotas
from shuangsuiji.lottery.forms import lines_digest, table_bytes
from shuangsuiji.lottery.manifest import Manifest, compose_manifest
from shuangsuiji.lottery.matching_terms import matching_entries
from shuangsuiji.lottery.merkle import merkle_root
from shuangsuiji.lottery.pareto import check_weights
from shuangsuiji.lottery.quotas import FrameTerms, largest_quotas
from shuangsuiji.planning import (
    AnnualPlan,
    CapWaiver,
    CountedVisit,
    JointProcedure,
    JointRelaxation,
    SamplingDesign,
    SupervisionMode,
    Task,
)
from shuangsuiji.registry import InspectionItem, ItemList, ObjectPool, Recusal, TaskOfficers
from shuangsuiji.terms import CapScope, ExclusionReason, ItemKind
from shuangsuiji.values import day_in_china

__all__ = ["commit"]

_AS_USUAL = Trial()


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
    excluded: Mapping[str, ExclusionReason | str] | None = None,
    earlier: Iterable[PastDraw | Matching | Draw | SupplementDraw | SupplementCommitment | Commitment] = (),
    alg: Algorithm = Algorithm.SHA256,
    merkle: bool = False,
    officers: TaskOfficers | None = None,
    recusals: Iterable[Recusal] = (),
    trial: Trial = _AS_USUAL,
    procedure: JointProcedure | JointRelaxation | None = None,
    visits: Iterable[CountedVisit] = (),
    cap_waiver: CapWaiver | None = None,
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
        excluded: reason code by id, for objects of the pool to be left out; a code of one's own is pointed out.
        earlier: every commitment of the agency so far; gives ``serial``, ``prev`` and what is used of a cap.
        alg: the hash of the draw.
        merkle: also commit the RFC 9162 root of every frame, for proofs of inclusion and absence one by one.
        officers: who may be matched in the task's window, from ``InspectorPool.officers``; for a task with team rules.
        recusals: the agency's recusals; those that concern the task are committed with it.
        trial: how the matching is tried out before it is committed, and a waiver where it may fail.
        procedure: for a joint task, how its joint plan was decided on, or the relaxation that was filed instead.
        visits: visits that the earlier draws do not show, where a cap of visits or a period of rest binds.
        cap_waiver: for a targeted task, the filed waiver of caps that do not hold for it (3.4.4).

    Raises:
        BrokenChainError: the task is not of the plan, the earlier commitments do not follow one another, or a chain of
            codes has been used before.
        LawError: a plan of another year, of the city, or not in force; a list or an item not in force, a pool of the
            future or not kept for the item, an item of a department that has no part in the joint plan, a joint plan
            that is not effective, a task of another department, a cap of visits that cannot be checked, a waiver of
            caps for a task that is not targeted or filed later, a beacon not after the commitment, or a reveal due
            before it.
        RatioAboveCapError: a ratio above the cap of a GENERAL item, naming 二（二）.
        InfeasibleMatchingError: some outcome of the draw could not be matched, and no waiver is filed.
        YearlyCapError: the year's draws together would exceed the cap.
        InvalidFormError: a value that SSJ-1 does not allow.
        InvalidValueError: no object is left, weights by which ``pareto`` cannot draw, an object without a region where
            inspectors are matched, officers for a task without team rules, or a waiver of a cap that is not there.

    """
    day = day_in_china(committed_at)
    check_versions(task, plan, items, pool, day)
    check_joint(task, plan, items)
    decided = check_procedure(task, plan, items, procedure, day)
    past = tuple(map(PastDraw.of, earlier))
    lifted = lifted_by(cap_waiver, task, plan, items, rules, day)
    sparing = sparing_for(task, plan, pool, past, visits, rules, day, lifted=lifted.visit_cap)
    reasons = {**sparing.reasons, **{id_: str(reason) for id_, reason in (excluded or {}).items()}}
    serial, prev = next_link(past, plan.authority)
    check_chains(parties or {}, past, committed_at)
    scopes: dict[str, Scope] = {}
    terms: list[FrameTerms] = []
    findings = [*pool.check(rules, day), *repeated(task, plan, past), *undivided(task, items), *left_out(reasons)]
    findings += [*decision(task, plan, decided), *older(plan, past, sparing.lines), *sparing.findings, *lifted.findings]
    for design in task.designs:
        item = item_in_force(design, items, pool, day)
        scopes[item.code] = frame_for(task, design, pool, reasons)
        capped = item.kind is ItemKind.GENERAL and item.code not in lifted.items
        scope = scopes[item.code]
        terms.append(_within_limits(design, item, scope, past, plan.year, alg, merkle=merkle, capped=capped))
        findings += [
            *unseen(item, plan.year, past),
            *duty(item, pool),
            *chances(design, terms[-1], scopes[item.code].frame.counts()),
            *batched(design, item),
            *off_target(terms[-1], scopes[item.code].frame),
        ]
    frames = {code: scope.frame for code, scope in scopes.items()}
    joint = plan.joint_plan_of(task)
    staffing = staffing_for(task, joint, officers, recusals, pool, frames, rules, day)
    people = staffing.staff.committed(alg, staffing.tables) if staffing else {}
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
        matching=matching_entries(staffing.terms, people) if staffing else None,
        others=_rules(task, pool, plan, items, rules)
        | decided
        | dict(sparing.lines)
        | dict(lifted.lines)
        | _failed(past)
        | (dict(staffing.lines) if staffing else {}),
    )
    check_events(manifest, committed_at)
    if staffing:
        lines, more = try_out(manifest, frames, staffing, task, joint, rules, day, trial)
        manifest = Manifest({**manifest.entries, **lines})
        findings += [*staffing.findings, *more]
    return Commitment(
        manifest=manifest,
        frames=frames,
        staff=staffing.staff if staffing else None,
        excluded={code: scope.excluded for code, scope in scopes.items()},
        basis=Basis(plan=plan, task=task, items=items, pool=pool, procedure=procedure),
        findings=tuple(findings),
    )


def _within_limits(  # noqa: PLR0913 - what the limits depend on
    design: SamplingDesign,
    item: InspectionItem,
    scope: Scope,
    past: tuple[PastDraw, ...],
    year: int,
    alg: Algorithm,
    *,
    merkle: bool,
    capped: bool,
) -> FrameTerms:
    """Return the terms of one item's frame, once they are known to keep the limits of the law."""
    used = used_by(past, item.code, year, scope)
    fixed = _terms(design, item, scope, used, alg, capped=capped)
    if merkle:
        lines = (line[:-1].encode() for line in scope.frame.lines())
        fixed = attrs.evolve(fixed, merkle=merkle_root(alg, lines))
    if design.weight is not None:
        largest = largest_quotas(fixed, scope.frame.counts())
        for stratum, weights in scope.frame.weight_counts().items():
            check_weights(weights, largest[stratum], f"weight {item.code}/{stratum}")
    if capped:
        check_caps(design, item, fixed, scope.frame.counts(), used)
        total = sum(largest_quotas(fixed, scope.frame.counts()).values())
        check_union(item, total, *union_with(past, item.code, year, scope))
    return fixed


def _terms(
    design: SamplingDesign, item: InspectionItem, scope: Scope, used: Used, alg: Algorithm, *, capped: bool
) -> FrameTerms:
    frame = scope.frame
    counts = frame.counts()
    ratios = {stratum: design.ratio_of(stratum) for stratum in counts}
    per_stratum = item.ratio_cap if capped and design.cap_scope is CapScope.STRATUM else None
    caps = dict.fromkeys(counts, per_stratum) if per_stratum is not None else {}
    return FrameTerms(
        name=item.code,
        rows=frame.rows,
        digest=frame.digest(alg),
        design=design.design,
        rounding=design.rounding,
        ratios=ratios,
        quotas=fix_quotas(counts, ratios, design.rounding, caps),
        caps=caps,
        cap=item.ratio_cap if capped else None,
        used=used.total if capped else None,
        batches=design.batches,
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
        if design.weight is not None:
            lines[f"rules.weight.{code}"] = design.weight
        for number, one in enumerate(task.filters_for(design), 1):
            lines[f"rules.filter.{code}.{number}"] = str(one)
    if task.mode is not SupervisionMode.RANDOM:
        lines["rules.mode"] = task.mode.name
    if task.superior_ordered:
        lines["rules.superior_ordered"] = "yes"
    joint = plan.joint_plan_of(task)
    if joint is not None:
        lines["rules.joint"] = joint.id
        lines["rules.joint.initiator"] = joint.initiator
        lines["rules.joint.participants"] = ",".join(joint.participants)
    elif task.participants:
        lines["rules.participants"] = ",".join(task.participants)
    return lines


def _failed(past: Iterable[PastDraw]) -> dict[str, str]:
    """Return the line that names the commitments taken for failed: they free a cap, so it must be seen who said so."""
    serials = sorted(one.manifest.serial for one in past if one.failed)
    return {"rules.failed": ",".join(map(str, serials))} if serials else {}
