"""Identifiers of SSJ-1 §2: unified codes, old registration numbers, other ids (标识).

The check characters are those of GB 32100-2015 (统一社会信用代码) and GB 11714-1997 (组织机构代码).
A wrong check character is a warning, since the official pool decides; a wrong alphabet or length is an error.
"""

from __future__ import annotations

import re
import unicodedata
from enum import Enum
from operator import mul

import attrs

from shuangsuiji.errors import InvalidIdentifierError
from shuangsuiji.values.fields import field_fault

__all__ = [
    "IdForm",
    "Identifier",
    "form_of",
    "identifier",
    "organisation_check_character",
    "region_of",
    "uscc_check_character",
]

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_VALUE = {character: index for index, character in enumerate(ALPHABET)}
_WEIGHTS = tuple(pow(3, index, 31) for index in range(17))
_ORGANISATION_VALUE = {character: int(character, 36) for character in "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"}
_ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
_USCC = re.compile(f"[{ALPHABET}]{{18}}")
_REG15 = re.compile("[0-9]{15}")
_DROPPED = re.compile("[\\s\\-\u2010\u2012\u2013\u2014\u2015\u2212]")


class IdForm(Enum):
    """Form of an identifier (标识形式)."""

    USCC = "统一社会信用代码"
    REG15 = "注册号"
    TEXT = "其他标识"


@attrs.frozen(kw_only=True)
class Identifier:
    """An identifier as it enters a pool, with what was repaired and what is doubtful (标识)."""

    text: str
    form: IdForm
    repaired: bool = False
    doubts: tuple[str, ...] = ()


def uscc_check_character(code: str) -> str:
    """Return the 18th character that GB 32100-2015 gives to the first 17 of ``code`` (校验位)."""
    return ALPHABET[-sum(map(mul, map(_VALUE.__getitem__, code[:17]), _WEIGHTS)) % 31]


def organisation_check_character(code: str) -> str:
    """Return the 9th character that GB 11714 gives to the first 8 of an organisation code (组织机构代码校验位)."""
    rest = -sum(map(mul, map(_ORGANISATION_VALUE.__getitem__, code[:8]), _ORGANISATION_WEIGHTS)) % 11
    return "X" if rest == 10 else str(rest)  # noqa: PLR2004 - GB 11714 writes the rest 10 as X


def form_of(text: str) -> IdForm:
    """Return the form of an id that is already normalised (标识形式)."""
    if _USCC.fullmatch(text):
        return IdForm.USCC
    return IdForm.REG15 if _REG15.fullmatch(text) else IdForm.TEXT


def region_of(text: str) -> str | None:
    """Return the six digits of GB/T 2260 in a unified code or an old registration number, else None (行政区划代码)."""
    form = form_of(text)
    if form is IdForm.TEXT:
        return None
    digits = text[2:8] if form is IdForm.USCC else text[:6]
    return digits if digits.isdigit() else None


def identifier(value: object, field: str = "id", *, entity: bool = True) -> Identifier:
    """Return the identifier in ``value``, repaired as SSJ-1 §2 allows before a commitment (标识).

    Args:
        value: the cell as it stands in a list; text only.
        field: the name that an error shows.
        entity: a market entity needs a unified code or an old registration number; other objects may have any id.

    Raises:
        InvalidIdentifierError: a number (Excel has already changed its digits), empty, wrong length or alphabet.

    """
    if not isinstance(value, str):
        raise _refused(
            field, value, "应为文本：数字形式的代码可能已丢失前导零或末位", "must be text: a number has lost digits"
        )
    if not entity:
        return _text_identifier(value, field)
    form = form_of(value)
    if form is not IdForm.TEXT:
        return Identifier(text=value, form=form, doubts=_doubts(value, form))
    code = _DROPPED.sub("", unicodedata.normalize("NFKC", value)).upper()
    form = form_of(code)
    if form is IdForm.TEXT:
        raise _refused(field, value, *_code_fault(code))
    return Identifier(text=code, form=form, repaired=code != value, doubts=_doubts(code, form))


def _text_identifier(value: str, field: str) -> Identifier:
    text = unicodedata.normalize("NFC", value.strip())
    fault = field_fault(text)
    if fault is not None:
        raise _refused(field, value, *fault)
    form = form_of(text)
    return Identifier(text=text, form=form, repaired=text != value, doubts=_doubts(text, form))


def _doubts(code: str, form: IdForm) -> tuple[str, ...]:
    if form is not IdForm.USCC:
        return ()
    doubts: list[str] = []
    if code[16] != organisation_check_character(code[8:16]):
        doubts.append("组织机构代码校验位（第17位）不符")
    if code[17] != uscc_check_character(code):
        doubts.append("统一社会信用代码校验位（第18位）不符")
    return tuple(doubts)


def _code_fault(code: str) -> tuple[str, str]:
    if not code:
        return "不得为空", "must not be empty"
    if re.fullmatch(r"[0-9.]+E\+?[0-9]+", code):
        return "是科学计数法，末位数字已丢失，无法还原", "is in scientific notation, its last digits are lost"
    foreign = sorted({character for character in code if character not in _VALUE})
    if foreign:
        shown = "".join(foreign[:5])
        return f"含有代码中不会出现的字符 {shown!r}", f"has characters that no code has: {shown!r}"
    return (
        f"应为 18 位统一社会信用代码或 15 位注册号，现有 {len(code)} 位",
        f"must be a unified code of 18 characters or a registration number of 15 digits, not {len(code)}",
    )


def _refused(field: str, value: object, rule_zh: str, rule: str) -> InvalidIdentifierError:
    return InvalidIdentifierError(field=field, rule_zh=rule_zh, rule=rule, value=value)
