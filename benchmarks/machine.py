"""What a measurement was made on, in one line."""

from __future__ import annotations

import contextlib
import importlib.metadata
import os
import platform
import re
from collections.abc import Iterable
from pathlib import Path


def machine(versions: Iterable[str], *others: str) -> str:
    """Cores, memory, system and Python, `others` as they are, and the versions of the packages named."""
    named = re.search(r"model name\s*: (.+)", _read("/proc/cpuinfo"))
    memory = re.search(r"MemTotal:\s*(\d+)", _read("/proc/meminfo"))
    parts = [
        f"{os.cpu_count()} cores" + (f" ({named[1]})" if named else ""),
        f"{int(memory[1]) / 2**20:.0f} GB of memory" if memory else "",
        f"{platform.system()} {platform.machine()}",
        f"Python {platform.python_version()}",
        *others,
        *(f"{name} {importlib.metadata.version(name)}" for name in versions),
    ]
    return "Measured on: " + ", ".join(part for part in parts if part) + "."


def _read(path: str) -> str:
    with contextlib.suppress(OSError):
        return Path(path).read_text()
    return ""
