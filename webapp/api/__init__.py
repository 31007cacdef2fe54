"""The HTTP interface for other programs, below `/api/v1`: advice on a case, the law as data, and its own description.

`routes` answers requests, `body` reads what programs send, `plain` turns records into data, `refused` answers what only
happens here; every other error is answered in `webapp.refusals`.  See `kb/about/http.md`.
"""

from webapp.api.routes import interface

__all__ = ["interface"]
