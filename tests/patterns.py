"""Which regular expressions does the package have, and which strings would hurt each of them most?"""

import ast
import inspect
import pkgutil
import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

import congress_crawler

ROOT = Path(congress_crawler.__file__).parent
PARSER: Any = import_module("re._parser")
CALLS = frozenset(("search", "match", "fullmatch", "split", "findall", "finditer", "sub", "subn"))
# Functions that make a pattern for an argument: what they are given here. A function that is missing is a fault.
GIVEN: dict[str, tuple[str, ...]] = {"extract.shown._closing": ("", "script")}
USUAL = " \u3000\n1a中，：<>(（[\"'=/-."
MOST = 6  # characters tried for a class
MANY = 150  # attacks on one pattern: the branches of a long list of words are alike
DEEPEST = 12  # groups within groups that are looked into


def modules() -> list[ModuleType]:
    """Every module of the package but the one that starts it."""
    names = [info.name for info in pkgutil.walk_packages(congress_crawler.__path__, "congress_crawler.")]
    return [import_module(name) for name in sorted(names) if not name.endswith("__main__")]


def patterns() -> dict[str, re.Pattern[Any]]:
    """Name → pattern: of modules and classes, of functions that return one, and those written inside a call."""
    found: dict[str, re.Pattern[Any]] = {}
    for module in modules():
        short = module.__name__.removeprefix("congress_crawler.")
        own = [(name, value) for name, value in vars(module).items() if _is_own(value, module)]
        for name, value in own:
            found.update((f"{short}.{name}{at}", one) for at, one in _held(value, f"{short}.{name}"))
        found.update(_inline(module, short))
    return found


def _is_own(value: Any, module: ModuleType) -> bool:
    """Whether a value was made in a module: what was imported is looked at where it was made."""
    return not (callable(value) or inspect.isclass(value)) or value.__module__ == module.__name__


def compiled() -> int:
    """How often the sources of the package say `re.compile(`: no fewer patterns may be found."""
    calls = [call for path in ROOT.rglob("*.py") for call in _calls(path)]
    return sum(name == "compile" for name, _ in calls)


def _held(value: Any, name: str) -> Iterator[tuple[str, re.Pattern[Any]]]:
    """(where, pattern) of the patterns in a value of a module."""
    if isinstance(value, re.Pattern):
        yield "", value
    elif isinstance(value, dict):
        yield from ((f"[{key}]{at}", one) for key, inner in value.items() for at, one in _held(inner, name))
    elif isinstance(value, tuple | list | set | frozenset):
        yield from ((f"[{number}]{at}", one) for number, inner in enumerate(value) for at, one in _held(inner, name))
    elif inspect.isclass(value):
        yield from ((f".{key}{at}", one) for key, inner in vars(value).items() for at, one in _held(inner, ""))
    elif callable(value) and "re.Pattern" in str(getattr(value, "__annotations__", {}).get("return", "")):
        for given in _given(value, name):
            made = value(*given)
            yield from ((f"({', '.join(map(repr, given))}){at}", one) for at, one in _held(made, name))


def _given(function: Any, name: str) -> list[tuple[str, ...]]:
    """What to call a function with that makes patterns; nothing for one that only chooses among them."""
    if name in GIVEN:
        return [(given,) for given in GIVEN[name]]
    if inspect.signature(function).parameters:
        source = inspect.getsource(inspect.unwrap(function))
        assert "re.compile" not in source, f"{name} makes a pattern of what it is given: say in GIVEN of what"
        return []
    return [()]


