"""The description of the JSON interface (OpenAPI 3.1), made from the routes themselves."""

import re
from collections.abc import Iterable
from typing import Any

from pydantic import TypeAdapter
from pydantic.json_schema import models_json_schema
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from commons.web.api import READING, Spec
from commons.web.page import EVERYONE, needs, outside_of

REF = "#/components/schemas/{model}"
PROBLEM = {"$ref": "#/components/schemas/Problem"}
_PARAMETER = re.compile(r"{(\w+)(?::(\w+))?}")
REFUSALS = {
    "400": "The request is malformed",
    "401": "Nobody is signed in",
    "403": "Not allowed",
    "404": "Not there, or not there for this caller",
    "409": "Not now: another stage, another change, or the key was used for something else",
    "413": "The body is too large",
    "415": "The body must be application/json",
    "422": "A field cannot be kept; `fields` says which and why",
}


def specs_of(routes: Iterable[BaseRoute]) -> list[Spec]:
    found = (getattr(route.endpoint, "spec", None) for route in routes if isinstance(route, Route))
    return sorted((spec for spec in found if spec), key=lambda spec: (spec.path, spec.method))


def describe(routes: Iterable[BaseRoute], *, title: str, version: str, server: str) -> Any:  # noqa: ANN401 - a JSON document
    """Write the whole description."""
    schemas: dict[str, Any] = {"Problem": problem_schema()}
    paths: dict[str, dict[str, Any]] = {}
    for spec in specs_of(routes):
        plain = _PARAMETER.sub(r"{\1}", spec.path)
        paths.setdefault(plain, {})[spec.method.lower()] = operation(spec, schemas)
    return {
        "openapi": "3.1.0",
        "info": {"title": title, "version": version},
        "servers": [{"url": server}],
        "paths": paths,
        "components": {
            "schemas": schemas,
            "securitySchemes": {
                "bearer": {"type": "http", "scheme": "bearer"},
                "session": {"type": "apiKey", "in": "cookie", "name": "__Host-session"},
            },
        },
    }


def operation(spec: Spec, schemas: dict[str, Any]) -> dict[str, Any]:
    """Describe one endpoint, adding the schemas it needs."""
    answer = TypeAdapter(spec.answer).json_schema(ref_template=REF, mode="serialization")
    schemas.update(answer.pop("$defs", {}))
    written: dict[str, Any] = {
        "operationId": f"{spec.method.lower()}{re.sub(r'[^a-z0-9]+', '_', spec.path.lower())}",
        "summary": spec.summary,
        "x-needs": spec.need.value,
        "parameters": [_parameter(name, kind) for name, kind in _PARAMETER.findall(spec.path)],
        "responses": {
            str(spec.status): {
                "description": "Done",
                "content": {"application/json": {"schema": answer}},
            },
            **{
                status: {
                    "description": words,
                    "content": {"application/problem+json": {"schema": PROBLEM}},
                }
                for status, words in REFUSALS.items()
            },
        },
    }
    if spec.need is not EVERYONE:
        written["security"] = [{"bearer": []}, {"session": []}]
    if spec.method != READING:
        written["parameters"].append(_key_parameter())
    if spec.body is not None:
        _, found = models_json_schema([(spec.body, "validation")], ref_template=REF)
        schemas.update(found.get("$defs", {}))
        reference = {"$ref": REF.format(model=spec.body.__name__)}
        written["requestBody"] = {
            "required": True,
            "content": {"application/json": {"schema": reference}},
        }
    return written


def _parameter(name: str, kind: str) -> dict[str, Any]:
    schema: dict[str, Any] = {"type": "integer"} if kind == "int" else {"type": "string"}
    if kind == "uuid":
        schema["format"] = "uuid"
    return {"name": name, "in": "path", "required": True, "schema": schema}


def _key_parameter() -> dict[str, Any]:
    return {
        "name": "Idempotency-Key",
        "in": "header",
        "required": True,
        "description": "Made by the caller and kept until the answer: one key, one effect",
        "schema": {"type": "string", "minLength": 8, "maxLength": 100},
    }


def problem_schema() -> dict[str, Any]:
    """Describe a refusal (RFC 9457)."""
    part = {
        "type": {"type": "string", "description": "Never changes; its words may"},
        "detail": {"type": "string"},
        "facts": {"type": "object"},
    }
    return {
        "type": "object",
        "required": ["type", "title", "status", "detail"],
        "properties": {
            **part,
            "title": {"type": "string"},
            "status": {"type": "integer"},
            "request_id": {"type": "string"},
            "fields": {
                "type": "object",
                "additionalProperties": {"type": "object", "properties": part},
            },
        },
    }


def openapi_route(routes: Iterable[BaseRoute]) -> Route:
    """Make the route that serves the description of these routes."""
    described = tuple(routes)

    @needs(EVERYONE)
    async def openapi(request: Request) -> Response:
        settings = outside_of(request).settings
        content = describe(
            described, title=settings.service_name, version="1", server=settings.public_url
        )
        return JSONResponse(content, headers={"cache-control": "private, no-cache"})

    return Route("/openapi.json", openapi, methods=["GET"], name="openapi")
