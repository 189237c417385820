"""What a machine can see of how the house is built."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
HOUSE = ("platform", "shared_apps", "tenant_apps", "themes", "billing")
MODULES = [
    path
    for top in HOUSE
    for path in sorted((ROOT / top).rglob("*.py"))
    if "migrations" not in path.parts and "node_modules" not in path.parts
]
FORBIDDEN = {"manager", "helper", "helpers", "util", "utils", "misc", "data", "info", "process"}


def name(path):
    return str(path.relative_to(ROOT))


def test_platform_is_no_package():
    """It would hide the standard library's `platform` from every tool."""
    assert not (ROOT / "platform" / "__init__.py").exists()


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_a_module_is_short(path):
    lines = path.read_text().splitlines()

    assert len(lines) <= 400


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_a_function_fits_a_screen(path):
    tree = ast.parse(path.read_text())
    long = [
        f"{node.name}: {node.end_lineno - node.lineno + 1} lines"
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and node.end_lineno - node.lineno + 1 > 50
    ]

    assert long == []


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_imports_stand_at_the_top(path):
    """But for the one documented place in the kernel, where apps must be loaded first."""
    if name(path) == "platform/kernel/apps.py":
        return
    tree = ast.parse(path.read_text())
    hidden = [
        f"line {inner.lineno}"
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        for inner in ast.walk(node)
        if isinstance(inner, ast.Import | ast.ImportFrom)
    ]

    assert hidden == []


def test_names_say_something():
    """No module is called by a word that says nothing."""
    assert [name(p) for p in MODULES if p.stem in FORBIDDEN] == []


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_nothing_listens_to_model_signals(path):
    text = path.read_text()

    assert not re.search(r"\b(pre|post)_(save|delete|init)\b|\bm2m_changed\b", text)
    assert "GenericForeignKey" not in text


def test_only_services_announce():
    callers = [
        name(path)
        for path in MODULES
        if re.search(r"^\s+announce\(", path.read_text(), re.M)
        and "services" not in name(path)
        and path.parts[-3:-1] != ("kernel", "facts")
    ]

    assert callers == []


def test_core_templates_do_not_know_add_ons():
    """No name of an add-on's page, and no question about features."""
    addons = [
        p.name for p in (ROOT / "tenant_apps" / "addons").iterdir() if (p / "apps.py").exists()
    ]
    words = [rf"['\"]({'|'.join(addons)}|backstage:({'|'.join(addons)})):" for _ in addons[:1]]
    words += [r"\bfeatures\.", r"has_feature"]
    guilty = [
        name(path)
        for top in HOUSE
        for path in (ROOT / top).rglob("*.html")
        if "addons" not in path.parts and re.search("|".join(words), path.read_text())
    ]

    assert guilty == []
