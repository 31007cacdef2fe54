"""The reference against small examples worked out by hand: unknown, presumed, changed."""

from __future__ import annotations

import pytest

from rules.case import Case
from rules.model import Presumption
from tests.rules import hard
from tests.rules.reference import NoCompletion, Reference
from tests.rules.small import NAMED, NURSE, ask, explains, fact, key, rule, rulebook
from tests.rules.worlds import full_assignments

# --- what is unknown ------------------------------------------------------------------------------


def test_x_or_not_x_is_settled() -> None:
    """Kleene's tables would leave this open."""
    book = rulebook([fact("x")], [rule("r", "may", when={"any": [{"x": "yes"}, {"not": {"x": "yes"}}]})])
    reference = ask(book)
    assert reference.possible(NAMED) == {"may"}
    assert reference.rule_status("r") == "stands"
    assert reference.settledness("police") == "settled"
    assert reference.hangs_on("police") == set()


def test_unknown_and_not_asked_are_not_no() -> None:
    """Both leave open what an answer would settle."""
    book = rulebook([fact("x")], [rule("r", "may", when={"x": "yes"})])
    assert ask(book, x="no").possible(NAMED) == {"gap"}
    for reference in (ask(book), ask(book, "x")):
        assert reference.possible(NAMED) == {"may", "gap"}
        assert reference.rule_status("r") == reference.pair_status("r", NAMED) == "open"
        assert reference.settledness("police") == "open"
        assert reference.hangs_on("police") == {"x"}


def test_a_rule_is_defeated_only_if_it_is_so_in_every_completion() -> None:
    """Where it applies in some only, or is defeated in some only, that is open."""
    exempt = explains("exempt", when={"y": "yes"}, defeats=("base",))
    rules = [rule("base", "must", when={"x": "yes"}), exempt]
    book = rulebook([fact("x"), fact("y")], rules)
    assert ask(book, x="yes", y="yes").rule_status("base") == "defeated"
    assert ask(book, x="yes").rule_status("base") == "open"
    assert ask(book, y="yes").rule_status("base") == "open"
    assert ask(book, x="no").rule_status("base") == "does_not_apply"


# --- disputed law and what an outcome hangs on ----------------------------------------------------


def test_disputed_law_alone_is_unsettled() -> None:
    """No answer helps where only a reading is left; while a fact matters too it is open."""
    reading = fact("reading", "wide", "narrow", reading=True)
    when = {"all": [{"reading": "wide"}, {"x": "yes"}]}
    book = rulebook([reading, fact("x")], [rule("r", "may", when=when)])
    assert ask(book).settledness("police") == "open"
    assert ask(book).hangs_on("police") == {"x"}
    assert ask(book, x="yes").settledness("police") == "unsettled"
    assert ask(book, x="yes").hangs_on("police") == set()
    assert ask(book, x="no").settledness("police") == "settled"


def test_a_fact_can_matter_through_a_constraint_alone() -> None:
    """No rule asks for y, but a yes to it rules a yes to x out."""
    rules = [rule("r", "may", when={"x": "yes"})]
    assert ask(rulebook([fact("x"), fact("y")], rules)).hangs_on("police") == {"x"}
    book = rulebook([fact("x"), fact("y")], rules, never={"all": [{"x": "yes"}, {"y": "yes"}]})
    assert ask(book).hangs_on("police") == {"x", "y"}
    assert ask(book, y="no").hangs_on("police") == {"x"}
    assert ask(book, y="yes").settledness("police") == "settled"


def test_a_fact_that_follows_from_others_still_matters() -> None:
    """With everything else known y decides nothing more; asked first it decides all."""
    never = {"any": [{"all": [{"x": "yes"}, {"y": "no"}]}, {"all": [{"x": "no"}, {"y": "yes"}]}]}
    book = rulebook([fact("x"), fact("y")], [rule("r", "may", when={"x": "yes"})], never=never)
    assert ask(book).hangs_on("police") == {"x", "y"}


def test_not_applicable_is_no_answer() -> None:
    assert Reference(*hard.not_applicable_is_no_answer()).hangs_on("police") == {"x", "z"}


def test_a_list_is_answered_as_a_whole() -> None:
    assert Reference(*hard.a_list_is_answered_as_a_whole()).hangs_on("police") == {"list", "x"}


def test_half_of_a_list_is_never_known() -> None:
    assert Reference(*hard.half_of_a_list_is_never_known()).hangs_on("police") == {"list"}


def test_an_empty_list_is_an_answer() -> None:
    """So the outcome is open, and not unsettled: a question can still settle it."""
    reference = Reference(*hard.an_empty_list_is_an_answer())
    assert reference.hangs_on("police") == {"list"}
    assert reference.settledness("police") == "open"


