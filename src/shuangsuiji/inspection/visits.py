"""One visit to one object: who went, for which items, how, with whose approval, and what they marked: 三（二） (检查).

A visit deals with one object once, however many items and departments it serves; caps count it once (3.1.10). What is
written here is what happened on the day; what was found stands in a ``Result`` for each item.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from functools import cached_property

import attrs

from shuangsuiji.errors import DuplicateError, InvalidValueError, LawError
from shuangsuiji.inspection.visit_parts import Approval, DrawCitation, ExpertOpinion, ScanIn, VisitItem, VisitOfficer
from shuangsuiji.law import LIYANG_2020
from shuangsuiji.planning import CountedVisit, MarkedPoint, SupervisionMode
from shuangsuiji.registry.objects import check_label
from shuangsuiji.values import check_field, check_kind, day_in_china, record_digest

__all__ = ["Visit"]


@attrs.frozen(kw_only=True)
class Visit:
    """What happened at one object on one occasion: 三（二） (检查).

    Attributes:
        id: a field, unlike that of any other visit.
        object_id: the object.
        holder: id of the market entity behind it; of an entity, itself (3.3.3).
        mode: by which way it came about (1.2).
        draw: the draw that it answers; None exactly where it follows a lead.
        lead_id: the lead that it follows; empty where it was drawn.
        items: what was inspected, each item once a department.
        officers: who went, each once; at least one of every department that inspected something.
        started_at: the instant, with an offset.
        ended_at: the instant, not before.
        matched: whether the officers are those of the matching, substitutes by lot included (3.2.2).
        superior_ordered: whether a superior ordered it; for TARGETED alone, as in ``Task``.
        approvals: of the departments, one each.
        scan_in: the code scanned at the door, None where there is no such record.
        notice: number of the notice given to the firm, empty for none.
        opinions: of experts, on items of the visit; what they say later stands with the result.
        marks: the points of the check sheets as they were marked, each once.
        remarks: what else there is to say; one line.

    Raises:
        InvalidValueError: a field of the wrong form, an end before its start, an officer, a mark or an opinion of what
            is not inspected here, a department without an officer, a scan on another day, or approval after the start
            of what was not urgent.
        DuplicateError: an item of one department, an officer, an approval or a mark twice.
        LawError: a visit that was drawn and follows a lead, or neither (3.4.1), an officer whose certificate was not
            valid on a day of the visit (2.3.7), or an expert among the officers (2.3.10).

    """

    id: str
    object_id: str
    holder: str
    mode: SupervisionMode
    items: tuple[VisitItem, ...]
    officers: tuple[VisitOfficer, ...]
    started_at: datetime
    ended_at: datetime
    draw: DrawCitation | None = None
    lead_id: str = ""
    matched: bool = False
    superior_ordered: bool = False
    approvals: tuple[Approval, ...] = ()
    scan_in: ScanIn | None = None
    notice: str = ""
    opinions: tuple[ExpertOpinion, ...] = ()
    marks: tuple[MarkedPoint, ...] = ()
    remarks: str = ""

    def __attrs_post_init__(self) -> None:
        check_field(self.id, "Visit.id")
        for field in ("object_id", "holder"):
            check_field(getattr(self, field), f"{self.id}.{field}")
        check_kind(self.mode, SupervisionMode, f"{self.id}.mode")
        for field in ("lead_id", "notice"):
            if getattr(self, field) != "":
                check_field(getattr(self, field), f"{self.id}.{field}")
        if self.remarks != "":
            check_label(self.remarks, f"{self.id}.remarks")
        for field in ("matched", "superior_ordered"):
            check_kind(getattr(self, field), bool, f"{self.id}.{field}")
        for field, kind in _MEMBERS.items():
            check_kind(getattr(self, field), tuple, f"{self.id}.{field}")
            for one in getattr(self, field):
                check_kind(one, kind, f"{self.id}.{field}")
        self._check_times()
        self._check_origin()
        self._check_items()
        self._check_officers()
        self._check_opinions()
        self._check_approvals()

    def _check_times(self) -> None:
        for field in ("started_at", "ended_at"):
            check_kind(getattr(self, field), datetime, f"{self.id}.{field}")
            day_in_china(getattr(self, field))
        if self.ended_at < self.started_at:
            self._wrong("ended_at", "不得早于开始时间", "must not lie before started_at", self.ended_at.isoformat())
        if self.scan_in is not None:
            check_kind(self.scan_in, ScanIn, f"{self.id}.scan_in")
            if not self.on <= day_in_china(self.scan_in.at) <= self.completed_on:
                zh, en = "须为检查当日扫码", "is scanned on a day of the visit"
                self._wrong("scan_in", zh, en, self.scan_in.at.isoformat())

    def _check_origin(self) -> None:
        case = self.mode is SupervisionMode.CASE
        if self.draw is not None:
            check_kind(self.draw, DrawCitation, f"{self.id}.draw")
        if case != bool(self.lead_id) or case == (self.draw is not None):
            zh = "个案处理须注明线索且不引抽取，其他检查须引抽取且不注线索：随机与个案不得混记"
            en = "a case names its lead and no draw, all else names its draw and no lead: they are not mixed"
            self._broken("mode", zh, en, self.mode, "3.4.1")
        if case and (self.matched or any(one.k for one in self.items)):
            zh, en = "个案处理不抽取，也不匹配人员", "a case is neither drawn nor matched"
            self._wrong("matched", zh, en, self.matched)
        if self.superior_ordered and self.mode is not SupervisionMode.TARGETED:
            zh, en = "只有专项抽查可以注明上级部署", "only a targeted inspection is marked as ordered by a superior"
            self._wrong("superior_ordered", zh, en, self.mode)

    def _check_items(self) -> None:
        if not self.items:
            self._wrong("items", "至少一个检查事项", "at least one item", ())
        inspected = {(one.item_code, one.department) for one in self.items}
        if self.draw is not None and self.draw.k != max(one.k for one in self.items):
            zh, en = "为其事项最后一次抽中的轮次", "is the last round in which an item of it was drawn"
            self._wrong("draw.k", zh, en, self.draw.k)
        _once(f"{self.id}.items", ((one.item_code, one.department) for one in self.items))
        _once(f"{self.id}.marks", (mark.key for mark in self.marks))
        for mark in self.marks:
            if (mark.item_code, mark.department) not in inspected:
                self._wrong("marks", "不是本次检查的事项", "is of no item of this visit", mark.item_code)

    def _check_officers(self) -> None:
        _once(f"{self.id}.officers", (one.id for one in self.officers))
        inspecting = set(self.departments)
        for one in self.officers:
            if one.department not in inspecting:
                self._wrong("officers", "所在部门没有检查事项", "his department inspects nothing here", one.id)
            if not one.may_show(self.on, self.completed_on):
                zh, en = "执法证件当日不在有效期内", "the certificate was not valid that day"
                self._broken(f"officers.{one.id}", zh, en, one.valid_until, "2.3.7")
        absent = inspecting - {one.department for one in self.officers}
        if absent:
            zh, en = "检查事项的部门无人到场", "a department that inspects something sends somebody"
            self._wrong("officers", zh, en, "、".join(sorted(absent)))

    def _check_opinions(self) -> None:
        codes, officers = {one.item_code for one in self.items}, {one.id for one in self.officers}
        for one in self.opinions:
            if one.item_code not in codes:
                self._wrong("opinions", "不是本次检查的事项", "is of no item of this visit", one.item_code)
            if one.expert_id in officers:
                zh, en = "专家不得作为执法人员", "an expert advises and is no officer"
                self._broken(f"officers.{one.expert_id}", zh, en, one.expert_id, "2.3.10")

    def _check_approvals(self) -> None:
        _once(f"{self.id}.approvals", (one.department for one in self.approvals))
        for one in self.approvals:
            if one.on > self.on and not one.urgent:
                zh, en = "非紧急检查须事先批准", "an inspection that is not urgent is approved beforehand"
                self._wrong("approvals", zh, en, f"{one.department} {one.on}")

    def _wrong(self, field: str, rule_zh: str, rule: str, value: object) -> None:
        raise InvalidValueError(field=f"{self.id}.{field}", rule_zh=rule_zh, rule=rule, value=value)

    def _broken(self, field: str, rule_zh: str, rule: str, value: object, clause_id: str) -> None:
        clause = LIYANG_2020.ref(clause_id)
        raise LawError(field=f"{self.id}.{field}", rule_zh=rule_zh, rule=rule, value=value, clause=clause)

    @property
    def on(self) -> date:
        """The day in China on which it began."""
        return day_in_china(self.started_at)

    @property
    def completed_on(self) -> date:
        """The day in China on which it ended."""
        return day_in_china(self.ended_at)

    @property
    def departments(self) -> tuple[str, ...]:
        """The departments that inspected something, in the order of the items."""
        return tuple(dict.fromkeys(one.department for one in self.items))

    @cached_property
    def digest(self) -> str:
        """SHA-256 of the record, 64 hex digits; what comes after may cite it."""
        return record_digest(self)

    def officers_of(self, department: str) -> tuple[VisitOfficer, ...]:
        """Return who went for one department (部门到场人员)."""
        return tuple(one for one in self.officers if one.department == department)

    def items_of(self, department: str) -> tuple[VisitItem, ...]:
        """Return what one department inspected (部门检查事项)."""
        return tuple(one for one in self.items if one.department == department)

    def counted(self) -> tuple[CountedVisit, ...]:
        """Return the visit as caps and periods of rest count it: once for each department (计数检查)."""
        return tuple(
            CountedVisit(
                id=self.id,
                holder=self.holder,
                department=department,
                on=self.on,
                inspection_type=self.mode.inspection_type,
                superior_ordered=self.superior_ordered,
            )
            for department in self.departments
        )

    def __repr__(self) -> str:
        return f"<检查 {self.id} {self.object_id} {self.on}：{'、'.join(one.item_code for one in self.items)}>"


_MEMBERS: dict[str, type] = {
    "items": VisitItem,
    "officers": VisitOfficer,
    "approvals": Approval,
    "opinions": ExpertOpinion,
    "marks": MarkedPoint,
}


def _once(field: str, keys: Iterable[object]) -> None:
    seen: set[object] = set()
    for key in keys:
        if key in seen:
            raise DuplicateError(field=field, value=key)
        seen.add(key)
