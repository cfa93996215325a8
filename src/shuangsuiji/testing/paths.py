"""A random source that takes every path a sampler can take (穷举随机源)."""

from __future__ import annotations

import math
import random
from collections.abc import Iterator
from typing import NoReturn

from shuangsuiji.errors import InvalidValueError, UnfairError

__all__ = ["MAX_PATHS", "Paths"]

MAX_PATHS = 100_000


class Paths(random.Random):
    """A random source that takes one path of choices after another, depth first, until all are taken (穷举随机源).

    ``sample``, ``shuffle``, ``choice``, ``randrange``, ``randint`` and ``getrandbits`` are choices among finitely many
    equal ways. ``random()`` and what rests on it (``choices``, ``uniform``, ``gauss`` …) is refused, and so is seeding.

    Args:
        max_paths: how many paths there may be.

    Raises:
        InvalidValueError: more paths than that, a float, or a seed; raised inside the sampler.

    """

    _walking = False

    def __init__(self, max_paths: int = MAX_PATHS) -> None:
        super().__init__(0)
        self._max_paths = max_paths
        self._known = 1
        self._widths: list[int] = []
        self._choices: list[int] = []
        self._depth = 0
        self._walking = True

    def walk(self) -> Iterator[None]:
        """Yield once per path; between two steps the sampler is run once.

        Raises:
            UnfairError: on one path the sampler made other choices than before, so that it has another source of
                randomness, or remembers.

        """
        while True:
            self._depth = 0
            yield
            if self._depth != len(self._widths):
                self._refuse_memory()
            while self._widths and self._choices[-1] == self._widths[-1] - 1:
                self._widths.pop()
                self._choices.pop()
            if not self._widths:
                return
            self._choices[-1] += 1

    @property
    def ways(self) -> int:
        """The path just taken has the chance 1/ways."""
        return math.prod(self._widths)

    def _randbelow(self, n: int) -> int:
        """Return one of ``n`` equal ways; ``random.Random`` asks here for every whole number that it needs."""
        if n <= 1:
            return 0
        if self._depth == len(self._widths):
            # A tree whose inner nodes have w branches has 1 + Σ(w − 1) leaves: known before they are reached.
            self._known += n - 1
            if self._known > self._max_paths:
                self._refuse_size()
            self._widths.append(n)
            self._choices.append(0)
        elif self._widths[self._depth] != n:
            self._refuse_memory()
        self._depth += 1
        return self._choices[self._depth - 1]

    def getrandbits(self, k: int, /) -> int:
        """Return one of 2**k equal ways."""
        return self._randbelow(1 << k)

    def random(self) -> float:
        """Refuse: a float is not one of a few equal ways.

        Raises:
            InvalidValueError: always.

        """
        raise InvalidValueError(
            field="random()",
            rule_zh="浮点随机数（random、choices、uniform、gauss 等）无法穷举：取值有 2^53 个，"
            "且 int(random()·n) 本就不严格等概率；请改用 sample、shuffle、choice 或 randrange",
            rule="floats (random, choices, uniform, gauss and the like) cannot be tried one by one: there are 2**53 of "
            "them, and int(random()*n) is not exactly fair; use sample, shuffle, choice or randrange",
            value="float",
        )

    def seed(self, a: object = None, version: int = 2) -> None:
        """Refuse to be seeded, once the walk has begun.

        Raises:
            InvalidValueError: always, after construction.

        """
        if self._walking:
            raise InvalidValueError(
                field="seed()",
                rule_zh="穷举时随机源没有种子，抽取函数不得重设种子",
                rule="a source that takes every path has no seed; a sampler must not set one",
                value=(a, version),
            )

    def setstate(self, state: object) -> None:
        """Refuse to be set back.

        Raises:
            InvalidValueError: always.

        """
        self.seed(state)

    def _refuse_size(self) -> NoReturn:
        raise InvalidValueError(
            field="max_paths",
            rule_zh=f"路径超过 {self._max_paths} 条：请减小 population 或 size，或调高 max_paths；"
            "“不合则重抽”的循环和很宽的 getrandbits 无法穷举，请改用 randrange",
            rule=f"there are more than {self._max_paths} paths: take a smaller population or size, or raise max_paths; "
            "a loop that draws again until it fits, or a wide getrandbits, cannot be tried to its end: use randrange",
            value=self._known if self._known < 1 << 64 else f"2**{self._known.bit_length() - 1}",
        )

    def _refuse_memory(self) -> NoReturn:
        raise UnfairError(
            subject="sample",
            rule_zh="同样的随机选择应得到同样的抽取，函数不得另有随机来源或记忆",
            rule="the same choices must lead to the same draw: no other source of randomness, no memory",
            shown_zh=f"第 {self._depth} 次选择与先前不同",
            shown=f"choice number {self._depth} differs from what it was before",
            chances={},
        )
