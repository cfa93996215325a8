"""``shuangsuiji schemas``: the JSON Schemas of all public values as files (模式命令)."""

from __future__ import annotations

import json
from argparse import Namespace
from pathlib import Path

from shuangsuiji.bundle.schemas import schema_files
from shuangsuiji.cli.output import DONE, Output
from shuangsuiji.errors import BundleError

__all__ = ["SCHEMA_OPTIONS", "run_schemas"]

SCHEMA_OPTIONS: tuple[tuple[str, dict[str, object]], ...] = (
    ("folder", {"metavar": "文件夹", "help": "写入此文件夹，其中的旧模式文件更新 folder; schemas in it are replaced"}),
)


def run_schemas(given: Namespace, output: Output) -> int:
    """Write the schemas into a folder; what is not a schema of this version stays as it is."""
    folder = Path(given.folder)
    files = schema_files()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, schema in files.items():
            (folder / name).write_text(f"{json.dumps(schema, ensure_ascii=False, indent=1)}\n", encoding="utf-8")
    except OSError as error:
        raise BundleError.because(folder, error, "无法写入", "cannot be written") from None
    output.say(f"已写入 {len(files)} 个模式文件 {len(files)} schemas written: {folder}")
    output.give({"folder": str(folder), "files": sorted(files)})
    return DONE
