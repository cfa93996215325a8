"""Terms that run, and how they stand on a day: 三（三） (期限)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

import attrs

from shuangsuiji.display import html_table
from shuangsuiji.errors import InvalidValueError
from shuangsuiji.terms import DeadlineStatus
from shuangsuiji.values import TimeLimit, check_field, check_kind
from shuangsuiji.workdays.layers import check_day

__all__ = ["Deadline", "Suspension"]


@attrs.frozen(kw_only=True)
class Suspension:
    """Days that do not count towards a term, both ends included (期间扣除).

    No text grants it for the 20 working days of publication: whoever uses one says why, and on what basis.

    Attributes:
        first: the first day.
        last: the last day, None while it lasts.
        reason: why.
        basis: the text that grants it.

    """

    first: date
    last: date | None
    reason: str
    basis: str

    def __attrs_post_init__(self) -> None:
        check_day(self.first, "Suspension.first")
        check_field(self.reason, "Suspension.reason")
        check_field(self.basis, "Suspension.basis")
        if self.last is not None and check_day(self.last, "Suspension.last") < self.first:
            zh, en = "不得早于 first", "must not lie before first"
            raise InvalidValueError(field="Suspension.last", rule_zh=zh, rule=en, value=self.last.isoformat())

    def covers(self, day: date) -> bool:
        """Tell whether a day does not count."""
        return self.first <= day and (self.last is None or day <= self.last)


def _by_day(given: Iterable[Suspension]) -> tuple[Suspension, ...]:
    return tuple(sorted(given, key=lambda one: (one.first, one.last or date.max, one.reason, one.basis)))


@attrs.frozen(kw_only=True)
class Deadline:
    """When a term ends, how sure that is, and by which calendar (到期日).

    Attributes:
        start: the day of the event; the term begins on the day after.
        limit: number, unit and clause.
        due_on: the last day; None while a suspension lasts.
        provisional: whether it lies where the notice on holidays has not come: act by ``earliest``.
        earliest: the earliest day that it may turn out to be; ``due_on`` where it is firm.
        latest: the latest.
        calendar_id: which calendar it was worked out by.
        announced_through: how far that calendar is announced.
        suspensions: days that do not count, in order.

    """

    start: date
    limit: TimeLimit
    due_on: date | None
    provisional: bool
    earliest: date | None
    latest: date | None
    calendar_id: str
    announced_through: date
    suspensions: tuple[Suspension, ...] = attrs.field(default=(), converter=_by_day)

    def __attrs_post_init__(self) -> None:
        check_day(self.start, "Deadline.start")
        check_kind(self.limit, TimeLimit, "Deadline.limit")

    def status(self, today: date, done_on: date | None = None) -> DeadlineStatus:
        """Return how it stands on a day (期限状态).

        Args:
            today: the day.
            done_on: when the thing was done; None while it is not.

        Raises:
            NotADayError: something that is no day.
            InvalidValueError: done after ``today``, or before the term started.

        """
        check_day(today, "today")
        if done_on is not None and not self.start <= check_day(done_on, "done_on") <= today:
            zh, en = f"应在起算日 {self.start} 至 {today} 之间", f"must lie between {self.start} and {today}"
            raise InvalidValueError(field="done_on", rule_zh=zh, rule=en, value=done_on.isoformat())
        if self.due_on is None or self.earliest is None or self.latest is None:
            return DeadlineStatus.SUSPENDED if done_on is None else DeadlineStatus.ON_TIME
        if done_on is not None:
            return self._done(done_on, self.earliest, self.latest)
        if today > self.latest:
            return DeadlineStatus.OVERDUE
        if today < self.earliest:
            return DeadlineStatus.PENDING
        return DeadlineStatus.DUE if self.earliest == self.latest else DeadlineStatus.UNDETERMINED

    @staticmethod
    def _done(done_on: date, earliest: date, latest: date) -> DeadlineStatus:
        if done_on <= earliest:
            return DeadlineStatus.ON_TIME
        return DeadlineStatus.LATE if done_on > latest else DeadlineStatus.UNDETERMINED

    def days(self) -> Iterable[date]:
        """Yield the days of the term, from the day after its start to its last."""
        day = self.start
        while self.due_on is not None and day < self.due_on:
            day += timedelta(days=1)
            yield day

    def __repr__(self) -> str:
        if self.due_on is None:
            return f"<期限 {self.start} 起{self.limit}：中止>"
        sure = f"，暂定，{self.earliest} 至 {self.latest}" if self.provisional else ""
        return f"<期限 {self.start} 起{self.limit}：{self.due_on}{sure}>"

    def _repr_html_(self) -> str:
        rows = [
            ("起算", f"{self.start}（当日不计）"),
            ("期限", f"{self.limit}（{self.limit.clause}）"),
            ("到期", self.due_on or "中止"),
            ("范围", f"{self.earliest} 至 {self.latest}" if self.provisional else "已定"),
            *(("扣除", f"{one.first} 至 {one.last or '未止'} {one.reason}（{one.basis}）") for one in self.suspensions),
        ]
        return html_table(repr(self), ("项", "内容"), rows)
