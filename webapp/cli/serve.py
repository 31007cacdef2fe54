"""`handrail serve`: the pages and the HTTP interface, for this machine or behind a proxy."""

from __future__ import annotations

import json
import logging
import sys
import webbrowser
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread

import click

from kb.version import VERSION
from webapp.access_log import FAULTS, LOG
from webapp.cli.errors import refuse
from webapp.server import LOCAL, PORT, THREADS, Server, make_server, make_site, without_values
from webapp.site import Site


@click.command("serve")
@click.option("--host", default=LOCAL, metavar="ADDRESS", show_default=True, help="Where to listen.")
@click.option("--port", default=PORT, type=click.IntRange(0, 65535), show_default=True, help="0 takes a free one.")
@click.option("--threads", default=THREADS, type=click.IntRange(1, 64), show_default=True, help="Answers at a time.")
@click.option("--open", "open_browser", is_flag=True, help="Open the start page in your browser.")
@click.option("--log", "access", is_flag=True, help="Write a line for each request to standard error, without values.")
@click.option("--json", "as_json", is_flag=True, help="Say where it listens as one line of JSON.")
def command(host: str, port: int, threads: int, open_browser: bool, access: bool, as_json: bool) -> None:
    """Serve the pages and the HTTP interface until you press Ctrl-C.

    Nothing that anybody enters is stored. Without --host only this machine can reach it.
    """
    site = make_site()
    try:
        server = make_server(site, host, port, threads)
    except (OSError, OverflowError) as error:
        reason = getattr(error, "strerror", None) or error
        refuse(f"Cannot listen on {host}, port {port}: {reason}. Choose another with --host or --port.")
    with logs(access):
        _say(server, site, as_json)
        if open_browser:
            # Some browsers return only when they are closed.
            Thread(target=webbrowser.open, args=(server.address,), daemon=True).start()
        server.run()
    if not as_json:
        click.echo("Stopped.")


def _say(server: Server, site: Site, as_json: bool) -> None:
    rulebooks = {country.id: site.available(country.id) for country in site.countries}
    if as_json:
        document = {
            "address": server.address,
            "version": VERSION,
            "rulebooks": {code: "available" if usable else "unavailable" for code, usable in rulebooks.items()},
        }
        click.echo(json.dumps(document))
    else:
        click.echo(f"Handrail {VERSION} is at {server.address}")
        click.echo("Nothing that anybody enters is stored. Press Ctrl-C to stop.")
    sys.stdout.flush()
    broken = [code for code, usable in rulebooks.items() if not usable]
    if broken:
        says = "unavailable because of errors in the content. “handrail validate” lists them."
        click.echo(f"Warning: {', '.join(broken)}: {says}", err=True)
    if not server.local:
        says = "without encryption. Put a proxy with TLS before it, or what people answer can be read on the way."
        click.echo(f"Warning: others can reach {server.address} {says}", err=True)


@contextmanager
def logs(access: bool) -> Iterator[None]:
    """Faults, and with `access` each request, go to standard error; no line holds a value that anybody sent."""
    waitress, queue = logging.getLogger("waitress"), logging.getLogger("waitress.queue")
    ours, theirs = logging.StreamHandler(), logging.StreamHandler()
    theirs.addFilter(without_values)
    ends = [(LOG, ours, logging.INFO if access else logging.WARNING), (FAULTS, ours, logging.ERROR)]
    ends += [(waitress, theirs, logging.WARNING)]
    queue.setLevel(logging.ERROR)  # that somebody has to wait is no fault
    for logger, handler, level in ends:
        handler.setFormatter(logging.Formatter("%(asctime)s %(message)s"))
        logger.addHandler(handler)
        logger.setLevel(level)
    try:
        yield
    finally:
        queue.setLevel(logging.NOTSET)
        for logger, handler, _ in ends:
            logger.removeHandler(handler)
            logger.setLevel(logging.NOTSET)
