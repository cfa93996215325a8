"""Check an evidence folder, independently of the package that made it (核验免责证明及其对应证明).

用法 usage: python3 -I -S verify_evidence.py [目录 DIR]. 不写目录则核验本脚本所在的目录 / without DIR, its own folder.
只用 Python 3.8 以上的标准库，不写任何文件；须有同一发布的 verify.py：在本脚本旁，或在本脚本的 draws 下。
目录中的文件只读不运行。
The standard library of Python 3.8 or later; writes nothing. verify.py must lie beside it, or in its own draws. The
files of DIR are read and never run: only the script that lies in DIR itself takes the verify.py that lies there.

核验 checks: 校验清单 SHA256SUMS · 文件名 names · 每次抽取 every draw, by verify.py · 各号首尾相接 serials, gazettes ·
  对象的号签、阈值、概率、在框与否 ticket, threshold, chance and place of the object · 在册证明 proofs ·
  案卷链 dossiers · 登记簿链与查询 registers, queries · 事实所引摘要 digests that facts cite ·
  事实与记录不矛盾 facts against records · 法条逐字 words of the law ·
  依据与评价 grounds and their evaluation · 结论 verdicts · verdict.md 逐字 word for word.
未查 unchecked: 未载入的文本 texts that are withheld · 系统外的证据 papers outside · 由人认定的事实 facts that people
  established · 是否另有补充抽取 further rounds, unless a dossier tells · 是否另有检查 visits that may be hidden ·
  名录库 pools · 陷阱提示 traps, the word of whoever made the folder ·
  由包核对的文字 words that the package compares: README.txt, assessment.json, answers, explanations.
退出码 exit: 1 拒绝 refused · 2 无法运行 could not run · 3 未拒绝，有未查 not refused, something unchecked.
整套重做的文件夹只有与公报、存档对照才能识破：见结尾各行 / a folder made anew as a whole is recognised only by what was
published; compare the lines at the end with it.

怎样读 how to read: §1 记录文本 texts of records, §2 法条与依据 the law and its grounds, §3 核验 the checks, in the
order of EvidenceVerifier.run. F is an item's frame, D the folder of a draw, K a round.
"""

from __future__ import annotations

import hashlib
import os
import re
import stat
import sys
import types
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING or __package__:
    from . import verify
else:  # by its path and from its source: no search, no compiled copy, nothing that lies in the folder to be checked

    def _verifier() -> types.ModuleType:
        """Return verify.py as it lies beside this script, or in its own draws."""
        own = os.path.dirname(os.path.abspath(__file__))
        for path in (os.path.join(own, "verify.py"), os.path.join(own, "draws", "verify.py")):
            if os.path.isfile(path):
                module = types.ModuleType("verify")
                module.__file__ = path
                with open(path, "rb") as file:
                    exec(compile(file.read(), path, "exec", dont_inherit=True), module.__dict__)  # noqa: S102
                return module
        print("无法运行 cannot run: 找不到 verify.py / there is no verify.py", file=sys.stderr)
        sys.exit(2)

    verify = _verifier()

SUMS = "SHA256SUMS"
ZERO = "0" * 64
NONE = "-"
NAME = r"[A-Za-z0-9_.-]+"
FILES = rf"""README\.txt|SHA256SUMS|evidence\.txt|verify_evidence\.py|draws/verify(\.sh|\.py|_matching\.py)|draws\.tsv
|object\.tsv|draws/{NAME}/{NAME}\.(txt|tsv|tsr|parquet)|answers/{NAME}\.txt|proofs/{NAME}\.txt"""
OF_EXEMPTIONS = rf"""chain/{NAME}\.txt|gazettes\.tsv|(broken-)?(dossiers|registers)\.tsv|(dossier|register)-heads\.tsv
|(dossiers|registers)/[0-9]{{3}}/{NAME}\.(txt|tsv)|papers/{NAME}\.txt|(facts|traps|law)\.tsv|verdict\.md
|assessment\.(txt|json)|explanation\.(zh|en)\.md"""
RECORDS = r"assessment\.txt|(dossiers|registers|papers)/.+\.txt"


# ---- §1 记录文本 / texts of records ----
LINE = re.compile(r"([A-Za-z0-9_.]*)([=#~:])(.*)")
ESCAPES = {"\\\\": "\\", "\\n": "\n", "\\r": "\r"}


def sha(content: bytes) -> str:
    """Return the SHA-256 of bytes."""
    return hashlib.sha256(content).hexdigest()


def text_of(content: bytes) -> str:
    """Return bytes as text; what is no UTF-8 becomes what no record holds."""
    return content.decode("utf-8", "replace")


class Record:
    """A record as its text gives it: every field by its path."""

    def __init__(self, content: bytes) -> None:
        self.values: dict[str, str] = {}
        self.counts: dict[str, int] = {}
        self.kinds: dict[str, str] = {}
        lines = text_of(content).split("\n")
        found = [LINE.fullmatch(line) for line in lines[:-1]]
        heads = [one[1] for one in found if one]
        self.legible = not lines[-1] and len(set(heads)) == len(lines) - 1  # every line in form, and no path twice
        for one in filter(None, found):
            path, mark, value = one.groups()
            if mark == "=":
                self.values[path] = re.sub(r"\\[\\nr]", lambda escape: ESCAPES[escape[0]], value)
            elif mark == "#" and re.fullmatch("[0-9]{1,9}", value) and int(value) < len(lines):
                self.counts[path] = int(value)
            elif mark == "#":
                self.legible = False  # more members than lines
            elif mark == ":":
                self.kinds[path] = value

    def __getitem__(self, path: str) -> str:
        return self.values.get(path, "")

    def members(self, path: str) -> list[str]:
        """Return the members of a list of plain values."""
        return [self[one] for one in self.paths(path)]

    def paths(self, path: str) -> list[str]:
        """Return the paths of the members of a list."""
        return [f"{path}.{number}" for number in range(1, self.counts.get(path, 0) + 1)]


def part(content: bytes, path: str) -> bytes:
    """Return the text of a record that another one holds under a path, as if it stood alone."""
    lines = [line for line in text_of(content).split("\n")[:-1] if re.match(re.escape(path) + r"[.:]", line)]
    return "".join(re.sub(f"^{re.escape(path)}[.]?", "", line) + "\n" for line in lines).encode()


# ---- §2 法条与依据 / the law and its grounds ----
DOCUMENT, PATH = "溧政办发〔2020〕27号", "四（二）"
LAW = {  # 四（二）, word for word
    "4.2.1": "对忠于职守、履职尽责的，要给予表扬和鼓励",
    "4.2.2": "对未履行、不当履行、违法履行“双随机、一公开”监管职责的，要依法依规严肃处理",
    "4.2.3": "涉嫌犯罪的，应移送有关机关依法处理",
    "4.2.4": "按照“尽职照单免责，失职照单问责”原则",
    "4.2.5": "凡严格依据抽查事项清单和相关工作要求开展“双随机、一公开”监管",
    "4.2.6": "抽查对象检查时未查出问题",
    "4.2.7": "只要执法人员已按照法律、法规、规章规定和检查要求履行了职责",
    "4.2.8": "且不存在滥用职权、徇私舞弊等情形",
    "4.2.9": "或事后发现市场主体存在的问题与该次检查无因果关系的",
    "4.2.10": "免予追究相关责任",
    "4.2.11": "检查对象未被抽到",
    "4.2.12": "也未接到投诉举报、有关部门转办交办违法违规线索",
    "4.2.13": "市场主体出现问题的，执法人员应予免责",
}
PHRASES = {  # the facts: clause and phrase
    "F0": ("4.2.13", "市场主体出现问题"),
    "F1": ("4.2.5", "严格依据抽查事项清单和相关工作要求开展“双随机、一公开”监管"),
    "F2": ("4.2.6", "抽查对象检查时未查出问题"),
    "F3": ("4.2.7", "执法人员已按照法律、法规、规章规定和检查要求履行了职责"),
    "F4": ("4.2.8", "滥用职权、徇私舞弊等情形"),
    "F5": ("4.2.9", "事后发现市场主体存在的问题与该次检查无因果关系"),
    "F6": ("4.2.11", "检查对象未被抽到"),
    "F7": ("4.2.12", "未接到投诉举报、有关部门转办交办违法违规线索"),
    "F8": ("4.2.2", "未履行"),
    "F9": ("4.2.2", "不当履行"),
    "F10": ("4.2.2", "违法履行"),
    "F11": ("4.2.3", "涉嫌犯罪"),
    "F12": ("4.2.1", "忠于职守、履职尽责"),
}
INSPECTING, EVERYBODY = "OFFICER UNIT", "OFFICER UNIT POOL_KEEPER"
GROUNDS = {  # verdict, of whom, all of, none of, barred by, reading, clauses
    "Ex.1": ("EXEMPT", INSPECTING, "F1 F2 F3", "F4", "", "", "4.2.5 4.2.6 4.2.7 4.2.8 4.2.10"),
    "Ex.2n": ("EXEMPT", INSPECTING, "F1 F2 F5", "", "F4", "causal.narrow", "4.2.5 4.2.6 4.2.9 4.2.10"),
    "Ex.2w": ("EXEMPT", INSPECTING, "F5", "", "F4", "causal.wide", "4.2.9 4.2.10"),
    "Ex.3": ("EXEMPT_MANDATORY", "OFFICER", "F0 F6 F7", "", "", "", "4.2.11 4.2.12 4.2.13"),
    "L.1": ("BREACH", EVERYBODY, "F8", "", "", "", "4.2.2"),
    "L.2": ("BREACH", EVERYBODY, "F9", "", "", "", "4.2.2"),
    "L.3": ("BREACH", EVERYBODY, "F10", "", "", "", "4.2.2"),
    "R.1": ("REFER", EVERYBODY, "F11", "", "", "", "4.2.3"),
    "C.1": ("COMMEND", EVERYBODY, "F12", "", "", "", "4.2.1"),
}
BREACHES = {"L.1": "NON_PERFORMANCE", "L.2": "IMPROPER", "L.3": "UNLAWFUL"}  # the three of 4.2.2
CHOICE = ("Ex.3",)  # whom it frees may be read in more than one way
ENGLISH = {
    "REFER": "to be referred",
    "BREACH": "breach",
    "EXEMPT_MANDATORY": "must be exempt",
    "EXEMPT": "exempt",
    "NEEDS_EVIDENCE": "needs evidence",
    "NOT_MET": "exemption not met",
    "COMMEND": "to be commended",
}
VERDICTS = {  # in the order in which they stand
    "REFER": "移送有关机关",
    "BREACH": "失职",
    "EXEMPT_MANDATORY": "应予免责",
    "EXEMPT": "免予追究",
    "NEEDS_EVIDENCE": "待补证据",
    "NOT_MET": "不符合免责条件",
    "COMMEND": "表扬和鼓励",
}
TRUTHS = {"TRUE": "成立", "FALSE": "不成立", "NOT_ESTABLISHED": "未查明"}
FREEING = ("EXEMPT", "EXEMPT_MANDATORY")
OPPOSITE = {"TRUE": "FALSE", "FALSE": "TRUE", "NOT_ESTABLISHED": "NOT_ESTABLISHED"}


def all_true(values: Iterable[str]) -> str:
    """Strong Kleene logic: false where one is, open where one is, else true; of none, true."""
    found = set(values)
    return next((one for one in ("FALSE", "NOT_ESTABLISHED") if one in found), "TRUE")


def one_true(values: Iterable[str]) -> str:
    """The other way round."""
    return OPPOSITE[all_true(OPPOSITE[one] for one in values)]


