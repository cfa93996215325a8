"""Sampling ratios, from the free text of lists: an exact number and what kind of bound it is (抽查比例)."""

from __future__ import annotations

import re
from fractions import Fraction
from unicodedata import normalize

import attrs

from shuangsuiji.errors import InvalidRatioError
from shuangsuiji.terms import Term
from shuangsuiji.values import ratio

__all__ = ["ListedRatio", "RatioBound", "listed_ratio"]


class RatioBound(Term):
    """What a listed ratio promises (比例界限)."""

    EXACT = "等于"
    AT_LEAST = "不低于"
    AT_MOST = "不超过"
    RANGE = "区间"


@attrs.frozen(kw_only=True)
class ListedRatio:
    """A sampling ratio as a list states it, which is no cap unless it says so (清单所载抽查比例).

    Attributes:
        bound: which kind.
        low: lower end, 0 where there is none.
        high: upper end, 1 where there is none.
        text: the words of the list.

    """

    bound: RatioBound
    low: Fraction
    high: Fraction
    text: str

    def __str__(self) -> str:
        if self.bound is RatioBound.RANGE:
            return f"{self.low}–{self.high}"
        return f"{self.bound}{self.low if self.bound is RatioBound.AT_LEAST else self.high}"


_LEAST = re.compile("不(?:得|应)?(?:低于|少于|小于)|至少|最低|>=|≥|及?以上")
_MOST = re.compile("不(?:得|应)?(?:超过|高于|大于|多于|超)|至多|最多|最高|<=|≤|及?以[内下]|上限为?")
_FIGURE = r"[0-9]+(?:\.[0-9]+)?(?:%|‰)|[0-9]+/[0-9]+|[01](?:\.[0-9]+)?(?![0-9%‰])"
_SINGLE = re.compile(_FIGURE)
_RANGE = re.compile(rf"([0-9]+(?:\.[0-9]+)?)(%|‰)?(?:-|~|—|–|至|到)({_FIGURE})")
_SPELT = re.compile("(百|千)分之([0-9]+(?:\\.[0-9]+)?)")
_ALL = re.compile("(?:全部|全覆盖|全数|全查|逐一检查)")
_SILENT = re.compile("(?:抽查|检查|抽取|比例|每年度?|全年|年度|按照?|为|的|[=:(){}（）“”\"']|对象|总数|户数|进行)")
_CLAUSES = re.compile("[,;。，；\n]")


def listed_ratio(text: str) -> ListedRatio | None:
    """Return the ratio in the words of a list, None where they do not state exactly one (比例解析).

    ``5%``, ``2‰``, ``=1``, ``1/20``, ``0.05``, 百分之5 are EXACT; 不低于5%, ≥5%, 5%以上 AT_LEAST; 不超过3%, 3%以内
    AT_MOST; ``1-5%``, 1%至5% RANGE. Of ``不低于5%，频次根据监管需要确定`` the first clause counts.
    """
    plain = "".join(normalize("NFKC", text).split())
    clauses = [clause for clause in _CLAUSES.split(plain) if clause]
    if not clauses or any(_SINGLE.search(clause) for clause in clauses[1:]):
        return None
    clause = _SPELT.sub(lambda found: f"{found[2]}{'%' if found[1] == '百' else '‰'}", clauses[0])
    if _ALL.fullmatch(_SILENT.sub("", clause)):
        return ListedRatio(bound=RatioBound.EXACT, low=Fraction(1), high=Fraction(1), text=text)
    try:
        return _range(clause, text) or _single(clause, text)
    except InvalidRatioError:
        return None


def _range(clause: str, text: str) -> ListedRatio | None:
    found = _RANGE.fullmatch(_SILENT.sub("", clause))
    if found is None:
        return None
    scale = found[2] or found[3][-1]
    if scale not in "%‰":
        scale = ""
    low, high = ratio(f"{found[1]}{scale}"), ratio(found[3])
    return ListedRatio(bound=RatioBound.RANGE, low=low, high=high, text=text) if low <= high else None


def _single(clause: str, text: str) -> ListedRatio | None:
    bounds = [bound for bound, words in _BOUNDS if words.search(clause)]
    for _, words in _BOUNDS:
        clause = words.sub("", clause, count=1)
    figure = _SILENT.sub("", clause)
    if len(bounds) > 1 or not _SINGLE.fullmatch(figure):
        return None
    exact, bound = ratio(figure), bounds[0] if bounds else RatioBound.EXACT
    low = Fraction(0) if bound is RatioBound.AT_MOST else exact
    high = Fraction(1) if bound is RatioBound.AT_LEAST else exact
    return ListedRatio(bound=bound, low=low, high=high, text=text)


_BOUNDS = ((RatioBound.AT_LEAST, _LEAST), (RatioBound.AT_MOST, _MOST))
