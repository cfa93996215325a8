"""A year in which everything is wrong that can be wrong with a plan, or as much of it as a test asks for."""

from collections.abc import Collection
from datetime import date

from shuangsuiji.planning import (
    AnnualPlan,
    DrawSchedule,
    Filter,
    Frequency,
    InspectionGuide,
    JointPlan,
    Operator,
    Period,
    PlanBasis,
    PlanLimits,
    SamplingDesign,
    Task,
    TeamRule,
)
from shuangsuiji.registry import InspectionItem, InspectorPool, ItemList, ObjectPool
from shuangsuiji.testing.conferences import effective_procedures
from tests.unit.builders import AGENCY, design, inspector, item, item_list, key_item, pool_of
from tests.unit.plan_years import (
    HEALTH,
    JOINT,
    RISKS,
    Said,
    basis_of,
    by_risk,
    good_plan,
    graded,
    guide,
    half_yearly,
    joint_task,
    people,
    rest,
)

__all__ = ["EXPECTED", "bad_year"]

POLICE, SAFETY, NOBODY = "320481-GAJ", "320481-YJJ", "320481-NNN"
SPARE = JointPlan(id="2025-LH-02", initiator=HEALTH, participants=(AGENCY,))
MAIN, SKEWED, NARROW, SECOND = "main", "skewed", "narrow", "second"
DRAWN = (MAIN, SKEWED, NARROW)
OF_OWN_TASKS = ("boilers", "plain", "column", "alike", "team", "body", "empty", "none")
SERVED = ("labels", "lifts", *OF_OWN_TASKS, "nobody", "unknown", "ratio", "often", "part", "tanks")

# Every fault by name, and what there is to say of it.
EXPECTED: dict[str, list[Said]] = {
    "no KEY item": [("ERROR", "plan.kinds", "3.1.1", "CITY-2025")],
    "on no list": [("ERROR", "plan.item", "2.2.7", "T-boilers boilers")],
    "on two lists": [("WARNING", "plan.item_twice", "2.2.7", "T-plain plain")],
    "names no department": [("ERROR", "plan.department", "3.1.2", "T-nobody")],
    "unknown department": [
        ("ERROR", "plan.department", "3.1.2", "T-unknown"),
        ("ERROR", "plan.capacity", "3.1.6", NOBODY),
    ],
    "item of others": [("ERROR", "plan.participants", "3.1.2", "T-body body")],
    "officers of others": [("ERROR", "plan.participants", "3.1.2", "T-team")],
    "small team": [("ERROR", "plan.team", "42", "T-team")],
    "joint plan without a task": [("WARNING", "plan.joint_task", "3.1.3", SPARE.id)],
    "not decided on": [("WARNING", "plan.joint_decided", "A4.2.3", JOINT.id)],
    "drawn up late": [("ERROR", "plan.due", "3.1.4", "CITY-2025")],
    "entered late": [("ERROR", "plan.entry", "3.1.4", "CITY-2025")],
    "no platform number": [("WARNING", "plan.platform_number", "2.1.1", "T-labels")],
    "no guide": [("WARNING", "guides.missing", "2.4.1", "lifts")],
    "other frequency": [("WARNING", "plan.frequency", "3.1.8", "T-labels")],
    "all in November": [
        ("WARNING", "plan.burst", "1.1", "2025-11"),
        ("WARNING", "plan.idle_quarter", "1.1", "2025"),
    ],
    "no pool": [("ERROR", "plan.pool", "2.3.1", "T-part")],
    "two pools": [("WARNING", "plan.pool", "2.3.1", "T-tanks"), ("WARNING", "plan.outside", "3.1.5", SECOND)],
    "empty pool": [("WARNING", "plan.pool_empty", "2.3.1", "empty")],
    "no such column": [
        ("ERROR", "plan.draw", "3.2.1", "T-column"),
        ("WARNING", "plan.grading", "3.1.7", "T-column"),
    ],
    "unbalanced": [("WARNING", "plan.balance", "3.1.5", f"{SKEWED} region=天目湖")],
    "not everybody": [("WARNING", "plan.outside", "3.1.5", NARROW)],
    "too little coverage": [("ERROR", "plan.coverage", "3.1.9", pool) for pool in DRAWN],
    "long not inspected": [("WARNING", "plan.coverage_years", "3.1.5", pool) for pool in DRAWN],
    "too few officers": [
        ("ERROR", "plan.capacity", "3.1.6", AGENCY),
        ("ERROR", "plan.visit_capacity", "3.1.6", AGENCY),
    ],
    "nobody told apart": [("WARNING", "plan.grading", "3.1.7", "T-plain")],
    "all treated alike": [("WARNING", "plan.grading_alike", "3.1.7", "T-alike")],
    "worse treated better": [("WARNING", "plan.grading_order", "3.1.7", "T-labels labels D")],
    "below the target": [("WARNING", "plan.inclusion", "3.1.8", "T-labels labels A")],
    "no chance": [("WARNING", "plan.no_chance", "3.1.9", "T-none none A")],
    "nobody in scope": [("WARNING", "plan.empty_frame", "3.2.1", "T-empty empty")],
    "ratio above the cap": [("ERROR", "plan.ratio_cap", "2.2.12", "T-ratio ratio D")],
    "drawn too often": [
        ("ERROR", "plan.item_cap", "2.2.12", "T-often often"),
        *(("WARNING", "plan.stratum_cap", "2.2.12", f"T-often often {grade}") for grade in "ABCD"),
    ],
    "visited too often": [("WARNING", "plan.visit_cap", "3.1.10", name) for name in (AGENCY, HEALTH)],
}


