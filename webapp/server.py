"""The server that brings the application to browsers and programs: waitress, never a debugger.

Nothing that is sent or answered may reach a disk: waitress keeps small messages in memory, and the limits here say that
all of them are small.
"""

from __future__ import annotations

import logging
from ipaddress import ip_address
from pathlib import Path
from threading import Lock
from typing import Any

from waitress import wasyncore
from waitress.server import BaseWSGIServer, create_server

from webapp import house
from webapp.app import create_app
from webapp.guard import MOST_BYTES
from webapp.site import Site

LOCAL = "127.0.0.1"
PORT = 8321
THREADS = 4

_IN_MEMORY = 64 * 1024 * 1024
"""What is larger goes to a temporary file; no request and no answer comes near it."""

SETTINGS: dict[str, Any] = {
    # Larger than the application allows, so that it is the one to answer politely.
    "max_request_body_size": 4 * MOST_BYTES,
    "max_request_header_size": MOST_BYTES,
    "inbuf_overflow": _IN_MEMORY,
    "outbuf_overflow": _IN_MEMORY,
    "ident": None,
    "channel_timeout": 60,
    "url_scheme": "http",
    "clear_untrusted_proxy_headers": True,
    "expose_tracebacks": False,
}


def make_site() -> Site:
    """All content and today's date, as the environment says."""
    return Site(house.load(), house.today)


class Server:
    """A server that listens already and answers once it runs.

    `hosts` are the numeric addresses that it listens on, `port` is the port (of the first, where a name has several).
    Raises `OSError` where it cannot listen.
    """

    def __init__(self, site: Site, host: str = LOCAL, port: int = PORT, threads: int = THREADS) -> None:
        self._map: dict[int, Any] = {}
        try:
            listening: Any = create_server(
                create_app(site), map=self._map, host=host, port=port, threads=threads, **SETTINGS
            )
        except ValueError as error:  # how waitress says that a name has no address
            raise OSError(str(error)) from error
        except OSError:
            wasyncore.close_all(self._map)
            raise
        self._listening = listening
        servers = (each for each in self._map.values() if isinstance(each, BaseWSGIServer))
        self._trigger: Any = next(servers).trigger
        places = getattr(listening, "effective_listen", None) or [(listening.effective_host, listening.effective_port)]
        self.hosts = tuple(str(host) for host, _ in places)
        self.port = int(places[0][1])
        self.address = f"http://{_in_address(host)}:{self.port}/"
        self._lock = Lock()
        self._running = self._ended = False

    @property
    def local(self) -> bool:
        """Whether only this machine can reach it."""
        return all(ip_address(host.partition("%")[0]).is_loopback for host in self.hosts)

    def run(self) -> None:
        """Answer until `close` is called or Ctrl-C is pressed."""
        with self._lock:
            if self._ended:
                return
            self._running = True
        self._listening.run()
        with self._lock:
            self._ended = True
        self._free()

    def close(self) -> None:
        """Stop, from whichever thread; what has not been answered yet is given up."""
        with self._lock:
            ended, self._ended = self._ended, True
        if ended:
            return
        if self._running:
            # Only the thread that watches the sockets may close them.
            self._trigger.pull_trigger(lambda: wasyncore.close_all(self._map, ignore_all=True))
        else:
            self._free()

    def _free(self) -> None:
        wasyncore.close_all(self._map, ignore_all=True)
        self._listening.task_dispatcher.shutdown()


def make_server(site: Site, host: str = LOCAL, port: int = 0, threads: int = THREADS) -> Server:
    """A server over a site, on a free port unless one is named; `run` it in a thread of its own, and `close` it."""
    return Server(site, host, port, threads)


def without_values(record: logging.LogRecord) -> bool:
    """Keep of a line of waitress only where it comes from: it may name an address or repeat a message."""
    kind = record.exc_info[0] if record.exc_info else None
    record.msg = f"server: {kind.__name__ if kind else 'notice'} at {Path(record.pathname).name}:{record.lineno}"
    record.args, record.exc_info, record.exc_text, record.stack_info = (), None, None, None
    return True


def _in_address(host: str) -> str:
    return f"[{host}]" if ":" in host else host
