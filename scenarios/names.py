"""What a scenario may refer to: the vocabulary of the rules, the questions of all countries, and every source."""

from __future__ import annotations

from kb import Content
from rules.checker import allowed_values


class Names:
    """Every name that a scenario may use, by sort."""

    def __init__(self, content: Content) -> None:
        asked = [*content.entries("fact"), *content.entries("judgement")]
        self.values: dict[str, set[str]] = {}
        for entry in asked:
            self.values.setdefault(entry.id, set()).update(allowed_values(entry.data))
        self.per_recipient = {entry.id for entry in asked if entry.data.get("per")}
        self.sides_of_recipient = {entry.id: entry.data["from"] for entry in content.entries("recipient")}
        self.sides_of_item = {entry.id: entry.data["from"] for entry in content.entries("item")}
        self.side_of_profession = {entry.id: entry.data["side"] for entry in content.entries("role")}
        self.steps = {entry.id for entry in content.entries("step")}
        self.sources = {entry.id for entry in content.entries("source")}
        self.rules = {entry.id for entry in content.entries("rule")}
        self.countries = {e.id for e in content.entries("jurisdiction") if e.data["kind"] == "country"}

    def recipients(self, side: str) -> set[str]:
        """The recipients whom a side can tell."""
        return {name for name, sides in self.sides_of_recipient.items() if side in sides}

    def items(self, side: str) -> set[str]:
        """The items that a side can tell."""
        return {name for name, sides in self.sides_of_item.items() if side in sides}
