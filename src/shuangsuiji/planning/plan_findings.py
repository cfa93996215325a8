"""Findings of a check of plans: one form for all of them (计划发现)."""

from __future__ import annotations

from fractions import Fraction

from shuangsuiji.law import LIYANG_2020
from shuangsuiji.values import ClauseRef, Finding, Severity

__all__ = ["counted", "error", "note", "percent", "unchecked", "warning"]

_FINEST = 6  # digits after the point of a per cent


def error(code: str, where: str, zh: str, en: str, clause: str | ClauseRef) -> Finding:
    """Return a finding that the plan breaks the clause (错误)."""
    return _finding(Severity.ERROR, code, where, zh, en, clause)


def warning(code: str, where: str, zh: str, en: str, clause: str | ClauseRef) -> Finding:
    """Return a finding that needs a look (提醒)."""
    return _finding(Severity.WARNING, code, where, zh, en, clause)


def note(code: str, where: str, zh: str, en: str, clause: str | ClauseRef) -> Finding:
    """Return a finding that tells something (说明)."""
    return _finding(Severity.NOTE, code, where, zh, en, clause)


def unchecked(code: str, where: str, what_zh: str, what: str, clause: str | ClauseRef) -> Finding:
    """Return a note that something could not be checked, since what it needs is not at hand (未核对)."""
    return note(f"{code}.unchecked", where, f"未提供{what_zh}，未核对", f"not checked: {what} not at hand", clause)


def counted(number: int, noun: str) -> str:
    """Return a number with its English noun, ``1 draw`` and ``2 draws`` (计数)."""
    return f"{number} {noun}{'' if number == 1 else 's'}"


def percent(share: Fraction, beside: Fraction | None = None) -> str:
    """Return a share for readers, to a tenth of a per cent, or finer where it would look like another one (百分比)."""
    digits = 1
    if beside is not None and share != beside:
        while digits < _FINEST and f"{float(share):.{digits}%}" == f"{float(beside):.{digits}%}":
            digits += 1
    return f"{float(share):.{digits}%}"


def _finding(severity: Severity, code: str, where: str, zh: str, en: str, clause: str | ClauseRef) -> Finding:
    cited = LIYANG_2020.ref(clause) if isinstance(clause, str) else clause
    return Finding(severity=severity, code=code, where=where, zh=zh, en=en, clause=cited)
