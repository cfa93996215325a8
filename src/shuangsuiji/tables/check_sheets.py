"""Check sheets for the printer: HTML on A4, plain text, XLSX, CSV; none is written to disk: 2.1.6 (检查表打印)."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from html import escape
from itertools import count
from unicodedata import category

from shuangsuiji.errors import InvalidValueError
from shuangsuiji.planning import CheckSheet, InspectionGuide, PointMark, SheetPoint
from shuangsuiji.tables.writing import table_xlsx

__all__ = ["check_sheets_csv", "check_sheets_html", "check_sheets_text", "check_sheets_xlsx"]

_TITLE, _TITLE_EN = "随机抽查检查表", "Check sheet"
_COLUMNS = (
    ("序号", "No."), ("检查要点", "Check point"), ("依据", "Basis"), ("结果", "Result"), ("备注", "Remarks"),
)  # fmt: skip
_TABLE = (
    "检查对象", "名称", "所属市场主体", "计划", "任务", "抽取编号", "生效日期", "检查人员", "专家", "抽查事项", "部门",
    "检查方式", "序号", "要点编号", "检查要点", "依据", "结果", "备注", "检查表摘要",
)  # fmt: skip
_LEADING = "=+-@"  # what a spreadsheet takes for a formula when it opens a CSV, of full width, too
_FORMULA = (*_LEADING, *(chr(ord(sign) + 0xFEE0) for sign in _LEADING))
_BOX, _LINE = "□", "_" * 24
_RESULTS = "　".join(f"{_BOX}{mark}" for mark in PointMark)
_STYLE = """
@page { size: A4; margin: 14mm 12mm; }
body { margin: 0 auto; max-width: 186mm; color: #000; background: #fff;
  font: 10.5pt/1.45 "Songti SC", SimSun, "Noto Serif CJK SC", serif; }
