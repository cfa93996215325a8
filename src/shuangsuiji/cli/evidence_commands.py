"""``shuangsuiji evidence``: write an evidence folder, or check one (免责证明命令)."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from shuangsuiji.accountability import Assessment, Case, Fact, assess
from shuangsuiji.accountability.deriving import derive
from shuangsuiji.accountability.evidence_bundles import EvidenceBundle, evidence, why_drawn, why_not_drawn
from shuangsuiji.accountability.records_basis import RecordsBasis
from shuangsuiji.bundle import read_record
from shuangsuiji.bundle.evidence_folders import verify_evidence_folder, write_evidence
from shuangsuiji.cli.draw_commands import refuse_public
from shuangsuiji.cli.options import day_of, pair, read_bytes, read_value
from shuangsuiji.cli.output import DONE, REFUSED, Output
from shuangsuiji.cli.workday_options import CALENDAR_PATH, calendar_in_use
from shuangsuiji.errors import DuplicateError, InvalidValueError
from shuangsuiji.inspection import DisclosureGrade, Dossier, DossierHead, LeadRegister, PublicationTerms, RegisterHead
from shuangsuiji.law import LIYANG_RULES
from shuangsuiji.lottery.forms import parse_table
from shuangsuiji.planning import AnnualPlan, CheckSheet, InspectionGuide
from shuangsuiji.registry import InspectorPool, ItemList, ObjectPool, Recusal
from shuangsuiji.store import open_store, read_dossier, read_register
from shuangsuiji.store.stores import kinds
from shuangsuiji.values import CHINA, Severity

__all__ = ["EVIDENCE_OPTIONS", "run_evidence"]

T = TypeVar("T")

PARTLY = 3  # accepted, and something is left that nobody could check here
_MANY: dict[str, object] = {"action": "append", "default": []}
_JSON: dict[str, object] = {**_MANY, "metavar": "JSON"}
_GRADES = {"public": DisclosureGrade.PUBLIC, "on-request": DisclosureGrade.ON_REQUEST, "all": DisclosureGrade.INTERNAL}
EVIDENCE_OPTIONS: tuple[tuple[str, dict[str, object]], ...] = (
    ("--check", {"metavar": "文件夹", "help": "核验证明文件夹 check a folder (退出码 0 全部核验 1 拒绝 3 部分未查)"}),
    ("--out", {"metavar": "文件夹", "help": "写入此文件夹，须尚不存在或为空 folder, not there yet"}),
    ("--case", {"metavar": "JSON", "help": "案件：由记录推导事实并认定 a case, assessed from the records"}),
    ("--assessment", {"metavar": "JSON", "help": "已有的认定，代替 --case an assessment in its place"}),
    ("--fact", {**_JSON, "help": "由人查明的事实 a fact that somebody established"}),
    ("--why-drawn", {"metavar": "标识", "help": "为什么是我：某对象在一次抽取中 why an object was drawn"}),
    ("--why-not-drawn", {"metavar": "标识", "help": "为什么没有他 why an object was not drawn"}),
    ("--draw", {**_MANY, "metavar": "文件夹", "help": "抽取包 bundle of a draw"}),
    ("--discarded", {**_MANY, "metavar": "文件夹", "help": "作废的抽取或已公布失败的锁定 a draw that was thrown away"}),
    ("--published", {**_MANY, "metavar": "部门=文件", "help": "公报所载 COMMIT，每行 编号 TAB COMMIT"}),
    ("--store", {"metavar": "案卷库", "help": "案卷库，取其全部案卷和登记簿 a store of dossiers and registers"}),
    ("--dossier", {**_JSON, "help": "案卷 a dossier"}),
    ("--register", {**_JSON, "help": "线索登记簿 a register of leads"}),
    ("--head", {**_JSON, "help": "已公布的案卷链头 a published head of a dossier"}),
    ("--register-head", {**_JSON, "help": "已公布的登记簿存根 a published head of a register"}),
    ("--pool", {**_JSON, "help": "检查对象名录库 a version of an object pool"}),
    ("--people", {**_JSON, "help": "执法检查人员名录库 a version of a pool of inspectors"}),
    ("--items", {**_JSON, "help": "抽查事项清单 an item list"}),
    ("--plan", {**_JSON, "help": "年度计划 a plan"}),
    ("--guide", {**_JSON, "help": "抽查工作指引 a guide"}),
    ("--sheet", {**_JSON, "help": "检查表 a check sheet"}),
    ("--recusal", {**_JSON, "help": "回避 a recusal"}),
    ("--no-recusals", {"action": "store_true", "help": "回避登记在手且没有记录 the register of recusals holds none"}),
    ("--on", {"help": "查证截至日期 day up to which records count, YYYY-MM-DD (默认今天)"}),
    ("--grade", {"choices": list(_GRADES), "default": "public", "help": "公开等级 how openly (默认 public)"}),
    ("--region", {"help": "另有放假安排的地区，如 广西 region with days of its own"}),
    ("--notice", {**_MANY, "metavar": "文件", "help": f"节假日安排，加于 {CALENDAR_PATH} 之上 a notice, or a folder"}),
)
_WAYS = ("check", "case", "assessment", "why_drawn", "why_not_drawn")


def run_evidence(given: Namespace, output: Output) -> int:
    """Write an evidence folder, or check one: 0 everything checked or written, 1 refused, 3 something unchecked."""
    chosen = [f"--{one.replace('_', '-')}" for one in _WAYS if getattr(given, one) is not None]
    if len(chosen) != 1:
        zh = "须且只须给出 --check、--case、--assessment、--why-drawn、--why-not-drawn 之一"
        en = "takes exactly one of --check, --case, --assessment, --why-drawn, --why-not-drawn"
        raise InvalidValueError(field="evidence", rule_zh=zh, rule=en, value=" ".join(chosen) or None)
    if given.check is not None:
        return _check(given.check, output)
    if not given.out:
        raise InvalidValueError(field="--out", rule_zh="须给出输出文件夹", rule="needs a folder", value=None)
    for one in (*given.draw, *given.discarded):
        refuse_public(read_record(one), given.out)
    made = _made(given)
    folder = write_evidence(made, given.out)
    verdicts = [] if made.assessment is None else [f"{one} {one.name}" for one in made.assessment.verdicts]
    output.say(made, *verdicts, f"已写入 {folder}；核对：python3 -I -S {Path(folder) / 'verify_evidence.py'}")
    output.give(
        {
            "folder": str(folder),
            "kind": made.terms.kind.name,
            "object": made.terms.object_id,
            "grade": made.terms.grade.name,
            "files": len(made.files),
            "verdicts": [] if made.assessment is None else [one.name for one in made.assessment.verdicts],
            "assessment": made.terms.assessment,
        }
    )
    return DONE


def _check(folder: str, output: Output) -> int:
    findings = verify_evidence_folder(folder)
    refused = any(one.severity is Severity.ERROR for one in findings)
    word = "拒绝 refused" if refused else "接受 accepted"
    output.say(f"证明文件夹 {folder}：{word}", *(line for one in findings for line in (one, f"    {one.en}")))
    output.give(
        {
            "folder": folder,
            "accepted": not refused,
            "findings": [
                {"severity": one.severity.value, "code": one.code, "where": one.where, "zh": one.zh, "en": one.en}
                for one in findings
            ],
        }
    )
    return REFUSED if refused else PARTLY if findings else DONE


def _made(given: Namespace) -> EvidenceBundle:
    if given.why_drawn is not None or given.why_not_drawn is not None:
        draws = [read_record(one) for one in given.draw]
        if given.why_drawn is None:
            return why_not_drawn(draws, given.why_not_drawn)
        if len(draws) != 1:
            zh, en = "--why-drawn 须给出一次抽取", "goes with one draw"
            raise InvalidValueError(field="--draw", rule_zh=zh, rule=en, value=len(draws))
        return why_drawn(draws[0], given.why_drawn)
    basis = _basis(given)
    if given.assessment is not None:
        assessment = read_value(given.assessment, Assessment)
    else:
        case = read_value(given.case, Case)
        assessment = assess(case, derive(case, basis, _values(given.fact, Fact)).facts)
    return evidence(assessment, basis, grade=_GRADES[given.grade])


def _values(paths: Iterable[str], kind: type[T]) -> tuple[T, ...]:
    return tuple(read_value(one, kind) for one in paths)


def _basis(given: Namespace) -> RecordsBasis:
    calendar, _ = calendar_in_use(given)
    dossiers, registers = _values(given.dossier, Dossier), _values(given.register, LeadRegister)
    if given.store:
        with open_store(given.store) as store:
            known = kinds(store)
            dossiers += tuple(read_dossier(store, id_) for id_, kind in known if kind == Dossier.__name__)
            registers += tuple(read_register(store, id_) for id_, kind in known if kind == LeadRegister.__name__)
    return RecordsBasis(
        as_of=day_of(given.on, "--on") if given.on else datetime.now(CHINA).date(),
        terms=PublicationTerms(rules=LIYANG_RULES, calendar=calendar),
        dossiers=dossiers,
        heads=_values(given.head, DossierHead),
        draws=tuple(map(read_record, given.draw)),
        discarded=tuple(map(read_record, given.discarded)),
        gazettes=_gazettes(given.published),
        pools=_values(given.pool, ObjectPool),
        lists=_values(given.items, ItemList),
        people=_values(given.people, InspectorPool),
        guides=_values(given.guide, InspectionGuide),
        sheets=_values(given.sheet, CheckSheet),
        plans=_values(given.plan, AnnualPlan),
        registers=registers,
        register_heads=_values(given.register_head, RegisterHead),
        recusals=_values(given.recusal, Recusal) if given.recusal or given.no_recusals else None,
    )


def _gazettes(texts: Iterable[str]) -> dict[str, dict[int, str]]:
    """Return COMMIT by serial of every agency whose gazette is given.

    Raises:
        InvalidValueError: no ``AGENCY=FILE``, or a serial that is none.
        DuplicateError: a serial that an agency has published twice.

    """
    found: dict[str, dict[int, str]] = {}
    for text in texts:
        agency, path = pair(text, "--published")
        for serial, commit in parse_table(read_bytes(path), Path(path).name, 2):
            if not serial.isdecimal():
                zh, en = "编号应为整数", "a serial is a whole number"
                raise InvalidValueError(field="--published", rule_zh=zh, rule=en, value=serial)
            known = found.setdefault(agency, {})
            if int(serial) in known:
                raise DuplicateError(field=f"--published {agency}", value=int(serial))
            known[int(serial)] = commit
    return found
