"""Lists that agencies have, in and out (表格导入导出)."""

from shuangsuiji.tables.check_sheets import (
    check_sheets_csv,
    check_sheets_html,
    check_sheets_text,
    check_sheets_xlsx,
)
from shuangsuiji.tables.importing import import_objects
from shuangsuiji.tables.item_defaults import ItemDefaults
from shuangsuiji.tables.item_importing import import_items
from shuangsuiji.tables.item_reports import ContinuedRow, ItemImportReport, ListedItem
from shuangsuiji.tables.listed_ratios import ListedRatio, RatioBound, listed_ratio
from shuangsuiji.tables.methods import ListedMethods, listed_methods
from shuangsuiji.tables.national_export import national_csv, national_json, parse_national_json, write_national
from shuangsuiji.tables.notices import read_notices
from shuangsuiji.tables.people_defaults import PeopleDefaults, RecusalDefaults
from shuangsuiji.tables.people_importing import import_experts, import_inspectors, import_recusals
from shuangsuiji.tables.people_reports import PeopleImportReport
from shuangsuiji.tables.people_writing import write_teams, write_work_lists
from shuangsuiji.tables.rejections import Problem, RejectedRow, SkippedRow
from shuangsuiji.tables.reports import ImportReport
from shuangsuiji.tables.writing import write_objects, write_table

__all__ = [
    "ContinuedRow",
    "ImportReport",
    "ItemDefaults",
    "ItemImportReport",
    "ListedItem",
    "ListedMethods",
    "ListedRatio",
    "PeopleDefaults",
    "PeopleImportReport",
    "Problem",
    "RatioBound",
    "RecusalDefaults",
    "RejectedRow",
    "SkippedRow",
    "check_sheets_csv",
    "check_sheets_html",
    "check_sheets_text",
    "check_sheets_xlsx",
    "import_experts",
    "import_inspectors",
    "import_items",
    "import_objects",
    "import_recusals",
    "listed_methods",
    "listed_ratio",
    "national_csv",
    "national_json",
    "parse_national_json",
    "read_notices",
    "write_national",
    "write_objects",
    "write_table",
    "write_teams",
    "write_work_lists",
]
