"""The commands for one owner or one doubter: proofs of inclusion and absence, the cost of cheating (证明与试签)."""

from __future__ import annotations

from argparse import Namespace

from shuangsuiji.bundle import read_commitment
from shuangsuiji.cli.options import read_text, write_new
from shuangsuiji.cli.output import DONE, Output
from shuangsuiji.draws import Commitment
from shuangsuiji.errors import InvalidValueError, UnknownNameError
from shuangsuiji.lottery.grinding import Goal, grinding_report
from shuangsuiji.lottery.merkle import InclusionProof, prove_absence, prove_inclusion
from shuangsuiji.lottery.proof_sheets import ProofSheet
from shuangsuiji.lottery.quotas import FrameTerms

__all__ = ["run_check_proof", "run_grind", "run_prove"]


def run_prove(given: Namespace, output: Output) -> int:
    """Write the proof that an object stands in a frame, or that it does not, for its owner to check alone."""
    commitment = read_commitment(given.folder)
    terms = _terms(commitment, given.frame)
    alg, frame = commitment.manifest.alg, commitment.frames[terms.name]
    there = given.id in frame
    proof = prove_inclusion(alg, frame, given.id) if there else prove_absence(alg, frame, given.id)
    sheet = ProofSheet(alg=alg, frame=terms.name, proof=proof)
    if given.out:
        write_new(given.out, sheet.to_text().encode())
    what = "在抽样框中 is in the frame" if there else "不在抽样框中 is not in the frame"
    output.say(f"{given.id} {what}", *([f"证明已写入 {given.out}"] if given.out else [sheet.to_text().rstrip()]))
    output.say(f"对照锁定单：frame.{terms.name}.merkle={terms.merkle}", f"frame.{terms.name}.rows={terms.rows}")
    output.give({"id": given.id, "included": there, "proof": sheet.to_text(), "root": terms.merkle, "rows": terms.rows})
    return DONE


def _terms(commitment: Commitment, name: str | None) -> FrameTerms:
    """Return the frame asked for, or the only one there is, with its root."""
    names = [one.name for one in commitment.manifest.frames]
    if name is None and len(names) > 1:
        zh, en = f"须指明抽样框：{'、'.join(names)}", f"must name one of {', '.join(names)}"
        raise InvalidValueError(field="--frame", rule_zh=zh, rule=en, value=None)
    found = [one for one in commitment.manifest.frames if name in (None, one.name)]
    if not found:
        raise UnknownNameError(field="--frame", value=name, known="、".join(names))
    if found[0].merkle is None:
        zh, en = "锁定单没有 Merkle 根，锁定时须用 --merkle", "the manifest has no Merkle root; commit with --merkle"
        raise InvalidValueError(field=f"frame.{found[0].name}.merkle", rule_zh=zh, rule=en, value=None)
    return found[0]


def run_check_proof(given: Namespace, output: Output) -> int:
    """Check a proof against the root and the rows that a manifest states."""
    sheet = ProofSheet.from_text(read_text(given.file))
    sheet.check(given.root, given.rows)
    included = isinstance(sheet.proof, InclusionProof)
    what = "在抽样框中 is in the frame" if included else "不在抽样框中 is not in the frame"
    output.say(f"证明成立 the proof holds: {sheet.proof.id} {what}")
    output.give({"id": sheet.proof.id, "included": included, "frame": sheet.frame})
    return DONE


def run_grind(given: Namespace, output: Output) -> int:
    """Tell what it would have cost to cheat in this draw, without the commitment and with it."""
    commitment = read_commitment(given.folder)
    goal = Goal(spare=frozenset(given.spare), hit=frozenset(given.hit))
    report = grinding_report(commitment.manifest, commitment.frames, goal, bits=given.bits, variants=given.variants)
    output.say(report)
    output.give(
        {
            "chance": [str(report.least), str(report.greatest)],
            "tries": None if report.tries is None else float(report.tries),
            "seconds": None if report.seconds is None else float(report.seconds),
            "bits": report.leftover.bits,
            "variants": report.leftover.variants,
            "best": float(report.leftover.best),
        }
    )
    return DONE
