"""SSJ-1, the lottery: a protocol that knows ids, strata, quotas and no law (抽签协议)."""

from shuangsuiji.lottery.beacons import SOURCES, BeaconEvent, Source, beacon_bits, beacon_value
from shuangsuiji.lottery.codes import chain, next_code
from shuangsuiji.lottery.digest import ZERO_DIGEST, Algorithm
from shuangsuiji.lottery.drawing import FrameDraw, draw_frames, fix_quotas
from shuangsuiji.lottery.frames import Frame, StratumDraw, TableFrame
from shuangsuiji.lottery.manifest import Manifest, compose_manifest
from shuangsuiji.lottery.quotas import FrameTerms, quota
from shuangsuiji.lottery.seeds import Reveal, Seed, open_commitment
from shuangsuiji.lottery.tickets import GivenTickets, KeyedTickets, Tickets
from shuangsuiji.lottery.verdicts import Check, CheckStatus, Verdict
from shuangsuiji.lottery.verification import verify_files

__all__ = [
    "SOURCES",
    "ZERO_DIGEST",
    "Algorithm",
    "BeaconEvent",
    "Check",
    "CheckStatus",
    "Frame",
    "FrameDraw",
    "FrameTerms",
    "GivenTickets",
    "KeyedTickets",
    "Manifest",
    "Reveal",
    "Seed",
    "Source",
    "StratumDraw",
    "TableFrame",
    "Tickets",
    "Verdict",
    "beacon_bits",
    "beacon_value",
    "chain",
    "compose_manifest",
    "draw_frames",
    "fix_quotas",
    "next_code",
    "open_commitment",
    "quota",
    "verify_files",
]
