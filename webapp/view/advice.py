"""The advice as the page and the record show it: the most important first, everything with what it rests on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from kb import Entry
from rules import Advice
from rules.model import Jurisdiction, Rule
from rules.questions import asked_recipients
from webapp.site import Site
from webapp.view.pathway import PathwayView, pathway_view
from webapp.view.question import Assumption, Given, Headline, answers, assumptions, headline
from webapp.view.recipient import Duty, RecipientView, RecipientViews
from webapp.view.state import State, key_of
from webapp.words import CONTACTS


@dataclass(frozen=True)
class AdviceView:
    """Everything on the page of an advice."""

    country: Jurisdiction
    role: str
    urgent: bool
    within_hours: bool
    usable: bool
    left_to_judgement: bool
    more_to_ask: bool
    pathway: PathwayView
    recipients: tuple[RecipientView, ...]
    other_duties: tuple[Duty, ...]
    care: tuple[Headline, ...]
    answers: tuple[Given, ...]
    judgements: tuple[Given, ...]
    assumed: tuple[Assumption, ...]
    also_assumed: tuple[Assumption, ...]
    coming: tuple[Rule, ...]
    unsure: tuple[Rule, ...]
    guidance: tuple[Entry, ...]
    myths: tuple[Entry, ...]
    contacts: tuple[Entry, ...]
    sources: Mapping[str, Entry]
    cited: tuple[Entry, ...]
    overdue: tuple[Entry, ...]
    version: str
    digest: str
    overlays: tuple[str, ...]
    as_of: str
    made_on: str


def advice_view(site: Site, state: State, advice: Advice) -> AdviceView:
    """The advice of a state, for those whom the practitioner thinks of telling."""
    book, code = advice.rulebook, advice.rulebook.jurisdiction.id
    views = RecipientViews(advice)
    asked = asked_recipients(advice.evaluation)
    recipients = tuple(views.of(recipient) for recipient in asked)
    duties = tuple(views.other_duties(asked))
    rules = list(dict.fromkeys([*(r for view in recipients for r in view.reasons), *(duty.rule for duty in duties)]))
    given = answers(book, state.case, state.asked)
    matter, rest = _split(assumptions(advice), advice.assumed_that_matter)
    sources = {entry.id: entry for entry in reversed(list(site.knowledge.about("source", code)))}
    cited = tuple(sources[source] for source in dict.fromkeys(_cited(rules, recipients)) if source in sources)
    today = site.today().isoformat()
    return AdviceView(
        country=book.jurisdiction,
        role=book.roles[state.case.role].label,
        urgent=advice.pathway.urgent,
        within_hours=advice.within_hours,
        usable=advice.first_usable,
        left_to_judgement=advice.left_to_judgement,
        more_to_ask=advice.next_question is not None,
        pathway=pathway_view(advice),
        recipients=recipients,
        other_duties=duties,
        care=tuple(_care(advice)),
        answers=given,
        judgements=tuple(each for each in given if each.judgement),
        assumed=matter,
        also_assumed=rest,
        coming=tuple(rule for rule in book.coming if state.case.role in rule.binds),
        unsure=tuple(rule for rule in rules if rule.confidence == "low"),
        guidance=_about(site, code, "guidance", "for", rules),
        myths=_about(site, code, "myth", "rules", rules),
        contacts=_contacts(site, code),
        sources=sources,
        cited=cited,
        overdue=tuple(entry for entry in cited if entry.data["review_by"] < today),
        version=book.version,
        digest=book.digest,
        overlays=book.overlays,
        as_of=advice.as_of.isoformat(),
        made_on=today,
    )


def _cited(rules: Iterable[Rule], recipients: Iterable[RecipientView]) -> Iterator[str]:
    """The sources that what is said rests on."""
    yield from (source for rule in rules for source in rule.sources)
    for view in recipients:
        yield from (s for dispute in view.disputes for each in dispute.interpretations for s in each.option.sources)
        yield from (against.source for against in view.against)


def _care(advice: Advice) -> Iterator[Headline]:
    """Those who treat, where they were not asked about: care comes before sharing."""
    asked = asked_recipients(advice.evaluation)
    for recipient in advice.evaluation.compiled.recipients:
        if recipient.care and recipient.id not in asked:
            yield headline(advice, recipient.id)


def _split(
    found: Iterable[Assumption], matter: frozenset[str]
) -> tuple[tuple[Assumption, ...], tuple[Assumption, ...]]:
    """What the answer rests on, and what was assumed without effect."""
    found = list(found)
    return (
        tuple(each for each in found if key_of(each.key)[0] in matter),
        tuple(each for each in found if key_of(each.key)[0] not in matter),
    )


def _about(site: Site, code: str, kind: str, key: str, rules: Sequence[Rule]) -> tuple[Entry, ...]:
    """The entries of a kind that are about one of these rules."""
    wanted = {rule.id for rule in rules}
    return tuple(entry for entry in site.knowledge.about(kind, code) if wanted & set(entry.data[key]))


def _contacts(site: Site, code: str) -> tuple[Entry, ...]:
    found = [entry for entry in site.contacts(code) if entry.data["kind"] in CONTACTS]
    return tuple(sorted(found, key=lambda entry: CONTACTS.index(entry.data["kind"])))