# ---- §3 核验 / the checks ----
class DrawVerifier(verify.Verifier):
    """The checks of a draw, keeping what the object's line is computed from."""

    def __init__(self, files: dict[str, bytes]) -> None:
        super().__init__(files)
        self.keys: dict[int, str] = {}  # KEY by round
        self.beacons: dict[int, tuple[str, str]] = {}  # BEACON and SEED by round

    def check_reveal(
        self, name: str, k: int, supplement: str, events: list[str] | None, sheet: dict[str, str]
    ) -> str | None:
        """Keep the key of every round."""
        seed = super().check_reveal(name, k, supplement, events, sheet)
        if seed is not None:
            self.keys[k] = self.hash(f"ssj1|obj|{seed}")[:32]
            self.beacons[k] = (sheet["beacon"], seed)
        return seed

    def parties(self) -> set[str]:
        """Return the departments that inspect what it drew."""
        return parties_of(self.manifest)

    def left_after(self, k: int) -> set[tuple[str, str]]:
        """Return frame and object of everything that is drawn up to a round and that no request replaced."""
        ends = ["", *(f".{number}" for number in range(1, k + 1))]
        rows = [row for end in ends for row in rows_of(self.files.get(f"drawn{end}.tsv", b""))]
        sheets = [sheet_of(self.files.get(f"supplement{end}.txt", b"")) for end in ends[1:]]
        gone = {key[len("replace.") :] for sheet in sheets for key in sheet if key.startswith("replace.")}
        return {(row[0], row[3]) for row in rows if row[3] not in gone}

    def asked(self, frame: str, object_: str) -> list[int]:
        """Return the rounds that were asked for, are not revealed, and may draw an object."""
        place = self.frames.get(frame, {}).get(object_)
        if place is None or (frame, object_) in self.taken:
            return []
        sheets = {k: sheet_of(self.files.get(f"supplement.{k}.txt", b"")) for k in self.rounds() if k not in self.keys}
        return [k for k, sheet in sheets.items() if verify.per_stratum(sheet, "quota", int).get(place[0])]


def sheet_of(content: bytes) -> dict[str, str]:
    """Return the keys and values of a sheet."""
    cells = (line.partition("=") for line in text_of(content).split("\n"))
    return {key: value for key, mark, value in cells if mark}


def parties_of(sheet: dict[str, str]) -> set[str]:
    """Return the departments that inspect what a manifest draws."""
    keys = ("agency", "rules.joint.initiator", "rules.joint.participants", "rules.participants")
    return {one for key in keys for one in sheet.get(key, "").split(",") if one}


def frames_of(sheet: dict[str, str]) -> set[str]:
    """Return the items that a manifest draws for."""
    return {verify.parts(key)[1] for key in sheet if verify.parts(key)[0] in verify.PER_FRAME and "." in key}


def window_end(sheet: dict[str, str]) -> str:
    """Return the last day of the task of a manifest, empty where it tells none."""
    return sheet.get("rules.window", "").rpartition("/")[2]


def chain_name(content: bytes) -> str:
    """Return the name under which a manifest lies among those of its agency."""
    sheet = sheet_of(content)
    alg = sheet.get("alg", "")
    commit = verify.digest(alg, content) if alg in ("sha256", "sm3") else ""
    return f"{sheet.get('agency')}-{sheet.get('serial')}-{commit[:12]}"


def rows_of(content: bytes) -> list[list[str]]:
    """Return the cells of a table."""
    return [line.split("\t") for line in text_of(content).split("\n")[:-1]]


def day_known(sheet: dict[str, str]) -> str:
    """Return the day in China from which the outcome of a manifest or a request could be known."""
    found = [verify.instant(sheet.get("committed.at", "")) or 0]
    names = sheet.get("beacon", "").split(";") if sheet.get("beacon") else []
    for name, at in zip(names, sheet.get("beacon.at", "").split(";")):
        source, _, edition = name.partition("/")
        known = [one for one in (verify.instant(at), verify.known_at(source, edition)) if one is not None]
        found += [min(known)] if known else []
    return date.fromordinal(verify.day_in_china(max(found))).isoformat()


class Filed(NamedTuple):
    """A record that a dossier shows, and that was filed by the day of the folder."""

    dossier: str
    number: int
    on: str
    record: Record

    def is_a(self, *kinds: str) -> bool:
        """Tell whether it is of one of these classes."""
        return self.record.kinds.get("") in kinds

    def lines(self) -> set[tuple[str, str, str]]:
        """Return item, department and object of everything that a filed draw leaves to be visited."""
        one = self.record
        return {
            (one[f"{item}.item_code"], one[f"{item}.department"], one[f"{path}.object_id"])
            for path in one.paths("objects")
            for item in one.paths(f"{path}.items")
        }


class Dossier(NamedTuple):
    """A dossier: the record that opened it, the rows of its chain, and how far its published heads reach."""

    opening: Record
    rows: list[list[str]]
    held: int  # -1 without a head

    def withholds(self, after: int) -> bool:
        """Tell whether a visit or a result behind an entry is not here."""
        return any(row[1] in INSPECTED and row[6] == NONE for row in self.rows[after:])


