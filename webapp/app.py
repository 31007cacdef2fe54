"""The application: pages and the HTTP interface over one `Site`.

`create_app` puts the parts together and holds no view of its own.
"""

from __future__ import annotations

from typing import Any

from flask import Flask

from webapp import access_log, guard, refusals, words
from webapp.pages import BLUEPRINTS
from webapp.site import EXTENSION, Site


class Application(Flask):
    """Flask, but for what it writes about faults."""

    def log_exception(self, exc_info: access_log.ExcInfo) -> None:
        """Log a fault without anything that a person sent."""
        access_log.record_fault(exc_info)


def create_app(site: Site) -> Flask:
    """An application over a site: the configuration is the argument, nothing is read from the environment."""
    app = Application("webapp", static_folder="static", template_folder="templates")
    app.extensions[EXTENSION] = site
    app.url_map.merge_slashes = False
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    guard.protect(app)
    access_log.record(app)
    refusals.answer(app)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)

    @app.context_processor
    def surroundings() -> dict[str, Any]:
        return {
            "site": site,
            "places": app.view_functions,
            "says": words.SAYS,
            "short": words.SHORT,
            "named": words.named,
        }

    return app
