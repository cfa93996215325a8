"""Referrals: what is handed to the judicial authorities, to a penalty case, to another department: 3.3.7 (移送).

What concerns an official is another thing and is kept apart, by a class of its own: ``OfficialReferral`` names a matter
and never a result about a firm (4.2.3).
"""

from __future__ import annotations

from datetime import date

import attrs

from shuangsuiji.errors import BrokenChainError, InvalidValueError
from shuangsuiji.inspection.inspection_terms import DisclosureGrade, ReferralKind
from shuangsuiji.inspection.results import Result
from shuangsuiji.planning.conference_acts import against
from shuangsuiji.values import check_field, check_kind, check_name, record_digest
from shuangsuiji.workdays.layers import check_day

__all__ = ["CrimeSuspicion", "OfficialReferral", "Referral", "acknowledge", "same_matter"]


@attrs.frozen(kw_only=True)
class CrimeSuspicion:
    """A department finds that a firm may have committed a crime; a referral has to follow: 3.3.7 (涉嫌犯罪认定).

    Attributes:
        id: a field, unlike that of any other.
        result: the result that shows it, None where a lead does before there is one.
        lead_id: the lead, empty where a result shows it.
        department: id of the department.
        found_on: the day.
        grounds: on what the suspicion rests, in words.
        document: reference of the paper.

    Raises:
        InvalidValueError: a field of the wrong form, a result and a lead both or neither, or a day before the result.

    """

    id: str
    department: str
    found_on: date
    grounds: str
    document: str
    result: Result | None = None
    lead_id: str = ""

    def __attrs_post_init__(self) -> None:
        check_field(self.id, "CrimeSuspicion.id")
        check_name(self.department, f"{self.id}.department")
        check_day(self.found_on, f"{self.id}.found_on")
        check_field(self.grounds, f"{self.id}.grounds")
        check_field(self.document, f"{self.id}.document")
        _check_subject(self.id, self.result, self.lead_id, self.found_on)


@attrs.frozen(kw_only=True)
class Referral:
    """A matter about a firm goes to those who are to deal with it: 3.3.7, 3.4.2, 3.3.6 (移送).

    Attributes:
        id: a field, unlike that of any other referral.
        kind: JUDICIAL, PENALTY or DEPARTMENT.
        sender: id of the department that refers.
        addressee: who receives it; of a DEPARTMENT, its id.
        referred_on: the day.
        document: reference of the paper.
        grounds: why, in words.
        result: the result that it is about, None where it is about a lead.
        lead_id: the lead, empty where it is about a result.
        case_number: number of the file of the case (3.4.2); of a PENALTY, and of others once there is one.
        received_on: the day of the receipt, None while there is none.
        receipt: reference of the receipt.

    Raises:
        LawError: one about an official (4.2.3), or a PENALTY without the number of its file (3.4.2).
        InvalidValueError: a field of the wrong form, a result and a lead both or neither, a department to itself, or a
            day before the one that it follows.

    """

    id: str
    kind: ReferralKind
    sender: str
    addressee: str
    referred_on: date
    document: str
    grounds: str
    result: Result | None = None
    lead_id: str = ""
    case_number: str = ""
    received_on: date | None = None
    receipt: str = ""

    def __attrs_post_init__(self) -> None:
        check_field(self.id, "Referral.id")
        check_kind(self.kind, ReferralKind, f"{self.id}.kind")
        if self.kind is ReferralKind.OFFICIAL:
            zh, en = (
                "涉及公职人员的移送另行保存（OfficialReferral）",
                "what concerns an official is an OfficialReferral",
            )
            raise against(f"{self.id}.kind", zh, en, self.kind, "4.2.3")
        check_name(self.sender, f"{self.id}.sender")
        check_day(self.referred_on, f"{self.id}.referred_on")
        for field in ("addressee", "document", "grounds"):
            check_field(getattr(self, field), f"{self.id}.{field}")
        _check_subject(self.id, self.result, self.lead_id, self.referred_on)
        self._check_kind()
        _check_receipt(self.id, self.referred_on, self.received_on, self.receipt)

    def _check_kind(self) -> None:
        if self.kind is ReferralKind.DEPARTMENT:
            check_name(self.addressee, f"{self.id}.addressee")
        if self.kind is not ReferralKind.PENALTY and self.addressee == self.sender:
            zh, en = "须移送其他单位", "goes to somebody else"
            raise InvalidValueError(field=f"{self.id}.addressee", rule_zh=zh, rule=en, value=self.addressee)
        if self.case_number:
            check_field(self.case_number, f"{self.id}.case_number")
        elif self.kind is ReferralKind.PENALTY:
            zh, en = "立案查处须写明案号", "a penalty case has the number of its file"
            raise against(f"{self.id}.case_number", zh, en, "''", "3.4.2")

    @property
    def digest(self) -> str:
        """SHA-256 of the record, 64 hex digits; what comes after cites it."""
        return record_digest(self)

    def __repr__(self) -> str:
        return f"<移送 {self.id} {self.kind} {self.sender} → {self.addressee} {self.referred_on}>"


