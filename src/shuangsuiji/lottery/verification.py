"""Verifying a bundle from its bytes alone: SSJ-1 §6 (核验)."""

from __future__ import annotations

import re
from collections.abc import Mapping

from shuangsuiji.errors import BundleError, InvalidFormError, ShuangsuijiError
from shuangsuiji.lottery.assurance import check_order, level_of
from shuangsuiji.lottery.checking_draws import check_draws
from shuangsuiji.lottery.checking_frames import check_frames, check_table, missing
from shuangsuiji.lottery.grammar import MATCHING_TABLES
from shuangsuiji.lottery.manifest import Manifest
from shuangsuiji.lottery.seeds import Reveal, Seed, check_beacon, check_codes, check_round, reveal_of, seed_of
from shuangsuiji.lottery.verdicts import Ledger, Verdict

__all__ = ["verify_files"]


_ROUND = re.compile(r"(?:supplement|reveal|drawn|thresholds|inspectors)\.[0-9]+\.(?:txt|tsv)")


def verify_files(files: Mapping[str, bytes]) -> Verdict:
    """Check a bundle and return everything found; a verifier never normalises, it refuses (核验).

    Args:
        files: the bytes of every file of the folder, by name.

    Raises:
        BundleError: there is no ``manifest.txt``.

    """
    if "manifest.txt" not in files:
        raise BundleError(path="manifest.txt", rule_zh="文件夹中没有锁定单", rule="there is no manifest in the folder")
    ledger = Ledger()
    manifest = _manifest(files["manifest.txt"], ledger)
    level = _verify(manifest, files, ledger) if manifest else None
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


def _verify(manifest: Manifest, files: Mapping[str, bytes], ledger: Ledger) -> int | None:
    check_order(manifest, ledger)
    frames = check_frames(manifest, files, ledger)
    _check_matching(manifest, files, ledger)
    _name_the_rest(manifest, files, ledger)
    if "reveal.txt" not in files and any(name in files for name in ("drawn.tsv", "thresholds.tsv")):
        missing("reveal.txt", ledger)
        return None
    if "reveal.txt" not in files:
        ledger.leave("uncommitted", "尚未揭示：只核验了锁定部分", "not revealed yet: only the commitment was checked")
        return None
    opened = _open(manifest, files["reveal.txt"], ledger)
    if opened is None:
        return None
    reveal, seed = opened
    check_draws(manifest, frames, seed, files, ledger)
    return level_of(manifest, reveal, ledger)


def _open(manifest: Manifest, content: bytes, ledger: Ledger) -> tuple[Reveal, Seed] | None:
    """Return the reveal and its seed, None where the reveal does not open the commitment."""
    try:
        reveal, claimed = reveal_of(content)
    except InvalidFormError as error:
        ledger.refuse_form(error)
        return None
    opened = True
    for code, check in (("k", check_round), ("beacon", check_beacon), ("code", check_codes)):
        try:
            check(manifest, reveal)
        except ShuangsuijiError as error:
            ledger.refuse_error(code, error)
            opened = False
        else:
            ledger.ok(code, "与锁定单相符", "agrees with the manifest")
    if not opened:
        return None
    seed = seed_of(manifest, reveal)
    for name, value in (("seed", seed.text), ("key", seed.key), ("mkey", seed.matching_key)):
        if name in claimed:
            ledger.settle(
                claimed[name] == value,
                name,
                f"reveal.txt 所记 {claimed[name]}，重算为 {value}",
                f"reveal.txt says {claimed[name]}, recomputed {value}",
            )
    return reveal, seed


def _check_matching(manifest: Manifest, files: Mapping[str, bytes], ledger: Ledger) -> None:
    for name, columns in MATCHING_TABLES.items():
        digest = manifest.entries.get(f"{name}.hash")
        if digest is None:
            continue
        file = f"{name}.tsv"
        if file in files:
            rows = int(manifest.entries[f"{name}.rows"])
            check_table(manifest.alg, file, files[file], columns, rows, digest, ledger)
        else:
            ledger.leave("matching", f"{file} 未随包公开", f"{file} is not part of this bundle")
    if manifest.has_matching:
        ledger.leave("matching", "本版本不重演人员匹配", "this version does not replay the matching of inspectors")


def _bound(manifest: Manifest) -> set[str]:
    """Return the names of the files that a manifest speaks of."""
    names = {"manifest.txt", "reveal.txt", "drawn.tsv", "thresholds.tsv"}
    names |= {f"{kind}.{terms.name}.tsv" for terms in manifest.frames for kind in ("frame", "excluded")}
    names |= {f"{table}.tsv" for table in MATCHING_TABLES if f"{table}.hash" in manifest.entries}
    if any(terms.batches for terms in manifest.frames):
        names.add("batches.tsv")
    return names | ({"assignments.tsv"} if manifest.has_matching else set())


def _name_the_rest(manifest: Manifest, files: Mapping[str, bytes], ledger: Ledger) -> None:
    if any(terms.merkle for terms in manifest.frames):
        ledger.leave("merkle", "本版本不核验 Merkle 根", "this version does not check the Merkle root")
    rounds = sorted(name for name in files if _ROUND.fullmatch(name))
    if rounds:
        zh, en = "本版本不核验补充抽取", "this version does not check supplementary rounds"
        ledger.leave("supplement", f"{zh}：{'、'.join(rounds)}", f"{en}: {', '.join(rounds)}")
    unbound = sorted(set(files) - _bound(manifest) - set(rounds))
    if unbound:
        zh, en = "锁定单未提及，未核验", "not spoken of by the manifest, not checked"
        ledger.note("file.unbound", f"{'、'.join(unbound)}：{zh}", f"{', '.join(unbound)}: {en}")
    ledger.note(
        "serial",
        f"本机关第 {manifest.serial} 号锁定，上一号 COMMIT {manifest.prev}：请与上一个包核对",
        f"commitment {manifest.serial} of this agency, after {manifest.prev}: compare with the bundle before",
    )
