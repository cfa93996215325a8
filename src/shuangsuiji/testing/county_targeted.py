"""Two targeted inspections of the county, drawn in December (合成专项检查).

One rests on a lead and a finding of risk, and results of another department are recognised in it; the other was ordered
by a superior.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

import attrs

from shuangsuiji.draws import Matching, commit, draw, match
from shuangsuiji.inspection import (
    CaseLead,
    Equivalence,
    RecognitionRecord,
    Result,
    RiskFinding,
    TargetedInspection,
    as_task,
    recognised,
)
from shuangsuiji.law import LIYANG_2020, RuleBook
from shuangsuiji.lottery import Reveal
from shuangsuiji.planning import Filter, Operator, TeamRule, department_plan
from shuangsuiji.registry import ObjectPool
from shuangsuiji.testing.county import county_items, county_people
from shuangsuiji.testing.county_years import CountyYear, county_event, county_number
from shuangsuiji.values import CHINA, TimeLimit, TimeUnit

__all__ = ["Targeted", "targeted_of"]

_MARKET, _SAFETY, _HEALTH = "320481-SCJG", "320481-YJJ", "320481-WJW"
_DECEMBER = 12


@attrs.frozen(kw_only=True)
class Targeted:
    """A targeted inspection and its draw (合成专项).

    Attributes:
        decision: the decision, with its grounds.
        matching: the draw and who goes.
        recognised: which results of another department stood in for visits, None for none.

    """

    decision: TargetedInspection
    matching: Matching
    recognised: RecognitionRecord | None = None


def targeted_of(
    year: CountyYear, leads: Sequence[CaseLead], results: Sequence[Result], rules: RuleBook
) -> tuple[Targeted, Targeted]:
    """Return the two targeted inspections of a year, drawn and matched (合成专项检查).

    Args:
        year: the county's year, staffed.
        leads: of the year.
        results: what its draws came to.
        rules: the rule book.

    """
    return _on_leads(year, leads, results, rules), _ordered(year, rules)


def _on_leads(year: CountyYear, leads: Sequence[CaseLead], results: Sequence[Result], rules: RuleBook) -> Targeted:
    """Return the inspection of catering on the ground of a lead and a finding of risk."""
    on = date(year.plan.year, _DECEMBER, 28)
    own = [one for one in leads if one.department == _MARKET][:1]
    risk = RiskFinding(
        id="FX-01",
        source="（合成）年度检查结果分析",
        found_on=date(year.plan.year, _DECEMBER, 21),
        statement="（合成）同类问题集中",
        document="（合成）分析报告 1",
    )
    pool = _pool_of(year, _MARKET)
    item = county_items(year.plan.year)[pool.item_codes[3]]
    decision = TargetedInspection(
        id=f"{year.plan.year}-ZX-01",
        name="（合成）餐饮专项检查",
        department=_MARKET,
        decided_on=date(year.plan.year, _DECEMBER, 22),
        ratios={item.code: "10%"},
        ratio_reason="（合成）问题集中，抽查比例高于年度计划",
        filters=(Filter(field="失信状况", operator=Operator.IN, values=("经营异常名录", "严重违法失信名单")),),
        leads=tuple(own),
        risks=(risk,),
    )
    other = next(one for one in results if one.department == _HEALTH)
    ground = Equivalence(
        id="DX-01",
        from_item=other.item_code,
        from_department=_HEALTH,
        to_item=item.code,
        to_department=_MARKET,
        valid_for=TimeLimit(number=1, unit=TimeUnit.YEAR, clause=LIYANG_2020.ref("3.3.8")),
        document="（合成）事项等效目录",
        effective_on=date(year.plan.year, 1, 1),
        expires_on=date(year.plan.year, 12, 31),
    )
    record = recognised(pool, results, (ground,), (item.code,), on)
    return Targeted(decision=decision, matching=_drawn(year, decision, pool, rules, on, record), recognised=record)


def _ordered(year: CountyYear, rules: RuleBook) -> Targeted:
    """Return the inspection that a superior ordered."""
    pool = _pool_of(year, _SAFETY)
    found = RiskFinding(
        id="FX-02",
        source="（合成）上级通报",
        found_on=date(year.plan.year, _DECEMBER, 14),
        statement="（合成）突出风险",
        document="（合成）通报 2",
    )
    decision = TargetedInspection(
        id=f"{year.plan.year}-ZX-02",
        name="（合成）上级部署专项检查",
        department=_SAFETY,
        decided_on=date(year.plan.year, _DECEMBER, 15),
        ratios={pool.item_codes[4]: "5%"},
        ratio_reason="（合成）按上级部署",
        risks=(found,),
        superior_ordered=True,
        order="（合成）某发〔2026〕8号",
    )
    return Targeted(decision=decision, matching=_drawn(year, decision, pool, rules, date(year.plan.year, 12, 29), None))


def _pool_of(year: CountyYear, department: str) -> ObjectPool:
    """Return the version of a department's pool that its last draw of the year was made from."""
    basis = year.draws[department][-1].commitment.basis
    if basis is None:  # pragma: no cover - the county's draws have theirs
        raise AssertionError(department)
    return basis.pool


def _drawn(
    year: CountyYear,
    decision: TargetedInspection,
    pool: ObjectPool,
    rules: RuleBook,
    on: date,
    record: RecognitionRecord | None,
) -> Matching:
    department = decision.department
    teams = [TeamRule(item_code=code, department=department) for code in decision.item_codes]
    task = as_task(decision, teams=teams, rounding="ceil")
    own = department_plan(year.plan, department)
    plan = attrs.evolve(own, tasks=(*own.tasks, task), version=own.version + 1)
    (people,) = county_people(year.plan.year)
    earlier = year.draws[department]
    commitment = commit(
        task,
        pool,
        plan=plan,
        items=county_items(year.plan.year),
        rules=rules,
        beacons=[county_event(on)],
        committed_at=datetime.combine(on, time(16), CHINA),
        mode="open",
        earlier=earlier,
        excluded={} if record is None else record.excluded,
        officers=people.officers(on, on + timedelta(days=30), departments=[department]),
    )
    return match(draw(commitment, Reveal.of(commitment.manifest, {"FC3D": county_number(on)})))
