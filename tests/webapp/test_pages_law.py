"""The law as pages: everything can be read and linked to, with what it rests on, what rests on it, and how sure it is.

That each page is sound (one heading that is the title, nothing inline, no id twice) is checked by the client itself.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from kb import Cache
from rules import KnowledgeBase
from rules.model import Rulebook
from tests.authoring.examples import TODAY, examples, load, load_with
from tests.webapp.browse import Browse, Page
from tests.webapp.html_tree import name, text_of
from webapp.app import create_app
from webapp.pages.law import PART_OF
from webapp.site import Site
from webapp.view.law import MOST, Law, law_of
from webapp.view.law_overview import PARTS

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element


def on(knowledge: KnowledgeBase, today: date = TODAY) -> Browse:
    """Somebody reading pages over some content on some day."""
    return Browse(create_app(Site(knowledge, lambda: today)).test_client())


@dataclass(frozen=True)
class Part:
    """A part of a page."""

    element: Element

    @property
    def text(self) -> str:
        """Its visible text."""
        return text_of(self.element)

    @property
    def links(self) -> set[str]:
        """Where its links lead, those in pictures aside."""
        return {one.get("href", "") for one in self.element.iter("a")}


def part(page: Page, id: str) -> Part:
    """The part of a page that the heading of this id names, or that has this id itself."""
    found = [one for one in page.tree.elements if one.get("aria-labelledby") == id]
    return Part(found[0] if found else page.tree.by_id[id])


def links(page: Page) -> set[str]:
    """Where the links of a page's content lead, those in pictures aside."""
    return Part(page.tree.all("main")[0]).links


def below(page: Page, heading: str) -> Part:
    """The section that begins with this heading, whatever its level."""
    found = [one for one in page.tree.all("h2", "h3", "h4") if text_of(one) == heading]
    assert found, f"no heading {heading!r} on {page.path}"
    return Part(page.tree.parents[found[0]])


# -- everything can be read --------------------------------------------------------------------------------------------


def addresses(law: Law) -> Iterator[str]:
    """Every page of a rulebook."""
    yield from ("/law/", f"/law/{law.code}")
    yield from (f"/law/{law.code}/{one}" for one in PARTS)
    yield from (f"/law/{law.code}/{one}/{id}" for kind, one in PART_OF.items() for id in law.names(kind))


def all_pages(browse: Browse, law: Law) -> dict[str, Page]:
    """Every page, after checking that each link on any of them leads to a page, and to a place on it."""
    pages = {address: browse.get(address) for address in addresses(law)}
    wanted = {(address, link.href) for address, page in pages.items() for link in page.links}
    for address, href in sorted(wanted):
        to, _, place = href.partition("#")
        elsewhere = to.startswith("/law/") and to not in ("/law/", f"/law/{law.code}") and f"/law/{law.code}/" not in to
        if to.startswith("http") or (to and not to.startswith("/law/")) or elsewhere:
            continue
        assert not to or to in pages, f"{address} leads to {to}"
        assert not place or place in pages[to or address].tree.by_id, f"{address} leads to {href}"
    outside = {href for _, href in wanted if href.startswith("/") and not href.startswith("/law/")}
    for href in outside:
        assert browse.client.get(href).status_code == 200, href
    return pages


def test_every_page_of_the_example_opens_and_every_link_on_it_leads_somewhere(
    browse: Browse, knowledge: KnowledgeBase
) -> None:
    all_pages(browse, law_of(knowledge, knowledge.rulebook("XA", TODAY)))


def test_every_page_of_the_real_law_opens_and_says_how_sure_it_is(
    browse_real: Browse, real_knowledge: KnowledgeBase
) -> None:
    law = law_of(real_knowledge, real_knowledge.rulebook("NL", TODAY))
    pages = all_pages(browse_real, law)
    for rule in law.rules.values():
        page = pages[f"/law/NL/rules/{rule.id}"]
        assert page.title == rule.title
        assert {f"{rule.confidence} confidence", rule.review.replace("_", " ")} <= set(page.texts("span", css="pill"))
        assert rule.checked in page.text
        assert " ".join(rule.confidence_why.split()) in page.text
        assert {f"/law/NL/sources/{source}" for source in rule.sources} <= links(page)
    for kind in ("concept", "fact", "source"):
        for id in law.names(kind):
            assert "Review status" in pages[f"/law/NL/{PART_OF[kind]}/{id}"].text
    readings = {f"/law/NL/facts/{id}" for id in law.book.readings}
    assert readings <= links(pages["/law/NL/readings"])
    for kind, listing in PART_OF.items():
        known = {f"/law/NL/{listing}/{id}" for id in law.names(kind)} - readings
        silent = {address for address in known if "No rule here speaks of it" in pages[address].text}
        assert known - silent <= links(pages[f"/law/NL/{listing}"])


