"""What a check has to say: how grave, under which clause, about what (检查发现)."""

from __future__ import annotations

from enum import Enum

import attrs

from shuangsuiji.values.sources import ClauseRef

__all__ = ["Finding", "Severity"]


class Severity(Enum):
    """How much a finding weighs (严重程度)."""

    ERROR = "错误"
    WARNING = "提醒"
    NOTE = "说明"


@attrs.frozen(kw_only=True)
class Finding:
    """One thing that a check found; a check returns all of them, not the first (发现).

    Attributes:
        severity: ERROR, WARNING or NOTE.
        code: stable short name, such as ``items.key_share``.
        where: what it is about, such as an item code.
        zh: the message in Chinese.
        en: the message in English.
        clause: the clause behind the check, where there is one.

    """

    severity: Severity
    code: str
    where: str
    zh: str
    en: str
    clause: ClauseRef | None = None

    def __str__(self) -> str:
        cited = f"（{self.clause}）" if self.clause else ""
        return f"[{self.severity.value}] {self.where}：{self.zh}{cited}"
