"""Fields and names of SSJ-1 §1, the text that may enter a message or a file (字段)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import cast

from shuangsuiji.errors import InvalidValueError

__all__ = ["check_count", "check_field", "check_kind", "check_name", "is_field", "texts"]

_NAME = re.compile(r"[A-Za-z0-9_-]{1,64}")
_PLAIN = re.compile(r"[!-{}~](?:[ -{}~]*[!-{}~])?")
_FORBIDDEN = frozenset("|=\t\n\r")
_FORBIDDEN_CATEGORIES = frozenset({"Cc", "Cf", "Cs", "Co", "Zl", "Zp"})


def field_fault(text: str) -> tuple[str, str] | None:
    """Return the rule of SSJ-1 §1 that ``text`` breaks, in Chinese and English, or None."""
    if _PLAIN.fullmatch(text) and "=" not in text:
        return None
    if not text:
        return "不得为空", "must not be empty"
    if text[0] == " " or text[-1] == " ":
        return "首尾不得有空格", "must not begin or end with a blank"
    for character in text:
        category = unicodedata.category(character)
        if character in _FORBIDDEN or category in _FORBIDDEN_CATEGORIES or (category == "Zs" and character != " "):
            shown = f"U+{ord(character):04X}"
            return f"不得含有字符 {shown}", f"must not contain the character {shown}"
    if not unicodedata.is_normalized("NFC", text):
        return "应为 Unicode NFC 规范形式", "must be in Unicode normal form NFC"
    return None


def is_field(text: str) -> bool:
    """Tell whether ``text`` is a field of SSJ-1 §1 (是否字段)."""
    return field_fault(text) is None


def check_field(text: object, field: str) -> str:
    """Return ``text`` when it is a field of SSJ-1 §1 (字段).

    Raises:
        InvalidValueError: not text, empty, blanks at an end, a forbidden character, or not NFC.

    """
    if not isinstance(text, str):
        raise InvalidValueError(field=field, rule_zh="应为文本", rule="must be text", value=text)
    fault = field_fault(text)
    if fault is not None:
        raise InvalidValueError(field=field, rule_zh=fault[0], rule=fault[1], value=text)
    return text


def check_name(text: object, field: str) -> str:
    """Return ``text`` when it is a name of SSJ-1 §1: 1 to 64 of ``A-Za-z0-9_-`` (名称).

    Raises:
        InvalidValueError: anything else.

    """
    if not isinstance(text, str) or not _NAME.fullmatch(text):
        raise InvalidValueError(
            field=field,
            rule_zh="应为 1 至 64 个字母、数字、下划线或连字符",
            rule="must be 1 to 64 letters A-Z a-z, digits, _ or -",
            value=text,
        )
    return text


def texts(given: object) -> tuple[str, ...]:
    """Return several texts as a tuple; one text alone is refused, since it would be taken for its letters (多个文本).

    Raises:
        InvalidValueError: a ``str``, or no iterable.

    """
    if isinstance(given, (str, bytes)) or not isinstance(given, Iterable):
        zh, en = '应为多个文本的列表，如 ("labels",)', 'must be a list of texts such as ("labels",), not one text'
        raise InvalidValueError(field="texts", rule_zh=zh, rule=en, value=given)
    return tuple(cast("Iterable[str]", given))


def check_kind(value: object, kind: type, field: str) -> None:
    """Check that a value is of its class: ``"重点检查事项"`` is text and no ``ItemKind`` (类型).

    Raises:
        InvalidValueError: it is of another class.

    """
    if not isinstance(value, kind):
        raise InvalidValueError(
            field=field, rule_zh=f"应为 {kind.__name__}", rule=f"must be a {kind.__name__}", value=value
        )


def check_count(number: object, field: str, at_least: int = 0) -> int:
    """Return ``number`` when it is a whole number of at least ``at_least`` (计数).

    Raises:
        InvalidValueError: not an ``int``, a ``bool``, or too small.

    """
    if not isinstance(number, int) or isinstance(number, bool) or number < at_least:
        raise InvalidValueError(
            field=field,
            rule_zh=f"应为不小于 {at_least} 的整数",
            rule=f"must be a whole number of at least {at_least}",
            value=number,
        )
    return number
