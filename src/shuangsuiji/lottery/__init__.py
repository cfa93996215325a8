"""SSJ-1, the lottery: a protocol that knows ids, strata, quotas and no law (抽签协议)."""

from shuangsuiji.lottery.batches import batch_order
from shuangsuiji.lottery.beacons import SOURCES, BeaconEvent, Source, beacon_bits, beacon_value
from shuangsuiji.lottery.codes import chain, next_code
from shuangsuiji.lottery.digest import ZERO_DIGEST, Algorithm
from shuangsuiji.lottery.drawing import draw_frames, fix_quotas
from shuangsuiji.lottery.evidence import Evidence
from shuangsuiji.lottery.frames import Frame, TableFrame
from shuangsuiji.lottery.grinding import Goal, GrindingReport, grinding_report
from shuangsuiji.lottery.inclusion import Inclusion, inclusion_probabilities
from shuangsuiji.lottery.manifest import Manifest, compose_manifest
from shuangsuiji.lottery.merkle import (
    AbsenceProof,
    InclusionProof,
    check_absence,
    check_inclusion,
    merkle_root,
    prove_absence,
    prove_inclusion,
)
from shuangsuiji.lottery.officers import Officer
from shuangsuiji.lottery.predictions import Predictability, predictability
from shuangsuiji.lottery.preflights import Preflight, preflight
from shuangsuiji.lottery.proof_sheets import ProofSheet
from shuangsuiji.lottery.quotas import FrameTerms, quota
from shuangsuiji.lottery.samples import FrameDraw, StratumDraw
from shuangsuiji.lottery.seeds import Reveal, Round, Seed, open_commitment, open_round
from shuangsuiji.lottery.staff import Staff
from shuangsuiji.lottery.substitutions import Substitution
from shuangsuiji.lottery.supplements import Supplement, compose_supplement
from shuangsuiji.lottery.tickets import GivenTickets, KeyedTickets, Tickets
from shuangsuiji.lottery.verdicts import Check, CheckStatus, Verdict
from shuangsuiji.lottery.verification import verify_files

__all__ = [
    "SOURCES",
    "ZERO_DIGEST",
    "AbsenceProof",
    "Algorithm",
    "BeaconEvent",
    "Check",
    "CheckStatus",
    "Evidence",
    "Frame",
    "FrameDraw",
    "FrameTerms",
    "GivenTickets",
    "Goal",
    "GrindingReport",
    "Inclusion",
    "InclusionProof",
    "KeyedTickets",
    "Manifest",
    "Officer",
    "Predictability",
    "Preflight",
    "ProofSheet",
    "Reveal",
    "Round",
    "Seed",
    "Source",
    "Staff",
    "StratumDraw",
    "Substitution",
    "Supplement",
    "TableFrame",
    "Tickets",
    "Verdict",
    "batch_order",
    "beacon_bits",
    "beacon_value",
    "chain",
    "check_absence",
    "check_inclusion",
    "compose_manifest",
    "compose_supplement",
    "draw_frames",
    "fix_quotas",
    "grinding_report",
    "inclusion_probabilities",
    "merkle_root",
    "next_code",
    "open_commitment",
    "open_round",
    "predictability",
    "preflight",
    "prove_absence",
    "prove_inclusion",
    "quota",
    "verify_files",
]
