"""Check a draw published under SSJ-1, independently of the package that made it (核验双随机抽取).

用法 usage: python3 verify.py [目录 DIR]. 不写目录则核验本脚本所在的目录 / without DIR, the folder of this script.
只用 Python 3.8 以上的标准库，不写任何文件 / the standard library of Python 3.8 or later; writes nothing.

核验 checks: 文件格式 forms · 行数、哈希 rows, hashes · Merkle 根 roots · 编号、排除 ids, exclusions · 分层 strata ·
  权重 weights · 抽取数、上限 quotas, caps · 先后次序 order · 随机源 beacon · 一次性码 codes · 种子与钥 seed, keys ·
  号签、分界、抽中名单 tickets, thresholds, the drawn · 批次 batches · 补充抽取 supplementary rounds ·
  席位数、区域、人员、回避 teams, regions, people, recusals. SHA-256, SM3.
未查 unchecked: 人员匹配 matching (verify_matching.py 重演之 replays it) · 时间戳 token · Parquet ·
  drand 签名的配对运算 the pairing of drand signatures.
只作说明 notes only: 保证等级 level · 其他期次 other serials · 随机源的值是否属实 whether the beacon's values are true.
退出码 exit: 0 全部通过 everything checked · 1 拒绝 refused · 2 无法运行 could not run · 3 有未查 unchecked.

怎样读 how to read: §1 哈希 hashes, §2 键与值 keys and values, §3 随机源 public events, §4 抽取 the draw are short
functions. §5 核验 has the checks in the order in which a bundle comes about; Verifier.run lists them.
F is a frame (抽样框), S a stratum (层), K the number of a supplementary round (补充轮次), 0 being the main draw.
"""

from __future__ import annotations

import hashlib
import io
import math
import os
import re
import struct
import sys
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Generator
from contextlib import contextmanager
from datetime import date
from fractions import Fraction
from typing import NamedTuple, TypeVar

T = TypeVar("T")
CHUNK_LINES = 1048576  # a longer table is hashed in pieces of so many lines
MOST_MESSAGES = 20  # of one code; the rest is counted


# ---- §1 哈希 / hashes ----
def turn(word: int, by: int) -> int:
    """Turn a word of 32 bits to the left."""
    by %= 32
    return (word << by | word >> (32 - by)) & 0xFFFFFFFF


def sm3(message: bytes) -> str:
    """SM3 of GB/T 32905-2016, with its letters."""
    state = [0x7380166F, 0x4914B2B9, 0x172442D7, 0xDA8A0600, 0xA96F30BC, 0x163138AA, 0xE38DEE4D, 0xB0FB0E4E]
    padded = message + b"\x80" + bytes(-(len(message) + 9) % 64) + struct.pack(">Q", 8 * len(message))
    for start in range(0, len(padded), 64):
        w = list(struct.unpack(">16I", padded[start : start + 64]))
        for j in range(16, 68):
            x = w[j - 16] ^ w[j - 9] ^ turn(w[j - 3], 15)
            w.append(x ^ turn(x, 15) ^ turn(x, 23) ^ turn(w[j - 13], 7) ^ w[j - 6])  # P1 of x
        a, b, c, d, e, f, g, h = state
        for j in range(64):
            ss1 = turn((turn(a, 12) + e + turn(0x79CC4519 if j < 16 else 0x7A879D8A, j)) & 0xFFFFFFFF, 7)
            ff = a ^ b ^ c if j < 16 else (a & b) | (a & c) | (b & c)
            gg = e ^ f ^ g if j < 16 else (e & f) | (~e & g)
            tt1 = (ff + d + (ss1 ^ turn(a, 12)) + (w[j] ^ w[j + 4])) & 0xFFFFFFFF
            tt2 = (gg + h + ss1 + w[j]) & 0xFFFFFFFF
            a, b, c, d = tt1, a, turn(b, 9), c
            e, f, g, h = tt2 ^ turn(tt2, 9) ^ turn(tt2, 17), e, turn(f, 19), g  # P0 of tt2
        state = [old ^ new for old, new in zip(state, (a, b, c, d, e, f, g, h))]
    return "".join(f"{word:08x}" for word in state)


def digest(alg: str, content: bytes) -> str:
    """H of SSJ-1: 64 lower-case hex digits. Where this Python brings SM3 along, that is a hundred times faster."""
    try:
        return hashlib.new(alg, content).hexdigest()
    except ValueError:
        return sm3(content)


def table_digest(alg: str, content: bytes) -> str:
    """H of a table; above CHUNK_LINES, H of the list of the hashes of its pieces, one a line."""
    lines = content.split(b"\n")[:-1]
    if len(lines) <= CHUNK_LINES:
        return digest(alg, content)
    pieces = (lines[start : start + CHUNK_LINES] for start in range(0, len(lines), CHUNK_LINES))
    return digest(alg, "".join(digest(alg, b"\n".join(piece) + b"\n") + "\n" for piece in pieces).encode())


def merkle_root(alg: str, lines: list[bytes]) -> str:
    """Root of RFC 9162: neighbours are joined level by level, a last one without neighbour rises as it is."""
    level = [digest(alg, b"\x00" + line) for line in lines]
    while len(level) > 1:
        pairs = [bytes.fromhex(level[i] + level[i + 1]) for i in range(0, len(level) - 1, 2)]
        level = [digest(alg, b"\x01" + pair) for pair in pairs] + level[2 * len(pairs) :]
    return level[0] if level else digest(alg, b"")


# ---- §2 键与值 / keys and values ----
UNFIT = {"Cc", "Cf", "Cs", "Co", "Zl", "Zp", "Zs"}  # Unicode categories of no character of a field, but for U+0020
UPPER = {ord(letter): ord(letter) - 32 for letter in "abcdefghijklmnopqrstuvwxyz"}  # ids are compared in this case
PATTERNS = {  # what a value must look like; every value is a field besides
    "name": "[A-Za-z0-9_-]{1,64}",
    "whole": "0|[1-9][0-9]{0,17}",
    "positive": "[1-9][0-9]{0,17}",
    "weight": "-|[1-9][0-9]{0,17}",
    "ratio": "(0|[1-9][0-9]{0,17})/[1-9][0-9]{0,17}",
    "digest": "[0-9a-f]{64}",
    "key": "[0-9a-f]{32}",
    "signature": "[0-9a-f]{96}",
    "via": "lot|repair",
}
MANIFEST_KEYS = {  # pattern of a key (N: a name): what its value is
    r"rules\.window": "window",
    r"agency|plan|task|alg|mode|beacon|frame\.N\.(design|rounding)|rules\..+|x\..+": "field",
    r"team\.N\..+|expert\.N": "seats",
    r"(frame\.N|excluded\.N|inspectors|recusals|absent|experts)\.rows|quota\.N\..+|used\.N": "whole",
    r"(frame\.N|excluded\.N|inspectors|recusals|absent|experts)\.hash|prev|chain\.N|frame\.N\.merkle": "digest",
    r"serial|batches\.N|matching\.(lot|min)": "positive",
    r"ratio\.N\..+|cap\.N(\..+)?": "ratio",
    r"committed\.at": "instant",
    r"beacon\.at": "instants",
    r"reveal\.by": "day",
}
REVEAL_KEYS = {r"k": "whole", r"beacon|x\..+": "field", r"seed|code\.N": "digest", r"key|mkey": "key"}
SUPPLEMENT_KEYS = {  # K: the number of the round
    r"quota\.N\..+": "positive",
    r"(inspectors|recusals|substitutions)\.K\.rows": "whole",
    r"(inspectors|recusals|substitutions)\.K\.hash": "digest",
    r"replace\..+|beacon|x\..+": "field",
    r"committed\.at": "instant",
    r"beacon\.at": "instants",
}
PER_FRAME = ("frame", "ratio", "quota", "cap", "used", "excluded", "batches", "team", "expert")  # in keys, before F
RESULTS = ("reveal", "drawn", "thresholds", "assignments", "advisers")  # files of a round that its seed gives
PEOPLE = ("inspectors", "recusals", "absent", "experts")
COLUMNS = {
    "frame": "field field field weight",  # id, stratum, region, weight
    "excluded": "field field",  # id, reason
    "drawn": "name field digest field",  # frame, stratum, ticket, id
    "thresholds": "name field whole whole field",  # frame, stratum, rows, quota, threshold
    "batches": "name positive field",  # frame, batch, id
    "drand": "positive signature",  # round, signature
    "inclusion": "name field positive field field",  # frame, stratum, weight, lambda, probability
    "inspectors": "field field field field whole whole day",  # …, capacity, load carried over, valid until
    "experts": "field field field field whole whole day",
    "recusals": "field field field",  # object, inspector, reason
    "absent": "field field",  # inspector, reason
    "assignments": "field field positive field via",  # object, department, seat, inspector, via
    "advisers": "field field positive field via",  # the expert in the place of the inspector
    "substitutions": "positive whole field field positive field field field",  # N, k, object …, old, new, reason
}


