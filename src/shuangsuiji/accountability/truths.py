"""Three truth values: what is not established is neither true nor false: strong Kleene logic (三值).

Missing evidence never exempts and never blames. A conjunction is false as soon as one part is, and true only where all
are; a disjunction the other way round; what is left is not established.
"""

from __future__ import annotations

from collections.abc import Iterable

from shuangsuiji.terms import Term
from shuangsuiji.values import check_kind

__all__ = ["Truth", "all_of", "any_of", "none_of"]


class Truth(Term):
    """What is known of a fact (事实状态)."""

    TRUE = "成立"
    FALSE = "不成立"
    NOT_ESTABLISHED = "未查明"

    def __invert__(self) -> Truth:
        """The opposite; of what is not established, the same."""
        return _OPPOSITE[self]


_OPPOSITE = {
    Truth.TRUE: Truth.FALSE,
    Truth.FALSE: Truth.TRUE,
    Truth.NOT_ESTABLISHED: Truth.NOT_ESTABLISHED,
}


def all_of(values: Iterable[Truth]) -> Truth:
    """Return whether all are true; of none, true (均成立).

    Raises:
        InvalidValueError: something that is no ``Truth``, such as ``True``.

    """
    found = _checked(values)
    if Truth.FALSE in found:
        return Truth.FALSE
    return Truth.NOT_ESTABLISHED if Truth.NOT_ESTABLISHED in found else Truth.TRUE


def any_of(values: Iterable[Truth]) -> Truth:
    """Return whether one is true; of none, false; raises as ``all_of`` (任一成立)."""
    return ~none_of(values)


def none_of(values: Iterable[Truth]) -> Truth:
    """Return whether none is true; of none, true; raises as ``all_of`` (均不成立)."""
    return all_of(~value for value in _checked(values))


def _checked(values: Iterable[Truth]) -> set[Truth]:
    found = set(values)
    for one in found:
        check_kind(one, Truth, "Truth")
    return found
