"""Strategies for tampered bundles: one change that no verifier may accept (篡改策略)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from shuangsuiji.errors import InvalidValueError, UnknownNameError
from shuangsuiji.testing.strategies import tampering_forms as forms
from shuangsuiji.testing.strategies import tampering_tables as tables
from shuangsuiji.testing.strategies.bound_files import Files, Tampered

__all__ = ["WAYS", "tampered"]


def tampered(files: Mapping[str, bytes], *, ways: Iterable[str] | None = None) -> SearchStrategy[dict[str, bytes]]:
    """Return copies of a bundle with one change, which every verifier must refuse (篡改).

    Before the reveal only the tables are bound to anything in the bundle, and only they are changed: that another
    manifest was published is for COMMIT to tell. So it is with the request of a round that has not been revealed.

    Args:
        files: the files of a bundle, such as ``draw.files``, by name.
        ways: names of changes out of ``WAYS``; all when not given.

    Raises:
        UnknownNameError: a way that there is none of.
        InvalidValueError: files that none of the ways can change.

    """
    chosen = list(WAYS) if ways is None else list(ways)
    for way in chosen:
        if way not in WAYS:
            raise UnknownNameError(field="ways", value=way, known="、".join(WAYS))
    found = [strategy for way in chosen for strategy in WAYS[way](files)]
    if not found:
        raise InvalidValueError(
            field="files", rule_zh="这些方式无从篡改该包", rule="none of the ways can change them", value=sorted(files)
        )
    return st.one_of(*found)


WAYS: dict[str, Callable[[Files], Iterator[Tampered]]] = {
    "batch_changed": tables.batch_changed,
    "byte": forms.byte,
    "contents_exchanged": forms.contents_exchanged,
    "digit": forms.digit,
    "drawn_added": tables.drawn_added,
    "drawn_exchanged": tables.drawn_exchanged,
    "file_removed": forms.file_removed,
    "form": forms.form,
    "line_doubled": forms.line_doubled,
    "line_removed": forms.line_removed,
    "lines_exchanged": forms.lines_exchanged,
    "round_removed": forms.round_removed,
    "round_renumbered": forms.round_renumbered,
    "row_added": tables.row_added,
    "threshold_added": tables.threshold_added,
    "undrawn_listed": tables.undrawn_listed,
}
