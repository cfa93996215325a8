"""Legal bases, from the free text of lists: titles, articles, and the rank that a title shows (抽查依据)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from unicodedata import normalize

from shuangsuiji.registry import LegalBasis
from shuangsuiji.tables.cells import flat
from shuangsuiji.terms import BasisRank

__all__ = ["listed_bases", "rank_of"]

_LINES = re.compile("[\r\n；;]+")
_TITLE = re.compile("《([^《》]*(?:《[^《》]*》[^《》]*)*)》([^《]*)")
_UNQUOTED = re.compile("(.+?)(第.*[条章款].*)")
_EDGES = " 、，,；;。.：:"
_ORDINAL = "[0-9一二三四五六七八九十]+"
_NUMBER = re.compile(rf"^(?:[(（]{_ORDINAL}[)）]|{_ORDINAL}\s*[.、\uff0e]|[0-9]+$)")
_BRACKETS = re.compile("[（(][^（）()]*[）)]")
_DECREE = re.compile("[（(][^（）()]*令[^（）()]*[）)]")
_STATE_COUNCIL = re.compile("国务院[^（）()]*令")
_NUMBERED = re.compile("[〔\\[【\uff3b][0-9]{4}[〕\\]】\uff3d]")
_NORMATIVE = re.compile("(?:通知|意见|方案|指南|指引|函|公告|通告|纪要|要点|工作细则|标准|规范|清单)$")
_ORDINANCE = re.compile("(?:办法|规定|规则|细则)$")


def listed_bases(text: str, unknown_rank: BasisRank) -> tuple[LegalBasis, ...]:
    """Return the bases that a text names, each once; nothing it says is left out (抽查依据解析).

    Args:
        text: such as ``《消防法》第四条，《公共场所卫生管理条例》``; titles without 《》 are known by their articles.
        unknown_rank: the rank of a basis whose title does not show it, such as 办法.

    """
    found = dict.fromkeys(pair for line in _LINES.split(text) for pair in _in_line(line))
    return tuple(
        LegalBasis(title=title, rank=rank_of(title, article) or unknown_rank, article=article)
        for title, article in found
    )


def _in_line(line: str) -> Iterator[tuple[str, str]]:
    """Yield title and article of each basis of a line; what stands before the first title is a basis of its own."""
    first = line.find("《")
    head = _clean(_NUMBER.sub("", (line if first < 0 else line[:first]).strip()))
    if head:
        found = _UNQUOTED.fullmatch(head)
        yield (_clean(found[1]), _clean(found[2])) if found else (head, "")
    for title, rest in _TITLE.findall(line if first < 0 else line[first:]):
        if _clean(title):
            yield _clean(title), _clean(rest)


def _clean(text: str) -> str:
    plain = (
        normalize("NFC", flat(text)).replace("|", "｜").replace("=", "\uff1d").replace("《", "〈").replace("》", "〉")
    )
    return plain.strip(_EDGES)


def rank_of(title: str, rest: str = "") -> BasisRank | None:
    """Return the rank that a title shows, None where it shows none: a 办法 may be a rule or less (效力层级).

    Args:
        title: the title without 《》.
        rest: what stands behind it, such as ``（教基一〔2016〕3号）`` or ``（交通运输部令2017年第27号）``.

    """
    plain = _BRACKETS.sub("", title).strip(_EDGES)
    if _STATE_COUNCIL.search(rest):
        return BasisRank.REGULATION
    if plain.endswith(("法", "法典")) and not plain.endswith("办法"):
        return BasisRank.LAW
    if plain.endswith("条例"):
        return BasisRank.REGULATION
    if _ORDINANCE.search(plain) and _DECREE.search(rest):
        return BasisRank.RULE
    return BasisRank.NORMATIVE_DOCUMENT if _NORMATIVE.search(plain) or _NUMBERED.search(rest) else None
