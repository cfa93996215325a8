"""A synthetic county: 17 departments, their lists and pools, and a year of 203 tasks and 13 joint plans (合成县).

Everything is made from small tables and counters; the same call makes the same county. Units are those of the annex,
since the rules are about them; firms, codes, items and papers are made up.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from functools import cache

import attrs

from shuangsuiji.planning import (
    AnnualPlan,
    DrawSchedule,
    Filter,
    Frequency,
    JointPlan,
    Operator,
    Period,
    PlanLevel,
    PlanLimits,
    SamplingDesign,
    Task,
    TeamRule,
)
from shuangsuiji.registry import (
    ANNEX_MEMBERS,
    Certificate,
    InspectionItem,
    InspectionObject,
    Inspector,
    InspectorPool,
    ItemList,
    LegalBasis,
    ObjectPool,
)
from shuangsuiji.terms import BasisRank, CapScope, InspectionMethod, InspectorKind, ItemKind, ItemListKind, KeyGround
from shuangsuiji.testing.city import TOWNS, synthetic_code

__all__ = ["CITY", "JOINT_PLANS", "TASKS", "city_plan", "county_items", "county_people", "county_pools"]

CITY = "320481-ZF"
TASKS, JOINT_PLANS = 203, 13
_TRADES = ("食品", "餐饮", "建材", "化工", "农资", "物流", "文旅", "医疗", "培训", "机械")
_RISKS = ("A", "A", "A", "B", "B", "C", "D")
_CREDIT = ("A", "B", "B", "C", "D")
_ITEMS_EACH = 6
_OWN_TASKS = TASKS - JOINT_PLANS
_STAFF_EACH = 12
_RATIOS = {
    "风险等级": {"A": "1%", "B": "3%", "C": "5%", "D": "7%"},
    "信用等级": {"A": "1%", "B": "2%", "C": "4%", "D": "6%"},
    "失信状况": {"无": "2%", "经营异常名录": "8%", "严重违法失信名单": "10%"},
}
_WIDE = ANNEX_MEMBERS.index("320481-YJJ")
_WIDELY = {"无": "15%", "经营异常名录": "25%", "严重违法失信名单": "40%"}
_GRADINGS = tuple(_RATIOS)
_CAP = "40%"


def _code(number: int, item: int) -> str:
    """Return the code of an item of a department, both counted from nought; the first item of each is KEY."""
    return f"{ANNEX_MEMBERS[number].removeprefix('320481-').lower()}-{item + 1:02d}"


def _partners(number: int) -> tuple[int, ...]:
    """Return the two departments that take part in the joint plan of a department."""
    return ((number + 1) % len(ANNEX_MEMBERS), (number + 2) % len(ANNEX_MEMBERS))


def _trades(number: int) -> tuple[str, ...]:
    """Return the trades that a department is in charge of: three of ten, together all of them."""
    return tuple(_TRADES[(number + step) % len(_TRADES)] for step in (0, 3, 7))


@cache
def county_items(year: int = 2026) -> ItemList:
    """Return the items of all departments, six of each, the first of them KEY (合成县清单)."""
    return ItemList(
        id=f"COUNTY-{year}",
        kind=ItemListKind.DEPARTMENT,
        owner="320481-SCJG",
        effective_on=date(year, 1, 1),
        items=tuple(_item(year, number, item) for number in range(len(ANNEX_MEMBERS)) for item in range(_ITEMS_EACH)),
    )


def _item(year: int, number: int, item: int) -> InspectionItem:
    key = item == 0
    joint = tuple(ANNEX_MEMBERS[one] for one in (number - 1, number - 2)) if item == 1 else ()
    return InspectionItem(
        code=_code(number, item),
        name=f"（合成）第{number + 1}部门第{item + 1}项",
        kind=ItemKind.KEY if key else ItemKind.GENERAL,
        ratio_cap=None if key else _CAP,
        key_ground=KeyGround.SAFETY if key else None,
        legal_bases=(LegalBasis(title="（合成）监督检查办法", rank=BasisRank.RULE, article=f"第{item + 1}条"),),
        implementing_body=ANNEX_MEMBERS[number],
        joint_departments=joint,
        content="（合成）检查内容",
        methods=(InspectionMethod.ON_SITE, InspectionMethod.DOCUMENT),
        effective_on=date(year, 1, 1),
        superior_item="（合成）上级清单 2025 年版",
    )


@cache
def _firms(objects: int) -> tuple[InspectionObject, ...]:
    return tuple(_firm(number) for number in range(objects))


def _firm(number: int) -> InspectionObject:
    trade = _TRADES[number % len(_TRADES)]
    marks = ("严重违法失信名单",) if number % 53 == 0 else ("经营异常名录",) if number % 19 == 0 else ("无",)
    return InspectionObject(
        id=synthetic_code(number),
        name=f"合成第{number}号{trade}有限公司",
        region=TOWNS[number // len(_TRADES) % len(TOWNS)],
        attributes={
            "行业": trade,
            "风险等级": _RISKS[number // 3 % len(_RISKS)],
            "信用等级": _CREDIT[number // 7 % len(_CREDIT)],
            "失信状况": marks[0],
        },
    )


@cache
def county_pools(year: int = 2026, objects: int = 1_000) -> tuple[ObjectPool, ...]:
    """Return one pool per department: the firms of the trades that it is in charge of, three of ten (合成县名录库).

    Args:
        year: the pools were made on its fifth of January.
        objects: firms of the whole county.

    """
    return tuple(
        ObjectPool.of(
            (firm for firm in _firms(objects) if firm.attributes["行业"] in _trades(number)),
            id=f"pool-{department}",
            owner=department,
            item_codes=_served(number),
            maintained_on=date(year, 1, 5),
        )
        for number, department in enumerate(ANNEX_MEMBERS)
    )


def _served(number: int) -> tuple[str, ...]:
    joint = [_code(one, 1) for one in _partners(number)]
    return (*(_code(number, item) for item in range(_ITEMS_EACH)), *joint)


@cache
def county_people(year: int = 2026) -> tuple[InspectorPool, ...]:
    """Return one pool of inspectors for all departments, twelve of each (合成县人员)."""
    people = (
        Inspector(
            id=f"JS{number:02d}{person:02d}",
            kind=InspectorKind.CIVIL_SERVANT,
            department=department,
            certificate=Certificate(number=f"ZFZ{number:02d}{person:03d}", valid_until=date(year + 2, 1, 1)),
            regions=("*",),
            capacity=400,
        )
        for number, department in enumerate(ANNEX_MEMBERS)
        for person in range(_STAFF_EACH)
    )
    codes = [item.code for item in county_items(year).items]
    pool = InspectorPool(
        id="county-inspectors",
        owner="320481-SCJG",
        item_codes=codes,
        inspectors=tuple(people),
        maintained_on=date(year, 1, 5),
    )
    return (pool,)


@cache
def city_plan(year: int = 2026, *, staffed: bool = False) -> AnnualPlan:
    """Return the plan of the city: 203 tasks of 17 departments, 13 of them joint, all over the year (合成县计划).

    KEY items are drawn twice a year, the others once. Every task tells objects apart by one of the three gradings.

    Args:
        year: the year.
        staffed: whether the tasks have team rules: each department sends as many officers as the rule book asks for.

    """
    return AnnualPlan(
        id=f"CITY-{year}",
        authority=CITY,
        year=year,
        level=PlanLevel.CITY,
        tasks=tuple(_staffed(task) if staffed else task for task in (*_joint_tasks(year), *_own_tasks(year))),
        joint_plans=tuple(_joint_plan(year, number) for number in range(JOINT_PLANS)),
        drawn_up_on=date(year, 1, 12),
        entered_on=date(year, 1, 19),
        platform_number=f"（合成）JS{year}0001",
        limits=PlanLimits(coverage_floor=Fraction(15, 100)),
    )


def _joint_plan(year: int, number: int) -> JointPlan:
    return JointPlan(
        id=f"{year}-LH-{number + 1:02d}",
        initiator=ANNEX_MEMBERS[number],
        participants=[ANNEX_MEMBERS[one] for one in _partners(number)],
    )


def _joint_tasks(year: int) -> Iterator[Task]:
    for number in range(JOINT_PLANS):
        grading = _GRADINGS[number % len(_GRADINGS)]
        yield Task(
            id=f"{year}-L{number + 1:02d}",
            platform_number=f"（合成）RW-L{number + 1:02d}",
            name=f"（合成）联合抽查第{number + 1}号",
            designs=tuple(_design(_code(one, 1), grading) for one in (number, *_partners(number))),
            strata=(grading,),
            joint_plan=f"{year}-LH-{number + 1:02d}",
            schedule=DrawSchedule(every=Period.YEAR, first_month=3 + number % 9, day=3 + number),
        )


def _staffed(task: Task) -> Task:
    bodies = {item.code: item.implementing_body for item in county_items().items}
    return attrs.evolve(
        task, teams=tuple(TeamRule(item_code=code, department=bodies[code]) for code in task.item_codes)
    )


def _own_tasks(year: int) -> Iterator[Task]:
    """Yield the tasks that departments draw by themselves, one after another, item by item, trade by trade."""
    for count in range(_OWN_TASKS):
        number, turn = count % len(ANNEX_MEMBERS), count // len(ANNEX_MEMBERS)
        item = turn % _ITEMS_EACH
        grading = _GRADINGS[(number + turn) % len(_GRADINGS)]
        trade = _trades(number)[turn % 3]
        wide = turn == 0 and number == _WIDE
        yield Task(
            id=f"{year}-{number + 1:02d}-{turn + 1:02d}",
            platform_number=f"（合成）RW-{number + 1:02d}-{turn + 1:02d}",
            name=f"（合成）第{number + 1}部门第{turn + 1}项任务",
            department=ANNEX_MEMBERS[number],
            designs=(_in_batches(number) if wide else _design(_code(number, item), grading),),
            strata=(grading,),
            filters=() if wide else (Filter(field="行业", operator=Operator.IN, values=(trade,)),),
            frequency=Frequency(times=2) if item == 0 else Frequency(times=1),
            schedule=_schedule(number, turn, twice=item == 0),
        )


def _in_batches(number: int) -> SamplingDesign:
    """Return the design of the one KEY item that is inspected far and wide, in batches by lot (2.2.11)."""
    return SamplingDesign(item_code=_code(number, 0), ratios=_WIDELY, rounding="ceil", batches=4)


def _design(code: str, grading: str) -> SamplingDesign:
    # A handful of dishonest firms is no stratum in which a cap of 40 % leaves room for one.
    scope = CapScope.ITEM if grading == "失信状况" else CapScope.STRATUM
    return SamplingDesign(item_code=code, ratios=_RATIOS[grading], rounding="ceil", cap_scope=scope)


def _schedule(number: int, turn: int, *, twice: bool) -> DrawSchedule:
    day = 1 + (number * 5 + turn * 7) % 26
    if twice:
        return DrawSchedule(every=Period.HALF_YEAR, first_month=2 + (number + turn) % 5, day=day)
    return DrawSchedule(every=Period.YEAR, first_month=2 + (number + 3 * turn) % 11, day=day)
