"""Somebody at the keyboard: types what fits the question that was printed last."""

from __future__ import annotations

import io
import re
import sys
from collections.abc import Mapping, Sequence
from typing import Any, cast

ASK_ON = "This is usable now. Ask on?"

_QUESTION = re.compile(rf"^(.+)\n  1  |^({re.escape(ASK_ON)})", re.MULTILINE)

DO_NOT_KNOW = "?"

PATIENCE = 60
"""After so many lines the practitioner leaves the keyboard."""


class Practitioner(io.RawIOBase):
    """Standard input for an interview.

    `answers` maps the beginning of a question to what is typed: one line, or several in turn (the last one again and
    again). Whatever else is asked is answered with "I do not know", and what is usable is taken. `asked` lists the
    question at each line that was typed.
    """

    def __init__(self, answers: Mapping[str, str | Sequence[str]]) -> None:
        super().__init__()
        self.asked: list[str] = []
        self._answers = {begin: [typed] if isinstance(typed, str) else list(typed) for begin, typed in answers.items()}

    @property
    def keyboard(self) -> io.BufferedReader:
        """What they type, as standard input."""
        return io.BufferedReader(self)

    def readable(self) -> bool:
        """Yes."""
        return True

    def readinto(self, buffer: Any, /) -> int:
        """One line, whenever one is wanted."""
        if len(self.asked) >= PATIENCE:
            return 0
        line = f"{self._typed()}\n".encode()
        buffer[: len(line)] = line
        return len(line)

    def _typed(self) -> str:
        sys.stdout.flush()
        printed = cast("io.BytesIO", sys.stdout.buffer).getvalue().decode()  # the runner keeps what is printed
        question = [match[1] or match[2] for match in _QUESTION.finditer(printed)][-1]
        self.asked.append(question)
        for begin, typed in self._answers.items():
            if question.startswith(begin):
                return typed.pop(0) if len(typed) > 1 else typed[0]
        return "" if question == ASK_ON else DO_NOT_KNOW
