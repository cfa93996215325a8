"""The two READMEs say the same, and their first screen holds the two commands."""

from __future__ import annotations

import re
from pathlib import Path

import attrs
import pytest

ROOT = Path(__file__).parents[2]
README, CHINESE = ROOT / "README.md", ROOT / "README.zh.md"
FIRST_SCREEN = 40
FENCE = re.compile(r"^(?P<fence>`{3,}|~{3,})(?P<language>[^\s`]*)")
LANGUAGES = {"python", "sh", "text", "json", "csv"}
HAN = re.compile("[\u4e00-\u9fff]")

pytestmark = pytest.mark.skipif(not (README.exists() and CHINESE.exists()), reason="the READMEs are not written yet")


@attrs.frozen
class Block:
    """A fenced block of a page.

    Attributes:
        language: what stands behind the fence.
        text: the lines between the fences.
        line: number of the line that opens it.

    """

    language: str
    text: str
    line: int


def blocks(text: str) -> list[Block]:
    """Return the fenced blocks of a page in order; a fence that is never closed fails."""
    found: list[Block] = []
    opened: tuple[str, str, int] | None = None
    inside: list[str] = []
    for number, line in enumerate(text.splitlines(), 1):
        if opened is None:
            if fence := FENCE.match(line):
                opened, inside = (fence["fence"], fence["language"], number), []
        elif line.strip() == opened[0]:
            found.append(Block(opened[1], "\n".join(inside), opened[2]))
            opened = None
        else:
            inside.append(line)
    assert opened is None, f"the fence in line {opened and opened[2]} is never closed"
    return found


def read(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def first_commands(path: Path) -> list[str]:
    """Return the shell blocks of the first screen."""
    return [one.text for one in blocks(read(path)) if one.language == "sh" and one.line < FIRST_SCREEN]


def test_blocks_are_found_where_they_stand() -> None:
    page = "a\n```sh\nls\n```\n\n````md\n```\nx\n```\n````\n~~~\n~~~\n"
    assert blocks(page) == [Block("sh", "ls", 2), Block("md", "```\nx\n```", 6), Block("", "", 11)]
    with pytest.raises(AssertionError, match="line 2"):
        blocks("a\n```sh\nls\n")


@pytest.mark.parametrize("path", [README, CHINESE], ids=lambda path: path.name)
def test_every_block_names_its_language(path: Path) -> None:
    assert [one for one in blocks(read(path)) if one.language not in LANGUAGES] == []


def test_both_readmes_have_the_same_code_in_the_same_order() -> None:
    ours, theirs = (
        [one for one in blocks(read(path)) if one.language in {"python", "sh"}] for path in (README, CHINESE)
    )
    assert [(one.language, one.text) for one in ours] == [(one.language, one.text) for one in theirs]
    assert {"python", "sh"} <= {one.language for one in ours}


@pytest.mark.parametrize("path", [README, CHINESE], ids=lambda path: path.name)
def test_the_first_screen_holds_the_two_commands_one_line_each(path: Path) -> None:
    commands = first_commands(path)
    assert len(commands) == 2
    assert all(len(command.splitlines()) == 1 for command in commands)
    demo, tests = commands
    assert re.search(r"\bshuangsuiji demo\b", demo)
    assert re.search(r"\bpytest\b", tests)
    for command in commands:
        assert re.search(r"-m venv\b", command), "a command does all set-up"
        assert re.search(r"\bpip install\b", command), "a command does all set-up"
        assert re.search(r"apt-get install python3(\.11)?-venv", command), "it says what to add where venv is missing"


@pytest.mark.parametrize("path", [README, CHINESE], ids=lambda path: path.name)
def test_the_commands_are_what_ci_runs(path: Path) -> None:
    found = [one.text for one in blocks(read(path)) if one.language == "sh"]
    assert found[:2] == first_commands(path)


@pytest.mark.parametrize(("path", "other"), [(README, CHINESE), (CHINESE, README)], ids=["README.md", "README.zh.md"])
def test_each_names_the_other_on_the_first_screen(path: Path, other: Path) -> None:
    assert f"]({other.name})" in "\n".join(read(path).splitlines()[:FIRST_SCREEN])


@pytest.mark.parametrize("path", [README, CHINESE], ids=lambda path: path.name)
def test_what_a_readme_points_to_is_there(path: Path) -> None:
    targets = re.findall(r"\]\((?!https?:|#)([^)#\s]+)", read(path))
    assert [target for target in targets if not (ROOT / target).exists()] == []


def test_the_notebook_start_is_ten_lines_of_statements_or_so() -> None:
    [notebook, *_] = [one for one in blocks(read(README)) if one.language == "python"]
    statements = [line for line in notebook.text.splitlines() if line and not line.startswith((" ", "from", "import"))]
    assert len(statements) <= 12
    for word in ("import_objects", "commit(", "draw(", ".why(", "verify("):
        assert word in notebook.text


def test_the_same_sections_stand_in_the_same_order() -> None:
    ours, theirs = (re.findall(r"^(#+) (.+)$", read(path), re.MULTILINE) for path in (README, CHINESE))
    assert [level for level, _ in ours] == [level for level, _ in theirs]
    assert all(HAN.search(title) for _, title in theirs)
