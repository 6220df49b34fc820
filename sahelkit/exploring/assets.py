"""The explorer's own JavaScript and CSS, read from the folders beside this file and joined by name.

The files in js/ are fragments without import or export, joined in the order given into one module that a widget
carries with it: nothing is asked of a network, and nothing is built.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files


def script(*names: str) -> str:
    """Return js/NAME.js for each name, joined in this order.

    Raises
    ------
    FileNotFoundError
        For a name without a file. No names give an empty text.

    Examples
    --------
    >>> "function h(tag" in script("dom", "picker"), script()
    (True, '')
    """
    return "\n".join(_read("js", f"{name}.js") for name in names)


def style(*names: str) -> str:
    """Return css/NAME.css for each name, joined in this order; errors and no names as for `script`.

    Examples
    --------
    >>> ".skx-picker" in style("picker")
    True
    """
    return "\n".join(_read("css", f"{name}.css") for name in names)


@cache
def _read(folder: str, name: str) -> str:
    return files("sahelkit.exploring").joinpath(folder, name).read_text(encoding="utf-8")
