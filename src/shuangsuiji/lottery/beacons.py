"""Public random events and the forms of their values: SSJ-1 §3 (公共随机源).

Each built-in source canonicalises what people type and refuses the rest. ``bits`` is the entropy of one value.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from unicodedata import normalize

import attrs

from shuangsuiji.errors import InvalidValueError
from shuangsuiji.values.days import CHINA
from shuangsuiji.values.fields import check_field, check_name

__all__ = ["SOURCES", "BeaconEvent", "Source", "beacon_bits", "beacon_value"]

_DRAND_GENESIS = datetime.fromtimestamp(1_692_803_367, UTC)
_DRAND_PERIOD = timedelta(seconds=3)
_INDICES = ("SZSE399001", "SSE000001")
_CLOSE = timedelta(hours=15)


@attrs.frozen(kw_only=True)
class BeaconEvent:
    """A public event named before it happens: ``SOURCE/EDITION``, known from the instant ``at`` (公共随机事件)."""

    source: str
    edition: str
    at: datetime

    def __attrs_post_init__(self) -> None:
        check_name(self.source, "BeaconEvent.source")
        check_part(self.edition, "BeaconEvent.edition")
        if self.at.utcoffset() is None:
            raise InvalidValueError(
                field="BeaconEvent.at", rule_zh="须带时区", rule="must have an offset", value=self.at.isoformat()
            )
        known = SOURCES.get(self.source)
        if known is not None and not re.fullmatch(known.edition, self.edition):
            raise InvalidValueError(
                field=f"{self.source} 期号 edition",
                rule_zh=f"应符合 {known.edition_zh}",
                rule=f"must match {known.edition}",
                value=self.edition,
            )
        if known is not None and known.names_instant and self.known_at is None:
            raise InvalidValueError(
                field=f"{self.source} 期号 edition",
                rule_zh="没有这一天",
                rule="there is no such day",
                value=self.edition,
            )

    @property
    def name(self) -> str:
        """``SOURCE/EDITION``, as the manifest writes it."""
        return f"{self.source}/{self.edition}"

    @property
    def known_at(self) -> datetime | None:
        """The instant from which the edition itself says that the value is known; None where it says nothing."""
        if self.source == "DRAND":
            return _DRAND_GENESIS + (int(self.edition) - 1) * _DRAND_PERIOD
        if self.source in _INDICES:
            try:
                day = datetime.strptime(self.edition, "%Y%m%d").replace(tzinfo=CHINA)
            except ValueError:
                return None
            return day + _CLOSE
        return None


@attrs.frozen(kw_only=True)
class Source:
    """A kind of public event (随机源).

    Attributes:
        title: Chinese name.
        edition: regular expression of an edition.
        edition_zh: the same in words.
        form_zh: the form of a value in words.
        form: the same in English.
        canonical: the canonical form of what was typed, or None where it is not a value of this source.
        bits: entropy of a canonical value in bits.
        names_instant: whether the edition says when the value is known.

    """

    title: str
    edition: str
    edition_zh: str
    form_zh: str
    form: str
    canonical: Callable[[str], str | None]
    bits: Callable[[str], float]
    names_instant: bool = False


def check_part(text: str, field: str) -> str:
    """Return ``text`` when it is a field without ``/`` and ``;``, as a beacon's edition and value must be.

    Raises:
        InvalidValueError: anything else.

    """
    check_field(text, field)
    if "/" in text or ";" in text:
        raise InvalidValueError(field=field, rule_zh="不得含有 / 或 ;", rule="must not contain / or ;", value=text)
    return text


def beacon_value(source: str, typed: str) -> str:
    """Return the canonical form of a value as somebody typed it; of an unknown source, a field (规范值).

    Raises:
        InvalidValueError: not a value of that source.

    """
    known = SOURCES.get(source)
    if known is None:
        return check_part(typed, source)
    canonical = known.canonical(normalize("NFKC", typed).strip())
    if canonical is None:
        raise InvalidValueError(field=f"{source} {known.title}", rule_zh=known.form_zh, rule=known.form, value=typed)
    return canonical


def beacon_bits(source: str, value: str) -> float:
    """Return the entropy of a canonical value in bits; 0 for an unknown source (熵)."""
    known = SOURCES.get(source)
    return known.bits(value) if known else 0.0


def _numbers(typed: str) -> list[int]:
    """Return the whole numbers in ``typed``, separated by anything a person would use."""
    if re.fullmatch(r"(?:[0-9]{1,3}(?:[\s.,、-]+|$))+", typed) is None:
        return []
    return [int(digits) for digits in re.findall(r"[0-9]+", typed)]


def _split(typed: str, sizes: list[int]) -> list[list[int]]:
    """Return the numbers of each group: parted by ``+`` or ``|`` where typed so, else counted off."""
    marked = re.split(r"[+|]", typed)
    if len(marked) > 1:
        groups = [_numbers(part.strip()) for part in marked]
    else:
        numbers, groups = _numbers(typed), list[list[int]]()
        for size in sizes:
            groups.append(numbers[:size])
            numbers = numbers[size:]
        groups[-1] += numbers
    return groups if [len(group) for group in groups] == sizes else [[] for _ in sizes]


def _combination(*groups: tuple[int, int]) -> Callable[[str], str | None]:
    """Return a parser for groups of ``k`` distinct numbers from 1 to ``n``, sorted in each group."""

    def canonical(typed: str) -> str | None:
        parts: list[str] = []
        for (k, n), numbers in zip(groups, _split(typed, [k for k, _ in groups]), strict=True):
            group = sorted(numbers)
            if len(set(group)) != k or group[0] < 1 or group[-1] > n:
                return None
            parts.append(".".join(map(str, group)))
        return "+".join(parts)

    return canonical


def _digits(count: int) -> Callable[[str], str | None]:
    def canonical(typed: str) -> str | None:
        digits = re.sub(r"[\s.,、]", "", typed)
        return digits if re.fullmatch(f"[0-9]{{{count}}}", digits) else None

    return canonical


def _closing(typed: str) -> str | None:
    value = typed.replace(",", "").replace(" ", "")
    return value if re.fullmatch(r"(?:0|[1-9][0-9]*)\.[0-9]{2}", value) else None


def _dice(typed: str) -> str | None:
    """Return ``FACES.ROLL.ROLL…``: 2 to 100 faces, each roll from 0 to FACES."""
    numbers = _numbers(typed)
    if len(numbers) < 2 or not 2 <= numbers[0] <= 100 or max(numbers[1:]) > numbers[0]:  # noqa: PLR2004
        return None
    return ".".join(map(str, numbers))


def _hex64(typed: str) -> str | None:
    value = typed.lower()
    return value if re.fullmatch(r"[0-9a-f]{64}", value) else None


def _constant(bits: float) -> Callable[[str], float]:
    return lambda _: bits


def _dice_bits(value: str) -> float:
    faces, *rolls = value.split(".")
    return len(rolls) * math.log2(int(faces))


def _lottery(title: str, form_zh: str, form: str, canonical: Callable[[str], str | None], chances: int) -> Source:
    return Source(
        title=title,
        edition=r"[0-9]{5}|[0-9]{7}",
        edition_zh="5 位或 7 位期号",
        form_zh=form_zh,
        form=form,
        canonical=canonical,
        bits=_constant(math.log2(chances)),
    )


def _index(title: str) -> Source:
    return Source(
        title=title,
        edition=r"[0-9]{8}",
        edition_zh="8 位日期 YYYYMMDD",
        form_zh="应为收盘指数，两位小数，如 10126.83",
        form="must be the closing index with two decimals such as 10126.83",
        canonical=_closing,
        bits=_constant(8.0),
        names_instant=True,
    )


SOURCES: dict[str, Source] = {
    "KL8": _lottery(
        "快乐8",
        "应为 1 至 80 中 20 个不同的号码",
        "must be 20 different numbers from 1 to 80",
        _combination((20, 80)),
        math.comb(80, 20),
    ),
    "SSQ": _lottery(
        "双色球",
        "应为红球 33 选 6、蓝球 16 选 1",
        "must be 6 of 33 and 1 of 16",
        _combination((6, 33), (1, 16)),
        math.comb(33, 6) * 16,
    ),
    "DLT": _lottery(
        "大乐透",
        "应为前区 35 选 5、后区 12 选 2",
        "must be 5 of 35 and 2 of 12",
        _combination((5, 35), (2, 12)),
        math.comb(35, 5) * math.comb(12, 2),
    ),
    "FC3D": _lottery("福彩3D", "应为 3 位数字", "must be 3 digits", _digits(3), 10**3),
    "PL5": _lottery("排列五", "应为 5 位数字", "must be 5 digits", _digits(5), 10**5),
    "SZSE399001": _index("深证成指收盘"),
    "SSE000001": _index("上证指数收盘"),
    "DICE": Source(
        title="现场掷骰（录像）",
        edition=r".+",
        edition_zh="场次名称",
        form_zh="应为 面数.点数.点数…，如 10.8.3.0.1",
        form="must be FACES.ROLL.ROLL… such as 10.8.3.0.1",
        canonical=_dice,
        bits=_dice_bits,
    ),
    "DRAND": Source(
        title="drand quicknet 轮次",
        edition=r"[1-9][0-9]{0,9}",
        edition_zh="轮次编号",
        form_zh="应为 64 位十六进制",
        form="must be 64 hex digits",
        canonical=_hex64,
        bits=_constant(128.0),
        names_instant=True,
    ),
}
