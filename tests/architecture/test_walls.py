"""What import-linter cannot see: habits that keep the rooms apart. Each test names every place that broke its habit."""

import ast
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
APPS = ("forum", "accounts", "threads", "moderation")
SOURCES = sorted(p for app in APPS for p in (ROOT / app).rglob("*.py") if "migrations" not in p.parts)

# The one place that hands a task to the broker, which everybody else reaches through `forum.kernel.jobs`.
BROKER = ROOT / "forum" / "kernel" / "jobs" / "broker.py"


def room(*names: str) -> list[Path]:
    """The files of these rooms, whether a room is a file or has become a folder."""
    return [p for p in SOURCES if p.stem in names or p.parent.name in names]


@cache
def tree(path: Path) -> tuple[ast.AST, ...]:
    return tuple(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))


def broken(paths: list[Path], habit: Callable[[ast.AST], bool]) -> list[str]:
    """`file:line` of every node that breaks a habit."""
    return [f"{p.relative_to(ROOT)}:{n.lineno}" for p in paths for n in tree(p) if habit(n)]  # type: ignore[attr-defined]


def test_there_is_something_to_guard() -> None:
    assert len(SOURCES) > 500
    assert len(room("api", "web")) > 50
    assert len(room("services")) > 40


def test_doors_never_touch_rows() -> None:
    assert broken(room("api", "web"), lambda n: isinstance(n, ast.Attribute) and n.attr in {"objects", "save"}) == []


def test_tasks_are_sent_after_commit() -> None:
    others = [p for p in SOURCES if p != BROKER]
    assert broken(others, lambda n: isinstance(n, ast.Attribute) and n.attr in {"delay", "apply_async"}) == []


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    return (n for n in tree(path) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef))


def test_imports_stand_at_the_top_of_the_file() -> None:
    hidden = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path in SOURCES
        for function in functions(path)
        if not (function.name == "ready" and path.name == "apps.py")
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]
    assert hidden == []


def test_nobody_listens_to_django_signals() -> None:
    def listens(node: ast.AST) -> bool:
        module = node.module or "" if isinstance(node, ast.ImportFrom) else ""
        return module.endswith("signals") or module == "django.dispatch"

    assert broken(SOURCES, listens) == []


def test_only_named_exceptions_are_caught() -> None:
    def catches_all(node: ast.AST) -> bool:
        if not isinstance(node, ast.ExceptHandler):
            return False
        caught = node.type.elts if isinstance(node.type, ast.Tuple) else [node.type]
        return any(c is None or getattr(c, "id", "") in {"Exception", "BaseException"} for c in caught)

    assert broken(SOURCES, catches_all) == []


def test_services_take_keywords_only() -> None:
    positional = [
        f"{path.relative_to(ROOT)}:{function.lineno}"
        for path in room("services")
        for function in functions(path)
        if not function.name.startswith("_")
        and any("atomic" in ast.unparse(d) for d in function.decorator_list)
        and function.args.args
    ]
    assert positional == []
