"""Verifying a bundle from its bytes alone: SSJ-1 §6 (核验)."""

from __future__ import annotations

from collections.abc import Mapping

from shuangsuiji.errors import BundleError, InvalidFormError
from shuangsuiji.lottery.assurance import Grounds, level_of
from shuangsuiji.lottery.checking_draws import BATCHES, check_draws
from shuangsuiji.lottery.checking_events import DRAND_TABLE, check_drand, check_order, check_token
from shuangsuiji.lottery.checking_frames import check_frames, missing
from shuangsuiji.lottery.checking_matching import MatchingChecker
from shuangsuiji.lottery.checking_reveals import check_reveal
from shuangsuiji.lottery.checking_rounds import ROUND_FILE, ROUND_LIKE, RoundChecker, round_numbers
from shuangsuiji.lottery.evidence import Evidence
from shuangsuiji.lottery.grammar import MATCHING_TABLES
from shuangsuiji.lottery.inclusion_tables import INCLUSION_TABLE, check_inclusion_table
from shuangsuiji.lottery.manifest import Manifest
from shuangsuiji.lottery.rounds import Taken
from shuangsuiji.lottery.seeds import Reveal, main_round
from shuangsuiji.lottery.substitutions import SUBSTITUTIONS
from shuangsuiji.lottery.supplements import Supplement
from shuangsuiji.lottery.verdicts import Ledger, Verdict
from shuangsuiji.values import day_in_china

__all__ = ["verify_files"]

OF_MATCHING = ("assignments.", "advisers.", "inspectors.", "recusals.")
_ASKED = ("supplement.", "inspectors.", "recusals.")
_RESULTS = ("drawn.tsv", "thresholds.tsv", BATCHES, "assignments.tsv", "advisers.tsv", SUBSTITUTIONS)
_NO_EVIDENCE = Evidence()


def verify_files(files: Mapping[str, bytes], evidence: Evidence = _NO_EVIDENCE) -> Verdict:
    """Check a bundle and return everything found; a verifier never normalises, it refuses (核验).

    Args:
        files: the bytes of every file of the folder, by name.
        evidence: what the verifier takes from elsewhere: trusted authorities, the calendar of a lottery.

    Raises:
        BundleError: there is no ``manifest.txt``.

    """
    if "manifest.txt" not in files:
        raise BundleError(path="manifest.txt", rule_zh="文件夹中没有锁定单", rule="there is no manifest in the folder")
    ledger = Ledger()
    manifest = _manifest(files["manifest.txt"], ledger)
    level = _verify(manifest, files, evidence, ledger) if manifest else None
    return Verdict(
        checks=tuple(ledger.checks),
        commit=manifest.commit if manifest else None,
        level=None if ledger.refused else level,
    )


def _manifest(content: bytes, ledger: Ledger) -> Manifest | None:
    try:
        manifest = Manifest.from_bytes(content)
        count = len(manifest.frames)
    except InvalidFormError as error:
        ledger.refuse_form(error)
        return None
    ledger.ok("manifest", f"锁定单格式正确，含 {count} 个抽样框", f"the manifest is well-formed, with {count} frame(s)")
    return manifest


def _verify(manifest: Manifest, files: Mapping[str, bytes], evidence: Evidence, ledger: Ledger) -> int | None:
    token = check_token("manifest.txt", files, manifest.committed_at, evidence, ledger)
    check_order(manifest.beacons, manifest.committed_at, token, evidence, ledger)
    _check_reveal_by(manifest, ledger)
    frames = check_frames(manifest, files, ledger)
    if not ledger.refused:
        check_inclusion_table(manifest.frames, frames, files, ledger)
    matcher = MatchingChecker.of(manifest, frames, files, ledger)
    _name_the_rest(manifest, files, ledger)
    files = {name: content for name, content in files.items() if not _is_stray(name, manifest)}
    if "reveal.txt" not in files:
        _not_revealed(files, matcher, ledger)
        return None
    one = main_round(manifest)
    opened = check_reveal(one, files[one.file], ledger)
    if opened is None:
        return None
    reveal, seed = opened
    drawn = check_draws(manifest, frames, seed, files, ledger)
    grounds = Grounds(
        events=manifest.beacons,
        beacon=reveal.beacon,
        undated=tuple(event.name for event in manifest.beacons if evidence.known_at(event) is None),
        parties=len(manifest.chains),
        token=token is not None,
        drand=check_drand(manifest.beacons, reveal.beacon, files, ledger),
    )
    rounds: list[Grounds] = []
    if len(drawn) == len(manifest.frames):
        taken = Taken.by(manifest.frames, frames, drawn.values())
        matcher.check(0, taken, seed)
        rounds = _check_rounds(manifest, reveal, taken, matcher, files, evidence, ledger)
    elif round_numbers(files) or manifest.matching:
        zh, en = "主抽取未能重演，其后均未核验", "the main draw could not be replayed, so nothing after it was checked"
        ledger.leave("supplement" if round_numbers(files) else "matching", zh, en)
    matcher.finish()
    return _level([grounds, *rounds], ledger)


