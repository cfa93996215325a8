"""How the ceremony speaks with the people in the room and keeps its record (现场问答)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TypeVar
from unicodedata import normalize

import attrs

from shuangsuiji.cli.ceremony_record import NOBODY, CeremonyRecord, Mark
from shuangsuiji.cli.output import Output
from shuangsuiji.draws import Commitment
from shuangsuiji.errors import InvalidValueError, RefusedRevealError
from shuangsuiji.lottery import Manifest

__all__ = ["Ceremony", "Room", "in_groups"]

T = TypeVar("T")

TRIES = 3
GROUP = 8


@attrs.frozen(kw_only=True)
class Room:
    """How the people in the room are asked, and the clock on its wall (现场).

    Attributes:
        ask: put a question and return the line typed; EOFError where nobody answers.
        ask_secret: the same, without showing what is typed.
        now: the instant, with an offset.

    """

    ask: Callable[[str], str]
    ask_secret: Callable[[str], str]
    now: Callable[[], datetime]


@attrs.frozen(kw_only=True)
class Ceremony:
    """What the steps work on (仪式).

    Attributes:
        commitment: what is drawn from.
        folder: where it was read.
        out: where the bundle goes.
        record: what has happened so far.
        room: whom to ask.
        output: where to speak.
        codes: the codes handed over in this run, by party; in memory alone.

    """

    commitment: Commitment
    folder: Path
    out: Path
    record: CeremonyRecord
    room: Room
    output: Output
    codes: dict[str, str] = attrs.field(factory=dict[str, str], repr=False)

    @property
    def manifest(self) -> Manifest:
        """The committed sheet."""
        return self.commitment.manifest

    @property
    def sealed(self) -> bool:
        """Whether the draw stays secret until its reveal."""
        return self.manifest.mode == "sealed"

    def told(self, step: str) -> str:
        """Return what the record says of a step that is done."""
        return self.record.done[step].what

    def note(self, mark: Mark, who: str = NOBODY, what: str = NOBODY, step: str | None = None) -> None:
        """Add a line to the record."""
        self.record.append(mark, self.room.now(), who, what, step=step)

    def asked(self, question: str, reading: Callable[[str], T]) -> T:
        """Put a question until the answer can be read."""
        while True:
            try:
                return reading(normalize("NFC", self.room.ask(question)).strip())
            except InvalidValueError as error:
                self.output.say(f"  {error.zh_line}", f"  {error.en_line}")

    def tried(self, attempt: Callable[[Ceremony], T]) -> T:
        """Let something be tried three times; the last refusal ends this run."""
        for _ in range(TRIES - 1):
            try:
                return attempt(self)
            except RefusedRevealError as error:
                self.output.say(f"  {error.zh_line}", f"  {error.en_line}")
        return attempt(self)

    def refusal(self, who: str, field: str, rule_zh: str, rule: str, value: str) -> RefusedRevealError:
        """Record a refusal and return the error that says so."""
        self.note(Mark.REFUSED, who, rule_zh)
        return RefusedRevealError(field=field, rule_zh=rule_zh, rule=rule, value=value)


def in_groups(digest: str) -> str:
    """Return hex digits in groups of eight, to be read aloud (分组)."""
    return " ".join(digest[start : start + GROUP] for start in range(0, len(digest), GROUP))
