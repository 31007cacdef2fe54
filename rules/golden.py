"""Golden cases: worked cases with the answer that the sources support, and what they cover.

A golden case names only what it rests on; whatever it does not name may be anything.  Differences are facts (where,
what was expected, what was found), never wording.  Coverage says which rules no case makes stand and which defeats no
case exercises.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from kb import Entry
from rules.advice import Advice
from rules.case import EVERYWHERE, CaseError
from rules.conditions import NONE_TICKED, UNKNOWN, facts_of
from rules.document import AdviceDocument
from rules.evaluate import Clash, Evaluation, evaluate
from rules.knowledge import KnowledgeBase
from rules.model import Rulebook

Defeat = tuple[str, str]
"""The rule that defeats, and the rule defeated, by name."""


@dataclass(frozen=True)
class Difference:
    """One thing that came out other than expected."""

    where: str
    expected: object
    found: object

    def text(self) -> str:
        """The difference as one line."""
        return f"{self.where}: expected {_shown(self.expected)}, found {_shown(self.found)}"


@dataclass(frozen=True)
class Result:
    """A golden case that was run: its differences (none: passed) and what it exercised."""

    entry: Entry
    differences: tuple[Difference, ...]
    stands: frozenset[str] = frozenset()
    defeats: frozenset[Defeat] = frozenset()


@dataclass(frozen=True)
class Coverage:
    """What the golden cases of a country exercise, of all the rules that are in force there.

    `own` are the rules that only this country has: others stand in the sets that it is based on, or hold in other parts
    of the country as well, and another country's cases may exercise them.  `results` begin with the cases of its own;
    the last `inherited` of them are those of the country that it is a part of.
    """

    rules: int
    not_standing: tuple[str, ...]
    defeats: int
    not_exercised: tuple[Defeat, ...]
    near_misses: int
    results: tuple[Result, ...] = field(repr=False)
    own: frozenset[str] = frozenset()
    inherited: int = 0

    @property
    def lacking(self) -> tuple[str, ...]:
        """The country's own rules that no case makes stand."""
        return tuple(rule for rule in self.not_standing if rule in self.own)

    @property
    def lacking_defeats(self) -> tuple[Defeat, ...]:
        """The defeats by the country's own rules that no case exercises."""
        return tuple(defeat for defeat in self.not_exercised if defeat[0] in self.own)

    @property
    def failed(self) -> list[Result]:
        """The cases that came out other than expected."""
        return [result for result in self.results if result.differences]


def run_all(knowledge: KnowledgeBase, code: str, today: date) -> Coverage:
    """Run every golden case of a country and measure what they cover.

    In a part of a country the cases of the whole country have to come out the same, unless they say `otherwise_in`.
    """
    book = knowledge.rulebook(code, today)
    entries, inherited = knowledge.golden(code), knowledge.golden_of_whole(code)
    by_id = {entry.id: entry for entry in entries}
    results = [_with_twin(run(knowledge, code, entry, today), by_id) for entry in entries]
    results += [run(knowledge, code, entry, today) for entry in inherited]
    defeats = list(named_defeats(book))
    stands = frozenset[str]().union(*(result.stands for result in results))
    exercised = frozenset[Defeat]().union(*(result.defeats for result in results))
    return Coverage(
        len(book.rules),
        tuple(rule for rule in book.rules if rule not in stands),
        len(defeats),
        tuple(defeat for defeat in defeats if defeat not in exercised),
        sum("near_miss_of" in entry.data for entry in entries),
        tuple(results),
        frozenset(
            rule.id for rule in book.rules.values() if rule.owner == code.lower() or set(rule.territory) == {code}
        ),
        len(inherited),
    )


def _with_twin(result: Result, by_id: Mapping[str, Entry]) -> Result:
    """The result, with what is wrong with a near miss: a twin that is not there, or other facts that differ."""
    data = result.entry.data
    if "near_miss_of" not in data:
        return result
    twin = by_id.get(data["near_miss_of"])
    if twin is None:
        wrong = Difference("near_miss_of", "the id of a golden case", data["near_miss_of"])
        return replace(result, differences=(*result.differences, wrong))
    found = sorted(_facts_that_differ(data["case"], twin.data["case"]))
    if found != sorted(data["differs_in"]):
        wrong = Difference("differs_in", found, data["differs_in"])
        return replace(result, differences=(*result.differences, wrong))
    return result


def _facts_that_differ(one: Mapping[str, Any], other: Mapping[str, Any]) -> set[str]:
    """The facts that two cases answer differently, unknown and not answered included, for whichever recipient."""
    found: set[str] = set()
    about = {*one.get("recipients", {}), *other.get("recipients", {})}
    pairs = [(_answers(one), _answers(other))]
    pairs += [(one.get("recipients", {}).get(r, {}), other.get("recipients", {}).get(r, {})) for r in about]
    for first, second in pairs:
        found |= {fact for fact in {*first, *second} if _said(first, fact) != _said(second, fact)}
    return found


def _said(answers: Mapping[str, Any], fact: str) -> set[str] | None:
    return _as_set(answers[fact]) if fact in answers else None


def _answers(case: Mapping[str, Any]) -> dict[str, Any]:
    return {**case["facts"], **dict.fromkeys(case.get("unknown", ()), UNKNOWN)}


def _as_set(values: Any) -> set[str]:
    """An answer however it is written: one value alone or in a list, nothing ticked as none or as []."""
    return {values} - {NONE_TICKED} if isinstance(values, str) else set(values) - {NONE_TICKED}


