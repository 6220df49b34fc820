"""The command line: exit statuses, and what is printed where, word for word."""

import shutil
import subprocess
import sys

import pytest

import sahelkit as sk
from sahelkit import __version__

ARTICLE = "Prancis menarik 400 tentara dari Niger.\nBaca juga: Harga Emas Naik\n"


@pytest.fixture(scope="module")
def run(root):
    def run_here(*arguments, cwd=root):
        command = [sys.executable, "-m", "sahelkit", *map(str, arguments)]
        done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, encoding="utf-8", check=False)
        return done.returncode, done.stdout, done.stderr

    return run_here


def make_study(folder, *, rows="a,,,2022-03-08,id,\n", actors=""):
    (folder / "articles").mkdir()
    (folder / "articles" / "a.txt").write_text(ARTICLE, encoding="utf-8")
    (folder / "articles.csv").write_text("article_id,title,publisher,published,language,url\n" + rows, encoding="utf-8")
    if actors:
        header = "actor_id,form,language,kind,actor_type,country,sector,valid_from,valid_to,citation,note\n"
        (folder / "actors.csv").write_text(header + actors, encoding="utf-8")
    return folder


def test_the_version_is_the_packages(run):
    assert run("--version") == (0, f"sahelkit {__version__}\n", "")


def test_a_command_that_does_not_exist_is_wrong_usage(run):
    status, out, err = run("chek")
    assert (status, out) == (2, "") and "invalid choice: 'chek'" in err


def test_check_counts_a_sound_study(run, tmp_path):
    study = make_study(tmp_path)
    counts = "1 articles, 2 sentences, 2 mentions, 1 figures, 0 dates, 0 quotes, 1 events"
    assert run("check", study) == (0, f"{study}: {counts}\nproblems: none\n", "")


def test_check_finds_the_study_of_the_repository_sound(run):
    status, out, err = run("check", "data")
    assert (status, err) == (0, "") and out.startswith("data: 2 articles,") and out.endswith("problems: none\n")


def test_check_lists_problems_and_goes_on(run, tmp_path):
    study = make_study(tmp_path, rows="a,,,2022-03-08,id,\nb,,,2022-03-09,id,\n")
    status, out, err = run("check", study)
    assert (status, err) == (1, "")
    first, number, problem = out.splitlines()
    assert first.startswith(f"{study}: 1 articles,") and number == "problems: 1"
    assert problem.startswith("- articles.csv, row 2")


def test_check_names_a_bad_row_of_the_actors(run, tmp_path):
    study = make_study(tmp_path, actors="goitta,Jenderal G,id,form,,,,,,,\n")
    hint = "there is no actor 'goitta'; did you mean 'goita'?; a new actor needs a row of kind name"
    expected = (
        f"{study}: 1 articles read, none coded\nproblems: 1\n- {study / 'actors.csv'}, row 1, column actor_id: {hint}\n"
    )
    assert run("check", study) == (1, expected, "")


def test_check_of_nothing_is_refused_in_one_sentence(run):
    expected = "sahelkit: no-such-folder: there is no such file or folder; check the path\n"
    assert run("check", "no-such-folder") == (1, "", expected)


SHOWN = """\
a · 2022-03-08 · id

Prancis menarik 400 tentara dari Niger.
  mentions    Prancis = actor_id france, use actor
  mentions    Niger = actor_id niger, use place
  figures     400 = value_low 400, value_high 400, hedge exact, kind troops, actor_id france, status reported
  events      menarik = event_type RETREAT, mode withdraw, source_id france, target_id niger, status reported

[also_read] Baca juga: Harga Emas Naik
"""


def test_show_prints_each_sentence_with_what_is_found_in_it(run, tmp_path):
    study = make_study(tmp_path)
    assert run("show", "a", "--data", study) == (0, SHOWN, "")


def test_show_reads_a_text_file_too(run, tmp_path):
    study = make_study(tmp_path)
    shutil.copy(study / "articles" / "a.txt", tmp_path / "a.txt")
    assert run("show", "a.txt", "--language", "id", "--published", "2022-03-08", cwd=tmp_path) == (0, SHOWN, "")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["b"], "there is no article 'b'; there are: a"),
        (["b.txt"], "there is no file b.txt; check the path"),
        (
            ["a", "--language", "id"],
            "--language and --published describe a .txt file; a study's catalog says them itself",
        ),
    ],
)
def test_show_says_what_it_cannot_show(run, tmp_path, arguments, message):
    make_study(tmp_path)
    expected = (1, "", f"sahelkit: {message}\n")
    assert run("show", *arguments, "--data", tmp_path, cwd=tmp_path) == expected


