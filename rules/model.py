"""What a rulebook is made of, as immutable records.

These records are the meaning of the content files and nothing else: no positions, no files, no evaluation.  They are
built from checked content in `rules.build` and compiled in `rules.compiled`.  Texts are plain English and addressed by
the id of the record that carries them, so that they can be translated.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from rules.conditions import ALWAYS, NEVER, Condition
from rules.readings import Reading

Side = Literal["care", "public", "officer"]
Effect = Literal["must", "should", "may", "must_not", "none"]
Permission = Literal["must", "should", "may"]
Outcome = Literal["must", "should", "may", "must_not", "gap", "fault"]
Force = Literal["must", "should", "must_not"]
Quantity = Literal["one_of", "all_of", "each", "list"]
FactType = Literal["one_of", "any_of", "yes_no"]

ROLE_FACT = "sharer_role"
"""The fact that names the practitioner's profession; always known, and folded in when a rulebook is compiled."""

PERMISSIONS: tuple[Permission, ...] = ("must", "should", "may")
"""Effects that let something be shared, strongest first."""


@dataclass(frozen=True)
class Presumption:
    """An answer that holds, visibly, until the fact is asked."""

    value: tuple[str, ...]
    says: str
    unless_asking_about: tuple[str, ...] = ()


@dataclass(frozen=True)
class Fact:
    """Something a practitioner can know (or, with `judgement`, must judge), or disputed law (`reading`: never asked).

    `values` are the value ids in the author's order (yes_no: yes, no).  `per_recipient` facts have one answer for each
    recipient.  Where `asked_when` fails, or the role's side is not the fact's `side`, the fact has no value.
    """

    id: str
    type: FactType
    values: tuple[str, ...]
    labels: Mapping[str, str] = field(hash=False)
    question: str
    help: str = ""
    why: str = ""
    group: str = ""
    side: Literal["practitioner", "officer", "both"] = "both"
    per_recipient: bool = False
    asked_when: Condition = ALWAYS
    presume: Presumption | None = None
    first: bool = False
    mutable: Literal["you", "may_happen", "never"] = "never"
    judgement: bool = False
    reading: bool = False
    rests_on: tuple[str, ...] = ()

    def applies_to(self, side: Side) -> bool:
        """Whether a practitioner on this side can be asked the fact at all."""
        return self.side == "both" or (self.side == "officer") == (side == "officer")


@dataclass(frozen=True)
class Concept:
    """A named condition, usually a legal test."""

    id: str
    title: str
    when: Condition
    says: str = ""
    sources: tuple[str, ...] = ()


@dataclass(frozen=True)
class Role:
    """A profession, with the side of the table on which it sits."""

    id: str
    label: str
    heading: str
    side: Side


@dataclass(frozen=True)
class Recipient:
    """Somebody who may be told; `members` only for a case table: who is always present there.

    `named` is for sentences, `care` for those who treat; `usual` and `undecided` are the sides that think of them
    first, or where nobody was named.
    """

    id: str
    label: str
    can: str
    sides: tuple[Side, ...]
    members: tuple[str, ...] = ()
    named: str = ""
    care: bool = False
    usual: tuple[Side, ...] = ()
    undecided: tuple[Side, ...] = ()


@dataclass(frozen=True)
class Item:
    """A piece of information; `implies`: what giving it also gives away."""

    id: str
    label: str
    identifying: bool
    implies: tuple[str, ...]
    sides: tuple[Side, ...]


@dataclass(frozen=True)
class Step:
    """Something to do; `after` and `urgent_after` order steps (the second where harm may come within hours)."""

    id: str
    title: str
    phase: Literal["now", "before", "share", "after"]
    after: tuple[str, ...]
    meaning: str
    urgent_after: tuple[str, ...] | None = None
    guidance: tuple[str, ...] = ()
    care: bool = False


@dataclass(frozen=True)
class Constraint:
    """What cannot be, as a condition that never holds."""

    id: str
    says: str
    never: Condition


@dataclass(frozen=True)
class StepUse:
    """A step that a standing rule asks for, advises or forbids."""

    step: str
    force: Force
    when: Condition = ALWAYS
    note: str = ""


