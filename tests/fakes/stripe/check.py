"""Requests held against the SDK's generated parameter types (`stripe.params.*`).

Those TypedDicts come from Stripe's OpenAPI description, so a parameter that Stripe does not know,
or that has the wrong type, is refused here as it would be there. The SDK leaves its enumerations
open (`Literal[...] | str`); the API does not, so neither does this.
"""

import re
import sys
import types
import typing
from decimal import Decimal, InvalidOperation
from typing import Any

from stripe._request_options import RequestOptions
from stripe._stripe_object import UntypedStripeObject
from typing_extensions import is_typeddict

from tests.fakes.stripe.refusals import Refused

INTEGER = re.compile(r"-?\d+")
OPTIONS = frozenset(RequestOptions.__annotations__)
WRAPPERS = ("NotRequired", "Required", "ReadOnly", "Annotated")


def conform(tree: dict, shape: type) -> dict:
    """The typed parameters of a request. Raises Refused for what `shape` does not know."""
    return _typed_dict(tree, shape, path="")


def _typed_dict(value: Any, shape: type, path: str) -> dict:
    if not isinstance(value, dict):
        raise Refused(f"Invalid object: {path}", param=path)
    fields = {k: a for k, a in shape.__annotations__.items() if k not in OPTIONS}
    names = vars(sys.modules[shape.__module__])
    for key in value:
        if key not in fields:
            raise Refused(
                f"Received unknown parameter: {_join(path, key)}",
                code="parameter_unknown",
                param=_join(path, key),
            )
    typed = {}
    for key, annotation in fields.items():
        kind, optional = _unwrapped(annotation, names)
        if key in value:
            typed[key] = _value(value[key], kind, names, _join(path, key))
        elif not optional:
            raise Refused(
                f"Missing required param: {_join(path, key)}.",
                code="parameter_missing",
                param=_join(path, key),
            )
    return typed


def _unwrapped(annotation: Any, names: dict) -> tuple[Any, bool]:
    """The bare type, and whether the key may be absent."""
    optional = False
    while True:
        annotation = _resolved(annotation, names)
        name = getattr(typing.get_origin(annotation), "_name", None)
        if name not in WRAPPERS:
            return annotation, optional
        optional = optional or name == "NotRequired"
        annotation = typing.get_args(annotation)[0]


def _resolved(annotation: Any, names: dict) -> Any:
    while isinstance(annotation, str | typing.ForwardRef):
        text = annotation if isinstance(annotation, str) else annotation.__forward_arg__
        annotation = eval(text, names)
    return annotation


def _value(value: Any, kind: Any, names: dict, path: str) -> Any:
    kind = _resolved(kind, names)
    origin, args = typing.get_origin(kind), typing.get_args(kind)
    if is_typeddict(kind):
        return _typed_dict(value, kind, path)
    if origin in (typing.Union, types.UnionType):
        return _union(value, args, names, path)
    if origin is list:
        items = value if isinstance(value, dict) else {"?": value}
        if list(items) not in ([str(i) for i in range(len(items))], [""]):
            raise Refused(f"Invalid array: {path}", param=path)
        return [_value(v, args[0], names, f"{path}[{k}]") for k, v in items.items()]
    if origin in (dict, UntypedStripeObject):
        if not isinstance(value, dict):
            raise Refused(f"Invalid hash: {path}", param=path)
        return {k: _value(v, args[-1], names, _join(path, k)) for k, v in value.items()}
    return _scalar(value, kind, origin, args, path)


def _scalar(value: Any, kind: Any, origin: Any, args: tuple, path: str) -> Any:
    if not isinstance(value, str):
        raise Refused(f"Invalid value: {path}", param=path)
    if getattr(origin, "_name", None) == "Literal" or origin is typing.Literal:
        if value in args:
            return value
        choices = ", ".join(map(str, args))
        raise Refused(f"Invalid {path}: must be one of {choices}", param=path)
    if kind is str:
        return value
    if kind is bool and value in ("true", "false"):
        return value == "true"
    if kind is int and INTEGER.fullmatch(value):
        return int(value)
    if kind in (float, Decimal):
        try:
            return kind(value)
        except (ValueError, InvalidOperation):
            pass
    code = {int: "parameter_invalid_integer"}.get(kind)
    raise Refused(f"Invalid {getattr(kind, '__name__', kind)}: {value}", code=code, param=path)


def _union(value: Any, kinds: tuple, names: dict, path: str) -> Any:
    kinds = tuple(_resolved(kind, names) for kind in kinds)
    if any(typing.get_origin(k) is typing.Literal and any(typing.get_args(k)) for k in kinds):
        kinds = tuple(kind for kind in kinds if kind is not str)
    refusal = None
    for kind in kinds:
        if kind is type(None):
            continue
        try:
            return _value(value, kind, names, path)
        except Refused as refused:
            refusal = refused
    assert refusal is not None
    raise refusal


def _join(path: str, key: str) -> str:
    return f"{path}[{key}]" if path else key
