"""Strategies for unified codes and registration numbers: SSJ-1 §2 (标识策略)."""

from __future__ import annotations

import re

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from shuangsuiji.errors import InvalidValueError
from shuangsuiji.testing.strategies.texts import text_ids
from shuangsuiji.values import organisation_check_character, uscc_check_character
from shuangsuiji.values.identifiers import ALPHABET

__all__ = ["LIYANG", "any_ids", "entity_ids", "reg15s", "unified_code", "usccs"]

LIYANG = "320481"
_CATEGORIES = ("91", "92", "93", "11", "12", "51", "52", "N1", "Y1")
_FAULTS = ("organisation", "code", "both")
_REGION = re.compile("[0-9]{6}")


def usccs(*, valid: bool = True, region: str | SearchStrategy[str] = LIYANG) -> SearchStrategy[str]:
    """Return unified codes of 18 characters, well-formed in any case (统一社会信用代码).

    Args:
        valid: both check characters right, those of GB 11714 and of GB 32100; else at least one of them wrong.
        region: six digits of GB/T 2260, or a strategy for them.

    Raises:
        InvalidValueError: a region that is not six digits.

    """
    if valid and region == LIYANG:
        return _USCCS
    right = st.builds(unified_code, _PREFIXES, _regions(region), _ORGANISATIONS)
    return right if valid else st.builds(_spoilt, right, st.sampled_from(_FAULTS), st.integers(1, len(ALPHABET) - 1))


def reg15s(*, region: str | SearchStrategy[str] = LIYANG) -> SearchStrategy[str]:
    """Return registration numbers of 15 digits, as they were before the unified codes (注册号).

    Args:
        region: six digits of GB/T 2260, or a strategy for them.

    Raises:
        InvalidValueError: a region that is not six digits.

    """
    return _REG15S if region == LIYANG else st.builds("{}{}".format, _regions(region), _NUMBERS)


def entity_ids() -> SearchStrategy[str]:
    """Return ids that a market entity may have (市场主体标识)."""
    return _ENTITY_IDS


def any_ids() -> SearchStrategy[str]:
    """Return ids of any form: SSJ-1 §2 (标识)."""
    return _ANY_IDS


def _regions(region: str | SearchStrategy[str]) -> SearchStrategy[str]:
    return st.just(_region(region)) if isinstance(region, str) else region.map(_region)


def _region(text: str) -> str:
    if _REGION.fullmatch(text) is None:
        raise InvalidValueError(field="region", rule_zh="应为 6 位数字", rule="must be six digits", value=text)
    return text


def unified_code(category: str, region: str, organisation: str) -> str:
    """Return the unified code of two, six and eight characters, with both its check characters."""
    code = f"{category}{region}{organisation}{organisation_check_character(organisation)}"
    return code + uscc_check_character(code)


def _spoilt(code: str, fault: str, step: int) -> str:
    """Return the code with another character in one or both of the places of the check characters."""
    if fault == "code":
        return code[:17] + _other(code[17], step)
    wrong = code[:16] + _other(code[16], step)
    return wrong + (uscc_check_character(wrong) if fault == "organisation" else code[17])


def _other(character: str, step: int) -> str:
    return ALPHABET[(ALPHABET.index(character) + step) % len(ALPHABET)]


_PREFIXES = st.sampled_from(_CATEGORIES)
_ORGANISATIONS = st.integers(0, 10**8 - 1).map("{:08}".format) | st.text(ALPHABET, min_size=8, max_size=8)
_NUMBERS = st.integers(0, 10**9 - 1).map("{:09}".format)
_USCCS = st.builds(unified_code, _PREFIXES, st.just(LIYANG), _ORGANISATIONS)
_REG15S = _NUMBERS.map(f"{LIYANG}{{}}".format)
_ENTITY_IDS = _USCCS | _REG15S
_ANY_IDS = _USCCS | text_ids() | _REG15S