def is_field(text: str) -> bool:
    """Tell whether text is a field of SSJ-1 §1."""
    if not text or text[0] == " " or text[-1] == " " or unicodedata.normalize("NFC", text) != text:
        return False
    return not any(c in "|=" or (c != " " and unicodedata.category(c) in UNFIT) for c in text)


def is_label(text: str) -> bool:
    """Tell whether text is the name of a department, a region or a tag."""
    return is_field(text) and not any(c in ",;" for c in text) and text not in ("-", "*")


def are_labels(text: str) -> bool:
    """Tell whether these are labels joined by commas, in bytewise order, each once."""
    labels = text.split(",")
    return all(map(is_label, labels)) and labels == sorted(set(labels))


def fits(kind: str, text: str) -> bool:
    """Tell whether text is a value of this kind."""
    if not is_field(text) or (kind in PATTERNS and not re.fullmatch(PATTERNS[kind], text)):
        return False
    if kind == "ratio":
        p, q = map(int, text.split("/"))
        return p <= q and math.gcd(p, q) == 1
    if kind in ("day", "window"):  # a window is its first and its last day
        days = [one for one in map(day, text.split("/")) if one is not None]
        return days == sorted(days) and len(days) == text.count("/") + 1 == (1 if kind == "day" else 2)
    if kind == "instant":
        return instant(text) is not None
    if kind == "instants":
        return all(instant(one) is not None for one in text.split(";"))
    return kind != "seats" or all(seat == "-" or are_labels(seat) for seat in text.split(";"))


def day(text: str) -> int | None:
    """Return the number of an ISO date in the calendar, None where there is no such day."""
    try:
        return date(*map(int, text.split("-"))).toordinal() if re.fullmatch("[0-9]{4}(-[0-9]{2}){2}", text) else None
    except ValueError:
        return None


def instant(text: str) -> int | None:
    """Return the seconds in UTC of an ISO instant with its offset, None where there is no such instant."""
    form = r"([0-9-]{10})T([01][0-9]|2[0-3]):([0-5][0-9]):([0-5][0-9])(Z|[+-]([01][0-9]|2[0-3]):([0-5][0-9]))"
    found = re.fullmatch(form, text)
    days = day(found[1]) if found else None
    if found is None or days is None:
        return None
    local = days * 86400 + int(found[2]) * 3600 + int(found[3]) * 60 + int(found[4])
    offset = int(found[6] or 0) * 3600 + int(found[7] or 0) * 60
    return local + offset if found[5][0] == "-" else local - offset


def day_in_china(seconds: int) -> int:
    """Return the day of an instant in China."""
    return (seconds + 8 * 3600) // 86400


def parts(key: str) -> list[str]:
    """Parts of a key: they end at the first dot or, where F and S follow, at the second; the rest is the last."""
    return key.split(".", 2 if key.partition(".")[0] in PER_FRAME else 1)


def shown(text: str) -> str:
    """Text from a file, fit for a screen: short and without control characters."""
    return repr(text if len(text) <= 60 else text[:60] + "…")


class Stratum(NamedTuple):
    """A stratum of a frame; without a label, the whole frame."""

    frame: str
    label: str

    def __str__(self) -> str:
        return f"{self.frame} {shown(self.label)}" if self.label else self.frame


def per_stratum(sheet: dict[str, str], head: str, number: Callable[[str], T]) -> dict[Stratum, T]:
    """Return the numbers that stand behind HEAD.F.S or HEAD.F in a sheet."""
    keys = [key for key in sheet if key.startswith(head + ".")]
    return {Stratum(*[*parts(key)[1:], ""][:2]): number(sheet[key]) for key in keys}


# ---- §3 随机源 / public events ----
INDICES = ("SZSE399001", "SSE000001")
DRAND_GENESIS = date(1970, 1, 1).toordinal() * 86400 + 1692803367  # of quicknet; a round every 3 seconds


def known_at(source: str, edition: str) -> int | None:
    """Return the instant from which a value is known, where the edition itself tells it."""
    if source == "DRAND" and re.fullmatch("[1-9][0-9]{0,9}", edition):
        return DRAND_GENESIS + 3 * (int(edition) - 1)
    if source in INDICES and re.fullmatch("[0-9]{8}", edition):
        return instant(f"{edition[:4]}-{edition[4:6]}-{edition[6:]}T15:00:00+08:00")  # the exchange closes
    return None


def is_event(source: str, edition: str) -> bool:
    """Tell whether SOURCE/EDITION is well formed."""
    if not fits("name", source) or not is_field(edition) or "/" in edition:
        return False
    if source in ("KL8", "SSQ", "DLT", "FC3D", "PL5"):
        return re.fullmatch("[0-9]{5}|[0-9]{7}", edition) is not None
    return source not in ("DRAND", *INDICES) or known_at(source, edition) is not None


def are_numbers(text: str, count: int, highest: int) -> bool:
    """Tell whether these are so many numbers from 1 up, ascending, joined by dots, without leading zeros."""
    if not all(re.fullmatch("[1-9][0-9]?", part) for part in text.split(".")):
        return False
    numbers = list(map(int, text.split(".")))
    return len(numbers) == count and numbers == sorted(set(numbers)) and numbers[-1] <= highest


def is_canonical(source: str, value: str) -> bool:
    """Tell whether a value has the one form that its source has; other sources have any field."""
    first, _, second = value.partition("+")
    if source == "KL8":
        return are_numbers(value, 20, 80)
    if source == "SSQ":
        return are_numbers(first, 6, 33) and are_numbers(second, 1, 16)
    if source == "DLT":
        return are_numbers(first, 5, 35) and are_numbers(second, 2, 12)
    if source == "DICE":  # faces, then at least one roll
        rolls = value.split(".")
        if len(rolls) < 2 or not all(re.fullmatch("0|[1-9][0-9]{0,2}", roll) for roll in rolls):
            return False
        return 2 <= int(rolls[0]) <= 100 and all(int(roll) <= int(rolls[0]) for roll in rolls)
    forms = {"FC3D": "[0-9]{3}", "PL5": "[0-9]{5}", "DRAND": "[0-9a-f]{64}"}
    forms.update(dict.fromkeys(INDICES, r"(0|[1-9][0-9]*)\.[0-9]{2}"))
    return source not in forms or re.fullmatch(forms[source], value) is not None


# ---- §4 抽取 / the draw ----
class Unit(NamedTuple):
    """An object that can be drawn; units compare by ticket, equal tickets by id."""

    ticket: str
    id_: str
    weight: int  # 0 where there is none


def quota_of(rows: int, ratio: Fraction, rounding: str, cap: Fraction, chance: Fraction | None = None) -> int:
    """Round ratio times rows, never above the cap; chance is the scalar u, None before the seed is known."""
    exact = ratio * rows
    rounded = math.ceil(exact) if rounding == "ceil" else math.floor(exact)
    if rounding == "chance" and chance is not None and chance < exact - rounded:
        rounded += 1
    return min(rounded, math.floor(cap * rows))


def stratified(units: list[Unit], n: int) -> tuple[list[Unit], str]:
    """Return the n units with the smallest tickets, and the threshold: the largest of these tickets."""
    drawn = sorted(units)[:n]
    return drawn, drawn[-1].ticket if drawn else "-"