def _calls(path: Path) -> Iterator[tuple[str, ast.Call]]:
    """(function, call) of every call of the module `re` in a file."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and ast.unparse(node.func.value) == "re":
            yield node.func.attr, node


def _inline(module: ModuleType, short: str) -> Iterator[tuple[str, re.Pattern[Any]]]:
    """The patterns that are written where they are used; what is filled in is "1" here."""
    for name, call in _calls(Path(str(module.__file__))):
        if name not in CALLS:
            continue
        text = call.args[0]
        if isinstance(text, ast.JoinedStr):
            text = ast.Constant(
                "".join(
                    str(getattr(part, "value", "")) if isinstance(part, ast.Constant) else "1" for part in text.values
                )
            )
        assert isinstance(text, ast.Constant), f"{short}, line {call.lineno}: a pattern this test cannot read"
        flags = [ast.unparse(node) for node in call.args[2:] if name in {"search", "match", "fullmatch"}]
        yield f"{short} r'{str(text.value)[:40]}'", re.compile(text.value, eval(flags[0], {"re": re}) if flags else 0)


def attacks(pattern: re.Pattern[Any]) -> list[tuple[str, str, str]]:
    """Strings that may hurt a pattern, made from its own parse: (beginning, what is repeated, end)."""
    source = pattern.pattern if isinstance(pattern.pattern, str) else pattern.pattern.decode("latin-1")
    tree = PARSER.parse(source, pattern.flags & ~re.UNICODE if isinstance(pattern.pattern, bytes) else pattern.flags)
    letters = "".join(dict.fromkeys([*_literals(tree), *USUAL]))
    whole = _shortest(tree, letters)
    found: dict[tuple[str, str], None] = {("", whole): None} if whole else {}
    for before, units in _repeats(tree, letters, "", 0):
        for unit in filter(None, (*units, "".join(units))):
            found.update({(before, unit): None, ("", before + unit): None, ("", unit + before): None})
        if before:
            found["", before] = None
    found.update((("", letter), None) for letter in USUAL)
    some = list(found)[:: 1 + len(found) // MANY]
    return [(head, unit, end) for head, unit in some for end in ("\0", "。")]


def _literals(tree: Any) -> Iterator[str]:
    for op, value in tree:
        if str(op) == "LITERAL":
            yield chr(value)
        elif str(op) == "IN":
            yield from (chr(inner) for kind, inner in value[:MOST] if str(kind) == "LITERAL")
        else:
            for inner in _inside(value):
                yield from _literals(inner)


def _inside(value: Any) -> list[Any]:
    """The patterns inside the argument of an operator."""
    if isinstance(value, PARSER.SubPattern):
        return [value]
    return [one for part in value for one in _inside(part)] if isinstance(value, tuple | list) else []


def _repeats(tree: Any, letters: str, before: str, depth: int) -> Iterator[tuple[str, list[str]]]:
    """(what leads to it, what it may repeat) of every repetition."""
    for op, value in tree:
        if "REPEAT" in str(op):
            yield before, _units(value[2], letters)
        if depth < DEEPEST and not str(op).startswith("ASSERT"):
            for inner in _inside(value):
                yield from _repeats(inner, letters, before, depth + 1)
        before += _shortest([(op, value)], letters)


def _units(tree: Any, letters: str) -> list[str]:
    """Several strings that one repetition takes."""
    if len(tree) == 1 and (str(tree[0][0]) in {"IN", "ANY", "NOT_LITERAL"}):
        return [letter for letter in letters if _takes(tree[0], letter)][:MOST]
    if len(tree) == 1 and str(tree[0][0]) == "BRANCH":
        return [_shortest(branch, letters) for branch in tree[0][1][1]][:MOST]
    return [_shortest(tree, letters)]


def _shortest(tree: Any, letters: str) -> str:
    """A short string that a pattern takes, look-arounds left aside."""
    return "".join(_one(str(op), value, letters, (op, value)) for op, value in tree)


def _one(op: str, value: Any, letters: str, item: Any) -> str:
    if op == "LITERAL":
        return chr(value)
    if op in {"IN", "ANY", "NOT_LITERAL"}:
        wanted = next((letter for letter in letters if _takes(item, letter)), None)
        return wanted or next(chr(code) for code in range(0x10000) if _takes(item, chr(code)))
    if op == "BRANCH":
        return _shortest(value[1][0], letters)
    if "REPEAT" in op:
        return _shortest(value[2], letters) * int(value[0])
    if op in {"SUBPATTERN", "ATOMIC_GROUP"}:
        return "".join(_shortest(inner, letters) for inner in _inside(value))
    return ""  # a position or a look-around takes no character


def _takes(item: Any, letter: str) -> bool:
    """Whether a class takes a character."""
    op, value = str(item[0]), item[1]
    if op == "ANY":
        return letter != "\n"
    if op in {"LITERAL", "NOT_LITERAL"}:
        return (chr(value) == letter) == (op == "LITERAL")
    if op == "RANGE":
        return bool(value[0] <= ord(letter) <= value[1])
    if op == "CATEGORY":
        kind = str(value).rpartition("_")[2]
        holds = {"DIGIT": letter.isdigit(), "SPACE": letter.isspace(), "WORD": letter.isalnum() or letter == "_"}[kind]
        return holds != ("NOT" in str(value))
    negated = str(value[0][0]) == "NEGATE"
    return any(_takes(inner, letter) for inner in value if str(inner[0]) != "NEGATE") != negated
