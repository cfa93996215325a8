"""The quotations and the clause table against the text of 溧政办发〔2020〕27号."""

import ast
import pkgutil
import re
from pathlib import Path

from shuangsuiji.law.liyang2020 import LIYANG_2020

ROOT = Path(__file__).parents[2]
TEXT = Path(__file__).with_name("liyang-2020-27.txt").read_text(encoding="utf-8")
TABLE = ROOT / "docs" / "law" / "clauses.tsv"
COLUMNS = ["id", "quotation", "library", "symbol", "test"]

# What stands before 一、 and around the annex bears no numeral, so words mark it.
OPENINGS = {
    "发文字号": "溧政办发〔",
    "标题": "市政府办公室关于印发《",
    "主送": "各镇人民政府，",
    "通知": "：《在市场监管领域",
    "落款": "（此页无正文）",
    "附注": "（此件公开发布）",
    "题目": "在市场监管领域全面推行部门联合“双随机、一公开”监管的实施办法\n",
    "序言": "为深入贯彻落实国家",
    "附件说明": "附件：溧阳市",
    "版记": "抄送：",
}
HEADING = re.compile(r"^(?:(?P<annex>附件)溧阳市|(?P<chapter>\w)、|（(?P<section>\w)）)", re.MULTILINE)

# 推进部门联合抽查常态化 opens the sentence whose three routes are 3.2.4 to 3.2.6.
OUT_OF_ORDER = {"3.2.7"}


def rows() -> list[dict[str, str]]:
    """Return the lines of the clause table, each as column to cell."""
    _, *lines = TABLE.read_text(encoding="utf-8").splitlines()
    return [dict(zip(COLUMNS, line.split("\t"), strict=True)) for line in lines]


def sections() -> list[tuple[int, str]]:
    """Return where each section of the text begins, and its path."""
    starts = [(TEXT.index(words), path) for path, words in OPENINGS.items()]
    annex = chapter = ""
    for heading in HEADING.finditer(TEXT):
        annex = heading["annex"] or annex
        chapter = heading["chapter"] or ("" if heading["annex"] else chapter)
        section = f"（{heading['section']}）" if heading["section"] else ""
        starts.append((heading.start(), annex + chapter + section))
    return sorted(starts)


def place(quotation: str) -> str | None:
    """Return the path of the one section that holds the quotation, once and whole."""
    if TEXT.count(quotation) != 1:
        return None
    first = TEXT.index(quotation)
    last = first + len(quotation) - 1
    paths = [[path for start, path in sections() if start <= at][-1] for at in (first, last)]
    return paths[0] if paths[0] == paths[1] else None


def path_of(clause_id: str) -> str:
    """Return the path that the numbers of an id stand for: 2.2.12 is 二（二）."""
    numerals = ["一二三四五"[int(n) - 1] for n in clause_id.lstrip("A").split(".")[:-1]]
    annex = "附件" if clause_id.startswith("A") else ""
    return annex + numerals[0] + "".join(f"（{n}）" for n in numerals[1:])


def references(column: str) -> list[str]:
    """Return every symbol or test named in a column of the table."""
    cells = [row[column] for row in rows() if row[column] not in {"planned", "goal"}]
    return [reference for cell in cells for reference in cell.split("; ")]


def is_symbol(reference: str) -> bool:
    """Return whether a dotted path leads to something in the library."""
    try:
        pkgutil.resolve_name(reference)
    except (ImportError, AttributeError, ValueError):
        return False
    return reference.startswith("shuangsuiji.") and ":" not in reference


def is_test(reference: str) -> bool:
    """Return whether tests/…/test_x.py::test_name is a function in that file."""
    named = re.fullmatch(r"(tests/(?:\w+/)*test_\w+\.py)::(test_\w+)", reference)
    if named is None or not (ROOT / named[1]).is_file():
        return False
    tree = ast.parse((ROOT / named[1]).read_text(encoding="utf-8"))
    return named[2] in {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}


def test_every_quotation_stands_word_for_word_in_the_text() -> None:
    assert [c.id for c in LIYANG_2020.clauses if c.quotation not in TEXT] == []


