"""Cases as data: one JSON object a line in tests/cases/NAME.jsonl.

    {"label": "…", "lang": "id", "text": "…", "expected": …, "comment": "…", "expect": "pass"}

`expect` is "pass" or "fail"; a known failure is a strict xfail, so that the suite says when it has been mended. Keys
beyond these are the room's own.
"""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

CASES = Path(__file__).parent / "cases"
NEEDED = ("label", "lang", "text", "expected", "comment", "expect")


def load_cases(name: str) -> list[Any]:
    """The cases of tests/cases/NAME.jsonl as pytest parameters, each a dict, named by its label.

    Raises
    ------
    ValueError
        A line that is no JSON object, lacks a key, repeats a label or expects neither "pass" nor "fail"; the message
        names the file and the line.
    """
    path = CASES / f"{name}.jsonl"
    lines = [(n, line) for n, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1) if line.strip()]
    cases = [_read(f"{path.name}:{n}", line) for n, line in lines]
    twice = [label for label, n in Counter(case["label"] for case in cases).items() if n > 1]
    if twice:
        raise ValueError(f"{path.name}: labels given twice: {', '.join(twice)}")
    return [_parameter(case) for case in cases]


def _read(where: str, line: str) -> dict[str, Any]:
    try:
        case = json.loads(line)
    except ValueError as error:
        raise ValueError(f"{where}: not JSON: {error}") from error
    missing = [key for key in NEEDED if key not in case]
    if missing:
        raise ValueError(f"{where}: a case needs {', '.join(missing)}")
    if case["expect"] not in ("pass", "fail"):
        raise ValueError(f"{where}: expect is {case['expect']!r}, not 'pass' or 'fail'")
    return case


def _parameter(case: dict[str, Any]) -> Any:
    marks = [pytest.mark.xfail(strict=True, reason=case["comment"])] if case["expect"] == "fail" else []
    return pytest.param(case, id=case["label"], marks=marks)
