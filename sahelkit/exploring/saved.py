"""Selections kept by name in a JSON file that people can read, share and put under version control.

A Selection becomes plain values and comes back checked: a field that does not exist or a value of the wrong form is
refused with the file and the name it stands under, never dropped. The file is written whole or not at all. The box
saves, opens and deletes; what it opens it hands on, and it filters nothing itself.
"""

from __future__ import annotations

import json
import os
import re
import secrets
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import ipywidgets

from sahelkit.errors import BadValue, SahelkitError, SourceError, UnknownName
from sahelkit.exploring.filters import KeyGuard, choice, text_line
from sahelkit.selection import FIELDS, Selection, narrow
from sahelkit.showing.markup import attempted, told

SELECTIONS = "selections.json"
_HALVES = re.compile("[\ud800-\udfff]")


def to_plain(selection: Selection) -> dict[str, Any]:
    """Return a selection as values that JSON has; a field without a condition is left out.

    Examples
    --------
    >>> to_plain(Selection(actor="wagner", since="2022").narrow(Selection(actor="mali")))
    {'since': '2022', 'actor': ['mali'], 'also': [{'actor': ['wagner']}]}
    >>> to_plain(Selection(text="ribu", regex=True))
    {'text': ['ribu'], 'regex': True}
    """
    given = ((name, getattr(selection, name)) for name in FIELDS)
    plain: dict[str, Any] = {
        name: list(v) if isinstance(v, tuple) else v for name, v in given if v not in (None, False)
    }
    plain |= {"regex": True} if selection.regex else {}
    return plain | ({"also": [to_plain(part) for part in selection.also]} if selection.also else {})


def from_plain(plain: Mapping[str, Any]) -> Selection:
    """Return the selection that `to_plain` wrote; the values are checked as for any Selection.

    Raises
    ------
    UnknownName
        For a field or a code that does not exist.
    BadValue
        For a value of the wrong form.

    Examples
    --------
    >>> from_plain({"since": "2022", "actor": ["mali"], "also": [{"actor": "wagner"}]})
    corpus.filter(since="2022", actor="mali").filter(actor="wagner")
    >>> from_plain({"actors": ["mali"]})
    Traceback (most recent call last):
        ...
    sahelkit.errors.UnknownName: there is no field 'actors'; did you mean 'actor'?
    """
    also = plain.get("also", []) if isinstance(plain, Mapping) else []
    if not isinstance(also, list | tuple):
        raise BadValue(f"also takes a list of selections, not {also!r}", value=also)
    if any(isinstance(part, Mapping) and "also" in part for part in also):
        raise BadValue("what stands in also is a selection without an also of its own", value=also)
    return narrow(_part(plain), *(_part(part) for part in also))


def _part(plain: Any) -> Selection:
    if not isinstance(plain, Mapping):
        raise BadValue(f"a selection is written as fields and values in braces, not {plain!r}", value=plain)
    for name, value in plain.items():
        if name not in (*FIELDS, "regex", "also"):
            raise UnknownName("field", name, (*FIELDS, "regex", "also"))
        if isinstance(value, Mapping):
            raise BadValue(f"{name} takes a value or a list of values, not {value!r}", value=value)
    if not isinstance(plain.get("regex", False), bool):
        raise BadValue(f"regex takes true or false, not {plain['regex']!r}", value=plain["regex"])
    return Selection(**{name: value for name, value in plain.items() if name != "also"})


def read_selections(path: str | os.PathLike[str] = SELECTIONS) -> dict[str, Selection]:
    """Return the selections saved in the explorer, by name.

    Parameters
    ----------
    path : str or path
        The file they were saved in.

    Returns
    -------
    dict of str to Selection
        Sorted by name. Empty where there is no such file.

    Raises
    ------
    SourceError
        For a file that cannot be read, or that holds something else; names the file and the selection.

    Examples
    --------
    >>> read_selections("no such file.json")
    {}
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     _ = save_selection(Selection(actor="wagner", since="2022"), name="Wagner", path=f"{folder}/mine.json")
    ...     read_selections(f"{folder}/mine.json")["Wagner"]
    corpus.filter(since="2022", actor="wagner")
    """
    found = {}
    for name, plain in sorted(_read(Path(path)).items()):
        try:
            found[name] = from_plain(plain)
        except SahelkitError as error:
            message = f"{os.fspath(path)}: selection {name!r}: {error}"
            raise SourceError(message, path=os.fspath(path), kind="selection") from None
    return found


def save_selection(selection: Selection, *, name: str, path: str | os.PathLike[str] = SELECTIONS) -> Path:
    """Add a selection to a file under a name, or replace the one of that name; return the file's path.

    Parameters
    ----------
    selection : Selection
        What to keep.
    name : str
        Any name; blanks around it are taken off.
    path : str or path
        The file; it is made where there is none. Its folder must exist.

    Raises
    ------
    BadValue
        For an empty name.
    SourceError
        For a file that holds something else, which stays as it is, or that cannot be written.
    """
    if not name.strip():
        raise BadValue("a saved selection needs a name", value=name)
    return _write({**read_selections(path), name.strip(): selection}, Path(path))


