"""What import-linter cannot see: habits that keep the rooms apart."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
APPS = ("forum", "accounts", "threads", "moderation")
SOURCES = sorted(p for app in APPS for p in (ROOT / app).rglob("*.py") if "migrations" not in p.parts)
DOORS = [p for p in SOURCES if p.stem in {"api", "web"} or {"api", "web"} & set(p.parent.parts[-1:])]


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


def nodes(path: Path) -> Iterator[ast.AST]:
    return ast.walk(ast.parse(path.read_text(encoding="utf-8")))


def test_there_is_something_to_guard() -> None:
    assert len(SOURCES) > 30
    assert len(DOORS) >= 4


@pytest.mark.parametrize("path", DOORS, ids=name_of)
def test_doors_never_touch_rows(path: Path) -> None:
    touched = [n.lineno for n in nodes(path) if isinstance(n, ast.Attribute) and n.attr in {"objects", "save"}]
    assert touched == []


# The one place that hands a task to the broker, which everybody else reaches through `forum.kernel.jobs`.
BROKER = ROOT / "forum" / "kernel" / "jobs" / "broker.py"


@pytest.mark.parametrize("path", [p for p in SOURCES if p != BROKER], ids=name_of)
def test_tasks_are_sent_after_commit(path: Path) -> None:
    sent = [n.lineno for n in nodes(path) if isinstance(n, ast.Attribute) and n.attr in {"delay", "apply_async"}]
    assert sent == []


@pytest.mark.parametrize("path", SOURCES, ids=name_of)
def test_imports_stand_at_the_top_of_the_file(path: Path) -> None:
    hidden = []
    for node in nodes(path):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            if node.name == "ready" and path.name == "apps.py":
                continue
            hidden += [n.lineno for n in ast.walk(node) if isinstance(n, ast.Import | ast.ImportFrom)]
    assert hidden == []


@pytest.mark.parametrize("path", SOURCES, ids=name_of)
def test_nobody_listens_to_django_signals(path: Path) -> None:
    listening = [
        n.lineno
        for n in nodes(path)
        if isinstance(n, ast.ImportFrom)
        and n.module
        and (n.module.endswith("signals") or n.module == "django.dispatch")
    ]
    assert listening == []


@pytest.mark.parametrize("path", SOURCES, ids=name_of)
def test_only_named_exceptions_are_caught(path: Path) -> None:
    broad = []
    for node in nodes(path):
        if isinstance(node, ast.ExceptHandler):
            caught = node.type.elts if isinstance(node.type, ast.Tuple) else [node.type]
            broad += [
                node.lineno for c in caught if c is None or getattr(c, "id", "") in {"Exception", "BaseException"}
            ]
    assert broad == []


@pytest.mark.parametrize("path", [p for p in SOURCES if p.stem == "services"], ids=name_of)
def test_services_take_keywords_only(path: Path) -> None:
    positional = [
        f.name
        for f in ast.parse(path.read_text(encoding="utf-8")).body
        if isinstance(f, ast.FunctionDef)
        and not f.name.startswith("_")
        and any("atomic" in ast.unparse(d) for d in f.decorator_list)
        and f.args.args
    ]
    assert positional == []
