"""The set-up holds together: what is declared, pinned, packed and stored, and what an import costs."""

from __future__ import annotations

import csv
import importlib
import re
import statistics
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
from browser_here import left_out
from case_files import CASES, load_cases
from notebook_files import complaints
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

import sahelkit

ROOT = Path(__file__).resolve().parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def name_of(requirement: str) -> str:
    return canonicalize_name(Requirement(requirement).name)


LOCKS = ("requirements.lock", "benchmarks/requirements.lock")


def lock_lines(*locks: str) -> list[str]:
    lines = [line for lock in locks for line in (ROOT / lock).read_text(encoding="utf-8").splitlines()]
    return [line for line in lines if line and not line.startswith("#")]


def environment_lines() -> list[str]:
    text = (ROOT / "environment.yml").read_text(encoding="utf-8")
    return re.findall(r"^ +- (.+?:?)$", text, re.MULTILINE)


@pytest.mark.parametrize(("locks", "extras"), [(LOCKS[:1], ("test", "dev")), (LOCKS, ("bench",))])
def test_the_lock_pins_every_dependency_within_its_bounds(locks: tuple[str, ...], extras: tuple[str, ...]) -> None:
    pinned: dict[str, list[str]] = {}  # several versions where they differ by Python version
    for line in lock_lines(*locks):
        pinned.setdefault(name_of(line), []).append(next(iter(Requirement(line).specifier)).version)
    named = [each for extra in extras for each in PROJECT["optional-dependencies"][extra]]
    asked = [Requirement(each) for each in PROJECT["dependencies"] + named if name_of(each) != "sahelkit"]
    assert [str(each) for each in asked if canonicalize_name(each.name) not in pinned] == []
    assert [
        str(each) for each in asked if list(each.specifier.filter(pinned[canonicalize_name(each.name)])) == []
    ] == []


def test_the_lock_holds_versions_and_no_addresses() -> None:
    pin = re.compile(r"[a-z0-9-]+==[0-9][A-Za-z0-9.+!]*( ; .+)?")
    assert [line for line in lock_lines(*LOCKS) if not pin.fullmatch(line)] == []
    assert re.findall(r"://|@|--|file:|/", "\n".join(lock_lines(*LOCKS))) == []
    assert set(lock_lines(LOCKS[0])) & set(lock_lines(LOCKS[1])) == set()  # the second adds to the first


def test_the_environment_names_what_conda_forge_brings_and_leaves_the_rest_to_pip() -> None:
    lines = environment_lines()
    assert lines[0] == "conda-forge"
    assert lines[1] == f"python{PROJECT['requires-python']}"
    assert lines[2] == "pip"
    named = ["jupyterlab", "pandas", "matplotlib", "ipywidgets", "nbval", "voila"]
    assert [name_of(line) for line in lines[3:9]] == named
    assert set(lines[3:9]) <= set(PROJECT["dependencies"])
    assert lines[9:] == ["pip:", "-e ."]  # the package brings its other dependencies with it


def test_every_dependency_has_its_reason() -> None:
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    bare = [name for name in PROJECT["dependencies"] if not re.search(rf'^    "{re.escape(name)}", +# \S', text, re.M)]
    assert bare == []