def _not_revealed(files: Mapping[str, bytes], matcher: MatchingChecker, ledger: Ledger) -> None:
    """Say that only what is committed could be checked: a sealed draw, and requests made while it is sealed."""
    told = [name for name in files if ROUND_FILE.fullmatch(name) and not name.startswith(_ASKED)]
    if told or any(name in files for name in _RESULTS):
        missing("reveal.txt", ledger)
        return
    ledger.leave("uncommitted", "尚未揭示：只核验了锁定部分", "not revealed yet: only the commitment was checked")
    for k in round_numbers(files):
        try:
            matcher.check_bound(Supplement.from_bytes(files.get(f"supplement.{k}.txt", b""), k))
        except InvalidFormError as error:
            ledger.refuse_form(error)


def _check_rounds(  # noqa: PLR0913, PLR0917 - all that a bundle is made of
    manifest: Manifest,
    reveal: Reveal,
    taken: Taken,
    matcher: MatchingChecker,
    files: Mapping[str, bytes],
    evidence: Evidence,
    ledger: Ledger,
) -> list[Grounds]:
    checker = RoundChecker(
        manifest=manifest,
        main=reveal,
        files=files,
        evidence=evidence,
        ledger=ledger,
        taken=taken,
        matcher=matcher,
        made=manifest.committed_at,
        events=manifest.beacons,
    )
    checker.check_all()
    return checker.grounds


def _level(grounds: list[Grounds], ledger: Ledger) -> int:
    """Return the lowest level of the main draw and its rounds, and note what each rests on."""
    levels: list[int] = []
    for k, one in enumerate(grounds):
        found = level_of(one)
        levels.append(found.level)
        where_zh, where = (f"第 {k} 轮补充抽取 ", f"round {k}, ") if k else ("", "")
        ledger.note("level", f"{where_zh}{found.zh}", f"{where}{found.en}")
    return min(levels)


def _check_reveal_by(manifest: Manifest, ledger: Ledger) -> None:
    if manifest.reveal_by is not None:
        last = max(day_in_china(event.at) for event in manifest.beacons)
        ledger.settle(
            manifest.reveal_by >= last,
            "order",
            f"揭示期限 {manifest.reveal_by} 不得早于最后一个随机事件 {last}",
            f"reveal.by {manifest.reveal_by} must not lie before the last beacon, {last}",
        )


def _bound(manifest: Manifest) -> set[str]:
    """Return the names of the files that a manifest speaks of."""
    names = {"manifest.txt", "manifest.tsr", "reveal.txt", "drawn.tsv", "thresholds.tsv"}
    names |= {f"excluded.{terms.name}.tsv" for terms in manifest.frames}
    names |= {f"frame.{terms.name}.{form}" for terms in manifest.frames for form in ("tsv", "parquet")}
    names |= {f"{table}.tsv" for table in MATCHING_TABLES if f"{table}.hash" in manifest.entries}
    if manifest.matching is not None:
        names |= {"assignments.tsv", SUBSTITUTIONS, *({"advisers.tsv"} if manifest.matching.experts else ())}
    if any(event.source == "DRAND" for event in manifest.beacons):
        names.add(DRAND_TABLE)
    if any(terms.batches for terms in manifest.frames):
        names.add(BATCHES)
    if any(terms.design == "pareto" for terms in manifest.frames):
        names.add(INCLUSION_TABLE)
    return names


def _of_a_round(name: str, manifest: Manifest) -> bool:
    """Tell whether a file belongs to a supplementary round, of this manifest with or without matching and experts."""
    if ROUND_FILE.fullmatch(name) is None or manifest.matching is None:
        return ROUND_FILE.fullmatch(name) is not None and not name.startswith(OF_MATCHING)
    return bool(manifest.matching.experts) or not name.startswith("advisers.")


def _is_stray(name: str, manifest: Manifest) -> bool:
    """Tell whether a file is named like a round's and is none of this manifest: it speaks of no round."""
    return ROUND_FILE.fullmatch(name) is not None and not _of_a_round(name, manifest)


def _name_the_rest(manifest: Manifest, files: Mapping[str, bytes], ledger: Ledger) -> None:
    wrong = sorted(name for name in files if ROUND_LIKE.fullmatch(name) and not ROUND_FILE.fullmatch(name))
    if wrong:
        zh, en = "轮次应为不带前导零的正整数", "the number of a round is a positive integer without leading zeros"
        ledger.refuse("supplement", f"{'、'.join(wrong)}：{zh}", f"{', '.join(wrong)}: {en}")
    bound = _bound(manifest)
    unbound = sorted(name for name in files if name not in bound and not _of_a_round(name, manifest))
    if unbound:
        zh, en = "锁定单未提及，未核验", "not spoken of by the manifest, not checked"
        ledger.note("file.unbound", f"{'、'.join(unbound)}：{zh}", f"{', '.join(unbound)}: {en}")
    ledger.note(
        "serial",
        f"本机关第 {manifest.serial} 号锁定，上一号 COMMIT {manifest.prev}：请与上一个包核对",
        f"commitment {manifest.serial} of this agency, after {manifest.prev}: compare with the bundle before",
    )