class EvidenceVerifier:
    """The checks of one folder, given as its files by name, with ``/`` between folders."""

    def __init__(self, files: dict[str, bytes], odd: Iterable[str] = ()) -> None:
        self.files = files
        self.odd = odd  # what lies there and is no plain file
        self.checks: list[verify.Check] = []
        self.known: defaultdict[str, set[str]] = defaultdict(set)  # digests that a file has, shows or names
        self.anchors: list[str] = []
        self.terms = Record(files.get("evidence.txt", b""))
        self.record = Record(files.get("assessment.txt", b""))
        self.object_ = self.terms["object_id"]
        self.exempting = self.terms["kind"] == "EXEMPTION"
        self.chain_whole = True
        self.draws: dict[str, tuple[DrawVerifier, str]] = {}  # those that verify.py accepts, with their state
        self.rows: list[list[str]] = []  # of object.tsv, as they ought to be
        self.sheets: dict[str, tuple[str, dict[str, str]]] = {}  # file and keys of every manifest, by COMMIT
        self.links: defaultdict[str, dict[int, tuple[str, str]]] = defaultdict(dict)  # by agency and serial
        self.dossiers: dict[str, Dossier] = {}
        self.filed: list[Filed] = []  # what dossiers show
        self.leaked: set[tuple[str, str]] = set()  # sealed draws and items that drew the object, as a dossier says
        self.behind: set[str] = set()  # draws of which a dossier filed a round that is not here
        self.told: set[str] = set()  # COMMIT of the draws of which a published head of a dossier holds every round
        self.held: set[str] = set()  # COMMIT of those of which it holds an outcome at all
        self.drawn_in: list[str] = []  # dossiers that filed that the object was drawn, by draws that are nowhere here
        self.queries: list[Record] = []
        self.withholding = False  # entries of a register are not here
        self.received = False  # a lead that a query found was there before the event
        self.unanchored = False  # a register answers, and no published head holds the statements that it rests on
        self.waiting: tuple[set[int], set[int]] = (set(), set())  # leads from before the span, as ``waiting`` says

    # -- 结论行 / lines of the report --
    def say(self, status: str, code: str, zh: str, en: str) -> None:
        """Add a line."""
        self.checks.append(verify.Check(status, code, zh, en))

    def refuse(self, code: str, where: str, zh: str, en: str) -> None:
        """Add a refusal."""
        self.say("refused", code, f"{where}：{zh}", f"{where}: {en}")

    def refused(self, code: str) -> bool:
        """Tell whether something was refused under a code."""
        return any(one.status == "refused" and one.code == code for one in self.checks)

    def passed(self, code: str, zh: str, en: str) -> None:
        """Add that a check holds, unless something was refused under its code."""
        if not self.refused(code):
            self.say("ok", code, zh, en)

    def table(self, name: str, columns: int) -> list[list[str]]:
        """Return the rows of a table, none where it is missing or not in form."""
        rows = rows_of(self.files.get(name, b""))
        if any(len(row) != columns for row in rows) or rows != sorted(rows):
            self.refuse("form", name, "表格格式有误", "the table is not in form")
            return []
        return rows

    def run(self) -> None:
        """Do every check."""
        self.check_sums()
        if not self.check_terms():
            return
        self.check_names()
        self.check_draws()
        self.check_object()
        self.check_proofs()
        if self.exempting:
            self.read_manifests()
            self.check_dossiers()
            self.check_serials()
            self.check_registers()
            self.check_papers()
            self.check_assessment()
        else:
            self.check_firm()
        self.leave_words()
        self.anchors.append(f"FOLDER {sha(self.files.get(SUMS, b''))}")

    # -- 清单 / the index --
    def check_sums(self) -> None:
        """Every file is in SHA256SUMS with its digest, and nothing else is."""
        listed: dict[str, str] = {}
        for line in text_of(self.files.get(SUMS, b"")).split("\n")[:-1]:
            found = re.fullmatch(r"([0-9a-f]{64})  (.+)", line)
            if found is None or found[2] in listed:
                self.refuse("sums", SUMS, "有一行格式有误或重复", "a line is not in form, or a name stands twice")
            else:
                listed[found[2]] = found[1]
        for name in sorted(set(listed) | (set(self.files) - {SUMS})):
            if name not in self.files:
                self.refuse("sums", name, "缺少该文件", "the file is missing")
            elif name not in listed:
                self.refuse("sums", name, "清单没有该文件", "is not listed")
            elif sha(self.files[name]) != listed[name]:
                self.refuse("sums", name, "与清单的摘要不符", "does not have the digest that is listed")
        for name in self.odd:
            self.refuse("sums", name, "不是普通文件", "is no plain file")
        self.passed("sums", f"{len(listed)} 个文件与校验清单相符", f"{len(listed)} files are as listed")

    def check_terms(self) -> bool:
        """The folder says what it is for, and whom it is about."""
        known = self.terms["kind"] in ("EXEMPTION", "WHY_DRAWN", "WHY_NOT_DRAWN")
        known = known and set(self.terms.values) <= {"kind", "object_id", "grade", "as_of", "assessment"}
        known = known and self.terms["grade"] in ("PUBLIC", "ON_REQUEST", "INTERNAL")
        if not (self.terms.legible and known and self.object_):
            self.refuse("form", "evidence.txt", "不可读", "cannot be read")
            return False
        readme = text_of(self.files.get("README.txt", b"")).split("\n")
        if not any(line == f"对象 object: {self.object_}" for line in readme):
            self.refuse("text", "README.txt", "所写对象不符", "names another object")
        return True

    def check_names(self) -> None:
        """Nothing lies in the folder but what a folder of its kind has, and every record can be read line by line."""
        allowed = f"{FILES}|{OF_EXEMPTIONS}" if self.exempting else FILES
        draws = {row[0] for row in self.table("draws.tsv", 7)}
        cited = {row[4] for row in self.table("facts.tsv", 6)}
        for name in sorted(self.files):
            folder, _, rest = name.partition("/")
            stray = folder == "answers" and rest[: -len(".txt")] not in draws
            stray = stray or (folder == "papers" and sha(self.files[name]) not in cited)
            stray = stray or (folder == "chain" and rest != f"{chain_name(self.files[name])}.txt")
            if stray or not re.fullmatch(allowed.replace("\n", ""), name):
                self.refuse("name", name, "证明文件夹没有这样的文件", "is no file of such a folder")
            elif re.fullmatch(RECORDS, name) and not Record(self.files[name]).legible:
                self.refuse("form", name, "不可逐行读取", "cannot be read line by line")
        self.passed("name", "没有多余的文件", "no file is there that does not belong there")

    def leave_words(self) -> None:
        """Name the pages whose words this script does not have, and so does not compare one by one."""
        told = "README.txt, answers/*"
        told += ", assessment.json, explanation.zh.md, explanation.en.md" if self.exempting else ""
        self.say("unchecked", WORDS, f"文字说明由包核对：{told}", f"words are compared by the package: {told}")

    # -- 抽取 / draws --
    def check_draws(self) -> None:
        """Every draw that is listed is there and is what verify.py accepts; no other is."""
        listed = self.table("draws.tsv", 7)
        folders: defaultdict[str, dict[str, bytes]] = defaultdict(dict)
        for name, content in self.files.items():
            parts = name.split("/")
            if parts[0] == "draws" and len(parts) == 3:
                folders[parts[1]][parts[2]] = content
        for name in sorted(set(folders) ^ {row[0] for row in listed}):
            self.refuse("draw", f"draws/{name}", "文件夹与 draws.tsv 不符", "folder and draws.tsv do not agree")
        for name, agency, serial, commit, state, discarded, _ in listed:
            self.check_draw(name, [agency, serial, commit, state, discarded], folders[name])
        if not listed:
            self.refuse("draw", "draws.tsv", "没有抽取", "there is no draw")

    def check_draw(self, name: str, told: list[str], files: dict[str, bytes]) -> None:
        """One draw: verify.py, its name and state, and what it was for the object."""
        if "manifest.txt" not in files:
            self.refuse("draw", f"draws/{name}", "没有锁定单", "there is no manifest")
            return
        checker = DrawVerifier(files)
        checker.run()
        faults = [one for one in checker.checks if one.status == "refused"]
        for one in faults[:5]:
            self.refuse("draw", f"draws/{name}", f"{one.code} {one.zh}", f"{one.code} {one.en}")
        for stray in sorted(set(files) - checker.known):
            self.refuse("name", f"draws/{name}/{stray}", "锁定单未提及", "the manifest does not speak of it")
        left = sorted({one.code for one in checker.checks if one.status == "unchecked"})
        if left:
            codes = ", ".join(left)
            self.say("unchecked", "draw", f"draws/{name}：verify.py 未查 {codes}", f"draws/{name}: left by it: {codes}")
        manifest = checker.manifest
        agency, serial, commit, state, _ = told
        if [agency, serial, commit] != [manifest.get("agency"), manifest.get("serial"), checker.commit]:
            self.refuse("draw", f"draws/{name}", "与 draws.tsv 不符", "is not what draws.tsv says")
        if name != f"{agency}-{serial}-{commit[:12]}" or (state == "DRAWN") != ("reveal.txt" in files):
            self.refuse("draw", f"draws/{name}", "名称或状态有误", "its name or its state is wrong")
        if state == "WITHHELD":
            self.check_sealed(name, manifest)
            self.say(
                "unchecked", "draw", f"draws/{name}：封存期内，结果未载入", f"draws/{name}: sealed, no outcome here"
            )
        self.known[f"draws/{name}/manifest.txt"] |= {commit} | {
            value for key, value in manifest.items() if key.endswith(".hash")
        }
        self.anchors.append(f"COMMIT {agency} {serial} {checker.commit}")
        for k, (beacon, seed) in sorted(checker.beacons.items()):
            self.anchors.append(f"BEACON {agency} {serial} {k} {beacon} {seed}")
        if not faults:
            self.draws[name] = (checker, state)
            self.passed("draw", f"draws/{name} 核验通过", f"draws/{name} is accepted by verify.py")
            self.rows += self.object_rows(name, checker, files)
            self.check_words(name, checker)

    def check_sealed(self, name: str, manifest: dict[str, str]) -> None:
        """An outcome may be held back from the public alone, and until its day of reveal alone."""
        reveal, grade = manifest.get("reveal.by", ""), self.terms["grade"]
        if grade == "INTERNAL" or not self.exempting or not self.terms["as_of"] < reveal:
            self.refuse(
                "draw", f"draws/{name}", "并非封存期内，结果不得不载", "is not sealed, its outcome must be here"
            )

    def object_rows(self, name: str, checker: DrawVerifier, files: dict[str, bytes]) -> list[list[str]]:
        """Return what every round was for the object, as the files tell it."""
        found: list[list[str]] = []
        for frame in checker.names:
            reasons = dict(row[:2] for row in rows_of(files.get(f"excluded.{frame}.tsv", b"")))
            place = checker.frames.get(frame, {}).get(self.object_)
            outside = "EXCLUDED" if self.object_ in reasons else "OUTSIDE"
            on = day_known(checker.manifest)
            if not checker.keys:
                standing = outside if place is None else "COMMITTED"
                found.append([name, frame, "0", on, standing, *[NONE] * 6])
            before = False
            for k in sorted(checker.keys):
                suffix = f".{k}" if k else ""
                limits = [row[1:] for row in rows_of(files.get(f"thresholds{suffix}.tsv", b"")) if row[0] == frame]
                drawn = {(row[0], row[3]) for row in rows_of(files.get(f"drawn{suffix}.tsv", b""))}
                if k and not limits:
                    continue
                on = day_known(sheet_of(files.get(f"supplement.{k}.txt", b""))) if k else on
                ticket = checker.hash(f"{checker.keys[k]}|{self.object_}")
                head = [name, frame, str(k), on]
                if place is None or before:
                    found.append([*head, "BEFORE" if before else outside, ticket, *[NONE] * 5])
                    continue
                own = next((row for row in limits if row[0] == place[0].label), [place[0].label, NONE, "0", NONE])
                hit = (frame, self.object_) in drawn
                standing = "DRAWN" if hit else "NOT_DRAWN" if own[2] != "0" else "NO_CHANCE"
                rows = own[1] if own[2] != "0" else NONE
                found.append(
                    [*head, standing, ticket, own[0], rows, own[2], own[3], self.share(checker, frame, k, own)]
                )
                before = before or hit
        return found

    @staticmethod
    def share(checker: DrawVerifier, frame: str, k: int, own: list[str]) -> str:
        """Return the chance of the object; empty where it takes more than a division."""
        plain = checker.manifest.get(f"frame.{frame}.rounding") != "chance" or k > 0
        if checker.is_pareto(frame) or not plain:
            return ""
        exact = Fraction(int(own[2]), int(own[1])) if own[2] != "0" else Fraction(0)
        return f"{exact.numerator}/{exact.denominator}"

    def check_words(self, name: str, checker: DrawVerifier) -> None:
        """The answer in words has the key, the ticket and the thresholds of every round."""
        words = text_of(self.files.get(f"answers/{name}.txt", b""))
        due = [f"COMMIT {checker.commit}\n"]
        for row in self.rows:
            if row[0] == name and row[5] != NONE:
                due += [f"{checker.keys[int(row[2])]} ", f"号签 {row[5]}\n", f"{self.object_}"]
                due += [f"阈值 {row[9]}\n"] if row[9] != NONE else []
        if not all(one in words for one in due):
            self.refuse(
                "text", f"answers/{name}.txt", "与重算的号签、阈值不符", "does not have the ticket and threshold"
            )

    def check_object(self) -> None:
        """object.tsv says exactly what the draws were for the object."""
        told = self.table("object.tsv", 11)
        right = {tuple(row[:3]): row for row in self.rows}
        for row in told:
            due = right.pop(tuple(row[:3]), None)
            where = f"object.tsv {row[0]} {row[1]} {row[2]}"
            if due is None:
                self.refuse("object", where, "多余的一行", "one line too many")
            elif row[:10] != due[:10] or due[10] not in ("", row[10]):
                self.refuse("object", where, f"应为 {' '.join(due)}", f"should be {' '.join(due)}")
            elif due[10] == "":
                self.say("unchecked", "object", f"{where}：概率未重算", f"{where}: the chance was not computed again")
        for key in sorted(right):
            self.refuse("object", f"object.tsv {' '.join(key)}", "缺一行", "a line is missing")
        self.passed("object", "号签、阈值、在框与否相符", "tickets, thresholds and places of the object agree")

    def check_proofs(self) -> None:
        """Every proof leads to the root and the rows that the manifest states; none is missing."""
        due: dict[str, tuple[dict[str, str], str, str]] = {}
        for row in self.table("draws.tsv", 7):
            manifest = sheet_of(self.files.get(f"draws/{row[0]}/manifest.txt", b""))
            for key, root in manifest.items():
                found = re.fullmatch(r"frame\.([^.]+)\.merkle", key)
                if found:
                    due[f"proofs/{row[0]}.{found[1]}.txt"] = (manifest, found[1], root)
        for name in sorted(set(due) ^ {one for one in self.files if one.startswith("proofs/")}):
            self.refuse("proof", name, "与锁定的 Merkle 根不对应", "does not go with the committed roots")
        for name, (manifest, frame, root) in due.items():
            if name in self.files and not self.proves(sheet_of(self.files[name]), manifest, frame, root):
                self.refuse("proof", name, "证明不成立", "the proof does not hold")
        if due:
            self.passed("proof", f"{len(due)} 份在册证明成立", f"{len(due)} proofs hold")

    def proves(self, sheet: dict[str, str], manifest: dict[str, str], frame: str, root: str) -> bool:
        """Tell whether a proof is of the object, and leads to the root."""
        alg, size = manifest.get("alg", ""), manifest.get(f"frame.{frame}.rows", "")
        if (sheet.get("alg"), sheet.get("frame"), sheet.get("size")) != (alg, frame, size):
            return False
        if "absent" not in sheet:
            return sheet.get("id") == self.object_ and climb(alg, sheet, "", int(size)) == root
        sides = [side for side in ("left.", "right.") if f"{side}id" in sheet]
        if sheet["absent"] != self.object_ or any(climb(alg, sheet, side, int(size)) != root for side in sides):
            return False
        left = int(sheet["left.index"]) if "left." in sides else -1
        right = int(sheet["right.index"]) if "right." in sides else int(size)
        below = sheet.get("left.id", "").encode() < self.object_.encode()
        above = "right." not in sides or self.object_.encode() < sheet["right.id"].encode()
        return left + 1 == right and below and above and (bool(sides) or root == verify.digest(alg, b""))

    def check_serials(self) -> None:
        """Every serial of an agency is there and names the COMMIT before; what was published is among them."""
        gazettes = self.table("gazettes.tsv", 3)
        for agency, told, published in gazettes:
            if self.links[agency].get(int(told), ("",))[0] != published:
                self.break_chain(f"{agency} {told}", "与公布的 COMMIT 不符", "is not the COMMIT that was published")
        shown = self.agencies()
        for agency, links in self.links.items():
            self.check_links(agency, links)
            published_ = {int(row[1]) for row in gazettes if row[0] == agency}
            for serial in sorted(set(links) - published_) if agency in shown else []:
                self.break_chain(f"{agency} {serial}", "没有公布的 COMMIT 可对照", "no published COMMIT is here")
        for agency in sorted({*self.links, self.record["case.department"]} - shown):
            zh, en = f"{agency} 公布的 COMMIT 未载入，是否齐全未核", f"whether {agency} committed more was not checked"
            self.say("unchecked", "chain", zh, en)
        if self.chain_whole:
            self.say("ok", "chain", "各号首尾相接，没有缺号", "the serials follow each other, none is missing")

    def agencies(self) -> set[str]:
        """Return the agencies whose commitments are here whole, or are to be."""
        return {row[1] for row in self.table("draws.tsv", 7)} | {row[0] for row in self.table("gazettes.tsv", 3)}

    def check_links(self, agency: str, links: dict[int, tuple[str, str]]) -> None:
        """The serials of an agency begin with 1, and every one names the COMMIT before."""
        due = 1
        for serial in sorted(links):
            if serial != due:
                told = str(due) if serial == due + 1 else f"{due}–{serial - 1}"
                self.break_chain(f"{agency} {told}", "缺此编号的锁定", "the commitment of this serial is missing")
            elif links[serial][1] != links.get(serial - 1, (ZERO,))[0]:
                self.break_chain(f"{agency} {serial}", "不接前一号", "does not name the COMMIT before")
            due = serial + 1

    def read_manifests(self) -> None:
        """Keep every manifest by its COMMIT, and COMMIT and PREV by agency and serial."""
        for name, content in sorted(self.files.items()):
            if not re.fullmatch(r"draws/[^/]+/manifest\.txt|chain/[^/]+", name):
                continue
            sheet = sheet_of(content)
            commit = verify.digest(sheet.get("alg", "sha256"), content)
            serial = int(sheet["serial"]) if sheet.get("serial", "").isdigit() else 0
            links = self.links[sheet.get("agency", "")]
            if serial in links:
                self.break_chain(name, "同一编号有两份锁定", "two commitments bear one serial")
            links[serial] = (commit, sheet.get("prev", ""))
            self.sheets[commit] = (name, sheet)
            self.known[name].add(commit)

    def break_chain(self, where: str, zh: str, en: str) -> None:
        """Say that a chain of serials is broken: nothing then shows that no draw is missing."""
        self.chain_whole = False
        self.say("unchecked", "chain", f"{where}：{zh}", f"{where}: {en}")

    def check_firm(self) -> None:
        """What is claimed for a firm is what the draws were for it."""
        drawn = any(row[4] == "DRAWN" for row in self.rows)
        due = self.terms["kind"] == "WHY_DRAWN"
        if not due:
            self.check_rounds(sorted({row[0] for row in self.rows if row[4] == "NOT_DRAWN"}))
        if drawn != due or any(row[4] == "COMMITTED" for row in self.rows):
            self.refuse("claim", self.object_, "与抽取结果不符", "is not what the draws were for it")
        zh, en = ("确由抽取产生", "was drawn by the lot") if due else ("未被抽中", "was not drawn")
        self.passed("claim", f"{self.object_} {zh}", f"{self.object_} {en}")

    # -- 案卷与登记簿 / dossiers and registers --
    def check_dossiers(self) -> None:
        """Every dossier is one chain from its opening to its heads, and every text has its digest."""
        heads = self.table("dossier-heads.tsv", 3)
        for name, id_, opening, entries in self.table("dossiers.tsv", 4):
            rows, opened = self.table(f"{name}/chain.tsv", 7), self.files.get(f"{name}/opening.txt", b"")
            if sha(opened) != opening or str(len(rows)) != entries:
                self.refuse("dossier", name, "立卷记录或件数不符", "its opening or its number of entries is wrong")
            before = sha(f"ssj-dossier|{id_}|{opening}".encode())
            digests: dict[int, str] = {}
            digests[0] = before
            for number, row in enumerate(rows, 1):
                before = self.check_filed(name, number, row, before)
                digests[number] = before
            own = [(int(at), digest) for one, at, digest in heads if one == name]
            for at, digest in own:
                if digests.get(at) != digest:
                    self.refuse("dossier", name, f"与已公布链头 {at} 不符", f"is not what its head {at} says")
            self.dossiers[name] = Dossier(Record(opened), rows, max((at for at, _ in own), default=-1))
            self.known[f"{name}/chain.tsv"] |= set(digests.values())
            self.anchors.append(f"DOSSIER {id_} {len(rows)} {before}")
        self.check_strays("dossiers/", r"dossiers/[0-9]{3}/(chain\.tsv|opening\.txt|[0-9]{6}\.txt)", "dossier")
        self.check_filed_draws()
        self.check_orphans()
        if "dossiers.tsv" in self.files:
            self.passed("dossier", "案卷的链和所载记录相符", "the chains of dossiers hold, and so do their records")

    def check_filed_draws(self) -> None:
        """What a dossier filed of a draw is what the draw is here, round by round."""
        draws = {checker.commit: (name, checker, state) for name, (checker, state) in self.draws.items()}
        for one in self.filed:
            if not one.is_a("FiledDraw"):
                continue
            commit, held = one.record["draw.commit"], one.number <= self.dossiers[one.dossier].held
            self.held |= {commit} if held else set()
            if commit not in draws:
                continue
            name, checker, state = draws[commit]
            k, where = int(one.record["draw.k"]), f"draws/{name}"
            told = {(item, object_) for item, _, object_ in one.lines()}
            if state == "WITHHELD":
                self.leaked |= {(name, item) for item, object_ in told if object_ == self.object_}
            elif k not in checker.keys:
                zh, en = f"案卷已归档第 {k} 轮，此处没有", f"its dossier filed round {k}, which is not here"
                self.say("unchecked", "draw", f"{where}：{zh}", f"{where}: {en}")
                self.behind.add(name)
            elif told != checker.left_after(k):
                zh, en = f"与 {one.dossier} 归档的抽取结果不符", f"{one.dossier} filed another outcome"
                self.refuse("draw", where, zh, en)
            elif held and k == max(checker.keys):
                self.told.add(checker.commit)

    def check_orphans(self) -> None:
        """A dossier that may tell of the case, and whose draw is nowhere here, shows that a draw is missing.

        Of what another department drew for itself the dossier alone goes along, where it holds the object.
        """
        department = self.record["case.department"]
        items = {(code, department, self.object_) for code in self.record.members("case.item_codes")}
        near = self.agencies() | {department}
        for name, dossier in self.dossiers.items():
            filed = [one for one in self.filed if one.dossier == name and one.is_a("FiledDraw")]
            commits = {dossier.opening["commit"], *(one.record["draw.commit"] for one in filed)} - {""}
            if commits <= set(self.sheets) or not self.is_of_span(dossier, filed):
                continue
            if dossier.opening["agency"] in near or any(line[1] == department for one in filed for line in one.lines()):
                self.break_chain(name, "其抽取不在此处", "its draw is not here")
            elif not filed:
                zh, en = "其抽取属其他部门，不在此处", "its draw is of another department, and not here"
                self.say("unchecked", "chain", f"{name}：{zh}", f"{name}: {en}")
            if any(self.counts_on(*self.days_of(one)) and one.lines() & items for one in filed):
                self.drawn_in.append(name)

    def is_of_span(self, dossier: Dossier, filed: list[Filed]) -> bool:
        """Tell whether what a dossier filed is of the span; of one that filed no draw, whether it was begun in time."""
        if filed:
            return any(self.counts_on(*self.days_of(one)) for one in filed)
        begun = dossier.rows[0][2] if dossier.rows else ""
        return "" < begun <= self.record["case.event_on"]

    @staticmethod
    def days_of(filed: Filed) -> tuple[str, str]:
        """Return the day of a draw that was filed, and the last day of its task."""
        return filed.record["drawn_on"], filed.record["due_on"]

    def check_filed(self, name: str, number: int, row: list[str], before: str) -> str:
        """One entry of a dossier: number, link, digest, text; return its digest."""
        told, kind, on, record, previous, digest, file = row
        where = f"{name} {told}"
        right = sha("|".join(["ssj-dossier-entry", str(number), kind, on, record, previous]).encode())
        if told != f"{number:06d}" or previous != before or digest != right:
            self.refuse("dossier", where, "断链", "the chain is broken here")
        if file == NONE:
            self.known[f"{name}/chain.tsv"].add(record)
            if kind in OPEN_KINDS:  # what a dossier tells of its task is public at every grade
                self.refuse("dossier", where, f"{kind} 应予载入", f"{kind} is never withheld")
        elif sha(self.files.get(file, b"")) != record:
            self.refuse("dossier", file, "记录与归档时的摘要不符", "is not the record that was filed")
        else:
            self.known[file].add(record)
            found = Filed(name, number, on, Record(self.files[file]))
            if not found.is_a(kind):
                self.refuse("dossier", file, f"不是 {kind}", f"is no {kind}")
            self.filed += [found] if on <= self.terms["as_of"] else []
        return right

    def check_registers(self) -> None:
        """Every register is one chain as far as its texts are there, and answers what its entries say."""
        heads = self.table("register-heads.tsv", 3)
        for name, id_, _, entries in self.table("registers.tsv", 4):
            rows = self.table(f"{name}/chain.tsv", 3)
            links = [ZERO, *(row[1] for row in rows)]
            if str(len(rows)) != entries:
                self.refuse("register", name, "条目数不符", "its number of entries is wrong")
            shown = self.check_entries(name, id_, rows)
            own = [(int(at), digest) for one, at, digest in heads if one == name]
            for at, digest in own:
                if at >= len(links) or links[at] != digest:
                    self.refuse("register", name, f"与已公布存根 {at} 不符", f"is not what its head {at} says")
            self.known[f"{name}/chain.tsv"] |= set(links)
            if len(shown) < len(rows):
                count = len(rows) - len(shown)
                zh, en = f"{name} 有 {count} 项未载入，其间的链未核", f"{count} entries of {name} are withheld"
                status = "refused" if self.terms["grade"] == "INTERNAL" else "unchecked"
                self.say(status, "register", zh, en)
                self.withholding = True
            asked = self.check_queries(name, id_, rows, shown)
            ends = self.terms["as_of"]
            known = {number: one for number, one in shown.items() if china_day(one["recorded_at"]) <= ends}
            held = max((at for at, _ in own), default=-1)
            self.check_anchored(asked, known, held, whole=len(shown) == len(rows))
            found, unknown = waiting(known, self.record)
            self.waiting = (self.waiting[0] | found, self.waiting[1] | unknown)
            self.anchors.append(f"REGISTER {id_} {len(rows)} {links[-1]}")
        self.check_strays("registers/", r"registers/[0-9]{3}/(chain\.tsv|query\.[0-9]+\.txt|[0-9]{6}\.txt)", "register")
        if "registers.tsv" in self.files:
            self.passed("register", "登记簿的链和所载条目相符", "the chains of registers hold, and so do their entries")

    def check_entries(self, name: str, id_: str, rows: list[list[str]]) -> dict[int, Record]:
        """The entries of a register in turn; return those whose texts are there."""
        shown: dict[int, Record] = {}
        before, last = ZERO, ""
        for number, (told, digest, file) in enumerate(rows, 1):
            if told != f"{number:06d}":
                self.refuse("register", name, f"第 {number} 项序号有误", f"entry {number} has another number")
            if file != NONE:
                shown[number] = entry = Record(self.files.get(file, b""))
                self.check_entered(file, id_, number, before, digest)
                if last and instant_of(entry["recorded_at"]) <= instant_of(last):
                    self.refuse("register", file, "登记时间不晚于前项", "is not entered after the entries before")
                last = entry["recorded_at"]
            before = digest
        return shown

    def check_entered(self, file: str, id_: str, number: int, before: str, digest: str) -> None:
        """One entry of a register, as its text gives it."""
        content = self.files.get(file, b"")
        entry = Record(content)
        if sha(content) != digest or [entry["register"], entry["number"]] != [id_, str(number)]:
            self.refuse("register", file, "不是所登记的条目", "is not the entry of the register")
        if entry["before"] != before:
            self.refuse("register", file, "断链", "the chain is broken here")
        self.known[file] |= {digest, sha(part(content, "record"))}

    def check_anchored(self, queries: list[Record], known: dict[int, Record], held: int, *, whole: bool) -> None:
        """A published head holds the statements on which a register rests that nothing is on record.

        What is withheld may have taken the place of some of them: then it holds the first at least.
        """
        for query in (one for one in queries if one["state"] == "NONE_ON_RECORD"):
            numbers = [number for number, _ in statements_for(query, known)] or [0]
            if held < (max if whole else min)(numbers):
                self.unanchored = True

    def check_queries(self, name: str, id_: str, rows: list[list[str]], shown: dict[int, Record]) -> list[Record]:
        """What a register answered follows from its entries; return its answers."""
        numbers = [one for one in self.files if one.startswith(f"{name}/query.")]
        queries: list[Record] = []
        for file in sorted(numbers):
            query = Record(self.files[file])
            queries.append(query)
            came = [came_on(query, shown, int(one)) for one in query.members("leads") if int(one) in shown]
            self.received = self.received or any(day < self.record["case.event_on"] for day in came)
            if query["register"] != id_ or not self.answers(query, rows, shown, whole=len(shown) == len(rows)):
                self.refuse("query", file, "与登记簿所载不符", "is not what the register holds")
            told = [query[key] for key in ("department", "received_from", "received_to", "as_of")]
            due = [self.record[f"case.{key}"] for key in ("department", "first", "event_on")]
            if told != [*due, f"{self.terms['as_of']}T23:59:59.999999+08:00"]:
                self.refuse("query", file, "所查部门、期间或截止时刻与本案不符", "asks of another department or span")
        self.queries += queries
        if sorted(one["subject"] for one in queries) != sorted(
            {self.record["case.object_id"], self.record["case.holder"]}
        ):
            self.refuse("query", name, "应查对象和市场主体，各一次", "asks not of object and holder, once each")
        if len(shown) < len(rows):
            zh, en = f"{name} 有未载入的条目，查询未核", f"{name}: entries are withheld, its queries were not checked"
            self.say("unchecked", "query", zh, en)
        else:
            self.passed("query", "线索查询与登记簿相符", "the queries agree with the register")
        return queries

    def answers(self, query: Record, rows: list[list[str]], shown: dict[int, Record], *, whole: bool) -> bool:
        """Tell whether a query is answered as the entries say; what is withheld may hold more."""
        count = int(query["head.entries"]) if query["head.entries"].isdigit() else -1
        if not 0 <= count <= len(rows) or query["head.digest"] != ([ZERO] + [row[1] for row in rows])[count]:
            return False
        as_of = instant_of(query["as_of"])
        if any((instant_of(one["recorded_at"]) <= as_of) != (number <= count) for number, one in shown.items()):
            return False
        leads, open_leads = leads_of(query, {number: one for number, one in shown.items() if number <= count})
        told, told_open = (set(map(int, query.members(path))) for path in ("leads", "unidentified"))
        for found, said in ((leads, told), (open_leads, told_open)):
            if not found <= said or any(number in shown or number > count for number in said - found):
                return False
        days = open_days(query, {number: one for number, one in shown.items() if number <= count})
        said_days = {day for path in query.paths("gaps") for day in span(query[f"{path}.first"], query[f"{path}.last"])}
        if days != said_days and (whole or not days <= said_days):
            return False
        doubts = bool(told_open) or bool(said_days) or query.counts.get("faults", 0) > 0
        return query["state"] == ("FOUND" if told else "NOT_ESTABLISHED" if doubts else "NONE_ON_RECORD")

    def check_papers(self) -> None:
        """Papers that facts cite; each has the digest in its name."""
        for name in sorted(one for one in self.files if one.startswith("papers/")):
            digest = sha(self.files[name])
            if not name.endswith(f"-{digest[:12]}.txt"):
                self.refuse("paper", name, "与其摘要不符", "does not have its digest")
            self.known[name].add(digest)

    def check_strays(self, head: str, pattern: str, code: str) -> None:
        """No file lies there that no table names."""
        tables = "".join(text_of(content) for name, content in self.files.items() if name.endswith(".tsv"))
        for name in sorted(one for one in self.files if one.startswith(head)):
            named = not name.endswith(".txt") or "query." in name or "opening" in name or f"\t{name}\n" in tables
            if not re.fullmatch(pattern, name) or not named:
                self.refuse(code, name, "没有表格提到该文件", "no table names this file")

    # -- 认定 / the assessment --
    def check_assessment(self) -> None:
        """The assessment is of this folder, follows from its facts, and stands on the words of the law."""
        content, record = self.files.get("assessment.txt", b""), self.record
        if sha(content) != self.terms["assessment"] or record.kinds.get("") != "Assessment" or not record.legible:
            self.refuse("assessment", "assessment.txt", "不是 evidence.txt 所载认定", "is not the one of evidence.txt")
        self.anchors.append(f"ASSESSMENT {sha(content)}")
        if record["case.object_id"] != self.object_:
            self.refuse("assessment", "case.object_id", "是另一对象", "is another object")
        facts = {record[f"{path}.kind.code"]: path for path in record.paths("facts")}
        self.check_decision(facts.values())
        self.check_evidence(facts)
        self.check_facts(facts)
        self.check_law()
        self.check_grounds()
        truths = self.check_verdicts({code: record[f"{path}.value"] for code, path in facts.items()})
        self.check_pages(truths)

    def check_decision(self, facts: Iterable[str]) -> None:
        """Nobody decides about himself, nor before the case was opened and its evidence looked at."""
        record, by, on = self.record, self.record["decided_by"], self.record["decided_on"]
        if not record["case.event_on"] <= record["case.opened_on"]:
            self.refuse("assessment", "case.opened_on", "早于问题出现日", "lies before the event")
        if self.terms["as_of"] < record["case.event_on"]:
            self.refuse("assessment", "evidence.txt", "所载记录止于问题出现日以前", "its records end before the event")
        if bool(by) != bool(on):
            self.refuse("assessment", "decided_by", "决定单位与日期须同时写明", "decider and day go together")
        if not on:
            return
        if by.strip() in ("", record["case.subject"]):
            self.refuse("assessment", "decided_by", "责任主体不得自行决定", "is whoever the case is about, or nobody")
        seen = [record[f"{one}.as_of"] for path in facts for one in record.paths(f"{path}.evidence")]
        if on != date.fromisoformat(on).isoformat() or on < max([record["case.opened_on"], *seen]):
            self.refuse("assessment", "decided_on", "早于立案或查证之日", "lies before the case or its evidence")

    def check_evidence(self, facts: dict[str, str]) -> None:
        """Every piece of evidence has its line in facts.tsv, and its digest is where that line says."""
        due = [
            [code, f"{number:04d}", *(self.record[f"{one}.{key}"] for key in ("kind", "reference", "digest"))]
            for code, path in facts.items()
            for number, one in enumerate(self.record.paths(f"{path}.evidence"), 1)
        ]
        told = self.table("facts.tsv", 6)
        if [row[:5] for row in told] != sorted([*row[:4], row[4] or NONE] for row in due):
            self.refuse("fact", "facts.tsv", "与认定所引证据不符", "is not the evidence that the assessment cites")
        outside = 0
        for code, number, kind, reference, digest, place in told:
            where = f"facts.tsv {code} {number} {kind} {reference}"
            if place == NONE:
                outside += 1
            elif digest not in self.known.get(place, set()):
                self.refuse("fact", where, f"{place} 没有此摘要", f"{place} has no such digest")
            else:
                self.check_concerned(where, kind, Record(self.files[place]))
        if outside:
            zh, en = f"{outside} 项证据未载入本文件夹", f"{outside} pieces of evidence are not in this folder"
            self.say("unchecked", "fact", zh, en)
        self.passed("fact", "事实所引摘要均在所写之处", "the digests that facts cite are where they are said to be")

    def check_concerned(self, where: str, kind: str, record: Record) -> None:
        """A visit or a result that a fact cites is about the object."""
        path = {"Visit": "object_id", "Result": "visit.object_id", "Publication": "result.visit.object_id"}.get(kind)
        if path and record.kinds.get("") == kind and record[path] != self.object_:
            self.refuse("fact", where, "是另一对象的记录", "is about another object")

    def check_facts(self, facts: dict[str, str]) -> None:
        """A fact that the folder itself can answer is not contradicted by it."""
        values = {code: self.record[f"{path}.value"] for code, path in facts.items()}
        self.check_days(facts, values)
        self.check_not_drawn(values.get("F6", ""))
        self.check_received(values.get("F7", ""))
        self.check_found(values.get("F2", ""))
        settled = [code for code, value in values.items() if value != "NOT_ESTABLISHED"]
        people = "、".join(code for code in settled if code not in ("F2", "F6", "F7"))
        if people:
            zh, en = f"{people} 是否属实未核，只核其证据", f"whether {people} is so was not checked, its evidence was"
            self.say("unchecked", "fact", zh, en)
        self.check_traps()

    def leave(self, code: str, zh: str, en: str) -> None:
        """Say why a fact was not checked."""
        self.say("unchecked", "fact", f"{code} 未核：{zh}", f"{code} was not checked: {en}")

    def check_days(self, facts: dict[str, str], values: dict[str, str]) -> None:
        """Facts are looked at by the day of the event, by nobody whom the case is about; the span is a whole one."""
        record, event = self.record, self.record["case.event_on"]
        for code, path in facts.items():
            pieces, settled = record.paths(f"{path}.evidence"), values[code] != "NOT_ESTABLISHED"
            days = [record[f"{one}.as_of"] for one in pieces]
            if settled and code in UP_TO_EVENT and max(days, default="") < event:
                self.refuse("fact", code, "证据未查至问题出现日", "was not looked at up to the day of the event")
            if max(days, default="") > self.terms["as_of"]:
                self.refuse("fact", code, "证据查至之日晚于所载记录", "was looked at later than the records here")
            if record["case.subject"] in [record[f"{one}.established_by"] for one in pieces]:
                self.refuse("fact", code, "由责任主体自行认定", "was established by whoever the case is about")
        if not record["case.first"] <= f"{event[:4]}-01-01":
            zh, en = "晚于问题出现当年 1 月 1 日", "lies after 1 January of the year of the event"
            self.refuse("fact", "case.first", zh, en)

    def by_hand(self, code: str) -> bool:
        """Tell whether a fact cites anything but the records from which it is derived: somebody established it then."""
        rows = [row for row in rows_of(self.files.get("facts.tsv", b"")) if row[0] == code]
        return any(row[2] not in DERIVED[code] or (row[4] == NONE and row[2] != "ExclusionRecord") for row in rows)

    def counts_on(self, on: str, due_on: str) -> bool:
        """Tell whether a draw of a day counts: one of the span, or one before it whose task reaches into the span."""
        return on <= self.record["case.event_on"] and max(on, due_on) >= self.record["case.first"]

    def counts(self, row: list[str]) -> bool:
        """Tell whether a round falls into the span, or the window of its task does, and the department inspects."""
        checker = self.draws[row[0]][0]
        on_time = self.counts_on(row[3], window_end(checker.manifest))
        return on_time and self.record["case.department"] in checker.parties()

    def elsewhere(self) -> tuple[list[str], list[str]]:
        """Return the manifests without an outcome here that count for an item of the case, and those that may tell.

        The folder holds whole what counts for the case; of what else is in the chain nobody sees whom it drew.
        """
        items = set(self.record.members("case.item_codes"))
        missing: list[str] = []
        unclear: list[str] = []
        for file, sheet in self.sheets.values():
            if not file.startswith("chain/") or self.record["case.department"] not in parties_of(sheet):
                continue
            on, own = day_known(sheet), bool(items & frames_of(sheet))
            counts = self.counts_on(on, window_end(sheet))
            if counts and own:
                missing.append(file)
            elif counts or (own and on <= self.record["case.event_on"]):  # another item, or a later round
                unclear.append(file)
        return missing, unclear

    def check_not_drawn(self, value: str) -> None:
        """F6: in no draw of the department for an item of the case drawn, and in the frame of one for each."""
        items = self.record.members("case.item_codes")
        known = [row for row in self.rows if self.counts(row)]
        rows = [row for row in known if row[1] in items]
        others = sorted({f"{row[0]} {row[1]}" for row in known if row[4] == "DRAWN" and row[1] not in items})
        open_ = [row for row in rows if row[4] == "COMMITTED"]
        missing, unclear = self.elsewhere()
        never = [code for code in items if not any(row[1] == code and row[4] in POSSIBLE for row in rows)]
        lain = self.lain(items)
        hit = bool(self.drawn_in) or any(self.against_row(row) in (DRAWN, EXCLUDED) for row in rows)
        if value == "FALSE" and not hit:
            if not (others or open_ or missing or unclear or never or lain) and self.chain_whole:
                self.refuse("fact", "F6", "与所载记录矛盾", "is contradicted by what is here")
            else:
                self.leave("F6", "所载记录未显示抽中，由人认定", "no record here drew it, somebody established it")
        if value == "TRUE":
            for where, zh, en in self.against_not_drawn(rows, items, missing, never):
                self.refuse("fact", f"F6 {where}", f"与所载记录矛盾：{zh}", f"is contradicted by what is here: {en}")
            self.check_rounds(sorted({row[0] for row in rows if row[4] == "NOT_DRAWN"}))
        if value in ("TRUE", "FALSE"):
            self.leave_draws(open_, others if not hit else [], unclear)
            for name in lain:
                zh, en = (
                    f"期间前的 {name} 抽中，没有载入其检查",
                    f"{name} drew it before the span, no visit of it is here",
                )
                self.leave("F6", zh, en)
        if value == "TRUE":
            self.leave_outside(rows, never)

    def lain(self, items: list[str]) -> list[str]:
        """Return the draws of the department that drew the object before the span, and of which no visit is here."""
        department, event = self.record["case.department"], self.record["case.event_on"]
        went = self.went()
        rows = [row for row in self.rows if row[4] == "DRAWN" and row[1] in items and row[3] <= event]
        drew = {row[0]: self.draws[row[0]][0] for row in rows if not self.counts(row)}
        return sorted(name for name, one in drew.items() if department in one.parties() and one.commit not in went)

    def leave_draws(self, open_: list[list[str]], others: list[str], unclear: list[str]) -> None:
        """Name the draws that may have drawn the object, or did for another item."""
        if others:
            told, plain = "、".join(others), ", ".join(others)
            self.leave("F6", f"为其他事项抽中（{told}）", f"it was drawn for another item ({plain})")
        if unclear:
            told, plain = "、".join(unclear), ", ".join(unclear)
            zh = f"{told} 只载锁定，是否为其他事项或在其后各轮抽中不明"
            self.leave("F6", zh, f"of {plain} the commitment alone is here, other items and later rounds are not")
        for row in open_:
            if self.draws[row[0]][1] == "WITHHELD":
                self.leave("F6", f"{row[0]} 尚在封存期内", f"{row[0]} is sealed")
            elif self.draws[row[0]][1] == "FAILED":
                self.leave("F6", f"{row[0]} 称已失败，没有抽取结果", f"{row[0]} is said to have failed")

    def leave_outside(self, rows: list[list[str]], never: list[str]) -> None:
        """Name what nobody can see in a folder: pools, and why no draw could have drawn the object."""
        for name in sorted({row[0] for row in rows if row[4] == "OUTSIDE" and self.pool_of(row[0]) == (True, "yes")}):
            zh = f"{name} 称该对象在本部门名录库中而不在抽样框中，名录库未载入"
            self.leave("F6", zh, f"{name} is said to leave it in the pool and out of the frame, no pool is here")
        if never and self.by_hand("F6"):
            told, plain = "、".join(never), ", ".join(never)
            self.leave("F6", f"{told} 没有可能抽中该对象的抽取，由人认定", f"no draw for {plain}, somebody found it so")

    def against_not_drawn(
        self, rows: list[list[str]], items: list[str], missing: list[str], never: list[str]
    ) -> Iterator[tuple[str, str, str]]:
        """Yield what shows, or may hide, that the object was drawn."""
        for row in rows:
            told = self.against_row(row)
            if told is not None:
                yield (f"{row[0]} {row[1]} {row[2]}", *told)
        for name, code, k, on in self.pending(items):
            if self.counts([name, code, str(k), on]):
                yield f"{name} {code} {k}", "该轮已请求而没有抽取结果", "asked for, and no outcome is here"
        for name in sorted({row[0] for row in rows} & self.behind):
            yield name, "案卷已归档的轮次此处没有", "a round that its dossier filed is not here"
        for file in missing:
            yield file, "该次抽取应计入而没有抽取结果", "it counts, and its outcome is not here"
        for name in self.drawn_in:
            zh, en = "案卷已归档抽中该对象，其抽取不在此处", "it filed that the object was drawn, the draw is not here"
            yield name, zh, en
        for code in never if not self.by_hand("F6") else []:
            yield code, "没有可能抽中该对象的抽取", "no draw here could have drawn it"
        if not self.chain_whole:
            yield "chain", "抽取是否齐全不明", "whether draws are missing is not known"

    def against_row(self, row: list[str]) -> tuple[str, str] | None:
        """Return why a round does not go with F6, None where it does."""
        if row[4] == "DRAWN" or (row[0], row[1]) in self.leaked:
            return DRAWN
        if row[4] == "EXCLUDED":
            return EXCLUDED
        if row[4] == "COMMITTED" and self.draws[row[0]][1] not in ("WITHHELD", "FAILED"):
            return "已锁定而没有抽取结果", "committed, and no outcome is here"
        if row[4] == "OUTSIDE" and self.pool_of(row[0])[1] == NONE:
            return "不在抽样框中，名录库不在手", "it is in no frame, and no pool was at hand"
        if row[4] == "OUTSIDE" and self.pool_of(row[0]) == (True, "no"):
            return "本部门名录库没有该对象", "it is not in the pool of the department"
        return None

    def pending(self, items: Iterable[str]) -> Iterator[tuple[str, str, int, str]]:
        """Yield the rounds that were asked for, could draw the object, and have no outcome here, with their day."""
        for name, (checker, _) in self.draws.items():
            for code in items:
                for k in checker.asked(code, self.object_) if checker.keys else []:
                    yield name, code, k, day_known(sheet_of(self.files.get(f"draws/{name}/supplement.{k}.txt", b"")))

    def pool_of(self, name: str) -> tuple[bool, str]:
        """Return whether the department itself drew, and whether the pool is said to hold the object."""
        row = next(one for one in self.table("draws.tsv", 7) if one[0] == name)
        return row[1] == self.record["case.department"], row[6]

    def check_rounds(self, names: Iterable[str]) -> None:
        """Name the draws of which nothing here says that no further round was held."""
        for name in names:
            checker, state = self.draws[name]
            if state == "DRAWN" and checker.commit not in self.told:
                zh, en = "是否另有补充抽取未核", "whether a further round was held was not checked"
                self.say("unchecked", "round", f"draws/{name}：{zh}", f"draws/{name}: {en}")

    def check_received(self, value: str) -> None:
        """F7: the registers answer so, as far as their entries are here; what they leave open somebody established."""
        answered = {one["state"] for one in self.queries} == {"NONE_ON_RECORD"}
        found, unknown = self.waiting
        spoilt = "broken-registers.tsv" in self.files or self.unanchored or bool(found)
        contradicted = {
            "TRUE": self.received or spoilt or not (answered or self.by_hand("F7")),
            "FALSE": answered and not (spoilt or unknown),
        }
        if contradicted.get(value):
            self.refuse("fact", "F7", "与所载记录矛盾", "is contradicted by what is here")
        elif value == "TRUE" and not answered:
            self.leave("F7", "登记簿未答复，由人认定", "no register answers, somebody established it")
        elif value == "FALSE" and not self.received:
            zh, en = "所载登记簿未显示问题出现前的线索", "no lead from before the event is shown here"
            self.leave("F7", zh, en)
        if value == "TRUE" and unknown:
            self.leave("F7", "期间前有对象未明的线索", "a lead from before the span is of an unknown object")
        if value == "TRUE":
            holder = self.record["case.holder"]
            zh, en = f"{holder} 是否为其市场主体，名录库未载入", f"whether {holder} is its holder, no pool is here"
            self.leave("F7", zh, en)
        if value in ("TRUE", "FALSE") and self.withholding:
            self.leave("F7", "登记簿有未载入的条目", "entries of a register are withheld")

    def check_found(self, value: str) -> None:
        """F2: the last result of each item at the visits that count, as it was on file when the event came."""
        if value not in ("TRUE", "FALSE"):
            return
        lines, unread = self.due_lines()
        unseen = [row for row in self.cited("F2") if row[4] != NONE and row[5] not in self.files]
        if self.terms["grade"] != "INTERNAL" and any(row[5].endswith("chain.tsv") for row in self.cited("F2")):
            unseen, lines = self.cited("F2"), []  # what may be seen here need not be the last
        groups, doubts = {self.group(line) for line in lines}, list(self.doubts(lines))
        clean, someone = groups == {"CLEAN"}, self.by_hand("F2")
        contradicted = {
            "TRUE": "PROBLEM" in groups or not (clean or unseen or someone),
            "FALSE": clean and not (unread or unseen or (doubts and someone)),
        }
        if contradicted[value]:
            self.refuse("fact", "F2", "与所载记录矛盾", "is contradicted by what is here")
        elif value == "FALSE" and "PROBLEM" not in groups and not unseen:
            self.leave("F2", "所载结果未显示问题，由人认定", "no result here shows it, somebody established it")
        if unread:
            told = "、".join(unread)
            self.leave("F2", f"没有载入 {told} 的检查结果", f"the result of {told} is not here")
        if unseen:
            self.leave("F2", "所引结果未载入", "a result that it cites is withheld")
        if value == "TRUE" and "OPEN" in groups:
            zh, en = "结果于问题出现后归档、更正，或未能检查", "filed or corrected after the event, or not inspected"
            self.leave("F2", zh, en)
        for zh, en in doubts if value == "TRUE" else []:
            self.leave("F2", zh, en)

    def due_lines(self) -> tuple[list[list[Filed]], list[str]]:
        """Return the results of each item at the visits cited and at the last one, and the items without a result."""
        cited = {Record(self.files[row[5]])["visit.id"] for row in self.cited("F2") if row[5] in self.files}
        lines: list[list[Filed]] = []
        unread: list[str] = []
        for code in self.record.members("case.item_codes"):
            filed = self.results_of(code)
            known = {one.record["visit.id"] for one in filed}
            due = (cited & known) | {self.last_visit(code)} - {""}
            lines += [[one for one in filed if one.record["visit.id"] == id_] for id_ in sorted(due & known)]
            unread += [] if due and due <= known else [code]
        return lines, unread

    def group(self, line: list[Filed]) -> str:
        """Return what a line of results says; OPEN where that came after the event, or where nothing was inspected."""
        first = first_of(line)
        timely = [one for one in line if first[one.record["id"]].on <= self.record["case.event_on"]]
        outcomes = [one.record["outcome"] for one in (*timely[-1:], line[-1])]
        found = {OUTCOMES.get(one, "PROBLEM") for one in outcomes}
        return found.pop() if timely and len(found) == 1 else "OPEN"

    def drawing(self) -> list[list[str]]:
        """Return the rounds that count and drew the object for an item of the case."""
        items = self.record.members("case.item_codes")
        return [row for row in self.rows if row[4] == "DRAWN" and row[1] in items and self.counts(row)]

    def doubts(self, lines: list[list[Filed]]) -> Iterator[tuple[str, str]]:
        """Yield why another visit, or another result, may be hidden behind those that are here."""
        if "broken-dossiers.tsv" in self.files:
            yield "有断链案卷未载入", "a broken dossier is not here"
        if not self.chain_whole:
            yield "抽取是否齐全不明，可能另有检查", "a draw may be missing, and a visit with it"
        items = self.record.members("case.item_codes")
        sealed = {row[0] for row in self.rows if row[4] == "COMMITTED" and row[1] in items and self.counts(row)}
        for name in [*sorted(one for one in sealed if self.draws[one][1] == "WITHHELD"), *self.elsewhere()[0]]:
            yield f"{name} 没有抽取结果，可能另有检查", f"no outcome of {name} is here, it may have led to a visit"
        yield from self.unheld(lines)
        drawing = {self.draws[row[0]][0].commit: row[0] for row in self.drawing()}
        went = self.went()
        for name in sorted(name for commit, name in drawing.items() if commit not in went):
            yield f"{name} 抽中该对象，没有载入其检查", f"{name} drew the object, and no visit of it is here"
        ends = {line[-1].dossier: line[-1].number for line in lines}
        for name, one in self.dossiers.items():
            if (name in ends or one.opening["commit"] in drawing) and one.withholds(ends.get(name, 0)):
                yield f"{name} 其后有未载入的检查或结果", f"visits or results behind it in {name} are withheld"
        if any(is_marked(one.record) for line in lines for one in line):
            yield "检查表有要点不符合", "points of the check sheet are marked as not conforming"

    def unheld(self, lines: list[list[Filed]]) -> Iterator[tuple[str, str]]:
        """Yield what no published head holds: it could have been cut off and made anew."""
        for name in sorted({row[0] for row in self.drawing() if self.draws[row[0]][0].commit not in self.held}):
            zh = f"{name} 抽中该对象，没有已公布链头的案卷归档"
            yield zh, f"no dossier with a published head filed that {name} drew the object"
        for line in lines:
            name, last = line[0].dossier, max(one.number for one in first_of(line).values())
            if last > self.dossiers[name].held:
                yield f"{name} 第 {last} 件没有已公布链头", f"no published head holds entry {last} of {name}"

    def results_of(self, code: str) -> list[Filed]:
        """Return the results of an item at the object that dossiers show, in the order in which they were filed."""
        path = {"object_id": "visit.object_id", "department": "department"}
        return [
            one
            for one in self.filed
            if one.is_a("Result")
            and one.record["item_code"] == code
            and all(one.record[told] == self.record[f"case.{key}"] for key, told in path.items())
        ]

    def visits(self) -> Iterator[tuple[Filed, str]]:
        """Yield the drawn visits to the object that dossiers show, and where in the record they stand."""
        for one in self.filed:
            head = {"Visit": "", "Result": "visit."}.get(one.record.kinds.get("", ""))
            if head is None or f"{head}draw" not in one.record.kinds:
                continue
            if one.record[f"{head}object_id"] == self.record["case.object_id"]:
                yield one, head

    def went(self) -> set[str]:
        """Return the draws of which a published head holds a visit to the object: nobody adds one to cover another."""
        held = ((one, head) for one, head in self.visits() if one.number <= self.dossiers[one.dossier].held)
        return {one.record[f"{head}draw.commit"] for one, head in held}

    def last_visit(self, code: str) -> str:
        """Return the last drawn visit of the span for an item that a dossier shows, empty where there is none."""
        case = {key: self.record[f"case.{key}"] for key in ("department", "subject", "first", "event_on")}
        officer = self.record["case.subject_kind"] == "OFFICER"
        found: list[tuple[float, str]] = []
        for filed, head in self.visits():
            one = filed.record
            days = [china_day(one[f"{head}{key}"]) for key in ("started_at", "ended_at")]
            items = {(one[f"{path}.item_code"], one[f"{path}.department"]) for path in one.paths(f"{head}items")}
            went = not officer or case["subject"] in [one[f"{path}.id"] for path in one.paths(f"{head}officers")]
            in_span = case["first"] <= days[0] and days[1] <= case["event_on"]
            if went and in_span and (code, case["department"]) in items:
                found.append((instant_of(one[f"{head}started_at"]), one[f"{head}id"]))
        return max(found, default=(0.0, ""))[1]

    def check_traps(self) -> None:
        """What could be overlooked is what whoever made the folder says: name it."""
        rows = self.table("traps.tsv", 5)
        told = "；".join(f"{row[0]} {row[1]} {row[2]} {row[3]}" for row in rows)
        plain = "; ".join(f"{row[0]} {row[1]} {row[2]} {row[4]}" for row in rows)
        zh, en = f"陷阱提示由制作者所写，未核：{told}", f"traps are the word of whoever made the folder: {plain}"
        if rows:
            self.say("unchecked", "trap", zh, en)
        else:
            self.say("note", "trap", "制作者未写陷阱提示", "whoever made the folder tells of no trap")

    def cited(self, code: str) -> list[list[str]]:
        """Return the results that a fact cites, as facts.tsv has them."""
        return [row for row in rows_of(self.files.get("facts.tsv", b"")) if row[0] == code and row[2] == "Result"]

    def check_law(self) -> None:
        """The words of the law are those of its text; what is not in this script is not compared."""
        rows = self.table("law.tsv", 4)
        own = {row[1]: row[2:] for row in rows if row[0] == DOCUMENT}
        others = sorted({row[0] for row in rows} - {DOCUMENT})
        if len({(row[0], row[1]) for row in rows}) < len(rows):
            self.refuse("law", "law.tsv", "有条款重复", "a clause stands twice")
        for clause, told in own.items():
            if told != [PATH, LAW.get(clause, "")]:
                self.refuse("law", f"law.tsv {clause}", "与原文不符", "is not word for word")
        cited = {clause for one in GROUNDS.values() for clause in one[-1].split()}
        cited |= {clause for clause, _ in PHRASES.values()}
        for clause in sorted(cited - set(own)):
            self.refuse("law", f"law.tsv {clause}", "缺此条款", "the clause is missing")
        self.check_phrases()
        for document in others:
            self.say("unchecked", "law", f"{document} 的引文未核", f"the words of {document} were not compared")
        self.passed("law", "溧阳实施办法四（二）引文逐字相符", "the words of the law are word for word")

    def check_phrases(self) -> None:
        """Every fact has the clause and the phrase of the law, among the grounds and where it is told."""
        record = self.record
        kinds = {record[f"{path}.code"]: path for path in record.paths("grounds.kinds")}
        if len(kinds) < len(record.paths("grounds.kinds")) or set(PHRASES) - set(kinds):
            self.refuse("law", "grounds.kinds", "事实有缺或重复", "a fact is missing, or stands twice")
        for path in [*record.paths("grounds.kinds"), *(f"{one}.kind" for one in record.paths("facts"))]:
            code = record[f"{path}.code"]
            keys = ("clause.document", "clause.clause", "clause.path", "phrase")
            told, due = [record[f"{path}.{key}"] for key in keys], PHRASES.get(code)
            same = [record[f"{kinds.get(code, '')}.{key}"] for key in keys]
            right = [DOCUMENT, due[0], PATH, due[1]] if due else same
            if told != right or (due is None and DOCUMENT in told):
                self.refuse(
                    "law", f"{path} {code}", "事实用语与原文不符", "the phrase of the fact is not that of the law"
                )

    def check_grounds(self) -> None:
        """The grounds are those of the law as this script knows them, all of them; others are named."""
        record = self.record
        paths = {record[f"{path}.id"]: path for path in record.paths("grounds.grounds")}
        if len(paths) < len(record.paths("grounds.grounds")):
            self.refuse("ground", "grounds", "有依据重复", "a ground stands twice")
        for id_ in sorted(set(GROUNDS) - set(paths)):
            self.refuse("ground", id_, "缺此依据", "the ground is missing")
        for id_, path in paths.items():
            if id_ in GROUNDS:
                self.check_ground(id_, path)
            elif DOCUMENT in [record[f"{one}.document"] for one in record.paths(f"{path}.clauses")]:
                self.refuse("ground", id_, "办法没有此依据", "the law has no such ground")
            else:
                self.say("unchecked", "ground", f"{id_} 不在本脚本所知依据之内", f"{id_}: this script does not know it")
        causal = [one for one in record.members("grounds.readings") if one.partition(".")[0] == "causal"]
        if causal not in (["causal.narrow"], ["causal.wide"]):
            self.refuse("ground", "grounds.readings", "应选一种读法", "one reading of 4.2.9 is chosen")
        self.passed("ground", "依据与办法相符", "the grounds are those of the law")

    def check_ground(self, id_: str, path: str) -> None:
        """A ground of the city text has its facts and clauses, and is on from the beginning for whom it speaks of."""
        record, due = self.record, GROUNDS[id_]
        refs = record.paths(f"{path}.clauses")
        clauses = " ".join(record[f"{one}.clause"] for one in refs)
        codes = [" ".join(record.members(f"{path}.{key}")) for key in ("all_of", "none_of", "barred_by")]
        told = [record[f"{path}.verdict"], *codes, record[f"{path}.reading"], clauses]
        elsewhere = {(record[f"{one}.document"], record[f"{one}.path"]) for one in refs} - {(DOCUMENT, PATH)}
        kind, mandatory = BREACHES.get(id_, ""), "no" if due[0] == "EXEMPT" else "yes"
        state = [record[f"{path}.{key}"] for key in ("breach_kind", "mandatory", "verified", "active", "effective_on")]
        if told != [due[0], *due[2:]] or record.counts.get(f"{path}.any_of") or elsewhere:
            self.refuse("ground", id_, "与办法的依据不符", "is not the ground of the law")
        if state != [kind, mandatory, "yes", "yes", ""]:
            zh, en = "依据被停用、推迟，或类别不符", "is switched off or put off, or is of another kind"
            self.refuse("ground", id_, zh, en)
        if " ".join(record.members(f"{path}.applies_to")) == due[1]:
            return
        if id_ in CHOICE:
            self.say("unchecked", "ground", f"{id_} 的适用主体另有选择", f"{id_} is read as of other subjects")
        else:
            self.refuse("ground", id_, "适用主体与办法不符", "speaks of other subjects than the law")

    def standing(self, path: str) -> str:
        """Return whether a ground counts in the case, and if not, the first reason why."""
        record = self.record
        reading = record[f"{path}.reading"]
        if record["case.subject_kind"] not in record.members(f"{path}.applies_to"):
            return "OTHER_SUBJECT"
        if reading and reading not in record.members("grounds.readings"):
            return "OTHER_READING"
        unverified = record["grounds.include_unverified"] == "yes" and record[f"{path}.verified"] == "no"
        if record[f"{path}.active"] != "yes" and not unverified:
            return "OFF"
        return "NOT_IN_FORCE" if record[f"{path}.effective_on"] > record["case.event_on"] else "COUNTS"

    def truth(self, path: str, values: dict[str, str]) -> str:
        """Return whether the facts meet a ground."""
        known = {
            key: [values.get(code, "NOT_ESTABLISHED") for code in self.record.members(f"{path}.{key}")] for key in KEYS
        }
        parts = [all_true(known["all_of"]), *([one_true(known["any_of"])] if known["any_of"] else [])]
        return all_true([*parts, *(OPPOSITE[one] for one in known["none_of"] + known["barred_by"])])

    def check_verdicts(self, values: dict[str, str]) -> dict[str, tuple[str, str]]:
        """Evaluate every ground, and draw the verdicts from that: nobody is exempt or liable by default."""
        record = self.record
        found: dict[str, tuple[str, str]] = {}
        counted: list[tuple[str, str]] = []
        told = record.paths("evaluations")
        grounds = record.paths("grounds.grounds")
        if len(told) != len(grounds) or not set(values.values()) <= set(TRUTHS):
            self.refuse("verdict", "assessment.txt", "评价与依据不对应", "evaluations and grounds do not go together")
            return {}
        for path, one in zip(grounds, told):
            id_, right = record[f"{path}.id"], (self.standing(path), self.truth(path, values))
            found[id_] = right
            counted += [(record[f"{path}.verdict"], right[1])] if right[0] == "COUNTS" else []
            if (record[f"{one}.ground_id"], record[f"{one}.standing"], record[f"{one}.truth"]) != (id_, *right):
                self.refuse("verdict", id_, f"应为 {' '.join(right)}", f"should be {' '.join(right)}")
        verdicts = {verdict for verdict, truth in counted if truth == "TRUE"}
        answer = one_true(truth for verdict, truth in counted if verdict in FREEING)
        if answer == "FALSE":
            verdicts.add("NOT_MET")
            answer = one_true(truth for verdict, truth in counted if verdict == "BREACH")
        verdicts |= {"NEEDS_EVIDENCE"} if answer == "NOT_ESTABLISHED" else set()
        due = [one for one in VERDICTS if one in verdicts]
        if record.members("verdicts") != due:
            self.refuse("verdict", "verdicts", f"应为 {' '.join(due)}", f"should be {' '.join(due)}")
        if bool(record.counts.get("open_facts")) != ("NEEDS_EVIDENCE" in due):
            self.refuse("verdict", "open_facts", "与结论不符", "does not go with the verdict")
        self.passed(
            "verdict", f"结论 {'、'.join(VERDICTS[one] for one in due)} 由事实和依据得出", "the verdicts follow"
        )
        return found

    def check_pages(self, truths: dict[str, tuple[str, str]]) -> None:
        """verdict.md is made again line by line; the explanations quote nothing but the law and say the same."""
        quoted = {(row[0], row[1]): row[3] for row in rows_of(self.files.get("law.tsv", b"")) if len(row) == 4}
        due = "".join(f"{line}\n" for line in verdict_lines(self.record, quoted, truths))
        if text_of(self.files.get("verdict.md", b"")) != due:
            told = text_of(self.files.get("verdict.md", b"")).split("\n")
            wrong = next((one for one in due.split("\n") if one not in told), "…")
            self.refuse("text", "verdict.md", f"应有 {verify.shown(wrong)}", f"should have {verify.shown(wrong)}")
        known = {" ".join(text.split()) for text in quoted.values()} | set(LAW.values())
        cited = [
            quoted.get((self.record[f"{one}.document"], self.record[f"{one}.clause"]), "")
            for path in self.record.paths("grounds.grounds")
            if truths.get(self.record[f"{path}.id"], ("",))[0] == "COUNTS"
            for one in self.record.paths(f"{path}.clauses")
        ]
        for name in ("explanation.zh.md", "explanation.en.md"):
            text = re.sub(r"\\(.)", r"\1", text_of(self.files.get(name, b"")))
            joined = re.sub(r"\n *> (?!「)", " ", text)  # a clause of several paragraphs
            quotes = [" ".join(one.split()) for one in re.findall(r"^ *> 「(.*)」（[^）]*", joined, re.MULTILINE)]
            if set(quotes) - known or set(filter(None, cited)) - set(quotes):
                self.refuse("law", name, "引文与法条不符", "does not quote the law word for word")
            words, join = (VERDICTS, "、") if ".zh." in name else (ENGLISH, ", ")
            verdicts = join.join(words.get(one, one) for one in self.record.members("verdicts"))
            first = text.split("\n", 1)[0]
            if not first.endswith(f" → {verdicts}") or self.record["case.id"] not in first:
                self.refuse("text", name, "结论不符", "names another verdict")
            if ".zh." in name:
                self.check_explained(text, truths)
        self.passed("text", "文字说明与认定相符", "the pages say what the assessment says")

    def check_explained(self, text: str, truths: dict[str, tuple[str, str]]) -> None:
        """The explanation says the grounds and the facts as they are."""
        record, lines = self.record, [line.strip() for line in text.split("\n")]
        for path in record.paths("facts"):
            code, value = record[f"{path}.kind.code"], record[f"{path}.value"]
            told = [line for line in lines if line.startswith(f"- {code} {record[f'{path}.kind.phrase']}（")]
            if any(f"）：{TRUTHS.get(value)}；{record[f'{path}.because_zh']}" not in line for line in told):
                self.refuse("text", f"explanation.zh.md {code}", "事实不符", "tells a fact otherwise")
        for id_, (standing, truth) in truths.items():
            told = [line for line in lines if line.startswith(f"- {id_} ") and "：" in line]
            if standing == "COUNTS" and not any(f"：{TRUTHS[truth]}" in line for line in told):
                self.refuse("text", f"explanation.zh.md {id_}", "评价不符", "tells a ground otherwise")


