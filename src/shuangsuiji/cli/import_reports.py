"""What the command line says and writes of an import, be it of objects or of items (导入报告输出)."""

from __future__ import annotations

from shuangsuiji.cli.options import write_new
from shuangsuiji.cli.output import Output
from shuangsuiji.tables import ImportReport, ItemImportReport, Problem
from shuangsuiji.tables.writing import is_xlsx

__all__ = ["say_report", "summary_of", "write_rejected_rows"]

_SHOWN = 10


def say_report(report: ImportReport | ItemImportReport, output: Output) -> None:
    """Say what became of the rows, the first problems of each sort, and which columns and sheets were not used."""
    output.say(report)
    for title, problems in (("退回", report.problems), ("存疑", report.warnings), ("修正", report.repairs)):
        output.say(*(f"  {title} {problem}" for problem in problems[:_SHOWN]))
        if len(problems) > _SHOWN:
            output.say(f"  {title} 另有 {len(problems) - _SHOWN} 条")
    for title, names in (("未使用的列", report.unused), ("未读取的工作表", report.other_sheets)):
        if names:
            output.say(f"{title}：{'、'.join(names)}")


def write_rejected_rows(report: ImportReport | ItemImportReport, path: str | None, output: Output) -> None:
    """Write the rejected rows to a file that is not there yet, where a path is given: XLSX by its name, else CSV.

    Raises:
        BundleError: the file is there already, or cannot be written.
        InvalidValueError: more than a sheet can hold.
        MissingExtraError: a workbook, and xlsxwriter is not installed.

    """
    if path:
        write_new(path, report.rejected_xlsx() if is_xlsx(path) else report.rejected_csv())
        output.say(f"退回行已写入 {path}")


def summary_of(report: ImportReport | ItemImportReport) -> dict[str, object]:
    """Return the report as JSON has it."""
    return {
        "source": report.source,
        "encoding": report.encoding,
        "sheet": report.sheet,
        "other_sheets": list(report.other_sheets),
        "rows": report.rows,
        "accepted": report.accepted,
        "rejected": [_problem(one) for one in report.problems],
        "repairs": [_problem(one) for one in report.repairs],
        "warnings": [_problem(one) for one in report.warnings],
        "skipped": [{"row": one.row, "reason": one.reason} for one in report.skipped],
        "counts": report.counts(),
        "fields": dict(report.fields),
        "unused": list(report.unused),
    }


def _problem(one: Problem) -> dict[str, object]:
    about = {"row": one.row, "cell": one.cell} if one.cell else {"row": one.row}
    return {**about, "field": one.field, "code": one.code, "why": one.zh, "seen": one.seen}
