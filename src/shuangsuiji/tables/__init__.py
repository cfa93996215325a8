"""Lists that agencies have, in and out (表格导入导出)."""

from shuangsuiji.tables.importing import import_objects
from shuangsuiji.tables.reports import ImportReport, Problem, RejectedRow, SkippedRow

__all__ = ["ImportReport", "Problem", "RejectedRow", "SkippedRow", "import_objects"]
