"""The roster of certificate holders, and who of them is missing from a pool: «应包括所有» 2.3.7 (持证人员名册)."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from datetime import date
from typing import TypeAlias, cast

import attrs

from shuangsuiji.errors import DuplicateError, InvalidValueError
from shuangsuiji.law import LIYANG_2020
from shuangsuiji.lottery.frames import upper
from shuangsuiji.lottery.officers import check_part
from shuangsuiji.registry.inspectors import Inspector, check_person_id
from shuangsuiji.registry.revisions import check_day
from shuangsuiji.terms import AbsenceReason
from shuangsuiji.values import Finding, Severity, check_field

__all__ = ["Absence", "CertificateHolder", "Roster", "check_reason", "compare_roster", "holders_in"]


@attrs.frozen(kw_only=True)
class CertificateHolder:
    """Somebody on the roster of those who hold a certificate (持证人员).

    Attributes:
        id: as in the pool.
        department: whose certificate holder he is.
        valid_until: last day of his certificate, None where the roster does not say.

    """

    id: str
    department: str
    valid_until: date | None = None

    def __attrs_post_init__(self) -> None:
        check_person_id(self.id, "CertificateHolder.id")
        check_part(self.department, f"{self.id}.department")
        if self.valid_until is not None:
            check_day(self.valid_until, f"{self.id}.valid_until")


Roster: TypeAlias = Mapping[str, str] | Iterable[CertificateHolder]


@attrs.frozen(kw_only=True)
class Absence:
    """A certificate holder who is not in the pool, and why (缺席).

    Attributes:
        id: as on the roster.
        department: whose certificate holder he is.
        reason: an ``AbsenceReason`` or another code; published.

    """

    id: str
    department: str
    reason: str = attrs.field(converter=str)

    def __attrs_post_init__(self) -> None:
        check_person_id(self.id, "Absence.id")
        check_part(self.department, f"{self.id}.department")
        check_reason(self.reason, f"{self.id}.reason")


def check_reason(reason: object, field: str) -> str:
    """Return the reason of an absence as it is committed: a term, or a field in other words (缺席原因).

    Raises:
        InvalidValueError: no field, or 其他 alone, which says nothing.

    """
    text = check_field(str(reason), field)
    if text in (AbsenceReason.OTHER.value, AbsenceReason.OTHER.name):
        zh, en = "“其他”须写明内容，如“其他：抽调专案”", "OTHER says nothing; state the reason in words"
        raise InvalidValueError(field=field, rule_zh=zh, rule=en, value=text)
    return text


def holders_in(roster: Roster) -> dict[str, CertificateHolder]:
    """Return the certificate holders of a roster by id; a mapping gives the department by id (持证人员).

    Raises:
        DuplicateError: an id occurs twice.

    """
    if isinstance(roster, Mapping):
        departments = cast("Mapping[str, str]", roster)
        roster = [CertificateHolder(id=id_, department=of) for id_, of in departments.items()]
    found: dict[str, CertificateHolder] = {}
    seen: set[str] = set()
    for one in roster:
        if upper(one.id) in seen:
            raise DuplicateError(field="roster", value=one.id)
        seen.add(upper(one.id))
        found[one.id] = one
    return dict(sorted(found.items()))


def compare_roster(
    roster: Roster, inspectors: Mapping[str, Inspector], reasons: Mapping[str, str], experts: Container[str]
) -> tuple[Finding, ...]:
    """Return how a pool differs from a roster: 2.3.7 (名册核对).

    Args:
        roster: who holds a certificate.
        inspectors: who is in the pool, by id.
        reasons: why others are not, by id.
        experts: ids of the experts of the pool.

    """
    holders = holders_in(roster)
    findings: list[Finding] = []
    for id_, holder in holders.items():
        if id_ in inspectors:
            findings += _differences(holder, inspectors[id_])
        elif id_ in reasons:
            zh, en = (
                f"持证人员未列入名录库：{reasons[id_]}",
                f"holds a certificate and is not in the pool: {reasons[id_]}",
            )
            findings.append(_finding(Severity.NOTE, "inspectors.absent", id_, zh, en))
        elif id_ in experts:
            zh, en = "持证人员在名录库中仅列为专家", "holds a certificate and is in the pool as an expert only"
            findings.append(_finding(Severity.ERROR, "inspectors.missing", id_, zh, en))
        else:
            zh, en = "持证人员未列入名录库，也没有原因", "holds a certificate and is not in the pool, without a reason"
            findings.append(_finding(Severity.ERROR, "inspectors.missing", id_, zh, en))
    for id_ in inspectors:
        if id_ not in holders:
            zh, en = "名录库中有此人，持证人员名册中没有", "is in the pool and not on the roster of certificate holders"
            findings.append(_finding(Severity.ERROR, "inspectors.unrostered", id_, zh, en))
    for id_ in reasons:
        if id_ not in holders:
            zh, en = "记有缺席原因，持证人员名册中没有此人", "has a reason for absence and is not on the roster"
            findings.append(_finding(Severity.WARNING, "inspectors.unrostered", id_, zh, en))
    return tuple(findings)


def _differences(holder: CertificateHolder, inspector: Inspector) -> Iterable[Finding]:
    pairs = (
        ("部门", "department", holder.department, inspector.department),
        ("证件有效期", "certificate", holder.valid_until, inspector.certificate.valid_until),
    )
    for zh, en, on_roster, in_pool in pairs:
        if on_roster is not None and on_roster != in_pool:
            zh_line = f"{zh}不一致：名册为 {on_roster}，名录库为 {in_pool}"
            en_line = f"{en} differs: {on_roster} on the roster, {in_pool} in the pool"
            yield _finding(Severity.WARNING, "inspectors.differs", holder.id, zh_line, en_line)


def _finding(severity: Severity, code: str, where: str, zh: str, en: str) -> Finding:
    return Finding(severity=severity, code=code, where=where, zh=zh, en=en, clause=LIYANG_2020.ref("2.3.7"))
