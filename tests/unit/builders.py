"""Small valid values that the unit tests begin with; each test changes the one thing it is about."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, timedelta
from fractions import Fraction
from hashlib import sha256
from pathlib import Path
from typing import TypeVar

from shuangsuiji.draws import Commitment, Draw, PastDraw, commit, draw
from shuangsuiji.law import LIYANG_2020, LIYANG_RULES
from shuangsuiji.lottery import Algorithm, BeaconEvent, FrameTerms, Reveal, TableFrame, chain, fix_quotas
from shuangsuiji.planning import AnnualPlan, JointRelaxation, SamplingDesign, Task
from shuangsuiji.registry import (
    Absence,
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
)
from shuangsuiji.values import organisation_check_character, uscc_check_character

T = TypeVar("T")

VECTORS = Path(__file__).parents[1] / "vectors"
AGENCY = "320481-SCJG"
CLAUSE = LIYANG_2020.ref("2.2.12")
COMMITTED_AT = datetime.fromisoformat("2025-05-11T09:00:00+08:00")
KL8 = "1.4.9.13.17.20.22.28.31.36.40.45.49.52.58.61.66.70.75.80"
BEACONS = (
    BeaconEvent(source="KL8", edition="2025122", at=datetime.fromisoformat("2025-05-12T21:30:00+08:00")),
    BeaconEvent(source="SZSE399001", edition="20250512", at=datetime.fromisoformat("2025-05-12T15:00:00+08:00")),
)
BEACON = f"KL8/2025122/{KL8};SZSE399001/20250512/10126.83"
EMPTY_DIGEST = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
OPERATOR = chain(Algorithm.SHA256, "operator", "11" * 32, 4)
SUPERVISOR = chain(Algorithm.SHA256, "supervisor", "22" * 32, 4)


def full_width(text: str) -> str:
    """Return text as a Chinese keyboard in full-width mode types it."""
    return "".join(chr(ord(character) + 0xFEE0) if "!" <= character <= "~" else character for character in text)


def made(kind: Callable[..., T], given: Mapping[str, object], changes: Mapping[str, object]) -> T:
    """Return a value of what is given, with these changes."""
    return kind(**{**given, **changes})


def codes_of(number: int = 0) -> dict[str, tuple[str, ...]]:
    """Return the chain of each party for the n-th draw: a chain stands in one manifest only."""
    if number == 0:
        return {"operator": OPERATOR, "supervisor": SUPERVISOR}
    secret = sha256(str(number).encode()).hexdigest()
    return {party: chain(Algorithm.SHA256, party, secret, 1) for party in ("operator", "supervisor")}


def bundle(name: str) -> dict[str, bytes]:
    """Return the files of a worked example."""
    return {path.name: path.read_bytes() for path in (VECTORS / name).iterdir()}


def uscc(number: int, region: str = "320481") -> str:
    """Return a unified code that nobody has, with both check characters right."""
    organisation = f"MA{number:06d}"
    code = f"91{region}{organisation}{organisation_check_character(organisation)}"
    return code + uscc_check_character(code)


def item(code: str = "labels", /, **changes: object) -> InspectionItem:
    """Return a GENERAL item with a cap of one in ten."""
    given = {
        "code": code,
        "name": "食品标签检查",
        "kind": ItemKind.GENERAL,
        "legal_bases": (LegalBasis(title="食品安全法", rank=BasisRank.LAW),),
        "implementing_body": AGENCY,
        "content": "标签内容",
        "methods": (InspectionMethod.ON_SITE,),
        "effective_on": date(2025, 1, 1),
        "ratio_cap": "10%",
        "superior_item": "省清单@1 第3项",
    }
    return made(InspectionItem, given, changes)


def key_item(code: str = "lifts", /, **changes: object) -> InspectionItem:
    """Return a KEY item, which has a ground and no cap."""
    given = {"kind": ItemKind.KEY, "key_ground": KeyGround.SAFETY, "ratio_cap": None}
    return item(code, **{**given, **changes})


def item_list(*items: InspectionItem, **changes: object) -> ItemList:
    """Return the first version of a department's list."""
    given = {
        "id": "SCJG-2025",
        "kind": ItemListKind.DEPARTMENT,
        "owner": AGENCY,
        "items": items or (item(), key_item()),
        "effective_on": date(2025, 1, 1),
    }
    return made(ItemList, given, changes)


def enterprise(number: int, /, **changes: object) -> InspectionObject:
    """Return an enterprise with a code of its own, in one of three towns."""
    given = {
        "id": uscc(number),
        "name": f"溧阳第{number}有限公司",
        "kind": ObjectKind.ENTERPRISE,
        "region": ("溧城", "戴埠", "天目湖")[number % 3],
    }
    return made(InspectionObject, given, changes)


def product(id_: str, /, **changes: object) -> InspectionObject:
    """Return a product behind which an enterprise stands."""
    given = {"id": id_, "name": "电热水壶", "kind": ObjectKind.PRODUCT, "holder": uscc(1)}
    return made(InspectionObject, given, changes)


def pool_of(objects: Iterable[InspectionObject] | int = 60, /, **changes: object) -> ObjectPool:
    """Return the first version of a pool of these objects, or of so many enterprises."""
    given = {
        "objects": map(enterprise, range(objects)) if isinstance(objects, int) else objects,
        "id": "SCJG-objects",
        "owner": AGENCY,
        "item_codes": ("labels", "lifts"),
        "maintained_on": date(2025, 4, 1),
    }
    return made(ObjectPool.of, given, changes)


