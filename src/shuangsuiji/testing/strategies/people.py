"""Strategies for people: inspectors, experts, recusals, pools and who is committed: 2.3.7 to 2.3.11 (人员策略)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from shuangsuiji.registry import (
    Absence,
    Certificate,
    CertificateHolder,
    Expert,
    Inspector,
    InspectorPool,
    Leave,
    Qualification,
    Recusal,
    TaskOfficers,
    Training,
    Window,
)
from shuangsuiji.registry.recusals import DECLARER_OF
from shuangsuiji.terms import (
    AbsenceReason,
    CertificateKind,
    ExpertKind,
    InspectorKind,
    InspectorStatus,
    RecusalDeclarer,
    RecusalReason,
)
from shuangsuiji.testing.strategies.identifiers import any_ids
from shuangsuiji.testing.strategies.texts import UPPER, days, fields, names, parts

__all__ = [
    "absences",
    "certificate_holders",
    "certificates",
    "experts",
    "inspector_pools",
    "inspectors",
    "leaves",
    "qualifications",
    "recusals",
    "task_officers",
    "trainings",
    "windows",
]

_FIRST, _LATER = date(2020, 5, 7), date(2100, 1, 1)
_REASON = "示例原因"
_TRADES = st.sampled_from(("食品", "特种设备", "药品")) | parts()

# The two families of tags never meet, whoever stands beside whom: each has its ending.
_QUALIFIED = _TRADES.map("{}资质".format)
_SPECIALTIES = st.lists(_TRADES.map("{}（专长）".format), max_size=2, unique=True)

_PERSON_IDS = st.integers(1, 999).map("ZF-{:03}".format) | fields()  # too short for the number of an identity card
_PEOPLE = st.sampled_from(("", "示例甲", "示例乙")) | fields()
_PLACES = parts().map(lambda text: f"{text}镇")  # neither "-" nor "*"
_OFFICES = st.sampled_from(("320481-SCJG", "320481-YJ")) | parts().map(lambda text: f"{text}局")
_REGIONS = st.just(("*",)) | st.lists(st.sampled_from(("天目湖镇", "戴埠镇")) | _PLACES, min_size=1, max_size=2)
_CAPACITIES = st.integers(0, 60)
_UNTIL = days() | st.just(_LATER)
_SPANS = st.tuples(days(), _UNTIL).map(lambda both: (min(both), max(both)))
_STATUSES = st.sampled_from((*[InspectorStatus.ACTIVE] * 9, *InspectorStatus))  # most serve
_SAID = st.sampled_from([reason for reason in AbsenceReason if reason is not AbsenceReason.OTHER])  # which says nothing
_ABSENT = _SAID.map(str) | fields().map("其他：{}".format)


def _leave(of: tuple[tuple[date, date], AbsenceReason]) -> Leave:
    (first, last), reason = of
    return Leave(starts_on=first, ends_on=last, reason=reason)


def _window(of: tuple[date, int]) -> Window:
    first, length = of
    return Window(first=first, last=first + timedelta(days=length))


_LEAVES = st.tuples(_SPANS, _SAID).map(_leave)
_WINDOWS = st.tuples(days(), st.integers(0, 120)).map(_window)
_QUALIFICATIONS = st.builds(Qualification, name=_QUALIFIED, valid_until=st.none() | _UNTIL)
_TRAININGS = st.builds(Training, subject=fields(), completed_on=days())
_ABSENCES = st.builds(Absence, id=_PERSON_IDS, department=_OFFICES, reason=_ABSENT)
_HOLDERS = st.builds(CertificateHolder, id=_PERSON_IDS, department=_OFFICES, valid_until=st.none() | _UNTIL)
_HELD: SearchStrategy[dict[str, Any]] = st.fixed_dictionaries(
    {
        "kind": st.sampled_from(InspectorKind),
        "regions": _REGIONS,
        "capacity": _CAPACITIES,
        "qualifications": st.lists(_QUALIFICATIONS, max_size=2, unique_by=lambda one: one.name),
        "specialties": _SPECIALTIES,
        "leaves": st.lists(_LEAVES, max_size=2),
        "trainings": st.lists(_TRAININGS, max_size=2),
        "status": _STATUSES,
        "name": _PEOPLE,
    }
)
_EXPERTS = st.builds(
    Expert,
    id=_PERSON_IDS.map("ZJ-{}".format),
    kind=st.sampled_from(ExpertKind),
    department=_OFFICES,
    regions=_REGIONS,
    specialties=_SPECIALTIES,
    capacity=_CAPACITIES,
    appointed_until=_UNTIL,
    organisation=st.just("") | fields(),
    name=_PEOPLE,
)
_DECLARED = st.sampled_from(
    [(why, who) for why in RecusalReason for who in RecusalDeclarer if DECLARER_OF.get(why, who) is who]
)


def qualifications() -> SearchStrategy[Qualification]:
    """Return qualifications that lapse or do not; no name of them is a specialty of these strategies (执法资质)."""
    return _QUALIFICATIONS


def leaves() -> SearchStrategy[Leave]:
    """Return absences of a day or more, for any reason but OTHER, which cannot be committed (休假)."""
    return _LEAVES


def trainings() -> SearchStrategy[Training]:
    """Return trainings that were completed (培训记录)."""
    return _TRAININGS


def windows() -> SearchStrategy[Window]:
    """Return the days of tasks, from one day to four months (任务期间)."""
    return _WINDOWS


def absences() -> SearchStrategy[Absence]:
    """Return certificate holders who are not in a pool, with reasons in the law's words or others (缺席)."""
    return _ABSENCES


