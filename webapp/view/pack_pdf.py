"""A facilitator pack as a PDF: plain pages, a sheet for each part, made without a network."""

from __future__ import annotations

from pathlib import Path

from fpdf import FPDF
from fpdf.enums import XPos, YPos

from scenarios.pack import DecisionSheet, SceneSheet
from webapp.view.pack import PackView
from webapp.words import SHORT

FONTS = Path(__file__).resolve().parent.parent / "static" / "fonts"
FONT = "Atkinson"
LINE = 5.4


class _Paper(FPDF):
    """A4 with a foot that says what this is, and the page."""

    def __init__(self, foot: str) -> None:
        super().__init__(format="A4")
        self.foot = foot
        self.add_font(FONT, "", str(FONTS / "atkinson-latin-regular.ttf"))
        self.add_font(FONT, "B", str(FONTS / "atkinson-latin-bold.ttf"))
        self.set_margins(20, 18, 20)
        self.set_auto_page_break(auto=True, margin=20)

    def footer(self) -> None:
        self.set_y(-14)
        self.set_font(FONT, size=8)
        self.set_text_color(90)
        self.cell(0, 6, f"{self.foot}   {self.page_no()} / {{nb}}", align="C")

    def write_line(
        self, text: str, size: float = 10.5, *, bold: bool = False, gap: float = 1.5, indent: float = 0
    ) -> None:
        """A paragraph."""
        self.set_text_color(20)
        self.set_font(FONT, "B" if bold else "", size)
        self.set_x(20 + indent)
        self.multi_cell(0, LINE * size / 10.5, text, align="L", new_x=XPos.LMARGIN, new_y=YPos.NEXT)
        self.ln(gap)

    def head(self, text: str, size: float = 14) -> None:
        """A heading that is not left alone at the foot of a page."""
        if self.will_page_break(30):
            self.add_page()
        self.ln(2)
        self.write_line(text, size, bold=True)


def pack_pdf(view: PackView) -> bytes:
    """The pack as the bytes of a PDF."""
    land = view.pack.country.name
    paper = _Paper(f"Handrail – {view.scenario.title} – {land} – {view.today.isoformat()} – drafted; no legal advice")
    paper.set_title(f"{view.scenario.title} ({land})")
    paper.set_lang("en")
    paper.add_page()
    _cover(paper, view)
    for name, profession, brief in view.roles:
        paper.add_page()
        paper.write_line("Handout", 9)
        paper.head(name, 18)
        paper.write_line(profession, bold=True)
        paper.write_line(brief, 13)
        for title, text in view.own_scenes(name):
            paper.head(title, 13)
            paper.write_line(text, 12)
    paper.add_page()
    for sheet in view.pack.on_the_way:
        _scene(paper, view, sheet)
    if view.pack.elsewhere:
        paper.head("Scenes on other ways", 16)
        for sheet in view.pack.elsewhere:
            _scene(paper, view, sheet)
    paper.head("To talk about at the end", 16)
    for number, question in enumerate(view.scenario.debrief, 1):
        paper.write_line(f"{number}. {view.words['debrief'][question]}", 12)
    return bytes(paper.output())


def _cover(paper: _Paper, view: PackView) -> None:
    paper.write_line("Facilitator pack", 10)
    paper.write_line(view.scenario.title, 24, bold=True, gap=3)
    paper.write_line(f"Under the rules of {view.pack.country.name}, as of {view.today.isoformat()}", 12)
    paper.write_line(view.words["about"], 12)
    paper.write_line(view.words["dilemma"], 12)
    if view.scenario.content_note:
        paper.write_line(
            f"Say before you begin: {view.scenario.content_note} Everybody may step out at any point.", bold=True
        )
    paper.head("What can be learned")
    for goal in view.scenario.goals:
        paper.write_line(f"• {view.words['goals'][goal.id]}", gap=0.5)
    if view.injects:
        paper.head("News, by the clock")
        for inject, whom, text in view.injects:
            paper.write_line(f"Minute {inject.minute}, for {whom}: {text}", gap=0.8)
    paper.head("How to use this")
    paper.write_line(
        "Give each side its handout. Read out what stands under “Read out”. Let everybody choose alone first, then "
        "together. Say what the rules say only after that. The case is invented; nobody brings in a real one."
    )
    paper.write_line(
        "The content is drafted: written with the help of a machine, not yet checked by an expert. "
        "It is no legal advice."
    )


def _scene(paper: _Paper, view: PackView, sheet: SceneSheet) -> None:
    paper.head(view.title(sheet), 14)
    if text := view.read_out(sheet):
        paper.write_line(f"Read out: {text}", 11.5)
    for whom, text in view.handouts(sheet):
        paper.write_line(f"Only for {whom}: {text}", 11.5)
    if sheet.decision is not None:
        _decision(paper, view, sheet.decision)


def _decision(paper: _Paper, view: PackView, sheet: DecisionSheet) -> None:
    words = view.question(sheet)
    seen = sheet.decision.view
    paper.write_line(f"Decision for {view.for_whom(sheet.decision.role)}: {words['question']}", 12, bold=True)
    paper.write_line(f"A health need? {seen.health}. {words['health']}", gap=0.5, indent=4)
    paper.write_line(f"A danger? {seen.danger}. {words['danger']}", indent=4)
    for answer in view.law(sheet):
        because = f" – {'; '.join(rule.title for rule in answer.rules)}" if answer.rules else ""
        paper.write_line(f"The rules, {answer.label}: {SHORT[answer.answer]}{because}", indent=4, gap=0.5)
    for line in view.options(sheet):
        law = f"; the rules: {line.law}" if line.law else ""
        paper.write_line(f"– {line.label}", bold=True, gap=0.3)
        paper.write_line(f"{line.practice}{law}. {line.feedback} {line.then}", 9.5, indent=5)
