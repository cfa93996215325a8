"""The command that imports an item list: ``shuangsuiji import-items`` (清单导入命令)."""

from __future__ import annotations

from argparse import Namespace
from datetime import datetime

from shuangsuiji.bundle import to_json
from shuangsuiji.cli.import_reports import say_report, summary_of, write_rejected_rows
from shuangsuiji.cli.options import day_of, pairs_of, read_value, write_new
from shuangsuiji.cli.output import DONE, REFUSED, Output
from shuangsuiji.registry import LIYANG_DEPARTMENTS, DepartmentTree, LegalBasis
from shuangsuiji.tables import ItemDefaults, import_items
from shuangsuiji.terms import BasisRank, InspectionMethod, ItemKind, ItemListKind, ItemOrigin, KeyGround
from shuangsuiji.values import CHINA

__all__ = ["ITEM_OPTIONS", "run_import_items"]

_MANY: dict[str, object] = {"action": "append", "default": []}
ITEM_OPTIONS: tuple[tuple[str, dict[str, object]], ...] = (
    ("file", {"help": "XLSX、XLS 或 CSV 文件 workbook or CSV"}),
    ("--id", {"required": True, "help": "清单编号 id of the list"}),
    ("--kind", {"required": True, "choices": ["department", "joint"], "help": "部门清单或联合清单 kind of list"}),
    ("--owner", {"required": True, "help": "责任部门编号 id of the department"}),
    ("--on", {"help": "施行日期 first day, YYYY-MM-DD (默认今天)"}),
    ("--out", {"help": "事项清单写入此 JSON write the item list"}),
    ("--rejected", {"help": "退回行写入此 CSV 或 XLSX write the rejected rows"}),
    ("--sheet", {"help": "工作表名称 sheet of a workbook"}),
    ("--column", {**_MANY, "metavar": "列名=字段", "help": "指明列的含义 what a column means"}),
    ("--departments", {"metavar": "liyang|JSON", "help": "部门树，用以查找部门名称 tree of departments"}),
    ("--department", {**_MANY, "metavar": "词=编号", "help": "清单用词对应的部门编号，逗号分隔 ids of a word"}),
    ("--body", {"help": "清单未载时的实施主体 body that inspects (默认责任部门)"}),
    ("--joint", {"help": "清单未载时的联合部门，逗号分隔 joint departments"}),
    ("--item-kind", {"help": "清单未载时的事项类别：KEY 或 GENERAL kind of item"}),
    ("--cap", {"help": "清单未载时一般检查事项的比例上限，如 5%% cap of GENERAL items"}),
    ("--ground", {"help": "重点理由：SAFETY、QUALITY、PUBLIC_INTEREST、OTHER why KEY"}),
    ("--ground-text", {"default": "", "help": "重点理由说明 the ground in words"}),
    ("--method", {**_MANY, "help": "清单未载时的检查方式，如 ON_SITE method"}),
    ("--content", {"default": "", "help": "清单未载时的检查内容 content (默认事项名称)"}),
    ("--basis", {**_MANY, "metavar": "名称=层级", "help": "清单未载时的抽查依据 legal basis and its rank"}),
    ("--superior", {"default": "", "help": "所依据的上级清单及版本 superior list and version"}),
    ("--power-list", {"default": "", "help": "权力清单条目（自行建立的事项） entry, for self-established items"}),
    ("--strict", {"action": "store_true", "help": "有退回行时退出码为 1 exit 1 if any row is rejected"}),
)


def run_import_items(given: Namespace, output: Output) -> int:
    """Import an item list, report on every row, and write the list and the rejected rows where asked."""
    report = import_items(
        given.file,
        id=given.id,
        kind=ItemListKind.of(given.kind.upper()),
        defaults=_defaults(given),
        columns=pairs_of(given.column, "--column"),
        sheet=given.sheet,
    )
    say_report(report, output)
    if report.supplied:
        supplied = "、".join(f"{name} {number} 项" for name, number in report.supplied.items())
        output.say(f"清单未载、由参数补充：{supplied}")
    made = report.item_list()
    write_rejected_rows(report, given.rejected, output)
    if given.out:
        write_new(given.out, f"{to_json(made)}\n".encode())
        output.say(f"{made!r} 已写入 {given.out}")
    continued = [{"row": one.row, "of": one.of} for one in report.continued]
    output.give({**summary_of(report), "continued": continued, "supplied": dict(report.supplied)})
    return REFUSED if given.strict and report.rejected else DONE


def _defaults(given: Namespace) -> ItemDefaults:
    words = pairs_of(given.department, "--department")
    return ItemDefaults(
        owner=given.owner,
        effective_on=day_of(given.on, "--on") if given.on else datetime.now(CHINA).date(),
        implementing_body=given.body or "",
        joint_departments=given.joint.split(",") if given.joint else (),
        departments=_tree(given.departments) if given.departments else None,
        department_ids={word: tuple(ids.split(",")) for word, ids in words.items()},
        item_kind=ItemKind.of(given.item_kind.upper()) if given.item_kind else None,
        content=given.content,
        methods=tuple(InspectionMethod.of(name) for name in given.method),
        legal_bases=tuple(
            LegalBasis(title=title, rank=BasisRank.of(rank)) for title, rank in pairs_of(given.basis, "--basis").items()
        ),
        ratio_cap=given.cap,
        key_ground=KeyGround.of(given.ground) if given.ground else None,
        key_ground_text=given.ground_text,
        origin=ItemOrigin.SELF_ESTABLISHED if given.power_list else ItemOrigin.SUPERIOR,
        superior_item=given.superior,
        power_list_entry=given.power_list,
    )


def _tree(name: str) -> DepartmentTree:
    return LIYANG_DEPARTMENTS if name == "liyang" else read_value(name, DepartmentTree)
