"""The launcher: exit codes, one-line errors with a next step, and nothing loaded that a verb does not need."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

import eva
from tests.architecture.source import ROOT


def run(*args: str, stdin: str = "", **environ: str) -> subprocess.CompletedProcess[str]:
    """The launcher in a process of its own."""
    command = [sys.executable, str(ROOT / "eva.py"), *args]
    variables = {"PATH": "/bin:/usr/bin", "LC_ALL": "C.UTF-8", "PYTHONPATH": str(ROOT), **environ}
    return subprocess.run(command, input=stdin, capture_output=True, text=True, env=variables, check=False)


@pytest.mark.parametrize(
    ("args", "code", "says"),
    [
        (["chta"], 2, "did you mean eva chat"),
        (["qqqqqq"], 2, "see eva help"),
        (["public"], 2, "opens later"),
        (["backtest", "breakout"], 2, "opens later"),
        (["desk", "enroll"], 1, "keyboard"),
        (["eval", "nothing"], 2, "no task 'nothing'"),
        (["ask"], 2, "eva ask --help"),
        (["ask", "-"], 2, "nothing was asked"),
        (["ask", "   "], 2, "nothing was asked"),
        (["ask", "/help", "--as", "ownr"], 2, "did you mean owner"),
        (["ask", "/help", "--as", "trader:a b"], 2, "odd id"),
        (["ask", "/help", "--lang", "de"], 2, "--lang fr"),
        (["ask", "/help", "--no-such-option"], 2, "--help"),
        (["audit", "nothing"], 2, "--help"),
    ],
)
def test_a_wrong_word_is_one_line_on_standard_error(
    args: list[str], code: int, says: str, capfd: pytest.CaptureFixture[str]
) -> None:
    assert eva.main(args) == code
    out, err = capfd.readouterr()
    assert out == ""
    assert says in err
    assert err.count("\n") == 1


@pytest.mark.parametrize("args", [[], ["help"], ["--help"]])
def test_help_names_every_verb(args: list[str], capfd: pytest.CaptureFixture[str]) -> None:
    assert eva.main(args) == 0
    out = capfd.readouterr().out
    assert all(f"eva {verb}" in out for verb in (*eva.TALK, *eva.CONSOLE, *eva.MEASURES))


def test_a_wrong_setting_is_refused_before_anything_starts(
    capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EVA_MODE", "papper")
    assert eva.main(["ask", "/status"]) == 2
    assert "did you mean paper" in capfd.readouterr().err


def test_a_damaged_store_names_the_file(
    capfd: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EVA_HOME", str(tmp_path))
    (tmp_path / "assistant.db").write_bytes(b"x" * 5000)
    assert eva.main(["ask", "/help"]) == 2
    err = capfd.readouterr().err
    assert "assistant.db" in err
    assert "move it away" in err


def test_a_bug_is_one_line_and_its_details_a_file(
    capfd: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EVA_HOME", str(tmp_path))

    def broken(args: list[str]) -> int:
        raise ZeroDivisionError("oops")

    monkeypatch.setattr(eva, "_dispatch", broken)
    assert eva.main(["help"]) == 1
    err = capfd.readouterr().err
    assert "this is a bug (ZeroDivisionError)" in err
    assert "Traceback" not in err
    (log,) = (tmp_path / "logs").iterdir()
    assert "oops" in log.read_text()


def test_answers_without_a_desk_are_given_without_one(tmp_path: Path) -> None:
    done = run("ask", "/aide", "--json", EVA_HOME=str(tmp_path), LANG="fr_FR.UTF-8", LC_ALL="fr_FR.UTF-8")
    document = json.loads(done.stdout)
    assert done.returncode == 0
    assert (document["lang"], document["route"], document["tool"]) == ("fr", "assistant", "show_help")
    assert not (tmp_path / "desk").exists()


def test_a_closed_pipe_ends_quietly(tmp_path: Path) -> None:
    command = f"{sys.executable} {ROOT / 'eva.py'} kernel schema | head -c 1"
    variables = {"PATH": "/bin:/usr/bin", "PYTHONPATH": str(ROOT), "EVA_HOME": str(tmp_path)}
    done = subprocess.run(["/bin/sh", "-c", command], capture_output=True, text=True, env=variables, check=False)
    assert (done.stdout, done.stderr) == ("{", "")


@pytest.mark.parametrize("verb", ["audit", "kernel", "halt", "desk"])
def test_the_console_loads_no_conversation(verb: str, tmp_path: Path) -> None:
    code = (
        "import sys, eva; eva.main([sys.argv[1], '--help']); "
        "sys.exit(any(m.split('.')[0] in ('bots', 'agents', 'evals', 'rich') for m in sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, verb],
        capture_output=True,
        text=True,
        env={"PATH": "/bin", "PYTHONPATH": str(ROOT), "EVA_HOME": str(tmp_path)},
        check=False,
    )
    assert done.returncode == 0, done.stderr


def test_the_kernel_answers_every_line_and_names_the_wrong_ones(tmp_path: Path) -> None:
    done = run("kernel", "judge", "--json", stdin='{}\nnot json\n\n{"a": 1}\n', EVA_HOME=str(tmp_path))
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert [list(answer) for answer in answers] == [["error"], ["error"], ["error"]]
    assert done.returncode == 2
