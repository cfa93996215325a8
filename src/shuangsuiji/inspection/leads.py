"""Leads: what came in about one object, and is looked into at once and never by lot: 三（四） (线索).

No field holds a person, neither who reported nor who is reported: what a complaint says stays where it was received,
and ``reference`` is its number there. A lead never changes; what is done about it are steps, each of which cites it.
"""

from __future__ import annotations

from datetime import date, datetime
from functools import cached_property

import attrs

from shuangsuiji.errors import BrokenChainError, DuplicateError, InvalidValueError, LawError
from shuangsuiji.inspection.inspection_terms import LeadSource
from shuangsuiji.inspection.visit_parts import check_digest
from shuangsuiji.inspection.visits import Visit
from shuangsuiji.law import LIYANG_2020
from shuangsuiji.planning import SupervisionMode
from shuangsuiji.terms import Term
from shuangsuiji.values import check_field, check_kind, check_name, day_in_china, record_digest, texts
from shuangsuiji.workdays.layers import check_day

__all__ = ["UNLICENSED_TEXTS", "CaseLead", "LeadStep", "LeadStepKind", "lead_visited"]

UNLICENSED_TEXTS = (
    "《无证无照经营查处办法》",
    "《省政府办公厅关于贯彻落实〈无证无照经营查处办法〉的实施意见》（苏政办发〔2018〕57号）",
)


class LeadStepKind(Term):
    """What is done about a lead, from its receipt to its end: 3.4.1, 3.4.2 (线索处理步骤类别)."""

    ASSIGNED = "交办"
    IDENTIFIED = "查明对象"
    VISITED = "实施检查"
    DISPOSED = "处置"
    CASE_FILED = "立案"
    CLOSED = "办结"


@attrs.frozen(kw_only=True)
class CaseLead:
    """A sign that one object breaks the law, as it was received: 3.4.1, 3.4.6 (线索).

    Attributes:
        id: a field, unlike that of any other lead.
        source: how it came in.
        received_on: the day in China on which it was received; the time until the visit runs from there.
        received_at: the instant, with an offset; None where only the day is known.
        department: id of the department that received it.
        reference: its number where it was received.
        object_id: the object; empty while that is not known.
        holder: id of the market entity behind an object that is none itself, else empty.
        place: where, in words; for an object that no pool can list, or that is not known yet.
        item_codes: the items that it concerns, as far as that is known.
        note: what else there is to say, without naming persons; required for a source of OTHER.

    Raises:
        InvalidValueError: a field of the wrong form, no object and no place, an instant of another day, a holder
            without an object, or a source of OTHER without a note.
        DuplicateError: an item twice.
        LawError: business without a licence and no place (3.4.6).

    """

    id: str
    source: LeadSource
    received_on: date
    department: str
    reference: str
    received_at: datetime | None = None
    object_id: str = ""
    holder: str = ""
    place: str = ""
    item_codes: tuple[str, ...] = attrs.field(default=(), converter=texts)
    note: str = ""

    def __attrs_post_init__(self) -> None:
        check_field(self.id, "CaseLead.id")
        check_kind(self.source, LeadSource, f"{self.id}.source")
        check_day(self.received_on, f"{self.id}.received_on")
        check_name(self.department, f"{self.id}.department")
        check_field(self.reference, f"{self.id}.reference")
        for field in ("object_id", "holder", "place", "note"):
            if getattr(self, field):
                check_field(getattr(self, field), f"{self.id}.{field}")
        for number, code in enumerate(self.item_codes):
            check_name(code, f"{self.id}.item_codes")
            if code in self.item_codes[:number]:
                raise DuplicateError(field=f"{self.id}.item_codes", value=code)
        if self.received_at is not None and day_in_china(self.received_at) != self.received_on:
            zh, en = "须在收到日期当日", "is not on the day received_on"
            self._wrong("received_at", zh, en, self.received_at.isoformat())
        if self.source is LeadSource.OTHER and not self.note:
            self._wrong("note", "其他来源须说明", "a source of OTHER is told in words", "")
        self._check_subject()

    def _check_subject(self) -> None:
        if self.source is LeadSource.UNLICENSED and not self.place:
            zh, en = "无证无照经营不在名录库内，须写明地点", "no pool lists business without a licence: state the place"
            raise LawError(field=f"{self.id}.place", rule_zh=zh, rule=en, value="", clause=LIYANG_2020.ref("3.4.6"))
        if not self.object_id and not self.place:
            self._wrong("object_id", "须写明对象；对象不明的写明地点", "states its object, else a place", "")
        if self.holder and not self.object_id:
            self._wrong("holder", "未写明对象的，不写市场主体", "a holder goes with an object", self.holder)

    def _wrong(self, field: str, rule_zh: str, rule: str, value: object) -> None:
        raise InvalidValueError(field=f"{self.id}.{field}", rule_zh=rule_zh, rule=rule, value=value)

    @property
    def collected_under(self) -> str:
        """Id of the market entity that it is about; empty where the object is not known."""
        return self.holder or self.object_id

    @property
    def is_unidentified(self) -> bool:
        """Whether it may concern an object that a pool lists, and which one is not known."""
        return not self.object_id and self.source is not LeadSource.UNLICENSED

    @property
    def legal_texts(self) -> tuple[str, ...]:
        """The texts by which it is dealt with: 3.4.6 names two for business without a licence."""
        return UNLICENSED_TEXTS if self.source is LeadSource.UNLICENSED else ()

    def concerns(self, id_: str) -> bool:
        """Tell whether it is about an object, or about one of a market entity."""
        return id_ != "" and id_ in (self.object_id, self.holder)

    @cached_property
    def digest(self) -> str:
        """SHA-256 of the record, 64 hex digits; what comes after cites it."""
        return record_digest(self)

    def __repr__(self) -> str:
        return f"<线索 {self.id} {self.source} {self.received_on}：{self.object_id or self.place}>"


