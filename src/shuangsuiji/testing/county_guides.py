"""The guides of the synthetic county: two check points for each of its items (合成县抽查工作指引)."""

from __future__ import annotations

from datetime import date
from functools import cache

from shuangsuiji.planning import CheckPoint, InspectionGuide
from shuangsuiji.testing.county import county_items

__all__ = ["county_guides"]


@cache
def county_guides(year: int = 2026) -> tuple[InspectionGuide, ...]:
    """Return one guide for each item, of the department that inspects it (合成县抽查工作指引)."""
    return tuple(
        InspectionGuide(
            item_code=item.code,
            item_version=item.version,
            department=item.implementing_body,
            legal_bases=item.legal_bases,
            content=item.content,
            methods=item.methods,
            check_points=tuple(
                CheckPoint(id=f"p{number}", text=f"（合成）要点 {number}", basis=item.legal_bases[0])
                for number in (1, 2)
            ),
            effective_on=date(year, 1, 1),
        )
        for item in county_items(year).items
    )
