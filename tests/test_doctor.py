"""The doctor says what is there and how to get what is not, and survives every patient."""

from __future__ import annotations

import json
import shutil

import pytest

from edition import doctor


def text_font() -> doctor.Part:
    return next(part for part in doctor._fonts() if part.name == "font: text")


def test_every_part_says_what_it_is_for_and_how_to_get_it(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("PATH", "")
    for part in doctor.examine():
        assert part.purpose
        assert part.state == "ok" or part.remedy


def test_what_the_tests_stand_on_is_there():
    assert [part.state for part in doctor.examine()[:4]] == ["ok"] * 4


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("import nothing_of_that_name", "No module named 'nothing_of_that_name'"),
        ("import faulthandler, os; faulthandler.disable(); os.kill(os.getpid(), 11)", "signal 11"),
        ("import time; time.sleep(30)", "did not finish"),
        ("print('unexpected')", ""),
    ],
)
def test_a_library_that_is_missing_crashes_or_hangs_is_a_line_and_an_exit_code(monkeypatch: pytest.MonkeyPatch, capsys, code: str, said: str):
    monkeypatch.setattr(doctor, "ENGINE", code)
    monkeypatch.setattr(doctor, "SECONDS", 2)
    assert doctor.main() == 69
    line = next(line for line in capsys.readouterr().out.splitlines() if "Pango" in line)
    assert line.startswith("missing")
    assert said in line


def test_an_old_pango_is_named_and_counts_as_missing(monkeypatch: pytest.MonkeyPatch, capsys):
    monkeypatch.setattr(doctor, "ENGINE", "print('70.0'); print(14806)")
    assert doctor.main() == 69
    assert "70.0, 1.48.6" in capsys.readouterr().out


def test_outside_judges_are_wished_for_and_not_needed(monkeypatch: pytest.MonkeyPatch, capsys):
    monkeypatch.setattr(shutil, "which", lambda name: None)
    monkeypatch.setattr(doctor, "_engine", lambda: doctor.Part("WeasyPrint, Pango", "ok", "", "the PDF is set with it"))
    assert doctor.main() == 0
    assert "absent   jing" in capsys.readouterr().out


def test_what_is_lost_without_the_extra_for_sorting_is_said_and_it_is_not_needed(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(doctor, "ICU", "import nothing_of_that_name")
    part = doctor._icu()
    assert (part.state, part.needed, part.found) == ("missing", False, "")
    assert "collation" in part.purpose
    assert "[icu]" in part.remedy
    monkeypatch.setattr(doctor, "ICU", "print('2.14', '72.1')")
    assert (doctor._icu().state, doctor._icu().found) == ("ok", "2.14, ICU 72.1")
    assert "PyICU" in [part.name for part in doctor.examine()]


def test_fonts_are_those_of_the_house_style_and_the_first_that_is_there_is_named(monkeypatch: pytest.MonkeyPatch):
    text = doctor.stacks()["text"]
    monkeypatch.setattr(doctor, "_families", lambda: frozenset({text[-1].lower()}))
    assert (text_font().state, text_font().found) == ("poor", text[-1])
    monkeypatch.setattr(doctor, "_families", lambda: frozenset({text[0].lower()}))
    assert (text_font().state, text_font().found) == ("ok", text[0])
    monkeypatch.setattr(doctor, "_families", frozenset)
    assert text_font().state == "missing"


def test_it_answers_in_json(capsys):
    assert doctor.main(as_json=True) in (0, 69)
    told = json.loads(capsys.readouterr().out)
    assert {"name", "state", "found", "purpose", "remedy", "needed"} == set(told["parts"][0])