.sheet { break-after: page; }
.sheet:last-child { break-after: auto; }
h1 { font-size: 16pt; text-align: center; margin: 0 0 3mm; }
small { font-size: 7.5pt; color: #444; font-weight: normal; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 0.5mm 3mm; margin: 0 0 3mm; }
dt { font-weight: bold; }
dd { margin: 0; overflow-wrap: anywhere; }
table { width: 100%; border-collapse: collapse; table-layout: fixed; }
thead { display: table-header-group; }
th, td { border: 0.3mm solid #000; padding: 1mm 1.5mm; text-align: left; vertical-align: top; overflow-wrap: anywhere; }
tr { break-inside: avoid; }
.no { width: 9mm; }
.basis { width: 38mm; }
.result { width: 21mm; }
.remark { width: 34mm; }
.group { break-after: avoid; }
.group th { background: #eee; }
.result span { display: block; white-space: nowrap; }
.signs { margin-top: 5mm; break-inside: avoid; line-height: 2.2; }
.cited { margin-top: 3mm; font-size: 7.5pt; overflow-wrap: anywhere; }
.cited p { margin: 0; }
"""


def check_sheets_html(sheets: CheckSheet | Iterable[CheckSheet], *, names: Mapping[str, str] | None = None) -> str:
    """Return check sheets as one HTML document for A4, each from a new page on, no scripts: 2.1.6 (检查表网页).

    Args:
        sheets: one or several.
        names: words for the codes of items and the ids of departments, such as ``{"labels": "食品标签检查"}``; the code
            stands behind them.

    Raises:
        InvalidValueError: no sheet.

    """
    body = "".join(_html(sheet, names or {}) for sheet in _several(sheets))
    return (
        '<!DOCTYPE html>\n<html lang="zh-CN">\n<head>\n<meta charset="utf-8">\n'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
        f"<title>{_TITLE}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n{body}</body>\n</html>\n"
    )


def check_sheets_text(sheets: CheckSheet | Iterable[CheckSheet], *, names: Mapping[str, str] | None = None) -> str:
    """Return check sheets as plain text, parted by form feeds, which a printer takes for a new page (检查表文本).

    Args:
        sheets: one or several.
        names: words for the codes of items and the ids of departments.

    Raises:
        InvalidValueError: no sheet.

    """
    return "\f".join("".join(f"{line}\n" for line in _lines(sheet, names or {})) for sheet in _several(sheets))


def check_sheets_csv(sheets: CheckSheet | Iterable[CheckSheet], *, names: Mapping[str, str] | None = None) -> bytes:
    """Return check sheets as CSV, one row per point, UTF-8 with the byte order mark that Excel needs (检查表 CSV).

    A cell that a spreadsheet would take for a formula gets an apostrophe before it.

    Args:
        sheets: one or several.
        names: words for the codes of items and the ids of departments.

    Raises:
        InvalidValueError: no sheet.

    """
    text = io.StringIO(newline="")
    rows = ([_guarded(cell) for cell in row] for sheet in _several(sheets) for row in _rows(sheet, names or {}))
    csv.writer(text).writerows([_TABLE, *rows])
    return text.getvalue().encode("utf-8-sig")


def check_sheets_xlsx(sheets: CheckSheet | Iterable[CheckSheet], *, names: Mapping[str, str] | None = None) -> bytes:
    """Return check sheets as a workbook, one row per point, every cell as text (检查表 XLSX).

    Args:
        sheets: one or several.
        names: words for the codes of items and the ids of departments.

    Raises:
        InvalidValueError: no sheet, or more rows than a sheet of a workbook can hold.
        MissingExtraError: xlsxwriter is not installed.

    """
    rows = [row for sheet in _several(sheets) for row in _rows(sheet, names or {})]
    return table_xlsx(_TABLE, rows, sheet="检查表")


def _several(sheets: CheckSheet | Iterable[CheckSheet]) -> tuple[CheckSheet, ...]:
    given = (sheets,) if isinstance(sheets, CheckSheet) else tuple(sheets)
    if not given:
        zh, en = "没有可打印的检查表", "there is no sheet to print"
        raise InvalidValueError(field="sheets", rule_zh=zh, rule=en, value=given)
    return given


def _head(sheet: CheckSheet) -> Iterator[tuple[str, str, str]]:
    """Yield what stands above the points: label, label in English, value; what is empty is left out."""
    for zh, en, value in (
        ("检查对象", "Object", f"{_shown(sheet.object_name)}（{_shown(sheet.object_id)}）"),
        ("所属市场主体", "Market entity", _shown(sheet.holder)),
        ("计划", "Plan", _shown(sheet.plan_id)),
        ("任务", "Task", _shown(sheet.task_id)),
        ("抽取编号", "Draw", _shown(sheet.draw_serial)),
        ("检查人员", "Inspectors", "；".join(_person(sheet, id_) for id_ in sheet.team)),
        ("专家", "Experts", "；".join(map(_shown, sheet.experts))),
        ("生效日期", "Valid from", sheet.valid_from.isoformat()),
    ):
        if value:
            yield zh, en, value


def _group(sheet: CheckSheet, guide: InspectionGuide, names: Mapping[str, str]) -> tuple[tuple[str, str, str], ...]:
    """Return what stands above the points of one guide."""
    bases = "、".join(f"《{_shown(basis.title)}》{_shown(basis.article)}" for basis in guide.legal_bases)
    return (
        ("抽查事项", "Item", _named(guide.item_code, names)),
        ("部门", "Department", _named(guide.department, names)),
        ("检查内容", "Content", _shown(guide.content)),
        ("检查依据", "Legal bases", bases),
        ("检查方式", "Methods", "　".join(f"{_BOX}{method}" for method in sheet.methods_of(guide))),
    )


def _numbered(sheet: CheckSheet) -> Iterator[tuple[InspectionGuide, list[tuple[int, SheetPoint]]]]:
    """Yield every guide with its points, numbered through the sheet."""
    numbers, points = count(1), iter(sheet.points)
    for guide in sheet.guides:
        yield guide, [(next(numbers), next(points)) for _ in guide.check_points]


def _cited(sheet: CheckSheet) -> tuple[str, ...]:
    return *(guide.citation for guide in sheet.guides), _shown(sheet.citation)


def _html(sheet: CheckSheet, names: Mapping[str, str]) -> str:
    head = "".join(f"<dt>{_label(zh, en)}</dt><dd>{escape(value)}</dd>" for zh, en, value in _head(sheet))
    loose = escape(f"{_shown(sheet.object_id)} · {_shown(sheet.task_id)} · {sheet.digest[:12]}")  # on every page
    widths = "".join(f'<col class="{kind}">' for kind in ("no", "point", "basis", "result", "remark"))
    columns = "".join(f'<th scope="col">{_label(zh, en)}</th>' for zh, en in _COLUMNS)
    bodies = "".join(_html_group(sheet, guide, points, names) for guide, points in _numbered(sheet))
    signs = "".join(f"<div>{_label(zh, en)}{escape(who)}：{_LINE}</div>" for zh, en, who in _signs(sheet))
    cited = "".join(f"<p>{escape(line)}</p>" for line in _cited(sheet))
    return (
        f'<section class="sheet">\n<h1>{_label(_TITLE, _TITLE_EN)}</h1>\n<dl>{head}</dl>\n'
        f"<table>\n<colgroup>{widths}</colgroup>\n"
        f'<thead><tr><td colspan="5"><small>{loose}</small></td></tr><tr>{columns}</tr></thead>\n{bodies}'
        f'</table>\n<div class="signs">{signs}</div>\n<div class="cited">{cited}</div>\n</section>\n'
    )


def _html_group(
    sheet: CheckSheet, guide: InspectionGuide, points: Iterable[tuple[int, SheetPoint]], names: Mapping[str, str]
) -> str:
    group = "<br>".join(f"{_label(zh, en)}：{escape(value)}" for zh, en, value in _group(sheet, guide, names))
    boxes = "".join(f"<span>{_BOX}{escape(str(mark))}</span>" for mark in PointMark)
    rows = "".join(
        f"<tr><td>{number}</td><td>{escape(_shown(one.point.text))} <small>{escape(one.point.id)}</small></td>"
        f'<td>{escape(_shown(one.basis))}</td><td class="result">{boxes}</td><td></td></tr>\n'
        for number, one in points
    )
    return f'<tbody>\n<tr class="group"><th colspan="5" scope="rowgroup">{group}</th></tr>\n{rows}</tbody>\n'


def _lines(sheet: CheckSheet, names: Mapping[str, str]) -> Iterator[str]:
    yield f"{_TITLE} {_TITLE_EN}"
    yield ""
    yield from (f"{zh} {en}：{value}" for zh, en, value in _head(sheet))
    for guide, points in _numbered(sheet):
        yield ""
        yield from (f"{zh} {en}：{value}" for zh, en, value in _group(sheet, guide, names))
        for number, one in points:
            yield f"{number}. {_shown(one.point.text)}（{one.point.id}）"
            yield f"   依据 Basis：{_shown(one.basis)}"
            yield f"   结果 Result：{_RESULTS}　备注 Remarks：{_LINE}"
    yield ""
    yield from (f"{zh} {en}{who}：{_LINE}" for zh, en, who in _signs(sheet))
    yield ""
    yield from _cited(sheet)


def _signs(sheet: CheckSheet) -> Iterator[tuple[str, str, str]]:
    """Yield who signs: every inspector, whoever is there for the object; experts do not (2.3.11)."""
    for id_ in sheet.team:
        yield "检查人员签名", "Inspector", f" {_shown(id_)}"
    yield "检查对象签名", "For the object", ""
    yield "检查日期", "Date", ""


def _rows(sheet: CheckSheet, names: Mapping[str, str]) -> Iterator[tuple[str, ...]]:
    people = ("、".join(_shown(id_) for id_ in ids) for ids in (sheet.team, sheet.experts))
    plain = (sheet.object_id, sheet.object_name, sheet.holder, sheet.plan_id, sheet.task_id, sheet.draw_serial)
    before = (*map(_shown, plain), sheet.valid_from.isoformat(), *people)
    for guide, points in _numbered(sheet):
        methods = "、".join(map(str, sheet.methods_of(guide)))
        group = (_named(guide.item_code, names), _named(guide.department, names), methods)
        for number, one in points:
            asked = (str(number), one.point.id, _shown(one.point.text), _shown(one.basis))
            yield (*before, *group, *asked, "", "", sheet.digest)


def _person(sheet: CheckSheet, id_: str) -> str:
    certificate = sheet.certificates.get(id_)
    if certificate is None:
        return _shown(id_)
    return f"{_shown(id_)}（{certificate.kind} {_shown(certificate.number)}，有效期至 {certificate.valid_until}）"


def _named(id_: str, names: Mapping[str, str]) -> str:
    return f"{_shown(names[id_])}（{id_}）" if id_ in names else id_


def _label(zh: str, en: str) -> str:
    return f'{escape(zh)} <small lang="en">{escape(en)}</small>'


def _guarded(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def _shown(text: str) -> str:
    """Return text on one line and in its order: a name is verbatim, and may hold marks that nobody sees."""
    seen = (mark if mark.isprintable() or category(mark) == "Zs" else ascii(mark)[1:-1] for mark in text)
    return "".join(seen)
