"""Where a rule comes from, and how long a term runs (依据与期限)."""

from __future__ import annotations

from datetime import date
from enum import Enum

import attrs
from dateutil.relativedelta import relativedelta

from shuangsuiji.errors import InvalidValueError
from shuangsuiji.values.fields import check_count, check_kind

__all__ = ["ClauseRef", "TimeLimit", "TimeUnit"]


@attrs.frozen(kw_only=True)
class ClauseRef:
    """A clause of a document (条款).

    Attributes:
        document: 文号, such as ``溧政办发〔2020〕27号``.
        clause: id in the clause table, such as ``2.2.12``.
        path: where it stands in the text, such as ``二（二）``.

    """

    document: str
    clause: str
    path: str

    def __str__(self) -> str:
        return f"{self.document} {self.path}"


class TimeUnit(Enum):
    """Unit of a term (期限单位)."""

    WORKING_DAY = "工作日"
    DAY = "日"
    MONTH = "月"
    YEAR = "年"


@attrs.frozen(kw_only=True)
class TimeLimit:
    """A term: a number, a unit and the clause that sets it (期限)."""

    number: int
    unit: TimeUnit
    clause: ClauseRef

    def __attrs_post_init__(self) -> None:
        check_count(self.number, "TimeLimit.number", at_least=1)
        check_kind(self.unit, TimeUnit, "TimeLimit.unit")
        check_kind(self.clause, ClauseRef, "TimeLimit.clause")

    def __str__(self) -> str:
        counted = self.unit in (TimeUnit.WORKING_DAY, TimeUnit.MONTH)
        return f"{self.number}{'个' if counted else ''}{self.unit.value}"

    def ends_on(self, start: date) -> date:
        """Return the last day of the term, the day of ``start`` not counted.

        Raises:
            InvalidValueError: a term in working days, which only a working calendar can count.

        """
        match self.unit:
            case TimeUnit.DAY:
                return start + relativedelta(days=self.number)
            case TimeUnit.MONTH:
                return start + relativedelta(months=self.number)
            case TimeUnit.YEAR:
                return start + relativedelta(years=self.number)
            case TimeUnit.WORKING_DAY:
                raise InvalidValueError(
                    field="TimeLimit.unit",
                    rule_zh="工作日期限须由工作日历计算",
                    rule="a term in working days needs a working calendar",
                    value=self.unit.value,
                )
