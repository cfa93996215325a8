"""What the documentation points at is there; its Python blocks are run by Sybil (see ``conftest.py`` at the root)."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from shuangsuiji import AnnualPlan, ItemList, from_json

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("benchmarks/*.md")])
FENCE = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
JSON_BLOCK = re.compile(r"^```json\n(.*?)^```", re.MULTILINE | re.DOTALL)


def named(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


def anchors(page: Path) -> set[str]:
    titles = re.findall(r"^#+ (.+)$", FENCE.sub("", page.read_text(encoding="utf-8")), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title.strip().lower()).replace(" ", "-") for title in titles}


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_every_link_of_a_page_leads_somewhere(page: Path) -> None:
    for target in LINK.findall(FENCE.sub("", page.read_text(encoding="utf-8"))):
        if target.startswith(("https://", "http://")):
            continue
        path, _, anchor = target.partition("#")
        found = (page.parent / path).resolve() if path else page
        assert found.exists(), f"{named(page)} links to {target}"
        assert not anchor or anchor in anchors(found), f"{named(page)} links to {target}, which has no such title"


def test_the_index_leads_to_every_page() -> None:
    linked = set(LINK.findall((ROOT / "docs/index.md").read_text(encoding="utf-8")))
    pages = {page.name for page in ROOT.glob("docs/*.md")} - {"index.md"}
    assert pages <= linked


def test_the_files_shown_on_the_command_line_page_can_be_read() -> None:
    items, plan = JSON_BLOCK.findall((ROOT / "docs/command-line.md").read_text(encoding="utf-8"))
    codes = {item.code for item in from_json(items, ItemList).items}
    designs = [design for task in from_json(plan, AnnualPlan).tasks for design in task.designs]
    assert {design.item_code for design in designs} <= codes
