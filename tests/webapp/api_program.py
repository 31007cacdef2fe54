"""A program that talks to the HTTP interface and believes its description: every answer is held against it."""

from __future__ import annotations

import re
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from jsonschema import Draft202012Validator, FormatChecker
from werkzeug.test import TestResponse

from webapp.api.description import description
from webapp.guard import HEADERS

BASE = "/api/v1"
PROBLEM = "application/problem+json"
FORBIDDEN_HEADERS = ("Set-Cookie", "Access-Control-Allow-Origin", "Access-Control-Allow-Credentials", "Server")


class Program:
    """Sends requests; `described` says whether the address is to be in the description."""

    def __init__(self, app: Flask) -> None:
        self.client: FlaskClient = app.test_client()

    def get(self, path: str, described: bool = True, **sent: Any) -> TestResponse:
        """The answer to a GET."""
        return self._held(self.client.get(f"{BASE}{path}", **sent), "get", path, described)

    def ask(self, case: Any = None, **sent: Any) -> TestResponse:
        """The answer to a case, as JSON unless `data` is sent as it is."""
        if "data" not in sent:
            sent["json"] = case
        else:
            sent.setdefault("content_type", "application/json")
        return self._held(self.client.post(f"{BASE}/advice", **sent), "post", "/advice", True)

    def held(self, response: TestResponse, method: str, path: str) -> TestResponse:
        """An answer that came another way, held against the description too."""
        return self._held(response, method, path, described=False)

    def _held(self, response: TestResponse, method: str, path: str, described: bool) -> TestResponse:
        headers_are_literal(response)
        operation = operation_of(path, method)
        assert operation or not described, f"{method} {path} is not described"
        if operation:
            said = resolved(operation["responses"].get(str(response.status_code), operation["responses"]["default"]))
            matches(response, said)
        elif response.status_code >= 400:
            assert response.content_type == PROBLEM
            valid(response.json, {"$ref": "#/components/schemas/Problem"})
        if response.status_code >= 400:
            assert response.json is not None
            assert response.json["status"] == response.status_code
            assert response.headers["Cache-Control"] == "no-store"
        return response


def headers_are_literal(response: TestResponse) -> None:
    """The headers of the door stand on every answer, and none that would open it."""
    assert {name: response.headers.get(name) for name in HEADERS} == HEADERS
    assert [name for name in FORBIDDEN_HEADERS if name in response.headers] == []


def operation_of(path: str, method: str) -> dict[str, Any] | None:
    """The operation that the description has for an address."""
    for template, item in description()["paths"].items():
        if method in item and re.fullmatch(re.sub(r"\{\w+\}", "[^/]+", template), path):
            found: dict[str, Any] = item[method]
            return found
    return None


def resolved(part: dict[str, Any]) -> dict[str, Any]:
    """A part of the description, or what it refers to."""
    while "$ref" in part:
        names = part["$ref"].removeprefix("#/").split("/")
        part = description()
        for name in names:
            part = part[name]
    return part


def matches(response: TestResponse, said: dict[str, Any]) -> None:
    """Type, headers and body are as described."""
    for name, header in said.get("headers", {}).items():
        assert name in response.headers, name
        valid(response.headers[name], resolved(header)["schema"])
    if "content" not in said:
        assert response.get_data() == b""
        return
    ((kind, media),) = said["content"].items()
    assert response.content_type == kind
    valid(response.json, media["schema"])


def valid(data: Any, schema: dict[str, Any]) -> None:
    """The data is what a schema of the description says."""
    whole = {**schema, "components": description()["components"]}
    checker = Draft202012Validator(whole, format_checker=FormatChecker(["date"]))
    problems = [
        f"{'/'.join(map(str, error.absolute_path))}: {error.message[:300]}" for error in checker.iter_errors(data)
    ]
    if problems:
        raise AssertionError("\n".join(problems))