UNREADABLE = (ArithmeticError, AttributeError, LookupError, MemoryError, RecursionError, TypeError, ValueError)
WORDS = "words"  # the code under which the words that the package compares are named
CENTURY = 36525  # days
KEYS = ("all_of", "any_of", "none_of", "barred_by")
POSSIBLE = ("NOT_DRAWN", "COMMITTED")  # what a draw was that could have drawn the object, and did not
DRAWN, EXCLUDED = ("抽中该对象", "it was drawn"), ("该对象被排除", "it was left out")
OPEN_KINDS, INSPECTED = ("Citation", "FiledDraw"), ("Visit", "Result")
OUTCOMES = {  # what finds no problem: where nothing was inspected, it is open
    "NO_PROBLEM": "CLEAN",
    "UNREACHABLE": "OPEN",
    "NO_SUCH_ACTIVITY": "OPEN",
    "CLOSED_OR_LIQUIDATING": "OPEN",
    "DEREGISTERED": "OPEN",
    "REVOKED": "OPEN",
    "RESCINDED": "OPEN",
    "MOVED_OUT": "OPEN",
}
DERIVED = {  # what a fact cites where the records alone settle it
    "F2": ("Result", "Visit"),
    "F6": ("Draw", "Commitment", "FiledDraw", "ExclusionRecord"),
    "F7": ("LeadRegister", "CaseLead"),
}
UP_TO_EVENT = ("F0", "F4", "F5", "F6", "F7")  # what had happened by the day of the event, or had not