@attrs.frozen(kw_only=True)
class OfficialReferral:
    """A matter about an official goes to those who are to deal with it: 4.2.3 «应移送有关机关» (公职人员移送).

    It names a matter and its file; no person, and no result: what an official may have done is not a finding about the
    firm that was inspected. It is internal, and stands in no list of ``Referral``.

    Attributes:
        id: a field, unlike that of any other referral.
        matter: what it is about, in words without the name of anybody.
        file_number: number of the file in which the persons stand.
        sender: id of the unit that refers.
        addressee: who receives it, such as the supervisory or the judicial authority.
        referred_on: the day.
        document: reference of the paper.
        received_on: the day of the receipt, None while there is none.
        receipt: reference of the receipt.

    Raises:
        InvalidValueError: a field of the wrong form, a unit to itself, or a receipt before the referral.

    """

    id: str
    matter: str
    file_number: str
    sender: str
    addressee: str
    referred_on: date
    document: str
    received_on: date | None = None
    receipt: str = ""

    def __attrs_post_init__(self) -> None:
        check_field(self.id, "OfficialReferral.id")
        check_name(self.sender, f"{self.id}.sender")
        check_day(self.referred_on, f"{self.id}.referred_on")
        for field in ("matter", "file_number", "addressee", "document"):
            check_field(getattr(self, field), f"{self.id}.{field}")
        if self.addressee == self.sender:
            zh, en = "须移送其他单位", "goes to somebody else"
            raise InvalidValueError(field=f"{self.id}.addressee", rule_zh=zh, rule=en, value=self.addressee)
        _check_receipt(self.id, self.referred_on, self.received_on, self.receipt)

    @property
    def kind(self) -> ReferralKind:
        """OFFICIAL, always."""
        return ReferralKind.OFFICIAL

    @property
    def grade(self) -> DisclosureGrade:
        """INTERNAL, always."""
        return DisclosureGrade.INTERNAL

    @property
    def digest(self) -> str:
        """SHA-256 of the record, 64 hex digits."""
        return record_digest(self)

    def __repr__(self) -> str:
        return f"<公职人员移送 {self.id} {self.referred_on}>"


def acknowledge(referral: Referral, *, on: date, receipt: str, case_number: str = "") -> Referral:
    """Return a referral with its receipt, and the number of the file that was opened for it (签收).

    Raises:
        BrokenChainError: it has a receipt already, or another number.
        InvalidValueError: a receipt before the referral.

    """
    number = case_number or referral.case_number
    if referral.received_on is not None or (referral.case_number and number != referral.case_number):
        zh, en = "已签收，或案号不一致", "has a receipt already, or another number"
        have = f"{referral.received_on} {referral.case_number}"
        raise BrokenChainError(link=referral.id, rule_zh=zh, rule=en, expected=have, value=f"{on} {number}")
    return attrs.evolve(referral, received_on=on, receipt=receipt, case_number=number)


def same_matter(one: Referral | CrimeSuspicion, result: Result | None, lead_id: str = "") -> bool:
    """Tell whether a record is about a result, or a correction of it, or about the lead behind it (同一事由).

    Two results of one lead are two matters; a lead and any result of it are one.
    """
    own = one.result
    if own is not None and result is not None:
        mine, other = ((of.visit.id, of.item_code, of.department) for of in (own, result))
        return mine == other
    mine_lead = one.lead_id if own is None else own.visit.lead_id
    other_lead = lead_id if result is None else result.visit.lead_id
    return mine_lead == other_lead != ""


def _check_subject(id_: str, result: Result | None, lead_id: str, on: date) -> None:
    if (result is None) is (not lead_id):
        zh, en = "须注明检查结果或线索，且只注其一", "names a result or a lead, one of them"
        raise InvalidValueError(field=f"{id_}.result", rule_zh=zh, rule=en, value=lead_id)
    if result is None:
        check_field(lead_id, f"{id_}.lead_id")
        return
    check_kind(result, Result, f"{id_}.result")
    if on < result.formed_on:
        zh, en = f"不得早于检查结果形成的 {result.formed_on}", f"must not lie before {result.formed_on}, of the result"
        raise InvalidValueError(field=id_, rule_zh=zh, rule=en, value=on.isoformat())


def _check_receipt(id_: str, referred_on: date, received_on: date | None, receipt: str) -> None:
    if (received_on is None) != (not receipt):
        zh, en = "签收日期与回执须同时写明", "day and receipt go together"
        raise InvalidValueError(field=f"{id_}.receipt", rule_zh=zh, rule=en, value=receipt)
    if received_on is None:
        return
    check_day(received_on, f"{id_}.received_on")
    check_field(receipt, f"{id_}.receipt")
    if received_on < referred_on:
        zh, en = "不得早于移送", "must not lie before the referral"
        raise InvalidValueError(field=f"{id_}.received_on", rule_zh=zh, rule=en, value=received_on.isoformat())
