"""What a register of leads is made of: entries that cite each other, statements, and the head kept elsewhere (登记项).

A record that enters a register is a lead, a step in its handling, or a statement that nothing is missing.
"""

from __future__ import annotations

from datetime import date, datetime
from functools import cached_property

import attrs

from shuangsuiji.errors import InvalidValueError
from shuangsuiji.inspection.leads import CaseLead, LeadStep
from shuangsuiji.inspection.visit_parts import check_digest
from shuangsuiji.values import check_count, check_field, check_name, day_in_china, record_digest
from shuangsuiji.workdays.layers import check_day

__all__ = ["CompletenessStatement", "LeadEntry", "RegisterHead"]


@attrs.frozen(kw_only=True)
class CompletenessStatement:
    """That a register holds every lead a department received in a period, as its keeper states (线索登记完整声明).

    Without one, that nothing is on record does not say that nothing was received.

    Attributes:
        department: id of the department whose leads they are.
        first: first day of the period.
        last: last day of it, before the day of the statement.
        made_on: the day of the statement.
        by: id of the department that states it.
        document: reference of the paper.

    Raises:
        InvalidValueError: a field of the wrong form, a period that ends before it begins, or one that is not over.

    """

    department: str
    first: date
    last: date
    made_on: date
    by: str
    document: str

    def __attrs_post_init__(self) -> None:
        for field in ("department", "by"):
            check_name(getattr(self, field), f"CompletenessStatement.{field}")
        for field in ("first", "last", "made_on"):
            check_day(getattr(self, field), f"CompletenessStatement.{field}")
        check_field(self.document, "CompletenessStatement.document")
        if not self.first <= self.last < self.made_on:
            zh, en = "期间须已届满：first ≤ last < made_on", "the period is over: first ≤ last < made_on"
            shown = f"{self.first} {self.last} {self.made_on}"
            raise InvalidValueError(field="CompletenessStatement.last", rule_zh=zh, rule=en, value=shown)

    def covers(self, department: str, day: date) -> bool:
        """Tell whether it speaks of a department's leads of a day (是否涵盖)."""
        return department == self.department and self.first <= day <= self.last


@attrs.frozen(kw_only=True)
class LeadEntry:
    """One entry of a register: a lead, a step or a statement of completeness, after the entry before it (线索登记项).

    Attributes:
        register: id of the register.
        number: 1, 2, 3 …
        recorded_at: the instant at which it was entered, with an offset.
        before: digest of the entry before, 64 zeros for the first.
        record: what is entered.

    Raises:
        InvalidValueError: a field of the wrong form, or an entry made before what it records.

    """

    register: str
    number: int
    recorded_at: datetime
    before: str
    record: CaseLead | LeadStep | CompletenessStatement

    def __attrs_post_init__(self) -> None:
        check_field(self.register, "LeadEntry.register")
        check_count(self.number, "LeadEntry.number", at_least=1)
        check_digest(self.before, f"{self.number}.before")
        if day_in_china(self.recorded_at) < self._known_on or self._is_early:
            zh, en = "登记不得早于所登记的事", "is not entered before it happens"
            raise InvalidValueError(
                field=f"{self.number}.recorded_at", rule_zh=zh, rule=en, value=self.recorded_at.isoformat()
            )

    @property
    def _known_on(self) -> date:
        """The day before which it cannot have been entered."""
        match self.record:
            case CaseLead():
                return self.record.received_on
            case LeadStep():
                return self.record.on
            case CompletenessStatement():
                return self.record.made_on

    @property
    def _is_early(self) -> bool:
        match self.record:
            case CaseLead(received_at=datetime() as at) | LeadStep(at=at):
                return self.recorded_at < at
            case _:
                return False

    @cached_property
    def digest(self) -> str:
        """SHA-256 of the entry, 64 hex digits; the next one cites it."""
        return record_digest(self)

    def __repr__(self) -> str:
        return f"<线索登记项 {self.number} {self.recorded_at.isoformat()}：{self.record!r}>"


@attrs.frozen(kw_only=True)
class RegisterHead:
    """Number and digest of the last entry of a register, kept where its keeper cannot change it (登记簿存根).

    Attributes:
        register: id of the register.
        entries: how many entries it had.
        digest: digest of the last of them, 64 zeros where there was none.

    """

    register: str
    entries: int
    digest: str

    def __attrs_post_init__(self) -> None:
        check_field(self.register, "RegisterHead.register")
        check_count(self.entries, "RegisterHead.entries")
        check_digest(self.digest, "RegisterHead.digest")
