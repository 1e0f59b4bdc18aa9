"""`Kept`: what was found out about a word or a run, since texts say the same ones over and over."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

Answer = TypeVar("Answer")
MOST: Final = 1 << 14
"""Answers that are kept; then all are forgotten."""


class Kept(dict[str, Answer]):
    """A dict that asks for what it does not hold; one look is a third of a call to a cached function, which few texts could pay.

    Texts of more than `longest` code points are asked for anew, so that a hostile text cannot fill memory.

    >>> lengths = Kept(len, longest=3)
    >>> lengths["Rio"], lengths["Minsk"], [*lengths]
    (3, 5, ['Rio'])
    """

    __slots__ = ("_ask", "_longest")

    def __init__(self, ask: Callable[[str], Answer], *, longest: int) -> None:
        """Keep what `ask` says."""
        super().__init__()
        self._ask: Final = ask
        self._longest: Final = longest

    def __missing__(self, text: str) -> Answer:
        """Ask."""
        answer = self._ask(text)
        if len(text) <= self._longest:
            if len(self) >= MOST:
                self.clear()
            self[text] = answer
        return answer
