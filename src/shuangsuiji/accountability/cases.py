"""Cases: whose responsibility is asked about, for what, and over which span: 四（二） (责任认定案件)."""

from __future__ import annotations

from datetime import date

import attrs

from shuangsuiji.errors import InvalidValueError
from shuangsuiji.terms import Term
from shuangsuiji.values import check_field, check_kind, check_name, record_digest
from shuangsuiji.workdays.layers import check_day

__all__ = ["Case", "SubjectKind"]


class SubjectKind(Term):
    """Whose responsibility it is: who inspects, a unit, or who keeps the pool (责任主体类别).

    They are told apart because 4.2.13 frees «执法人员», and neither the unit nor whoever kept the pool.
    """

    OFFICER = "执法人员"
    UNIT = "单位"
    POOL_KEEPER = "名录库维护人员"


def _first_of_year(case: Case) -> date:
    return date(check_day(case.event_on, f"{case.id}.event_on").year, 1, 1)


@attrs.frozen(kw_only=True)
class Case:
    """A question of responsibility: one subject, one object, one event: 四（二） (案件).

    It blames nobody. A subject is named by its id and never by a name; an event that concerns two officers is two
    cases.

    Attributes:
        id: a field, unlike that of any other case.
        subject: id of the officer, of the unit or of who keeps the pool.
        subject_kind: which of the three it is; grounds differ in whom they speak of.
        department: id of the department that had to inspect.
        object_id: the object at which the problem came up.
        holder: id of the market entity (市场主体) behind it; equal to ``object_id`` where the object is one itself.
        item_codes: the items that the problem falls under, each once, sorted; at least one.
        event_on: the day on which the problem came up, and the last of the span in which draws and leads count.
        first: first day of that span; by default 1 January of the year of the event, and never later: what came
            before it in the year would be passed over.
        opened_on: the day on which the case was opened, not before the event.

    Raises:
        InvalidValueError: a field of the wrong form, no item, items out of order or twice, a span that begins
            after 1 January of the year of the event, or a case opened before the event.
        NotADayError: a day is asked for, and something else is given.

    """

    id: str
    subject: str
    subject_kind: SubjectKind
    department: str
    object_id: str
    holder: str
    item_codes: tuple[str, ...]
    event_on: date
    opened_on: date
    first: date = attrs.field(default=attrs.Factory(_first_of_year, takes_self=True))

    def __attrs_post_init__(self) -> None:
        check_field(self.id, "Case.id")
        for field in ("subject", "object_id", "holder"):
            check_field(getattr(self, field), f"{self.id}.{field}")
        check_kind(self.subject_kind, SubjectKind, f"{self.id}.subject_kind")
        check_name(self.department, f"{self.id}.department")
        self._check_items()
        self._check_days()

    def _check_items(self) -> None:
        check_kind(self.item_codes, tuple, f"{self.id}.item_codes")
        for code in self.item_codes:
            check_field(code, f"{self.id}.item_codes")
        if not self.item_codes or list(self.item_codes) != sorted(set(self.item_codes)):
            zh, en = "至少一个事项，各一次，按编码排序", "at least one item, each once, sorted by code"
            self._wrong("item_codes", zh, en, self.item_codes)

    def _check_days(self) -> None:
        for field in ("event_on", "opened_on", "first"):
            check_day(getattr(self, field), f"{self.id}.{field}")
        if self.first > _first_of_year(self):
            zh, en = f"不得晚于 {_first_of_year(self)}", f"must not lie after {_first_of_year(self)}"
            self._wrong("first", zh, en, self.first)
        if self.opened_on < self.event_on:
            zh, en = f"不得早于问题出现日 {self.event_on}", f"must not lie before the event of {self.event_on}"
            self._wrong("opened_on", zh, en, self.opened_on)

    def _wrong(self, field: str, rule_zh: str, rule: str, value: object) -> None:
        shown = value.isoformat() if isinstance(value, date) else value
        raise InvalidValueError(field=f"{self.id}.{field}", rule_zh=rule_zh, rule=rule, value=shown)

    def covers(self, day: date) -> bool:
        """Tell whether a day lies in the span in which draws and leads count, both ends included."""
        return self.first <= day <= self.event_on

    def counts_draw(self, on: date, due_on: date | None) -> bool:
        """Tell whether a draw that could be known from a day on, and is to be visited by another, counts (是否计入).

        One from before the span counts where its window reaches into it: whoever it drew was still to be visited then.
        """
        return on <= self.event_on and (self.first <= on or (due_on is not None and self.first <= due_on))

    @property
    def digest(self) -> str:
        """SHA-256 of the record, 64 hex digits; an assessment holds the case itself."""
        return record_digest(self)

    def __repr__(self) -> str:
        return f"<案件 {self.id}：{self.subject_kind} {self.subject}，{self.object_id}，{self.event_on}>"