def climb(alg: str, sheet: dict[str, str], prefix: str, size: int) -> str:
    """Return the root to which a proof of RFC 9162 leads, empty where it leads nowhere."""
    line = "\t".join(sheet.get(f"{prefix}{key}", "") for key in ("id", "stratum", "region", "weight"))
    given, told = sheet.get(f"{prefix}path", NONE), sheet.get(f"{prefix}index", "")
    path = [] if given == NONE else given.split(",")
    if not told.isdigit() or int(told) >= size or not all(re.fullmatch("[0-9a-f]{64}", one) for one in path):
        return ""
    index, top = int(told), verify.digest(alg, b"\x00" + line.encode())
    while size > 1:
        if index % 2 or index + 1 < size:
            if not path:
                return ""
            pair = [path.pop(0), top] if index % 2 else [top, path.pop(0)]
            top = verify.digest(alg, b"\x01" + bytes.fromhex("".join(pair)))
        index, size = index // 2, (size + 1) // 2
    return "" if path else top


def first_of(line: list[Filed]) -> dict[str, Filed]:
    """Return where every result of a line was filed first, by its id."""
    return {one.record["id"]: one for one in reversed(line)}


def is_marked(result: Record) -> bool:
    """Tell whether a point of the item of a result is marked as not conforming."""
    marks = [
        [result[f"{path}.{key}"] for key in ("item_code", "department", "mark")] for path in result.paths("visit.marks")
    ]
    return [result["item_code"], result["department"], "NONCONFORMING"] in marks


