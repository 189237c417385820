"""The API's contract. A change of it is a visible diff of `openapi.json`.

To write it anew: `UPDATE_CONTRACTS=1 pytest tests/contracts/test_openapi.py`.
"""

import json
import os
from pathlib import Path

import pytest

from config.api import api
from kernel.addons import installed
from kernel.roles import PERMISSIONS

KEPT = Path(__file__).parent / "openapi.json"
ADDONS = tuple(f"/api/v1/{addon.label}/" for addon in installed())


def contract():
    """The contract of the core: what an add-on brings is the add-on's."""
    schema = json.loads(json.dumps(api.get_openapi_schema()))
    schema["paths"] = {k: v for k, v in schema["paths"].items() if not k.startswith(ADDONS)}
    used = json.dumps(schema["paths"])
    shapes = schema["components"]["schemas"]
    wanted, found = {"Problem"}, set()
    while wanted:
        name = wanted.pop()
        found.add(name)
        used += json.dumps(shapes[name])
        wanted |= {one for one in shapes if f'"#/components/schemas/{one}"' in used} - found
    schema["components"]["schemas"] = {name: shapes[name] for name in sorted(found)}
    return schema


def operations():
    return [
        pytest.param(path, method, said, id=said["operationId"])
        for path, methods in contract()["paths"].items()
        for method, said in methods.items()
    ]


def test_the_contract_is_as_it_was():
    text = json.dumps(contract(), indent=1, ensure_ascii=False) + "\n"
    if os.environ.get("UPDATE_CONTRACTS"):
        KEPT.write_text(text)
    assert text == KEPT.read_text(), "the contract changed; see this file's head"


@pytest.mark.parametrize(("path", "method", "said"), operations())
def test_every_operation_says_what_it_does_who_may_and_how_it_fails(path, method, said):
    assert said["description"].endswith(".")
    assert said["x-permission"] in PERMISSIONS | {"anyone"}
    problem = said["responses"]["default"]["content"]["application/problem+json"]
    assert problem["schema"]["$ref"].endswith("/Problem")
    assert said["tags"]


def test_no_two_operations_have_the_same_name():
    names = [one.values[2]["operationId"] for one in operations()]
    assert len(names) == len(set(names))


def test_the_contract_and_its_page_are_served_on_a_shops_host(red, client_for):
    client = client_for(red)
    assert client.get("/api/v1/openapi.json").json()["info"]["title"] == "Marquee"
    page = client.get("/api/docs")
    assert page.status_code == 200
    assert "swagger-ui" in page.content.decode()
