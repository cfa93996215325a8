"""Plans for tests: a city's plan of 2025 with which nothing is wrong, and what it is held against."""

from collections.abc import Iterable, Sequence
from datetime import date
from functools import cache

from shuangsuiji.law import LIYANG_2020, LIYANG_RULES, RuleBook, under_cn_2025, yearly_cap_rule
from shuangsuiji.planning import (
    AnnualPlan,
    CheckPoint,
    DrawSchedule,
    Frequency,
    InspectionGuide,
    JointPlan,
    JointProcedure,
    Period,
    PlanBasis,
    PlanLevel,
    PlanLimits,
    SamplingDesign,
    Task,
)
from shuangsuiji.registry import LIYANG_DEPARTMENTS, InspectionObject, Inspector, InspectorPool, LegalBasis, ObjectPool
from shuangsuiji.terms import BasisRank, InspectionMethod
from shuangsuiji.testing.conferences import effective_procedures
from shuangsuiji.values import ClauseRef, Finding, Severity, TimeLimit, TimeUnit
from shuangsuiji.workdays import WorkingCalendar, china_calendar
from tests.unit.builders import AGENCY, design, enterprise, inspector, item, item_list, key_item, made, pool_of, task

CITY = "320481-ZF"
HEALTH = "320481-WJW"
RISKS = {"A": "5%", "B": "10%", "C": "15%", "D": "20%"}
ON = date(2025, 2, 10)
FOOD = LegalBasis(title="食品安全法", rank=BasisRank.LAW)
JOINT = JointPlan(id="2025-LH-01", initiator=AGENCY, participants=(HEALTH,))
ITEMS = item_list(item(ratio_cap="40%"), key_item())

Said = tuple[str, str, str, str]


@cache
def calendar() -> WorkingCalendar:
    return china_calendar()


@cache
def procedures() -> tuple[JointProcedure, ...]:
    return effective_procedures((JOINT,), date(2025, 1, 13))


def graded(number: int, /, **attributes: str) -> InspectionObject:
    """Return an enterprise whose town, risk grade and trade are those of no other of sixty."""
    given = {
        "风险等级": "ABCD"[number // 3 % 4],
        "信用等级": "ABCD"[number // 12 % 4],
        "失信状况": "无",
        "行业": ("食品", "餐饮")[number // 12 % 2],
    }
    return enterprise(number, attributes={**given, **attributes})


@cache
def graded_pool(objects: int = 240) -> ObjectPool:
    return pool_of(map(graded, range(objects)))


def half_yearly(first_month: int) -> DrawSchedule:
    return DrawSchedule(every=Period.HALF_YEAR, first_month=first_month)


def by_risk(*designs: SamplingDesign, **changes: object) -> Task:
    """Return a task of the department, drawn twice a year by risk grade."""
    given = {
        "id": "T-labels",
        "platform_number": "RW-1",
        "department": AGENCY,
        "strata": ("风险等级",),
        "frequency": Frequency(times=2),
        "schedule": half_yearly(3),
    }
    return task(*(designs or (design(RISKS, inclusion_targets="9%"),)), **{**given, **changes})


def joint_task(**changes: object) -> Task:
    given = {"id": "T-lifts", "department": None, "joint_plan": JOINT.id, "schedule": half_yearly(5)}
    lifts = design({"A": "5%", "*": "20%"}, "lifts", inclusion_targets={"D": "30%"})
    return by_risk(lifts, **{**given, **changes})


def good_plan(*tasks: Task, **changes: object) -> AnnualPlan:
    given = {
        "id": "CITY-2025",
        "authority": CITY,
        "year": 2025,
        "level": PlanLevel.CITY,
        "tasks": tasks or (by_risk(), joint_task()),
        "joint_plans": (JOINT,),
        "drawn_up_on": date(2025, 1, 6),
        "entered_on": date(2025, 1, 13),
        "limits": PlanLimits(coverage_floor="10%", visit_cap=4, cool_off=rest(30)),
    }
    return made(AnnualPlan, given, changes)


def rest(days: int) -> TimeLimit:
    return TimeLimit(number=days, unit=TimeUnit.DAY, clause=LIYANG_2020.ref("3.1.10"))


def own_plan(*tasks: Task, **changes: object) -> AnnualPlan:
    """Return the plan of the department itself."""
    given = {"id": "SCJG-2025", "authority": AGENCY, "level": PlanLevel.DEPARTMENT}
    return good_plan(*(tasks or (by_risk(), joint_task())), **{**given, **changes})


def people(*inspectors: Inspector) -> tuple[InspectorPool, ...]:
    of_health = (inspector(one, department=HEALTH, capacity=100) for one in range(11, 16))
    given = inspectors or (*(inspector(one, capacity=100) for one in range(1, 6)), *of_health)
    return (
        InspectorPool(
            id="people",
            owner=AGENCY,
            item_codes=("labels", "lifts"),
            inspectors=given,
            maintained_on=date(2025, 1, 5),
        ),
    )


def guide(code: str, /, **changes: object) -> InspectionGuide:
    given = {
        "item_code": code,
        "item_version": 1,
        "department": AGENCY,
        "legal_bases": (FOOD,),
        "content": "（合成）检查内容",
        "methods": (InspectionMethod.ON_SITE,),
        "check_points": (CheckPoint(id="name", text="载明名称", basis=FOOD),),
        "effective_on": date(2025, 1, 1),
    }
    return made(InspectionGuide, given, changes)


def basis_of(pool: ObjectPool | Sequence[ObjectPool] | None = None, /, **changes: object) -> PlanBasis:
    """Return everything that a plan can be held against."""
    pools = (pool or graded_pool(),) if pool is None or isinstance(pool, ObjectPool) else tuple(pool)
    given = {
        "rules": LIYANG_RULES,
        "on": ON,
        "items": (ITEMS,),
        "pools": pools,
        "people": people(),
        "calendar": calendar(),
        "departments": LIYANG_DEPARTMENTS,
        "procedures": procedures(),
        "guides": (guide("labels"), guide("lifts")),
        "inspected": {
            **dict.fromkeys(range(2020, 2024), ()),
            2024: [id_ for one in pools for id_ in one.columns.ids],
        },
        "trade": "行业",
    }
    return made(PlanBasis, given, changes)


def rules_of_2025(cap: int = 3) -> RuleBook:
    """Return the city's rules under the order of 2025, with the cap that the department has published."""
    clause = ClauseRef(document="（合成）频次上限公告〔2025〕1号", clause="1", path="第一条")
    cap_rule = yearly_cap_rule(AGENCY, cap, clause=clause, effective_on=date(2025, 1, 1))
    return under_cn_2025(LIYANG_RULES, book_id="example-2025", caps=[cap_rule])


def said(findings: Iterable[Finding]) -> list[Said]:
    """Return severity, code, id of the clause and place of each finding, in order."""
    return [(one.severity.name, one.code, one.clause.clause if one.clause else "", one.where) for one in findings]


def faults(findings: Iterable[Finding]) -> list[Said]:
    """Return the same of what is more than a note."""
    return said(one for one in findings if one.severity is not Severity.NOTE)


def coded(findings: Iterable[Finding], code: str) -> list[Finding]:
    return [one for one in findings if one.code == code]


def unchecked_codes(findings: Iterable[Finding]) -> list[tuple[str, str]]:
    return [(one.code.removesuffix(".unchecked"), one.where) for one in findings if one.code.endswith(".unchecked")]