def test_one_version_everywhere() -> None:
    citation = (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    assert PROJECT["version"] == sahelkit.__version__
    assert f"version: {PROJECT['version']}\n" in citation
    assert f"## {PROJECT['version']}" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", [name for name in dir(sahelkit) if not name.startswith("_")])
def test_every_public_name_is_there(name: str) -> None:
    assert callable(getattr(sahelkit, name))


def test_importing_brings_in_nothing_heavy() -> None:
    heavy = {"pandas", "numpy", "pyarrow", "matplotlib", "ipywidgets", "babel", "ftfy", "IPython"}
    loaded = run("import sys, sahelkit; print(*sys.modules)").split()
    assert heavy & set(loaded) == set()


def test_importing_costs_little_over_pandas_alone() -> None:
    code = "import time, pandas; t = time.process_time(); import sahelkit; print(time.process_time() - t)"
    cost = statistics.median(float(run(code)) for _ in range(5))
    assert cost < 3 * 0.4, "over three times the 0.4 s of processor time that an import may cost"


def run(code: str) -> str:
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    return done.stdout


@pytest.mark.parametrize("command", [["-m", "sahelkit"], ["-c", "import sahelkit.cli as c, sys; sys.exit(c.main())"]])
def test_the_command_line_says_its_version(command: list[str]) -> None:
    done = subprocess.run([sys.executable, *command, "--version"], capture_output=True, text=True, cwd=ROOT)
    assert (done.returncode, done.stdout) == (0, f"sahelkit {sahelkit.__version__}\n")


def test_the_lab_opens_the_notebook_on_this_machine_only(monkeypatch: pytest.MonkeyPatch) -> None:
    cli = importlib.import_module("sahelkit.cli")
    monkeypatch.chdir(ROOT)
    options = cli.lab_options(ROOT / "notebooks" / "00-start-here.ipynb")
    assert options[:3] == [
        f"--ServerApp.root_dir={ROOT}",
        "--LabApp.default_url=/lab/tree/notebooks/00-start-here.ipynb",
        "--ServerApp.ip=127.0.0.1",
    ]
    assert not [option for option in options if "token" in option]  # JupyterLab's own: new at every start, and shown


def test_the_lab_refuses_a_notebook_that_is_not_there(capsys: pytest.CaptureFixture[str]) -> None:
    cli = importlib.import_module("sahelkit.cli")
    assert cli.main(["lab", "missing.ipynb"]) == 1
    said = "sahelkit: there is no missing.ipynb to open; give a notebook or a folder that exists\n"
    assert capsys.readouterr().err == said


def test_the_app_shows_the_notebook_on_this_machine_only_behind_a_token_and_without_its_code() -> None:
    cli = importlib.import_module("sahelkit.cli")
    options = cli.app_options(ROOT / "notebooks" / "05-explorer.ipynb", theme="dark")
    server = options["Voila"]
    assert (server["ip"], server["auto_token"], server["config_file_paths"]) == ("127.0.0.1", True, [])
    assert server["notebook_path"] == str(ROOT / "notebooks" / "05-explorer.ipynb")
    assert server["tornado_settings"]["headers"]["Content-Security-Policy"].startswith("default-src 'self' ")
    page = options["VoilaConfiguration"]
    assert (page["theme"], page["file_allowlist"]) == ("dark", [])
    assert not page.get("show_tracebacks") and page.get("strip_sources", True)  # Voilà's own defaults


@pytest.mark.parametrize("name", ["missing.ipynb", "notebooks"])
def test_the_app_refuses_what_is_no_notebook(
    name: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(ROOT)
    cli = importlib.import_module("sahelkit.cli")
    assert cli.main(["app", name]) == 1
    assert capsys.readouterr().err == f"sahelkit: there is no notebook {name} to show; give one that exists\n"


def test_the_study_carries_its_articles_and_what_readers_found() -> None:
    catalog = rows("articles.csv")
    assert [row["article_id"] for row in catalog] == [path.stem for path in sorted((ROOT / "data/articles").iterdir())]
    for name in ("dates", "events", "figures", "mentions", "quotes"):
        for row in rows(f"gold/{name}.csv"):
            with open(ROOT / "data/articles" / f"{row['article_id']}.txt", encoding="utf-8", newline="") as file:
                assert file.read()[int(row["start"]) : int(row["end"])] == row["text"]


def rows(name: str) -> list[dict[str, str]]:
    with open(ROOT / "data" / name, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_notebooks_are_stored_so_that_they_can_be_compared() -> None:
    notebooks = sorted((ROOT / "notebooks").glob("*.ipynb"))
    assert {path.name: complaints(path) for path in notebooks if complaints(path)} == {}


def test_cases_are_well_formed() -> None:
    assert [path.name for path in CASES.glob("*.jsonl") if not load_cases(path.stem)] == []


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("{", "broken.jsonl:2: not JSON: "),
        ('{"label": "x"}', "broken.jsonl:2: a case needs lang, text, expected, comment, expect"),
        (
            '{"label": "x", "lang": "id", "text": "", "expected": 1, "comment": "", "expect": "maybe"}',
            "broken.jsonl:2: expect is 'maybe', not 'pass' or 'fail'",
        ),
    ],
)
def test_a_broken_case_is_named(line: str, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "broken.jsonl").write_text(f"\n{line}\n", encoding="utf-8")
    monkeypatch.setattr("case_files.CASES", tmp_path)
    with pytest.raises(ValueError, match=re.escape(said)):
        load_cases("broken")


def test_a_known_failure_must_go_on_failing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    case = '{"label": "x", "lang": "id", "text": "", "expected": 1, "comment": "why", "expect": "fail"}'
    (tmp_path / "known.jsonl").write_text(case, encoding="utf-8")
    monkeypatch.setattr("case_files.CASES", tmp_path)
    parameter: Any = load_cases("known")[0]
    assert [(mark.name, mark.kwargs) for mark in parameter.marks] == [("xfail", {"strict": True, "reason": "why"})]


def test_without_a_browser_its_tests_are_left_out_and_it_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("browser_here.NAMES", ("no-such-browser",))
    monkeypatch.delenv("SAHELKIT_BROWSER_TESTS", raising=False)
    assert left_out() == (
        "The browser tests were left out: there is no Chromium here (Debian: sudo apt-get install chromium)."
    )
    monkeypatch.setenv("SAHELKIT_BROWSER_TESTS", "required")
    assert left_out() is None