@attrs.frozen(kw_only=True)
class LeadStep:
    """One thing that was done about a lead; it cites the lead, and a visit where there was one (线索处理步骤).

    Attributes:
        kind: what was done.
        lead_id: the lead.
        lead_digest: its digest, 64 hex digits.
        at: the instant, with an offset; of a visit, when it began.
        department: id of the department that did it; of ASSIGNED, of the one that it was assigned to.
        reference: number of the paper; of CASE_FILED, of the file (3.4.2); empty for a visit.
        visit_id: the visit, for VISITED alone.
        visit_digest: its digest.
        object_id: the object, for IDENTIFIED alone.
        holder: id of the market entity behind it, else empty.
        note: what was done, in words; required for DISPOSED.

    Raises:
        InvalidValueError: a field of the wrong form, missing for its kind, or of another kind.

    """

    kind: LeadStepKind
    lead_id: str
    lead_digest: str
    at: datetime
    department: str
    reference: str = ""
    visit_id: str = ""
    visit_digest: str = ""
    object_id: str = ""
    holder: str = ""
    note: str = ""

    def __attrs_post_init__(self) -> None:
        check_kind(self.kind, LeadStepKind, "LeadStep.kind")
        check_field(self.lead_id, "LeadStep.lead_id")
        check_digest(self.lead_digest, f"{self.lead_id}.lead_digest")
        day_in_china(self.at)
        check_name(self.department, f"{self.lead_id}.department")
        for field in ("reference", "visit_id", "visit_digest", "object_id", "holder", "note"):
            if getattr(self, field):
                check_field(getattr(self, field), f"{self.lead_id}.{field}")
        visit = self.kind is LeadStepKind.VISITED
        self._check_given("visit_id", due=visit)
        self._check_given("visit_digest", due=visit)
        if visit:
            check_digest(self.visit_digest, f"{self.lead_id}.visit_digest")
        self._check_given("reference", due=not visit)
        self._check_given("object_id", due=self.kind is LeadStepKind.IDENTIFIED)
        if self.holder and self.kind is not LeadStepKind.IDENTIFIED:
            self._check_given("holder", due=False)
        if self.kind is LeadStepKind.DISPOSED:
            self._check_given("note", due=True)

    def _check_given(self, field: str, *, due: bool) -> None:
        if bool(getattr(self, field)) != due:
            zh = f"“{self.kind}”{'须' if due else '不得'}写明"
            en = f"{self.kind.name} {'states' if due else 'does not state'} it"
            raise InvalidValueError(field=f"{self.lead_id}.{field}", rule_zh=zh, rule=en, value=getattr(self, field))

    @property
    def on(self) -> date:
        """The day in China."""
        return day_in_china(self.at)


def lead_visited(lead: CaseLead, visit: Visit) -> LeadStep:
    """Return the step that a visit is in the handling of a lead; an inspection by lot is none: 3.4.1 (线索检查).

    Args:
        lead: the lead.
        visit: a visit of mode CASE that names it.

    Raises:
        LawError: a visit that was drawn.
        BrokenChainError: a visit for another lead, or to another object than that of the lead.

    """
    if visit.mode is not SupervisionMode.CASE:
        zh, en = "抽取的检查不得记作线索处理", "a visit that was drawn is not booked as the handling of a lead"
        raise LawError(field=visit.id, rule_zh=zh, rule=en, value=visit.mode, clause=LIYANG_2020.ref("3.4.1"))
    if visit.lead_id != lead.id:
        zh, en = "检查所注线索不是该线索", "the visit names another lead"
        raise BrokenChainError(link=visit.id, rule_zh=zh, rule=en, expected=lead.id, value=visit.lead_id)
    if lead.object_id and not lead.concerns(visit.object_id) and not lead.concerns(visit.holder):
        zh, en = "检查对象不是线索所指对象", "the visit is to another object than that of the lead"
        raise BrokenChainError(link=visit.id, rule_zh=zh, rule=en, expected=lead.object_id, value=visit.object_id)
    return LeadStep(
        kind=LeadStepKind.VISITED,
        lead_id=lead.id,
        lead_digest=lead.digest,
        at=visit.started_at,
        department=visit.departments[0],
        visit_id=visit.id,
        visit_digest=record_digest(visit),
    )
