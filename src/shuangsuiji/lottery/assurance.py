"""The assurance level of a draw, computed by the verifier: SSJ-1 §5 (保证等级)."""

from __future__ import annotations

from shuangsuiji.lottery.beacons import SOURCES, beacon_bits, beacon_date
from shuangsuiji.lottery.manifest import Manifest
from shuangsuiji.lottery.seeds import Reveal
from shuangsuiji.lottery.verdicts import Ledger

__all__ = ["check_order", "level_of"]

REQUIRED_BITS = 48


def check_order(manifest: Manifest, ledger: Ledger) -> None:
    """Check that every beacon lies after the commitment, and that an edition which names a day names that one."""
    for event in manifest.beacons:
        ledger.settle(
            event.at > manifest.committed_at,
            "order",
            f"{event.name} 的开出时间 {event.at.isoformat()} 应晚于锁定时间 {manifest.committed_at.isoformat()}",
            f"{event.name} at {event.at.isoformat()} must lie after committed.at {manifest.committed_at.isoformat()}",
        )
        day = beacon_date(event.source, event.edition)
        if day is not None:
            ledger.settle(
                event.at.date() == day,
                "order",
                f"{event.name} 的期号日期 {day} 应与 beacon.at 一致",
                f"the edition of {event.name} names {day}, which must be the day of beacon.at",
            )


def level_of(manifest: Manifest, reveal: Reveal, ledger: Ledger) -> int:
    """Return the assurance level and note what the next one lacks.

    Time tokens and drand signatures are not verified by this version, so that no draw gets above level 1.
    """
    values = [part.rpartition("/")[2] for part in reveal.beacon.split(";")]
    known = [event for event in manifest.beacons if event.source in SOURCES]
    if not known:
        ledger.note(
            "level", "等级 0：随机源未知，种子等于自行声明", "level 0: no known beacon, the seed is self-asserted"
        )
        return 0
    bits = sum(beacon_bits(event.source, value) for event, value in zip(manifest.beacons, values, strict=True))
    undated = [event.name for event in known if beacon_date(event.source, event.edition) is None]
    ledger.note(
        "level",
        f"等级 1：先锁定、后开出。随机源 {bits:.1f} 比特（2 级须 {REQUIRED_BITS}），参与方 {len(manifest.chains)} 个；"
        f"升至 2 级还需可信时间戳，以及 {'、'.join(undated) or '各期'} 的开奖日历，本版本尚不核验",
        f"level 1: committed first, drawn later. Beacon {bits:.1f} bits (level 2 asks for {REQUIRED_BITS}), "
        f"{len(manifest.chains)} parties; level 2 also needs a time token and a calendar of draws for "
        f"{', '.join(undated) or 'every edition'}, which this version does not verify yet",
    )
    return 1
