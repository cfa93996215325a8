"""Checks of the people whom a draw may match: tables, teams, regions, recusals; matching.md §2 (人员表核验)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from shuangsuiji.errors import DuplicateError, InvalidValueError
from shuangsuiji.lottery.checking_frames import check_table
from shuangsuiji.lottery.frames import TableFrame
from shuangsuiji.lottery.grammar import MATCHING_TABLES
from shuangsuiji.lottery.manifest import Manifest
from shuangsuiji.lottery.officers import check_part
from shuangsuiji.lottery.staff import Staff
from shuangsuiji.lottery.supplements import ROUND_TABLES, Supplement
from shuangsuiji.lottery.verdicts import Ledger

__all__ = ["check_added", "check_people", "region_faults", "strange_recusals"]


def check_people(
    manifest: Manifest, frames: Mapping[str, TableFrame], files: Mapping[str, bytes], ledger: Ledger
) -> Staff | None:
    """Check teams, regions and tables of people; return the people, None where they are not there or at fault."""
    tables, whole = _tables(manifest, files, ledger)
    terms = manifest.matching
    if terms is not None:
        ledger.settle_all(
            terms.too_small,
            "team",
            f"各部门均不少于 {terms.minimum} 人",
            f"every team has at least {terms.minimum} seats",
        )
        ledger.settle_all(
            region_faults(frames),
            "region",
            "每个对象有且只有一个区域",
            "every object has one region, whatever the frame",
        )
    staff = _staff(tables, manifest.window, frames, ledger, "") if tables else None
    return staff if whole else None


def check_added(
    manifest: Manifest,
    asked: Supplement,
    before: Staff | None,
    frames: Mapping[str, TableFrame],
    files: Mapping[str, bytes],
    ledger: Ledger,
) -> Staff | None:
    """Check the officers and recusals that a round adds; return them, None where something is not there or at fault."""
    if manifest.matching is None:
        if asked.tables:
            zh, en = "锁定单没有人员匹配", "the manifest matches nobody"
            ledger.refuse("supplement", f"{asked.file}：{zh}", f"{asked.file}: {en}")
        return None
    _note_strays(asked, files, ledger)
    contents = _added_tables(manifest, asked, files, ledger)
    if contents is None or before is None:
        return None
    added = _staff(contents, manifest.window, frames, ledger, f"{asked.file}：")
    if added is None:
        return None
    try:
        before.joined_by(added)
    except (DuplicateError, InvalidValueError) as error:
        code = "people" if isinstance(error, DuplicateError) else "recusal"
        ledger.refuse(code, f"{asked.file}：{error.zh_line}", f"{asked.file}: {error.en_line}")
        return None
    return added


def _note_strays(asked: Supplement, files: Mapping[str, bytes], ledger: Ledger) -> None:
    stray = [f"{name}.{asked.k}.tsv" for name in ROUND_TABLES if name not in asked.tables]
    stray = [name for name in stray if name in files]
    if stray:
        zh, en = "未提及，未核验", "is not spoken of and was not checked"
        ledger.note("file.unbound", f"{asked.file}：{'、'.join(stray)} {zh}", f"{asked.file}: {', '.join(stray)} {en}")


def _added_tables(
    manifest: Manifest, asked: Supplement, files: Mapping[str, bytes], ledger: Ledger
) -> dict[str, bytes] | None:
    contents: dict[str, bytes] = {}
    for name, (rows, digest) in asked.tables.items():
        file = f"{name}.{asked.k}.tsv"
        if file not in files:
            _left_out(file, ledger)
            return None
        if check_table(manifest.alg, file, files[file], MATCHING_TABLES[name], rows, digest, ledger) is None:
            return None
        contents[name] = files[file]
    return contents


def _tables(manifest: Manifest, files: Mapping[str, bytes], ledger: Ledger) -> tuple[dict[str, bytes], bool]:
    """Return the tables of people that a manifest names and a bundle holds in their form, and whether that is all."""
    found: dict[str, bytes] = {}
    whole = True
    for name, columns in MATCHING_TABLES.items():
        digest = manifest.entries.get(f"{name}.hash")
        if digest is None:
            continue
        file = f"{name}.tsv"
        if file not in files:
            _left_out(file, ledger)
            whole = False
            continue
        rows = int(manifest.entries[f"{name}.rows"])
        if check_table(manifest.alg, file, files[file], columns, rows, digest, ledger) is None:
            whole = False
        else:
            found[name] = files[file]
    return found, whole


def _left_out(file: str, ledger: Ledger) -> None:
    ledger.leave("matching", f"{file} 未随包公开", f"{file} is not part of this bundle")


def _staff(
    tables: Mapping[str, bytes],
    window: tuple[date, date] | None,
    frames: Mapping[str, TableFrame],
    ledger: Ledger,
    where: str,
) -> Staff | None:
    try:
        staff = Staff.from_tables(tables)
    except (DuplicateError, InvalidValueError) as error:
        code = "recusal" if error.params.get("field") == "recusals" else "people"
        ledger.refuse(code, f"{where}{error.zh_line}", f"{where}{error.en_line}")
        return None
    lapsing = staff.lapsing(window[1]) if window else ()
    wrong = [f"{one.id} {one.valid_until}" for one in lapsing]
    ledger.settle_all(
        wrong,
        "people",
        f"{where}人员不重复，证件覆盖任务期间",
        f"{where}everybody once, certificates cover the window",
    )
    ledger.settle_all(
        strange_recusals(staff, frames),
        "recusal",
        f"{where}回避均指抽样框中的对象",
        f"{where}recusals name objects of frames",
    )
    return staff


def strange_recusals(staff: Staff, frames: Mapping[str, TableFrame]) -> list[str]:
    """Return the recusals that name an object in no frame (框外回避)."""
    return [
        f"{object_} {officer}"
        for object_, officer, _ in staff.recusals
        if not any(object_ in frame for frame in frames.values())
    ]


def region_faults(frames: Mapping[str, TableFrame]) -> list[str]:
    """Return the objects without a region, or with another one in another frame (区域问题)."""
    found: dict[str, str] = {}
    wrong: list[str] = []
    for name, frame in frames.items():
        bad = {label for label in frame.regions.labels if not _is_part(label)}
        for id_, region in zip(frame.ids, frame.regions, strict=True):
            if region in bad:
                wrong.append(f"{name}/{id_} {region}")
            elif found.setdefault(id_, region) != region:
                wrong.append(f"{id_} {found[id_]} ≠ {name} {region}")
    return wrong


def _is_part(text: str) -> bool:
    try:
        check_part(text, "region")
    except InvalidValueError:
        return False
    return True
