"""Somebody objects to what was published, and how that ends: 三（三） «接受社会监督» (异议).

An answer holds the objection, and what settles
it holds the answer; where the objection was right, the correction is a result of its own, published on both channels.
"""

from __future__ import annotations

from datetime import date

import attrs

from shuangsuiji.errors import BrokenChainError, InvalidValueError, LawError
from shuangsuiji.inspection.publications import Publication
from shuangsuiji.law import LIYANG_2020
from shuangsuiji.terms import Term
from shuangsuiji.values import check_field, check_kind, check_name, record_digest
from shuangsuiji.workdays.layers import check_day

__all__ = [
    "Objection",
    "ObjectionAnswer",
    "ObjectionVerdict",
    "Objector",
    "SettledObjection",
    "answer_objection",
    "object_to",
    "settle_objection",
]


class Objector(Term):
    """Who objects; no person is named: 3.3.5 (异议人)."""

    HOLDER = "被检查市场主体"
    SOCIETY = "社会公众"


class ObjectionVerdict(Term):
    """What an objection came to (异议处理结论)."""

    UPHELD = "异议成立"
    REJECTED = "异议不成立"


@attrs.frozen(kw_only=True)
class Objection:
    """An objection to a published result: 3.3.5 (公示异议).

    Attributes:
        id: a field, unlike that of any other objection.
        publication: the publication, which stands on a channel on that day.
        filed_on: the day.
        grounds: why, in words.
        objector: who.
        document: reference of the paper, empty where there is none.

    Raises:
        InvalidValueError: a field of the wrong form.
        BrokenChainError: nothing was public on that day.

    """

    id: str
    publication: Publication
    filed_on: date
    grounds: str
    objector: Objector = Objector.HOLDER
    document: str = ""

    def __attrs_post_init__(self) -> None:
        check_field(self.id, "Objection.id")
        check_kind(self.publication, Publication, f"{self.id}.publication")
        check_day(self.filed_on, f"{self.id}.filed_on")
        check_field(self.grounds, f"{self.id}.grounds")
        check_kind(self.objector, Objector, f"{self.id}.objector")
        if self.document != "":
            check_field(self.document, f"{self.id}.document")
        first = min((one.on for one in self.publication.records), default=None)
        if first is None or self.filed_on < first:
            zh, en = "异议针对已公示的结果", "an objection is to something that is public"
            raise BrokenChainError(link=f"{self.id}.filed_on", rule_zh=zh, rule=en, expected=first, value=self.filed_on)

    @property
    def department(self) -> str:
        """Id of the department that published, and answers: 3.3.1."""
        return self.publication.result.department

    @property
    def digest(self) -> str:
        """SHA-256 of the record, 64 hex digits."""
        return record_digest(self)

    def __repr__(self) -> str:
        return f"<异议 {self.id} {self.publication.result.id} {self.filed_on}>"


@attrs.frozen(kw_only=True)
class ObjectionAnswer:
    """What the department that published answers: 3.3.5 (异议答复).

    Attributes:
        objection: the objection.
        on: the day, not before it was filed.
        by: id of the department.
        verdict: whether it was right.
        reasons: why, in words; always there.
        document: reference of the paper, empty where there is none.

    Raises:
        InvalidValueError: a field of the wrong form, no reasons, or a day before the objection.
        LawError: another department than the one that published (3.3.1).

    """

    objection: Objection
    on: date
    by: str
    verdict: ObjectionVerdict
    reasons: str
    document: str = ""

    def __attrs_post_init__(self) -> None:
        check_kind(self.objection, Objection, "ObjectionAnswer.objection")
        where = f"{self.objection.id}.answer"
        check_day(self.on, f"{where}.on")
        check_name(self.by, f"{where}.by")
        check_kind(self.verdict, ObjectionVerdict, f"{where}.verdict")
        check_field(self.reasons, f"{where}.reasons")
        if self.document != "":
            check_field(self.document, f"{where}.document")
        if self.on < self.objection.filed_on:
            zh, en = "不得早于提出异议", "must not lie before filed_on"
            raise InvalidValueError(field=f"{where}.on", rule_zh=zh, rule=en, value=self.on.isoformat())
        if self.by != self.objection.department:
            zh, en = (
                f"由公示部门 {self.objection.department} 答复",
                f"{self.objection.department}, who published, answers",
            )
            raise LawError(field=f"{where}.by", rule_zh=zh, rule=en, value=self.by, clause=LIYANG_2020.ref("3.3.1"))

    @property
    def digest(self) -> str:
        """SHA-256 of the record, 64 hex digits."""
        return record_digest(self)

    def __repr__(self) -> str:
        return f"<异议答复 {self.objection.id} {self.on} {self.verdict}>"


