"""The way in: load all content once, then ask for rulebooks and advice.

    knowledge = KnowledgeBase.load()
    netherlands = knowledge.rulebook("NL", as_of=date(2026, 11, 24))
    advice = knowledge.advise(knowledge.case({"jurisdiction": "NL", "facts": {...}}, today))
    print(*advice.why("police"))

Loading is the only thing on this floor that touches files.  A rulebook whose content is broken is left out as a whole,
with all that stand on it: a lost exemption would turn *may* into *must*.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

from kb import SCHEMA_FOLDER, Cache, Content, Entry, Problem, Registry, Schemas, nearest, owner_of, read_content
from kb.kinds import register as register_ground_floor
from kb.version import VERSION
from rules import build, crossref, kinds
from rules.advice import Advice
from rules.case import Case, CaseError, CaseProblem
from rules.case_reader import read_as_of, read_case
from rules.compare import Comparison, RoleNotCovered, compare, fitted
from rules.crossref import stands_on
from rules.evaluate import Clash, evaluate
from rules.model import Jurisdiction, Rulebook
from rules.proof.invariants import Invariant, invariant

HOUSE = Path(__file__).resolve().parent.parent
"""The folder that holds the floors, and with them the content that comes with Handrail."""

_NOT_LAW = ("golden/", "invariants.yaml")
"""Files of a set that are no part of what its rulebook says."""


_MAY_HIDE_RULES = {"no-folder", "no-content", "unknown-folder", "unknown-file"}
"""Problems of a folder or file that was not read and may have held rules of any country."""

_NO_RULES_IN = ("kb/", "scenarios/")
"""Folders in which nothing that is misplaced can have been a rule."""


class UnknownJurisdiction(CaseError):
    """A jurisdiction that has no rule set."""

    def __init__(self, code: object, known: Sequence[str]) -> None:
        near = nearest(code, known) if isinstance(code, str) else None
        named = "a case without a country" if code is None else f"'{code}'"
        todo = "Choose a country that has a rule set."
        super().__init__([CaseProblem("jurisdiction", f"{named} has no rule set", tuple(known), near, todo)])


class DateRefused(CaseError):
    """A date before the rulebook is known."""

    def __init__(self, jurisdiction: Jurisdiction, as_of: date, known_from: date) -> None:
        self.known_from = known_from
        found = f"the law of {jurisdiction.name} on {as_of} is not known here"
        allowed = (f"from {known_from} on",)
        super().__init__([CaseProblem("as_of", found, allowed, None, "Choose a later date.")])


class RulebookUnavailable(RuntimeError):
    """A rulebook that was left out because its content, or content it stands on, is broken."""

    def __init__(self, code: str, problems: Sequence[Problem]) -> None:
        self.code = code
        self.problems = tuple(problems)
        super().__init__(f"the rulebook {code} is unavailable: its content has {len(self.problems)} problem(s)")


@dataclass(frozen=True)
class _Set:
    """A jurisdiction with the folders that its rulebook is made of."""

    jurisdiction: Jurisdiction
    folders: tuple[str, ...]


class KnowledgeBase:
    """All content, checked; rulebooks are built when they are asked for.

    `problems` lists everything wrong with the content, of all files at once.
    """

    def __init__(self, content: Content, today: date | None = None) -> None:
        self.content = content
        self.problems: tuple[Problem, ...] = (*content.problems, *crossref.check(content, today))
        self._rulebooks: dict[tuple[str, date], Rulebook] = {}

    @classmethod
    def load(
        cls,
        overlay: Path | None = None,
        cache: Cache | None = None,
        today: date | None = None,
        root: Path = HOUSE,
        kinds: tuple[Registry, Schemas] | None = None,
    ) -> KnowledgeBase:
        """Read and check all content: what comes with Handrail (or lies in `root`), overlaid by a folder of one's own.

        With `today`, sources past their review date are reported as warnings.  `kinds` is what a floor above wants read
        as well, with its schemas.  Broken content does not raise: see `problems`, and `RulebookUnavailable` when the
        rulebook is asked for.
        """
        roots = [root, overlay] if overlay else [root]
        read, described = kinds or (registry(), schemas())
        return cls(read_content(roots, read, described, cache), today)

    # -- rulebooks -------------------------------------------------------------------------------------------------

    @cached_property
    def _sets(self) -> dict[str, _Set]:
        known = build.jurisdictions(self.content)
        return {code: _Set(j, tuple(stands_on(self.content, j.id))) for code, (_, j) in known.items()}

    @property
    def countries(self) -> list[Jurisdiction]:
        """The countries that have a rule set, available or not."""
        return [found.jurisdiction for found in self._sets.values() if found.jurisdiction.kind == "country"]

    def errors(self, code: str) -> list[Problem]:
        """The errors that make a rulebook unavailable: in its own folder, in those it stands on, in the vocabulary."""
        return [p for p in self.problems if p.severity == "error" and self._concerns(code, p)]

    def _concerns(self, code: str, problem: Problem) -> bool:
        """Whether a problem is in what a rulebook is made of.

        An overlay that was not found, or has a folder whose name is nearly right, may hold rules that are now missing.
        """
        owner = owner_of(problem.file)
        if problem.code in _MAY_HIDE_RULES and not owner:
            return not problem.file.startswith(_NO_RULES_IN)
        return owner in self._sets[code].folders and (bool(owner) or problem.file.startswith(f"{kinds.VOCABULARY}/"))

    def rulebook(self, code: str, as_of: date) -> Rulebook:
        """The rulebook of a country as it stood on a date.

        Raises `UnknownJurisdiction`, `DateRefused` for a date before it is known, `RulebookUnavailable` if broken.
        """
        countries = [country.id for country in self.countries]
        if code not in countries:
            raise UnknownJurisdiction(code, countries)
        found = self._sets[code]
        if errors := self.errors(code):
            raise RulebookUnavailable(code, errors)
        if as_of < (known_from := self._known_from(found)):
            raise DateRefused(found.jurisdiction, as_of, known_from)
        day = self._snapped(found, as_of)
        if (code, day) not in self._rulebooks:
            digest = self._digest(found.folders)
            overlays = self._overlays(found.folders)
            book = build.rulebook(self.content, found.folders, found.jurisdiction, day, VERSION, digest, overlays)
            self._rulebooks[code, day] = book
        return self._rulebooks[code, day]

    def _known_from(self, found: _Set) -> date:
        """The first day on which the law of a jurisdiction and of all that it stands on is known."""
        entries = [e for folder in found.folders for e in self.content.entries("jurisdiction", folder)]
        return max(date.fromisoformat(entry.data["known_from"]) for entry in entries)

    def _snapped(self, found: _Set, as_of: date) -> date:
        """The last day up to `as_of` on which something changed: equal law is one rulebook."""
        days = {self._known_from(found)}
        for folder in found.folders:
            for entry in self.content.entries("rule", folder):
                spans = entry.data.get("in_force", {})
                days |= {date.fromisoformat(spans[key]) for key in ("from", "until") if key in spans}
        return max(day for day in days if day <= as_of)

    def _digest(self, folders: Sequence[str]) -> str:
        total = hashlib.sha256()
        for (root, file), sha in sorted(self.content.files.items()):
            law = owner_of(file) or file.startswith(f"{kinds.VOCABULARY}/")
            if law and owner_of(file) in folders and not any(part in file for part in _NOT_LAW):
                total.update(f"{root} {file} {sha}\n".encode())
        return total.hexdigest()

    def _overlays(self, folders: Sequence[str]) -> tuple[str, ...]:
        replaced = (r for r in self.content.replaced if r.now.owner in folders)
        return tuple(f"{r.now.kind} {r.now.id}" for r in replaced)

    # -- cases -----------------------------------------------------------------------------------------------------

    def case(self, document: Mapping[str, Any], today: date) -> Case:
        """Check a case document and make a `Case` of it; `today` holds where the document names no date.

        Raises `CaseError` (and what `rulebook` raises) with everything wrong with it.
        """
        day = self.case_date(document.get("as_of"), today)
        code = document.get("jurisdiction")
        if not isinstance(code, str):
            raise UnknownJurisdiction(code, [country.id for country in self.countries])
        return read_case(document, self.rulebook(code, day))

    @staticmethod
    def case_date(as_of: object, today: date) -> date:
        """The date named in a case or an option, or today. Raises `CaseError` for what is no date."""
        problems: list[CaseProblem] = []
        found = read_as_of({"as_of": as_of}, problems)
        if problems:
            raise CaseError(problems)
        return found or today

    def advise(self, case: Case, today: date, strict: bool = False, watch: Callable[[], None] | None = None) -> Advice:
        """What the rulebook says about a case; with `strict`, without presumptions.

        `watch` is called now and then while the advice is worked out, and may raise to give it up.  Raises `Clash` for
        answers that cannot all be true, and what `rulebook` raises.
        """
        book = self.rulebook(case.jurisdiction, case.as_of or today)
        return Advice(evaluate(book, case, strict, watch), case.as_of or today, self._warnings(case.jurisdiction))

    def compare(
        self,
        document: Mapping[str, Any],
        codes: Sequence[str],
        today: date,
        watch: Callable[[], None] | None = None,
    ) -> Comparison:
        """One case document under several countries, each with the answers that it has questions for.

        A country that cannot say anything about the case is listed with the reason.  Raises `UnknownJurisdiction`,
        and `CaseError` for a document that no country could read.
        """
        day = self.case_date(document.get("as_of"), today)
        advices: dict[str, Advice] = {}
        refused: dict[str, str] = {}
        left_out: dict[str, tuple[str, ...]] = {}
        for code in dict.fromkeys(codes):
            try:
                made, left_out[code] = fitted(document, self.rulebook(code, day))
                advices[code] = self.advise(self.case(made, day), day, watch=watch)
            except RulebookUnavailable:
                refused[code] = "The content of its rulebook has errors, so it is left out."
            except DateRefused as error:
                refused[code] = error.problems[0].text()
            except RoleNotCovered:
                refused[code] = "Its rulebook does not cover this profession."
            except Clash as clash:
                refused[code] = f"There {clash}"
        return compare(advices, refused, left_out)

    def _warnings(self, code: str) -> list[str]:
        folders = self._sets[code].folders
        return [p.text() for p in self.problems if p.severity == "warning" and owner_of(p.file) in folders]

    def golden(self, code: str) -> list[Entry]:
        """The golden cases of a country, or of a part of one, of its own."""
        return self.content.entries("golden", self._sets[code].folders[-1])

    def golden_of_whole(self, code: str) -> list[Entry]:
        """The golden cases of the country that a jurisdiction is a part of, as far as they are to hold there too."""
        whole = self._sets[code].jurisdiction.extends
        return [e for e in self.golden(whole) if code not in e.data.get("otherwise_in", ())] if whole else []

    def invariants(self, book: Rulebook) -> list[Invariant]:
        """The invariants that a country is to be proved against: those of all countries, of its bases and its own."""
        folders = self._sets[book.jurisdiction.id].folders
        groups = {e.id: tuple(e.data["members"]) for e in self.content.entries("role_group")}
        found = [entry for folder in folders for entry in self.content.entries("invariant", folder)]
        return [invariant(entry.data, book, groups) for entry in found]

    def table_members(self, book: Rulebook) -> dict[str, set[str]]:
        """Who is always present at a country's case tables, whichever it is, beside those of the vocabulary."""
        tables = self.about("table", book.jurisdiction.id)
        members = {member for entry in tables for member in entry.data["members"]}
        return {recipient.id: members for recipient in book.recipients.values() if recipient.members}

    def about(self, kind: str, code: str) -> list[Entry]:
        """The entries of a kind (contacts, tables, myths, ...) that belong to a country, those of its bases last."""
        folders = reversed(self._sets[code].folders)
        return [entry for folder in folders for entry in self.content.entries(kind, folder)]


def registry() -> Registry:
    """The kinds of content up to this floor."""
    found = Registry()
    register_ground_floor(found)
    kinds.register(found)
    return found


def schemas() -> Schemas:
    """The schemas of the kinds of content up to this floor."""
    return Schemas(SCHEMA_FOLDER, kinds.SCHEMAS)
