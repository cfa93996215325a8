"""A joint draw of two departments, visits and results that the tests of inspections begin with.

Two items: ``labels`` of the authority, ``hygiene`` of the health department; 60 enterprises, of which six are drawn for
labels and three of these for hygiene as well, so that one department goes to some objects alone.
"""

from __future__ import annotations

from datetime import date, datetime
from functools import cache

from shuangsuiji.draws import Draw, Matching, SupplementDraw, commit_supplement, draw, match
from shuangsuiji.errors import LawError
from shuangsuiji.inspection import Outcome, Result, Visit, VisitItem, VisitOfficer, enter, visit
from shuangsuiji.law import LIYANG_RULES
from shuangsuiji.lottery import BeaconEvent, Reveal
from shuangsuiji.planning import (
    CheckPoint,
    CheckSheet,
    ExpertRule,
    InspectionGuide,
    JointPlan,
    MarkedPoint,
    PointMark,
    SupervisionMode,
    TeamRule,
    check_sheet,
)
from shuangsuiji.registry import Certificate, Expert, Inspector, InspectorPool, ItemList, LegalBasis, ObjectPool
from shuangsuiji.terms import BasisRank, InspectionMethod, ReplacementReason
from shuangsuiji.values import ClauseRef
from tests.unit.builders import (
    AGENCY,
    OPERATOR,
    SUPERVISOR,
    committed,
    design,
    drawn,
    expert,
    inspector,
    inspector_pool,
    item,
    item_list,
    key_item,
    made,
    plan_of,
    pool_of,
    product,
    task,
    uscc,
)

HEALTH = "320481-WJW"
FOOD = "食品安全监管"
WINDOW = (date(2025, 5, 13), date(2025, 7, 31))
STARTED_AT = datetime.fromisoformat("2025-06-10T09:00:00+08:00")
ENDED_AT = datetime.fromisoformat("2025-06-10T11:00:00+08:00")
FORMED_ON = date(2025, 6, 12)
ROUND_AT = datetime.fromisoformat("2025-05-20T09:00:00+08:00")
ROUND_EVENT = BeaconEvent(source="FC3D", edition="2025130", at=datetime.fromisoformat("2025-05-20T21:15:00+08:00"))


def joint_items() -> ItemList:
    """Return a list of one item of each department."""
    return item_list(
        item("labels", joint_departments=(HEALTH,), methods=(InspectionMethod.ON_SITE, InspectionMethod.DOCUMENT)),
        item("hygiene", implementing_body=HEALTH, name="公共场所卫生检查", joint_departments=(AGENCY,)),
    )


def key_items() -> ItemList:
    """Return the same list with hygiene as a KEY item, which any number of objects may be drawn for."""
    labels = joint_items()["labels"]
    return item_list(labels, key_item("hygiene", implementing_body=HEALTH, name="公共场所卫生检查"))


def joint_people(capacity: int = 12) -> InspectorPool:
    """Return eight officers of the authority, from JS0001, six of health, from JS0101, and two experts."""
    health = (
        inspector(number, department=HEALTH, qualifications=("卫生监督",), capacity=capacity)
        for number in range(101, 107)
    )
    experts: tuple[Expert, ...] = (expert(1, specialties=("标签检验",)), expert(2, department=HEALTH))
    return inspector_pool(*map(inspector, range(1, 9)), *health, absences=(), experts=experts)


def joint_draw(people: InspectorPool | None = None, pool: ObjectPool | None = None, /, **changes: object) -> Draw:
    """Return the draw of a task of both departments; changes are those of ``commit``, ``also`` those of the task."""
    teams = (
        TeamRule(item_code="labels", department=AGENCY, tags=(FOOD,)),
        TeamRule(item_code="hygiene", department=HEALTH),
    )
    designs = (design("10%", "labels"), design("5%", "hygiene"))
    given: dict[str, object] = {"teams": teams, "joint_plan": "联合-01"}
    one = task(*designs, **{**given, **dict(changes.pop("also", {}))})  # type: ignore[call-overload]
    plan = plan_of(one, joint_plans=(JointPlan(id="联合-01", initiator=AGENCY, participants=(HEALTH,)),))
    own = pool_of(60, item_codes=("labels", "hygiene")) if pool is None else pool
    officers = (people or joint_people()).officers(*WINDOW) if one.teams else None
    return drawn(committed(one, own, **{"plan": plan, "items": joint_items(), "officers": officers, **changes}))


