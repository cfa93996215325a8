"""What a verifier has to say: every check with its own message: SSJ-1 §6 (核验结论)."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum

import attrs

from shuangsuiji.display import html_table
from shuangsuiji.errors import InvalidFormError, ShuangsuijiError

__all__ = ["Check", "CheckStatus", "Ledger", "Verdict"]


_SHOWN = 5


class CheckStatus(Enum):
    """How a check ended (核验状态)."""

    OK = "通过"
    REFUSED = "拒绝"
    UNCHECKED = "未查"
    NOTE = "说明"


@attrs.frozen(kw_only=True)
class Check:
    """One check of a verifier (核验项).

    Attributes:
        status: how it ended.
        code: stable name, the same in every verifier, such as ``table.hash``.
        zh: the message in Chinese.
        en: the message in English.

    """

    status: CheckStatus
    code: str
    zh: str
    en: str

    def __str__(self) -> str:
        return f"{self.status.value} {self.status.name.lower()} {self.code}: {self.zh} / {self.en}"


@attrs.frozen(kw_only=True)
class Verdict:
    """All checks of one bundle, and the assurance level that they add up to (核验结论).

    Attributes:
        checks: in the order in which they were made.
        commit: COMMIT recomputed, None where the manifest could not be read.
        level: assurance level of SSJ-1 §5, computed, never claimed; None before the reveal or after a refusal.

    """

    checks: tuple[Check, ...]
    commit: str | None
    level: int | None

    def of(self, status: CheckStatus) -> tuple[Check, ...]:
        """Return the checks that ended so."""
        return tuple(check for check in self.checks if check.status is status)

    @property
    def accepted(self) -> bool:
        """Whether nothing was refused; something may still be unchecked."""
        return not self.of(CheckStatus.REFUSED)

    @property
    def exit_status(self) -> int:
        """0 everything checked, 1 refused, 3 something unchecked; as every verifier of SSJ-1 exits."""
        if not self.accepted:
            return 1
        return 3 if self.of(CheckStatus.UNCHECKED) else 0

    def __str__(self) -> str:
        counts = "，".join(f"{status.value} {len(self.of(status))}" for status in CheckStatus)
        word = "拒绝" if not self.accepted else "接受"
        level = "" if self.level is None else f"，保证等级 {self.level}"
        return f"核验{word}：{counts}{level}"

    __repr__ = __str__

    def _repr_html_(self) -> str:
        rows = [(check.status.value, check.code, check.zh, check.en) for check in self.checks]
        return html_table(str(self), ("结果", "编码", "中文", "English"), rows)


class Ledger:
    """Collects the checks of one verification (核验记录)."""

    def __init__(self) -> None:
        self.checks: list[Check] = []

    def ok(self, code: str, zh: str, en: str) -> None:
        """Record a check that passed."""
        self._add(CheckStatus.OK, code, zh, en)

    def refuse(self, code: str, zh: str, en: str) -> None:
        """Record a check that failed."""
        self._add(CheckStatus.REFUSED, code, zh, en)

    def leave(self, code: str, zh: str, en: str) -> None:
        """Record what this verifier did not check."""
        self._add(CheckStatus.UNCHECKED, code, zh, en)

    def note(self, code: str, zh: str, en: str) -> None:
        """Record what a reader should know."""
        self._add(CheckStatus.NOTE, code, zh, en)

    def settle(self, passed: bool, code: str, zh: str, en: str) -> bool:  # noqa: FBT001 - the outcome is the subject
        """Record a check that passed or failed, and return which."""
        self._add(CheckStatus.OK if passed else CheckStatus.REFUSED, code, zh, en)
        return passed

    def settle_all(self, wrong: Sequence[str], code: str, zh: str, en: str) -> bool:
        """Record a check that passed where nothing is wrong; else what is, the first few of it, and return which."""
        more = "; …" if len(wrong) > _SHOWN else ""
        shown = f" [{'; '.join(wrong[:_SHOWN])}{more}]" if wrong else ""
        return self.settle(not wrong, code, zh + shown, en + shown)

    def refuse_form(self, error: InvalidFormError) -> None:
        """Record a fault of form under its own code."""
        self.refuse(error.check, error.zh_line, error.en_line)

    def refuse_error(self, code: str, error: ShuangsuijiError) -> None:
        """Record an error as a failed check."""
        self.refuse(code, error.zh_line, error.en_line)

    @property
    def refused(self) -> bool:
        """Whether any check failed."""
        return any(check.status is CheckStatus.REFUSED for check in self.checks)

    def _add(self, status: CheckStatus, code: str, zh: str, en: str) -> None:
        self.checks.append(Check(status=status, code=code, zh=zh, en=en))
