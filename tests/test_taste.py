"""Is the house in order? Who imports whom, how large things are, what names say."""

import ast
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

from congress_crawler import profile

ROOT = Path(__file__).resolve().parents[1] / "congress_crawler"
FILES = sorted(ROOT.rglob("*.py"))
MAY_KNOW_SCRAPY = {
    "cli",
    "crawling",
    "discovering",
    "guard",
    "pipelines",
    "rendering",
    "settings",
    "spiders",
    "visit",
    "wire",
}
EXTRAS = {  # optional: imported when used
    **dict.fromkeys(("chromium", "rendering", "visit"), "playwright."),
    "proof": "rfc3161_client",
}
PURE = {
    "normalise",
    "extract",
    "listing",
    "lexicon",
    "items",
    "profile",
    "archive",
    "verify",
    "manners",
    "profile_checks",
    "completeness",
    "discover",
    "prefectures",
    "returning",
    "scope",
    "scope_checks",
    "sites_table",
    "receipts",
    "file_lines",
    "report",
    "proof",
    "standards",
}
FORBIDDEN = {
    "normalise": {"lxml", "parsel", "congress_crawler.extract"},
    "archive": {"congress_crawler.profile", "congress_crawler.extract"},
    "items": {"congress_crawler.profile", "congress_crawler.archive", "congress_crawler.extract"},
}


def module(path: Path) -> str:
    name = ".".join(("congress_crawler", *path.relative_to(ROOT).with_suffix("").parts))
    return name.removesuffix(".__init__")


def room(path: Path) -> str:
    return path.relative_to(ROOT).parts[0].removesuffix(".py")


def imports(path: Path) -> Iterator[tuple[str, int]]:
    """(module imported, column) for every import statement of a file."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.col_offset) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or "", node.col_offset
            yield from ((f"{node.module}.{alias.name}", node.col_offset) for alias in node.names)


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


@pytest.mark.parametrize("path", FILES, ids=module)
def test_only_the_crawling_rooms_know_scrapy(path: Path) -> None:
    knows = {name for name, _ in imports(path) if name.split(".")[0] in {"scrapy", "twisted"}}
    assert not knows or room(path) in MAY_KNOW_SCRAPY, f"{path}: imports {sorted(knows)}"


@pytest.mark.parametrize("path", [p for p in FILES if room(p) in FORBIDDEN], ids=module)
def test_a_room_does_not_import_what_it_must_not_know(path: Path) -> None:
    knows = {name for name, _ in imports(path) for bad in FORBIDDEN[room(path)] if f"{name}.".startswith(f"{bad}.")}
    assert not knows, f"{path}: imports {sorted(knows)}"


@pytest.mark.parametrize("path", [p for p in FILES if room(p) in PURE], ids=module)
def test_a_pure_room_imports_only_pure_rooms(path: Path) -> None:
    ours = {name.split(".")[1] for name, _ in imports(path) if name.startswith("congress_crawler.")}
    rooms = {name for name in ours if (ROOT / name).is_dir() or (ROOT / f"{name}.py").is_file()}
    assert rooms <= PURE, f"{path}: imports {sorted(rooms - PURE)}"


def test_nothing_imports_the_command_line() -> None:
    bad = [module(p) for p in FILES for name, _ in imports(p) if name == "congress_crawler.cli"]
    assert bad == ["congress_crawler.__main__"]


def test_there_is_no_import_cycle() -> None:
    names = {module(path) for path in FILES}
    packages = {module(path) for path in FILES if path.name == "__init__.py"}
    graph = {
        module(path): {name for name, _ in imports(path) if name in names and name not in packages - {module(path)}}
        for path in FILES
    }
    try:
        TopologicalSorter({name: needs - {name} for name, needs in graph.items()}).prepare()
    except CycleError as error:
        pytest.fail(f"import cycle: {' → '.join(error.args[1])}")


@pytest.mark.parametrize("path", FILES, ids=module)
def test_no_import_hides_in_a_function(path: Path) -> None:
    extra = EXTRAS.get(room(path))
    hidden = [name for name, column in imports(path) if column and not (extra and name.startswith(extra))]
    assert not hidden, f"{path}: {hidden}"


@pytest.mark.parametrize("path", FILES, ids=module)
def test_files_and_functions_stay_small(path: Path) -> None:
    lines = path.read_text(encoding="utf-8").count("\n")
    assert lines <= 250, f"{path}: {lines} lines; the most is 250"
    for function in functions(path):
        length = (function.end_lineno or function.lineno) - function.lineno + 1
        assert length <= 40, f"{path}:{function.lineno} {function.name}: {length} lines; the most is 40"


def test_files_and_functions_are_small_on_the_whole() -> None:
    lines = sorted(path.read_text(encoding="utf-8").count("\n") for path in FILES)
    lengths = sorted((f.end_lineno or f.lineno) - f.lineno + 1 for path in FILES for f in functions(path))
    assert lines[len(lines) // 2] <= 130
    assert lengths[len(lengths) // 2] <= 10


@pytest.mark.parametrize("path", FILES, ids=module)
def test_a_module_opens_with_the_question_it_answers(path: Path) -> None:
    text = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
    assert text, f"{path}: no docstring"
    assert "?" in text, f"{path}: {text.splitlines()[0]!r} is no question"


@pytest.mark.parametrize("path", FILES, ids=module)
def test_every_public_name_says_what_goes_in_and_out(path: Path) -> None:
    """A docstring each; one that takes arguments is longer than its name (what goes in and out must be in it)."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    public = [n for n in tree.body if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)]
    for node in [n for n in public if not n.name.startswith("_")]:
        text = ast.get_docstring(node)
        assert text, f"{path}:{node.lineno} {node.name} has no docstring"
        if isinstance(node, ast.FunctionDef) and node.args.args:
            assert len(text) >= 40, f"{path}:{node.lineno} {node.name}: {text!r} does not say what goes in and out"
        methods = [m for m in getattr(node, "body", []) if isinstance(m, ast.FunctionDef | ast.AsyncFunctionDef)]
        for method in [m for m in methods if isinstance(node, ast.ClassDef) and not m.name.startswith("_")]:
            assert ast.get_docstring(method), f"{path}:{method.lineno} {node.name}.{method.name} has no docstring"


@pytest.mark.parametrize("name", profile.names())
def test_every_profile_loads_and_says_how_it_was_checked(name: str) -> None:
    one = profile.find(name)
    assert one.site == name
    assert profile.decode(one.encode()) == one


@pytest.mark.parametrize("path", FILES, ids=module)
def test_nothing_fails_silently(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    for word in ('errors="replace"', 'errors="ignore"', "# noqa", "# type: ignore", "NotImplementedError", "TODO"):
        assert word not in text, f"{path}: {word}"
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.ExceptHandler):
            assert node.type is not None, f"{path}:{node.lineno}: bare except"
            assert ast.unparse(node.type) not in {"Exception", "BaseException"}, f"{path}:{node.lineno}: catches all"
