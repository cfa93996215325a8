"""Whom a draw leaves out since he has been visited often enough, or lately: 3.1.10 «防止任意检查和执法扰民» (免抽).

What binds comes from plan and rule book (``planning.burdens``); who has been visited comes from the agency's earlier
draws, and from visits that those do not show. Whoever is left out stands in ``excluded.F.tsv`` with the reason.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import date

import attrs

from shuangsuiji.draws.history import PastDraw, departments_going
from shuangsuiji.errors import LawError
from shuangsuiji.law import LIYANG_2020, RuleBook, counts_toward_cap
from shuangsuiji.planning import AnnualPlan, BurdenRules, CountedVisit, SupervisionMode, Task, burden_rules, spared
from shuangsuiji.planning.scopes import rows_in
from shuangsuiji.registry import ObjectPool
from shuangsuiji.terms import ExclusionReason
from shuangsuiji.values import Finding, FrozenMap, Severity, day_in_china

__all__ = ["Sparing", "open_tasks", "sparing_for", "visits_of"]


@attrs.frozen(kw_only=True)
class Sparing:
    """The objects that a draw leaves out to spare their holders, and what the manifest says of it (免抽结果).

    Attributes:
        reasons: by id of the object.
        lines: for the manifest; none where nothing binds.
        findings: what there is to point out.

    """

    reasons: Mapping[str, str]
    lines: Mapping[str, str]
    findings: tuple[Finding, ...] = ()


_NOBODY = Sparing(reasons=FrozenMap(), lines=FrozenMap())


def visits_of(earlier: Iterable[PastDraw], pool: ObjectPool) -> tuple[CountedVisit, ...]:
    """Return the visits that earlier draws led to, as far as they show: one for each object drawn and draw (既往检查).

    A draw is a visit of each department that takes part in it, as its joint plan or its task says. An object that
    has been replaced counts as visited: the record of a draw does not say whether anybody went there. The holder is
    the one of the pool of that draw where it is at hand, else the one of ``pool``, else the object itself. A draw
    whose manifest states no mode, or one that is not known here, is taken for a random one, which counts.

    Args:
        earlier: draws; what is committed and not drawn yet shows no visit.
        pool: the version of the pool that is drawn from now.

    """
    return tuple(visit for one in earlier for visit in _visits(one, pool))


def _visits(past: PastDraw, pool: ObjectPool) -> Iterable[CountedVisit]:
    mode, ordered = _mode_of(past)
    departments = departments_going(past.manifest)
    for id_ in sorted({id_ for drawn in past.drawn.values() for id_ in drawn}):
        for department in departments:
            yield CountedVisit(
                id=f"{past.manifest.agency}:{past.manifest.serial}",
                holder=_holder(past, pool, id_),
                department=department,
                on=day_in_china(past.manifest.committed_at),
                inspection_type=mode.inspection_type,
                superior_ordered=ordered,
            )


def _mode_of(past: PastDraw) -> tuple[SupervisionMode, bool]:
    entries = past.manifest.entries
    mode = SupervisionMode.__members__.get(entries.get("rules.mode", ""), SupervisionMode.RANDOM)
    return mode, entries.get("rules.superior_ordered") == "yes"


def _holder(past: PastDraw, pool: ObjectPool, id_: str) -> str:
    if id_ in past.holders:
        return past.holders[id_]
    return (pool.columns.holders[pool.columns.position(id_)] if id_ in pool else "") or id_


def open_tasks(earlier: Iterable[PastDraw]) -> tuple[str, ...]:
    """Return the ids of the tasks of which a draw is committed and not drawn yet, sorted: 3.1.8 (待抽取任务)."""
    return tuple(sorted({one.manifest.task for one in earlier if one.is_open}))


def sparing_for(  # noqa: PLR0913, PLR0917 - who is drawn, who has been visited, and the rules
    task: Task,
    plan: AnnualPlan,
    pool: ObjectPool,
    past: tuple[PastDraw, ...],
    visits: Iterable[CountedVisit],
    rules: RuleBook,
    day: date,
    *,
    lifted: bool = False,
) -> Sparing:
    """Return whom a draw leaves out since a cap of visits is reached or a period of rest runs: 3.1.10 (免抽).

    A joint visit is one of each department that takes part, so that the cap of each of them binds. A targeted
    inspection rests on a lead or a risk, so that no period of rest keeps it away; one that a superior ordered does not
    count towards a cap and is not bound by it. Nor does a cap bind that a filed waiver has ``lifted``.

    Raises:
        LawError: a cap of nought, or an earlier draw that is still open and may lead to holders of the same objects, so
            that it is not known whose cap it uses up or to whom it gives rest.
        UnknownNameError: a filter on a column that the pool does not have.

    """
    departments = dict.fromkeys((plan.authority, plan.department_of(task), *plan.participants_of(task)))
    bindings = [_binding(task, plan, rules, day, name, lifted=lifted) for name in departments]
    bindings = [one for one in bindings if one.visit_cap is not None or one.cool_off is not None]
    if not bindings:
        return _NOBODY
    concerned, known = _concerned(task, pool), (*visits_of(past, pool), *visits)
    left_out: dict[str, ExclusionReason] = {}
    for one in bindings:
        _check_settled(task, pool, past, one, frozenset(concerned.values()), day)
        left_out = {**spared(known, one, day), **left_out}
    reasons = {id_: str(left_out[holder]) for id_, holder in concerned.items() if holder in left_out}
    lines = {key: text for one in bindings for key, text in _lines(one, plan.authority).items()}
    return Sparing(reasons=reasons, lines=lines, findings=_findings(task, bindings, reasons))


def _binding(task: Task, plan: AnnualPlan, rules: RuleBook, day: date, department: str, *, lifted: bool) -> BurdenRules:
    """Return what binds one department in a task."""
    binding = burden_rules(plan, rules, day, department=department)
    if task.mode is SupervisionMode.TARGETED:
        binding = attrs.evolve(binding, cool_off=None)
    if lifted or not counts_toward_cap(task.mode.inspection_type, superior_ordered=task.superior_ordered):
        binding = attrs.evolve(binding, visit_cap=None)
    if binding.visit_cap == 0:
        zh, en = f"{department} 公布的年度检查频次上限为 0", f"{department} has published a cap of nought"
        raise _refused(task.id, zh, en, 0)
    return binding


def _lines(binding: BurdenRules, authority: str) -> dict[str, str]:
    """Return the lines of a manifest; the cap of another department bears its id, the period of rest is the plan's."""
    lines = binding.manifest_lines()
    if binding.department == authority or binding.visit_cap is None:
        return lines if binding.department == authority else {}
    return {f"rules.visit_cap.{binding.department}": lines["rules.visit_cap"]}