def instant_of(text: str) -> float:
    """Return an instant as seconds, minus infinity where there is none, or where its zone is not told."""
    try:
        found = datetime.fromisoformat(text)
        return float("-inf") if found.tzinfo is None else found.timestamp()
    except (ArithmeticError, OSError, ValueError):
        return float("-inf")


def span(first: str, last: str) -> Iterator[str]:
    """Yield the days from one to another; of a century or more nobody asks, and it is refused."""
    try:
        day, end = date.fromisoformat(first).toordinal(), date.fromisoformat(last).toordinal()
    except ValueError:
        return
    if end - day > CENTURY:
        message = f"{first} / {last}"
        raise ValueError(message)
    for one in range(day, end + 1):
        yield date.fromordinal(one).isoformat()


def day_of(entry: Record) -> str:
    """Return the day in China of the instant of a step."""
    return china_day(entry["record.at"])


def china_day(text: str) -> str:
    """Return the day in China of an instant, empty where there is none."""
    seconds = instant_of(text)
    return "" if seconds < 0 else date.fromordinal(719163 + int(seconds + 8 * 3600) // 86400).isoformat()


def leads_of(query: Record, shown: dict[int, Record]) -> tuple[set[int], set[int]]:
    """Return the entries of leads that a query should find, and of those whose object is not known."""
    department, subject = query["department"], query["subject"]
    first, last = query["received_from"], query["received_to"]
    steps: defaultdict[str, list[Record]] = defaultdict(list)
    for entry in shown.values():
        if entry.kinds.get("record") == "LeadStep":
            steps[entry["record.lead_id"]].append(entry)
    found: set[int] = set()
    unknown: set[int] = set()
    for number, entry in shown.items():
        if entry.kinds.get("record") != "CaseLead":
            continue
        own = steps[entry["record.id"]]
        came = [(entry["record.department"], entry["record.received_on"])]
        came += [(one["record.department"], day_of(one)) for one in own if one["record.kind"] == "ASSIGNED"]
        if not any(name == department and first <= day <= last for name, day in came):
            continue
        named = [one for one in own if one["record.kind"] == "IDENTIFIED"]
        if any(subject in (one["record.object_id"], one["record.holder"]) for one in (entry, *named)):
            found.add(number)
        elif not entry["record.object_id"] and entry["record.source"] != "UNLICENSED" and not named:
            unknown.add(number)
    return found, unknown


def waiting(shown: dict[int, Record], record: Record) -> tuple[set[int], set[int]]:
    """Return the entries of leads from before the span on which nobody had acted when it began, as ``leads_of``."""
    first = record["case.first"]
    query = Record(b"")
    query.values = {"department": record["case.department"], "received_to": day_before(first)}
    steps = [one for one in shown.values() if one.kinds.get("record") == "LeadStep"]
    steps = [one for one in steps if one["record.kind"] in ("VISITED", "DISPOSED") and day_of(one) <= first]
    acted = {one["record.lead_id"] for one in steps}
    found: set[int] = set()
    unknown: set[int] = set()
    for key in ("object_id", "holder"):
        query.values["subject"] = record[f"case.{key}"]
        own, open_ = leads_of(query, shown)
        found |= {number for number in own if shown[number]["record.id"] not in acted}
        unknown |= {number for number in open_ if shown[number]["record.id"] not in acted}
    return found, unknown


def day_before(day: str) -> str:
    """Return the day before a day, empty where there is none."""
    try:
        return date.fromordinal(date.fromisoformat(day).toordinal() - 1).isoformat()
    except (ValueError, OverflowError):
        return ""


def came_on(query: Record, shown: dict[int, Record], number: int) -> str:
    """Return the first day of the span of a query on which a lead was with the department, else the first before."""
    entry = shown[number]
    steps = [one for one in shown.values() if one["record.lead_id"] == entry["record.id"]]
    came = [(entry["record.department"], entry["record.received_on"])]
    came += [(one["record.department"], day_of(one)) for one in steps if one["record.kind"] == "ASSIGNED"]
    days = [day for name, day in came if name == query["department"]]
    return min((day for day in days if day >= query["received_from"]), default=min(days, default=""))


def statements_for(query: Record, shown: dict[int, Record]) -> list[tuple[int, Record]]:
    """Return the statements of completeness that still stand and touch the span of a query, by number."""
    standing: list[tuple[int, Record]] = []
    for number, entry in sorted(shown.items()):
        kind = entry.kinds.get("record")
        day = entry["record.received_on"] if kind == "CaseLead" else ""
        day = day_of(entry) if kind == "LeadStep" and entry["record.kind"] == "ASSIGNED" else day
        standing = [
            (at, one)
            for at, one in standing
            if one["record.department"] != entry["record.department"]
            or not one["record.first"] <= day <= one["record.last"]
        ]
        standing += [(number, entry)] if kind == "CompletenessStatement" else []
    return [
        (at, one)
        for at, one in standing
        if one["record.department"] == query["department"]
        and one["record.first"] <= query["received_to"]
        and query["received_from"] <= one["record.last"]
    ]


def open_days(query: Record, shown: dict[int, Record]) -> set[str]:
    """Return the days of a query of which no statement speaks that still stands."""
    spoken = {
        day
        for _, one in statements_for(query, shown)
        for day in span(max(one["record.first"], query["received_from"]), min(one["record.last"], query["received_to"]))
    }
    return set(span(query["received_from"], query["received_to"])) - spoken


def verdict_lines(
    record: Record, quoted: dict[tuple[str, str], str], truths: dict[str, tuple[str, str]]
) -> Iterator[str]:
    """Yield the lines of verdict.md."""
    case = {
        key: record[f"case.{key}"] for key in ("id", "subject_kind", "subject", "department", "object_id", "holder")
    }
    decided = f"{record['decided_by']} {record['decided_on']}" if record["decided_by"] else None
    yield from (f"# 责任认定 assessment: {case['id']}", "")
    yield f"- 主体 subject: {case['subject_kind']} {case['subject']}"
    yield f"- 部门 department: {case['department']}"
    yield f"- 对象 object: {case['object_id']}；市场主体 holder: {case['holder']}"
    yield f"- 事项 items: {'、'.join(record.members('case.item_codes'))}"
    yield f"- 问题出现 event: {record['case.event_on']}；期间 span: {record['case.first']} / {record['case.event_on']}"
    yield f"- 决定 decided: {decided or '供参考，尚未决定 advice, nobody has decided'}"
    yield from ("", "## 结论 verdicts", "")
    yield from (f"- {one} {VERDICTS.get(one, '')}" for one in record.members("verdicts"))
    yield from ("", "## 依据 grounds", "")
    for path in record.paths("grounds.grounds"):
        id_ = record[f"{path}.id"]
        yield f"- {id_} {' '.join(truths.get(id_, ()))} → {record[f'{path}.verdict']}"
        yield from quotations(record, record.paths(f"{path}.clauses"), quoted)
    yield from ("", "## 事实 facts", "")
    for path in record.paths("facts"):
        yield f"- {record[f'{path}.kind.code']} {record[f'{path}.value']}: {record[f'{path}.kind.phrase']}"
        yield from quotations(record, [f"{path}.kind.clause"], quoted)
        yield f"  - {record[f'{path}.because_zh']}"
        yield f"  - {record[f'{path}.because']}"
        for one in record.paths(f"{path}.evidence"):
            cells = [
                record[f"{one}.{key}"] or NONE for key in ("kind", "reference", "digest", "as_of", "established_by")
            ]
            yield f"  - 证据 evidence: {' '.join(cells)}"
        for one in record.paths(f"{path}.missing"):
            yield f"  - 缺 missing: {' / '.join(record[f'{one}.{key}'] for key in ('zh', 'en', 'where'))}"


def quotations(record: Record, paths: Iterable[str], quoted: dict[tuple[str, str], str]) -> Iterator[str]:
    """Yield the words of several clauses, as far as they are at hand."""
    for path in paths:
        document, clause = record[f"{path}.document"], record[f"{path}.clause"]
        if (document, clause) in quoted:
            yield f"  > {document} {record[f'{path}.path']}（{clause}）：{quoted[document, clause]}"


def check(files: dict[str, bytes], odd: Iterable[str] = ()) -> EvidenceVerifier:
    """Check a folder, given as its files by name, with ``/`` between folders, and the names of what is no file."""
    verifier = EvidenceVerifier(files, odd)
    try:
        verifier.run()
    except UNREADABLE as error:  # a number or a cell that is none, a day that no calendar has: nothing more can be said
        verifier.refuse(
            "form", "evidence", f"内容不可读，核验中止（{error}）", f"cannot be read, the check ends ({error})"
        )
    return verifier


def walk(folder: str) -> Iterator[tuple[str, bytes | None]]:
    """Yield every file in a folder and below it; without content a link, a pipe, a device, and an empty folder."""
    for top, folders, names in os.walk(folder, onerror=_fail):
        links = [one for one in folders if os.path.islink(os.path.join(top, one))]
        where = os.path.relpath(top, folder).replace(os.sep, "/")
        if not folders and not names and where != ".":
            yield where, None
        for name in sorted(names + links):
            path = os.path.join(top, name)
            content = None
            if stat.S_ISREG(os.lstat(path).st_mode):
                with open(path, "rb") as file:
                    content = file.read()
            yield (name if where == "." else f"{where}/{name}"), content


def _fail(error: OSError) -> None:
    """Pass on that a folder cannot be read: what is in it would be overlooked."""
    raise error


def read_folder(folder: str) -> dict[str, bytes]:
    """Return the files of a folder and of those below it; what is no plain file is not read."""
    return {name: content for name, content in walk(folder) if content is not None}


def odd_names(folder: str) -> list[str]:
    """Return what lies in a folder or below it and is no plain file: links, pipes, devices, empty folders."""
    return [name for name, content in walk(folder) if content is None]


def plain(line: object) -> str:
    """Return a line of the report without what could feign another line or move the cursor."""
    return "".join(one if one.isprintable() else "\ufffd" for one in str(line))


def main(argv: list[str]) -> int:
    """Check the folder, print the report, return the exit code."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure:
            reconfigure(errors="replace")  # a console that has no Chinese
    folder = argv[0] if argv else os.path.dirname(os.path.abspath(__file__))
    try:
        found = dict(walk(folder))
    except OSError as error:
        print(f"无法运行 cannot run: 目录不可读 / the folder cannot be read ({error})", file=sys.stderr)
        return 2
    files = {name: content for name, content in found.items() if content is not None}
    if "evidence.txt" not in files or len(argv) > 1:
        print("无法运行 cannot run: 目录中没有 evidence.txt / there is no evidence.txt", file=sys.stderr)
        return 2
    verifier = check(files, [name for name in found if name not in files])
    print(*map(plain, verifier.checks), sep="\n")
    count = Counter(one.status for one in verifier.checks)
    print("请与公报、存档对照 compare with what was published:", *map(plain, verifier.anchors), sep="\n  ")
    print(f"合计 summary: 通过 {count['ok']} ok, 拒绝 {count['refused']} refused, 未查 {count['unchecked']} unchecked")
    return 1 if count["refused"] else 3 if count["unchecked"] else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