def test_rules_of_a_base_are_listed_under_it_and_say_where_they_come_from(
    browse: Browse, knowledge: KnowledgeBase
) -> None:
    base = [rule for rule in knowledge.rulebook("XA", TODAY).rules.values() if rule.owner == "xb"]
    assert base
    listed = browse.get("/law/XA/rules").html.split("<h3>Charter of the examples</h3>", 1)[1]
    assert f"/law/XA/rules/{base[0].id}" in listed
    for rule in base:
        assert "Charter of the examples" in browse.get(f"/law/XA/rules/{rule.id}").text


# -- a rule ------------------------------------------------------------------------------------------------------------


@pytest.fixture
def warn(browse: Browse) -> Page:
    """The page of a duty."""
    return browse.get("/law/XA/rules/xa-warn")


def test_a_rule_says_whom_it_binds_who_is_told_and_when(warn: Page) -> None:
    assert "must tell" in warn.texts("span", css="tag")
    assert {"/law/XA/recipients/police", "/law/XA/recipients/emergency_services"} == part(warn, "to").links
    assert "One of these is enough" in part(warn, "to").text
    when = part(warn, "when")
    assert {"/law/XA/concepts/xx_grave_danger", "/law/XA/facts/learned_how"} <= when.links
    assert when.text.index("Unless") < when.text.index("Somebody told me that somebody said so")
    assert "Nurse" in warn.text


def test_a_condition_names_the_answers_wanted_in_words(browse: Browse) -> None:
    known = part(browse.get("/law/XA/concepts/xa_known"), "when").text
    assert "At least one of these" in known
    assert "The person told me in confidence or I saw or heard it myself" in known
    assert "None of these" in part(browse.get("/law/XA/concepts/xa_unarmed"), "when").text
    assert "Anything but" in part(browse.get("/law/XA/concepts/xb_free_to_act"), "when").text
    assert part(browse.get("/law/XA/concepts/xa_conflict"), "when").text.startswith("It is met when All of these")


def test_a_rule_reads_its_legal_tests_along(warn: Page, browse: Browse) -> None:
    asked = part(browse.get("/law/XA/concepts/xx_grave_danger"), "when").links
    assert asked <= part(warn, "when").links


def test_a_rule_says_what_goes_only_on_a_condition_and_which_steps_to_take(warn: Page) -> None:
    assert "/law/XA/facts/necessity" in part(warn, "what").links
    steps = part(warn, "steps")
    assert steps.text.index("Must") < steps.text.index("Should")
    assert "Only if that is safe." in steps.text
    assert "/law/XA/facts/harm_timeframe" in steps.links
    for said in ("in time to avert it; by telephone", "For silence a fine.", "Who warns in good faith"):
        assert said in part(warn, "follows").text


def test_a_rule_names_what_it_defeats_and_what_defeats_it(warn: Page, browse: Browse) -> None:
    assert "/law/XA/rules/xa-warn-exemption" in below(warn, "It is defeated by").links
    exemption = browse.get("/law/XA/rules/xa-warn-exemption")
    assert "/law/XA/rules/xa-warn" in below(exemption, "It defeats").links


def test_a_rule_lists_what_rests_on_it_and_the_cases_that_test_it(warn: Page, knowledge: KnowledgeBase) -> None:
    assert "/law/XA/myths#xa-myth-rumour" in links(warn)
    cases = [entry.data["title"] for entry in knowledge.golden("XA") if entry.data["gateway"] == "xa-warn"]
    assert cases
    assert all(title in part(warn, "around").text for title in cases)


def test_a_rule_is_drawn_with_boxes_that_link_and_the_same_stands_in_lists(warn: Page) -> None:
    (picture,) = (one for one in warn.tree.all("svg:svg") if one.get("class") == "picture")
    drawn = {one.get("href", "") for one in picture.iter() if name(one) == "svg:a"}
    assert {"/law/XA/concepts/xx_grave_danger", "/law/XA/recipients/police"} <= drawn
    assert drawn <= links(warn)
    assert picture.get("role") == "group"
    box = warn.tree.parents[picture]
    assert (box.get("class"), box.get("tabindex")) == ("scroll", "0")


def test_who_has_reviewed_a_rule_is_said(browse: Browse, knowledge: KnowledgeBase) -> None:
    reviewed = {rule.review: rule.id for rule in knowledge.rulebook("XA", TODAY).rules.values()}
    assert len(reviewed) > 1
    for status, id in reviewed.items():
        assert status.replace("_", " ") in browse.get(f"/law/XA/rules/{id}").texts("span", css="pill")


