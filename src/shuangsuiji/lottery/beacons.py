"""Public random events and the forms of their values: SSJ-1 §3 (公共随机源).

Each built-in source canonicalises what people type and refuses the rest, see ``beacon_forms``. ``bits`` is the entropy
of one value.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from datetime import datetime, timedelta

import attrs

from shuangsuiji.errors import InvalidValueError
from shuangsuiji.lottery.beacon_forms import (
    Hint,
    Parser,
    closing,
    combination,
    day_edition,
    dice,
    digits,
    hex64,
    number_edition,
    plain,
)
from shuangsuiji.lottery.drand import time_of
from shuangsuiji.values.days import CHINA
from shuangsuiji.values.fields import check_field, check_name

__all__ = ["SOURCES", "BeaconEvent", "Source", "beacon_bits", "beacon_edition", "beacon_value"]

_INDICES = ("SZSE399001", "SSE000001")
_CLOSE = timedelta(hours=15)
_RED, _BLUE = (f"{colour}[球区]?(?:号码)?" for colour in "红蓝")
_FRONT, _BACK = (f"{area}区(?:号码)?" for area in "前后")
_PLACES = tuple(f"{place}位?" for place in "万千百十个")


@attrs.frozen(kw_only=True)
class BeaconEvent:
    """A public event named before it happens: ``SOURCE/EDITION``, known from the instant ``at`` (公共随机事件)."""

    source: str
    edition: str
    at: datetime

    def __attrs_post_init__(self) -> None:
        check_name(self.source, "BeaconEvent.source")
        _check_edition(self.source, self.edition)
        if self.at.utcoffset() is None:
            raise InvalidValueError(
                field="BeaconEvent.at", rule_zh="须带时区", rule="must have an offset", value=self.at.isoformat()
            )

    @property
    def name(self) -> str:
        """``SOURCE/EDITION``, as the manifest writes it."""
        return f"{self.source}/{self.edition}"

    @property
    def known_at(self) -> datetime | None:
        """The instant from which the edition itself says that the value is known; None where it says nothing."""
        return _known_at(self.source, self.edition)


@attrs.frozen(kw_only=True)
class Source:
    """A kind of public event (随机源).

    Attributes:
        title: Chinese name.
        edition: regular expression of an edition.
        edition_zh: the same in words.
        form_zh: the form of a value in words.
        form: the same in English.
        canonical: the canonical form of what was typed, or why that is not a value of this source.
        bits: entropy of a canonical value in bits.
        names_instant: whether the edition says when the value is known.
        typed_edition: the edition in what was typed, words around it left out.

    """

    title: str
    edition: str
    edition_zh: str
    form_zh: str
    form: str
    canonical: Parser
    bits: Callable[[str], float]
    names_instant: bool = False
    typed_edition: Callable[[str], str] = number_edition


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
    canonical = known.canonical(plain(typed))
    if isinstance(canonical, Hint):
        raise InvalidValueError(
            field=f"{source} {known.title}",
            rule_zh=f"{known.form_zh}（{canonical.zh}）",
            rule=f"{known.form} ({canonical.en})",
            value=typed,
        )
    return canonical


def beacon_edition(source: str, typed: str) -> str:
    """Return an edition as a manifest writes it: 第2025122期 is ``2025122``, 2025年5月12日 is ``20250512`` (期号).

    Of an unknown source, and of dice, it must be typed as it is to stand. Years are not filled in, nor five digits made
    seven: an edition has the form in which its lottery publishes it.

    Raises:
        InvalidValueError: not an edition of that source.

    """
    known = SOURCES.get(source)
    return _check_edition(source, typed if known is None else known.typed_edition(typed))


def _check_edition(source: str, edition: str) -> str:
    field = f"{source} 期号 edition"
    check_part(edition, field)
    known = SOURCES.get(source)
    if known is not None and not re.fullmatch(known.edition, edition):
        zh, en = f"应符合 {known.edition_zh}", f"must match {known.edition}"
        raise InvalidValueError(field=field, rule_zh=zh, rule=en, value=edition)
    if known is not None and known.names_instant and _known_at(source, edition) is None:
        raise InvalidValueError(field=field, rule_zh="没有这一天", rule="there is no such day", value=edition)
    return edition


def _known_at(source: str, edition: str) -> datetime | None:
    if source == "DRAND":
        return time_of(int(edition))
    if source in _INDICES:
        try:
            return datetime.strptime(edition, "%Y%m%d").replace(tzinfo=CHINA) + _CLOSE
        except ValueError:
            return None
    return None


def beacon_bits(source: str, value: str) -> float:
    """Return the entropy of a canonical value in bits; 0 for an unknown source (熵)."""
    known = SOURCES.get(source)
    return known.bits(value) if known else 0.0


def _constant(bits: float) -> Callable[[str], float]:
    return lambda _: bits


def _dice_bits(value: str) -> float:
    faces, *rolls = value.split(".")
    return len(rolls) * math.log2(int(faces))


def _lottery(title: str, form_zh: str, form: str, canonical: Parser, chances: int) -> Source:
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
        canonical=closing,
        bits=_constant(8.0),
        names_instant=True,
        typed_edition=day_edition,
    )


SOURCES: dict[str, Source] = {
    "KL8": _lottery(
        "快乐8",
        "应为 1 至 80 中 20 个不同的号码",
        "must be 20 different numbers from 1 to 80",
        combination((20, 80)),
        math.comb(80, 20),
    ),
    "SSQ": _lottery(
        "双色球",
        "应为红球 33 选 6、蓝球 16 选 1",
        "must be 6 of 33 and 1 of 16",
        combination((6, 33), (1, 16), labels=(_RED, _BLUE)),
        math.comb(33, 6) * 16,
    ),
    "DLT": _lottery(
        "大乐透",
        "应为前区 35 选 5、后区 12 选 2",
        "must be 5 of 35 and 2 of 12",
        combination((5, 35), (2, 12), labels=(_FRONT, _BACK)),
        math.comb(35, 5) * math.comb(12, 2),
    ),
    "FC3D": _lottery("福彩3D", "应为 3 位数字", "must be 3 digits", digits(3, _PLACES[2:]), 10**3),
    "PL5": _lottery("排列五", "应为 5 位数字", "must be 5 digits", digits(5, _PLACES), 10**5),
    "SZSE399001": _index("深证成指收盘"),
    "SSE000001": _index("上证指数收盘"),
    "DICE": Source(
        title="现场掷骰（录像）",
        edition=r".+",
        edition_zh="场次名称",
        form_zh="应为 面数.点数.点数…，如 10.8.3.0.1",
        form="must be FACES.ROLL.ROLL… such as 10.8.3.0.1",
        canonical=dice,
        bits=_dice_bits,
        typed_edition=str,
    ),
    "DRAND": Source(
        title="drand quicknet 轮次",
        edition=r"[1-9][0-9]{0,9}",
        edition_zh="轮次编号",
        form_zh="应为 64 位十六进制",
        form="must be 64 hex digits",
        canonical=hex64,
        bits=_constant(128.0),
        names_instant=True,
    ),
}
