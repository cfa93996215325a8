"""Everyone who may be matched in a draw, and every pair that must not meet; matching.md §2 (匹配名册)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import cached_property
from typing import cast

import attrs

from shuangsuiji.errors import BrokenChainError, DuplicateError, InvalidValueError
from shuangsuiji.lottery.digest import Algorithm
from shuangsuiji.lottery.forms import lines_digest, parse_table, table_bytes
from shuangsuiji.lottery.frames import upper
from shuangsuiji.lottery.grammar import MATCHING_TABLES
from shuangsuiji.lottery.officers import Officer, officer_of, officers_bytes
from shuangsuiji.values import FrozenMap, check_field, freeze, texts

__all__ = ["Pair", "Staff"]

Pair = tuple[str, str]
"""An object and an officer who must not meet (回避对)."""


Row = tuple[str, str, str]
_CELLS = 3


def _rows(given: Mapping[Pair, str] | Iterable[Sequence[str]]) -> tuple[Row, ...]:
    if isinstance(given, Mapping):
        by_pair = cast("Mapping[Pair, str]", given)
        return tuple(sorted((object_, officer, reason) for (object_, officer), reason in by_pair.items()))
    rows = [tuple(texts(row)) for row in given]
    wrong = [row for row in rows if len(row) != _CELLS]
    if wrong:
        zh, en = "每条应为 对象、人员、原因", "each is object, officer and reason"
        raise InvalidValueError(field="recusals", rule_zh=zh, rule=en, value=wrong[0])
    return tuple(sorted((row[0], row[1], row[2]) for row in rows))


def _by_id(given: Iterable[Officer]) -> tuple[Officer, ...]:
    return tuple(sorted(given, key=lambda one: one.id))


@attrs.frozen(kw_only=True)
class Staff:
    """The four tables of people, as a manifest commits them (匹配名册).

    Attributes:
        officers: lines of ``inspectors.tsv``, by id.
        experts: lines of ``experts.tsv``, by id.
        recusals: object, officer and reason, sorted: ``recusals.tsv``; a mapping of reasons by pair does too.
        absent: reason by id of every certified inspector who is not among the officers: ``absent.tsv``.

    Raises:
        DuplicateError: somebody twice, as officer and expert, or as officer and absent.
        InvalidValueError: a pair twice.

    """

    officers: tuple[Officer, ...] = attrs.field(converter=_by_id)
    experts: tuple[Officer, ...] = attrs.field(default=(), converter=_by_id)
    recusals: tuple[Row, ...] = attrs.field(default=(), converter=_rows)
    absent: Mapping[str, str] = attrs.field(converter=freeze, factory=FrozenMap[str, str])

    def __attrs_post_init__(self) -> None:
        seen: set[str] = set()
        for one in (*self.officers, *self.experts):
            if upper(one.id) in seen:
                raise DuplicateError(field="Staff", value=one.id)
            seen.add(upper(one.id))
        for one in self.officers:
            if one.id in self.absent:
                raise DuplicateError(field="Staff.absent", value=one.id)
        for row in self.recusals:
            for text in row:
                check_field(text, "Staff.recusals")
        if len(self.barred) < len(self.recusals):
            pairs = [row[:2] for row in self.recusals]
            zh, en = "同一对象与人员的回避只能列一次", "a pair is recused once"
            twice = next(pair for pair in pairs if pairs.count(pair) > 1)
            raise InvalidValueError(field="recusals", rule_zh=zh, rule=en, value=" ".join(twice))

    @cached_property
    def barred(self) -> frozenset[Pair]:
        """The pairs that must not meet."""
        return frozenset((object_, officer) for object_, officer, _ in self.recusals)

    def tables(self) -> Mapping[str, bytes]:
        """Return the bytes of the tables by name, such as ``inspectors``."""
        return {
            "inspectors": officers_bytes(self.officers),
            "recusals": table_bytes(self.recusals),
            "absent": table_bytes(self.absent.items()),
            "experts": officers_bytes(self.experts),
        }

    def committed(self, alg: Algorithm, names: Iterable[str]) -> dict[str, tuple[int, str]]:
        """Return rows and hash of these tables, as a manifest or a request commits them."""
        tables = self.tables()
        return {name: (tables[name].count(b"\n"), lines_digest(alg, tables[name])) for name in names}

    def check_committed(self, alg: Algorithm, said: Mapping[str, tuple[int, str]], where: str) -> None:
        """Check that these are the people whom a manifest or a request commits, and nobody else.

        Raises:
            BrokenChainError: a table is another one, or holds somebody and is not committed.

        """
        for name, table in self.tables().items():
            found = (table.count(b"\n"), lines_digest(alg, table))
            due = said.get(name, (0, lines_digest(alg, b"")))
            if found != due:
                zh, en = "与锁定的人员表不符", "is not the committed table"
                raise BrokenChainError(link=f"{where}{name}", rule_zh=zh, rule=en, expected=due, value=found)

    @classmethod
    def from_tables(cls, tables: Mapping[str, bytes]) -> Staff:
        """Return the people in the bytes of tables, by name; what is not there holds nobody.

        Raises:
            InvalidFormError: a fault of form.
            InvalidValueError: a value that matching.md §2 does not allow, or a pair twice.
            DuplicateError: somebody twice.

        """
        rows = {
            name: parse_table(tables.get(name, b""), f"{name}.tsv", columns)
            for name, columns in MATCHING_TABLES.items()
        }
        return cls(
            officers=tuple(map(officer_of, rows["inspectors"])),
            experts=tuple(map(officer_of, rows["experts"])),
            recusals=rows["recusals"],
            absent=_reasons(rows["absent"]),
        )

    def joined_by(self, others: Staff) -> Staff:
        """Return these with the officers and recusals that a round adds; whoever was absent may come back.

        Raises:
            DuplicateError: somebody who is an officer or an expert already.
            InvalidValueError: a pair that is recused already.

        """
        back = {one.id for one in others.officers}
        return attrs.evolve(
            self,
            officers=(*self.officers, *others.officers),
            recusals=(*self.recusals, *others.recusals),
            absent={id_: reason for id_, reason in self.absent.items() if id_ not in back},
        )

    def lapsing(self, last: date) -> tuple[Officer, ...]:
        """Return those whose certificate ends before a day."""
        return tuple(one for one in (*self.officers, *self.experts) if one.valid_until < last)

    def __repr__(self) -> str:
        counts = f"{len(self.officers)} 人，专家 {len(self.experts)} 人，缺席 {len(self.absent)} 人"
        return f"<匹配名册 {counts}，回避 {len(self.recusals)} 对>"


def _reasons(rows: Iterable[tuple[str, ...]]) -> dict[str, str]:
    found: dict[str, str] = {}
    for id_, reason in rows:
        if id_ in found:
            raise DuplicateError(field="absent", value=id_)
        found[id_] = reason
    return found
