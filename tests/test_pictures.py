"""The README's pictures are the charts that the notebooks made."""

from pictures import FOLDER, stored_pictures


def test_each_picture_is_the_one_its_notebook_stores():
    stored = stored_pictures()
    assert {"mentions", "comentions", "figures", "events"} <= set(stored)
    on_disk = {path.stem: path.read_bytes() for path in FOLDER.glob("*.png")}
    assert sorted(on_disk) == sorted(stored), "run: python tests/pictures.py"
    assert [name for name in stored if stored[name] != on_disk[name]] == [], "run: python tests/pictures.py"
