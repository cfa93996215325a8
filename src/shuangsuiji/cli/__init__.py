"""The command line: ``shuangsuiji demo | import | codes | commit | draw | …`` (命令行)."""

from __future__ import annotations

import argparse
import io
import sys
from collections.abc import Callable, Sequence
from typing import ClassVar, NoReturn

from shuangsuiji.cli.calendar_commands import CALENDAR_OPTIONS, run_calendar
from shuangsuiji.cli.chain_commands import run_chain
from shuangsuiji.cli.commands import run_codes, run_commit, run_import, run_verify, run_why
from shuangsuiji.cli.demo import run_demo
from shuangsuiji.cli.draw_commands import run_draw, run_supplement
from shuangsuiji.cli.evidence_commands import EVIDENCE_OPTIONS, run_evidence
from shuangsuiji.cli.item_commands import ITEM_OPTIONS, run_import_items
from shuangsuiji.cli.match_commands import MATCH_OPTIONS, PUBLISH_OPTIONS, run_match, run_publish
from shuangsuiji.cli.output import COULD_NOT_RUN, Output
from shuangsuiji.cli.people_options import ADDED_OPTIONS, PEOPLE_OPTIONS
from shuangsuiji.cli.proof_commands import run_check_proof, run_grind, run_prove
from shuangsuiji.cli.schema_commands import SCHEMA_OPTIONS, run_schemas
from shuangsuiji.cli.status_commands import STATUS_OPTIONS, run_status
from shuangsuiji.cli.workday_commands import DEADLINE_OPTIONS, run_deadline
from shuangsuiji.errors import ShuangsuijiError

__all__ = ["main"]

Command = Callable[[argparse.Namespace, Output], int]
Option = tuple[str, dict[str, object]]

