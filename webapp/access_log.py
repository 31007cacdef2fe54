"""What is written to a log: of each request its method, route template, status and time; of a fault its place.

No address, no query, no value in a path, no body, and no message of an exception: it may repeat what a person chose.
"""

from __future__ import annotations

import logging
import traceback
from pathlib import Path
from time import perf_counter
from types import TracebackType

from flask import Flask, Response, g, request

LOG = logging.getLogger("handrail.access")
FAULTS = logging.getLogger("handrail.fault")

ExcInfo = tuple[type[BaseException] | None, BaseException | None, TracebackType | None]


def record(app: Flask) -> None:
    """Log one line for each request of an application."""
    app.before_request(_begin)
    app.after_request(_end)


def record_fault(exc_info: ExcInfo) -> None:
    """Log a fault of ours: its type and where it came from, without its message."""
    kind, _, trace = exc_info
    frames = traceback.extract_tb(trace)
    places = " < ".join(f"{Path(frame.filename).name}:{frame.lineno}" for frame in reversed(frames[-6:]))
    FAULTS.error("%s at %s", kind.__name__ if kind else "fault", places)


def _begin() -> None:
    g.begun = perf_counter()


def _end(response: Response) -> Response:
    route = request.url_rule.rule if request.url_rule else "-"
    took = (perf_counter() - g.begun) * 1000 if "begun" in g else 0.0
    LOG.info("%s %s %s %.0f ms", request.method, route, response.status_code, took)
    return response