@dataclass(frozen=True)
class Deadline:
    """By when, in what form and to whom a duty is to be met, in words."""

    by: str
    form: str = ""
    to: str = ""


@dataclass(frozen=True)
class AdvisesAgainst:
    """Pairs on which a professional body advises against what the rule allows."""

    to: tuple[str, ...]
    share: tuple[str, ...]
    says: str
    source: str


@dataclass(frozen=True)
class Rule:
    """One legal or professional norm.

    `to` and `share` are already spelled out (no `everyone`, no `identifying`); `share` maps an item to the condition
    under which it belongs to the rule.  `pairless` rules have no pairs of their own: they explain or add steps only.
    """

    id: str
    title: str
    effect: Effect
    binds: frozenset[str]
    to: tuple[str, ...] = ()
    quantity: Quantity = "list"
    or_do: tuple[str, ...] = ()
    share: Mapping[str, Condition] = field(default_factory=dict, hash=False)
    layers: tuple[str, ...] = ()
    gate: bool = False
    when: Condition = ALWAYS
    unless: Condition = NEVER
    defeats: tuple[str, ...] = ()
    advises_against: AdvisesAgainst | None = None
    steps: tuple[StepUse, ...] = ()
    deadlines: tuple[Deadline, ...] = ()
    sanction: str = ""
    good_faith: str = ""
    summary: str = ""
    note: str = ""
    reads: str = ""
    gateway: str = ""
    acts: str = "you"
    sources: tuple[str, ...] = ()
    confidence: str = "high"
    confidence_why: str = ""
    review: str = "drafted"
    checked: str = ""
    names: Mapping[str, str] = field(default_factory=dict, hash=False)
    table_release: bool = False
    restates: str = ""
    territory: tuple[str, ...] = ()
    in_force_from: date | None = None
    in_force_until: date | None = None
    not_commenced: bool = False
    owner: str = ""

    @property
    def pairless(self) -> bool:
        """True if the rule explains or adds steps only and reaches no pair."""
        return not self.to or not self.share


@dataclass(frozen=True)
class Jurisdiction:
    """A country or a part of one (or a base that countries stand on), and what its rulebook covers.

    A part `extends` its country: it has the country's rules, but for those of other parts, and its own.  `elsewhere` is
    what a country with parts is called where one of them has to be chosen: for whoever works in none of them.
    """

    id: str
    name: str
    kind: Literal["country", "base"]
    bases: tuple[str, ...]
    known_from: date
    summary: str
    checked: str
    review: str
    roles: tuple[str, ...] = ()
    emergency_number: str = ""
    emergency_says: str = ""
    extends: str = ""
    elsewhere: str = ""


@dataclass(frozen=True)
class NotCovered:
    """Law that is known and not encoded: what it is, and the recipients whose answer it might change."""

    what: str
    touches: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Rulebook:
    """All rules of one jurisdiction as they stood on one date, with the vocabulary they use.

    `facts` holds facts, judgements and readings; `coming` the rules adopted but not in force on `as_of`.
    """

    jurisdiction: Jurisdiction
    as_of: date
    version: str
    digest: str
    overlays: tuple[str, ...]
    facts: Mapping[str, Fact] = field(hash=False)
    readings: Mapping[str, Reading] = field(hash=False)
    concepts: Mapping[str, Concept] = field(hash=False)
    roles: Mapping[str, Role] = field(hash=False)
    recipients: Mapping[str, Recipient] = field(hash=False)
    items: Mapping[str, Item] = field(hash=False)
    steps: Mapping[str, Step] = field(hash=False)
    constraints: tuple[Constraint, ...]
    rules: Mapping[str, Rule] = field(hash=False)
    coming: tuple[Rule, ...] = ()
    not_covered: tuple[NotCovered, ...] = ()
    compiled: dict[str, object] = field(default_factory=dict, init=False, repr=False)
    """What `rules.compiled` made of the rulebook, by profession."""

    def for_side(self, side: Side) -> tuple[list[Recipient], list[Item]]:
        """The recipients and items that are in question for a practitioner on this side."""
        return (
            [recipient for recipient in self.recipients.values() if side in recipient.sides],
            [item for item in self.items.values() if side in item.sides],
        )
