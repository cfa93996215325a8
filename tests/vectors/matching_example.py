"""The worked example of a matching over a round: two departments, an expert, recusals, substitutes, officers added.

The package makes it; ``verify_matching.py``, which was written apart from it, replays every row.
"""

from datetime import date, datetime
from hashlib import sha256

import attrs

from shuangsuiji.draws import Matching, Trial, commit, commit_supplement, draw, match, substitute
from shuangsuiji.law import LIYANG_RULES
from shuangsuiji.lottery import Algorithm, BeaconEvent, Manifest, Officer, Reveal, chain
from shuangsuiji.planning import AnnualPlan, ExpertRule, JointPlan, JointRelaxation, SamplingDesign, Task, TeamRule
from shuangsuiji.registry import (
    Certificate,
    Expert,
    InspectionItem,
    InspectionObject,
    Inspector,
    InspectorPool,
    ItemList,
    LegalBasis,
    ObjectPool,
    Recusal,
)
from shuangsuiji.terms import (
    AbsenceReason,
    BasisRank,
    ExpertKind,
    InspectionMethod,
    InspectorKind,
    ItemKind,
    ItemListKind,
    KeyGround,
    ObjectKind,
    RecusalDeclarer,
    RecusalReason,
    TeamForm,
)
from shuangsuiji.testing.city import synthetic_code

MARKET, HEALTH = "320481-SCJG", "320481-WJW"
TOWNS = ("溧城", "戴埠", "天目湖")
UNTIL = date(2027, 12, 31)
AT = datetime.fromisoformat("2026-03-02T09:00:00+08:00")
LATER = datetime.fromisoformat("2026-03-16T09:00:00+08:00")
EVENT = BeaconEvent(source="KL8", edition="2026052", at=datetime.fromisoformat("2026-03-03T21:30:00+08:00"))
NEXT = BeaconEvent(source="FC3D", edition="2026066", at=datetime.fromisoformat("2026-03-17T21:15:00+08:00"))
DRAWN = "03 07 11 14 18 21 25 29 33 36 40 44 47 52 55 61 66 70 73 79"
CODES = chain(Algorithm.SHA256, "operator", sha256(b"ssj1-matching operator").hexdigest(), 4)


def _inspector(number: int, department: str, tags: tuple[str, ...], capacity: int) -> Inspector:
    id_ = f"JS{number:04d}"
    return Inspector(
        id=id_,
        kind=InspectorKind.CIVIL_SERVANT,
        department=department,
        certificate=Certificate(number=id_, valid_until=UNTIL),
        regions=("*",) if number % 3 else TOWNS[:2],
        capacity=capacity,
        qualifications=tags,
    )


def _items() -> ItemList:
    return ItemList(
        id="SCJG-2026",
        kind=ItemListKind.DEPARTMENT,
        owner=MARKET,
        effective_on=date(2026, 1, 1),
        items=tuple(
            InspectionItem(
                code=code,
                name=name,
                kind=ItemKind.KEY,
                key_ground=KeyGround.SAFETY,
                legal_bases=(LegalBasis(title="（合成）监督检查办法", rank=BasisRank.RULE),),
                implementing_body=MARKET,
                content="（合成）",
                methods=(InspectionMethod.ON_SITE,),
                effective_on=date(2026, 1, 1),
                superior_item="（合成）上级清单 2025 年版",
            )
            for code, name in (("food", "食品安全检查"), ("labels", "食品标签检查"))
        ),
    )


def _people() -> InspectorPool:
    market = [_inspector(n, MARKET, ("食品",) if n % 2 else ("标签",), 3 + n % 3) for n in range(1, 9)]
    health = [_inspector(n, HEALTH, ("食品",) if n % 2 else (), 5) for n in range(11, 14)]
    expert = Expert(
        id="ZJ01",
        kind=ExpertKind.TESTING_BODY,
        department=MARKET,
        regions=("*",),
        specialties=("抽样检验",),
        capacity=5,
        appointed_until=UNTIL,
    )
    return InspectorPool(
        id="joint-inspectors",
        owner=MARKET,
        item_codes=("food", "labels"),
        inspectors=(*market, *health),
        experts=(expert,),
        maintained_on=date(2026, 2, 1),
    )


