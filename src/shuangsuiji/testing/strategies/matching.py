"""Strategies for matchings: two departments, one or two items, experts, recusals, rounds, substitutes (匹配策略)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from shuangsuiji.draws import Commitment, Matching, SupplementDraw, Trial, commit, commit_supplement, match, substitute
from shuangsuiji.draws import draw as draw_objects
from shuangsuiji.law import LIYANG_RULES
from shuangsuiji.lottery.officers import EVERYWHERE, Officer
from shuangsuiji.planning import (
    AnnualPlan,
    ExpertRule,
    Filter,
    JointPlan,
    JointRelaxation,
    Operator,
    SamplingDesign,
    Task,
    TeamRule,
)
from shuangsuiji.registry import (
    InspectionItem,
    InspectionObject,
    ItemList,
    LegalBasis,
    ObjectPool,
    Recusal,
    TaskOfficers,
    Window,
)
from shuangsuiji.terms import (
    AbsenceReason,
    BasisRank,
    InspectionMethod,
    ItemKind,
    ItemListKind,
    KeyGround,
    ObjectKind,
    RecusalDeclarer,
    RecusalReason,
    TeamForm,
)
from shuangsuiji.testing.city import synthetic_code
from shuangsuiji.testing.strategies.codes import synthetic_codes
from shuangsuiji.testing.strategies.drawing import reveals
from shuangsuiji.testing.strategies.lotteries import algorithms, events_after, last_day
from shuangsuiji.values import CHINA

__all__ = ["matchings", "staffed_commitments"]

_AT = datetime(2026, 3, 2, 9, tzinfo=CHINA)
_WINDOW = Window(first=date(2026, 3, 10), last=date(2026, 6, 30))
_UNTIL = date(2027, 12, 31)
_DEPARTMENTS = ("320481-SCJG", "320481-WJW")
_REGIONS = ("溧城", "戴埠")
_TAGS = ("特设", "食品")
_ITEMS = ("food", "labels")
_MEMBERS = JointPlan(id="联合-01", initiator=_DEPARTMENTS[0], participants=_DEPARTMENTS[1:])
_RELAXED = JointRelaxation(
    plan_id=_MEMBERS.id,
    filed_by=_DEPARTMENTS[0],
    filed_on=date(2026, 2, 2),
    document="合成备案〔2026〕1号",
    reason="合成数据，不设程序",
)
_WEEKS = timedelta(weeks=12)


def _items() -> ItemList:
    return ItemList(
        id="SCJG-2026",
        kind=ItemListKind.DEPARTMENT,
        owner=_DEPARTMENTS[0],
        effective_on=date(2026, 1, 1),
        items=tuple(
            InspectionItem(
                code=code,
                name=f"{code}检查",
                kind=ItemKind.KEY,
                key_ground=KeyGround.SAFETY,
                legal_bases=(LegalBasis(title="（合成）办法", rank=BasisRank.RULE),),
                implementing_body=_DEPARTMENTS[0],
                content="（合成）",
                methods=(InspectionMethod.ON_SITE,),
                superior_item="（合成）上级清单 2025 年版",
                effective_on=date(2026, 1, 1),
            )
            for code in _ITEMS
        ),
    )


@st.composite
def _pools(draw: DrawFn) -> ObjectPool:
    """Return a pool in which the first object is concerned by both items and the others by one or both."""
    several = draw(st.lists(st.sampled_from((_ITEMS[:1], _ITEMS[1:], _ITEMS)), min_size=2, max_size=11))
    objects = [
        InspectionObject(
            id=synthetic_code(number),
            name=f"合成第{number}号",
            kind=ObjectKind.ENTERPRISE,
            region=draw(st.sampled_from(_REGIONS)),
            tags=codes,
        )
        for number, codes in enumerate((_ITEMS, *several), 1)
    ]
    return ObjectPool.of(objects, id="pool", owner=_DEPARTMENTS[0], item_codes=_ITEMS, maintained_on=date(2026, 2, 1))


def _tags() -> SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(_TAGS), unique=True)


def _officers(ids: Sequence[str], department: str) -> SearchStrategy[list[Officer]]:
    regions = st.just([EVERYWHERE]) | st.lists(st.sampled_from(_REGIONS), min_size=1, unique=True)
    return st.tuples(
        *(
            st.builds(
                Officer,
                id=st.just(id_),
                department=st.just(department),
                regions=regions,
                tags=_tags(),
                capacity=st.integers(1, 6),
                base_load=st.integers(0, 2),
                valid_until=st.just(_UNTIL),
            )
            for id_ in ids
        )
    ).map(list)


@st.composite
def _people(draw: DrawFn, departments: Sequence[str]) -> TaskOfficers:
    officers: list[Officer] = []
    for place, department in enumerate(departments):
        count = draw(st.integers(1, 6))
        officers += draw(_officers([f"JS{place}{number}" for number in range(count)], department))
    experts = draw(_officers(["ZJ1", "ZJ2"], departments[0]))
    return TaskOfficers(
        pool="people",
        pool_digest="0" * 64,
        window=_WINDOW,
        departments=tuple(departments),
        officers=tuple(officers),
        experts=tuple(experts[: draw(st.integers(0, 2))]),
        absent=draw(st.sampled_from(({}, {"JS99": AbsenceReason.LEAVE.value}))),
    )


@st.composite
def _teams(draw: DrawFn, codes: Sequence[str], departments: Sequence[str]) -> tuple[TeamRule, ...]:
    """Return rules for some of the departments and items, of every department for at least one."""
    made: list[TeamRule] = []
    for department in departments:
        asked = draw(st.lists(st.sampled_from(list(codes)), min_size=1, unique=True))
        for code in asked:
            form = draw(st.sampled_from(TeamForm))
            if form is TeamForm.EXPLICIT:
                seats = draw(st.lists(_tags(), min_size=2, max_size=3))
                made.append(TeamRule(item_code=code, department=department, form=form, seats=seats))
            else:
                size = draw(st.none() | st.integers(2, 3))
                made.append(TeamRule(item_code=code, department=department, form=form, tags=draw(_tags()), size=size))
    return tuple(made)


@st.composite
def staffed_commitments(draw: DrawFn, *, mode: str | None = None) -> Commitment:
    """Return commitments of draws that match inspectors, also where there may be too few of them (锁定).

    Args:
        draw: Hypothesis gives it.
        mode: ``open`` or ``sealed``; either when not given.

    """
    mode = draw(st.sampled_from(("open", "sealed"))) if mode is None else mode
    codes = _ITEMS[: draw(st.integers(1, 2))]
    departments = _DEPARTMENTS[: draw(st.integers(1, 2))]
    pool, alg = draw(_pools()), draw(algorithms())
    teams = draw(_teams(codes, departments))
    expert_seats = st.lists(_tags(), min_size=1, max_size=2)
    task = Task(
        id="2026-07",
        name="合成任务",
        designs=tuple(_design(code, draw(st.sampled_from(("1/3", "1/2")))) for code in codes),
        teams=teams,
        experts=tuple(
            ExpertRule(item_code=code, seats=draw(expert_seats))
            for code in sorted({one.item_code for one in teams})
            if draw(st.booleans())
        ),
        joint_plan=_MEMBERS.id if len(departments) > 1 else None,
    )
    people = draw(_people(departments))
    events = draw(events_after(_AT))
    return commit(
        task,
        pool,
        plan=AnnualPlan(id="2026", authority=_DEPARTMENTS[0], year=2026, tasks=(task,), joint_plans=(_MEMBERS,)),
        items=_items(),
        rules=LIYANG_RULES,
        beacons=events,
        committed_at=_AT,
        parties={"operator": draw(st.sampled_from(synthetic_codes(alg, "operator")))[0]} if mode == "sealed" else {},
        reveal_by=last_day(events) + timedelta(days=90) if mode == "sealed" else None,
        mode=mode,
        alg=alg,
        officers=people,
        recusals=draw(_recusals(pool, [one.id for one in (*people.officers, *people.experts)])),
        trial=Trial(simulated=1, waiver="合成数据，人员可能不足"),
        procedure=None if task.joint_plan is None else _RELAXED,
    )


def _design(code: str, ratio: str) -> SamplingDesign:
    concerned = Filter(field="tags", operator=Operator.IN, values=(code,))
    return SamplingDesign(item_code=code, ratios=ratio, rounding="ceil", filters=(concerned,))


def _recusals(pool: ObjectPool, people: Sequence[str]) -> SearchStrategy[list[Recusal]]:
    one = st.builds(
        Recusal,
        object_id=st.sampled_from(list(pool.columns.ids)),
        inspector_id=st.sampled_from(list(people)),
        reason=st.just(RecusalReason.KINSHIP),
        declared_by=st.just(RecusalDeclarer.INSPECTOR),
        declared_on=st.just(date(2026, 2, 1)),
    )
    return st.lists(one, max_size=6)


@st.composite
def matchings(draw: DrawFn, *, mode: str | None = None) -> Matching:
    """Return matchings of a main draw, or of a supplementary round after it, with substitutes or without (匹配).

    Args:
        draw: Hypothesis gives it.
        mode: ``open`` or ``sealed``; either when not given.

    """
    commitment = draw(staffed_commitments(mode=mode))
    made = draw(_substituted(match(draw_objects(commitment, draw(reveals(commitment))), partial=True)))
    if not draw(st.booleans()):
        return made
    return draw(_substituted(match(draw(_rounds(made)), partial=True)))


@st.composite
def _substituted(draw: DrawFn, matching: Matching) -> Matching:
    for _ in range(draw(st.integers(0, 2))):
        going = matching.seated.live
        held = [(key[0], id_) for key, team in matching.teams.items() if key in going for id_ in team.members]
        if not held:
            break
        object_, officer = draw(st.sampled_from(held))
        reason = draw(st.sampled_from([AbsenceReason.LEAVE.value, RecusalReason.PARTY_REQUEST.value, "临时抽调专案"]))
        matching = substitute(matching, object_, officer, reason=reason, partial=True)
    return matching


@st.composite
def _rounds(draw: DrawFn, before: Matching) -> SupplementDraw:
    """Return a round of whatever can be asked for: an object replaced, others added, officers who come on top."""
    taken = before.draw.taken
    left = {name: taken.left(name).rows for name in taken.frames}
    extended = {name: {"全部": 1} for name, rows in left.items() if rows > 1 and draw(st.booleans())}
    first = next(iter(before.draw.objects))
    can_replace = all(left[name] > 1 for name in before.draw.objects[first])
    department = before.commitment.staff.officers[0].department if before.commitment.staff else ""
    officers = draw(_officers(["JSX1", "JSX2"], department))
    pairs = {(first, "JSX1"): "亲属关系"} if draw(st.booleans()) else {}
    committed_at = max([before.made_at, *(event.at for event in before.draw.round.events)]) + _WEEKS
    asked = commit_supplement(
        before,
        committed_at=committed_at.astimezone(CHINA),
        replaced={first: "查无下落"} if can_replace and draw(st.booleans()) else {},
        extended=extended,
        beacons=draw(events_after(committed_at.astimezone(CHINA), min_size=0, max_size=1)),
        officers=officers,
        recusals=pairs,
    )
    return draw_objects(asked, draw(reveals(asked)))