def test_a_rule_to_come_is_marked_and_a_rule_that_was_is_gone(knowledge: KnowledgeBase) -> None:
    day = date(2025, 6, 1)
    before = on(knowledge, day)
    coming = [rule.id for rule in knowledge.rulebook("XA", day).coming]
    assert coming
    for id in coming:
        assert "not in force yet" in before.get(f"/law/XA/rules/{id}").texts("span", css="pill")
        assert f"/law/XA/rules/{id}" in links(before.get("/law/XA"))
    before.get("/law/XA/rules/xa-old-guns")
    on(knowledge).get("/law/XA/rules/xa-old-guns", 404)


# -- tests, questions, sources, recipients -----------------------------------------------------------------------------


def test_a_question_says_why_it_is_asked_and_what_rests_on_it(browse: Browse, knowledge: KnowledgeBase) -> None:
    fact = knowledge.rulebook("XA", TODAY).facts["learned_how"]
    page = browse.get("/law/XA/facts/learned_how")
    assert page.title == fact.question
    assert fact.why in part(page, "why").text
    assert all(label in part(page, "options").text for label in fact.labels.values())
    assert {"/law/XA/concepts/xa_known", "/law/XA/rules/xa-warn"} <= links(page)
    assert "/law/XA/facts/weapon" in part(browse.get("/law/XA/facts/xa_licence"), "asked").links
    assert "/law/XA/facts/other_ways" in part(browse.get("/law/XA/facts/xa_conscience"), "judged").links


def test_a_rule_that_rests_on_a_question_through_a_legal_test_is_listed_there(browse: Browse) -> None:
    through = below(browse.get("/law/XA/facts/xa_hearsay"), "Rules, through a legal test")
    assert "/law/XA/rules/xa-conflict" in through.links


def test_disputed_law_shows_both_interpretations_with_their_sources(browse: Browse) -> None:
    for page in (browse.get("/law/XA/facts/xa_hearsay"), browse.get("/law/XA/readings")):
        for said in ("The northern courts let it count.", "The southern courts do not."):
            assert said in page.text
        assert {"/law/XA/sources/xa-secrecy-act", "/law/XA/sources/xb-charter"} <= links(page)


def test_a_source_leads_out_and_lists_what_rests_on_it(browse: Browse) -> None:
    page = browse.get("/law/XA/sources/xa-secrecy-act")
    (out,) = (one for one in page.tree.all("a") if one.get("href") == "https://example.org/secrecy-act")
    assert set((out.get("rel") or "").split()) == {"noreferrer", "noopener"}
    assert "leaves this site" in text_of(out)
    for said in ("Secrecy Act", "2001-01-01", "Made up for the tests.", "2099-01-01", "Professionals keep secrets"):
        assert said in page.text
    assert {"/law/XA/rules/xa-warn", "/law/XA/concepts/xa_known", "/law/XA/facts/xa_hearsay"} <= links(page)
    listed = {"/law/XA/guidance#xa-guide", "/law/XA/myths#xa-myth-rumour", "/law/XA/contacts#xa-chamber"}
    assert listed <= links(page)


def test_a_source_says_which_rules_and_cases_are_touched_if_it_changes(browse: Browse) -> None:
    law = law_of(load(), load().rulebook("XA", TODAY))
    rules = [rule.id for rule in law.rules.values() if "xa-secrecy-act" in rule.sources]
    cases = {case.data["title"] for rule in rules for case in law.cases.get(rule, ())}
    said = part(browse.get("/law/XA/sources/xa-secrecy-act"), "changes").text
    assert f"{len(rules)} rules are to be read again" in said
    assert f"{len(cases)} invented cases" in said
    assert all(title in said for title in cases)


def test_a_source_that_was_not_read_or_is_due_again_says_so(browse: Browse, knowledge: KnowledgeBase) -> None:
    source = "/law/XA/sources/xb-charter"
    assert "text not read" in browse.get(source).text
    assert "to be checked again" not in browse.get(source).text
    later = on(knowledge, date(2099, 1, 2))
    assert "to be checked again by 2099-01-01" in later.get(source).text
    assert source in links(later.get("/law/XA"))
    assert source not in links(browse.get("/law/XA"))


def test_a_recipient_lists_the_rules_that_reach_it_and_what_was_left_out(browse: Browse) -> None:
    police = browse.get("/law/XA/recipients/police")
    assert "/law/XA/rules/xa-warn" in part(police, "must").links
    assert "/law/XA/rules/xa-warn" not in part(police, "must_not").links
    assert "/law/XA/limits#xa-research" in links(browse.get("/law/XA/recipients/care_team"))


