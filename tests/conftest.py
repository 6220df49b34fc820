"""What every test file may ask for: the repository's folders, and the study in data/, coded once."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import runs
from browser_here import left_out
from hypothesis import settings

if TYPE_CHECKING:
    import sahelkit as sk

ROOT = Path(__file__).resolve().parent.parent

# Kernels that nbval starts must not meet a user's own start-up files and matplotlib settings.
_OWN = tempfile.TemporaryDirectory(prefix="sahelkit-tests-")
os.environ["IPYTHONDIR"] = _OWN.name
os.environ["MPLCONFIGDIR"] = _OWN.name
os.environ.pop("MPLBACKEND", None)
os.environ["TQDM_DISABLE"] = "1"  # on a slow machine a cell takes longer than a bar waits, and its output differs


# No deadline: a loaded machine is slow, not wrong. In CI the same examples every time: a failure is then the change's.
settings.register_profile("sahelkit", deadline=None, derandomize="CI" in os.environ)
settings.load_profile("sahelkit")


@pytest.fixture(scope="session")
def root() -> Path:
    """The checkout."""
    return ROOT


@pytest.fixture(scope="session")
def data() -> Path:
    """The study folder that the repository carries."""
    return ROOT / "data"


@pytest.fixture(scope="session")
def corpus(data: Path) -> sk.Corpus:
    """The two articles, coded."""
    import sahelkit as sk

    return sk.load(data)


@pytest.fixture(scope="session")
def made_study(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A study of made articles that runs of the command line code."""
    return runs.make_study(tmp_path_factory.mktemp("runs") / "study")


@pytest.fixture(scope="session")
def unbroken(made_study: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, tuple[int, str, str]]:
    """The made study coded on one core, without interruption: where, and what the run said."""
    out = tmp_path_factory.mktemp("unbroken") / "coded"
    return out, runs.code(made_study, out)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say when the browser tests were left out, and what brings them in."""
    if reason := left_out():
        terminalreporter.write_line(reason)