def pareto(units: list[Unit], n: int) -> tuple[list[Unit], str]:
    """Return the drawn units and the threshold of a draw by weights, n times their sum being below 2^53."""
    # Certain are all with n·w >= W, then those of the rest, n and W being less, and so on. To take them one at a time,
    # the heaviest first, comes to the same: once w >= W/n is taken, W/n is never larger for the others.
    rest = sorted(units, key=lambda unit: -unit.weight)
    total = sum(unit.weight for unit in rest)
    certain = 0
    while certain < min(n, len(rest)) and (n - certain) * rest[certain].weight >= total:
        total -= rest[certain].weight
        certain += 1
    ranked: list[tuple[float, Unit]] = []
    for unit in rest[certain:] if n > certain else []:
        lam = (n - certain) * unit.weight / total
        u = (int(unit.ticket[:13], 16) + 0.5) / 2**52
        ranked.append(((u * (1 - lam)) / (lam * (1 - u)), unit))
    ranked = sorted(ranked)[: n - certain]
    return rest[:certain] + [unit for _, unit in ranked], ranked[-1][0].hex() if ranked else "-"


def batch_of(place: int, drawn: int, batches: int) -> int:
    """Return the batch of a place (from 0) in ticket order: runs as even as possible, the longer first."""
    short, longer = divmod(drawn, batches)
    behind = place - longer * (short + 1)  # how far behind the longer runs
    return 1 + (place // (short + 1) if behind < 0 else longer + behind // short)


# ---- §5 核验 / the checks ----
LABELS = {"ok": "通过", "refused": "拒绝", "unchecked": "未查", "note": "说明"}


class Check(NamedTuple):
    """One line of the report."""

    status: str  # a key of LABELS
    code: str
    zh: str
    en: str

    def __str__(self) -> str:
        return f"{LABELS[self.status]} {self.status} {self.code}: {self.zh} / {self.en}"


class Round(NamedTuple):
    """What the matching of a round starts from."""

    mkey: str
    replaced: list[str]  # ids that its request takes out
    drawn: list[tuple[str, str]]  # F and id


class Verifier:
    """The checks of one bundle, given as its files by name."""

    def __init__(self, files: dict[str, bytes]) -> None:
        self.files = files
        self.known = {"verify.sh", "verify.py", "verify_matching.py"}  # names of files that the bundle accounts for
        self.checks: list[Check] = []
        self.refused: Counter[str] = Counter()  # refusals by code
        content = files.get("manifest.txt", b"")
        self.alg = "sm3" if b"\nalg=sm3\n" in content else "sha256"
        self.commit = digest(self.alg, content)
        self.manifest: dict[str, str] = {}
        self.names: list[str] = []  # of the frames
        self.ratios: dict[Stratum, Fraction] = {}
        self.quotas: dict[Stratum, int] = {}
        self.caps: dict[Stratum, Fraction] = {}
        self.legible = True  # everything that a draw is replayed from was read
        self.frames: dict[str, dict[str, tuple[Stratum, int]]] = {}  # F: stratum and weight by id
        self.rows: Counter[Stratum] = Counter()
        self.regions: dict[str, str] = {}  # by id, where the manifest has teams
        self.people: dict[str, str] = {}  # ids of inspectors and experts, by their upper case
        self.left_out: set[str] = set()  # tables of people
        self.tables: dict[str, list[list[str]]] = {}  # of people and of their matching, as far as bound and in form
        self.recused: set[tuple[str, str]] = set()  # objects and inspectors
        self.replayed: list[Round] = []  # the main draw and its rounds, as far as they were replayed
        self.key, self.mkey = "KEY", ""  # KEY of the main draw, MKEY of the round last replayed
        self.beacon: str | None = None  # BEACON of the main draw, once revealed
        self.drand: list[tuple[str, str]] = []  # round and value of every drand event that was revealed
        self.taken: dict[tuple[str, str], Stratum] = {}  # by F and id: all that were drawn so far
        self.places: Counter[Stratum] = Counter()  # quotas so far, less what was replaced
        self.replaced: set[str] = set()
        self.committed = self.last_event = 0  # of the round before: its commitment, the last of its events

    def run(self) -> None:
        """Do every check, in the order in which a bundle comes about."""
        if self.check_manifest():
            events = self.check_events("manifest.txt", self.manifest)
            for frame in self.names:
                self.check_frame(frame)
            self.check_strata()
            self.check_quotas()
            self.check_caps("manifest.txt")
            self.check_teams()
            for one in PEOPLE:
                self.check_people(one, f"{one}.tsv", self.manifest)
            self.read_matching()
            self.check_main_draw(events)
            self.check_supplements()
            if self.has("team"):
                self.replay_matching()
            self.check_drand()
            self.say_the_rest()
        else:
            self.unchecked("replay", "manifest.txt", "不可读，其余未查", "not readable, nothing else was checked")
        for code, count in self.refused.items():
            if count > MOST_MESSAGES:
                more = count - MOST_MESSAGES
                self.say("refused", code, f"另有 {more} 处未列", f"{more} more are not listed")

    # -- 结论行 / lines of the report --
    def say(self, status: str, code: str, zh: str, en: str) -> None:
        """Add a line."""
        self.checks.append(Check(status, code, zh, en))

    def refuse(self, code: str, where: str, zh: str, en: str) -> None:
        """Refuse the bundle for a fault, naming where it is."""
        self.refused[code] += 1
        if self.refused[code] <= MOST_MESSAGES:
            self.say("refused", code, f"{where}：{zh}", f"{where}: {en}")

    def unchecked(self, code: str, where: str, zh: str, en: str) -> None:
        """Say what was not checked."""
        self.say("unchecked", code, f"{where}：{zh}", f"{where}: {en}")

    def agree(self, code: str, where: str, what: str, told: str, right: str) -> None:
        """Compare what is told with what is right."""
        if told == right:
            self.say("ok", code, f"{where}：{what} 相符", f"{where}: {what} agrees")
        else:
            self.refuse(code, where, f"{what} 应为 {right}", f"{what} should be {right}")

    def faults(self, code: str) -> int:
        """Count the refusals of a code or, of "form", of form.key, form.field and so on."""
        return sum(count for other, count in self.refused.items() if other == code or other.startswith(code + "."))

    @contextmanager
    def check(self, code: str, where: str, zh: str, en: str) -> Generator[None, None, None]:
        """Say that a check holds, unless it is refused within the block."""
        before = self.faults(code)
        yield
        if self.faults(code) == before:
            self.say("ok", code, f"{where}：{zh}", f"{where}: {en}")

    def there(self, name: str) -> bool:
        """Tell whether the bundle has a file."""
        self.known.add(name)
        return name in self.files

    def required(self, name: str) -> bool:
        """Refuse a bundle that does not have a file."""
        if not self.there(name):
            self.refuse("file.missing", name, "缺此文件", "the file is missing")
        return name in self.files

    # -- 文件格式 / forms --
    def lines(self, name: str, first: int) -> list[str]:
        """Lines of a file, none if its bytes do not fit; from the first on (0, 1 …) they are sorted and unique."""
        content, lines, before = self.files[name], [""], self.faults("form")
        if content.startswith(b"\xef\xbb\xbf"):
            self.refuse("form.bom", name, "带有字节顺序标记", "a byte order mark")
        if b"\r" in content:
            self.refuse("form.cr", name, "含回车符", "carriage returns")
        if content and not content.endswith(b"\n"):
            self.refuse("form.newline", name, "末尾没有换行", "no newline at the end")
        try:
            lines = content.decode("utf-8").split("\n")
        except UnicodeDecodeError as error:
            place = error.start + 1
            self.refuse("form.utf8", name, f"第 {place} 字节起不是 UTF-8", f"not UTF-8 at byte {place}")
        if self.faults("form") > before:
            return []
        for number in range(first + 1, len(lines) - 1):  # code points sort as their bytes in UTF-8 do
            if lines[number] < lines[number - 1]:
                self.refuse("form.unsorted", f"{name}:{number + 1}", "未按字节排序", "not in bytewise order")
            elif lines[number] == lines[number - 1]:
                self.refuse("form.duplicate", f"{name}:{number + 1}", "与上一行相同", "equal to the line before")
        return lines[:-1]

    def sheet(self, name: str, keys: dict[str, str], needed: str) -> dict[str, str] | None:
        """Keys and values of a sheet, None if it was refused."""
        before = self.faults("form")
        with self.check("form", name, "格式正确", "well formed"):
            lines = self.lines(name, 1)
            if lines[:1] != ["ssj1"]:
                if self.faults("form") == before:
                    self.refuse("form.head", name, "首行不是 ssj1", "the first line is not ssj1")
                return None
            values: dict[str, str] = {}
            for number, line in enumerate(lines[1:], 2):
                key, equals, value = line.partition("=")
                where = f"{name}:{number} {shown(key)}"
                kinds = [keys[one] for one in keys if re.fullmatch(one.replace("N", PATTERNS["name"]), key)]
                if not equals or not kinds or not all(map(is_field, parts(key))):
                    self.refuse("form.key", where, "没有这样的键", "there is no such key")
                elif key in values:
                    self.refuse("form.key", where, "键重复", "the key is there twice")
                elif unicodedata.normalize("NFC", line) != line or not fits(kinds[0], value):
                    self.refuse("form.field", where, "值有误", "a bad value")
                values.setdefault(key, value)
            for key in needed.split():
                if key not in values:
                    self.refuse("form.key", name, f"缺少键 {key}", f"the key {key} is missing")
        return values if self.faults("form") == before else None

    def table(self, name: str, kind: str) -> list[list[str]] | None:
        """Rows of a table, None if it was refused."""
        before, kinds = self.faults("form"), COLUMNS[kind].split()
        with self.check("form", name, "格式正确", "well formed"):
            rows = [line.split("\t") for line in self.lines(name, 0)]
            for number, row in enumerate(rows, 1):
                if len(row) != len(kinds):
                    zh, en = f"应为 {len(kinds)} 列，有 {len(row)} 列", f"{len(row)} columns, not {len(kinds)}"
                    self.refuse("form.columns", f"{name}:{number}", zh, en)
                elif not all(map(fits, kinds, row)):
                    self.refuse("form.field", f"{name}:{number}", "字段有误", "a bad field")
        return rows if self.faults("form") == before else None

    def bound_table(self, name: str, kind: str, sheet: dict[str, str]) -> list[list[str]] | None:
        """Rows of a table whose number and hash stand in a sheet, the manifest or a request."""
        content, prefix = self.files[name], name[: -len(".tsv")]
        rows = content.count(b"\n") + (not content.endswith(b"\n") and content != b"")
        self.agree("table.rows", name, f"{prefix}.rows", sheet[f"{prefix}.rows"], str(rows))
        right = table_digest(self.alg, content)
        self.agree("table.hash", name, f"{prefix}.hash", sheet[f"{prefix}.hash"], right)
        return self.table(name, kind)

    # -- 清单 / the manifest --
    def check_manifest(self) -> bool:
        """Read manifest.txt; where anything in it cannot be understood, nothing follows from it."""
        self.known.add("manifest.txt")
        needed = "agency plan task alg mode serial prev beacon committed.at beacon.at"
        manifest = self.sheet("manifest.txt", MANIFEST_KEYS, needed)
        if manifest is None:
            return False
        self.manifest = manifest
        self.ratios = per_stratum(manifest, "ratio", Fraction)
        self.quotas = per_stratum(manifest, "quota", int)
        self.caps = per_stratum(manifest, "cap", Fraction)
        self.names = sorted({parts(key)[1] for key in manifest if parts(key)[0] in PER_FRAME})
        self.check_keys("manifest.txt", manifest)
        with self.check("mode", "manifest.txt", "模式、算法与方法齐备", "mode, algorithm and methods are known"):
            self.check_modes("manifest.txt", manifest)
        return not self.refused

    def check_keys(self, name: str, manifest: dict[str, str]) -> None:
        """Keys that ask for other keys; frames and serial."""
        wanted = [f"{one}.rows" for one in PEOPLE if f"{one}.hash" in manifest]
        wanted += [f"{one}.hash" for one in PEOPLE if f"{one}.rows" in manifest]
        for frame in self.names:
            wanted += [f"frame.{frame}.{end}" for end in ("rows", "hash", "design", "rounding")]
            wanted += [f"excluded.{frame}.rows", f"excluded.{frame}.hash"]
            wanted += [f"cap.{frame}"] if f"used.{frame}" in manifest else []
        teams = [parts(key) for key in manifest if key.startswith("team.")]
        experts = [parts(key)[1] for key in manifest if key.startswith("expert.")]
        wanted += ["matching.lot", "matching.min", "inspectors.rows", "inspectors.hash"] if teams else []
        wanted += ["experts.rows", "experts.hash"] if experts else []
        wanted += [f"team.{frame}.…" for frame in experts if frame not in {team[1] for team in teams}]
        for key in dict.fromkeys(wanted):
            if key not in manifest:
                self.refuse("form.key", name, f"缺少键 {key}", f"the key {key} is missing")
        for team in teams:
            if not is_label(team[2]):
                self.refuse("form.field", f"{name} {shown(team[2])}", "部门名称有误", "a bad name of a department")
        if not self.names:
            self.refuse("form.key", name, "没有抽样框", "there is no frame")
        if len({frame.translate(UPPER) for frame in self.names}) < len(self.names):
            self.refuse("form.key", name, "抽样框名称只差大小写", "names of frames differ in case alone")
        if (manifest["serial"] == "1") != (manifest["prev"] == "0" * 64):
            self.refuse("form.field", name, "prev 只在第 1 期为全零", "prev is all zeros for serial 1 and no other")

    def check_modes(self, name: str, manifest: dict[str, str]) -> None:
        """Words that have a meaning; what sealed mode needs."""
        words: dict[str, tuple[str, ...]] = {"alg": ("sha256", "sm3"), "mode": ("open", "sealed")}
        for frame in self.names:
            words[f"frame.{frame}.design"] = ("stratified", "pareto")
            words[f"frame.{frame}.rounding"] = ("floor", "ceil", "chance")
        for key, known in words.items():
            if manifest.get(key, known[0]) not in known:
                self.refuse("mode", name, f"{key} 的值不认识", f"unknown value of {key}")
        if manifest["mode"] == "sealed" and not any(key.startswith("chain.") for key in manifest):
            self.refuse("mode", name, "封存模式没有一次性码链", "sealed mode without a chain of codes")
        if manifest["mode"] == "sealed" and "reveal.by" not in manifest:
            self.refuse("mode", name, "封存模式没有公开期限 reveal.by", "sealed mode without reveal.by")

    def check_events(self, name: str, sheet: dict[str, str]) -> list[str]:
        """The events SOURCE/EDITION that a sheet names, each to happen after its commitment."""
        events = sheet["beacon"].split(";")
        instants = [instant(text) or 0 for text in sheet["beacon.at"].split(";")]
        self.committed, self.last_event = instant(sheet["committed.at"]) or 0, max(instants)
        with self.check("beacon", name, "随机源写法正确", "the sources are well formed"):
            sources = Counter(event.partition("/")[0] for event in events)
            for event in events:
                source, _, edition = event.partition("/")
                if not is_event(source, edition):
                    self.refuse("beacon", f"{name} {shown(event)}", "名称或期号有误", "a malformed name or edition")
                if sources[source] > 1:
                    self.refuse("beacon", f"{name} {shown(event)}", "同一来源重复", "a source named twice")
        with self.check("order", name, "随机源都晚于锁定时间", "every source is later than the commitment"):
            if len(events) != len(instants):
                self.refuse("order", name, "beacon 与 beacon.at 项数不同", "beacon and beacon.at differ in number")
            for event, at in zip(events, instants):
                where, told = f"{name} {shown(event)}", known_at(event.partition("/")[0], event.partition("/")[2])
                if at <= self.committed or (told is not None and told <= self.committed):
                    self.refuse("order", where, "不晚于锁定，无从核验", "not after the commitment: unverifiable")
                if told is not None and day_in_china(told) != day_in_china(at):
                    self.refuse("order", where, "期号与 beacon.at 不同日", "another day than beacon.at")
            last = day(sheet.get("reveal.by", ""))
            if last is not None and last < day_in_china(self.last_event):
                self.refuse("order", name, "reveal.by 早于最后一个随机源", "reveal.by lies before the last event")
        return events

    # -- 抽样框 / the frames --
    def check_frame(self, frame: str) -> None:
        """Tables of a frame: form, hash, ids, exclusions, Merkle root."""
        name, outer, legible = f"frame.{frame}.tsv", f"excluded.{frame}.tsv", self.legible
        self.legible = False
        if self.there(f"frame.{frame}.parquet") and not self.there(name):
            self.unchecked("replay", name, "以 Parquet 发布，未读", "published as Parquet, not read")
            rows = None
        else:
            rows = self.bound_table(name, "frame", self.manifest) if self.required(name) else None
        excluded = self.bound_table(outer, "excluded", self.manifest) if self.required(outer) else None
        before = self.faults("ids.unique")
        outside = self.unique_ids(outer, excluded) if excluded is not None else None
        if rows is None:
            return
        inside = self.unique_ids(name, rows)
        if outside is not None:
            with self.check("excluded.overlap", outer, "排除对象都不在抽样框", "no excluded object is in the frame"):
                for id_ in sorted(inside & outside):
                    self.refuse("excluded.overlap", f"{outer} {shown(id_)}", "仍在抽样框", "is in the frame")
        if f"frame.{frame}.merkle" in self.manifest:
            root = merkle_root(self.alg, self.files[name].split(b"\n")[:-1])
            self.agree("merkle", name, f"frame.{frame}.merkle", self.manifest[f"frame.{frame}.merkle"], root)
        self.frames[frame] = {}
        if self.has("team"):
            self.check_regions(name, rows)
        for id_, label, _, weight in rows:
            self.frames[frame][id_] = (Stratum(frame, label), 0 if weight == "-" else int(weight))
            self.rows[Stratum(frame, label)] += 1
        self.legible = legible and self.faults("ids.unique") == before

    def unique_ids(self, name: str, rows: list[list[str]]) -> set[str]:
        """The ids of a table in upper case: an id must not have a second chance in other letters."""
        ids: set[str] = set()
        with self.check("ids.unique", name, "编号唯一", "the ids are unique"):
            for row in rows:
                if row[0].translate(UPPER) in ids:
                    self.refuse("ids.unique", f"{name} {shown(row[0])}", "重复（不分大小写）", "twice, in any case")
                ids.add(row[0].translate(UPPER))
        return ids

    def check_strata(self) -> None:
        """Ratios, quotas and the frame have the same strata, and caps have no others."""
        before = self.faults("strata")
        with self.check("strata", "manifest.txt", "分层一致", "ratios, quotas and frames have the same strata"):
            for frame in sorted(set(self.names) - {stratum.frame for stratum in self.ratios}):
                self.refuse("strata", frame, "没有分层", "there is no stratum")
            caps = {stratum for stratum in self.caps if stratum.label}
            for one in sorted({*self.ratios, *self.quotas, *self.rows, *caps}):
                in_frame = one.frame not in self.frames or one in self.rows
                if not (one in self.ratios and one in self.quotas and in_frame):
                    self.refuse("strata", str(one), "比例、抽取数、抽样框不都有", "not in all of ratios, quotas, frame")
        self.legible = self.legible and self.faults("strata") == before

    def quota(self, stratum: Stratum, chance: Fraction | None = None) -> int:
        """The quota that follows from rows, ratio, rounding and cap."""
        rounding, cap = self.manifest[f"frame.{stratum.frame}.rounding"], self.caps.get(stratum, Fraction(1))
        return quota_of(self.rows[stratum], self.ratios[stratum], rounding, cap, chance)

    def check_quotas(self) -> None:
        """Quotas follow from ratios; a draw by weights can be computed exactly."""
        with self.check("quota", "manifest.txt", "抽取数由比例、取整和上限得出", "quotas follow from the ratios"):
            for stratum, n in sorted(self.quotas.items()):
                self.places[stratum] += n
                if stratum in self.ratios and self.rows[stratum] and n != self.quota(stratum):
                    rows, right = self.rows[stratum], self.quota(stratum)
                    zh, en = f"{rows} 行应抽 {right}，清单写 {n}", f"the quota of {rows} rows is {right}, not {n}"
                    self.refuse("quota", str(stratum), zh, en)
        for frame in [frame for frame in self.frames if self.is_pareto(frame)]:
            with self.check("weights", frame, "权重均为正整数，乘积不过大", "all rows have weights, small enough"):
                total: Counter[Stratum] = Counter()
                for id_, (stratum, weight) in self.frames[frame].items():
                    total[stratum] += weight
                    if weight == 0:
                        self.refuse("weights", f"frame.{frame}.tsv {shown(id_)}", "没有权重", "without a weight")
                        self.legible = False
                for stratum, sum_of_weights in sorted(total.items()):
                    self.check_product(stratum, self.quotas.get(stratum, 0), sum_of_weights)

    def is_pareto(self, frame: str) -> bool:
        """Tell whether a frame is drawn by weights."""
        return self.manifest[f"frame.{frame}.design"] == "pareto"

    def check_product(self, stratum: Stratum, n: int, sum_of_weights: int) -> None:
        """Below 2^53 every whole number is exact in a double."""
        if n * sum_of_weights >= 2**53:
            zh, en = f"抽取数 {n} 乘权重之和 {sum_of_weights} 达到 2^53", f"{n} times {sum_of_weights} reaches 2^53"
            self.refuse("weights", str(stratum), zh, en)
            self.legible = False

    def check_caps(self, where: str) -> None:
        """All places taken so far are within the caps, of strata and of frames."""
        places, rows = Counter(self.places), Counter(self.rows)
        for frame, ids in self.frames.items():
            places[Stratum(frame, "")] = int(self.manifest.get(f"used.{frame}", "0"))
            rows[Stratum(frame, "")] = len(ids)
        for stratum, n in self.places.items():
            places[Stratum(stratum.frame, "")] += n
        with self.check("cap", where, "未超上限", "no cap is exceeded"):
            for stratum, cap in sorted(self.caps.items()):
                taken, top = places[stratum], math.floor(cap * rows[stratum])
                if stratum.frame in self.frames and taken > top:
                    self.refuse("cap", f"{where} {stratum}", f"共占 {taken}，上限 {top}", f"takes {taken}, cap {top}")

    # -- 人员 / the people --
    def has(self, head: str) -> bool:
        """Tell whether the manifest has keys HEAD.F…."""
        return any(parts(key)[0] == head for key in self.manifest)

    def check_teams(self) -> None:
        """Every team has at least the seats that the manifest asks for."""
        teams = {key: seats.count(";") + 1 for key, seats in self.manifest.items() if key.startswith("team.")}
        if teams:
            with self.check("team", "manifest.txt", "各班组席位数不低于下限", "every team has the seats it needs"):
                for key, seats in teams.items():
                    least, where = int(self.manifest["matching.min"]), f"manifest.txt {shown(key)}"
                    if seats < least:
                        self.refuse("team", where, f"{seats} 席，下限 {least}", f"{seats} seats, fewer than {least}")

    def check_regions(self, name: str, rows: list[list[str]]) -> None:
        """Whoever may be visited by a team has one region, the same in each frame."""
        with self.check("region", name, "每个对象各有一个区域", "every object has one region"):
            for id_, _, region, _ in rows:
                where = f"{name} {shown(id_)}"
                if not is_label(region):
                    self.refuse("region", where, "没有区域或写法有误", "no region, or a malformed one")
                elif self.regions.setdefault(id_, region) != region:
                    self.refuse("region", where, "与另一抽样框的区域不同", "another region than in another frame")

    def check_people(self, kind: str, name: str, sheet: dict[str, str]) -> None:
        """Check a table of people that a sheet binds; the public bundle may leave it out."""
        if f"{name[:-4]}.hash" not in sheet:
            return
        if not self.there(name):
            self.left_out.add(name)
            self.unchecked("matching", name, "未附，无从核验", "left out, not checked")
            return
        rows = self.bound_table(name, kind, sheet)
        if rows is None:
            return
        self.tables[name] = rows
        if kind == "recusals":
            self.check_recusals(name, rows)
        else:
            with self.check("people", name, "人员写法正确，各列一次", "people are well formed, each there once"):
                for row in rows:
                    fault = self.fault_of_absent(row[0]) if kind == "absent" else self.fault_of_person(row)
                    if fault:
                        self.refuse("people", f"{name} {shown(row[0])}", *fault)

    def fault_of_absent(self, id_: str) -> tuple[str, str] | None:
        """What is wrong with one who is listed as absent; inspectors.tsv was read before."""
        if self.people.get(id_.translate(UPPER)) == id_:
            return "既在名单又列为不参加", "listed as taking part and as absent"
        return None

    def fault_of_person(self, row: list[str]) -> tuple[str, str] | None:
        """What is wrong with a line of inspectors or experts; ids are unique over all of these tables."""
        id_, department, regions, tags, _, _, valid_until = row
        if id_.translate(UPPER) in self.people:
            return "编号重复（不分大小写）", "an id twice, in any case"
        self.people[id_.translate(UPPER)] = id_
        if not is_label(department) or not (regions == "*" or are_labels(regions)):
            return "部门或区域写法有误", "a malformed department or regions"
        if tags != "-" and not are_labels(tags):
            return "标签写法有误", "malformed tags"
        if valid_until < self.manifest.get("rules.window", "/").split("/")[1]:  # ISO days sort as they follow
            return "证件有效期不及任务期", "the certificate ends before the window of the task does"
        return None

    def check_recusals(self, name: str, rows: list[list[str]]) -> None:
        """Each pair of an object of some frame and an inspector is there once, over all rounds."""
        with self.check("recusal", name, "回避对象都在抽样框，各列一次", "recusals are of objects, each there once"):
            for object_, inspector, _ in rows:
                where = f"{name} {shown(object_)} {shown(inspector)}"
                if (object_, inspector) in self.recused:
                    self.refuse("recusal", where, "重复", "there twice")
                elif len(self.frames) == len(self.names) and not any(object_ in ids for ids in self.frames.values()):
                    self.refuse("recusal", where, "对象不在任何抽样框", "the object is in no frame")
                self.recused.add((object_, inspector))

    def matched(self) -> list[tuple[str, str]]:
        """Name and kind of the tables that a matching gave, as far as the manifest speaks of one."""
        kinds = "assignments|advisers" if self.has("expert") else "assignments"
        known = re.compile(rf"({kinds})(\.[1-9][0-9]*)?\.tsv|(substitutions)\.tsv")
        found = [known.fullmatch(name) for name in sorted(self.files) if self.has("team")]
        return [(match[0], match[1] or match[3]) for match in found if match]

    def read_matching(self) -> None:
        """Read the tables that the matching gave."""
        for name, kind in self.matched():
            self.known.add(name)
            rows = self.table(name, kind)
            if rows is not None:
                self.tables[name] = rows

    def check_substituted(self, k: int, name: str, sheet: dict[str, str]) -> None:
        """A request binds the substitutions made before it, where there are any: rows and hash of their lines."""
        prefix, table = f"substitutions.{k}", "substitutions.tsv"
        told = [sheet[f"{prefix}.{end}"] for end in ("rows", "hash") if f"{prefix}.{end}" in sheet]
        if not self.has("team"):
            if told:
                self.refuse("supplement", name, "清单没有班组，不应有替换", "substitutions, but there are no teams")
        elif table in self.tables or table not in self.files:  # else it was refused
            lines = ["\t".join(row) + "\n" for row in self.tables.get(table, []) if int(row[1]) < k]
            right = [str(len(lines)), table_digest(self.alg, "".join(lines).encode())] if lines else []
            if told or right:
                self.agree("matching", name, f"{prefix}.rows/hash", " ".join(told), " ".join(right) or "-")

    def replay_matching(self) -> None:
        """Say that this script does not replay the matching."""
        zh, en = "人员匹配未重演，请用 verify_matching.py", "the matching was not replayed; use verify_matching.py"
        if self.matched():
            self.unchecked("matching", "assignments.tsv", zh, en)
        elif self.replayed and "inspectors.tsv" in self.files:
            self.unchecked("matching", "assignments.tsv", "尚未匹配", "not matched yet")

    # -- 抽取 / the main draw and its rounds --
    def check_main_draw(self, events: list[str]) -> None:
        """The main draw, if it was revealed, and its batches."""
        if not self.is_told(0):
            self.unchecked(
                "uncommitted", "reveal.txt", "尚未公开，只核验了锁定", "not revealed, only the commitment was"
            )
            return
        due = self.check_round(0, "-", events, self.quotas)
        if due is not None:
            self.replayed.append(Round(self.mkey, [], list(due)))
        batches = per_stratum(self.manifest, "batches", int)
        rows = self.table("batches.tsv", "batches") if batches and self.required("batches.tsv") else None
        if due is None or rows is None:
            return
        right: set[tuple[str, ...]] = set()
        for stratum, count in batches.items():
            order = sorted((ticket, id_) for (frame, id_), ticket in due.items() if frame == stratum.frame)
            for place, (_, id_) in enumerate(order):
                right.add((stratum.frame, str(batch_of(place, len(order), count)), id_))
        told = {tuple(row) for row in rows}
        with self.check("batches", "batches.tsv", "批次与号签顺序相符", "the batches follow the order of tickets"):
            for frame, batch, id_ in sorted(told ^ right):
                fault = ("多余", "one too many") if (frame, batch, id_) in told else ("缺少", "missing")
                self.refuse("batches", f"batches.tsv {frame} {batch} {shown(id_)}", *fault)

    def is_told(self, k: int) -> bool:
        """Tell whether the bundle has anything that the seed of a round gives: then it must have its reveal."""
        end = f".{k}" if k else ""
        names = [f"{one}{end}.{'txt' if one == 'reveal' else 'tsv'}" for one in RESULTS]
        return any(name in self.files for name in names + ["substitutions.tsv"] * (k == 0))

    def rounds(self) -> dict[int, set[str]]:
        """Return by K what files there are of a round."""
        rounds: defaultdict[int, set[str]] = defaultdict(set)
        kinds = "supplement|reveal|drawn|thresholds" + ("|assignments" if self.has("team") else "")
        kinds += "|advisers" if self.has("expert") else ""
        for name in sorted(self.files):
            found = re.fullmatch(rf"({kinds})\.([0-9]+)\.(txt|tsv)", name)
            if found and found[3] == ("txt" if found[1] in ("supplement", "reveal") else "tsv"):
                self.known.add(name)
                if fits("positive", found[2]):
                    rounds[int(found[2])].add(found[1])
                else:
                    self.refuse("supplement", name, "没有这样的轮次", "there is no such round")
        return rounds

    def check_supplements(self) -> None:
        """Rounds 1, 2 … without gaps, each revealed but for the last."""
        rounds = self.rounds()
        if rounds and self.is_told(0) and self.beacon is None:
            self.unchecked("replay", "reveal.txt", "不可读，补充抽取未查", "not readable, no round was checked")
            return
        for k, kinds in sorted(rounds.items()):
            revealed = self.is_told(k)
            if "supplement" not in kinds:
                self.refuse("supplement", f"K={k}", "没有请求", "there is no request for this round")
            elif k > 1 and k - 1 not in rounds:
                self.refuse("supplement", f"K={k}", "没有上一轮", "there is no round before it")
            elif not revealed and k < max(rounds):
                self.refuse("supplement", f"K={k}", "尚未公开而有下一轮", "not revealed, and not the last")
            elif revealed and self.beacon is None:
                self.refuse("supplement", f"K={k}", "主抽取尚未公开", "the main draw is not revealed")
            elif self.check_supplement(k, revealed=revealed):
                continue
            return

    def read_request(self, name: str, k: int) -> dict[str, str] | None:
        """Read the sheet of a round, None if it was refused."""
        keys = {key.replace("K", str(k)): kind for key, kind in SUPPLEMENT_KEYS.items()}
        sheet = self.sheet(name, keys, "committed.at")
        if sheet is None:
            return None
        before, tables = self.faults("form"), (f"inspectors.{k}", f"recusals.{k}", f"substitutions.{k}")
        for one, other in [("beacon", "beacon.at"), *((f"{table}.rows", f"{table}.hash") for table in tables)]:
            if (one in sheet) != (other in sheet):
                self.refuse("form.key", name, f"{one} 与 {other} 须并列", f"{one} and {other} go together")
        if not per_stratum(sheet, "quota", int) and f"inspectors.{k}.rows" not in sheet:
            self.refuse("form.key", name, "没有抽取数，也没有增补人员", "there is no quota, and nobody is added")
        return sheet if self.faults("form") == before else None

    def check_supplement(self, k: int, *, revealed: bool) -> bool:
        """Round K: its request, then its draw. False if what comes after it cannot be checked."""
        name = f"supplement.{k}.txt"
        sheet = self.read_request(name, k)
        if sheet is None:
            self.unchecked("replay", name, "不可读，以后未查", "not readable, nothing after it was checked")
            return False
        committed = instant(sheet["committed.at"]) or 0
        with self.check("order", name, "晚于上一轮", "later than the round before"):
            if committed <= self.committed:
                self.refuse("order", name, "不晚于上一轮的锁定", "not after the commitment of the round before")
            if committed < self.last_event:
                self.refuse("order", name, "早于上一轮的随机源", "before the events of the round before")
        self.committed = committed
        events = self.check_events(name, sheet) if "beacon" in sheet else None
        for kind in ("inspectors", "recusals"):
            if f"{kind}.{k}.rows" in sheet and not self.has("team"):
                self.refuse("supplement", name, "清单没有班组，不能增补人员", "people added, but there are no teams")
            self.check_people(kind, f"{kind}.{k}.tsv", sheet)
        self.check_substituted(k, name, sheet)
        quotas = per_stratum(sheet, "quota", int)
        replaced = [parts(key)[1] for key in sheet if key.startswith("replace.")]
        self.check_request(name, quotas, replaced)
        if not revealed:
            self.unchecked("uncommitted", name, "尚未揭示，只核验了请求", "not revealed, only the request was checked")
            return False
        due = self.check_round(k, digest(self.alg, self.files[name]), events, quotas)
        if due is not None:
            self.replayed.append(Round(self.mkey, replaced, list(due)))
        return due is not None

    def check_request(self, name: str, quotas: dict[Stratum, int], replaced: list[str]) -> None:
        """What a round asks for: strata, quotas, what is replaced, caps."""
        gone = Counter(self.taken.values())
        for stratum, n in sorted(quotas.items()):
            left = self.rows[stratum] - gone[stratum]
            if stratum not in self.quotas:
                self.refuse("strata", name, f"没有 {stratum} 这一层", f"there is no stratum {stratum}")
                self.legible = False
            elif stratum.frame in self.frames and n > left:
                self.refuse("quota", name, f"{stratum} 只剩 {left}，要抽 {n}", f"{stratum}: {left} left, {n} asked for")
            self.places[stratum] += n
        if not self.legible or self.beacon is None:
            self.unchecked("replay", name, "替换与上限未查", "replacements and caps were not checked")
            return
        with self.check("supplement", name, "与此前各轮相承", "follows from the rounds before"):
            for id_ in sorted(replaced):
                strata = [self.taken[frame, id_] for frame in self.names if (frame, id_) in self.taken]
                if id_ in self.replaced:
                    self.refuse("supplement", name, f"{shown(id_)} 已被替换", f"{shown(id_)} was replaced before")
                elif not strata:
                    self.refuse("supplement", name, f"{shown(id_)} 未曾抽中", f"{shown(id_)} was not drawn before")
                else:
                    self.places.subtract(strata)
                    self.replaced.add(id_)
        self.check_caps(name)

    def check_round(
        self, k: int, supplement: str, events: list[str] | None, quotas: dict[Stratum, int]
    ) -> dict[tuple[str, str], str] | None:
        """Draw again: the tickets of the drawn by F and id, None if that is not possible."""
        end = f".{k}" if k else ""
        reveal, listed, limits = f"reveal{end}.txt", f"drawn{end}.tsv", f"thresholds{end}.tsv"
        sheet = self.sheet(reveal, REVEAL_KEYS, "k beacon") if self.required(reveal) else None
        seed = self.check_reveal(reveal, k, supplement, events, sheet) if sheet is not None else None
        drawn = self.table(listed, "drawn") if self.required(listed) else None
        thresholds = self.table(limits, "thresholds") if self.required(limits) else None
        if seed is None or drawn is None or thresholds is None or not self.legible:
            self.not_replayed(k)
            return None
        if k == 0:
            quotas = self.final_quotas(seed)
        units = self.units_left(seed, quotas)
        for stratum in [stratum for stratum in units if self.is_pareto(stratum.frame)]:
            self.check_product(stratum, quotas[stratum], sum(unit.weight for unit in units[stratum]))
        if not self.legible:
            self.not_replayed(k)
            return None
        due: dict[tuple[str, str], str] = {}
        right: dict[Stratum, list[str]] = {}
        for stratum, n in quotas.items():
            picked, threshold = (pareto if self.is_pareto(stratum.frame) else stratified)(units[stratum], n)
            right[stratum] = [str(len(units[stratum])), str(n), threshold]
            due.update({(stratum.frame, unit.id_): unit.ticket for unit in picked})
        self.compare_thresholds(limits, right, thresholds)
        self.compare_drawn(listed, due, drawn)
        self.taken.update({(frame, id_): self.frames[frame][id_][0] for frame, id_ in due})
        return due

    def not_replayed(self, k: int) -> None:
        """Say that a round was not replayed, so that those after it cannot be either."""
        self.legible = False
        self.unchecked("replay", f"K={k}", "有文件缺失或不可读，未重演", "files missing or unreadable, not replayed")

    def check_reveal(
        self, name: str, k: int, supplement: str, events: list[str] | None, sheet: dict[str, str]
    ) -> str | None:
        """SEED of a round, None if a code is missing."""
        self.agree("k", name, "k", sheet["k"], str(k))
        if events is None:
            self.agree("beacon", name, "beacon", sheet["beacon"], self.beacon or "-")
        else:
            self.check_beacon(name, events, sheet["beacon"])
        codes = self.check_codes(name, k, sheet)
        if codes is None:
            return None
        seed = self.hash("|".join(["ssj1", "seed", self.commit, str(k), supplement, sheet["beacon"], *codes]))
        keys = {"seed": seed, "key": self.hash(f"ssj1|obj|{seed}")[:32], "mkey": self.hash(f"ssj1|ins|{seed}")[:32]}
        for what, value in keys.items():
            self.agree(what, name, what, sheet.get(what, value), value)
        if k == 0:
            self.key, self.beacon = keys["key"], sheet["beacon"]
        self.mkey = keys["mkey"]
        return seed

    def check_codes(self, name: str, k: int, sheet: dict[str, str]) -> list[str] | None:
        """The codes, by party; each leads to its chain in K + 1 steps. None if one is missing."""
        parties = sorted(key[len("chain.") :] for key in self.manifest if key.startswith("chain."))
        with self.check("code", name, "一次性码相符", "the one-time codes agree"):
            for party in parties:
                code = sheet.get(f"code.{party}", "")
                for _ in range(k + 1):
                    code = self.hash(f"ssj1|chain|{party}|{code}")
                if f"code.{party}" not in sheet:
                    self.refuse("code", name, f"缺 {party} 的一次性码", f"the code of {party} is missing")
                elif code != self.manifest[f"chain.{party}"]:
                    zh, en = f"{party} 的一次性码不通向 chain.{party}", f"the code of {party} leads elsewhere"
                    self.refuse("code", name, zh, en)
            for key in sheet:
                if key.startswith("code.") and key[len("code.") :] not in parties:
                    self.refuse("code", name, f"清单没有 {key}", f"{key}: the manifest has no such party")
        codes = [sheet[f"code.{party}"] for party in parties if f"code.{party}" in sheet]
        return codes if len(codes) == len(parties) else None

    def hash(self, message: str) -> str:
        """H of a message."""
        return digest(self.alg, message.encode())

    def check_beacon(self, name: str, events: list[str], beacon: str) -> None:
        """BEACON is SOURCE/EDITION/VALUE for every event named, in that order."""
        told = beacon.split(";")
        with self.check("beacon", name, "随机源与所列相符", "the beacon is of the events named"):
            if len(told) != len(events):
                self.refuse("beacon", name, f"随机源应有 {len(events)} 项", f"{len(events)} events were named")
            for event, one in zip(events, told):
                (source, _, edition), value = event.partition("/"), one[len(event) + 1 :]
                where = f"{name} {shown(one)}"
                if one != f"{event}/{value}" or not is_field(value) or "/" in value:
                    self.refuse("beacon", where, f"不是所列的 {shown(event)}", f"is not what was named, {shown(event)}")
                elif not is_canonical(source, value):
                    self.refuse("beacon", where, "值的写法有误", "the value is not in its form")
                elif source == "DRAND":
                    self.drand.append((edition, value))

    def final_quotas(self, seed: str) -> dict[Stratum, int]:
        """The quotas of the main draw; rounding by chance may have made them larger than in the manifest."""
        quotas = dict(self.quotas)
        for stratum in quotas:
            if self.manifest[f"frame.{stratum.frame}.rounding"] == "chance":
                scalar = self.hash(f"ssj1|uni|{seed}|round.{stratum.frame}.{stratum.label}")
                quotas[stratum] = self.quota(stratum, Fraction(int(scalar, 16), 2**256))
        if quotas != self.quotas:
            self.places = Counter(quotas)
            self.check_caps("thresholds.tsv")
        return quotas

    def units_left(self, seed: str, quotas: dict[Stratum, int]) -> dict[Stratum, list[Unit]]:
        """The units that a round can draw: those of its strata that no round before it drew."""
        key = self.hash(f"ssj1|obj|{seed}")[:32]
        tickets: dict[str, str] = {}  # by id; frames share them
        units: dict[Stratum, list[Unit]] = {stratum: [] for stratum in quotas}
        for frame in {stratum.frame for stratum in quotas}:
            for id_, (stratum, weight) in self.frames[frame].items():
                if stratum in units and (frame, id_) not in self.taken:
                    tickets[id_] = tickets.get(id_) or self.hash(f"{key}|{id_}")
                    units[stratum].append(Unit(tickets[id_], id_, weight))
        return units

    def compare_thresholds(self, name: str, right: dict[Stratum, list[str]], told: list[list[str]]) -> None:
        """One line for each stratum: rows, quota, threshold."""
        with self.check("threshold", name, "各层的分界相符", "the thresholds of all strata agree"):
            for number, (frame, label, *cells) in enumerate(told, 1):
                wanted = right.pop(Stratum(frame, label), None)
                if wanted is None:
                    self.refuse("threshold", f"{name}:{number}", "多余的一行", "one line too many")
                elif cells != wanted:
                    values = " ".join(wanted)
                    self.refuse("threshold", f"{name}:{number}", f"应为 {values}", f"should be {values}")
            for stratum in sorted(right):
                self.refuse("threshold", name, f"缺 {stratum}", f"no line for {stratum}")

    def compare_drawn(self, name: str, due: dict[tuple[str, str], str], told: list[list[str]]) -> None:
        """Exactly those whose turn it is, each with its stratum and ticket."""
        right = self.check("drawn", name, "名单与重演的抽取相符", "exactly those are listed that the replay draws")
        with right, self.check("ticket", name, "号签相符", "the tickets agree"):
            for number, (frame, label, ticket, id_) in enumerate(told, 1):
                stratum, where = self.frames.get(frame, {}).get(id_, (None, 0))[0], f"{name}:{number} {shown(id_)}"
                if stratum is None:
                    self.refuse("drawn", where, "不在抽样框", "not in the frame")
                elif stratum.label != label:
                    self.refuse("drawn", where, "分层有误", "the wrong stratum")
                elif (frame, id_) not in due:
                    self.refuse("drawn", where, "未被抽中", "was not drawn")
                elif ticket != due[frame, id_]:
                    self.refuse("ticket", where, f"号签应为 {due[frame, id_]}", f"the ticket is {due[frame, id_]}")
            for frame, id_ in sorted(set(due) - {(row[0], row[3]) for row in told}):
                label = f"{frame} {shown(id_)}"
                self.refuse("drawn", name, f"漏列 {label}", f"{label} was drawn and is not listed")

    # -- 其余 / the rest --
    def check_drand(self) -> None:
        """VALUE of a drand round is the SHA-256 of its signature, which itself takes a pairing to verify."""
        rows = self.table("drand.tsv", "drand") if self.drand and self.there("drand.tsv") else None
        signed = [(number, value, row[1]) for number, value in self.drand for row in rows or [] if row[0] == number]
        if signed:
            with self.check("drand", "drand.tsv", "签名的哈希即所列的值", "the signatures hash to the values"):
                for number, value, signature in signed:
                    if hashlib.sha256(bytes.fromhex(signature)).hexdigest() != value:
                        self.refuse("drand", f"drand.tsv {number}", "签名的哈希不是此值", "hashes to another value")
            self.unchecked("drand", "drand.tsv", "签名未作配对验证", "the pairing of the signatures was not verified")

    def say_the_rest(self) -> None:
        """What this script does not check."""
        for name in sorted(self.files):
            if re.fullmatch(r"(manifest|supplement\.[1-9][0-9]*)\.tsr", name) and self.there(name):
                self.unchecked("token", name, "时间戳未验", "the time token was not verified")
        if any(map(self.is_pareto, self.names)) and self.there("inclusion.tsv"):
            self.table("inclusion.tsv", "inclusion")
            self.say("note", "inclusion", "inclusion.tsv 未重算", "inclusion.tsv was not computed again")
        others = ", ".join(map(shown, sorted(set(self.files) - self.known)[:MOST_MESSAGES]))
        if others:
            self.say("note", "file.unbound", f"清单未提及：{others}", f"not spoken of by the manifest: {others}")
        serial = f"serial={self.manifest['serial']} prev={self.manifest['prev']}"
        self.say("note", "beacon", "请自行对照开奖、收盘等公布的值", "compare the values with their sources yourself")
        self.say("note", "serial", f"{serial}：请与上一期的文件核对", f"{serial}: compare with the bundle before")
        self.say("note", "level", "本脚本不计算保证等级", "this script computes no assurance level")


def verify(files: dict[str, bytes]) -> list[Check]:
    """Check a bundle, given as its files by name, with manifest.txt among them."""
    verifier = Verifier(files)
    verifier.run()
    return verifier.checks


def read_folder(folder: str) -> dict[str, bytes]:
    """Sheets and tables of a folder; of its other files the names alone."""
    files: dict[str, bytes] = {}
    for entry in os.scandir(folder):
        if entry.is_file():
            files[entry.name] = b""
            if entry.name.endswith((".txt", ".tsv")):
                with open(entry.path, "rb") as file:
                    files[entry.name] = file.read()
    return files


def main(argv: list[str], kind: type[Verifier] = Verifier) -> int:
    """Check the bundle in a folder, print the report, return the exit code."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a console that has no Chinese
    try:
        files = read_folder(argv[0] if argv else os.path.dirname(os.path.abspath(__file__)))
    except (OSError, ValueError) as error:
        print(f"无法运行 cannot run: 目录不可读 / the folder cannot be read ({error})", file=sys.stderr)
        return 2
    if "manifest.txt" not in files or len(argv) > 1:
        print("无法运行 cannot run: 目录中没有 manifest.txt / there is no manifest.txt", file=sys.stderr)
        return 2
    verifier = kind(files)
    verifier.run()
    print(*verifier.checks, sep="\n")
    count = Counter(check.status for check in verifier.checks)
    refused, left = sum(verifier.refused.values()), count["unchecked"]
    print(
        f"合计 summary: 通过 {count['ok']} ok, 拒绝 {refused} refused, 未查 {left} unchecked; COMMIT {verifier.commit}"
    )
    tool = "openssl dgst -sm3" if verifier.alg == "sm3" else "sha256sum"
    print(f"企业自查 owner: printf '%s|%s' {verifier.key} ID | {tool}")
    return 1 if refused else 3 if left else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
