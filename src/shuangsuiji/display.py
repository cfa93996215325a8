"""Escaped tables for notebooks (表格显示)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

__all__ = ["html_table"]

SHOWN_ROWS = 20


def html_table(caption: str, header: Sequence[str], rows: Iterable[Sequence[object]], total: int | None = None) -> str:
    """Return an HTML table with every cell escaped, twenty rows at the most (表格).

    Args:
        caption: what the table shows, one line.
        header: one name per column.
        rows: the cells; only the first twenty rows are read.
        total: number of rows there are; counted from ``rows`` when not given.

    """
    shown = [row for row, _ in zip(iter(rows), range(SHOWN_ROWS), strict=False)] if total is not None else list(rows)
    count = len(shown) if total is None else total
    head = "".join(f'<th scope="col">{escape(name)}</th>' for name in header)
    body = "".join(
        "<tr>" + "".join(f"<td>{escape(str(cell))}</td>" for cell in row) + "</tr>" for row in shown[:SHOWN_ROWS]
    )
    more = count - min(count, SHOWN_ROWS)
    foot = f'<tfoot><tr><td colspan="{len(header)}">另有 {more} 行</td></tr></tfoot>' if more else ""
    return (
        f"<table><caption>{escape(caption)}</caption><thead><tr>{head}</tr></thead><tbody>{body}</tbody>{foot}</table>"
    )
