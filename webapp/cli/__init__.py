"""The command line.

Commands are imported only when they run, so that `handrail --help` answers at once.  Exit codes: 0 done; 1 something is
wrong with the content (a broken file, a failed golden case, a failed proof); 2 the input cannot be used; 3 the rulebook
is unavailable.
"""

from __future__ import annotations

from importlib import import_module

import click

from kb.version import VERSION

COMMANDS = {
    "serve": "Serve the pages and the HTTP interface.",
    "check": "Work through a dilemma, or give the advice for a case.",
    "compare": "Put one case to several countries at once.",
    "walk": "Walk through a practice case.",
    "validate": "Check all content and list everything that is wrong with it.",
    "test": "Run the golden cases and show what they cover.",
    "verify": "Prove that the rulebooks are sound, over all cases.",
    "new": "Write files to begin with, for a country, a rule or a practice case.",
    "graph": "Draw a rulebook, one rule, or the reasons for an answer.",
}
"""Every command with its one-line help."""

BAD_INPUT = 2
UNAVAILABLE = 3


class Commands(click.Group):
    """A group whose commands are imported when they are needed."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names of all commands, in the order in which people meet them."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of a name, imported now."""
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = import_module(f"webapp.cli.{cmd_name}").command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.command(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(VERSION, prog_name="handrail")
def main() -> None:
    """Handrail shows what the law of a country says about sharing information, and why. It decides nothing.

    In danger to life call the emergency number first.
    """