def test_only_what_is_asked_about_the_recipient_itself_is_reported() -> None:
    """Consent for the family is no answer about the police, though a constraint ties both to x."""
    facts = [fact("x"), fact("consent", per_recipient=True)]
    rules = [rule("r", "may", to=("police", "family"), when={"all": [{"consent": "yes"}, {"x": "yes"}]})]
    book = rulebook(facts, rules)
    assert ask(book, x="yes").hangs_on("police") == {"consent"}
    case = Case("XX", NURSE, {key("consent", "family"): frozenset({"yes"})})
    assert Reference(book, case).hangs_on("family") == {"x"}
    assert Reference(book, case).hangs_on("police") == {"x", "consent"}
    tied = rulebook(facts, rules, never={"all": [{"consent": "yes"}, {"x": "no"}]})
    assert Reference(tied, case).headline("family") == {"may"}
    assert Reference(tied, case).hangs_on("police") == {"consent"}


# --- constraints and presumptions -----------------------------------------------------------------


def test_impossible_answers_have_no_completion() -> None:
    """A constraint about a recipient holds for each of them."""
    book = rulebook([fact("x"), fact("y", per_recipient=True)], [], never={"all": [{"x": "yes"}, {"y": "yes"}]})
    assert len(full_assignments(book, NURSE)) == 1 + 4
    with pytest.raises(NoCompletion):
        Reference(book, Case("XX", NURSE, {key("x"): frozenset({"yes"}), key("y", "family"): frozenset({"yes"})}))


def test_a_presumption_holds_until_the_fact_is_asked() -> None:
    """An answer, an unknown, the recipient asked about, and `strict` all end it."""
    order = fact("order", presume=Presumption(("no",), "no order", ("police",)))
    book = rulebook([order], [rule("r", "must", when={"order": "yes"})])
    assert ask(book).assumed == [key("order")]
    assert ask(book).possible(NAMED) == {"gap"}
    assert ask(book, about="family").assumed == [key("order")]
    for reference in (ask(book, "order"), ask(book, strict=True), ask(book, about="police")):
        assert reference.assumed == []
        assert reference.possible(NAMED) == {"must", "gap"}
    assert ask(book, order="yes").assumed == []


def test_a_presumption_that_cannot_hold_is_dropped() -> None:
    """Earlier presumptions and answers come first; a fact that does not apply is not assumed."""
    facts = [fact(name, presume=Presumption(("yes",), "")) for name in ("x", "y")]
    facts.append(fact("z", "p", kind="any_of", asked_when={"x": "no"}, presume=Presumption((), "")))
    book = rulebook(facts, [], never={"all": [{"x": "yes"}, {"y": "yes"}]})
    assert ask(book).assumed == [key("x")]
    assert ask(book, "x").assumed == [key("y"), key("z")]
    assert ask(book, x="no").assumed == [key("y"), key("z")]


def test_a_presumption_about_recipients_holds_for_each() -> None:
    """In the order of the recipients."""
    book = rulebook([fact("told", per_recipient=True, presume=Presumption(("no",), ""))], [])
    assert ask(book).assumed == [key("told", "police"), key("told", "family")]


# --- what would change the headline ---------------------------------------------------------------


def test_the_smallest_changes() -> None:
    """Either x alone, or y and z together; never the past, nor what is only assumed."""
    facts = [fact(name, mutable="you") for name in "xyz"]
    facts += [fact("past"), fact("assumed", mutable="you", presume=Presumption(("no",), ""))]
    ways = [{"x": "yes"}, {"all": [{"y": "yes"}, {"z": "yes"}]}, {"past": "yes"}, {"assumed": "yes"}]
    book = rulebook(facts, [rule("r", "may", when={"any": ways})])
    reference = ask(book, x="no", y="no", z="no", past="no")
    assert reference.changes("police", "may") == {frozenset({key("x")}), frozenset({key("y"), key("z")})}
    assert reference.changes("police", "must") == set()
    assert reference.changes("police", "gap") == {frozenset()}


def test_a_change_must_settle_the_target() -> None:
    """With z not asked yet, y alone would leave it open; and what is changed must be possible."""
    facts = [fact(name, mutable="you") for name in "xyz"]
    ways = [{"x": "yes"}, {"all": [{"y": "yes"}, {"z": "yes"}]}]
    rules = [rule("r", "may", when={"any": ways})]
    assert ask(rulebook(facts, rules), x="no", y="no").changes("police", "may") == {frozenset({key("x")})}
    never = {"all": [{"x": "yes"}, {"y": "no"}]}
    tied = ask(rulebook(facts, rules, never=never), x="no", y="no")
    assert tied.changes("police", "may") == {frozenset({key("x"), key("y")})}


def test_an_answer_about_somebody_else_changes_nothing_here() -> None:
    reference = Reference(*hard.an_answer_about_somebody_else_changes_nothing_here())
    assert reference.headline("police") == {"may", "gap"}
    assert reference.changes("police", "may") == set()


def test_a_change_must_fit_what_is_said_about_others() -> None:
    rulebook, case = hard.a_change_must_fit_what_is_said_about_others()
    assert Reference(rulebook, case).changes("police", "may") == set()
    alone = case.without(key("consent", "family"))
    assert Reference(rulebook, alone).changes("police", "may") == {frozenset({key("x"), key("consent", "police")})}
