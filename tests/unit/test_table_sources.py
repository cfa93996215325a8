"""Rows out of what people hand over, whatever its encoding, delimiter or kind."""

from __future__ import annotations

import pickle
import sys
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from shuangsuiji.errors import BundleError, InvalidValueError, MissingExtraError
from shuangsuiji.tables.sources import Grid, open_source
from shuangsuiji.testing.city import synthetic_code

CODE, OTHER = synthetic_code(1), synthetic_code(2)
HEADER = "企业名称,统一社会信用代码\n"
LIST = f"{HEADER}溧城食品有限公司,{CODE}\n"
ROWS = [["企业名称", "统一社会信用代码"], ["溧城食品有限公司", CODE]]
BEYOND_GBK = "㐂䶮𠮷〇"  # in names of people and firms; GBK has only the last


def table(source: Grid) -> list[list[object]]:
    return [list(row) for row in source.read()]


@pytest.mark.parametrize(
    ("codec", "encoding"), [("utf-8", "utf-8"), ("utf-8-sig", "utf-8"), ("gb18030", "gb18030"), ("gbk", "gb18030")]
)
def test_the_same_list_comes_out_of_every_encoding(codec: str, encoding: str) -> None:
    grid = open_source(LIST.encode(codec))
    assert (grid.encoding, table(grid)) == (encoding, ROWS)


@pytest.mark.parametrize("character", BEYOND_GBK)
def test_every_character_of_gb18030_survives(character: str) -> None:
    grid = open_source(f"{HEADER}{character}记茶庄,{CODE}\n".encode("gb18030"))
    assert (grid.encoding, table(grid)[1][0]) == ("gb18030", f"{character}记茶庄")


def test_gbk_lacks_some_of_these_characters_and_is_never_what_is_read() -> None:
    for character in BEYOND_GBK[:3]:
        with pytest.raises(UnicodeEncodeError):
            character.encode("gbk")
    euro = f"{HEADER}€{CODE}\n".encode("gb18030")
    assert table(open_source(euro))[1] == [f"€{CODE}"]


def test_pure_ascii_is_utf_8() -> None:
    assert open_source(f"name,uscc\nA,{CODE}\n".encode()).encoding == "utf-8"