def make_table(folder):
    lines = ["id,isi,tanggal,language", "a,Prancis menarik 400 tentara dari Niger.,2022-03-08,id", "b,,2022-03-09,id"]
    lines += ["c,Prancis menarik 400 tentara dari Niger.,2022-03-09,id"]
    (folder / "news.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder / "news.csv"


def test_code_reads_the_columns_it_is_told_and_lists_what_is_wrong(run, tmp_path):
    table, out = make_table(tmp_path), tmp_path / "coded"
    status, said, errors = run("code", table, "--out", out, "--columns", "text=isi,published=tanggal")
    assert (status, errors) == (0, "")
    first, counted, problem = said.splitlines()
    assert first == f"{out}: 2 articles in 1 part" and counted == "problems: 1 (empty 1)"
    assert problem.startswith("- news.csv, row 2: ")
    corpus = sk.open(out)
    assert corpus.articles["published"].dt.strftime("%F").to_list() == ["2022-03-08", "2022-03-09"]
    assert corpus.figures["value"].to_list() == [400, 400]


def test_code_goes_on_with_a_folder_and_refuses_another_way(run, tmp_path):
    table, out = make_table(tmp_path), tmp_path / "coded"
    columns = ["--columns", "text=isi,published=tanggal"]
    run("code", table, "--out", out, *columns)
    assert run("code", table, "--out", out, *columns)[1].startswith(
        f"{out}: 2 articles in 1 part, 1 of them there before"
    )
    asked = '{"published": "tanggal", "text": "isi"}'
    message = f"{out} was begun with columns {asked} (now not given); give another folder, or remove this one"
    assert run("code", table, "--out", out) == (1, "", f"sahelkit: {message}\n")


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--columns", "isi"], "--columns takes FIELD=COLUMN, comma-separated, and 'isi' is none"),
        (["--workers", "0"], "workers is 0; at least one is needed"),
        (["--articles-per-part", "0"], "a part holds at least one article, and 0 were asked for"),
        (["--lexicons", "nowhere"], "lexicons takes a folder, and there is none at 'nowhere'"),
    ],
)
def test_code_refuses_what_it_cannot_do(run, tmp_path, options, message):
    assert run("code", make_table(tmp_path), "--out", tmp_path / "coded", *options) == (1, "", f"sahelkit: {message}\n")
    assert not (tmp_path / "coded").exists()


@pytest.mark.parametrize("out", ["", "sub"])
def test_code_does_not_read_what_it_writes(run, tmp_path, out):
    table = make_table(tmp_path)
    status, said, errors = run("code", tmp_path, "--out", tmp_path / out)
    assert (status, said) == (1, "") and errors.count("\n") == 1
    assert errors.startswith(f"sahelkit: --out {tmp_path / out} lies inside {tmp_path}, whose files are read; give ")
    assert list(tmp_path.iterdir()) == [table]


def test_code_takes_the_lexicons_of_a_study(run, tmp_path):
    study = make_study(tmp_path, actors="prancis_baru,Prancis,id,name,state,FRA,,,,,\n")
    assert run("code", study, "--out", tmp_path / "coded")[0] == 0
    assert "prancis_baru" in sk.open(tmp_path / "coded").mentions["actor_id"].to_list()


def test_link_counts_copies(run, tmp_path):
    table, out = make_table(tmp_path), tmp_path / "coded"
    text = " ".join(
        ["Prancis menarik 400 tentara dari Niger."] * 4 + ["Pasukan itu pulang lewat Benin pada bulan Maret."] * 4
    )
    table.write_text(f"id,text,language\na,{text},id\nb,{text},id\nc,Mali menolak.,id\n", encoding="utf-8")
    run("code", table, "--out", out)
    assert run("link", out) == (0, f"{out}: 3 articles linked, 1 of them copies\n", "")
    nowhere = (
        f"{tmp_path / 'nowhere'} is no coded corpus: it has no corpus.json; sahelkit code --out or corpus.save make one"
    )
    assert run("link", tmp_path / "nowhere") == (1, "", f"sahelkit: {nowhere}\n")
