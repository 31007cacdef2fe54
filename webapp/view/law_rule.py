"""One rule as a page shows it: whom it binds, who may be told what, when, how, and what it stands among."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from kb import Entry
from rules.conditions import Condition, Is, Test, leaves
from rules.model import Rule, Step, StepUse
from webapp.view.law import Law, Target, node_of
from webapp.view.law_conditions import Line, lines
from webapp.view.law_uses import conditions

EFFECT: Mapping[str, str] = {
    "must": "must tell",
    "should": "should tell",
    "may": "may tell",
    "must_not": "must not tell",
    "none": "explains",
}
"""What a rule does, as a tag."""

QUANTITY: Mapping[str, str] = {
    "one_of": "One of these is enough",
    "all_of": "All of these together",
    "each": "Each of these, for itself",
    "list": "Any of these",
}

FORCE: Mapping[str, str] = {"must": "Must", "should": "Should", "must_not": "Do not"}

LAYER: Mapping[str, str] = {
    "confidentiality": "professional secrecy",
    "data_protection": "data protection",
    "police_data": "secrecy of police data",
}

ACTS: Mapping[str, str] = {"you": "You yourself", "your_organisation": "Your organisation"}


@dataclass(frozen=True)
class Told:
    """A recipient that a rule reaches, with the name it has in this country if that is another."""

    target: Target
    here: str


@dataclass(frozen=True)
class Shared:
    """A piece of information that a rule speaks of, and when it does."""

    target: Target
    when: Line | None


@dataclass(frozen=True)
class StepView:
    """A step that a rule asks for or forbids, when, and what is to be minded."""

    step: Step
    when: Line | None
    note: str


@dataclass(frozen=True)
class Against:
    """What a professional body advises against although the rule allows it."""

    says: str
    source: Target
    to: tuple[Target, ...]
    share: tuple[Target, ...]


@dataclass(frozen=True)
class Listed:
    """Several things under a heading."""

    heading: str
    targets: tuple[Target, ...]


@dataclass(frozen=True)
class RulePage:
    """Everything about one rule."""

    rule: Rule
    effect: str
    origin: str
    to_come: bool
    bound: tuple[str, ...]
    acts: str
    layers: str
    quantity: str
    to: tuple[Told, ...]
    everybody: bool
    or_do: tuple[Step, ...]
    plain_items: tuple[Target, ...]
    items_when: tuple[Shared, ...]
    when: Line | None
    unless: Line | None
    steps: tuple[tuple[str, str, tuple[StepView, ...]], ...]
    against: Against | None
    defeats: tuple[Target, ...]
    defeated_by: tuple[Target, ...]
    sources: tuple[Entry, ...]
    rests_on: tuple[Listed, ...]
    resting: tuple[Listed, ...]
    cases: Sequence[Entry]
    territory: tuple[str, ...]


def rule_page(law: Law, rule: Rule) -> RulePage:
    """The page of a rule."""
    book = law.book
    shared = [Shared(law.target("item", item), lines(law, when)) for item, when in rule.share.items()]
    return RulePage(
        rule=rule,
        effect=EFFECT[rule.effect],
        origin=law.origin("rule", rule.id),
        to_come=rule.id not in book.rules,
        bound=professions(law, rule.binds),
        acts=ACTS.get(rule.acts, rule.acts.replace("_", " ").capitalize()),
        layers=" and ".join(LAYER[layer] for layer in rule.layers),
        quantity=QUANTITY[rule.quantity],
        to=tuple(Told(law.target("recipient", name), rule.names.get(name, "")) for name in rule.to),
        everybody=set(rule.to) == set(book.recipients),
        or_do=tuple(book.steps[name] for name in rule.or_do),
        plain_items=tuple(one.target for one in shared if one.when is None),
        items_when=tuple(one for one in shared if one.when is not None),
        when=lines(law, rule.when, deep=True),
        unless=lines(law, rule.unless, deep=True),
        steps=tuple(_steps(law, rule.steps)),
        against=_against(law, rule),
        defeats=law.targets("rule", [name for name in rule.defeats if name in law.rules]),
        defeated_by=law.targets("rule", [other.id for other in law.rules.values() if rule.id in other.defeats]),
        sources=cited(law, rule.sources),
        rests_on=tuple(_rests_on(law, rule)),
        resting=listed(law, ("rule", rule.id), without=("rule",)),
        cases=law.cases.get(rule.id, ()),
        territory=tuple(law.places.get(place.lower(), place) for place in rule.territory),
    )


def professions(law: Law, roles: Collection[str]) -> tuple[str, ...]:
    """The labels of roles; who is none of those listed is anyone else."""
    found = [role for role in law.book.roles.values() if role.id in roles]
    return tuple(role.label if role.heading != "other" else "Anyone else" for role in found)


def cited(law: Law, names: Iterable[str]) -> tuple[Entry, ...]:
    """The sources of these names."""
    return tuple(law.entries["source"][name] for name in dict.fromkeys(names))


def listed(law: Law, node: tuple[str, str], without: Sequence[str] = ()) -> tuple[Listed, ...]:
    """What rests on something, under headings."""
    return tuple(
        Listed(heading, law.targets(kind, names))
        for (heading, kind), names in law.uses.of(node).items()
        if kind not in without
    )


def _steps(law: Law, uses: Iterable[StepUse]) -> Iterable[tuple[str, str, tuple[StepView, ...]]]:
    order = list(FORCE)
    for force, group in groupby(sorted(uses, key=lambda use: order.index(use.force)), key=lambda use: use.force):
        views = (StepView(law.book.steps[use.step], lines(law, use.when), use.note) for use in group)
        yield force, FORCE[force], tuple(views)


def _against(law: Law, rule: Rule) -> Against | None:
    against = rule.advises_against
    if against is None:
        return None
    source = law.target("source", against.source)
    return Against(against.says, source, law.targets("recipient", against.to), law.targets("item", against.share))


def _rests_on(law: Law, rule: Rule) -> Iterable[Listed]:
    """The legal tests, facts and judgements that the conditions of a rule name, and those below them."""
    tests, facts = below(law, conditions(rule))
    return grouped(law, tests, facts)


def below(law: Law, named_in: Iterable[Condition]) -> tuple[Sequence[str], Sequence[str]]:
    """The legal tests and the facts that conditions name, directly and through tests, in reading order."""
    tests: dict[str, None] = {}
    facts: dict[str, None] = {}
    open_ = list(named_in)
    while open_:
        for leaf in leaves(open_.pop(0)):
            match leaf:
                case Test(fact):
                    facts[fact] = None
                case Is(concept) if concept not in tests:
                    tests[concept] = None
                    open_.append(law.book.concepts[concept].when)
    return list(tests), list(facts)


def grouped(law: Law, tests: Iterable[str], facts: Iterable[str]) -> Iterable[Listed]:
    """Legal tests, then facts, judgements and disputed law apart."""
    known = [law.book.facts[name] for name in facts]
    groups: tuple[tuple[str, str, list[str]], ...] = (
        ("Legal tests", "concept", list(tests)),
        ("Questions about facts", "fact", [fact.id for fact in known if node_of(fact)[0] == "fact"]),
        ("Questions that ask for your judgement", "fact", [f.id for f in known if node_of(f)[0] == "judgement"]),
        ("Disputed law, never asked", "fact", [fact.id for fact in known if node_of(fact)[0] == "reading"]),
    )
    return (Listed(heading, law.targets(kind, names)) for heading, kind, names in groups if names)
