"""Whether objects are told apart by grade, and what ratio and frequency come to: 3.1.7, 3.1.8 (比例频次核对)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from fractions import Fraction

from shuangsuiji.planning.annual import AnnualPlan
from shuangsuiji.planning.cap_checks import cap_findings
from shuangsuiji.planning.gradings import Grading
from shuangsuiji.planning.plan_basis import PlanBasis
from shuangsuiji.planning.plan_findings import counted, note, percent, warning
from shuangsuiji.planning.plan_terms import SupervisionMode
from shuangsuiji.planning.scopes import SEPARATOR
from shuangsuiji.planning.task_chances import DesignForecast, TaskChances, TaskForecast
from shuangsuiji.planning.tasks import Task
from shuangsuiji.values import Finding

__all__ = ["design_findings"]


def design_findings(plan: AnnualPlan, basis: PlanBasis, chances: Iterable[TaskChances]) -> Iterator[Finding]:
    """Yield what there is to say of gradings, quantities and caps (比例频次核对).

    Args:
        plan: the plan.
        basis: gives the gradings and the items.
        chances: what each task comes to, as far as a pool serves it.

    """
    known = tuple(chances)
    yield from _graded(plan, basis)
    for one in known:
        task, found = plan[one.forecast.task_id], one.forecast
        yield from _alike(task, found, basis.gradings)
        for grading in basis.gradings:
            if grading.column in task.strata:
                yield from _monotone(task, found, grading)
        for design in found.designs:
            yield from _quantities(task, found, design)
    yield from _resulting(plan, known)
    yield from cap_findings(plan, basis, known)


def _graded(plan: AnnualPlan, basis: PlanBasis) -> Iterator[Finding]:
    """3.1.7: objects are treated by grade.

    Whoever is inspected in full needs no strata, and a targeted inspection has its reason elsewhere (3.4.3).
    """
    columns = [one.column for one in basis.gradings]
    for task in plan.tasks:
        told_apart = {*task.strata, *_filtered(task)}
        if task.mode is SupervisionMode.RANDOM and told_apart.isdisjoint(columns):
            shown = "、".join(columns)
            zh = f"未按风险、信用或失信状况（{shown}）区分对象，也未以其筛选"
            en = f"tells objects apart by none of {shown}, neither by strata nor by filters"
            yield warning("plan.grading", task.id, zh, en, "3.1.7")


def _filtered(task: Task) -> Iterator[str]:
    yield from (one.field for one in task.filters)
    yield from (one.field for design in task.designs for one in design.filters)


def _alike(task: Task, found: TaskForecast, gradings: Iterable[Grading]) -> Iterator[Finding]:
    """3.1.7: strata by grade that are all drawn at one ratio below one are not treated differently."""
    columns = [one.column for one in gradings if one.column in task.strata]
    differs = any(len(set(one.ratios.values())) > 1 for one in found.designs)
    partly = any(ratio < 1 for one in found.designs if len(one.counts) > 1 for ratio in one.ratios.values())
    if columns and partly and not differs and set(columns).isdisjoint(_filtered(task)):
        shown = "、".join(columns)
        zh, en = f"已按{shown}分层，但各层比例相同", f"has strata by {shown}, and one ratio for all of them"
        yield warning("plan.grading_alike", task.id, zh, en, "3.1.7")


def _monotone(task: Task, found: TaskForecast, grading: Grading) -> Iterator[Finding]:
    """3.1.7: a worse grade is not inspected less than a better one, everything else being equal."""
    position = task.strata.index(grading.column)
    for design in found.designs:
        ranked, unknown = _ranked(design, grading, position, len(task.strata))
        for better, worse in _inverted(design, ranked):
            low, high = design.ratios[worse], design.ratios[better]
            zh = f"抽查比例 {low}，低于较好等级 {better} 的 {high}"
            en = f"the ratio {low} is below {high}, that of {better}, a better grade"
            yield warning("plan.grading_order", f"{task.id} {design.item_code} {worse}", zh, en, "3.1.7")
        if unknown:
            zh, en = (
                f"{unknown} 个对象的{grading.column}未知",
                f"the {grading.column} of {counted(unknown, 'object')} is not known",
            )
            yield note("plan.grade_unknown", f"{task.id} {design.item_code}", zh, en, "3.1.7")


def _ranked(design: DesignForecast, grading: Grading, position: int, width: int) -> tuple[list[list[str]], int]:
    """Return the strata that differ in the grade alone, from the best to the worst, and how many objects have none."""
    alike: dict[tuple[str, ...], list[tuple[int, str]]] = defaultdict(list)
    unknown = 0
    for stratum, rows in design.counts.items():
        parts = stratum.split(SEPARATOR) if width > 1 else [stratum]
        place = grading.place(parts[position])
        if place is None:
            unknown += rows
        else:
            alike[(*parts[:position], *parts[position + 1 :])].append((place, stratum))
    return [[stratum for _, stratum in sorted(several)] for several in alike.values()], unknown


def _inverted(design: DesignForecast, ranked: Iterable[list[str]]) -> Iterator[tuple[str, str]]:
    """Yield each stratum with a smaller ratio than a better one, after the one of those that has the largest."""
    for several in ranked:
        most = several[0]
        for stratum in several[1:]:
            if design.ratios[stratum] < design.ratios[most]:
                yield most, stratum
            else:
                most = stratum


def _quantities(task: Task, found: TaskForecast, design: DesignForecast) -> Iterator[Finding]:
    """3.1.8, 3.1.9: what ratio and frequency give over the year, held against what is aimed at; who has no chance."""
    asked, here = task.design_of(design.item_code), f"{task.id} {design.item_code}"
    if not design.rows:
        zh, en = "名录库中没有对象符合任务的范围", "no object of the pool is in the scope of the task"
        yield warning("plan.empty_frame", here, zh, en, "3.2.1")
        return
    yearly = {stratum: found.yearly_chance(design.item_code, stratum) for stratum in sorted(design.counts)}
    for stratum, chance in yearly.items():
        target, ratio = asked.target_of(stratum), design.ratios[stratum]
        if target is not None and chance < target:
            zh = f"比例 {ratio}、全年 {found.draws} 次，被抽查概率 {percent(chance)}，低于目标 {target}"
            en = f"{ratio} drawn {counted(found.draws, 'time')} gives {percent(chance)}, below {target}"
            yield warning("plan.inclusion", f"{here} {stratum}", zh, en, "3.1.8")
        if not chance:
            zh = f"该层 {design.counts[stratum]} 个对象在本任务中全年没有被抽到的机会（比例 {ratio}）"
            en = f"no chance all year in this task: {counted(design.counts[stratum], 'object')} (ratio {ratio})"
            yield warning("plan.no_chance", f"{here} {stratum}", zh, en, "3.1.9")
    for stratum in sorted((asked.ratios.keys() | asked.inclusion_targets.keys()) - design.counts.keys() - {"*"}):
        zh, en = "名录库中没有该层", "the pool has no such stratum"
        yield note("plan.no_stratum", f"{here} {stratum}", zh, en, "3.1.8")


def _resulting(plan: AnnualPlan, chances: Iterable[TaskChances]) -> Iterator[Finding]:
    """3.1.8: the third quantity is reported where the plan does not set it."""
    untargeted, yearly = 0, list[Fraction]()
    for found in (one.forecast for one in chances):
        for design in found.designs:
            if design.rows and not plan[found.task_id].design_of(design.item_code).inclusion_targets:
                untargeted += 1
                yearly += [found.yearly_chance(design.item_code, stratum) for stratum in design.counts]
    if untargeted:
        low, high = percent(min(yearly)), percent(max(yearly))
        zh = f"{untargeted} 项设计未定目标被抽查概率；按比例和频次，全年为 {low} 至 {high}"
        en = f"no chance is aimed at by {counted(untargeted, 'design')}; {low} to {high} in the year result"
        yield note("plan.inclusion", plan.id, zh, en, "3.1.8")