def inspector(number: int = 1, /, **changes: object) -> Inspector:
    """Return a civil servant who may inspect food everywhere, twelve times a year, until the end of 2027."""
    id_ = f"JS{number:04d}"
    given = {
        "id": id_,
        "kind": InspectorKind.CIVIL_SERVANT,
        "department": AGENCY,
        "certificate": Certificate(number=id_, valid_until=date(2027, 12, 31)),
        "regions": ("*",),
        "capacity": 12,
        "qualifications": ("食品安全监管",),
        "specialties": ("标签",),
    }
    return made(Inspector, given, changes)


def expert(number: int = 1, /, **changes: object) -> Expert:
    """Return a scholar who is expert in lifts, until the end of 2027."""
    given = {
        "id": f"ZJ{number:02d}",
        "kind": ExpertKind.SCHOLAR,
        "department": AGENCY,
        "regions": ("*",),
        "specialties": ("电梯",),
        "capacity": 6,
        "appointed_until": date(2027, 12, 31),
    }
    return made(Expert, given, changes)


def inspector_pool(*inspectors: Inspector, **changes: object) -> InspectorPool:
    """Return the first version of a pool of these inspectors, or of three, with an expert and an absentee."""
    given = {
        "id": "SCJG-inspectors",
        "owner": AGENCY,
        "item_codes": ("labels", "lifts"),
        "inspectors": inspectors or tuple(map(inspector, (1, 2, 3))),
        "experts": (expert(),),
        "absences": (Absence(id="JS0009", department=AGENCY, reason="不在执法岗位"),),
        "maintained_on": date(2025, 4, 1),
    }
    return made(InspectorPool, given, changes)


def recusal(**changes: object) -> Recusal:
    """Return the recusal of an inspector whose relative keeps the first enterprise."""
    given = {
        "object_id": uscc(1),
        "inspector_id": "JS0001",
        "reason": RecusalReason.KINSHIP,
        "declared_by": RecusalDeclarer.INSPECTOR,
        "declared_on": date(2025, 3, 1),
        "evidence": "回避申请（合成）2025-01",
    }
    return made(Recusal, given, changes)


def design(ratio: object = "5%", item_code: str = "labels", /, **changes: object) -> SamplingDesign:
    """Return a design that draws one ratio of every stratum."""
    return made(SamplingDesign, {"item_code": item_code, "ratios": ratio}, changes)


def task(*designs: SamplingDesign, **changes: object) -> Task:
    """Return a task of one stratum."""
    given = {"id": "2025-07", "name": "食品标签抽查", "designs": designs or (design(),)}
    return made(Task, given, changes)


def plan_of(*tasks: Task, **changes: object) -> AnnualPlan:
    """Return the plan of 2025 with these tasks."""
    return made(AnnualPlan, {"id": "2025", "authority": AGENCY, "year": 2025, "tasks": tasks}, changes)


def relaxation(plan_id: str = "联合-01", /, **changes: object) -> JointRelaxation:
    """Return a relaxation that was filed before ``COMMITTED_AT``."""
    given = {
        "plan_id": plan_id,
        "filed_by": AGENCY,
        "filed_on": date(2025, 4, 1),
        "document": "合成备案〔2025〕1号",
        "reason": "程序材料未数字化",
    }
    return made(JointRelaxation, given, changes)


def committed(
    one: Task | None = None, pool: ObjectPool | None = None, number: int = 0, /, **changes: object
) -> Commitment:
    """Return a sealed commitment of two parties, the n-th with chains of its own; a joint task by a relaxation."""
    one = one or task()
    given = {
        "task": one,
        "pool": pool_of() if pool is None else pool,
        "plan": changes.get("plan") or plan_of(one),
        "items": item_list(),
        "rules": LIYANG_RULES,
        "beacons": BEACONS,
        "committed_at": COMMITTED_AT + timedelta(minutes=number),
        "parties": {party: codes[0] for party, codes in codes_of(number).items()},
        "reveal_by": date(2025, 7, 31),
        "procedure": None if one.joint_plan is None else relaxation(one.joint_plan),
    }
    return made(commit, given, changes)


def reveal(number: int = 0, /, **changes: object) -> Reveal:
    """Return the reveal that opens what ``committed`` returns."""
    codes = {party: codes[1] for party, codes in codes_of(number).items()}
    return made(Reveal, {"beacon": BEACON, "codes": codes}, changes)


def drawn(commitment: Commitment | None = None, number: int = 0, /, **changes: object) -> Draw:
    """Return the draw of a commitment."""
    return draw(commitment or committed(None, None, number), reveal(number, **changes))


def past(*records: Draw | Commitment) -> tuple[PastDraw, ...]:
    """Return what a later commitment needs to know of these records."""
    return tuple(map(PastDraw.of, records))


def frame_of(strata: Mapping[str, str]) -> TableFrame:
    """Return a frame of these strata by id."""
    return TableFrame.from_rows(list(strata.items()))


def terms_of(frame: TableFrame, /, **changes: object) -> FrameTerms:
    """Return terms that draw half of every stratum of a frame, rounded down."""
    ratios = dict.fromkeys(frame.counts(), Fraction(1, 2))
    given = {
        "name": "labels",
        "rows": frame.rows,
        "digest": frame.digest(Algorithm.SHA256),
        "ratios": ratios,
        "quotas": fix_quotas(frame.counts(), ratios),
        "excluded_rows": 0,
        "excluded_digest": EMPTY_DIGEST,
    }
    return made(FrameTerms, given, changes)
