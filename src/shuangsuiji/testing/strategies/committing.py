"""Strategies for commitments of every design, from a list and a pool to the manifest (锁定策略)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, timedelta
from fractions import Fraction
from itertools import pairwise

import attrs
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from shuangsuiji.draws import Commitment, commit
from shuangsuiji.draws.framing import frame_for
from shuangsuiji.law import LIYANG_RULES
from shuangsuiji.lottery import fix_quotas
from shuangsuiji.lottery.quotas import ROUNDINGS, room
from shuangsuiji.planning import (
    EVERY_STRATUM,
    AnnualPlan,
    Filter,
    JointPlan,
    JointRelaxation,
    Operator,
    SamplingDesign,
    Task,
)
from shuangsuiji.registry import InspectionItem, InspectionObject, ItemList, ObjectPool
from shuangsuiji.registry.objects import UNKNOWN
from shuangsuiji.terms import CapScope, ExclusionReason
from shuangsuiji.testing.strategies.codes import synthetic_codes
from shuangsuiji.testing.strategies.lotteries import algorithms, events_after, instants, last_day
from shuangsuiji.testing.strategies.planning import joint_plans
from shuangsuiji.testing.strategies.registries import item_lists, object_pools
from shuangsuiji.testing.strategies.texts import fields, names, ratios
from shuangsuiji.values import CHINA, is_field

__all__ = ["commitments"]

_COMMITTED = (datetime(2026, 1, 5, 9, tzinfo=CHINA), datetime(2026, 12, 18, 17, tzinfo=CHINA))
_MODES = ("open", "sealed")
_WEIGHT = "风险分值"
_PARTNER = "320481-SLXX"
_WIDE, _HALF = Fraction(2, 3), Fraction(1, 2)


@st.composite
def commitments(draw: DrawFn, *, mode: str | None = None, leaving: bool = False) -> Commitment:
    """Return what ``commit`` makes of synthetic lists, pools and tasks, never empty and never above a cap (锁定).

    Args:
        draw: Hypothesis gives it.
        mode: ``open`` or ``sealed``; either when not given.
        leaving: mostly leaves something to be drawn by a supplementary round.

    """
    mode = draw(st.sampled_from(_MODES)) if mode is None else mode
    committed_at = draw(instants(*_COMMITTED))
    lists = item_lists(min_size=1, max_size=3, in_force_on=committed_at.date())
    items = draw(lists.filter(lambda held: any(map(_leaves_room, held.items))) if leaving else lists)
    pool = draw(_pools(items, committed_at.date(), leaving=leaving))
    anchor = draw(st.sampled_from(list(pool)))
    excluded = draw(_exclusions([id_ for id_ in pool.columns.ids if id_ != anchor.id]))
    task = _within_caps(draw(_tasks(items, pool, anchor, leaving=leaving)), pool, items, excluded)
    joint = draw(_joint_plans(task, items))
    alg = draw(algorithms())
    parties = draw(st.lists(names(), min_size=int(mode == "sealed"), max_size=2, unique=True))
    events = draw(events_after(committed_at))
    plan = AnnualPlan(
        id=draw(fields()), authority=draw(names()), year=committed_at.year, tasks=(task,), joint_plans=joint
    )
    return commit(
        task,
        pool,
        plan=plan,
        items=items,
        rules=LIYANG_RULES,
        beacons=events,
        committed_at=committed_at,
        parties={party: draw(st.sampled_from(synthetic_codes(alg, party)))[0] for party in parties},
        reveal_by=last_day(events) + timedelta(days=90) if mode == "sealed" else None,
        mode=mode,
        excluded=excluded,
        alg=alg,
        merkle=draw(st.booleans()),
        procedure=draw(_relaxations(task, plan, committed_at.date())),
    )


def _relaxations(task: Task, plan: AnnualPlan, day: date) -> SearchStrategy[JointRelaxation | None]:
    """Return a relaxation that who draws, or the initiator, filed by the day of the commitment, for a joint task."""
    joint = plan.joint_plan_of(task)
    if joint is None:
        return st.none()
    return st.builds(
        JointRelaxation,
        plan_id=st.just(joint.id),
        filed_by=st.sampled_from((plan.authority, joint.initiator)),
        filed_on=st.dates(date(2025, 1, 1), day),
        document=fields(),
        reason=fields(),
    )


def _leaves_room(item: InspectionItem) -> bool:
    """Tell whether of a few objects of each stratum one may be drawn and another be left for later."""
    return item.ratio_cap is None or item.ratio_cap > _WIDE


def _pools(items: ItemList, today: date, *, leaving: bool) -> SearchStrategy[ObjectPool]:
    """Return pools kept for every item of a list, of one object or of several, with weights to draw by or without."""
    kept_for = st.just([item.code for item in items.items])
    return st.one_of(
        [
            object_pools(min_size=fewest, max_size=12, item_codes=kept_for, maintained_by=today, weight=weight)
            for fewest in ((6,) if leaving else (6, 1))
            for weight in (None, _WEIGHT)
        ]
    )


def _exclusions(ids: Collection[str]) -> SearchStrategy[dict[str, ExclusionReason | str]]:
    """Return reasons for some of the objects to be left out, the law's codes and others."""
    reasons = st.sampled_from(ExclusionReason) | fields()
    return st.dictionaries(st.sampled_from(list(ids)), reasons, max_size=2) if ids else st.just({})


