"""What the command line prints: text or JSON, progress on a terminal only (输出)."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping

import attrs

from shuangsuiji.errors import (
    BrokenChainError,
    InfeasibleMatchingError,
    LawError,
    RefusedRevealError,
    ShuangsuijiError,
)

__all__ = ["COULD_NOT_RUN", "DONE", "REFUSED", "Output", "exit_status_of"]

DONE, REFUSED, COULD_NOT_RUN = 0, 1, 2


@attrs.frozen(kw_only=True)
class Output:
    """Where a command says what it did (输出).

    Attributes:
        as_json: print one JSON object on standard output instead of text.

    """

    as_json: bool

    def say(self, *lines: object) -> None:
        """Print lines for a reader; nothing where JSON was asked for."""
        if not self.as_json:
            for line in lines:
                print(line)

    def give(self, result: Mapping[str, object]) -> None:
        """Print the result as JSON, where JSON was asked for."""
        self.give_text(json.dumps(result, ensure_ascii=False, indent=2))

    def give_text(self, document: str) -> None:
        """Print a JSON document, where JSON was asked for; escaped where the console lacks a character."""
        if not self.as_json:
            return
        try:
            document.encode(sys.stdout.encoding or "utf-8")
        except UnicodeEncodeError:
            document = json.dumps(json.loads(document), indent=2)
        print(document)

    def progress(self, text: str) -> None:
        """Show on a terminal what is going on; nothing where standard error is piped."""
        if sys.stderr.isatty():
            sys.stderr.write(f"\r\x1b[K{text}")
            sys.stderr.flush()

    def count(self, rows: int) -> None:
        """Show on a terminal how many rows have been read."""
        self.progress(f"已读 {rows} 行…")

    def clear(self) -> None:
        """Take the progress line away."""
        self.progress("")

    def fail(self, error: ShuangsuijiError, **more: object) -> int:
        """Print an error in both languages, as JSON with what belongs to it, and return the exit status."""
        self.clear()
        self.give({"error": {"code": error.code, "zh": error.zh_line, "en": error.en_line}, **more})
        print(f"{error.zh_line}\n{error.en_line}", file=sys.stderr)
        return exit_status_of(error)


def exit_status_of(error: ShuangsuijiError) -> int:
    """Return 1 where the law or the record says no, 2 where the command could not run."""
    refused = (LawError, RefusedRevealError, BrokenChainError, InfeasibleMatchingError)
    return REFUSED if isinstance(error, refused) else COULD_NOT_RUN
