"""Recusals: who must not visit whom, why, and who said so (回避)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterable, Mapping
from datetime import date

import attrs

from shuangsuiji.errors import InvalidValueError
from shuangsuiji.law import LIYANG_2020
from shuangsuiji.registry.credentials import check_order
from shuangsuiji.registry.inspectors import check_person_id
from shuangsuiji.registry.revisions import check_day
from shuangsuiji.terms import RecusalDeclarer, RecusalReason
from shuangsuiji.values import Finding, FrozenMap, Severity, check_field, check_kind

__all__ = ["DECLARER_OF", "Recusal", "barred_pairs", "check_recusals"]

DECLARER_OF = {
    RecusalReason.OWN_REQUEST: RecusalDeclarer.INSPECTOR,
    RecusalReason.PARTY_REQUEST: RecusalDeclarer.PARTY,
    RecusalReason.LAST_INSPECTED: RecusalDeclarer.DEPARTMENT,
    RecusalReason.COOL_OFF: RecusalDeclarer.DEPARTMENT,
}


@attrs.frozen(kw_only=True)
class Recusal:
    """A pair that must not meet, with its reason (回避).

    Attributes:
        object_id: id of the object, or of the market entity behind it.
        inspector_id: id of the inspector or expert.
        reason: why, as it is published.
        declared_by: who said so; follows from the reason where only one can say it.
        declared_on: the day.
        evidence: reference to what shows it, such as the number of a file; may be empty, with a finding.
        expires_on: last day, such as that of a cool-off; None while it holds.

    Raises:
        InvalidValueError: a field of the wrong form, a recusal that names nobody or nothing, or a reason that somebody
            else must declare.

    """

    object_id: str
    inspector_id: str
    reason: RecusalReason
    declared_by: RecusalDeclarer
    declared_on: date
    evidence: str = ""
    expires_on: date | None = None

    def __attrs_post_init__(self) -> None:
        for field, zh, en in (("object_id", "检查对象", "object"), ("inspector_id", "检查人员", "inspector")):
            if getattr(self, field) == "":
                rule_zh, rule = f"回避须指明{zh}", f"a recusal names its {en}"
                raise InvalidValueError(field=f"Recusal.{field}", rule_zh=rule_zh, rule=rule, value="")
        check_field(self.object_id, "Recusal.object_id")
        check_person_id(self.inspector_id, "Recusal.inspector_id")
        where = f"{self.object_id} {self.inspector_id}"
        check_kind(self.reason, RecusalReason, f"{where}.reason")
        check_kind(self.declared_by, RecusalDeclarer, f"{where}.declared_by")
        check_day(self.declared_on, f"{where}.declared_on")
        check_order(self.declared_on, self.expires_on, f"{where}.expires_on")
        if self.evidence:
            check_field(self.evidence, f"{where}.evidence")
        due = DECLARER_OF.get(self.reason)
        if due not in (None, self.declared_by):
            zh, en = f"“{self.reason}”须由{due}提出", f"{self.reason.name} is declared by {due.name if due else ''}"
            raise InvalidValueError(field=f"{where}.declared_by", rule_zh=zh, rule=en, value=str(self.declared_by))

    def is_in_force(self, on: date) -> bool:
        """Tell whether the recusal holds on a day; before it was declared it does not."""
        return self.declared_on <= on and (self.expires_on is None or on <= self.expires_on)


def barred_pairs(recusals: Iterable[Recusal], on: date) -> Mapping[tuple[str, str], str]:
    """Return the reason by (object, inspector) of what holds on a day: the committed form (回避名单).

    A pair that is recused for several reasons stands once, with the reason that comes first in ``RecusalReason``.
    """
    order = list(RecusalReason)
    standing = sorted((one for one in recusals if one.is_in_force(on)), key=lambda one: -order.index(one.reason))
    pairs = {(one.object_id, one.inspector_id): one.reason.value for one in standing}
    return FrozenMap(sorted(pairs.items()))


def check_recusals(
    recusals: Iterable[Recusal], inspectors: Container[str], objects: Container[str], *, many: int = 20
) -> tuple[Finding, ...]:
    """Return what there is to say of recusals: nobody known, nothing known, no evidence, very many (回避检查).

    Args:
        recusals: all of them.
        inspectors: whom there are, such as an ``InspectorPool``.
        objects: what there is, such as an ``ObjectPool``.
        many: how many recusals of one person are warned of: who steps back from everything else chooses what is left.

    """
    known = tuple(recusals)
    findings: list[Finding] = []
    for one in known:
        where = f"{one.object_id} {one.inspector_id}"
        if one.inspector_id not in inspectors:
            zh, en = f"名录库中没有检查人员 {one.inspector_id}", f"no inspector {one.inspector_id} in the pool"
            findings.append(_finding(Severity.ERROR, "recusals.inspector", where, zh, en))
        if one.object_id not in objects:
            zh, en = f"没有检查对象 {one.object_id}", f"no object {one.object_id}"
            findings.append(_finding(Severity.WARNING, "recusals.object", where, zh, en))
        if not one.evidence:
            zh, en = f"“{one.reason}”没有证明材料", f"no evidence for {one.reason.name}"
            findings.append(_finding(Severity.WARNING, "recusals.evidence", where, zh, en))
    for id_, count in sorted(Counter(one.inspector_id for one in known).items()):
        if count >= many:
            zh, en = f"有 {count} 条回避，不少于 {many} 条，须核实", f"{count} recusals, {many} or more: look into them"
            findings.append(_finding(Severity.WARNING, "recusals.many", id_, zh, en))
    return tuple(findings)


def _finding(severity: Severity, code: str, where: str, zh: str, en: str) -> Finding:
    return Finding(severity=severity, code=code, where=where, zh=zh, en=en, clause=LIYANG_2020.ref("3.2.2"))
