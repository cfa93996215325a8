"""The records of the county as an assessment rests on them: 四（二） (合成认定依据).

    from shuangsuiji.testing.county_basis import county_basis

    basis = county_basis(records)

Everything of the year is at hand: every draw with its COMMIT as published, every dossier and register with its head.
"""

from __future__ import annotations

from datetime import date

from shuangsuiji.accountability.records_basis import RecordsBasis
from shuangsuiji.inspection import PublicationTerms
from shuangsuiji.law import LIYANG_RULES
from shuangsuiji.testing.county import county_items, county_people, county_pools
from shuangsuiji.testing.county_guides import county_guides
from shuangsuiji.testing.county_trails import CountyRecords
from shuangsuiji.workdays import china_calendar

__all__ = ["county_basis"]


def county_basis(records: CountyRecords, *, as_of: date | None = None) -> RecordsBasis:
    """Return everything on record of the county's year as what facts are derived from (合成认定依据).

    Args:
        records: the year, made from the rules of Liyang.
        as_of: the day up to which is looked; by default the last of the January after the year.

    """
    year = records.year.plan.year
    last = as_of or date(year + 1, 1, 31)
    draws = (*records.year.matchings.values(), *(one.matching for one in records.cases.targeted))
    published: dict[str, dict[int, str]] = {}
    for one in draws:
        manifest = one.commitment.manifest
        published.setdefault(manifest.agency, {})[manifest.serial] = manifest.commit
    dossiers, register = tuple(records.dossiers.values()), records.cases.register
    return RecordsBasis(
        as_of=last,
        terms=PublicationTerms(rules=LIYANG_RULES, calendar=china_calendar()),
        dossiers=dossiers,
        heads=tuple(one.head for one in dossiers),
        draws=draws,
        gazettes=published,
        pools=county_pools(year),
        lists=(county_items(year),),
        people=county_people(year),
        guides=county_guides(year),
        sheets=tuple(one for each in records.aftermaths.values() for one in each.sheets),
        plans=(records.year.plan,),
        registers=(register,),
        register_heads=(register.head,),
        recusals=(),
    )
