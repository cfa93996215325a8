"""Strategies for text, numbers and digests, as SSJ-1 §1 forms them (文本与数值策略).

Strategies without arguments are made once: Hypothesis looks every new one over, which takes longer than a draw from it.
"""

from __future__ import annotations

import string
from datetime import date
from fractions import Fraction
from unicodedata import normalize

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from shuangsuiji.values import IdForm, form_of

__all__ = [
    "UPPER",
    "days",
    "digests",
    "fields",
    "labels",
    "names",
    "parts",
    "ratios",
    "synthetic_names",
    "text_ids",
    "weights",
]

UPPER = str.maketrans(string.ascii_lowercase, string.ascii_uppercase)
"""Upper case of ASCII letters only, by which ids must be unique: SSJ-1 §2."""

_PLAIN = (
    "甲",
    "溧阳市示例局",
    "2026-01",
    "A",
    "a",
    "B 1",
    "*",
    "-",
    "全部",
    "x.y",
    "示例（一）",
    "A/B;C",
    "'\"\\$`",
    "x\u0301",
)
_CHINESE = "溧阳市示例食品机械餐饮服务部一二三〇（）·Ａ㊣𠮷"
_ANYTHING = st.characters(
    exclude_categories=("Cc", "Cf", "Cs", "Co", "Zl", "Zp", "Zs"), exclude_characters="|="
)  # of what a field may hold, all but the blank
_WORDS = st.text(_ANYTHING, min_size=1, max_size=6) | st.text(_CHINESE, min_size=1, max_size=6)
_FIELDS = st.sampled_from(_PLAIN) | st.lists(_WORDS, min_size=1, max_size=2).map(" ".join).map(
    lambda text: normalize("NFC", text)
)
_PARTS = _FIELDS.map(lambda text: text.translate({ord("/"): "／", ord(";"): "；", ord(","): "，"}))
_NAMES = st.sampled_from("AaB") | st.text(f"{string.ascii_letters}{string.digits}_-", min_size=1, max_size=12)
_TEXT_IDS = _FIELDS.map(lambda text: text if form_of(text) is IdForm.TEXT else f"№{text}")
_VERBATIM = st.characters(exclude_categories=["Cs"], exclude_characters="".join(map(chr, [*range(32), 127])))
_LABELS = st.text(_VERBATIM, min_size=1, max_size=8).map(lambda text: text if text != "-" else "—")
_TRADES = ("食品", "机械", "餐饮", "建材", "物流", "图书", "花卉", "钟表")
_FORMS = ("有限公司", "股份有限公司", "经营部", "合作社", "商店")
_FIRMS = st.builds("示例{:04}{}{}".format, st.integers(0, 9999), st.sampled_from(_TRADES), st.sampled_from(_FORMS))
_DIGESTS = st.binary(min_size=32, max_size=32).map(bytes.hex)
_WEIGHTS = st.integers(1, 9) | st.integers(1, 20) | st.integers(1, 10**12)
_DAYS = st.dates(date(2020, 5, 7), date(2035, 12, 31))


def fields() -> SearchStrategy[str]:
    """Return fields of SSJ-1: any character that one may hold, Chinese and rare ones too (字段)."""
    return _FIELDS


def parts() -> SearchStrategy[str]:
    """Return fields without ``/`` ``;`` and comma, such as editions, values of filters and tags (字段，不含分隔符)."""
    return _PARTS


def names() -> SearchStrategy[str]:
    """Return names of SSJ-1: letters A-Z a-z, digits, ``_`` and ``-`` (名称)."""
    return _NAMES


def text_ids() -> SearchStrategy[str]:
    """Return ids that are neither unified codes nor registration numbers, such as those of products (其他标识)."""
    return _TEXT_IDS


def labels() -> SearchStrategy[str]:
    """Return text as it may stand verbatim in a pool: no control characters, and not ``-``, which is unknown (原文)."""
    return _LABELS


def synthetic_names() -> SearchStrategy[str]:
    """Return names of firms that are made up and say so (虚构名称)."""
    return _FIRMS


def ratios(lowest: Fraction | int = 0, highest: Fraction | int = 1) -> SearchStrategy[Fraction]:
    """Return exact ratios between two bounds, both included, whose denominators are at most 1000 (比例)."""
    return st.fractions(min_value=lowest, max_value=highest, max_denominator=1000)


def digests() -> SearchStrategy[str]:
    """Return 64 hex digits (摘要)."""
    return _DIGESTS


def days() -> SearchStrategy[date]:
    """Return days since the measures were issued (日期)."""
    return _DAYS


def weights() -> SearchStrategy[int]:
    """Return weights of objects: mostly alike, some so heavy that they are certain to be drawn (权重)."""
    return _WEIGHTS
