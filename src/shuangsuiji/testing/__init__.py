"""Fairness that anyone can test, of our draws and of their own (公平性测试).

The Hypothesis strategies live in ``shuangsuiji.testing.strategies``, which is imported by itself.
"""

from shuangsuiji.testing.equivariance import assert_equivariant, select_by_tickets
from shuangsuiji.testing.exact import (
    assert_exactly_fair,
    assert_exactly_fair_tickets,
    inclusion_chances,
    ticket_inclusion_chances,
)

__all__ = [
    "assert_equivariant",
    "assert_exactly_fair",
    "assert_exactly_fair_tickets",
    "inclusion_chances",
    "select_by_tickets",
    "ticket_inclusion_chances",
]
