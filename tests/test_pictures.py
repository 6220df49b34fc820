"""The README's pictures are the charts that the notebooks made."""

import re

from pictures import EXPLORER, FOLDER, ROOT, stored_pictures


def test_each_picture_is_the_one_its_notebook_stores():
    stored = stored_pictures()
    assert {"mentions", "comentions", "figures", "events"} <= set(stored)
    on_disk = {path.stem: path.read_bytes() for path in FOLDER.glob("*.png") if not path.name.startswith(EXPLORER)}
    assert sorted(on_disk) == sorted(stored), "run: python tests/pictures.py"
    assert [name for name in stored if stored[name] != on_disk[name]] == [], "run: python tests/pictures.py"


def test_the_readme_shows_every_picture_and_no_other():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    shown = set(re.findall(r"docs/pictures/([\w-]+\.png)", readme))
    on_disk = {path.name for path in FOLDER.glob("*.png")}
    assert shown <= on_disk
    assert {name for name in on_disk - shown if name.startswith(EXPLORER)} == set()