def bad_year(faults: Collection[str]) -> tuple[AnnualPlan, PlanBasis]:
    """Return a plan with these faults and no other, and what it is held against."""
    pools, items = pools_of(faults), items_of(faults)
    decided = effective_procedures((JOINT, SPARE), date(2025, 1, 13))
    inspected_in = 2019 if "long not inspected" in faults else 2024
    ids = [one.id for one in FIRMS]
    basis = basis_of(
        pools,
        items=lists_of(items, faults),
        people=people_of(faults),
        guides=guides_of(items, faults),
        inspected={**dict.fromkeys(range(2020, 2025), ()), inspected_in: ids},
        procedures=decided[1:] if "not decided on" in faults else decided,
        visit_days="1",
    )
    return plan_of(faults), basis


FIRMS = [graded(number) for number in range(240)]


def pools_of(faults: Collection[str]) -> list[ObjectPool]:
    kept = {MAIN: [code for code in SERVED if code != "part" or "no pool" not in faults], SKEWED: ["skewed"]}
    kept[NARROW] = ["narrow"]
    if "two pools" in faults:
        kept[SECOND] = ["tanks"]
    pools = [pool_of(FIRMS, id=name, item_codes=codes) for name, codes in kept.items()]
    return [*pools, *([pool_of(0, id="empty", item_codes=("other",))] if "empty pool" in faults else [])]


def items_of(faults: Collection[str]) -> tuple[InspectionItem, ...]:
    caps = {"ratio": "10%", "often": "10%"}
    listed = {code: item(code, ratio_cap=caps.get(code, "90%")) for code in [*SERVED, "skewed", "narrow"]}
    listed["body"] = item("body", ratio_cap="90%", implementing_body=SAFETY)
    if "no KEY item" not in faults:
        listed["lifts"] = key_item("lifts")
    if "on no list" in faults:
        del listed["boilers"]
    return tuple(listed.values())


def lists_of(items: tuple[InspectionItem, ...], faults: Collection[str]) -> tuple[ItemList, ...]:
    again = item_list(item("plain", ratio_cap="80%"), id="again")
    return (item_list(*items), *([again] if "on two lists" in faults else []))


def guides_of(items: tuple[InspectionItem, ...], faults: Collection[str]) -> tuple[InspectionGuide, ...]:
    without = "lifts" if "no guide" in faults else ""
    return tuple(guide(one.code, department=one.implementing_body) for one in items if one.code != without)


def people_of(faults: Collection[str]) -> tuple[InspectorPool, ...]:
    here = (
        [inspector(1, capacity=9)] if "too few officers" in faults else [inspector(n, capacity=900) for n in range(9)]
    )
    others = [
        inspector(number, department=name, capacity=900)
        for number, name in enumerate((HEALTH, HEALTH, HEALTH, POLICE, SAFETY), 20)
    ]
    return people(*here, *others)


