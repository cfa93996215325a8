"""Facts: phrases of a clause, true, false or not established, each with what shows it: 四（二） (事实).

A fact is never a bare yes. Whoever says that it is true or false names a record and its digest, the day up to which he
looked, and who established it; where that is missing it is not established, and says what is missing and where it is
to be had.
"""

from __future__ import annotations

from datetime import date

import attrs

from shuangsuiji.accountability.truths import Truth
from shuangsuiji.errors import InvalidValueError
from shuangsuiji.lottery.digest import is_digest
from shuangsuiji.values import ClauseRef, check_field, check_kind, check_name, record_digest
from shuangsuiji.workdays.layers import check_day

__all__ = ["Fact", "FactEvidence", "FactKind", "MissingEvidence"]


@attrs.frozen(kw_only=True)
class FactKind:
    """A phrase of a clause that a ground asks for (事实要件).

    Attributes:
        code: a name, such as ``F2``.
        phrase: the words of the clause, verbatim.
        en: what it asks, in English.
        clause: the clause.

    """

    code: str
    phrase: str
    en: str
    clause: ClauseRef

    def __attrs_post_init__(self) -> None:
        check_name(self.code, "FactKind.code")
        for field in ("phrase", "en"):
            check_field(getattr(self, field), f"{self.code}.{field}")
        check_kind(self.clause, ClauseRef, f"{self.code}.clause")

    def __str__(self) -> str:
        return f"{self.code} {self.phrase}"


@attrs.frozen(kw_only=True)
class FactEvidence:
    """A record that shows a fact (事实证据).

    Attributes:
        kind: class of the record, such as ``Result``, or what it is in words.
        reference: its id, or the number of the paper.
        digest: its digest, 64 hex digits; empty for a paper outside the system.
        as_of: the day up to which it was looked at.
        established_by: id of the department, or of the system, that established it; no person's name.
        made_on: the day of the record itself, None where it is not dated.
        note: what it shows, in words; may be empty.

    """

    kind: str
    reference: str
    as_of: date
    established_by: str
    digest: str = ""
    made_on: date | None = None
    note: str = ""

    def __attrs_post_init__(self) -> None:
        for field in ("kind", "reference"):
            check_field(getattr(self, field), f"FactEvidence.{field}")
        check_day(self.as_of, f"{self.reference}.as_of")
        check_name(self.established_by, f"{self.reference}.established_by")
        if self.digest and not is_digest(self.digest):
            zh, en = "应为 64 位小写十六进制", "must be 64 lower-case hex digits"
            raise InvalidValueError(field=f"{self.reference}.digest", rule_zh=zh, rule=en, value=self.digest)
        if self.made_on is not None and check_day(self.made_on, f"{self.reference}.made_on") > self.as_of:
            zh, en = "记录晚于查证日期", "the record is later than the day up to which it was looked at"
            raise InvalidValueError(field=f"{self.reference}.made_on", rule_zh=zh, rule=en, value=self.made_on)
        if self.note:
            check_field(self.note, f"{self.reference}.note")


@attrs.frozen(kw_only=True)
class MissingEvidence:
    """What is missing to establish a fact, and where it is to be had (缺失证据).

    Attributes:
        zh: what is missing, in Chinese.
        en: the same in English.
        where: who has it: a department, a register, a kind of record.

    """

    zh: str
    en: str
    where: str

    def __attrs_post_init__(self) -> None:
        for field in ("zh", "en", "where"):
            check_field(getattr(self, field), f"MissingEvidence.{field}")


@attrs.frozen(kw_only=True)
class Fact:
    """A fact of a case: true, false or not established: 四（二） (事实认定).

    Attributes:
        kind: which phrase it is about.
        value: what is known of it.
        evidence: what shows it; at least one for TRUE and FALSE.
        missing: what would establish it; at least one for NOT_ESTABLISHED.
        because_zh: why, in one line of Chinese; required.
        because: the same in English.

    Raises:
        InvalidValueError: a field of the wrong form, a settled fact without evidence, or an open one that does not say
            what is missing.

    """

    kind: FactKind
    value: Truth
    because_zh: str
    because: str
    evidence: tuple[FactEvidence, ...] = ()
    missing: tuple[MissingEvidence, ...] = ()

    def __attrs_post_init__(self) -> None:
        check_kind(self.kind, FactKind, "Fact.kind")
        check_kind(self.value, Truth, f"{self.code}.value")
        for field in ("because_zh", "because"):
            check_field(getattr(self, field), f"{self.code}.{field}")
        for field, member in (("evidence", FactEvidence), ("missing", MissingEvidence)):
            check_kind(getattr(self, field), tuple, f"{self.code}.{field}")
            for one in getattr(self, field):
                check_kind(one, member, f"{self.code}.{field}")
        settled = self.value is not Truth.NOT_ESTABLISHED
        if settled and not self.evidence:
            zh, en = (
                "成立或不成立须有证据，缺证据的为未查明",
                "what is settled has evidence; without it, it is not settled",
            )
            raise InvalidValueError(field=f"{self.code}.evidence", rule_zh=zh, rule=en, value=str(self.value))
        if not settled and not self.missing:
            zh, en = "未查明的须写明缺什么、向谁取", "what is not established says what is missing, and who has it"
            raise InvalidValueError(field=f"{self.code}.missing", rule_zh=zh, rule=en, value=())

    @property
    def code(self) -> str:
        """The code of its kind."""
        return self.kind.code

    @property
    def digest(self) -> str:
        """SHA-256 of the record, 64 hex digits."""
        return record_digest(self)

    def __repr__(self) -> str:
        return f"<事实 {self.code} {self.value}：{self.because_zh}>"
