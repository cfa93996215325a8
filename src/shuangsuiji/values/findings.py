"""What a check has to say: how grave, under which clause, about what (检查发现)."""

from __future__ import annotations

import attrs

from shuangsuiji.terms import Severity
from shuangsuiji.values.sources import ClauseRef

__all__ = ["Finding"]


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
        return f"[{self.severity}] {self.where}：{self.zh}{cited}"
