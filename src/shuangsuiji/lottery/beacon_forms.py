"""What people type or paste as the value of a public event, and the one form it has: SSJ-1 §3 (随机值的写法).

A parser gives the canonical form of what can be read in one way only. All else it refuses, where it can with a hint:
nothing is guessed, since two readings of one typed value would be two seeds. What is read in one way:

- full-width digits and marks, blanks of every kind, line breaks, TABs, quotation marks, brackets around the whole;
- numbers in any order, parted by blanks, ``,`` ``、`` ``.`` ``-`` ``·``, by another mark throughout, or not at all as
  pairs of digits (``030711…``), where the count leaves one reading;
- groups parted by ``+`` ``|`` ``#`` ``:`` ``;`` ``/`` or brackets, labelled (红球 … 蓝球 …), or in their order;
- the word 开奖号码 or 收盘 before the value, 点 after it.

Editions, dates and every other word beside the numbers are refused: 试机号 looks just like 开奖号码.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import datetime

import attrs

from shuangsuiji.errors import InvalidValueError

__all__ = [
    "Hint",
    "Parser",
    "closing",
    "combination",
    "day_edition",
    "dice",
    "digits",
    "hex64",
    "number_edition",
    "plain",
]


@attrs.frozen
class Hint:
    """Why something is no value, to be said after the rule of its source (提示)."""

    zh: str
    en: str


Parser = Callable[[str], str | Hint]

_FULL_WIDTH = {code + 0xFEE0: code for code in range(0x21, 0x7F)}
_LIKE = {  # what keyboards and pages put for a plain mark
    "-": "\u2010\u2011\u2012\u2013\u2014\u2212",
    "·": "\u2022\u30fb",
    ".": "\u3002",
    " ": "\u00a0\u2002\u2003\u2007\u2009\u202f\u3000\"'\u201c\u201d\u2018\u2019\u300c\u300d",
    "[": "\u3010",
    "]": "\u3011",
}
_PLAIN = _FULL_WIDTH | {ord(like): ord(mark) for mark, likes in _LIKE.items() for like in likes}
_INVISIBLE = "\ufeff\u200b\u200c\u200d\u2060"

_SOFT, _HARD = r"\s,、.·\-", r"+|#:;/\\()\[\]"
_NUMBERS = re.compile(rf"[\s(\[]*[0-9][0-9{_SOFT}{_HARD}]*")
_HEAD = re.compile(r"\A(?:(?:开奖|中奖)?号码|开奖结果)\s*:?")
_CLOSE_HEAD = re.compile(r"\A(?:收盘(?:指数|点位|价)?|收报)\s*:?\s*")
_GROUPED = r"0|[1-9][0-9]{0,2}(?:([ ,])[0-9]{3}(?:\2[0-9]{3})*)?|[1-9][0-9]{0,7}"
_CLOSING = re.compile(rf"({_GROUPED})(?:\.([0-9]+))?")
_DIE = re.compile(r"(?:[dD]([0-9]{1,3})(?![0-9])|([0-9]{1,3})\s*面(?:骰子?)?)\s*:?")
_EDITION = re.compile(r"(?:(?:期号|轮次)\s*:?\s*)?第?\s*([0-9]+)\s*[期轮]?")
_DAY = re.compile(r"([0-9]{4})(?:([-./])([0-9]{1,2})\2([0-9]{1,2})|年([0-9]{1,2})月([0-9]{1,2})日)")

_TEN, _PAIR, _MOST_FACES = 10, 2, 100
_SIGNATURE_DIGITS = 96
_WORDS = Hint("只填号码，不带期号、日期和其他文字", "type the numbers alone, without edition, date or other words")
_APART = Hint("号码之间须用空格或逗号分开", "part the numbers by blanks or commas")
_GROUPS = Hint("分隔符与各区号码个数不符", "the marks between groups do not fit their sizes")
_NO_DIE = Hint("先写面数，再写各次点数，用空格分开", "first the faces, then every roll, parted by blanks")


def plain(typed: object) -> str:
    """Return what was typed with its marks in their plain form: half width, one kind of dash (统一字符).

    Other characters that merely look like digits are left, and refused later: ``①②`` could be 1, 2 or 12.

    Raises:
        InvalidValueError: not text: as a number 007 would be 7.

    """
    if not isinstance(typed, str):
        raise InvalidValueError(field="beacon", rule_zh="应为文本", rule="must be text", value=typed)
    return typed.translate(_PLAIN).strip().strip(_INVISIBLE).strip()


def combination(*groups: tuple[int, int], labels: Sequence[str] = ()) -> Parser:
    """Return a parser for groups of k different numbers from 1 to n, sorted in each group (组合型号码).

    Args:
        groups: k and n of each.
        labels: a pattern for the word before each group.

    """
    sizes = [k for k, _ in groups]

    def canonical(typed: str) -> str | Hint:
        read = _numbers(_unlabelled(_HEAD.sub("", typed), labels))
        if isinstance(read, Hint):
            return read
        numbers, gaps, glued = read
        if len(numbers) != sum(sizes):
            return Hint(f"实有 {len(numbers)} 个号码", f"{len(numbers)} numbers are given")
        if gaps not in (set(), set(range(1, len(numbers))), {sum(sizes[:place]) for place in range(1, len(sizes))}):
            return _GROUPS
        parts: list[str] = []
        for k, n in groups:
            start = sum(sizes[: len(parts)])
            group = _group(numbers[start : start + k], glued[start : start + k], n)
            if isinstance(group, Hint):
                return group
            parts.append(group)
        return "+".join(parts)

    return canonical


def digits(count: int, labels: Sequence[str] = ()) -> Parser:
    """Return a parser for digits in their order, together or each by itself (数字型号码)."""

    def canonical(typed: str) -> str | Hint:
        text = _unlabelled(_HEAD.sub("", typed), labels).strip()
        if not _NUMBERS.fullmatch(text):
            return _WORDS
        runs = re.findall("[0-9]+", text)
        if len(runs) not in (1, count) or len("".join(runs)) != count:
            return Hint("须逐位写全，含前面的 0", "every digit must be given, leading zeros included")
        return "".join(runs)

    return canonical


def closing(typed: str) -> str | Hint:
    """Return a closing index without marks between thousands, its two decimals as published (收盘指数)."""
    found = _CLOSING.fullmatch(_CLOSE_HEAD.sub("", typed).removesuffix("点").rstrip())
    if not found:
        return Hint("只填指数，如 10126.83", "type the index alone, such as 10126.83")
    whole, decimals = re.sub("[ ,]", "", found[1]), found[3] or ""
    if len(decimals) != _PAIR:
        return Hint(
            "不补零、不舍入：请查交易所公布的两位小数",
            "nothing is filled up or rounded: look up the two decimals that the exchange publishes",
        )
    return f"{whole}.{decimals}"


def dice(typed: str) -> str | Hint:
    """Return ``FACES.ROLL.ROLL…``: 2 to 100 faces, each roll from 0 to FACES (骰子点数).

    ``d10: 8 3 0 1`` and ``10面骰：8 3 0 1`` name the faces; else the first number does. Digits written together are the
    rolls of dice named so with at most ten faces, where they cannot be read as one roll or hold one of ten.
    """
    named = _DIE.match(typed)
    text = typed[named.end() :].strip() if named else typed
    if not _NUMBERS.fullmatch(text):
        return _NO_DIE
    runs = re.findall("[0-9]+", text)
    if named:
        runs = [named[1] or named[2], *_rolls(runs, int(named[1] or named[2]))]
    if len(runs) < _PAIR or max(map(len, runs)) > len(str(_MOST_FACES)):
        return _NO_DIE
    faces, *rolls = map(int, runs)
    if not _PAIR <= faces <= _MOST_FACES or max(rolls) > faces:
        return Hint("面数应为 2 至 100，点数不大于面数", "2 to 100 faces, and no roll above them")
    return ".".join(map(str, (faces, *rolls)))


def hex64(typed: str) -> str | Hint:
    """Return 64 lower-case hex digits (十六进制值)."""
    value = re.sub(r"\s", "", typed).lower().removeprefix("0x")
    if re.fullmatch(rf"[0-9a-f]{{{_SIGNATURE_DIGITS}}}", value):
        return Hint("96 位者为签名，须填其 SHA-256", "96 digits are the signature: its SHA-256 is asked for")
    if not re.fullmatch("[0-9a-f]{64}", value):
        return Hint(f"实有 {len(value)} 个字符", f"{len(value)} characters are given")
    return value


def number_edition(typed: str) -> str:
    """Return the digits of 第2025122期, 2025122 期 or 期号：2025122, and anything else as it is (期号)."""
    text = plain(typed)
    found = _EDITION.fullmatch(text)
    return found[1] if found else text


def day_edition(typed: str) -> str:
    """Return a day such as 2025-5-12 or 2025年5月12日 as ``YYYYMMDD``, and anything else as it is (日期)."""
    text = plain(typed)
    found = _DAY.fullmatch(text)
    if not found:
        return text
    year, month, day = int(found[1]), int(found[3] or found[5]), int(found[4] or found[6])
    try:
        return datetime(year, month, day).strftime("%Y%m%d")  # noqa: DTZ001 - a day, in no zone
    except ValueError:
        return text


def _numbers(text: str) -> tuple[list[int], set[int], list[bool]] | Hint:
    """Return the numbers, before which of them stands a mark that may part groups, and which stood written together.

    A run of more than two digits is read as pairs. With the count of numbers fixed that is the only reading, since m
    numbers of at most two digits fill no more than 2m places; of an odd run there would be several. Yet within a group
    all must be written together or none: 2025.12.11 among the numbers is a date.
    """
    if not _NUMBERS.fullmatch(text):
        return _WORDS
    numbers: list[int] = []
    gaps: set[int] = set()
    glued: list[bool] = []
    for gap, run in re.findall(r"([^0-9]*)([0-9]+)", text):
        if len(run) > _PAIR and len(run) % _PAIR:
            return _APART
        if numbers and re.search(f"[{_HARD}]", gap):
            gaps.add(len(numbers))
        pairs = [int(run[at : at + _PAIR]) for at in range(0, len(run), _PAIR)]
        numbers += pairs
        glued += [len(pairs) > 1] * len(pairs)
    return numbers, gaps, glued


def _group(numbers: list[int], glued: list[bool], n: int) -> str | Hint:
    """Return different numbers from 1 to n, sorted and joined by dots."""
    if len(set(glued)) > 1:
        return _APART
    strange = next((number for number in numbers if not 1 <= number <= n), None)
    if strange is not None:
        return Hint(f"{strange} 不在 1 至 {n} 之内", f"{strange} is not from 1 to {n}")
    if len(set(numbers)) != len(numbers):
        return Hint("号码重复", "a number is given twice")
    return ".".join(map(str, sorted(numbers)))


def _rolls(runs: list[str], faces: int) -> list[str]:
    """Return the rolls of dice whose faces are known; none where digits written together leave a doubt."""
    if len(runs) > 1 or faces > _TEN or len(runs[0]) == 1:
        return runs
    alone = len(runs[0]) <= len(str(_MOST_FACES)) and int(runs[0]) <= faces
    return [] if alone or (faces == _TEN and "10" in runs[0]) else list(runs[0])


def _unlabelled(text: str, labels: Sequence[str]) -> str:
    """Return labelled groups in the order of the labels, parted by ``+``; where a label is not there once, the text."""
    found = [list(re.finditer(rf"(?:{label})\s*:?", text)) for label in labels]
    if not labels or any(len(places) != 1 for places in found):
        return text
    starts = sorted(places[0].start() for places in found)
    if text[: starts[0]].strip():
        return text
    ends = dict(zip(starts, [*starts[1:], len(text)], strict=True))
    groups = [text[places[0].end() : ends[places[0].start()]] for places in found]
    return "+".join(group.strip().rstrip(";,|+、").strip() for group in groups)