_MANY: dict[str, object] = {"action": "append", "default": []}
_ALG: Option = ("--alg", {"choices": ["sha256", "sm3"], "default": "sha256", "help": "杂凑算法 hash"})
_COMMANDS: dict[str, tuple[Command, str, tuple[Option, ...]]] = {
    "demo": (
        run_demo,
        "用合成城市走完全程 walk the whole way with a synthetic city",
        (("--out", {"help": "输出文件夹 folder (默认 demo、demo-2…)"}),),
    ),
    "import": (
        run_import,
        "导入检查对象名单，逐行交代 import a list of objects, every row accounted for",
        (
            ("file", {"help": "CSV (UTF-8 或 GB18030)、XLSX 或 XLS 文件"}),
            ("--out", {"help": "名录库写入此 JSON write the pool"}),
            ("--rejected", {"help": "退回行写入此 CSV 或 XLSX write the rejected rows"}),
            ("--sheet", {"help": "工作表名称 sheet of a workbook"}),
            ("--pool-id", {"default": "pool", "help": "名录库编号 id of the pool"}),
            ("--owner", {"help": "责任部门编号 id of the department"}),
            ("--items", {"help": "对应事项编码，逗号分隔 item codes, comma-separated"}),
            ("--on", {"help": "名单日期 day of the list, YYYY-MM-DD (默认今天)"}),
            ("--column", {**_MANY, "metavar": "列名=字段", "help": "指明列的含义 what a column means"}),
            ("--keep", {**_MANY, "metavar": "列名", "help": "保留为属性的列 keep a column as an attribute"}),
            ("--strict", {"action": "store_true", "help": "有退回行时退出码为 1 exit 1 if any row is rejected"}),
        ),
    ),
    "import-items": (run_import_items, "导入事项清单，逐行交代 import an item list", ITEM_OPTIONS),
    "codes": (
        run_codes,
        "参与方生成一次性密码链 make a party's one-time codes",
        (("party", {"help": "参与方名称 name"}), ("--out", {"required": True, "help": "密码文件 secret file"}), _ALG),
    ),
    "commit": (
        run_commit,
        "锁定任务 commit a task before the beacon",
        (
            ("--plan", {"required": True, "help": "年度计划 JSON"}),
            ("--task", {"required": True, "help": "任务编号 id of the task"}),
            ("--items", {"required": True, "help": "事项清单 JSON"}),
            ("--pool", {"required": True, "help": "名录库 JSON"}),
            ("--rules", {"help": "规则册 JSON (默认 liyang-2020)"}),
            ("--procedure", {"metavar": "JSON", "help": "联合抽查的程序或备案的放宽 procedure or relaxation"}),
            ("--beacon", {**_MANY, "required": True, "metavar": "来源/期号@时间", "help": "公共随机事件 public event"}),
            ("--chain", {**_MANY, "metavar": "参与方=x0", "help": "密码链公开端 public end of a chain"}),
            ("--mode", {"choices": ["sealed", "open"], "default": "sealed", "help": "封存或公开"}),
            ("--reveal-by", {"help": "最迟揭示日期 YYYY-MM-DD"}),
            ("--excluded", {"help": "排除表：标识 TAB 原因 table of exclusions"}),
            ("--after", {**_MANY, "metavar": "文件夹", "help": "本机关此前各号的包 earlier bundles of the agency"}),
            ("--failed", {**_MANY, "metavar": "文件夹", "help": "已公布失败的锁定包 a commitment published as failed"}),
            ("--at", {"help": "锁定时间 instant (默认现在)"}),
            (
                "--merkle",
                {"action": "store_true", "help": "另锁定 Merkle 根，可逐个证明在框或不在框 also the Merkle root"},
            ),
            *PEOPLE_OPTIONS,
            ("--out", {"required": True, "help": "锁定包文件夹 folder"}),
            _ALG,
        ),
    ),
    "draw": (
        run_draw,
        "抽取 draw from a commitment",
        (
            ("folder", {"help": "锁定包文件夹 folder of the commitment"}),
            ("--value", {**_MANY, "metavar": "来源=值", "help": "随机事件的值 value of an event"}),
            ("--drand", {"metavar": "签名", "help": "drand 轮次的签名，值由它算出 signature of the drand round"}),
            ("--code", {**_MANY, "metavar": "文件|参与方=密码", "help": "一次性密码 one-time code"}),
            ("--out", {"help": "抽取包文件夹 folder (公开方式默认同上)"}),
            ("--ceremony", {"action": "store_true", "help": "开奖日仪式，逐步问答 lead the officials step by step"}),
            ("--record", {"help": "仪式记录文件 record of the ceremony (默认 锁定包名.ceremony.txt)"}),
        ),
    ),
    "match": (
        run_match,
        "为抽中对象随机匹配检查人员，或预检、替换 match inspectors by lot (退出码 1 人员不足)",
        MATCH_OPTIONS,
    ),
    "publish": (run_publish, "写出公开的包，不含人员各表 write the public bundle", PUBLISH_OPTIONS),
    "supplement": (
        run_supplement,
        "锁定补充抽取：替换、扩大或增派 ask for a supplementary round before its beacon",
        (
            ("folder", {"help": "抽取包文件夹 folder of the draw"}),
            ("--replace", {**_MANY, "metavar": "标识=原因", "help": "替换已抽中的对象 replace a drawn object"}),
            ("--extend", {**_MANY, "metavar": "事项/层=个数", "help": "扩大抽查 draw so many more"}),
            ("--beacon", {**_MANY, "metavar": "来源/期号@时间", "help": "本轮的公共随机事件 the round's own event"}),
            *ADDED_OPTIONS,
            ("--after", {**_MANY, "metavar": "文件夹", "help": "本机关本年其他各号的包 other bundles of the year"}),
            ("--at", {"help": "锁定时间 instant (默认现在)"}),
            ("--out", {"help": "文件夹 folder (默认同上)"}),
        ),
    ),
    "verify": (
        run_verify,
        "核验抽取包 check a bundle (退出码 0 全部核验 1 拒绝 2 无法核验 3 部分未查)",
        (
            ("folder", {"help": "文件夹 folder"}),
            ("--all", {"action": "store_true", "help": "列出每一项 every check"}),
            ("--authority", {**_MANY, "metavar": "PEM", "help": "受信任的时间戳机构证书 trusted authority"}),
            ("--editions", {"help": "开奖日历：来源/期号 TAB 时间 calendar of draws"}),
        ),
    ),
    "chain": (
        run_chain,
        "核查本机关各号锁定是否首尾相接 check that an agency's commitments form one chain (退出码 0 无断链 1 拒绝)",
        (
            ("folder", {"nargs": "+", "help": "本机关各号的包，不计先后 bundles of the agency, in any order"}),
            ("--failed", {**_MANY, "metavar": "文件夹", "help": "已公布失败的锁定包 a commitment published as failed"}),
            ("--published", {"help": "公报所载 COMMIT，每行 编号 COMMIT table of published COMMITs"}),
            ("--on", {"help": "核查日期 day, YYYY-MM-DD (默认今天)"}),
        ),
    ),
    "prove": (
        run_prove,
        "证明某对象在框中或不在框中 prove that an object is in a frame, or is not",
        (
            ("folder", {"help": "锁定包或抽取包文件夹 folder"}),
            ("id", {"help": "代码或标识 code or id"}),
            ("--frame", {"help": "抽样框（事项编码）frame"}),
            ("--out", {"help": "证明写入此文件 file"}),
        ),
    ),
    "check-proof": (
        run_check_proof,
        "核对证明单 check a proof against a manifest's root",
        (
            ("file", {"help": "证明单 proof"}),
            ("--root", {"required": True, "help": "锁定单的 frame.F.merkle"}),
            ("--rows", {"required": True, "type": int, "help": "锁定单的 frame.F.rows"}),
        ),
    ),
    "grind": (
        run_grind,
        "试签代价：不先锁定要试多少次 what cheating would have cost",
        (
            ("folder", {"help": "锁定包或抽取包文件夹 folder"}),
            ("--spare", {**_MANY, "metavar": "标识", "help": "想放过的对象 to be spared"}),
            ("--hit", {**_MANY, "metavar": "标识", "help": "想抽中的对象 to be drawn"}),
            ("--bits", {"type": float, "help": "随机源比特数 bits of the beacon (默认按锁定单)"}),
            ("--variants", {"type": int, "default": 10**6, "help": "预备的锁定单份数 manifests prepared"}),
        ),
    ),
    "why": (
        run_why,
        "为什么是我 why an object was drawn or not",
        (("folder", {"help": "文件夹 folder"}), ("id", {"help": "代码或标识 code or id"})),
    ),
    "evidence": (
        run_evidence,
        "写出或核验免责证明及为什么是我、为什么没有他 write or check evidence (退出码 0 全部核验 1 拒绝 3 部分未查)",
        EVIDENCE_OPTIONS,
    ),
    "deadline": (run_deadline, "期限何时届满 when a term ends (退出码 1 安排尚未公布而用 --strict)", DEADLINE_OPTIONS),
    "status": (run_status, "案卷库：逾期、将到期、未结 what is overdue, due and open in a store", STATUS_OPTIONS),
    "schemas": (run_schemas, "写出全部 JSON 模式 write the JSON Schemas of all public values", SCHEMA_OPTIONS),
    "calendar": (
        run_calendar,
        "核对节假日安排，或列出某年 check a notice, or show a year (退出码 1 不能采用)",
        CALENDAR_OPTIONS,
    ),
}