@cache
def joint_matching() -> Matching:
    """Return the matching of ``joint_draw``: two officers of each department for what it inspects."""
    return match(joint_draw())


@cache
def advised_matching() -> Matching:
    """Return the same with an expert, ZJ01, beside the officers for labels."""
    return match(joint_draw(also={"experts": (ExpertRule(item_code="labels", seats=(("标签检验",),)),)}))


@cache
def everywhere_matching() -> Matching:
    """Return the matching of a round in which health comes to every object, after one drawn for labels was replaced.

    The first object drawn for labels alone is replaced, and drawn for hygiene in the same round.
    """
    main = match(joint_draw(joint_people(60), items=key_items()))
    gone = labels_only(main)
    return match(next_round(main, replaced={gone: ReplacementReason.NOT_FOUND}, extended={"hygiene": {"全部": 57}}))


@cache
def own_draw() -> Draw:
    """Return the draw of a task of the authority that matches nobody: six enterprises for labels."""
    return drawn(committed(task(design("10%"))))


@cache
def product_draw() -> Draw:
    """Return the draw of two products, behind which the enterprise ``uscc(1)`` stands."""
    return drawn(committed(task(design("10%")), pool_of([product(f"产品{number:02d}") for number in range(20)])))


def next_round(before: Matching | Draw | SupplementDraw, /, **changes: object) -> SupplementDraw:
    """Return a supplementary round of 20 May; changes are those of ``commit_supplement``."""
    given = {"committed_at": ROUND_AT, "beacons": [ROUND_EVENT]}
    asked = commit_supplement(before, **{**given, **changes})  # type: ignore[arg-type]
    codes = {"operator": OPERATOR[2], "supervisor": SUPERVISOR[2]}
    return draw(asked, Reveal.of_round(asked.round, {one.source: "8 0 5" for one in asked.round.events}, codes))


def shared_object(record: Matching | Draw | SupplementDraw | None = None) -> str:
    """Return the first object drawn for both items."""
    return next(id_ for id_, codes in _live(record).items() if len(codes) > 1)


def labels_only(record: Matching | Draw | SupplementDraw | None = None) -> str:
    """Return the first object drawn for labels alone, where health has nothing to do."""
    return next(id_ for id_, codes in _live(record).items() if codes == ("labels",))


def _live(record: Matching | Draw | SupplementDraw | None) -> dict[str, tuple[str, ...]]:
    record = record or joint_matching()
    return dict((record.draw if isinstance(record, Matching) else record).taken.live)


def visited(
    record: Matching | Draw | SupplementDraw | None = None, object_id: str | None = None, /, **changes: object
) -> Visit:
    """Return a visit of 10 June, of two hours; of the matching where nothing else is said, for both items."""
    record = record or joint_matching()
    object_id = object_id or (shared_object(record) if isinstance(record, Matching) else min(_live(record)))
    codes = _live(record).get(object_id, ())
    given = {
        "visit_id": f"V-{object_id}",
        "items": joint_items() if isinstance(record, Matching) else item_list(),
        "people": joint_people(),
        "rules": LIYANG_RULES,
        "methods": dict.fromkeys(codes, (InspectionMethod.ON_SITE,)),
        "started_at": STARTED_AT,
        "ended_at": ENDED_AT,
        "officers": None if isinstance(record, Matching) else ("JS0001", "JS0002"),
    }
    return visit(record, object_id, **{**given, **changes})  # type: ignore[arg-type]


def visit_item(**changes: object) -> VisitItem:
    """Return labels, inspected by the authority on site."""
    given = {"item_code": "labels", "item_version": 1, "department": AGENCY, "methods": (InspectionMethod.ON_SITE,)}
    return made(VisitItem, given, changes)


