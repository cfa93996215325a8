"""What the record of a visit is made of: the draw it answers, approval, scan, items, officers, opinions (检查要素)."""

from __future__ import annotations

from datetime import date, datetime

import attrs

from shuangsuiji.errors import DuplicateError, InvalidValueError, LawError
from shuangsuiji.law import LIYANG_2020
from shuangsuiji.lottery.digest import is_digest
from shuangsuiji.registry.credentials import check_order
from shuangsuiji.registry.inspectors import check_person_id
from shuangsuiji.registry.objects import check_label
from shuangsuiji.terms import InspectionMethod
from shuangsuiji.values import check_count, check_field, check_kind, check_name, day_in_china
from shuangsuiji.workdays.layers import check_day

__all__ = ["Approval", "DrawCitation", "ExpertOpinion", "ScanIn", "VisitItem", "VisitOfficer", "check_digest"]


def check_digest(text: object, field: str) -> str:
    """Return ``text`` when it is a digest of 64 lower-case hex digits (摘要).

    Raises:
        InvalidValueError: anything else.

    """
    if not isinstance(text, str) or not is_digest(text):
        zh, en = "应为 64 位小写十六进制摘要", "must be a digest of 64 lower-case hex digits"
        raise InvalidValueError(field=field, rule_zh=zh, rule=en, value=text)
    return text


@attrs.frozen(kw_only=True)
class DrawCitation:
    """Which draw an inspection answers: the hash that was published before the seed, and its place (抽取引用).

    Attributes:
        agency: id of the department that drew.
        plan: the plan.
        task: the task.
        serial: number of the commitment in the agency's chain.
        commit: COMMIT, 64 hex digits.
        k: 0 for the main draw, else the last supplementary round in which the object was drawn for one of the items
            visited; every item says its own.

    """

    agency: str
    plan: str
    task: str
    serial: int
    commit: str
    k: int = 0

    def __attrs_post_init__(self) -> None:
        check_name(self.agency, "DrawCitation.agency")
        for field in ("plan", "task"):
            check_field(getattr(self, field), f"DrawCitation.{field}")
        check_digest(self.commit, "DrawCitation.commit")
        check_count(self.serial, "DrawCitation.serial", at_least=1)
        check_count(self.k, "DrawCitation.k")

    def __str__(self) -> str:
        return f"{self.agency} 第{self.serial}号 {self.commit[:12]}…"


@attrs.frozen(kw_only=True)
class Approval:
    """The head of the department approves an inspection; an urgent one afterwards (检查审批).

    Attributes:
        department: id of the department.
        on: the day.
        document: reference of the paper.
        urgent: whether the inspection was urgent, so that approval could follow it.

    """

    department: str
    on: date
    document: str
    urgent: bool = False

    def __attrs_post_init__(self) -> None:
        check_name(self.department, "Approval.department")
        check_day(self.on, "Approval.on")
        check_field(self.document, "Approval.document")
        check_kind(self.urgent, bool, "Approval.urgent")


@attrs.frozen(kw_only=True)
class ScanIn:
    """The code that officers scan when they enter a firm (扫码入企).

    Attributes:
        at: the instant, with an offset.
        reference: what the scanning system returned.

    """

    at: datetime
    reference: str

    def __attrs_post_init__(self) -> None:
        check_kind(self.at, datetime, "ScanIn.at")
        day_in_china(self.at)
        check_field(self.reference, "ScanIn.reference")


@attrs.frozen(kw_only=True)
class VisitItem:
    """One item that a visit dealt with, for one department (检查事项).

    Attributes:
        item_code: the item.
        item_version: version of it that was in force.
        department: id of the department that inspected it.
        methods: how, at least one, each once: 3.2.3.
        sheet_digest: digest of the check sheet that was filled in, empty where there was none.
        k: the round in which the object was drawn for the item, 0 for the main draw: with the draw of the visit, the
            item and the object it is the very line that is answered (2.1.7).

    Raises:
        InvalidValueError: a field of the wrong form.
        DuplicateError: a method twice.
        LawError: no method (3.2.3).

    """

    item_code: str
    item_version: int
    department: str
    methods: tuple[InspectionMethod, ...]
    sheet_digest: str = ""
    k: int = 0

    def __attrs_post_init__(self) -> None:
        check_name(self.item_code, "VisitItem.item_code")
        check_count(self.item_version, f"{self.item_code}.item_version", at_least=1)
        check_name(self.department, f"{self.item_code}.department")
        for method in self.methods:
            check_kind(method, InspectionMethod, f"{self.item_code}.methods")
            if self.methods.count(method) > 1:
                raise DuplicateError(field=f"{self.item_code}.methods", value=method)
        if not self.methods:
            zh, en = "须写明检查方式", "states how it was inspected"
            raise LawError(
                field=f"{self.item_code}.methods", rule_zh=zh, rule=en, value=(), clause=LIYANG_2020.ref("3.2.3")
            )
        if self.sheet_digest != "":
            check_digest(self.sheet_digest, f"{self.item_code}.sheet_digest")
        check_count(self.k, f"{self.item_code}.k")


@attrs.frozen(kw_only=True)
class VisitOfficer:
    """One officer who went, with the certificate that he showed that day (到场执法人员).

    Attributes:
        id: his number in the pool; no name, and no number of an identity card.
        department: whose he is.
        certificate: number of the certificate.
        valid_until: its last day.
        valid_from: its first day, None where it is not known.

    Raises:
        InvalidValueError: a field of the wrong form, or a last day before the first.
        InvalidIdentifierError: the number of an identity card.

    """

    id: str
    department: str
    certificate: str
    valid_until: date
    valid_from: date | None = None

    def __attrs_post_init__(self) -> None:
        check_person_id(self.id, "VisitOfficer.id")
        check_name(self.department, f"{self.id}.department")
        check_person_id(self.certificate, f"{self.id}.certificate")
        check_day(self.valid_until, f"{self.id}.valid_until")
        check_order(self.valid_from, self.valid_until, f"{self.id}.valid_until")

    def may_show(self, first: date, last: date) -> bool:
        """Tell whether the certificate is valid on every day from first to last (证件有效)."""
        return (self.valid_from is None or self.valid_from <= first) and last <= self.valid_until


@attrs.frozen(kw_only=True)
class ExpertOpinion:
    """What an expert advised: on record, and never a decision: 2.3.11 (专家咨询意见).

    Attributes:
        expert_id: his number in the pool.
        item_code: the item on which he was heard.
        on: the day.
        text: the opinion, or its reference; one line.

    Raises:
        InvalidValueError: a field of the wrong form.
        InvalidIdentifierError: the number of an identity card.

    """

    expert_id: str
    item_code: str
    on: date
    text: str

    def __attrs_post_init__(self) -> None:
        check_person_id(self.expert_id, "ExpertOpinion.expert_id")
        check_name(self.item_code, f"{self.expert_id}.item_code")
        check_day(self.on, f"{self.expert_id}.on")
        check_label(self.text, f"{self.expert_id}.text")
