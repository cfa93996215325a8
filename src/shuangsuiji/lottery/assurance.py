"""The assurance level of a draw, computed by the verifier: SSJ-1 §5 (保证等级)."""

from __future__ import annotations

from shuangsuiji.lottery.beacons import SOURCES, beacon_bits
from shuangsuiji.lottery.manifest import Manifest
from shuangsuiji.lottery.seeds import Reveal
from shuangsuiji.lottery.verdicts import Ledger
from shuangsuiji.values import day_in_china

__all__ = ["check_order", "level_of"]

REQUIRED_BITS = 48


def check_order(manifest: Manifest, ledger: Ledger) -> None:
    """Check that every beacon lies after the commitment, and that an edition which names an instant agrees."""
    made = manifest.committed_at
    for event in manifest.beacons:
        ledger.settle(
            event.at > made,
            "order",
            f"{event.name} 的开出时间 {event.at.isoformat()} 应晚于锁定时间 {made.isoformat()}",
            f"{event.name} at {event.at.isoformat()} must lie after committed.at {made.isoformat()}",
        )
        known = event.known_at
        if known is not None:
            ledger.settle(
                known > made and day_in_china(event.at) == day_in_china(known),
                "order",
                f"{event.name} 按期号于 {known.isoformat()} 开出，应晚于锁定时间，并与 beacon.at 同日",
                f"{event.name} is known from {known.isoformat()}: that must lie after committed.at, on beacon.at's day",
            )
    if manifest.reveal_by is not None:
        last = max(day_in_china(event.at) for event in manifest.beacons)
        ledger.settle(
            manifest.reveal_by >= last,
            "order",
            f"揭示期限 {manifest.reveal_by} 不得早于最后一个随机事件 {last}",
            f"reveal.by {manifest.reveal_by} must not lie before the last beacon, {last}",
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
    undated = [event.name for event in known if event.known_at is None]
    ledger.note(
        "level",
        f"等级 1：先锁定、后开出。随机源 {bits:.1f} 比特（2 级须 {REQUIRED_BITS}），参与方 {len(manifest.chains)} 个；"
        f"升至 2 级还需可信时间戳，以及 {'、'.join(undated) or '各期'} 的开奖日历，本版本尚不核验",
        f"level 1: committed first, drawn later. Beacon {bits:.1f} bits (level 2 asks for {REQUIRED_BITS}), "
        f"{len(manifest.chains)} parties; level 2 also needs a time token and a calendar of draws for "
        f"{', '.join(undated) or 'every edition'}, which this version does not verify yet",
    )
    return 1