def _task() -> Task:
    return Task(
        id="2026-07",
        name="食品安全联合抽查",
        designs=(
            SamplingDesign(item_code="food", ratios="1/5"),
            SamplingDesign(item_code="labels", ratios="1/10", rounding="ceil"),
        ),
        strata=("region",),
        teams=(
            TeamRule(item_code="food", department=MARKET, tags=("食品",)),
            TeamRule(item_code="food", department=HEALTH, tags=("食品",), form=TeamForm.LEAD),
            TeamRule(item_code="labels", department=MARKET, form=TeamForm.EXPLICIT, seats=(("标签",), ())),
        ),
        experts=(ExpertRule(item_code="food", seats=(("抽样检验",),)),),
        joint_plan="联合-01",
    )


def make() -> Matching:
    """Return the example: a main draw short of officers, two substitutes, a round with officers added, one more."""
    pool = ObjectPool.of(
        [
            InspectionObject(id=synthetic_code(n), name=f"合成第{n}号", kind=ObjectKind.ENTERPRISE, region=TOWNS[n % 3])
            for n in range(1, 31)
        ],
        id="joint-objects",
        owner=MARKET,
        item_codes=("food", "labels"),
        maintained_on=date(2026, 2, 1),
    )
    recusals = [
        Recusal(
            object_id=id_,
            inspector_id=f"JS{1 + place % 13:04d}",
            reason=RecusalReason.KINSHIP,
            declared_by=RecusalDeclarer.INSPECTOR,
            declared_on=date(2026, 1, 10),
            evidence="回避申请（合成）",
        )
        for place, id_ in enumerate(pool.columns.ids)
        if place % 13 not in {8, 9, 12}
    ]
    task = _task()
    joint = JointPlan(id="联合-01", initiator=MARKET, participants=(HEALTH,))
    commitment = commit(
        task,
        pool,
        plan=AnnualPlan(id="2026", authority=MARKET, year=2026, tasks=(task,), joint_plans=(joint,)),
        items=_items(),
        rules=LIYANG_RULES,
        beacons=[EVENT],
        committed_at=AT,
        parties={"operator": CODES[0]},
        reveal_by=date(2026, 9, 30),
        officers=_people().officers(
            date(2026, 3, 10), date(2026, 7, 31), reasons={"JS0013": AbsenceReason.SECONDED.value}
        ),
        recusals=recusals,
        trial=Trial(simulated=20, waiver="卫健部门增派人员将随第 1 轮到位"),
        procedure=JointRelaxation(
            plan_id=joint.id,
            filed_by=MARKET,
            filed_on=date(2026, 2, 10),
            document="（合成）备案〔2026〕1号",
            reason="合成算例，不设联席会议程序",
        ),
    )
    # Published before joint plans showed their procedure. A further line would be another COMMIT and another draw, and
    # whoever has checked an implementation against this vector would begin anew.
    entries = {key: value for key, value in commitment.manifest.entries.items() if key != "rules.joint.relaxed"}
    commitment = attrs.evolve(commitment, manifest=Manifest(entries))
    first = match(
        draw(commitment, Reveal.of(commitment.manifest, {"KL8": DRAWN}, {"operator": CODES[1]})), partial=True
    )
    for reason in (AbsenceReason.LEAVE, RecusalReason.PARTY_REQUEST):
        (object_, _), team = next((key, one) for key, one in first.teams.items() if key[1] == MARKET and one.members)
        first = substitute(first, object_, team.members[0], reason=reason, partial=True)
    added = Officer(
        id="JS0013", department=HEALTH, regions=("*",), tags=("食品",), capacity=8, base_load=1, valid_until=UNTIL
    )
    replaced, *others = first.draw.objects
    asked = commit_supplement(
        first,
        committed_at=LATER,
        replaced={replaced: "查无下落"},
        extended={"labels": {TOWNS[0]: 1}},
        beacons=[NEXT],
        officers=[added],
        recusals={(others[0], "JS0013"): RecusalReason.FORMER_EMPLOYMENT.value},
    )
    last = match(draw(asked, Reveal.of_round(asked.round, {"FC3D": "8 0 5"}, {"operator": CODES[2]})), partial=True)
    (object_, _), team = next(
        (key, one) for key, one in last.teams.items() if key[1] == HEALTH and len(one.members) > 1
    )
    return substitute(last, object_, team.members[1], reason=AbsenceReason.TRAINING, partial=True)