def test_every_path_is_where_its_quotation_stands() -> None:
    stated = {clause.id: clause.path for clause in LIYANG_2020.clauses}
    assert stated == {c.id: place(c.quotation) for c in LIYANG_2020.clauses}


def test_the_numbers_of_an_id_lead_to_the_same_section_as_its_path() -> None:
    numbered = [c for c in LIYANG_2020.clauses if c.id[0] not in "HP"]
    assert {c.id: c.path for c in numbered} == {c.id: path_of(c.id) for c in numbered}


def test_the_head_of_the_document_stands_in_the_text() -> None:
    day = LIYANG_2020.issued_on
    issued = f"{LIYANG_2020.issuer}{day.year}年{day.month}月{day.day}日"
    head = f"{LIYANG_2020.issuer}文件{LIYANG_2020.number}{LIYANG_2020.title}\n"
    assert TEXT.startswith(head)
    assert f"{issued}（{LIYANG_2020.disclosure}）" in TEXT


def test_ids_follow_the_text_and_lettered_ones_come_last() -> None:
    ids = [clause.id for clause in LIYANG_2020.clauses]
    lettered = [i for i in ids if i[-1].isalpha()]
    assert ids[len(ids) - len(lettered) :] == lettered
    inserted = OUT_OF_ORDER.union(lettered)
    ordered = [c for c in LIYANG_2020.clauses if c.id not in inserted]
    assert ordered == sorted(ordered, key=lambda clause: TEXT.index(clause.quotation))


def test_the_table_and_the_module_hold_the_same_clauses() -> None:
    stated = [(clause.id, clause.quotation) for clause in LIYANG_2020.clauses]
    assert [(row["id"], row["quotation"]) for row in rows()] == stated


def test_each_id_stands_once() -> None:
    ids = [row["id"] for row in rows()]
    assert len(ids) == len(set(ids))


def test_no_cell_of_the_table_is_empty_or_padded() -> None:
    cells = [cell for row in rows() for cell in row.values()]
    assert [cell for cell in cells if not cell or cell != cell.strip()] == []


def test_the_table_is_plain_utf8_with_unix_line_ends() -> None:
    raw = TABLE.read_bytes()
    assert raw.startswith("\t".join(COLUMNS).encode() + b"\n")
    assert raw.endswith(b"\n")
    assert b"\r" not in raw


def test_a_clause_is_planned_or_a_goal_in_both_columns_or_in_neither() -> None:
    for mark in ("planned", "goal"):
        symbols, tests = ({r["id"] for r in rows() if r[c] == mark} for c in COLUMNS[3:])
        assert symbols == tests


def test_a_goal_gives_its_reason_and_nothing_else_is_called_a_goal() -> None:
    goals = {row["id"] for row in rows() if row["symbol"] == "goal"}
    assert goals == {r["id"] for r in rows() if r["library"].startswith("Goal: ")}


def test_every_symbol_of_the_table_exists() -> None:
    assert [name for name in references("symbol") if not is_symbol(name)] == []


def test_every_test_of_the_table_exists() -> None:
    assert [name for name in references("test") if not is_test(name)] == []


def test_a_misquoted_or_misplaced_sentence_is_noticed() -> None:
    assert place("重点检查事项和一般检查事项各半") is None
    assert place("二、主要任务\n\n（一）统一") is None
    assert place("抽查比例不设上限") == "二（二）"
    assert place("书面向各参与部门征求意见") == "附件四（二）"
    assert place("市市场监管局要切实做好联席会议办公室各项工作") == "附件五"


def test_a_made_up_symbol_is_noticed() -> None:
    assert is_symbol("shuangsuiji.law.liyang2020.LIYANG_2020.clauses")
    assert not is_symbol("shuangsuiji.law.liyang2020.LIYANG_2021")
    assert not is_symbol("shuangsuiji.law.liyang2021.LIYANG_2021")
    assert not is_symbol("pathlib.Path")
    assert not is_symbol("to be done")


def test_a_made_up_test_is_noticed() -> None:
    here = "tests/law/test_quotations.py"
    assert is_test(f"{here}::test_a_made_up_test_is_noticed")
    assert not is_test(f"{here}::test_nobody_wrote")
    assert not is_test(f"{here}::place")
    assert not is_test("tests/law/test_nowhere.py::test_each_id_stands_once")
