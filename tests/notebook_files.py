"""The stored notebooks: run again and stored, and what is wrong with one as it stands.

`python tests/notebook_files.py notebooks/*.ipynb` runs each from top to bottom in a fresh kernel and stores the
outputs in place. Left out, so that a diff shows what changed and nothing else: widget state and widget views (they
are alive only in a running kernel; their text form stays), clocks, and the Python version.
"""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path
from typing import Any

import nbformat
from nbclient import NotebookClient

WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"
KERNEL = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
DEFINITION = re.compile(r"^\s*(?:async\s+def|def|class)\s", re.MULTILINE)


def store(path: Path) -> None:
    """Run the notebook at `path` in its own folder and store what it shows; an error leaves the file as it was."""
    notebook = nbformat.read(path, as_version=4)
    client = NotebookClient(
        notebook, timeout=600, kernel_name="python3", resources={"metadata": {"path": str(path.parent)}},
        store_widget_state=False, record_timing=False,
    )  # fmt: skip
    os.environ["TQDM_DISABLE"] = "1"  # no bar, however slow the machine: the kernel takes the environment over
    client.execute()
    settle(notebook)
    nbformat.write(notebook, path)


def settle(notebook: Any) -> None:
    """Leave only what is the same after every run."""
    notebook.metadata = {"kernelspec": KERNEL, "language_info": {"name": "python"}}
    for cell in notebook.cells:
        cell.metadata = {key: value for key, value in cell.metadata.items() if key == "tags" and value}
        for output in cell.get("outputs", ()):
            output.get("data", {}).pop(WIDGET_VIEW, None)


def complaints(path: Path) -> list[str]:
    """What keeps the notebook at `path` from being compared cell by cell, or from staying a notebook of prose."""
    notebook = nbformat.read(path, as_version=4)
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    counts = [cell.execution_count for cell in code]
    found = []
    if counts != list(range(1, len(counts) + 1)):
        found.append(f"code cells are counted {counts}, not 1..{len(counts)}: run `make notebooks`")
    if "widgets" in notebook.metadata:
        found.append("widget state is stored: run `make notebooks`")
    for n, cell in enumerate(code, 1):
        if DEFINITION.search(cell.source):
            found.append(f"code cell {n} defines a function or a class: it belongs into the package")
        if any(output.output_type == "error" for output in cell.outputs):
            found.append(f"code cell {n} shows an error")
    return found


if __name__ == "__main__":
    for name in sys.argv[1:]:
        print(f"running {name}")
        store(Path(name))
