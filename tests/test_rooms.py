"""Text walks one way through the rooms: a room imports only from rooms before it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

PACKAGE = Path(__file__).resolve().parent.parent / "sahelkit"

# In walking order. Corpus stands on files of its own: what a condition may say, the filter as a value, the numbers of
# the columns, which rows it takes, the tables that it asks, the way back from a row to its sentence, and why the row is
# there.
ROOMS = (
    "errors", "progress", "collector", "arrays", "columns", "lexicons", "reading", "finding", "coding", "parts",
    "damage", "engines", "conditions", "selection", "keys", "matching", "tables", "lazy", "evidence", "reasons",
    "corpus", "linking", "studying", "showing", "exploring", "exports", "cli",
)  # fmt: skip
FACE = ("__init__", "__main__")  # the public face and its door stand outside the street

# (file, where in it, the later room): one-line doors that import their room inside the method, and their types.
EXCEPTIONS = {
    ("corpus/corpus.py", "Corpus.article", "showing"),
    ("corpus/corpus.py", "TYPE_CHECKING", "showing"),
    ("corpus/corpus.py", "Corpus.accounts", "studying"),
    ("corpus/corpus.py", "Corpus.export", "exports"),
    ("corpus/corpus.py", "Corpus.cite", "exports"),
}


class Import(NamedTuple):
    """One import of the package's own: the file, the class and function around it, the room it names."""

    file: str
    scope: str
    room: str


def names_of_face() -> dict[str, str]:
    """Each public name and the room it lives in, from the stub."""
    stub = ast.parse((PACKAGE / "__init__.pyi").read_text(encoding="utf-8"))
    found = [node for node in stub.body if isinstance(node, ast.ImportFrom)]
    return {alias.name: str(node.module).split(".")[0] for node in found for alias in node.names}


def imports(path: Path) -> Iterator[Import]:
    """Every import of the package's own rooms in the file at `path`."""
    file = path.relative_to(PACKAGE).as_posix()
    yield from _walk(ast.parse(path.read_text(encoding="utf-8")), file, "")


def _walk(node: ast.AST, file: str, scope: str) -> Iterator[Import]:
    for child in ast.iter_child_nodes(node):
        inside = scope
        if isinstance(child, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            inside = f"{scope}.{child.name}".lstrip(".")
        elif isinstance(child, ast.If) and "TYPE_CHECKING" in ast.unparse(child.test):
            inside = "TYPE_CHECKING"
        elif isinstance(child, ast.Import | ast.ImportFrom):
            yield from (Import(file, scope, room) for room in _named(child, file))
        yield from _walk(child, file, inside)


def _named(node: ast.Import | ast.ImportFrom, file: str) -> list[str]:
    if isinstance(node, ast.Import):
        modules = [alias.name for alias in node.names]
    elif node.level:
        package = ["sahelkit", *file.split("/")[:-1]]
        base = ".".join(package[: len(package) - node.level + 1] + ([node.module] if node.module else []))
        modules = [f"{base}.{alias.name}" for alias in node.names]
    else:
        modules = [f"{node.module}.{alias.name}" for alias in node.names]
    return [_room(module) for module in modules if module.split(".")[0] == "sahelkit"]


def _room(module: str) -> str:
    name = module.split(".")[1] if "." in module else "__init__"
    return name if name in ROOMS else names_of_face().get(name, "__init__")


FILES = sorted(path for path in PACKAGE.rglob("*.py") if path.stem not in FACE or path.parent != PACKAGE)


def room_of(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_a_room_imports_only_from_rooms_before_it(path: Path) -> None:
    here = room_of(path)
    assert here in ROOMS, f"{here} is no room: give it its place in ROOMS, or its content a room"
    # The whole face, `import sahelkit`, is for what shows a corpus to people, and for the command line.
    before = {
        *ROOMS[: ROOMS.index(here) + 1],
        *(("__init__",) if here in ("showing", "exploring", "exports", "cli") else ()),
    }
    astray = [found for found in imports(path) if found.room not in before and tuple(found) not in EXCEPTIONS]
    assert not astray


def test_every_folder_is_a_package() -> None:
    assert {path.parent for path in FILES if not (path.parent / "__init__.py").exists()} == set()


def test_an_import_is_found_wherever_it_stands() -> None:
    source = "class Corpus:\n def article(self):\n  from sahelkit.showing.highlight import Article\n"
    source += "import sahelkit as sk\nfrom sahelkit import columns, load\nfrom .reading import zones\nimport pandas\n"
    found = [(i.scope, i.room) for i in _walk(ast.parse(source), "corpus.py", "")]
    assert found == [
        ("Corpus.article", "showing"), ("", "__init__"), ("", "columns"), ("", "corpus"), ("", "reading"),
    ]  # fmt: skip


@pytest.mark.parametrize("path", sorted(PACKAGE.rglob("*.py")), ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_files_and_functions_stay_small(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count("\n") <= 300, "past 300 lines a room is split by idea"
    functions = [n for n in ast.walk(ast.parse(text)) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef)]
    assert {f.name: _lines(f) for f in functions if _lines(f) > 40} == {}


def _lines(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    docstring = ast.get_docstring(function, clean=False)
    whole = (function.end_lineno or function.lineno) - function.lineno + 1
    return whole - (docstring.count("\n") + 1 if docstring is not None else 0)
