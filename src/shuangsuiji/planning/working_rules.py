"""A department's detailed rules for random inspection: 二（四） (抽查工作细则)."""

from __future__ import annotations

import unicodedata
from datetime import date
from functools import cached_property

import attrs

from shuangsuiji.errors import InvalidValueError, LawError
from shuangsuiji.law import LIYANG_2020
from shuangsuiji.lottery.digest import is_digest
from shuangsuiji.planning.periods import check_period
from shuangsuiji.values import check_kind, check_name, record_digest, record_text

__all__ = ["WorkingRules"]

_PARTS = {
    "draw_method": "抽取方法",
    "workflow": "检查流程",
    "approval_authority": "审批权限",
    "publication_procedure": "公示程序",
    "archiving": "归档方式",
}


@attrs.frozen(kw_only=True)
class WorkingRules:
    """A department's detailed rules for random inspection, in five parts that all must be there: 2.4.4 (抽查工作细则).

    Attributes:
        department: id of the department.
        draw_method: how it is drawn (抽取方法); one text, several paragraphs parted by newlines, like the four below.
        workflow: how an inspection goes on (检查流程).
        approval_authority: who approves what (审批权限).
        publication_procedure: how results are published (公示程序).
        archiving: how the records are kept (归档方式).
        effective_on: first day of this version.
        expires_on: last day, None while in force.
        version: 1, 2, 3 …
        draw_rules_digest: digest of the drawing rules that ``draw_method`` cites, 64 hex digits; empty for none.

    Raises:
        InvalidValueError: a field of the wrong form.
        LawError: one of the five parts is empty.

    """

    department: str
    draw_method: str
    workflow: str
    approval_authority: str
    publication_procedure: str
    archiving: str
    effective_on: date
    expires_on: date | None = None
    version: int = 1
    draw_rules_digest: str = ""

    def __attrs_post_init__(self) -> None:
        check_name(self.department, "WorkingRules.department")
        where = f"working_rules.{self.department}"
        check_period(where, self.version, self.effective_on, self.expires_on)
        for field, words in _PARTS.items():
            _check_prose(getattr(self, field), f"{where}.{field}", words)
        if self.draw_rules_digest and not is_digest(self.draw_rules_digest):
            zh, en = "应为 64 位小写十六进制数字", "must be 64 lower-case hex digits"
            field = f"{where}.draw_rules_digest"
            raise InvalidValueError(field=field, rule_zh=zh, rule=en, value=self.draw_rules_digest)

    def is_in_force(self, on: date) -> bool:
        """Tell whether this version is in force on a day."""
        return self.effective_on <= on and (self.expires_on is None or on <= self.expires_on)

    @cached_property
    def canonical(self) -> str:
        """The text under the digest: every field (规范文本)."""
        return record_text(self)

    @cached_property
    def digest(self) -> str:
        """SHA-256 of ``canonical``, 64 hex digits (摘要)."""
        return record_digest(self)

    @property
    def citation(self) -> str:
        """How a plan or a draw cites this version (引用)."""
        return f"{self.department} 随机抽查工作细则 v{self.version} sha256:{self.digest}"

    def __repr__(self) -> str:
        return f"<抽查工作细则 {self.department} v{self.version}>"


def _check_prose(text: object, field: str, words: str) -> None:
    """Check the text of one part: there, NFC, and free of characters that nobody sees but its newlines."""
    check_kind(text, str, field)
    if not str(text).strip():
        clause, en = LIYANG_2020.ref("2.4.4"), "all five parts must be stated"
        raise LawError(field=field, rule_zh=f"须明确{words}", rule=en, value="''", clause=clause)
    hidden = [one for one in str(text) if one != "\n" and unicodedata.category(one)[0] == "C"]
    if hidden or not unicodedata.is_normalized("NFC", str(text)):
        zh, en = "应为 Unicode NFC 文本，不含控制字符", "must be NFC, without control characters"
        raise InvalidValueError(field=field, rule_zh=zh, rule=en, value=text)
