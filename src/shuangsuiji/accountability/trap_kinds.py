"""The traps by code: how grave each is, and which clause it touches (免责陷阱类别)."""

from __future__ import annotations

from collections.abc import Mapping

from shuangsuiji.accountability.basis_parts import field_text
from shuangsuiji.law import LIYANG_2020
from shuangsuiji.values import Finding, FrozenMap, Severity

__all__ = ["TRAPS", "trap"]

_ERROR, _WARNING, _NOTE = Severity.ERROR, Severity.WARNING, Severity.NOTE

TRAPS: Mapping[str, tuple[Severity, str]] = FrozenMap(
    {
        "trap.pool_omission": (_ERROR, "2.3.1"),
        "trap.excluded_by_concerned": (_ERROR, "2.1.9"),
        "trap.drawn_in_attempt": (_ERROR, "4.2.11"),
        "trap.drawn_for_other_item": (_ERROR, "4.2.11"),
        "trap.lead_unhandled": (_ERROR, "3.4.1"),
        "trap.visit_overdue": (_ERROR, "3.2.1"),
        "trap.corrected_after_event": (_ERROR, "4.2.6"),
        "trap.recusal": (_ERROR, "3.2.2"),
        "trap.dossier_broken": (_ERROR, "2.1.9"),
        "trap.register_broken": (_ERROR, "3.4.1"),
        "trap.serials": (_ERROR, "2.1.9"),
        "trap.excluded_by_hand": (_WARNING, "2.1.9"),
        "trap.redraw": (_WARNING, "2.1.9"),
        "trap.failed": (_WARNING, "2.1.9"),
        "trap.unrevealed": (_WARNING, "4.2.11"),
        "trap.late_evidence": (_WARNING, "2.1.9"),
        "trap.replaced": (_WARNING, "3.2.1"),
        "trap.relaxed": (_WARNING, "3.2.4"),
        "trap.cap_waived": (_WARNING, "3.4.4"),
        "trap.lead_open": (_WARNING, "3.4.1"),
        "trap.not_due": (_NOTE, "3.2.1"),
        "trap.excluded_spared": (_NOTE, "3.1.10"),
        "trap.excluded": (_NOTE, "2.1.9"),
        "trap.no_chance": (_NOTE, "3.1.10"),
        "trap.substituted": (_NOTE, "3.2.2"),
        "trap.earlier_visit": (_NOTE, "4.2.9"),
        "trap.not_officer": (_NOTE, "4.2.13"),
    }
)
"""Severity and clause of every trap, the gravest first."""


def trap(code: str, where: str, zh: str, en: str) -> Finding:
    """Return a trap as a finding under its clause (免责陷阱).

    Raises:
        KeyError: a code that is not among ``TRAPS``.

    """
    severity, clause = TRAPS[code]
    return Finding(
        severity=severity,
        code=code,
        where=field_text(where),
        zh=field_text(zh),
        en=field_text(en),
        clause=LIYANG_2020.ref(clause),
    )