@st.composite
def _tasks(draw: DrawFn, items: ItemList, pool: ObjectPool, anchor: InspectionObject, *, leaving: bool) -> Task:
    """Return a task of one or two items that concerns at least one object, the anchor."""
    first = draw(st.sampled_from([item for item in items.items if not leaving or _leaves_room(item)]))
    others = [item for item in items.items if item.code.upper() != first.code.upper()]
    held = [first, *draw(st.lists(st.sampled_from(others), max_size=1) if others else st.just([]))]
    own_region = () if "," in anchor.region else (anchor.region,)
    weight = _WEIGHT if _WEIGHT in pool.columns.attributes else None
    return Task(
        id=draw(fields()),
        name=draw(fields()),
        designs=tuple(draw(_designs(item, anchor, weight, leaving=leaving)) for item in held),
        strata=draw(st.sampled_from(_strata(pool))),
        regions=draw(st.sampled_from(((), (), (), own_region))),
        filters=draw(_filters(anchor)),
        joint_plan=draw(st.none() | fields()),
    )


@st.composite
def _designs(
    draw: DrawFn, item: InspectionItem, anchor: InspectionObject, weight: str | None, *, leaving: bool
) -> SamplingDesign:
    """Return a design whose ratio keeps the cap of the item, by weight only where the objects have one."""
    highest = min(item.ratio_cap or Fraction(1), _HALF if leaving else Fraction(1))
    by_weight = weight is not None and draw(st.booleans())
    return SamplingDesign(
        item_code=item.code,
        ratios={EVERY_STRATUM: draw(st.just(highest) | ratios(0, highest))},
        rounding=draw(st.sampled_from(ROUNDINGS)),
        cap_scope=draw(st.sampled_from(CapScope)),
        filters=draw(_filters(anchor)),
        design="pareto" if by_weight else "stratified",
        weight=weight if by_weight else None,
        batches=draw(st.none() | st.integers(1, 4)),
    )


def _within_caps(task: Task, pool: ObjectPool, items: ItemList, excluded: Collection[str]) -> Task:
    """Return the task with designs that cannot draw more than the cap of an item as a whole, however they round.

    A cap that binds every stratum cuts each quota by itself.
    """
    return attrs.evolve(task, designs=tuple(_within_cap(task, one, pool, items, excluded) for one in task.designs))


def _within_cap(
    task: Task, design: SamplingDesign, pool: ObjectPool, items: ItemList, excluded: Collection[str]
) -> SamplingDesign:
    cap = items[design.item_code].ratio_cap
    if cap is None or design.cap_scope is CapScope.STRATUM or design.rounding == "floor":
        return design
    counts = frame_for(task, design, pool, dict.fromkeys(excluded, "示例")).frame.counts()
    most = room(sum(counts.values()), cap)
    largest = fix_quotas(counts, {stratum: design.ratio_of(stratum) for stratum in counts}, "ceil")
    if sum(largest.values()) <= most:
        return design
    if len(counts) <= most:  # at most one of each stratum
        return attrs.evolve(design, ratios={EVERY_STRATUM: Fraction(1, 2 * max(counts.values()))})
    return attrs.evolve(design, rounding="floor")


@st.composite
def _joint_plans(draw: DrawFn, task: Task, items: ItemList) -> tuple[JointPlan, ...]:
    """Return the joint inspections of a plan: the task's, where it has one, and perhaps another.

    Of every item of the task one of its departments takes part: 3.2.4.
    """
    others = [one for one in draw(st.lists(joint_plans(), max_size=1)) if one.id != task.joint_plan]
    if task.joint_plan is None:
        return tuple(others)
    held = (items[design.item_code] for design in task.designs)
    own = [draw(st.sampled_from((item.implementing_body, *item.joint_departments))) for item in held]
    members = list(dict.fromkeys([*own, *draw(st.lists(names(), max_size=2))]))
    if len(members) == 1:
        members.append(_PARTNER)
    first, *rest = draw(st.permutations(members))
    return (JointPlan(id=task.joint_plan, initiator=first, participants=rest), *others)


def _filters(anchor: InspectionObject) -> SearchStrategy[tuple[Filter, ...]]:
    """Return at most one condition, and mostly none; one object meets it, so that no frame is empty."""
    kind, region = anchor.kind.value, anchor.region
    met = [
        Filter(field="kind", operator=Operator.IN, values=(kind,)),
        Filter(field="kind", operator=Operator.NOT_IN, values=("另一类别",)),
        Filter(field="kind", operator=Operator.STARTS_WITH, values=("另", kind[0])),
        *(
            Filter(field="region", operator=operator, values=(region,))
            for operator in (Operator.AT_LEAST, Operator.AT_MOST)
            if region != UNKNOWN and "," not in region
        ),
        *(Filter(field="tags", operator=Operator.IN, values=(tag,)) for tag in anchor.tags),
    ]
    return st.sampled_from([*[()] * 3 * len(met), *((one,) for one in met)])


def _strata(pool: ObjectPool) -> list[tuple[str, ...]]:
    """Return the columns, and the pairs of columns, that may make the strata of a pool; as often there is but one."""
    columns = pool.columns
    single = [
        name
        for name in ("kind", "region", *columns.attributes)
        if all(is_field(label) for label in columns.column(name).labels)
    ]
    plain = [name for name in single if not any("/" in label for label in columns.column(name).labels)]
    several = [*((name,) for name in single), *pairwise(plain)]
    return [*[()] * len(several), *several]
