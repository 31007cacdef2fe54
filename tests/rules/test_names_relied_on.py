"""The few names of the vocabulary on which the code itself relies: without them the emergency line would go in silence.

An overlay can replace an entry but not take it away, so that it is enough to look at what comes with Handrail.
"""

from __future__ import annotations

import pytest

from kb import Content, read_content
from rules.knowledge import HOUSE, registry, schemas
from rules.model import ROLE_FACT
from rules.pathway import CALL_EMERGENCY, CONSULT, EMERGENCY_RECIPIENT, FIND_OUT, URGENT
from rules.questions import USABLE_ITEMS
from rules.words import TOLD

RELIED_ON = {
    "fact": (ROLE_FACT, TOLD),
    "concept": (URGENT,),
    "step": (CALL_EMERGENCY, FIND_OUT, CONSULT),
    "recipient": (EMERGENCY_RECIPIENT,),
    "item": USABLE_ITEMS,
}


@pytest.fixture(scope="module")
def content() -> Content:
    return read_content([HOUSE], registry(), schemas())


@pytest.mark.parametrize(("kind", "name"), [(kind, name) for kind, names in RELIED_ON.items() for name in names])
def test_the_vocabulary_has_what_the_code_relies_on(content: Content, kind: str, name: str) -> None:
    assert content.entry(kind, "", name) is not None
