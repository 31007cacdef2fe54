"""The law: rule sets, what they say about a case, and the proof that they are sound.

`KnowledgeBase` is the way in; see `rules.knowledge`.
"""

from rules.advice import Advice
from rules.case import Case, CaseError
from rules.evaluate import Clash, evaluate
from rules.knowledge import DateRefused, KnowledgeBase, RulebookUnavailable, UnknownJurisdiction
from rules.model import Rulebook

__all__ = [
    "Advice",
    "Case",
    "CaseError",
    "Clash",
    "DateRefused",
    "KnowledgeBase",
    "Rulebook",
    "RulebookUnavailable",
    "UnknownJurisdiction",
    "evaluate",
]