@pytest.mark.parametrize("codec", ["utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_utf_16_is_refused_with_advice(codec: str) -> None:
    with pytest.raises(InvalidValueError, match="CSV UTF-8") as caught:
        open_source(LIST.encode(codec))
    assert "UTF-8 or GB18030" in caught.value.en_line


@pytest.mark.parametrize("content", [b"\xff", b"\x80\xff\xff", HEADER.encode("gb18030") + b"\xff\xff", b"\x00"])
def test_bytes_of_neither_encoding_are_refused(content: bytes) -> None:
    with pytest.raises(InvalidValueError, match="GB18030"):
        open_source(content)


@pytest.mark.parametrize("delimiter", [",", "\t", ";", "|"])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_delimiters_and_ends_of_lines_are_found(delimiter: str, newline: str) -> None:
    content = LIST.replace(",", delimiter).replace("\n", newline).encode()
    assert table(open_source(content)) == ROWS


def test_a_title_without_delimiters_does_not_mislead() -> None:
    grid = open_source(f"溧阳市 2026 年检查对象名单\n{LIST}".replace(",", "\t").encode())
    assert table(grid) == [["溧阳市 2026 年检查对象名单"], *ROWS]


def test_quoted_cells_may_hold_delimiters_quotes_and_line_breaks() -> None:
    grid = open_source(f'{HEADER}"甲,乙""丙""\n丁",{CODE}\n'.encode())
    assert table(grid)[1:] == [['甲,乙"丙"\n丁', CODE]]


MISLEADING = {
    "commas in a table of TABs": f"企业名称\t统一社会信用代码\t经营范围\n甲\t{CODE}\ta,b,c,d,e\n",
    "semicolons in a quoted cell": f'企业名称,统一社会信用代码,经营范围\n甲,{CODE},"a;b;c;d;e"\n',
    "bars in a quoted cell": f'企业名称,统一社会信用代码,经营范围\n甲,{CODE},"a|b|c|d|e"\n',
}


@pytest.mark.parametrize("content", MISLEADING.values(), ids=MISLEADING)
def test_marks_inside_of_cells_do_not_mislead(content: str) -> None:
    assert [len(row) for row in table(open_source(content.encode()))] == [3, 3]


def test_an_unclosed_quotation_mark_in_a_long_list_is_our_own_error() -> None:
    content = f'{HEADER}"甲,{CODE}\n' + f"乙,{OTHER}\n" * 10_000
    with pytest.raises(InvalidValueError):
        table(open_source(content.encode()))


def test_a_path_may_be_text_or_path_and_gives_its_name(tmp_path: Path) -> None:
    path = tmp_path / "名单.csv"
    path.write_bytes(LIST.encode("gb18030"))
    for source in (path, str(path)):
        grid = open_source(source)
        assert (grid.name, grid.encoding, table(grid)) == ("名单.csv", "gb18030", ROWS)


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    for path in (tmp_path / "没有.csv", tmp_path):
        with pytest.raises(BundleError, match="无法读取") as caught:
            open_source(path)
        assert str(path) in caught.value.en_line


def test_a_grid_reads_as_often_as_it_is_asked() -> None:
    for grid in (open_source(LIST.encode()), open_source(dict(zip(*ROWS, strict=True)) for _ in range(1))):
        assert table(grid) == table(grid) == ROWS


def test_dicts_give_a_header_of_all_keys_in_the_order_they_come() -> None:
    rows: list[dict[str, object]] = [
        {"统一社会信用代码": CODE},
        {"企业名称": "甲", "7": None, "统一社会信用代码": OTHER},
    ]
    grid = open_source(rows)
    assert table(grid) == [["统一社会信用代码", "企业名称", "7"], [CODE, None, None], [OTHER, "甲", None]]
    assert (grid.name, grid.encoding) == ("rows", "-")


def test_cells_of_dicts_keep_their_types() -> None:
    assert table(open_source([{"id": 320400000000123, "name": 1.5}]))[1] == [320400000000123, 1.5]


@pytest.mark.parametrize("source", [[CODE], [(CODE, "甲")], {"统一社会信用代码": CODE}, [{"id": CODE}, None], range(1)])
def test_rows_that_are_no_dicts_are_refused(source: object) -> None:
    with pytest.raises(InvalidValueError, match="every row must be a dict"):
        open_source(source)  # type: ignore[arg-type]


@pytest.mark.parametrize("source", [None, 5, 1.5, object()])
def test_other_objects_are_refused(source: object) -> None:
    pytest.importorskip("narwhals")
    with pytest.raises(InvalidValueError, match="eager data frame") as caught:
        open_source(source)  # type: ignore[arg-type]
    assert type(source).__name__ in caught.value.zh_line


@pytest.mark.parametrize("library", ["pandas", "polars"])
def test_a_data_frame_gives_its_header_and_rows(library: str) -> None:
    frames = pytest.importorskip(library)
    pytest.importorskip("narwhals")
    grid = open_source(frames.DataFrame({"企业名称": ["溧城食品有限公司"], "统一社会信用代码": [CODE]}))
    assert (grid.name, grid.encoding, table(grid)) == ("DataFrame", "-", ROWS)


def test_columns_of_a_pandas_data_frame_may_be_numbers() -> None:
    pandas = pytest.importorskip("pandas")
    pytest.importorskip("narwhals")
    assert table(open_source(pandas.DataFrame([["甲", CODE]])))[1] == ["甲", CODE]


def test_a_lazy_frame_is_refused_with_advice() -> None:
    polars = pytest.importorskip("polars")
    pytest.importorskip("narwhals")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with pytest.raises(InvalidValueError, match="LazyFrame 请先 collect"):
            open_source(polars.LazyFrame({"统一社会信用代码": [CODE]}))


def test_a_lazy_frame_is_refused_without_a_warning() -> None:
    polars = pytest.importorskip("polars")
    pytest.importorskip("narwhals")
    with pytest.raises(InvalidValueError, match="LazyFrame 请先 collect"):
        open_source(polars.LazyFrame({"统一社会信用代码": [CODE]}))


def test_a_data_frame_with_a_column_twice_is_our_own_error() -> None:
    pandas = pytest.importorskip("pandas")
    pytest.importorskip("narwhals")
    with pytest.raises(InvalidValueError):
        table(open_source(pandas.DataFrame([[CODE, "甲", "乙"]], columns=["id", "name", "name"])))


class Frame:
    """Something that looks like a data frame as far as it is looked at."""

    columns = ("企业名称", "统一社会信用代码")

    def __iter__(self) -> Iterator[str]:
        return iter(self.columns)


@pytest.fixture
def no_narwhals(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make ``import narwhals`` fail as where it is not installed."""
    monkeypatch.setitem(sys.modules, "narwhals", None)


@pytest.mark.usefixtures("no_narwhals")
def test_without_narwhals_one_line_names_the_pip_install() -> None:
    with pytest.raises(MissingExtraError) as caught:
        open_source(Frame())  # type: ignore[arg-type]
    assert caught.value.en_line == "DataFrame needs narwhals: run pip install 'shuangsuiji[frames]'"
    assert caught.value.zh_line == "DataFrame 需要 narwhals：请运行 pip install 'shuangsuiji[frames]'"
    assert isinstance(caught.value, ImportError)
    assert str(pickle.loads(pickle.dumps(caught.value))) == str(caught.value)  # noqa: S301 - our own bytes


@pytest.mark.usefixtures("no_narwhals")
def test_without_narwhals_everything_else_still_works(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(LIST, encoding="utf-8")
    for source in (tmp_path / "a.csv", LIST.encode(), [dict(zip(*ROWS, strict=True))]):
        assert table(open_source(source)) == ROWS


@pytest.mark.usefixtures("no_narwhals")
def test_without_narwhals_a_number_is_still_no_source() -> None:
    with pytest.raises(InvalidValueError):
        open_source(5)  # type: ignore[arg-type]


def test_nothing_is_read_before_it_is_asked_for() -> None:
    asked: list[Callable[[], Iterator[object]]] = []
    asked.append(open_source(LIST.encode()).read)
    assert next(iter(asked[0]())) == ROWS[0]


def test_a_quotation_mark_that_is_never_closed_is_refused_before_it_swallows_rows() -> None:
    lines = "\n".join(f"91320481MA000{number:04}X,乙" for number in range(20))
    content = f'统一社会信用代码,名称\n91320481MA0000015J,"甲公司\n{lines}\n'.encode()
    with pytest.raises(InvalidValueError, match="引号未闭合"):
        open_source(content)


def test_an_odd_quotation_mark_inside_of_a_cell_does_no_harm() -> None:
    content = '统一社会信用代码,名称\n91320481MA0000015J,5" 管材\n'.encode()
    assert list(open_source(content).read())[1] == ["91320481MA0000015J", '5" 管材']


def test_gb18030_with_a_byte_order_mark_is_read() -> None:
    content = "\ufeff统一社会信用代码,名称\n".encode("gb18030")
    assert list(open_source(content).read()) == [["统一社会信用代码", "名称"]]


def test_a_quotation_mark_that_opens_a_cell_only_under_another_delimiter_does_no_harm() -> None:
    content = '统一社会信用代码,备注\n91320481MA0000015J,说;"好\n'.encode()
    assert list(open_source(content).read())[1] == ["91320481MA0000015J", '说;"好']
