"""Texts of a department that are cited by version and digest: what the digest is taken of (引用).

The digest is that of a text with one ``key=value`` a line, in UTF-8, so that ``sha256sum`` takes it again.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import TypeAlias

from shuangsuiji.errors import InvalidValueError
from shuangsuiji.lottery.digest import Algorithm, hash_bytes
from shuangsuiji.values import check_count
from shuangsuiji.workdays.layers import check_day

__all__ = ["Cited", "canonical", "check_period", "digest_of"]

Cited: TypeAlias = "str | int | date | Sequence[Cited] | None"


def canonical(form: str, **fields: Cited) -> str:
    """Return the one text that stands for these fields, every line ended by a newline (规范文本).

    Lists and texts of several lines are numbered, ``methods.1=…``, ``workflow.2=…``; what is not there is empty.
    """
    lines = [f"form={form}", *(line for name, value in fields.items() for line in _lines(name, value))]
    return "".join(f"{line}\n" for line in lines)


def _lines(name: str, value: Cited) -> Iterator[str]:
    if isinstance(value, str):
        parts: Sequence[Cited] = value.split("\n")
    elif isinstance(value, Sequence):
        parts = value
    else:
        parts = ("" if value is None else str(value),)
    if len(parts) == 1 and not isinstance(value, list | tuple):
        yield f"{name}={parts[0]}"
        return
    for place, one in enumerate(parts, 1):
        yield from _lines(f"{name}.{place}", one)


def digest_of(text: str) -> str:
    """Return SHA-256 of a text in UTF-8, 64 hex digits (摘要)."""
    return hash_bytes(Algorithm.SHA256, text.encode())


def check_period(where: str, version: int, effective_on: date, expires_on: date | None) -> None:
    """Check the version and the days of a text (版本与有效期).

    Raises:
        NotADayError: something that is no day.
        InvalidValueError: a version below 1, or a last day before the first.

    """
    check_count(version, f"{where}.version", at_least=1)
    check_day(effective_on, f"{where}.effective_on")
    if expires_on is not None and check_day(expires_on, f"{where}.expires_on") < effective_on:
        zh, en = "不得早于生效日期", "must not lie before effective_on"
        raise InvalidValueError(field=f"{where}.expires_on", rule_zh=zh, rule=en, value=expires_on.isoformat())