def drop_selection(name: str, *, path: str | os.PathLike[str] = SELECTIONS) -> Path:
    """Take the selection of this name out of a file; return the file's path.

    Raises
    ------
    UnknownName
        When no selection is saved under the name.
    SourceError
        As `save_selection` does.
    """
    saved = read_selections(path)
    if name not in saved:
        raise UnknownName("saved selection", name, saved)
    return _write({key: value for key, value in saved.items() if key != name}, Path(path))


def _read(path: Path) -> dict[str, Any]:
    """Return what a file holds by name, each as plain values; no file holds nothing."""
    try:
        content = json.loads(path.read_bytes().decode("utf-8-sig"), object_pairs_hook=_once)
    except FileNotFoundError:
        return {}
    except json.JSONDecodeError as error:
        message = f"{path}: line {error.lineno}, column {error.colno} is no JSON: {error.msg}"
    except UnicodeDecodeError as error:
        message = f"{path}: byte {error.start} is not UTF-8; save the file as UTF-8 text"
    except (OSError, ValueError, RecursionError) as error:  # a name twice, a number too long, brackets too deep
        message = f"{path}: cannot be read: {getattr(error, 'strerror', None) or error}"
    else:
        if isinstance(content, dict):
            return content
        message = f"{path}: expected selections by name in braces, found {type(content).__name__}"
    raise SourceError(f"{message}; correct or move the file", path=str(path), kind="selection")


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Refuse a name that stands twice, of which JSON's reader would keep the last without a word."""
    if twice := [name for name, n in Counter(name for name, _ in pairs).items() if n > 1]:
        raise BadValue(f"{twice[0]!r} stands in it twice", value=twice[0])
    return dict(pairs)


def _write(selections: Mapping[str, Selection], path: Path) -> Path:
    plain = {name: to_plain(selections[name]) for name in sorted(selections)}
    text = json.dumps(plain, indent=2, ensure_ascii=False) + "\n"
    text = _HALVES.sub(lambda half: f"\\u{ord(half[0]):04x}", text)  # a lone surrogate has no UTF-8
    home = path.resolve()  # a link to a file elsewhere stays a link
    beside = home.with_name(f".{home.name}.{secrets.token_hex(4)}")
    try:
        beside.write_bytes(text.encode("utf-8"))
        os.replace(beside, home)
    except OSError as error:
        beside.unlink(missing_ok=True)
        raise SourceError(f"{path}: cannot be written: {error.strerror}", path=str(path), kind="selection") from None
    return path


class SavedBox(ipywidgets.VBox):  # type: ignore[misc]
    """The box as a widget: a list of what is saved, a name to save under, three buttons and a line that says more.

    Parameters
    ----------
    path : str or path
        The file of saved selections.
    current : callable
        Returns the Selection to save.
    open_ : callable
        Takes the Selection that was opened.
    """

    def __init__(
        self,
        path: str | os.PathLike[str],
        *,
        current: Callable[[], Selection],
        open_: Callable[[Selection], object],
    ) -> None:
        self.path, self._current, self._open = path, current, open_
        self.saved = choice("Saved", [], blank="choose one")
        self.name = text_line("Name", hint="for what you see now")
        self.save_button = _button("Save", "Keep the filters under this name", self._save, self._say)
        self.open_button = _button("Open", "Set the filters to the saved selection", self._opened, self._say)
        self.delete_button = _button("Delete", "Delete the saved selection", self._drop, self._say)
        self.note = ipywidgets.HTML()
        rows = ((self.name, self.save_button), (self.saved, self.open_button, self.delete_button))
        lines = [ipywidgets.HBox(row, layout={"flex_flow": "row wrap"}) for row in rows]
        super().__init__([KeyGuard(), *lines, self.note])
        self.add_class("skh-panel")
        self._say(self._listed)

    def _listed(self, chosen: str = "") -> str:
        """Offer what the file holds now: another notebook may have written it."""
        names = list(read_selections(self.path))
        self.saved.options = [("choose one", ""), *((name, name) for name in names)]
        self.saved.value = chosen if chosen in names else ""
        return ""

    def _save(self) -> str:
        name, known = self.name.value.strip(), read_selections(self.path)
        save_selection(self._current(), name=name, path=self.path)
        self._listed(name)
        self.name.value = ""
        return f"{'replaced' if name in known else 'saved'}: {name}, in {os.fspath(self.path)}"

    def _opened(self) -> str:
        name = self._chosen()
        saved = read_selections(self.path)
        if name not in saved:
            self._listed()
            raise UnknownName("saved selection", name, saved)
        self._open(saved[name])
        return f"opened: {name}"

    def _drop(self) -> str:
        name = self._chosen()
        drop_selection(name, path=self.path)
        self._listed()
        return f"deleted: {name}"

    def _chosen(self) -> str:
        if not self.saved.value:
            raise BadValue("choose a saved selection first", value="")
        return str(self.saved.value)

    def _say(self, act: Callable[[], str]) -> None:
        self.note.value = attempted(lambda: told(act()))


def _button(label: str, hint: str, act: Callable[[], str], say: Callable[[Callable[[], str]], None]) -> Any:
    button = ipywidgets.Button(description=label, tooltip=hint, layout={"width": "auto"})
    button.on_click(lambda _: say(act))
    return button
