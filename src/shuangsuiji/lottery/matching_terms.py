"""What a manifest commits of the matching: lots, teams, experts' seats, the window; matching.md §2 (匹配规则)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date

import attrs

from shuangsuiji.errors import InvalidValueError
from shuangsuiji.lottery.forms import form_error
from shuangsuiji.lottery.officers import check_part
from shuangsuiji.lottery.units import Seat, parse_seats, seats_text
from shuangsuiji.values import FrozenMap, check_count, check_name, freeze

__all__ = ["WINDOW", "MatchingTerms", "matching_entries", "terms_of", "window_in"]

WINDOW = "rules.window"

Seats = tuple[Seat, ...]


def _frozen_teams(teams: Mapping[str, Mapping[str, Seats]]) -> Mapping[str, Mapping[str, Seats]]:
    return freeze({frame: freeze(own) for frame, own in teams.items()})


@attrs.frozen(kw_only=True)
class MatchingTerms:
    """The committed rules of a matching (匹配规则).

    Attributes:
        lot: k, how many candidates a lot holds at least, where there are as many.
        minimum: the fewest officers of one department.
        teams: seats by department, by frame.
        experts: experts' seats by frame; every department with a team for it is advised.
        window: first and last day of the task, None where none is committed.

    """

    lot: int
    minimum: int
    teams: Mapping[str, Mapping[str, Seats]] = attrs.field(converter=_frozen_teams)
    experts: Mapping[str, Seats] = attrs.field(converter=freeze, factory=FrozenMap[str, Seats])
    window: tuple[date, date] | None = None

    def __attrs_post_init__(self) -> None:
        check_count(self.lot, "matching.lot", at_least=1)
        check_count(self.minimum, "matching.min", at_least=1)
        for frame, own in self.teams.items():
            check_name(frame, "MatchingTerms.teams")
            for department in own:
                check_part(department, f"team.{frame}")

    @property
    def departments(self) -> tuple[str, ...]:
        """The departments that send officers, sorted."""
        return tuple(sorted({name for own in self.teams.values() for name in own}))

    @property
    def advice(self) -> Mapping[str, Mapping[str, Seats]]:
        """Experts' seats by department, by frame."""
        return {frame: dict.fromkeys(self.teams.get(frame, {}), seats) for frame, seats in self.experts.items()}

    @property
    def too_small(self) -> tuple[str, ...]:
        """The teams below the minimum, as ``team.F.DEPT=SEATS``."""
        return tuple(
            f"team.{frame}.{name}={seats_text(seats)}"
            for frame, own in self.teams.items()
            for name, seats in own.items()
            if len(seats) < self.minimum
        )

    def entries(self) -> dict[str, str]:
        """Return the lines of the manifest that say all this."""
        lines = {"matching.lot": str(self.lot), "matching.min": str(self.minimum)}
        for frame, own in self.teams.items():
            lines |= {f"team.{frame}.{name}": seats_text(seats) for name, seats in own.items()}
        lines |= {f"expert.{frame}": seats_text(seats) for frame, seats in self.experts.items()}
        if self.window is not None:
            lines[WINDOW] = "/".join(day.isoformat() for day in self.window)
        return lines


def terms_of(entries: Mapping[str, str], file: str) -> MatchingTerms | None:
    """Return the rules in the lines of a manifest, None where it matches nobody (匹配规则).

    Raises:
        InvalidFormError: seats, departments or days of another form, or experts without officers.

    """
    teams: dict[str, dict[str, Seats]] = defaultdict(dict)
    experts: dict[str, Seats] = {}
    for key, value in entries.items():
        kind, _, rest = key.partition(".")
        if kind == "team":
            frame, _, department = rest.partition(".")
            _checked(department, key, file)
            teams[frame][department] = _seats(value, key, file)
        elif kind == "expert":
            experts[rest] = _seats(value, key, file)
    alone = [frame for frame in experts if frame not in teams]
    if alone:
        zh, en = "专家席须与该事项的检查人员席同时给出", "experts come on top of officers of the same frame"
        raise form_error("form.key", file, zh, en, f"expert.{alone[0]}")
    window = window_in(entries, file)
    if not teams:
        return None
    return MatchingTerms(
        lot=int(entries["matching.lot"]),
        minimum=int(entries["matching.min"]),
        teams=teams,
        experts=experts,
        window=window,
    )


def matching_entries(terms: MatchingTerms, tables: Mapping[str, tuple[int, str]]) -> dict[str, str]:
    """Return the lines of a manifest for the rules, and for rows and hash of each table (匹配行)."""
    lines = terms.entries()
    for name, (rows, digest) in tables.items():
        lines |= {f"{name}.rows": str(rows), f"{name}.hash": digest}
    return lines


def _checked(department: str, key: str, file: str) -> None:
    try:
        check_part(department, key)
    except InvalidValueError as error:
        raise form_error("form.field", file, error.zh_line, error.en_line, key) from None


def _seats(text: str, key: str, file: str) -> Seats:
    try:
        return parse_seats(text, key)
    except InvalidValueError as error:
        raise form_error("form.field", file, error.zh_line, error.en_line, f"{key}={text}") from None


def window_in(entries: Mapping[str, str], file: str) -> tuple[date, date] | None:
    """Return the first and the last day of the committed window, None where there is none (任务期间).

    Raises:
        InvalidFormError: days of another form, or in the wrong order.

    """
    text = entries.get(WINDOW)
    if text is None:
        return None
    first, _, last = text.partition("/")
    try:
        days = date.fromisoformat(first), date.fromisoformat(last)
    except ValueError:
        days = None
    if days is None or "/".join(day.isoformat() for day in days) != text or days[0] > days[1]:
        form = "YYYY-MM-DD/YYYY-MM-DD"
        raise form_error("form.field", file, f"{WINDOW} 应为 {form}", f"{WINDOW} must be {form}", text)
    return days