def plan_of(faults: Collection[str]) -> AnnualPlan:
    cap = 1 if "visited too often" in faults else 100
    floor = "100%" if "too little coverage" in faults else "1/100"
    return good_plan(
        *tasks_of(faults),
        joint_plans=(JOINT, SPARE) if "joint plan without a task" in faults else (JOINT,),
        drawn_up_on=date(2025, 2, 6) if "drawn up late" in faults else date(2025, 1, 6),
        entered_on=date(2025, 4, 1) if "entered late" in faults else date(2025, 2, 7),
        limits=PlanLimits(coverage_floor=floor, visit_cap=cap, cool_off=rest(30)),
    )


def aimed(code: str, ratios: object = None, *, aim: str = "1/100") -> SamplingDesign:
    return design(ratios or {"A": "5%", "*": "10%"}, code, inclusion_targets=aim)


def one(code: str, schedule: DrawSchedule | None = None, /, **changes: object) -> Task:
    """Return a task that is drawn once, by risk grade, for an item that is named like it."""
    given = {"id": f"T-{code}", "frequency": Frequency(times=1), "schedule": schedule}
    return by_risk(*([] if "designs" in changes else [aimed(code)]), **{**given, **changes})


def twice(month: int, faults: Collection[str]) -> DrawSchedule:
    late = DrawSchedule(every=Period.MONTH, first_month=11, count=2, day=20)
    return late if "all in November" in faults else half_yearly(month)


def labels(faults: Collection[str]) -> Task:
    ratios = {**RISKS, "D": "2%" if "worse treated better" in faults else "20%"}
    aim = {"A": "10%" if "below the target" in faults else "9%"}
    frequency = Frequency(times=3 if "other frequency" in faults else 2)
    number = "" if "no platform number" in faults else "RW-1"
    labelled = design(ratios, inclusion_targets=aim)
    return by_risk(labelled, frequency=frequency, schedule=twice(3, faults), platform_number=number)


def skewed(faults: Collection[str]) -> SamplingDesign:
    neglected = dict.fromkeys((f"天目湖/{grade}" for grade in "ABCD"), "5%") if "unbalanced" in faults else {}
    return aimed("skewed", {"溧城/A": "15%", "戴埠/A": "15%", "天目湖/A": "15%", "*": "20%", **neglected})


def tasks_of(faults: Collection[str]) -> tuple[Task, ...]:
    def in_(month: int) -> DrawSchedule:
        return DrawSchedule(every=Period.YEAR, first_month=11 if "all in November" in faults else month, day=10)

    nowhere = Filter(field="region", operator=Operator.IN, values=("别桥",))
    not_a = Filter(field="风险等级", operator=Operator.NOT_IN, values=("A",))
    sent_by = POLICE if "officers of others" in faults else HEALTH
    team = TeamRule(item_code="team", department=sent_by, size=1 if "small team" in faults else None)
    zero, above = "0" if "no chance" in faults else "5%", "15%" if "ratio above the cap" in faults else "10%"
    alike = {"A": "5%", "*": "5%" if "all treated alike" in faults else "6%"}
    return (
        labels(faults),
        joint_task(schedule=twice(5, faults)),
        one("boilers", in_(1)),
        one("plain", in_(2), strata=("region",) if "nobody told apart" in faults else ("信用等级",)),
        one("column", in_(4), strata=("风险",) if "no such column" in faults else ("风险等级",)),
        one("alike", in_(6), designs=(aimed("alike", alike),)),
        one("team", in_(7), teams=(team,), participants=(HEALTH,)),
        one("body", in_(8), participants=() if "item of others" in faults else (SAFETY,)),
        one("empty", in_(10), filters=(nowhere,) if "nobody in scope" in faults else ()),
        one("none", in_(12), designs=(aimed("none", {"A": zero, "*": "10%"}, aim="0"),)),
        one("nobody", department=None if "names no department" in faults else AGENCY),
        one("unknown", participants=(NOBODY,) if "unknown department" in faults else ()),
        one("ratio", designs=(aimed("ratio", {"A": "2%", "D": above, "*": "10%"}),)),
        one("often", frequency=Frequency(times=3 if "drawn too often" in faults else 1)),
        one("part"),
        one("tanks"),
        one("skewed", strata=("region", "风险等级"), designs=(skewed(faults),)),
        one("narrow", filters=(not_a,) if "not everybody" in faults else ()),
    )
