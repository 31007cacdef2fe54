"""How many questions it takes: simulated interviews and the fewest answers that would do."""

from __future__ import annotations

from hypothesis import assume, given

from rules.case import Case
from rules.evaluate import Clash, evaluate
from rules.interview import fewest, fixed_order, interview
from rules.model import Rulebook
from rules.questions import first_usable
from tests.rules.small import fact, key
from tests.rules.strategies import dilemmas
from tests.rules.tiny import book, case, norm, secrecy

FACTS = [fact(name) for name in ("idle", "a", "b", "decides")]
WHEN = {"all": [{"decides": "yes"}, {"any": [{"a": "yes"}, {"b": "yes"}]}]}
BOOK = book(FACTS, [secrecy(), norm("speak", "may", when=WHEN)])
ALL_NO = case(about=["police"], idle="no", a="no", b="no", decides="no")
ALL_YES = case(about=["police"], idle="yes", a="yes", b="yes", decides="yes")


def test_an_interview_ends_with_the_first_usable_answer() -> None:
    found = interview(BOOK, ALL_NO)
    assert found.asked == (key("decides"),)
    assert found.usable


def test_only_what_matters_is_asked() -> None:
    found = interview(BOOK, ALL_YES)
    assert found.usable
    assert len(found.asked) == 2
    assert key("idle") not in found.asked


def test_what_the_case_does_not_say_is_answered_with_i_do_not_know() -> None:
    """Then the questions run out before there is a usable answer."""
    found = interview(BOOK, case(about=["police"], decides="yes"))
    assert not found.usable
    assert set(found.asked) == {key("decides"), key("a"), key("b")}


def test_a_fixed_order_follows_the_vocabulary_and_leaves_out_what_no_longer_matters() -> None:
    assert interview(BOOK, ALL_NO, fixed_order).asked == (key("a"), key("b"))
    assert interview(BOOK, ALL_YES, fixed_order).asked == (key("a"), key("decides"))


def test_questions_about_recipients_are_put_for_those_asked_about() -> None:
    consent = fact("consent", per_recipient=True)
    rulebook = book([consent], [secrecy(), norm("speak", "may", when={"consent": "yes"}, to=("police", "family"))])
    known = case(about=["family"], of={"family": {"consent": "yes"}, "police": {"consent": "no"}})
    assert interview(rulebook, known).asked == (key("consent", "family"),)


def test_the_fewest_answers_are_known_exactly_where_the_bounds_meet() -> None:
    assert fewest(BOOK, ALL_NO) == (0, 1)
    assert fewest(BOOK, case(about=["police"], decides="yes", a="yes", b="no")) == (2, 2)
    assert fewest(book([], [secrecy()]), case(about=["police"])) == (0, 0)


@given(dilemmas(answered=90))
def test_no_way_of_asking_needs_fewer_than_the_lower_bound(dilemma: tuple[Rulebook, Case]) -> None:
    """And with what an interview asked the case is usable indeed."""
    rulebook, known = dilemma
    try:
        assume(first_usable(evaluate(rulebook, known)))
    except Clash:
        assume(False)
    bounds = fewest(rulebook, known)
    assert bounds is not None
    low, high = bounds
    assert low <= high
    for found in (interview(rulebook, known), interview(rulebook, known, fixed_order)):
        if found.usable:
            answered = [name for name in found.asked if name in known.answers]
            assert low <= len(answered)


def test_a_case_that_is_never_usable_has_no_fewest_answers() -> None:
    known = case(about=["police"], decides="yes")
    assert not first_usable(evaluate(BOOK, known))
    assert fewest(BOOK, known) != (1, 1)
