"""The pictures in docs/pictures: the charts as the notebooks store them, taken out of the notebooks.

A code cell tagged `picture-NAME` gives docs/pictures/NAME.png. `python tests/pictures.py` writes them all; run it after
`make notebooks`. test_pictures holds the two together. Pictures of the explorer are taken in a browser instead
(tests/browser/test_explorer_looks.py); their names begin with `EXPLORER`.
"""

from __future__ import annotations

import base64
from pathlib import Path

import nbformat

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "docs" / "pictures"
TAG = "picture-"
EXPLORER = "explorer-"


def stored_pictures(notebooks: Path = ROOT / "notebooks") -> dict[str, bytes]:
    """Every tagged cell's picture, by name."""
    found = {}
    for path in sorted(notebooks.glob("*.ipynb")):
        for cell in nbformat.read(path, as_version=4).cells:
            for tag in cell.metadata.get("tags", ()):
                if tag.startswith(TAG):
                    [picture] = [o.data["image/png"] for o in cell.outputs if "image/png" in o.get("data", {})]
                    found[tag.removeprefix(TAG)] = base64.b64decode(picture)
    return found


if __name__ == "__main__":
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, picture in stored_pictures().items():
        (FOLDER / f"{name}.png").write_bytes(picture)
        print(f"wrote docs/pictures/{name}.png")