# -- a rulebook --------------------------------------------------------------------------------------------------------


def test_a_rulebook_says_what_it_covers_and_what_it_does_not(browse: Browse, knowledge: KnowledgeBase) -> None:
    book = knowledge.rulebook("XA", TODAY)
    page = browse.get("/law/XA")
    for said in (book.jurisdiction.summary, "199", "2025-01-01", book.digest[:12], "checked by a lawyer"):
        assert said in page.text
    limits = browse.get("/law/XA/limits").text
    assert limits.count("The law of the islands on families is not covered.") == 1
    assert limits.count("Records may go to researchers.") == 1
    assert "No recipient here is one." in limits


def test_contacts_come_with_the_emergency_first_and_say_whether_they_were_verified(browse: Browse) -> None:
    page = browse.get("/law/XA/contacts")
    ids = [one.get("id") for one in page.tree.all("li") if one.get("id")]
    assert ids == ["xa-199", "xa-chamber"]
    assert "not verified" not in part(page, "xa-199").text
    assert "not verified" in part(page, "xa-chamber").text


def test_the_law_is_put_together_once_and_few_rulebooks_are_kept(browse: Browse, knowledge: KnowledgeBase) -> None:
    book = knowledge.rulebook("XA", TODAY)
    law_of.cache_clear()
    for _ in range(3):
        browse.get("/law/XA/rules/xa-warn")
    assert law_of.cache_info().misses == 1
    copies: list[Rulebook] = [replace(book) for _ in range(MOST + 2)]
    laws = [law_of(knowledge, copy) for copy in copies]
    assert [law.book for law in laws] == copies
    assert law_of.cache_info().currsize == MOST


# -- what is not there, and what is broken -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("address", "near"),
    [
        ("/law/xa", "/law/XA"),
        ("/law/XA/rules/xa-wran", "/law/XA/rules/xa-warn"),
        ("/law/XA/concepts/XX-grave-danger", "/law/XA/concepts/xx_grave_danger"),
        ("/law/XA/facts/xa-warn", "/law/XA/rules/xa-warn"),
        ("/law/XA/sources/xa-secrecy-akt", "/law/XA/sources/xa-secrecy-act"),
        ("/law/XA/recipients/polize", "/law/XA/recipients/police"),
        ("/law/XA/sauces", "/law/XA/sources"),
        ("/law/qqq", None),
        ("/law/XB", None),
        ("/law/XA/rules/qqqqqq", None),
        ("/law/XA/rules/" + "x" * 500, None),
    ],
)
def test_what_is_not_there_is_refused_with_the_nearest_right_name(
    browse: Browse, caplog: pytest.LogCaptureFixture, address: str, near: str | None
) -> None:
    with caplog.at_level(logging.DEBUG):
        page = browse.get(address, 404)
    meant = {link.href for link in page.links if link.href.startswith("/law/XA/") or link.href == near}
    parts = {f"/law/XA/{one}" for one in PARTS} - {near}
    assert meant - parts == ({near} if near else set())
    assert "199" in page.text
    assert address.rsplit("/", 1)[1] not in caplog.text
    assert not re.search(rf"\b{address.rsplit('/', 1)[1]}\b", page.text)


def test_a_rulebook_with_broken_content_is_refused_as_a_whole_and_still_named(
    tmp_path: Path, cache_folder: Path
) -> None:
    example = next(one for one in examples() if one.path.name == "name_misspelt_fact.yaml")
    broken = on(load_with(example, tmp_path, Cache(cache_folder)))
    for below_it in ("", *(f"/{one}" for one in PARTS), "/rules/xa-warn", "/sources/xb-charter", "/rules/gone"):
        page = broken.get(f"/law/XA{below_it}", 503)
        assert "199" in page.text
        assert "chamber@example.org" in page.text
        assert "Duty to warn" not in page.text
    listed = broken.get("/law/")
    for said in ("Exampleland", "Unavailable", "199", "chamber@example.org"):
        assert said in listed.text


def test_text_of_the_content_is_text(overlay: Callable[[str, str], Path], cache_folder: Path) -> None:
    nasty = "<script>alert</script> & <b>bold</b> ]]>"
    folder = overlay(
        "rules/sets/xa/concepts.yaml",
        f'concepts: [{{id: xa_unarmed, title: "{nasty}", when: {{weapon: none}}, says: "{nasty}"}}]\n',
    )
    page = on(load(folder, Cache(cache_folder))).get("/law/XA/concepts/xa_unarmed")
    assert page.title == nasty
    assert page.text.count(nasty) >= 2
    assert not page.tree.all("b", "script")
