"""Publications that the tests of publication begin with: of one result, entered on 13 June 2025."""

from __future__ import annotations

from datetime import date

from shuangsuiji.inspection import Channel, Publication, Result, post, publish
from tests.unit.inspection_days import entered

POSTED_ON = {Channel.NATIONAL: date(2025, 6, 16), Channel.PROVINCIAL: date(2025, 6, 17)}


def posted(result: Result | None = None, /, days: dict[Channel, date] | None = None) -> Publication:
    """Return the publication of a result on both channels, or on those of which a day is given."""
    result = result or entered()
    publication = publish(result)
    for channel, on in (POSTED_ON if days is None else days).items():
        publication = post(publication, channel, on=on, reference=f"{channel.name}-{result.id}", by=result.department)
    return publication
