"""Why a term ends on its day: one row per day, with the notice that says so (期限说明)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date

import attrs

from shuangsuiji.display import html_table
from shuangsuiji.terms import DayKind
from shuangsuiji.values import TimeUnit
from shuangsuiji.workdays.calendar import WorkingCalendar
from shuangsuiji.workdays.deadlines import Deadline

__all__ = ["DayCount", "Explanation", "explain"]

_WEEKDAYS = "一二三四五六日"
_WORKED = (DayKind.MAKE_UP, DayKind.LOCAL_WORKDAY)


@attrs.frozen(kw_only=True)
class DayCount:
    """One day of a term (逐日计数).

    Attributes:
        day: the day.
        counted: its number within the term; None where it does not count.
        kind: what kind of day it is.
        reason: why, with its notice.
        rolled: whether the term was over before it, and went on only because its last day was a day off (民法典 §203).

    """

    day: date
    counted: int | None
    kind: DayKind
    reason: str
    rolled: bool = False

    @property
    def weekday(self) -> str:
        """Its day of the week, such as 周一."""
        return f"周{_WEEKDAYS[self.day.weekday()]}"


def _frozen(rows: Iterable[DayCount]) -> tuple[DayCount, ...]:
    return tuple(rows)


@attrs.frozen(kw_only=True)
class Explanation:
    """A deadline with all its days (期限说明).

    Attributes:
        deadline: the deadline.
        rows: every day from the day after the start to the last.

    """

    deadline: Deadline
    rows: tuple[DayCount, ...] = attrs.field(converter=_frozen)

    @property
    def summary(self) -> str:
        """What was counted and what was skipped, in one Chinese sentence."""
        one = self.deadline
        if one.due_on is None:
            return f"自 {one.start}（不计入）起 {one.limit}：期间中止，到期日待定。"
        skipped = Counter(row.kind for row in self.rows if row.counted is None and not row.rolled)
        by_day = one.limit.unit is not TimeUnit.WORKING_DAY
        worked = [] if by_day else [row for row in self.rows if row.counted is not None and row.kind in _WORKED]
        made_up = [row.day.strftime("%m-%d") for row in worked]
        parts = [f"自 {one.start}（不计入）起 {one.limit}，到期日 {one.due_on}"]
        if skipped:
            parts.append("跳过" + "、".join(f"{kind} {count} 天" for kind, count in skipped.items()))
        rolled = [row for row in self.rows if row.rolled]
        if rolled:
            parts.append(f"期满之日休息，顺延 {len(rolled)} 天至 {rolled[-1].day}")
        if made_up:
            parts.append(f"调休上班计入 {'、'.join(made_up)}")
        if one.provisional:
            parts.append(
                f"节假日安排尚未公布，暂定，可能在 {one.earliest} 至 {one.latest} 之间，请最迟于 {one.earliest} 办结"
            )
        return "；".join(parts) + "。"

    def __str__(self) -> str:
        return self.summary

    def _repr_html_(self) -> str:
        rows = ((row.day, row.weekday, "—" if row.counted is None else row.counted, row.reason) for row in self.rows)
        return html_table(self.summary, ("日期", "星期", "计数", "说明"), rows)


def explain(calendar: WorkingCalendar, deadline: Deadline) -> Explanation:
    """Return why a deadline falls on its day: every day counted or skipped, and by which notice (期限说明).

    Args:
        calendar: the one by which it was worked out; with another one, see ``recheck`` first.
        deadline: the deadline.

    """
    rows: list[DayCount] = []
    number = 0
    by_day = deadline.limit.unit is not TimeUnit.WORKING_DAY
    length = (deadline.limit.ends_on(deadline.start) - deadline.start).days if by_day else deadline.limit.number
    for day in deadline.days():
        suspended = next((one for one in deadline.suspensions if one.covers(day)), None)
        rolled = number == length
        counts = suspended is None and not rolled and (by_day or calendar.is_working_day(day))
        number += counts
        kind = DayKind.SUSPENDED if suspended else calendar.kind(day)
        reason = f"{kind} {suspended.reason}（{suspended.basis}）" if suspended else calendar.reason(day)
        counted = number if counts else None
        text = f"顺延：{reason}" if rolled else reason
        rows.append(DayCount(day=day, counted=counted, kind=kind, reason=text, rolled=rolled))
    return Explanation(deadline=deadline, rows=rows)
