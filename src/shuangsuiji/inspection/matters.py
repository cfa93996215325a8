"""One thing that is still to be done, by whom and by when (未结事项).

Whatever looks for such things, in a dossier or in a register of leads, says them in this form.
"""

from __future__ import annotations

from datetime import date

import attrs

from shuangsuiji.errors import InvalidValueError
from shuangsuiji.values import ClauseRef, Finding, Severity, check_field, check_kind, check_name
from shuangsuiji.workdays.layers import check_day

__all__ = ["OpenMatter"]


@attrs.frozen(kw_only=True)
class OpenMatter:
    """One thing that is still to be done (未结事项).

    Attributes:
        dossier: id of the dossier, or of the register of leads.
        code: what is missing, such as ``result.missing``.
        where: what it is about: an object and an item, a result, a lead.
        department: id of the department that is to do it.
        zh: what is missing, in Chinese.
        en: the same in English.
        clause: the clause behind it.
        due_on: by when at the latest; of a provisional term the earliest day that it can be; None for no term.
        latest_on: of a provisional term the latest day that it can be; None where the term is firm, or there is none.

    """

    dossier: str
    code: str
    where: str
    department: str
    zh: str
    en: str
    clause: ClauseRef
    due_on: date | None = None
    latest_on: date | None = None

    def __attrs_post_init__(self) -> None:
        for field in ("dossier", "code", "where", "zh", "en"):
            check_field(getattr(self, field), f"OpenMatter.{field}")
        check_name(self.department, "OpenMatter.department")
        check_kind(self.clause, ClauseRef, "OpenMatter.clause")
        if self.due_on is not None:
            check_day(self.due_on, "OpenMatter.due_on")
        if self.latest_on is not None and (
            self.due_on is None or check_day(self.latest_on, "OpenMatter.latest_on") < self.due_on
        ):
            zh, en = "不得早于 due_on", "must not lie before due_on"
            raise InvalidValueError(field="OpenMatter.latest_on", rule_zh=zh, rule=en, value=self.latest_on)

    def is_overdue(self, on: date) -> bool:
        """Tell whether its term has surely passed on a day; on the last day that it can be it has not."""
        last = self.latest_on or self.due_on
        return last is not None and last < on

    def finding(self, on: date) -> Finding:
        """Return the matter as a finding: an ERROR once overdue, a NOTE before, a WARNING without a term."""
        if self.due_on is None:
            severity, zh, en = Severity.WARNING, "", ""
        else:
            severity = Severity.ERROR if self.is_overdue(on) else Severity.NOTE
            zh, en = f"；期限 {self.due_on}", f"; due on {self.due_on}"
        return Finding(
            severity=severity,
            code=self.code,
            where=self.where,
            zh=f"{self.department}：{self.zh}{zh}",
            en=f"{self.department}: {self.en}{en}",
            clause=self.clause,
        )

    def __str__(self) -> str:
        due = f"期限 {self.due_on}" if self.due_on else "无期限"
        return f"{self.department} {self.where}：{self.zh}（{due}，{self.clause}）"
