"""When to stop: where only judgements are left to ask, and where whoever waits gives a case up."""

from __future__ import annotations

import pytest

from rules.diagram import WATCH_EVERY, Diagrams
from rules.evaluate import evaluate
from rules.knowledge import KnowledgeBase
from tests.authoring.examples import TODAY, load
from tests.rules.small import fact
from tests.rules.tiny import advise, book, case, norm, secrecy

SPEAK = norm("speak", "may", when={"all": [{"grave": "yes"}, {"weighs": "yes"}]})
JUDGED = book([fact("grave"), fact("weighs", judgement=True)], [secrecy(), SPEAK])


class GivenUp(Exception):
    """Whoever waited had enough."""


def give_up() -> None:
    raise GivenUp


def test_with_a_fact_missing_it_is_not_left_to_judgement() -> None:
    assert not advise(JUDGED, about=["police"]).left_to_judgement


def test_with_all_facts_known_the_rest_is_left_to_judgement() -> None:
    advice = advise(JUDGED, about=["police"], grave="yes")
    assert advice.left_to_judgement
    assert advice.answer("police") == "open"


def test_where_the_facts_settle_it_nothing_is_left_to_judgement() -> None:
    assert not advise(JUDGED, about=["police"], grave="no").left_to_judgement


def test_with_the_judgement_given_nothing_is_left_to_it() -> None:
    assert not advise(JUDGED, about=["police"], grave="yes", weighs="yes").left_to_judgement


def test_a_fact_that_cannot_be_known_leaves_the_rest_to_judgement() -> None:
    assert advise(JUDGED, "grave", about=["police"]).left_to_judgement


def test_a_fork_that_grows_asks_whether_it_should_go_on() -> None:
    levels = 24
    fork = Diagrams([2] * levels).fork(100_000, give_up)
    with pytest.raises(GivenUp):
        # The pairs of far-apart variables make it double with every level.
        fork.any_of(fork.both(fork.literal(i, (1,)), fork.literal(i + levels // 2, (1,))) for i in range(levels // 2))
    assert len(fork) == WATCH_EVERY


def test_a_case_can_be_given_up_while_it_is_worked_out() -> None:
    session = evaluate(JUDGED, case(about=["police"]), watch=give_up)
    assert session.diagrams.watch is give_up


def test_the_advice_of_a_knowledge_base_hands_the_watch_on() -> None:
    knowledge: KnowledgeBase = load()
    document = {"jurisdiction": "XA", "facts": {"sharer_role": knowledge.rulebook("XA", TODAY).jurisdiction.roles[0]}}
    advice = knowledge.advise(knowledge.case(document, TODAY), TODAY, watch=give_up)
    assert advice.evaluation.diagrams.watch is give_up