@attrs.frozen(kw_only=True)
class SettledObjection:
    """An objection that is at its end: rejected, or its correction public on both channels: 3.3.5 (异议办结).

    Attributes:
        answer: the answer.
        correction: the publication of the corrected result; None exactly where the objection was rejected.

    Raises:
        BrokenChainError: no correction where one is due, one where none is, or the correction of another result.
        LawError: a correction that does not stand on both channels (3.3.4).

    """

    answer: ObjectionAnswer
    correction: Publication | None = None

    def __attrs_post_init__(self) -> None:
        check_kind(self.answer, ObjectionAnswer, "SettledObjection.answer")
        where = f"{self.answer.objection.id}.correction"
        if (self.answer.verdict is ObjectionVerdict.UPHELD) != (self.correction is not None):
            zh, en = (
                "异议成立的须公示更正，不成立的不更正",
                "an objection that is upheld, and no other, has a correction",
            )
            raise BrokenChainError(link=where, rule_zh=zh, rule=en, expected=self.answer.verdict, value=self.correction)
        if self.correction is None:
            return
        check_kind(self.correction, Publication, where)
        objected = self.answer.objection.publication.result.digest
        if self.correction.result.corrects != objected:
            zh, en = "更正的不是被异议的结果", "is not the correction of the result objected to"
            found = self.correction.result.corrects
            raise BrokenChainError(link=where, rule_zh=zh, rule=en, expected=objected, value=found)
        if not self.correction.is_complete:
            zh, en = "更正须在两个渠道公示", "a correction is published on both channels"
            missing = "、".join(map(str, self.correction.missing))
            raise LawError(field=where, rule_zh=zh, rule=en, value=f"缺 {missing}", clause=LIYANG_2020.ref("3.3.4"))

    @property
    def settled_on(self) -> date:
        """The day of the answer, or of the correction where that is later."""
        corrected = None if self.correction is None else self.correction.completed_on
        return max(self.answer.on, corrected or self.answer.on)

    @property
    def digest(self) -> str:
        """SHA-256 of the record, 64 hex digits."""
        return record_digest(self)

    def __repr__(self) -> str:
        return f"<异议办结 {self.answer.objection.id} {self.settled_on} {self.answer.verdict}>"


def object_to(
    publication: Publication,
    *,
    objection_id: str,
    on: date,
    grounds: str,
    objector: Objector = Objector.HOLDER,
    document: str = "",
) -> Objection:
    """Return an objection to a publication: 3.3.5 (提出异议).

    Raises:
        InvalidValueError: as ``Objection`` says; so does the next.
        BrokenChainError: likewise.

    """
    return Objection(
        id=objection_id, publication=publication, filed_on=on, grounds=grounds, objector=objector, document=document
    )


def answer_objection(
    objection: Objection, *, on: date, by: str, verdict: ObjectionVerdict, reasons: str, document: str = ""
) -> ObjectionAnswer:
    """Return the answer of the department that published: 3.3.5 (答复异议).

    Raises:
        InvalidValueError: as ``ObjectionAnswer`` says; so does the next.
        LawError: likewise.

    """
    return ObjectionAnswer(objection=objection, on=on, by=by, verdict=verdict, reasons=reasons, document=document)


def settle_objection(answered: ObjectionAnswer, *, correction: Publication | None = None) -> SettledObjection:
    """Return an objection at its end, with its correction where it was right: 3.3.5 (办结异议).

    Raises:
        BrokenChainError: as ``SettledObjection`` says; so does the next.
        LawError: likewise.

    """
    return SettledObjection(answer=answered, correction=correction)
