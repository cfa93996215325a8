"""Notices on days off read from files and folders."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from shuangsuiji.errors import BundleError, InvalidValueError
from shuangsuiji.tables import read_notices
from shuangsuiji.workdays import Layer, china_calendar

NOTICES = Path(__file__).parents[1] / "workdays" / "notices"
NEW_YEAR = {"year": 2027, "papers": [], "days": [{"name": "元旦", "date": "2027-01-01", "isOffDay": True}]}
AMENDMENT = "国务院办公厅关于调整2027年元旦假期安排的通知\n一、元旦：1月1日放假调休，共1天。1月2日（周六）上班。\n"


def written(folder: Path, name: str, content: object) -> Path:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else json.dumps(content, ensure_ascii=False).encode())
    return path


def test_a_json_file_is_the_whole_notice_of_its_year(tmp_path: Path) -> None:
    [layer] = read_notices(written(tmp_path, "2027.json", NEW_YEAR))
    assert (layer.years, [rule.day for rule in layer.rules]) == ((2027,), [date(2027, 1, 1)])


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_text_is_read_in_either_encoding(tmp_path: Path, encoding: str) -> None:
    [layer] = read_notices(str(written(tmp_path, "notice", AMENDMENT.encode(encoding))))
    assert (layer.years, [rule.working for rule in layer.rules]) == ((), [False, True])


def test_json_is_known_by_its_content_where_the_name_does_not_say(tmp_path: Path) -> None:
    [layer] = read_notices(written(tmp_path, "downloaded", b"\xef\xbb\xbf\n" + json.dumps(NEW_YEAR).encode()))
    assert layer.years == (2027,)


def test_of_a_folder_the_notices_are_read_by_name_and_nothing_else(tmp_path: Path) -> None:
    written(tmp_path, "b.TXT", AMENDMENT.encode())
    written(tmp_path, "a.json", NEW_YEAR)
    for name in ("README.md", ".hidden.json", "notice.pdf"):
        written(tmp_path, name, b"\x00")
    assert [layer.years for layer in read_notices(tmp_path)] == [(2027,), ()]


def test_an_empty_folder_says_nothing(tmp_path: Path) -> None:
    assert read_notices(tmp_path) == ()


def test_all_notices_of_the_state_council_change_nothing_that_is_known() -> None:
    layers = read_notices(NOTICES)
    assert len(layers) == len(list(NOTICES.glob("*.txt")))
    assert china_calendar(notices=layers, last_announced=2026).id == china_calendar(last_announced=2026).id


def test_a_text_that_prolongs_a_holiday_goes_by_the_notice_beside_it_whatever_their_names(tmp_path: Path) -> None:
    days = [{"name": "春节", "date": f"2027-02-{day:02}", "isOffDay": True} for day in (5, 6, 7, 8, 9)]
    written(tmp_path, "z.json", {"year": 2027, "days": days})
    written(tmp_path, "a.txt", "国务院办公厅关于延长2027年春节假期的通知\n延长2027年春节假期至2月11日。".encode())
    [_, longer] = read_notices(tmp_path)
    assert [rule.day for rule in longer.rules] == [date(2027, 2, 10), date(2027, 2, 11)]


def test_a_text_that_prolongs_a_holiday_goes_by_what_is_known(tmp_path: Path) -> None:
    days = [{"name": "春节", "date": "2027-02-09", "isOffDay": True}]
    known = Layer.from_holiday_cn({"year": 2027, "days": days})
    text = "国务院办公厅关于延长2027年春节假期的通知\n延长2027年春节假期至2月11日。"
    [longer] = read_notices(written(tmp_path, "longer.txt", text.encode()), [known])
    assert [rule.day for rule in longer.rules] == [date(2027, 2, 10), date(2027, 2, 11)]


@pytest.mark.parametrize(
    ("name", "content", "zh", "en"),
    [
        ("x.json", b"{", "JSON：不是 JSON", "JSON: no JSON"),
        ("x.json", b"[" * 100_000, "JSON：不是 JSON", "JSON: no JSON"),
        ("x.json", b"[]", "JSON：应为对象，含 year 和 days", "JSON: must be an object with year and days"),
        ("x.json", b'{"days": []}', "year：应为年份，如 2027", "year: must be a year, such as 2027"),
        ("x.txt", "元旦：1月1日（周六）放假".encode(), "", ""),
        ("x.txt", "2027年元旦：1月1日（周六）放假。".encode(), "", ""),
        ("x.txt", b"\x89PNG\x00", "：应为 UTF-8 或 GB18030 文本", ": must be text in UTF-8 or GB18030"),
        ("x.txt", b"\xff\xff", "：应为 UTF-8 或 GB18030 文本", ": must be text in UTF-8 or GB18030"),
    ],
)
def test_a_notice_that_is_refused_names_its_file(tmp_path: Path, name: str, content: bytes, zh: str, en: str) -> None:
    path = written(tmp_path, name, content)
    with pytest.raises(InvalidValueError) as refused:
        read_notices(tmp_path)
    for line, said in ((refused.value.zh_line, zh), (refused.value.en_line, en)):
        assert line.startswith(str(path))
        assert said in line


@pytest.mark.parametrize("name", ["nothing.json", "nothing"])
def test_a_file_that_is_not_there_is_named(tmp_path: Path, name: str) -> None:
    with pytest.raises(BundleError, match=f"{name}：无法读取"):
        read_notices(tmp_path / name)


def test_a_folder_that_poses_as_a_notice_is_named(tmp_path: Path) -> None:
    (tmp_path / "2027.json").mkdir()
    with pytest.raises(BundleError, match=r"2027\.json：无法读取"):
        read_notices(tmp_path)


def test_a_folder_that_cannot_be_listed_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_path: Path) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "iterdir", refuse)
    with pytest.raises(BundleError, match="无法读取：Permission denied"):
        read_notices(tmp_path)
