"""What a verifier brings along that no bundle proves by itself: authorities, dates of editions (核验依据)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

import attrs

from shuangsuiji.lottery.beacons import BeaconEvent
from shuangsuiji.values import FrozenMap, freeze

__all__ = ["Evidence"]


@attrs.frozen(kw_only=True)
class Evidence:
    """What a verifier holds for true and takes from elsewhere than the bundle (核验依据).

    Attributes:
        authorities: certificates of the time stamping authorities that it trusts, PEM text; empty for none.
        editions: when an edition was drawn, by ``SOURCE/EDITION``: the calendar of a lottery.

    """

    authorities: str = ""
    editions: Mapping[str, datetime] = attrs.field(factory=FrozenMap[str, datetime], converter=freeze)

    def known_at(self, event: BeaconEvent) -> datetime | None:
        """Return from when the value of an event could be known: by its edition, else by the calendar given."""
        return event.known_at or self.editions.get(event.name)
