"""Escaped tables for notebooks (表格显示)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from itertools import islice

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
    shown = list(rows) if total is None else list(islice(rows, SHOWN_ROWS))
    count = len(shown) if total is None else total
    shown = shown[:SHOWN_ROWS]
    head = "".join(f'<th scope="col">{escape(name)}</th>' for name in header)
    body = "".join("<tr>" + "".join(f"<td>{escape(str(cell))}</td>" for cell in row) + "</tr>" for row in shown)
    more = count - len(shown)
    foot = f'<tfoot><tr><td colspan="{len(header)}">另有 {more} 行</td></tr></tfoot>' if more else ""
    return (
        f"<table><caption>{escape(caption)}</caption><thead><tr>{head}</tr></thead><tbody>{body}</tbody>{foot}</table>"
    )