def visit_officer(number: int = 1, /, **changes: object) -> VisitOfficer:
    """Return an officer of the authority with a certificate until the end of 2027."""
    id_ = f"JS{number:04d}"
    given = {"id": id_, "department": AGENCY, "certificate": id_, "valid_until": date(2027, 12, 31)}
    return made(VisitOfficer, given, changes)


def case_visit(**changes: object) -> Visit:
    """Return a visit of 10 June to ``uscc(1)`` that follows the lead ``线索-01``, by two officers of the authority."""
    given = {
        "id": "V-case",
        "object_id": uscc(1),
        "holder": uscc(1),
        "mode": SupervisionMode.CASE,
        "lead_id": "线索-01",
        "items": (visit_item(),),
        "officers": (visit_officer(1), visit_officer(2)),
        "started_at": STARTED_AT,
        "ended_at": ENDED_AT,
    }
    return made(Visit, given, changes)


def found(of: Visit | None = None, /, **changes: object) -> Result:
    """Return the result of labels for the authority, formed on 12 June and not entered: nothing was found."""
    of = of or visited()
    given = {
        "id": f"R-{changes.get('item_code', 'labels')}-{of.id}",
        "visit": of,
        "item_code": "labels",
        "department": AGENCY,
        "outcome": Outcome.NO_PROBLEM,
        "formed_on": FORMED_ON,
    }
    return made(Result, given, changes)


def problem(of: Visit | None = None, /, **changes: object) -> Result:
    """Return the same with a problem that was corrected on order."""
    told = {"outcome": Outcome.CORRECTED_ON_ORDER, "finding": "标签未标明生产日期，已当场责令改正"}
    return found(of, **{**told, **changes})


def entered(result: Result | None = None, /, on: date = date(2025, 6, 13)) -> Result:
    """Return a result as its department has entered it, the day after it was formed."""
    result = result or found()
    return enter(result, on=on, by=result.department, platform_number=f"P-{result.id}")


def clause_of(error: LawError) -> str:
    """Return the id of the clause that an error cites."""
    clause = error.params["clause"]
    assert isinstance(clause, ClauseRef)
    return clause.clause


def lapsed(number: int, until: date) -> Inspector:
    """Return an officer of the authority whose certificate ends on a day."""
    id_ = f"JS{number:04d}"
    return inspector(number, certificate=Certificate(number=id_, valid_until=until))


def guide(code: str = "labels", department: str = AGENCY, /, **changes: object) -> InspectionGuide:
    """Return a guide of two points, ``name`` and ``date``, for 2025."""
    article = LegalBasis(title="食品安全法", rank=BasisRank.LAW, article="第六十七条")
    given = {
        "item_code": code,
        "item_version": 1,
        "department": department,
        "legal_bases": (LegalBasis(title="食品安全法", rank=BasisRank.LAW),),
        "content": "标签内容",
        "methods": (InspectionMethod.ON_SITE,),
        "check_points": tuple(CheckPoint(id=id_, text="标签载明事项", basis=article) for id_ in ("name", "date")),
        "effective_on": date(2025, 1, 1),
        "expires_on": date(2025, 12, 31),
    }
    return made(InspectionGuide, given, changes)


def sheet_of(object_id: str, *guides: InspectionGuide, team: tuple[str, ...], task_id: str = "2025-07") -> CheckSheet:
    """Return a check sheet for an object, of the guide for labels where nothing else is said."""
    named = (object_id, "合成有限公司")
    return check_sheet(guides or (guide(),), named, team=team, task_id=task_id, valid_from=date(2025, 5, 13))


def marks_of(sheet: CheckSheet, mark: PointMark = PointMark.CONFORMING) -> tuple[MarkedPoint, ...]:
    """Return every point of a sheet, marked."""
    return tuple(
        MarkedPoint(item_code=one.item_code, department=one.department, point_id=one.point.id, mark=mark)
        for one in sheet.points
    )
