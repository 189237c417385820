"""Our NinjaAPI: keeps answers by idempotency key, refuses bad bytes, says who may in its docs."""

import json
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.datastructures import MultiValueDict
from ninja import NinjaAPI
from ninja.errors import HttpError
from ninja.openapi.schema import OpenAPISchema
from ninja.operation import Operation
from ninja.parser import Parser

from kernel.errors import PROBLEM
from kernel.idempotency.keys import keep
from kernel.rest.shapes import Problem

_PROBLEM_REF = {"schema": {"$ref": "#/components/schemas/Problem"}}


class CleanParser(Parser):
    """Reads JSON and queries; a NUL, which PostgreSQL cannot keep, is refused at the door."""

    def parse_body(self, request: HttpRequest) -> Any:
        """Return the body's JSON. Raises HttpError 400."""
        body = request.body
        if b"\x00" in body or b"\\u0000" in body:
            raise HttpError(400, "The text contains a NUL.")
        try:
            return json.loads(body)
        except (ValueError, RecursionError) as error:
            raise HttpError(400, "The body is not JSON.") from error

    def parse_querydict(
        self, data: MultiValueDict, list_fields: list[str], request: HttpRequest
    ) -> dict[str, Any]:
        """Return the query's values. Raises HttpError 400."""
        if any("\x00" in value for values in data.lists() for value in values[1]):
            raise HttpError(400, "The text contains a NUL.")
        return super().parse_querydict(data, list_fields, request)


class Api(NinjaAPI):
    """Keeps the answers to requests that carried an idempotency key."""

    def create_response(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Answer, and remember the answer; nobody else shall: it may be for one asker alone."""
        response = super().create_response(request, *args, **kwargs)
        response.setdefault("Cache-Control", "private, no-store")
        keep(request, response)
        return response

    def get_openapi_operation_id(self, operation: Operation) -> str:
        """Name an operation by its function: short, and ours to keep."""
        return operation.view_func.__name__

    def get_openapi_schema(self, *args: Any, **kwargs: Any) -> OpenAPISchema:
        """Return the contract, with who may and what a problem looks like."""
        for operation in self._operations():
            operation.openapi_extra = _said_of(operation)
        schema = super().get_openapi_schema(*args, **kwargs)
        schema["components"]["schemas"]["Problem"] = Problem.model_json_schema()
        return schema

    def _operations(self) -> list[Operation]:
        return [
            operation
            for router in self._get_bound_routers()
            for view in router.path_operations.values()
            for operation in view.operations
        ]


def _said_of(operation: Operation) -> dict[str, Any]:
    door = getattr(operation.view_func, "door", None)
    may = door.may if door else ""
    said: dict[str, Any] = {
        "x-permission": may,
        "responses": {"default": {"description": "A problem", "content": {PROBLEM: _PROBLEM_REF}}},
    }
    if may == "anyone" and operation.auth_callbacks:
        said["security"] = [{}]
    return said