class _Parser(argparse.ArgumentParser):
    """Says what is wrong with a command line, in argparse's way."""

    as_json: ClassVar[bool] = False

    def error(self, message: str) -> NoReturn:
        output = Output(as_json=self.as_json)
        output.give({"error": {"code": "usage", "zh": f"命令用法有误：{message}", "en": message}})
        super().error(message)


class _JsonParser(_Parser):
    """Says it as JSON too, where JSON was asked for; the parsers of the commands are of the same class."""

    as_json: ClassVar[bool] = True


def _parser(*, as_json: bool) -> argparse.ArgumentParser:
    parser = (_JsonParser if as_json else _Parser)(
        prog="shuangsuiji", description="双随机、一公开：任何人都能核验的抽取"
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="命令")
    for name, (run, text, options) in _COMMANDS.items():
        command = commands.add_parser(name, help=text, description=text)
        command.add_argument("--json", action="store_true", help="输出 JSON")
        for option, settings in options:
            command.add_argument(option, **settings)  # type: ignore[arg-type]
        command.set_defaults(run=run)
    return parser


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit status: 0 done, 1 refused, 2 could not run (命令行入口)."""
    _speak_any_character()
    arguments = sys.argv[1:] if argv is None else argv
    parser = _parser(as_json="--json" in arguments)
    given = parser.parse_args(arguments)
    if given.command == "draw" and not _says_where_values_come_from(given):
        parser.error(
            "--ceremony 现场录入，不与 --value、--code 同用；--record 只与它同用；--ceremony asks for them itself"
        )
    output = Output(as_json=given.json)
    try:
        return int(given.run(given, output))
    except ShuangsuijiError as error:
        return output.fail(error)
    except BrokenPipeError:
        sys.stderr.close()
        return COULD_NOT_RUN


def _says_where_values_come_from(given: argparse.Namespace) -> bool:
    """Tell whether a draw is given its values, or asks for them in the ceremony, and not something of both."""
    return not (given.value or given.code) if given.ceremony else not given.record


def _speak_any_character() -> None:
    """Let a console that lacks a character show a question mark instead of failing."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