def _concerned(task: Task, pool: ObjectPool) -> dict[str, str]:
    """Return the holder of every object that the task concerns, by its id; an entity is its own."""
    columns = pool.columns
    rows = sorted({row for design in task.designs for row in rows_in(pool, task.filters_for(design))})
    return {columns.ids[row]: columns.holders[row] or columns.ids[row] for row in rows}


def _check_settled(
    task: Task, pool: ObjectPool, past: Iterable[PastDraw], binding: BurdenRules, holders: AbstractSet[str], day: date
) -> None:
    """Check that no draw whose visits would matter is still open, as far as it may lead to the same holders."""
    for one in past:
        if not one.is_open or not _would_matter(one, binding, day):
            continue
        frames = one.frames.values()
        if not frames or any(_holder(one, pool, id_) in holders for frame in frames for id_ in frame.ids):
            zh = f"第 {one.manifest.serial} 号锁定尚未抽取，其检查次数未知，无法核对检查频次"
            en = f"serial {one.manifest.serial} is not drawn yet: whom it leads to is not known, nor the caps left"
            raise _refused(task.id, zh, en, one.manifest.commit)


def _would_matter(past: PastDraw, binding: BurdenRules, day: date) -> bool:
    on = day_in_china(past.manifest.committed_at)
    if binding.cool_off is not None and day <= binding.cool_off.ends_on(on):
        return True
    mode, ordered = _mode_of(past)
    counted = counts_toward_cap(mode.inspection_type, superior_ordered=ordered, reading=binding.cap_reading)
    return binding.visit_cap is not None and on.year == day.year and counted


def _findings(task: Task, bindings: Sequence[BurdenRules], reasons: Mapping[str, str]) -> tuple[Finding, ...]:
    caps = "、".join(f"{one.department} {one.visit_cap}" for one in bindings if one.visit_cap is not None)
    return tuple(
        Finding(
            severity=Severity.NOTE,
            code=code,
            where=task.id,
            zh=f"{count} 个对象因“{reason}”免于本次抽取（{limit}）",
            en=f"{count} objects are left out: {reason.name} ({limit})",
            clause=LIYANG_2020.ref("3.1.10"),
        )
        for code, reason, limit in (
            ("draw.visit_cap", ExclusionReason.VISIT_CAP, caps),
            ("draw.cool_off", ExclusionReason.COOL_OFF, bindings[0].cool_off),
        )
        if (count := sum(one == str(reason) for one in reasons.values()))
    )


def _refused(where: str, zh: str, en: str, value: object) -> LawError:
    return LawError(field=where, rule_zh=zh, rule=en, value=value, clause=LIYANG_2020.ref("3.1.10"))
