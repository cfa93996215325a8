"""What was drawn at all, by object: the lines of every draw and round, whatever item they are for: 4.2.11 (抽中行).

An object that was drawn for one item was drawn; whether that answers for a problem that falls under another item, no
record says.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

import attrs

from shuangsuiji.accountability.basis_parts import grouped
from shuangsuiji.accountability.derive_draws import DrawOnRecord
from shuangsuiji.draws import Draw, SupplementDraw
from shuangsuiji.inspection.draw_lines import known_from
from shuangsuiji.values import day_in_china

__all__ = ["DrawnLine", "lines_by_object"]


@attrs.frozen(kw_only=True)
class DrawnLine:
    """An object drawn for one item in one round of a draw (对象抽中行).

    Attributes:
        draw: the draw.
        item_code: the item.
        k: 0 for the main draw, else the number of the round.
        on: the day from which the round could be known.

    """

    draw: DrawOnRecord
    item_code: str
    k: int
    on: date

    def __str__(self) -> str:
        one = self.draw.manifest
        shown = f" 第{self.k}轮" if self.k else ""
        return f"{one.agency} 第{one.serial}号{shown} {self.item_code}"


def lines_by_object(draws: Iterable[DrawOnRecord]) -> Mapping[str, tuple[DrawnLine, ...]]:
    """Return every line by its object, those of attempts that were thrown away among them (对象抽中记录)."""
    return grouped((id_, line) for one in draws for id_, line in _lines(one))


def _lines(draw: DrawOnRecord) -> Iterator[tuple[str, DrawnLine]]:
    if draw.drawn is None:
        return
    rounds: tuple[Draw | SupplementDraw, ...] = (draw.drawn.main, *draw.rounds)
    for one in rounds:
        on = day_in_china(known_from(one, one.k))
        for id_, codes in one.objects.items():
            yield from ((id_, DrawnLine(draw=draw, item_code=code, k=one.k, on=on)) for code in codes)
