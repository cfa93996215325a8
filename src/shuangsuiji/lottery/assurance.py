"""The assurance level of a draw, computed by the verifier and never claimed: SSJ-1 §5 (保证等级)."""

from __future__ import annotations

import attrs

from shuangsuiji.lottery.beacons import SOURCES, BeaconEvent, beacon_bits

__all__ = ["REQUIRED_BITS", "Grounds", "LevelOf", "level_of"]

REQUIRED_BITS = 48
_TWO = 2


@attrs.frozen(kw_only=True)
class Grounds:
    """What a level rests on, for the main draw or for one supplementary round (定级依据).

    Attributes:
        events: the public events named before they happened; none where a round takes over the main draw's.
        beacon: BEACON as revealed.
        undated: names of the events whose date nothing but the agency's word tells.
        parties: how many parties gave a code.
        token: whether a time token of a trusted authority was verified.
        drand: names of the drand rounds whose signatures were verified.

    """

    events: tuple[BeaconEvent, ...]
    beacon: str
    undated: tuple[str, ...]
    parties: int
    token: bool
    drand: frozenset[str]

    @property
    def bits(self) -> float:
        """Entropy of the values, in bits."""
        values = [part.rpartition("/")[2] for part in self.beacon.split(";")]
        return sum(beacon_bits(event.source, value) for event, value in zip(self.events, values, strict=True))


@attrs.frozen(kw_only=True)
class LevelOf:
    """A level with what it rests on and what the next one lacks, in both languages (等级说明)."""

    level: int
    zh: str
    en: str


def level_of(grounds: Grounds) -> LevelOf:
    """Return the assurance level: SSJ-1 §5 (保证等级).

    0 self-asserted seed · 1 commitment and filmed ceremony · 2 commitment with time token, dated public sources of at
    least 48 bits · 3 = 2 and codes of two parties · 4 = 3 and a verified drand round.
    """
    unknown = [event.name for event in grounds.events if event.source not in SOURCES]
    if unknown:
        # whoever words the value of a source that nobody knows can word it until the seed pleases
        names = "、".join(unknown)
        return LevelOf(
            level=0,
            zh=f"等级 0：随机源 {names} 未知，种子等于自行声明",
            en=f"level 0: {names} is no known beacon, the seed is self-asserted",
        )
    if not grounds.events:
        zh = "等级 1：补充抽取未另行指定随机事件，提出时随机值已公开；升至 2 级须指定新的随机事件"
        en = "level 1: the round names no events of its own and was requested when the beacon was known"
        return LevelOf(level=1, zh=zh, en=en)
    level, lacking = 1, _lacking(grounds)
    while level <= len(lacking) and not lacking[level - 1]:
        level += 1
    head_zh = f"等级 {level}：先锁定、后开出。随机源 {grounds.bits:.1f} 比特，参与方 {grounds.parties} 个"
    head = f"level {level}: committed first, drawn later. Beacon {grounds.bits:.1f} bits, {grounds.parties} parties"
    if level > len(lacking):
        return LevelOf(level=level, zh=f"{head_zh}，时间戳与 drand 签名已核验", en=f"{head}, token and drand verified")
    missing = lacking[level - 1]
    return LevelOf(
        level=level,
        zh=f"{head_zh}；升至 {level + 1} 级还需{'、'.join(zh for zh, _ in missing)}",
        en=f"{head}; level {level + 1} also needs {', '.join(en for _, en in missing)}",
    )


def _lacking(grounds: Grounds) -> tuple[list[tuple[str, str]], ...]:
    """Return what is missing for level 2, for 3 and for 4, each beyond the level before."""
    two: list[tuple[str, str]] = []
    if not grounds.token:
        two.append(("可信时间戳", "a time token"))
    if grounds.undated:
        names = "、".join(grounds.undated)
        two.append((f" {names} 的开奖日历", f"a calendar of draws for {names}"))
    if grounds.bits < REQUIRED_BITS:
        two.append((f"随机源至少 {REQUIRED_BITS} 比特", f"a beacon of at least {REQUIRED_BITS} bits"))
    three = [] if grounds.parties >= _TWO else [("两个参与方的密码", "codes of two parties")]
    four = [] if grounds.drand else [("经核验的 drand 轮次", "a verified drand round")]
    return two, three, four