def certificate_holders() -> SearchStrategy[CertificateHolder]:
    """Return lines of a roster, with and without the last day of the certificate (持证人员)."""
    return _HOLDERS


@st.composite
def certificates(draw: DrawFn, *, numbers: SearchStrategy[str] | None = None) -> Certificate:
    """Return certificates that end on or after the day on which they begin (执法证件).

    Args:
        draw: Hypothesis gives it.
        numbers: strategy for the number.

    """
    begins, ends = draw(_SPANS)
    return Certificate(
        number=draw(_PERSON_IDS if numbers is None else numbers),
        valid_until=ends,
        kind=draw(st.sampled_from(CertificateKind)),
        valid_from=begins if draw(st.booleans()) else None,
    )


@st.composite
def inspectors(
    draw: DrawFn, *, ids: SearchStrategy[str] | None = None, departments: SearchStrategy[str] | None = None
) -> Inspector:
    """Return inspectors, whose id is the number of their certificate or one of the staff list: 2.3.7 (执法检查人员).

    Args:
        draw: Hypothesis gives it.
        ids: strategy for the id.
        departments: strategy for the department.

    """
    id_ = draw(_PERSON_IDS if ids is None else ids)
    return Inspector(
        id=id_,
        department=draw(_OFFICES if departments is None else departments),
        certificate=draw(certificates(numbers=st.sampled_from((id_, f"证{id_}")))),
        **draw(_HELD),
    )


def experts() -> SearchStrategy[Expert]:
    """Return experts, none of whose tags is a qualification: 2.3.10 (专家)."""
    return _EXPERTS


@st.composite
def recusals(
    draw: DrawFn, *, object_ids: SearchStrategy[str] | None = None, inspector_ids: SearchStrategy[str] | None = None
) -> Recusal:
    """Return recusals that are declared by whoever may declare them for their reason (回避).

    Args:
        draw: Hypothesis gives it.
        object_ids: strategy for the id of the object.
        inspector_ids: strategy for the id of the inspector or expert.

    """
    reason, declarer = draw(_DECLARED)
    declared_on, expires_on = draw(_SPANS)
    return Recusal(
        object_id=draw(any_ids() if object_ids is None else object_ids),
        inspector_id=draw(_PERSON_IDS if inspector_ids is None else inspector_ids),
        reason=reason,
        declared_by=declarer,
        declared_on=declared_on,
        evidence=draw(st.just("") | fields()),
        expires_on=expires_on if draw(st.booleans()) else None,
    )


@st.composite
def inspector_pools(
    draw: DrawFn,
    *,
    min_size: int = 0,
    max_size: int = 5,
    maintained_by: date = _LATER,
    revised: bool | None = None,
) -> InspectorPool:
    """Return pools of inspectors, experts and absentees, some of them in their second version (执法检查人员名录库).

    Args:
        draw: Hypothesis gives it.
        min_size: fewest inspectors of the first version.
        max_size: most inspectors of the first version.
        maintained_by: last day on which this version may have been made.
        revised: whether the pool is in its second version, with an inspector more; either when not given.

    """
    extra, *held = draw(
        st.lists(inspectors(), min_size=min_size + 1, max_size=max_size + 1, unique_by=(_id, _certificate))
    )
    taken = {number for one in (extra, *held) for number in (_id(one), _certificate(one))}
    advising = _others(taken, draw(st.lists(_EXPERTS, max_size=2, unique_by=_id)))
    taken |= {_id(one) for one in advising}
    first = InspectorPool(
        id=draw(names()),
        owner=draw(names()),
        item_codes=draw(st.lists(names(), max_size=2)),
        inspectors=held,
        maintained_on=draw(st.dates(_FIRST, maintained_by)),
        experts=advising,
        absences=_others(taken, draw(st.lists(_ABSENCES, max_size=2, unique_by=_id))),
    )
    if not (draw(st.booleans()) if revised is None else revised):
        return first
    return first.revise(put=[extra], reasons=_REASON, on=draw(st.dates(first.maintained_on, maintained_by)))


@st.composite
def task_officers(draw: DrawFn) -> TaskOfficers:
    """Return who of a pool is committed for a task, with counts of the year and reasons by hand: 2.3.7 (任务检查人员).

    Args:
        draw: Hypothesis gives it.

    """
    pool = draw(inspector_pools(min_size=1))
    window = draw(st.sampled_from(pool.inspectors).map(_last_day) | _WINDOWS)  # else few hold a certificate in it
    departments = draw(st.lists(st.sampled_from(pool.departments), min_size=1, unique=True))
    known = [*(one.id for one in pool.inspectors), *(one.id for one in pool.experts)]
    certified: tuple[Inspector | Absence, ...] = (*pool.inspectors, *pool.absences)
    mine = [one.id for one in certified if one.department in departments]
    return pool.officers(
        window.first,
        window.last,
        departments=departments,
        regions=draw(st.just(()) | st.just(("天目湖镇",))),
        taken=draw(st.dictionaries(st.sampled_from(known), st.integers(0, 30), max_size=3)),
        reasons=draw(st.dictionaries(st.sampled_from(mine), _ABSENT, max_size=1)),
    )


def _last_day(one: Inspector) -> Window:
    return Window(first=one.certificate.valid_until, last=one.certificate.valid_until)


def _id(one: Inspector | Expert | Absence) -> str:
    return one.id.translate(UPPER)


def _certificate(one: Inspector) -> str:
    return one.certificate.number.translate(UPPER)


def _others(taken: Iterable[str], found: list[Any]) -> list[Any]:
    """Return those whom no id that is taken, nor any number of a certificate, could be mistaken for."""
    return [one for one in found if _id(one) not in taken]
