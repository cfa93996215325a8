"""The people of the synthetic city: two departments, experts, absences, recusals; ids and no names (合成人员)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from shuangsuiji.registry import (
    Absence,
    Certificate,
    Expert,
    Inspector,
    InspectorPool,
    Leave,
    ObjectPool,
    Qualification,
    Recusal,
    Training,
)
from shuangsuiji.terms import AbsenceReason, ExpertKind, InspectorKind, InspectorStatus, RecusalDeclarer, RecusalReason
from shuangsuiji.testing.city import AUTHORITY, HEALTH, TOWNS

__all__ = ["inspector_pool", "recusals", "roster"]

_STAFF = {AUTHORITY: range(1, 31), HEALTH: range(101, 117)}
_ABSENT = (
    Absence(id="JS0031", department=AUTHORITY, reason=AbsenceReason.NO_ENFORCEMENT_POST),
    Absence(id="JS0032", department=AUTHORITY, reason=AbsenceReason.SECONDED),
    Absence(id="JS0117", department=HEALTH, reason="其他：抽调专案"),
)
_SECONDED, _LAPSING, _AWAY, _PASSING = 12, 14, 108, 16


def inspector_pool(on: date = date(2026, 3, 1)) -> InspectorPool:
    """Return a pool of 46 inspectors of two departments, three experts and three absences (合成人员名录库).

    Of one the certificate ends a month after ``on``, one is seconded, one is away for half a year, and of one a
    qualification lapses after two months.

    Args:
        on: the day on which the pool was made; everything else lies about it.

    """
    return InspectorPool(
        id="city-inspectors",
        owner=AUTHORITY,
        item_codes=("labels", "annual-report", "boilers"),
        inspectors=tuple(_inspector(on, number, of) for of, numbers in _STAFF.items() for number in numbers),
        experts=tuple(_expert(on, number) for number in (1, 2, 3)),
        absences=_ABSENT,
        maintained_on=on,
    )


def roster() -> Mapping[str, str]:
    """Return the department of everybody who holds a certificate, by id (合成持证人员名册)."""
    listed = {f"JS{number:04d}": of for of, numbers in _STAFF.items() for number in numbers}
    return listed | {one.id: one.department for one in _ABSENT}


def recusals(pool: ObjectPool, inspectors: InspectorPool) -> tuple[Recusal, ...]:
    """Return six recusals between objects and inspectors of the city, one of them expired (合成回避).

    Args:
        pool: the objects; the recusals concern some of the first by id.
        inspectors: the inspectors; the recusals concern some of the first by id.

    """
    objects, people = pool.columns.ids, [one.id for one in inspectors]
    day = inspectors.maintained_on
    return tuple(
        Recusal(
            object_id=objects[object_ % len(objects)],
            inspector_id=people[person % len(people)],
            reason=reason,
            declared_by=by,
            declared_on=day,
            evidence=f"（合成）回避 {number}",
            expires_on=day + timedelta(days=days) if days is not None else None,
        )
        for number, (object_, person, reason, by, days) in enumerate(_RECUSED, 1)
    )


_RECUSED = (
    (0, 0, RecusalReason.KINSHIP, RecusalDeclarer.INSPECTOR, None),
    (3, 0, RecusalReason.SHAREHOLDING, RecusalDeclarer.INSPECTOR, None),
    (3, 4, RecusalReason.FORMER_EMPLOYMENT, RecusalDeclarer.DEPARTMENT, None),
    (7, 8, RecusalReason.PARTY_REQUEST, RecusalDeclarer.PARTY, None),
    (11, 31, RecusalReason.COOL_OFF, RecusalDeclarer.DEPARTMENT, 365),
    (13, 33, RecusalReason.LAST_INSPECTED, RecusalDeclarer.DEPARTMENT, 0),
)


def _inspector(on: date, number: int, department: str) -> Inspector:
    servant = number % 3 != 0
    return Inspector(
        id=f"JS{number:04d}",
        kind=InspectorKind.CIVIL_SERVANT if servant else InspectorKind.QUALIFIED_STAFF,
        department=department,
        certificate=Certificate(
            number=f"ZFZ{number:05d}", valid_until=on + timedelta(days=30 if number == _LAPSING else 700)
        ),
        regions=_regions(number),
        capacity=12 + number % 4,
        qualifications=_qualifications(on, number, department),
        specialties=_specialties(number, department),
        leaves=_leaves(on, number),
        trainings=(Training(subject="执法规范", completed_on=on - timedelta(days=90)),),
        status=InspectorStatus.SECONDED if number == _SECONDED else InspectorStatus.ACTIVE,
    )


def _regions(number: int) -> tuple[str, ...]:
    """Return everywhere for one in three, and six neighbouring towns for the others."""
    return ("*",) if number % 3 == 0 else tuple(TOWNS[(number + step) % len(TOWNS)] for step in range(6))


def _qualifications(on: date, number: int, department: str) -> tuple[Qualification, ...]:
    if department == HEALTH:
        return (Qualification(name="卫生监督"),) if number % 4 else ()
    food = (Qualification(name="食品安全监管"),) if number % 4 else ()
    until = on + timedelta(days=60) if number == _PASSING else None
    heavy = (Qualification(name="特种设备安全监察", valid_until=until),) if number % 2 == 0 else ()
    return food + heavy


def _specialties(number: int, department: str) -> tuple[str, ...]:
    if department == HEALTH:
        return ("消毒",) if number % 2 else ()
    return ("电梯",) if number % 2 == 0 else ("冷链",)


def _leaves(on: date, number: int) -> tuple[Leave, ...]:
    if number == _AWAY:
        return (Leave(starts_on=on, ends_on=on + timedelta(days=180)),)
    return (Leave(starts_on=on + timedelta(days=60), ends_on=on + timedelta(days=70)),) if number % 7 == 0 else ()


def _expert(on: date, number: int) -> Expert:
    return Expert(
        id=f"ZJ{number:02d}",
        kind=(ExpertKind.TESTING_BODY, ExpertKind.RESEARCH_INSTITUTE, ExpertKind.SCHOLAR)[number - 1],
        department=AUTHORITY,
        regions=("*",),
        specialties=("电梯检验",),
        capacity=20,
        appointed_until=on + timedelta(days=365),
        organisation="（合成）检测机构",
    )
