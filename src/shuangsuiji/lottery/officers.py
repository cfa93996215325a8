"""Officers and experts as a draw commits them, and the tables that list them: matching.md §1, §2 (检查人员)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

import attrs

from shuangsuiji.errors import DuplicateError, InvalidValueError
from shuangsuiji.lottery.forms import table_bytes
from shuangsuiji.values import check_count, check_field, texts

__all__ = ["EVERYWHERE", "NOTHING", "Officer", "check_part", "count_in", "officer_of", "officers_bytes"]

EVERYWHERE = "*"
NOTHING = "-"
COLUMNS = 7
_MOST = 10**18


def check_part(text: str, field: str) -> str:
    """Return a name of a department, a region or a tag: a field without ``,`` and ``;``, other than ``-`` and ``*``.

    Raises:
        InvalidValueError: anything else.

    """
    check_field(text, field)
    if text in (NOTHING, EVERYWHERE) or "," in text or ";" in text:
        raise InvalidValueError(
            field=field, rule_zh="不得含有 , 或 ;，也不得为 - 或 *", rule="no , or ;, and not - or *", value=text
        )
    return text


def _sorted(parts: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(texts(parts)))


@attrs.frozen(kw_only=True)
class Officer:
    """One line of ``inspectors.tsv`` or ``experts.tsv`` (人员).

    Attributes:
        id: a field.
        department: whose officer it is.
        regions: where he may inspect, sorted; ``("*",)`` for everywhere.
        tags: what he is qualified for, sorted; empty for nothing special.
        capacity: the most units in this draw.
        base_load: units carried over, which orders the lots and never uses up capacity.
        valid_until: last day of the certificate.

    """

    id: str
    department: str
    regions: tuple[str, ...] = attrs.field(converter=_sorted)
    tags: tuple[str, ...] = attrs.field(default=(), converter=_sorted)
    capacity: int
    base_load: int = 0
    valid_until: date

    def __attrs_post_init__(self) -> None:
        check_field(self.id, "Officer.id")
        self._check_numbers()
        check_part(self.department, f"{self.id}.department")
        if self.regions != (EVERYWHERE,):
            for region in self.regions:
                check_part(region, f"{self.id}.regions")
        for tag in self.tags:
            check_part(tag, f"{self.id}.tags")
        for field, parts in (("regions", self.regions), ("tags", self.tags)):
            if len(set(parts)) != len(parts):
                raise DuplicateError(field=f"{self.id}.{field}", value=",".join(parts))
        if not self.regions:
            zh, en = "至少一个区域，或 *", "at least one region, or *"
            raise InvalidValueError(field=f"{self.id}.regions", rule_zh=zh, rule=en, value="")

    def _check_numbers(self) -> None:
        if self.id == NOTHING:
            zh, en = "不得为 -，替换记录以 - 表示无人", "must not be -, which stands for nobody"
            raise InvalidValueError(field="Officer.id", rule_zh=zh, rule=en, value=self.id)
        for field in ("capacity", "base_load"):
            if check_count(getattr(self, field), f"{self.id}.{field}") >= _MOST:
                zh, en = "最多 18 位", "has at most 18 digits"
                raise InvalidValueError(field=f"{self.id}.{field}", rule_zh=zh, rule=en, value=getattr(self, field))
        if type(self.valid_until) is not date:
            zh, en = "应为日期", "must be a day"
            raise InvalidValueError(field=f"{self.id}.valid_until", rule_zh=zh, rule=en, value=self.valid_until)

    def covers(self, region: str) -> bool:
        """Tell whether he may inspect in a region."""
        return self.regions == (EVERYWHERE,) or region in self.regions

    def holds(self, tags: Sequence[str]) -> bool:
        """Tell whether he holds every one of these tags."""
        return set(tags) <= set(self.tags)


def officer_of(row: Sequence[str]) -> Officer:
    """Return the officer in a parsed line.

    Raises:
        InvalidValueError: a value that matching.md §2 does not allow.

    """
    id_, department, regions, tags, capacity, base_load, valid_until = row
    made = Officer(
        id=id_,
        department=department,
        regions=tuple(regions.split(",")),
        tags=() if tags == NOTHING else tuple(tags.split(",")),
        capacity=count_in(capacity, f"{id_}.capacity"),
        base_load=count_in(base_load, f"{id_}.base_load"),
        valid_until=_day(valid_until, f"{id_}.valid_until"),
    )
    if tuple(_cells(made)) != tuple(row):
        zh, en = "区域和标签须按字节排序", "regions and tags are sorted bytewise"
        raise InvalidValueError(field=id_, rule_zh=zh, rule=en, value=f"{regions} {tags}")
    return made


def officers_bytes(officers: Iterable[Officer]) -> bytes:
    """Return the bytes of the table."""
    return table_bytes(map(_cells, officers))


def _cells(one: Officer) -> tuple[str, ...]:
    return (
        one.id,
        one.department,
        ",".join(one.regions),
        ",".join(one.tags) or NOTHING,
        str(one.capacity),
        str(one.base_load),
        one.valid_until.isoformat(),
    )


def count_in(text: str, field: str) -> int:
    """Return the whole number in a cell.

    Raises:
        InvalidValueError: a sign, a leading zero, or anything else.

    """
    if not text.isascii() or not text.isdigit() or str(int(text[:18])) != text:
        zh, en = "应为不带前导零的整数", "must be an integer without leading zeros"
        raise InvalidValueError(field=field, rule_zh=zh, rule=en, value=text)
    return int(text)


def _day(text: str, field: str) -> date:
    try:
        found = date.fromisoformat(text)
    except ValueError:
        found = None
    if found is None or found.isoformat() != text:
        zh, en = "应为日期 YYYY-MM-DD", "must be a day, YYYY-MM-DD"
        raise InvalidValueError(field=field, rule_zh=zh, rule=en, value=text)
    return found
