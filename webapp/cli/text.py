"""The advice as text for a terminal: the most important sentence first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from textwrap import fill
from typing import Any

from rules import Advice, KnowledgeBase
from rules.questions import asked_recipients
from webapp.words import AFTER_CALL, CONTACTS, FIRST, PHASE, SAYS

WIDTH = 96


def advice_text(knowledge: KnowledgeBase, advice: Advice, reasons: bool) -> str:
    """The whole advice; with `reasons`, the trees of why and why not."""
    document = advice.document()
    parts = [
        _headlines(advice, document),
        _pathway(advice, document),
        _items(advice, document),
        _duties(advice, document),
        _reasons(advice) if reasons else _short_reasons(advice, document),
        _changes(advice, document),
        _unsettled(advice, document),
        _assumed(advice, document),
        _notices(document),
        _contacts(knowledge, advice),
        _closing(advice, document),
    ]
    return "\n".join(line for part in parts for line in part) + "\n"


def wrapped(text: str, indent: int = 2, bullet: str = "- ") -> str:
    """A text as lines of at most `WIDTH` characters behind a bullet."""
    first = " " * indent + bullet
    return fill(text, WIDTH, initial_indent=first, subsequent_indent=" " * len(first))


def headline(advice: Advice, recipient: str, outcome: dict[str, Any]) -> str:
    """One recipient in one line: the answer, its "or", and what it hangs on."""
    label = advice.rulebook.recipients[recipient].label
    answer = SAYS[outcome["answer"]]
    if outcome["or"]:
        answer += " (or: " + ", ".join(_named(advice, name) for name in outcome["or"]) + ")"
    if outcome["answer"] == "open":
        answer += ": possible are " + ", ".join(o.replace("_", " ") for o in outcome["possible"])
    if outcome["advises_against"]:
        answer += ". Your professional body advises against it"
    return f"{label}: {answer}."


def _named(advice: Advice, name: str) -> str:
    book = advice.rulebook
    return book.recipients[name].label if name in book.recipients else book.steps[name].title


def _headlines(advice: Advice, document: dict[str, Any]) -> Iterator[str]:
    country = advice.rulebook.jurisdiction
    yield ""
    if advice.pathway.urgent:
        yield wrapped(
            f"Danger to life within hours: call {country.emergency_number}. {country.emergency_says}", 0, "! "
        )
        yield ""
    for recipient in asked_recipients(advice.evaluation):
        outcome = document["outcomes"][recipient]
        yield wrapped(headline(advice, recipient, outcome), 0, "")
        if outcome["without_naming"] == "may" and outcome["answer"] in ("must_not", "open"):
            yield wrapped("Without naming or describing anyone, you may ask for general advice.", 2)
        for gap in outcome["not_covered"] if outcome["answer"] in ("must_not", "open") else ():
            yield wrapped(f"Not covered here: {gap}", 2)


def _pathway(advice: Advice, document: dict[str, Any]) -> Iterator[str]:
    phase, reached, phases = "", 0, list(PHASE)
    for path_step in advice.pathway.steps:
        step = path_step.step
        # What the danger moves behind the call is not "before" any more.
        late = phases.index(step.phase) < reached
        reached = max(reached, phases.index(step.phase))
        head = FIRST if step.id == "call_emergency" else AFTER_CALL if late else PHASE[step.phase]
        if head != phase:
            phase = head
            yield f"\n{phase}:"
        about = _about(advice, path_step.about)
        note = " " + " ".join(path_step.notes) if path_step.notes else ""
        yield wrapped(f"{step.title} ({path_step.force}). {step.meaning}{note}{about}")
    if document["steps_forbidden"]:
        yield "\nDo not:"
        for path_step in advice.pathway.forbidden:
            yield wrapped(f"{path_step.step.title}. Because of {', '.join(path_step.because)}.")


def _about(advice: Advice, names: Iterable[str]) -> str:
    book = advice.rulebook
    shown = [book.items[n].label if n in book.items else book.facts[n].question for n in names]
    if not shown:
        return ""
    return f" ({'; '.join(shown[:8])}{'; ...' if len(shown) > 8 else ''})"


def _items(advice: Advice, document: dict[str, Any]) -> Iterator[str]:
    for recipient in asked_recipients(advice.evaluation):
        items = document["outcomes"][recipient]["items"]
        if not any(item["answer"] in ("must", "should", "may") for item in items.values()):
            continue
        yield f"\nWhat may go to {advice.rulebook.recipients[recipient].label}, and what stays:"
        for answer in ("must", "should", "may", "open", "must_not"):
            found = [advice.rulebook.items[i].label for i, item in items.items() if item["answer"] == answer]
            if found:
                word = {"must_not": "stays", "open": "open"}.get(answer, answer)
                yield wrapped(f"{word}: {'; '.join(found)}")


def _duties(advice: Advice, document: dict[str, Any]) -> Iterator[str]:
    for duty in document["duties"]:
        rule = advice.rulebook.rules[duty["rule"]]
        yield f"\nDuty: {rule.title}" + (" (done)" if duty["done"] else "")
        for deadline in duty["deadlines"]:
            yield wrapped(f"By when: {deadline['by']}")
        for name, key in (("If you stay silent", "sanction"), ("If you speak", "protection")):
            if duty[key]:
                yield wrapped(f"{name}: {duty[key]}")


def _short_reasons(advice: Advice, document: dict[str, Any]) -> Iterator[str]:
    yield "\nWhy (more with --why):"
    for recipient in asked_recipients(advice.evaluation):
        if not advice.case.ask_about and document["outcomes"][recipient]["answer"] in ("must_not", "open"):
            continue
        for reason in advice.why(recipient):
            rule = advice.rulebook.rules[reason.id]
            said = {"no": " (does not stand)", "open": " (would hold if what is open turns out so)"}.get(
                reason.holds, ""
            )
            label = advice.rulebook.recipients[recipient].label
            here = f" (here: {rule.names[recipient]})" if recipient in rule.names else ""
            yield wrapped(f"{label}{here}: {rule.title}{said}. {rule.summary}")
            yield f"    {rule.id}; {', '.join(rule.sources)}; confidence {rule.confidence}; {rule.review}"


def _reasons(advice: Advice) -> Iterator[str]:
    for recipient in asked_recipients(advice.evaluation):
        label = advice.rulebook.recipients[recipient].label
        yield f"\nWhy {label} (+ holds, - does not, ? open):"
        for reason in advice.why(recipient):
            yield from reason.lines(1)
        for outcome in ("must", "should", "may"):
            if outcome not in advice.evaluation.headline(recipient):
                reasons = [reason for reason in advice.why_not(recipient, outcome) if reason.status != "stands"]
                if reasons:
                    yield f"\nWhy not {outcome}:"
                for reason in reasons:
                    yield from reason.lines(1)


def _changes(advice: Advice, document: dict[str, Any]) -> Iterator[str]:
    if document["changes"]:
        yield "\nWhat would change this:"
    for change in document["changes"]:
        facts = advice.rulebook.facts
        told = []
        for fact, value in change["facts"].items():
            values = value if isinstance(value, list) else [value]
            told.append(f"{facts[fact].question} {', '.join(facts[fact].labels[v] for v in values) or 'None of these'}")
        who = "You can bring this about" if change["by"] == "you" else "This may happen"
        yield wrapped(f"{change['to'].replace('_', ' ')}, if: {'; and '.join(told)} ({who}.)")


def _unsettled(advice: Advice, document: dict[str, Any]) -> Iterator[str]:
    for recipient in asked_recipients(advice.evaluation):
        for entry in document["outcomes"][recipient]["unsettled"]:
            reading = advice.rulebook.readings[entry["reading"]]
            option = next(option for option in reading.options if option.value == entry["value"])
            yield f"\nUnsettled law: {reading.question}"
            yield wrapped(f"{option.says} Then: {entry['answer'].replace('_', ' ')} [{entry['source']}]")


def _assumed(advice: Advice, document: dict[str, Any]) -> Iterator[str]:
    """What was assumed: in full what the answer rests on, in one line the rest."""
    matters = advice.assumed_that_matter
    entries = {entry["fact"]: entry for entry in document["assumed"]}.values()
    if matters:
        yield "\nThis rests on what we assumed (change it by answering):"
    for entry in entries:
        if entry["fact"] in matters:
            yield wrapped(f"{entry['says']} ({entry['fact']})")
    if rest := [entry["fact"] for entry in entries if entry["fact"] not in matters]:
        yield wrapped(f"Also assumed, without effect on this answer: {', '.join(rest)}.", 0, "")


def _notices(document: dict[str, Any]) -> Iterator[str]:
    for warning in document["warnings"]:
        yield wrapped(f"Take care: {warning}", 0, "")
    for rule in document["coming"]:
        yield wrapped(
            f"Coming{' from ' + rule['from'] if rule['from'] else ''}: {rule['title']} ({rule['rule']})", 0, ""
        )


def _contacts(knowledge: KnowledgeBase, advice: Advice) -> Iterator[str]:
    yield "\nWhom to ask:"
    country = advice.rulebook.jurisdiction.id
    for entry in knowledge.about("contact", country):
        data = entry.data
        if data["kind"] not in CONTACTS or entry.owner != country.lower():
            continue
        doubt = "" if data["verified"] else " (not verified)"
        yield wrapped(f"{data['name']}: {data['reach']}{doubt}. {data['for']}")


def _closing(advice: Advice, document: dict[str, Any]) -> Iterator[str]:
    book = advice.rulebook
    if question := document["next_question"]:
        fact = book.facts[question["fact"]]
        yield ""
        yield wrapped(f"Next it would help to know: {fact.question} ({fact.id})", 0, "")
    yield ""
    yield wrapped(
        f"Rules of {book.jurisdiction.name} as they stood on {advice.as_of}, version {book.version}, digest "
        f"{book.digest[:12]}. Machine-drafted and not yet checked by a lawyer. This is not legal advice: it shows what "
        "the rules say for the facts given; you decide.",
        0,
        "",
    )