def named_defeats(book: Rulebook) -> Iterator[Defeat]:
    """The defeats that rules name, as far as some profession is bound by both."""
    for rule in book.rules.values():
        for other in rule.defeats:
            if other in book.rules and rule.binds & book.rules[other].binds & set(book.jurisdiction.roles):
                yield rule.id, other


def run(knowledge: KnowledgeBase, code: str, entry: Entry, today: date) -> Result:
    """Run one golden case."""
    document = {"jurisdiction": code, **entry.data["case"]}
    try:
        case = knowledge.case(document, today)
        advice = knowledge.advise(case, today)
    except (CaseError, Clash) as error:
        return Result(entry, (Difference("case", "a case that can be", str(error)),))
    differences = tuple(_compare(entry.data["expect"], advice))
    seen = [advice.evaluation, *_under_readings(advice)]
    stands = frozenset(rule for evaluation in seen for rule in _standing(evaluation))
    return Result(entry, differences, stands, frozenset(d for evaluation in seen for d in _exercised(evaluation)))


def _under_readings(advice: Advice) -> Iterator[Evaluation]:
    """The same case under each interpretation of disputed law that some open rule rests on."""
    book, evaluation = advice.rulebook, advice.evaluation
    concepts = {concept.id: concept.when for concept in book.concepts.values()}
    rests_on: set[str] = set()
    for rule_id, rule in evaluation.compiled.rules.items():
        if evaluation.rule_status(rule_id) == "open":
            rests_on |= facts_of(rule.when, concepts) | facts_of(rule.unless, concepts)
    for reading in (book.readings[name] for name in sorted(rests_on & book.readings.keys())):
        for option in reading.options:
            yield evaluate(book, advice.case.with_answer((reading.id, EVERYWHERE), [option.value]))


def _standing(evaluation: Evaluation) -> Iterator[str]:
    yield from (rule for rule in evaluation.compiled.rules if evaluation.rule_status(rule) == "stands")


def _exercised(evaluation: Evaluation) -> Iterator[Defeat]:
    """The defeats by name that really happened: on some pair one stands and the other applies and does not stand."""
    for recipient, classes in evaluation.compiled.classes_of.items():
        for cls in classes:
            status = evaluation.class_statuses(recipient, cls)
            for on in cls.rules:
                if status[on.rule.id] == "stands":
                    yield from ((on.rule.id, other) for other in on.rule.defeats if status.get(other) == "defeated")


# -- comparing ---------------------------------------------------------------------------------------------------------


def _compare(expect: Mapping[str, Any], advice: Advice) -> Iterator[Difference]:
    document = AdviceDocument(advice)
    for recipient, wanted in expect.get("outcomes", {}).items():
        if recipient in advice.recipients:
            yield from _outcome(f"outcomes.{recipient}", wanted, document.outcome(recipient))
        else:
            yield Difference(f"outcomes.{recipient}", wanted, "nobody in question for this profession")
    for rule, status in expect.get("rules", {}).items():
        bound = rule in advice.evaluation.compiled.rules
        found = advice.evaluation.rule_status(rule) if bound else "does_not_bind"
        if found != status:
            yield Difference(f"rules.{rule}", status, found)
    yield from _steps(expect, advice)
    if "duties" in expect:
        yield from _contains("duties", expect["duties"], [duty["rule"] for duty in document.duties()], exact=True)


def _outcome(where: str, wanted: Mapping[str, Any], found: Mapping[str, Any]) -> Iterator[Difference]:
    for key in ("answer", "without_naming", "advises_against"):
        if key in wanted and wanted[key] != found[key]:
            yield Difference(f"{where}.{key}", wanted[key], found[key])
    for key in ("or", "possible"):
        if key in wanted:
            yield from _contains(f"{where}.{key}", wanted[key], found[key], exact=True)
    for key in ("hangs_on", "rules"):
        yield from _contains(f"{where}.{key}", wanted.get(key, ()), found[key])
    readings = [reading["reading"] for reading in found["unsettled"]]
    if "unsettled" in wanted:
        yield from _contains(f"{where}.unsettled", wanted["unsettled"], dict.fromkeys(readings), exact=True)
    for item, answer in wanted.get("items", {}).items():
        answered = found["items"].get(item, {"answer": "not in question for this profession"})["answer"]
        if answered != answer:
            yield Difference(f"{where}.items.{item}", answer, answered)


def _steps(expect: Mapping[str, Any], advice: Advice) -> Iterator[Difference]:
    if not {"steps", "first_step"} & expect.keys():
        return
    steps, pathway = expect.get("steps", {}), advice.pathway
    for force in ("must", "should"):
        found = [step.step.id for step in pathway.steps if step.force == force]
        yield from _contains(f"steps.{force}", steps.get(force, ()), found)
    forbidden = [step.step.id for step in pathway.forbidden]
    yield from _contains("steps.must_not", steps.get("must_not", ()), forbidden)
    if "first_step" in expect:
        first = pathway.steps[0].step.id if pathway.steps else None
        if first != expect["first_step"]:
            yield Difference("first_step", expect["first_step"], first)


def _contains(where: str, wanted: Iterable[str], found: Iterable[str], exact: bool = False) -> Iterator[Difference]:
    wanted, found = list(wanted), list(found)
    if set(wanted) - set(found) or (exact and set(found) != set(wanted)):
        yield Difference(where, wanted, found)


def _shown(value: object) -> str:
    if isinstance(value, Sequence) and not isinstance(value, str):
        return "[" + ", ".join(str(part) for part in value) + "]"
    return str(value)
