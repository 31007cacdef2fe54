"""A walk in the terminal, by keyboard alone: scene, decision, feedback, and a look back at the end."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import click

from rules import KnowledgeBase
from rules.model import Jurisdiction
from scenarios.debrief import debrief
from scenarios.play import Play
from webapp import house
from webapp.cli.errors import refuse
from webapp.cli.text import wrapped
from webapp.site import Site
from webapp.view.debrief import DebriefView
from webapp.view.scenario import ENDING, LAWFUL, LIKELY, PRACTICE, SURE, WalkView
from webapp.words import SHORT

HELP = "Type a number to choose; l what the law says now, k what you know, b back, s save to a file, q stop."
COMPARED = 2


class Screen:
    """One walk from where it is to its end."""

    def __init__(self, knowledge: KnowledgeBase, play: Play, left_out: Sequence[str]) -> None:
        self.site = Site(knowledge, house.today, seconds=600)
        self.play = play
        if left_out:
            self._say("The case has changed since it was saved. The walk goes on from where it still fits.")

    def run(self) -> None:
        """Walk on until the end, or until whoever walks stops."""
        self._say(f"{self.play.scenario.title}\n", 0)
        self._say(HELP)
        while not self.play.walk.ended:
            self._scene()
            if not self._choose():
                self._say("Stopped. Nothing was kept.")
                return
        self._scene()
        self._look_back()

    def _say(self, text: str, indent: int = 0) -> None:
        click.echo(wrapped(text, indent, ""))

    def _scene(self) -> None:
        view = WalkView(self.site, self.play)
        if view.last:
            click.echo()
            self._say(f"You chose: {view.last.words['label']}")
            law = f" The rules here: {LAWFUL[view.last.law.says][1]}." if view.last.law else ""
            self._say(f"Good practice: {PRACTICE[view.last.option.practice][1]}.{law}")
            self._say(view.last.words["feedback"])
            self._say(view.last.words.get("then", ""))
        if view.handed_to:
            self._say(f"Hand over. What follows is for: {view.handed_to}.")
        for seen in view.seen:
            click.echo(f"\n== {seen.title} ==" + (f" ({ENDING[seen.scene.ending]})" if seen.scene.ending else ""))
            for name, text in seen.texts:
                self._say(f"{name}: {text}" if name else text)

    def _choose(self) -> bool:
        """Ask until something is chosen; False to stop."""
        view = WalkView(self.site, self.play)
        if view.decision is None:
            return False
        seen = view.decision.view
        click.echo()
        self._say(f"A health need? {LIKELY[seen.health]}. {view.question['health']}")
        self._say(f"A danger? {LIKELY[seen.danger]}. {view.question['danger']} ({SURE[seen.sure]})")
        click.echo()
        self._say(view.question["question"])
        for number, (_, label) in enumerate(view.options, 1):
            self._say(f"{number}  {label}", 2)
        while True:
            typed = self._typed()
            match typed:
                case "q":
                    return False
                case "b":
                    self.play = Play(self.play.walk.back(), self.play.country, self.play.playing)
                    return True
                case "k":
                    for question, answer in view.facts:
                        self._say(f"{question} {answer}", 2)
                case "l":
                    self._law()
                case "s":
                    self._save()
                case _ if typed.isdecimal() and 1 <= int(typed) <= len(view.options):
                    chosen = view.options[int(typed) - 1][0]
                    self.play = Play(self.play.walk.choose(chosen), self.play.country, self.play.playing)
                    return True
                case _:
                    self._say(f"'{typed[:20]}' is none of the choices. {HELP}")

    def _typed(self) -> str:
        try:
            return str(click.prompt(">", prompt_suffix=" ")).strip().lower()
        except click.Abort:
            refuse("\nThere is no more to read from the keyboard. Nothing was kept.")

    def _law(self) -> None:
        found = WalkView(self.site, self.play, with_law=True).law
        for each in found:
            because = f" Because of {'; '.join(rule.title for rule in each.rules)}." if each.rules else ""
            self._say(f"{each.label}: {SHORT[each.answer]}.{because}", 2)
        if not found:
            self._say("At this step nothing hangs on the law of sharing.", 2)

    def _save(self) -> None:
        path = Path(f"handrail-walk-{self.play.scenario.id}.json")
        if path.exists():
            self._say(f"{path} exists already and was left as it is.")
            return
        path.write_text(json.dumps(self.play.document(), ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
        click.echo(f"Saved: {path}\nGo on with:\n  handrail walk --resume {path}")  # as it has to be typed, on one line

    def _look_back(self) -> None:
        own = self.play.country
        others = [land.id for land in self.site.countries if _comparable(land, own) and self.site.available(land.id)]
        taken = debrief(self.site.knowledge, self.play, others[:COMPARED], self.site.today())
        view = DebriefView(self.site, self.play, taken, others[:COMPARED])
        click.echo("\n== Looking back ==")
        for number, each in enumerate(view.looked, 1):
            self._say(f"{number}. {each.place}: {each.words['label']}")
            self._say(f"Good practice: {PRACTICE[each.taken.practice][1]}.", 4)
            for said in each.law:
                self._say(f"Rules ({said.countries}): {LAWFUL[said.verdict.says][1]}.", 4)
            if each.silent:
                self._say(f"Rules ({', '.join(each.silent)}): they cannot say anything here.", 4)
        click.echo("\nTo talk about:")
        for question in self.play.scenario.debrief:
            self._say(f"- {view.words['debrief'][question]}", 2)


def _comparable(land: Jurisdiction, own: str) -> bool:
    return not land.extends and land.id != own
