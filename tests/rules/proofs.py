"""What tests of proofs share: prove a tiny rulebook, and put the example of a finding to the engine again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from rules.case_reader import read_case
from rules.conditions import ALWAYS, parse
from rules.evaluate import Evaluation, evaluate
from rules.model import Rulebook
from rules.proof import Finding, Invariant, Proof, prove
from tests.rules.small import NURSE, OFFICER


def findings(rulebook: Rulebook, check: str = "", **more: Any) -> list[Finding]:
    """What the proofs find, of one kind where it is named."""
    return [finding for finding in proved(rulebook, **more).findings if check in ("", finding.check)]


def the_finding(rulebook: Rulebook, check: str, **more: Any) -> Finding:
    """The one finding of a kind."""
    (finding,) = findings(rulebook, check, **more)
    return finding


def proved(rulebook: Rulebook, invariants: Iterable[Invariant] = (), **more: Any) -> Proof:
    """The proof of a rulebook for nurses, who suffice to show what a proof finds."""
    roles: tuple[str, ...] = more.pop("roles", (NURSE,))
    return prove(replace(rulebook, jurisdiction=replace(rulebook.jurisdiction, roles=roles)), invariants, **more)


def claims(kind: str, when: Mapping[str, Any] | None = None, **claim: Any) -> Invariant:
    """An invariant of one kind for everybody."""
    condition = parse(when) if when else ALWAYS
    return Invariant("inv", "Always", frozenset({NURSE, OFFICER}), condition, kind, claim)


def again(rulebook: Rulebook, finding: Finding, left_out: str = "") -> Evaluation:
    """The example of a finding, read back and evaluated; without one of its answers where that is named."""
    assert finding.example
    document = {key: value for key, value in finding.example.items() if key != "under the reading"}
    case = read_case(document, rulebook)
    fewer = {key: values for key, values in case.answers.items() if key[0] != left_out}
    return evaluate(rulebook, replace(case, answers=fewer), strict=True)


def answers_in(finding: Finding) -> set[str]:
    """The facts that the example of a finding answers, the profession left out."""
    assert finding.example
    about = list(finding.example.get("recipients", {}).values())
    return {fact for answers in (finding.example["facts"], *about) for fact in answers} - {"sharer_role"}
