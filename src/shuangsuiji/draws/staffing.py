"""From a task's team rules and a pool's officers to what a draw commits of its matching: 3.2.2, 2.3.7 – 2.3.11 (派员).

Whoever may be matched, and every pair that must not meet, is committed before the seed is known: there is no way to
choose somebody by hand afterwards.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date

import attrs

from shuangsuiji.errors import InvalidValueError, LawError, UnknownNameError
from shuangsuiji.law import LIYANG_2020, LOT_SIZE, RuleBook
from shuangsuiji.lottery.checking_people import region_faults
from shuangsuiji.lottery.frames import TableFrame
from shuangsuiji.lottery.matching_terms import MatchingTerms
from shuangsuiji.lottery.staff import Pair, Staff
from shuangsuiji.planning import JointPlan, Task, check_teams, team_minimum
from shuangsuiji.registry import ObjectPool, Recusal, TaskOfficers, Window, barred_pairs
from shuangsuiji.values import Finding, Severity, check_kind

__all__ = ["Staffing", "staffing_for"]

_SHOWN = 5


@attrs.frozen(kw_only=True)
class Staffing:
    """What a draw commits of its matching (派员).

    Attributes:
        terms: lots, teams, experts' seats, window.
        staff: everyone who may be matched, and every pair that must not meet.
        lines: what the manifest says of the pool behind it.
        findings: what there is to point out.

    """

    terms: MatchingTerms
    staff: Staff
    lines: Mapping[str, str]
    findings: tuple[Finding, ...]

    @property
    def tables(self) -> tuple[str, ...]:
        """Names of the tables of people that are committed."""
        experts = ("experts",) if self.terms.experts or self.staff.experts else ()
        return ("inspectors", "recusals", "absent", *experts)


def staffing_for(  # noqa: PLR0913, PLR0917 - task, people, objects, and the rules
    task: Task,
    joint: JointPlan | None,
    officers: TaskOfficers | None,
    recusals: Iterable[Recusal],
    pool: ObjectPool,
    frames: Mapping[str, TableFrame],
    rules: RuleBook,
    day: date,
) -> Staffing | None:
    """Return what a draw commits of its matching, None where the task has no team rules (派员).

    Args:
        task: with its team rules.
        joint: the joint inspection under which it is drawn, None for a department's own task.
        officers: who of the pool of inspectors may be matched in the window, as ``InspectorPool.officers`` says.
        recusals: of the agency; those concern the task that hold in the window and name an object of its frames.
        pool: the objects, which know the market entity behind them.
        frames: by item.
        rules: minimum of officers, size of lots.
        day: of the commitment.

    Raises:
        LawError: too few seats, a department that has no part, nobody given to match, or a window that is over.
        UnknownNameError: a department of a team from which there are no officers.
        InvalidValueError: officers or recusals for a task without team rules, or an object without a region.

    """
    known = tuple(recusals)
    for one in known:
        check_kind(one, Recusal, "recusals")
    if not task.teams:
        _refuse_idle(task, officers, known)
        return None
    if officers is None:
        zh, en = "任务有组队规则，须给出检查人员", "the task has team rules and needs officers"
        raise LawError(field=task.id, rule_zh=zh, rule=en, value=None, clause=LIYANG_2020.ref("3.2.2"))
    check_kind(officers, TaskOfficers, "officers")
    if officers.window.last < day:
        zh, en = "任务期间在锁定之前已结束", "the window is over before the commitment"
        raise LawError(
            field="officers", rule_zh=zh, rule=en, value=str(officers.window), clause=LIYANG_2020.ref("3.2.2")
        )
    check_teams(task.teams, joint, rules, day)
    _check_regions(frames)
    terms = _terms(task, joint, officers, rules, day)
    pairs = _by_object(_standing(known, day, officers.window), pool, frames)
    staff = Staff(officers=officers.officers, experts=officers.experts, absent=officers.absent, recusals=pairs)
    concerned = {(row[0], row[1]) for row in staff.recusals}
    return Staffing(
        terms=terms,
        staff=staff,
        lines={"rules.inspectors": officers.pool, "rules.inspectors.hash": officers.pool_digest},
        findings=(
            *_uncovered(terms, joint, officers),
            *_foreign(terms, joint, pool),
            *_unheld(terms, staff),
            *_strangers(staff),
            *_elsewhere(known, concerned, pool),
        ),
    )


def _standing(recusals: Iterable[Recusal], day: date, window: Window) -> dict[Pair, str]:
    """Return the pairs recused on any day of the window, of two reasons the one that comes first in the vocabulary."""
    first = max(day, window.first)
    days = {first, *(one.declared_on for one in recusals if first <= one.declared_on <= window.last)}
    found: dict[Pair, str] = {}
    for one in sorted(days):
        for pair, reason in barred_pairs(recusals, one).items():
            found.setdefault(pair, reason)
    return found


def _refuse_idle(task: Task, officers: TaskOfficers | None, recusals: tuple[Recusal, ...]) -> None:
    if officers is not None or recusals:
        zh, en = "任务没有组队规则，不匹配人员", "the task has no team rules and matches nobody"
        raise InvalidValueError(field=f"{task.id}.teams", rule_zh=zh, rule=en, value=repr(officers))


def _check_regions(frames: Mapping[str, TableFrame]) -> None:
    faults = region_faults(frames)
    if faults:
        zh = f"匹配人员须知每个对象的区域，有 {len(faults)} 个对象没有或不一致"
        en = f"inspectors are matched by region: {len(faults)} objects have none, or not the same in each frame"
        raise InvalidValueError(field="region", rule_zh=zh, rule=en, value="; ".join(faults[:_SHOWN]))


def _terms(task: Task, joint: JointPlan | None, officers: TaskOfficers, rules: RuleBook, day: date) -> MatchingTerms:
    minimum = team_minimum(rules, day, joint=joint is not None)
    there = {one.department for one in officers.officers}
    teams: dict[str, dict[str, tuple[tuple[str, ...], ...]]] = defaultdict(dict)
    for team in task.teams:
        if team.department not in officers.departments:
            known = "、".join(officers.departments)
            raise UnknownNameError(field=f"team.{team.item_code}", value=team.department, known=known)
        if team.department not in there:
            zh, en = "该部门没有可派的检查人员", "the department has no officer who can be sent"
            clause = LIYANG_2020.ref("3.2.2")
            raise LawError(field=f"team.{team.item_code}", rule_zh=zh, rule=en, value=team.department, clause=clause)
        teams[team.item_code][team.department] = team.seats_for(minimum)
    return MatchingTerms(
        lot=rules.rule(LOT_SIZE, day).count(),
        minimum=minimum.count(),
        teams=teams,
        experts={one.item_code: one.seats for one in task.experts},
        window=(officers.window.first, officers.window.last),
    )


def _by_object(pairs: Mapping[Pair, str], pool: ObjectPool, frames: Mapping[str, TableFrame]) -> dict[Pair, str]:
    """Return the pairs by objects of the frames: a recusal may name an object, or the market entity behind it."""
    entities = {entity for entity, _ in pairs}
    held: dict[str, list[str]] = defaultdict(list)
    for id_, holder in zip(pool.columns.ids, pool.columns.holders, strict=True):
        if holder in entities:
            held[holder].append(id_)
    found: dict[Pair, str] = {}
    for (entity, officer), reason in pairs.items():
        for id_ in (entity, *held[entity]):
            if any(id_ in frame for frame in frames.values()):
                found.setdefault((id_, officer), reason)
    return found


def _uncovered(terms: MatchingTerms, joint: JointPlan | None, officers: TaskOfficers) -> list[Finding]:
    """Return the departments that take part and send nobody."""
    expected = {*officers.departments, *(joint.members if joint else ())}
    return [
        _warning(
            "matching.no_team",
            name,
            "参与而没有组队规则，不派人",
            "takes part, has no team rule and sends nobody",
        )
        for name in sorted(expected - set(terms.departments))
    ]


def _foreign(terms: MatchingTerms, joint: JointPlan | None, pool: ObjectPool) -> list[Finding]:
    """Return the departments that send officers to a task of another one, without a joint inspection."""
    zh, en = "未列联合抽查而由其他部门派人", "another department sends officers without a joint inspection"
    others = [name for name in terms.departments if name != pool.owner] if joint is None else []
    return [_warning("matching.foreign_team", name, zh, en) for name in others]


def _unheld(terms: MatchingTerms, staff: Staff) -> list[Finding]:
    """Return the tags that nobody of the department holds, which the pre-flight refuses, and those of no expert."""
    found: list[Finding] = []
    for teams, people, zh, en in (
        (terms.teams, staff.officers, "无检查人员具备", "no officer holds"),
        (terms.advice, staff.experts, "无专家具备", "no expert holds"),
    ):
        held = {(one.department, tag) for one in people for tag in one.tags}
        asked = {(name, tag) for own in teams.values() for name, seats in own.items() for seat in seats for tag in seat}
        found += [
            _warning("matching.tag", name, f"{zh}“{tag}”", f"{en} the tag {tag}") for name, tag in sorted(asked - held)
        ]
    return found


def _strangers(staff: Staff) -> list[Finding]:
    """Return the recusals of somebody who is neither to be matched nor accounted for: a slip of the pen, perhaps."""
    known = {one.id for one in (*staff.officers, *staff.experts)} | staff.absent.keys()
    return [
        _warning(
            "recusals.inspector",
            f"{object_} {officer}",
            "回避所指的人员不在本任务人员中，请核对编号",
            "the recusal names nobody of this task; check the id",
        )
        for object_, officer, _ in staff.recusals
        if officer not in known
    ]


def _elsewhere(recusals: Iterable[Recusal], concerned: set[Pair], pool: ObjectPool) -> list[Finding]:
    """Return a note of the recusals that bind nobody in this task, so that none is dropped in silence."""
    held = {(holder, officer) for id_, officer in concerned if (holder := pool[id_].holder)}
    others = sorted(
        {
            (one.object_id, one.inspector_id)
            for one in recusals
            if (one.object_id, one.inspector_id) not in concerned | held
        }
    )
    if not others:
        return []
    shown = "；".join(" ".join(pair) for pair in others[:_SHOWN])
    return [
        Finding(
            severity=Severity.NOTE,
            code="recusals.elsewhere",
            where="recusals",
            zh=f"{len(others)} 对回避所指对象不在本次抽样框中，或不在任务期间有效：{shown}",
            en=f"{len(others)} recusals concern no object of the frames, or do not hold in the window: {shown}",
            clause=LIYANG_2020.ref("3.2.2"),
        )
    ]


def _warning(code: str, where: str, zh: str, en: str) -> Finding:
    clause = LIYANG_2020.ref("3.2.2")
    return Finding(severity=Severity.WARNING, code=code, where=where, zh=zh, en=en, clause=clause)
