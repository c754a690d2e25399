"""Whatever a record says of a text: the TEI is valid against tei_all, and leads back to the source."""

from __future__ import annotations

import re
import subprocess
from random import Random

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from ingesting import ingested

from edition import lossless
from edition.encode.content import NO_WORDS, TAKES
from edition.keys import PHRASES, WORDS
from edition.model import Severity

TWO = [f"{wrapper}/{leaf}" for wrapper, (takes, _) in sorted(TAKES.items()) if wrapper in WORDS for leaf in sorted(takes) if leaf in WORDS]
LABELS = [*WORDS, *TWO, *(f"{division}/{leaf}" for division in ("teaser", "comments", "imprint", "scene") for leaf in ("head", "p", "figDesc", "post", "closer"))]
KINDS = ("", "letter", "poem", "play", "listing", "essay", "minutes", "article")
SAID = "the sea lamp boat goes by night and never comes home again".split()


def document(random: Random) -> tuple[str, str]:
    """A text of short lines, and a record that says anything of them."""
    lines: list[str] = []
    for _ in range(random.randint(1, 10)):
        lines += [" ".join(random.choices(SAID, k=random.randint(2, 9))) + random.choice([".", "", ",", ":"]) for _ in range(random.randint(1, 3))]
        lines += [""] * random.choice([1, 1, 1, 2])
    record = [f"[source]\nkind = '{random.choice(KINDS)}'"]
    starts = [number for number, line in enumerate(lines, 1) if line]
    for start in starts:
        line = lines[start - 1]
        if random.random() < 0.7:
            label = random.choice(LABELS) if random.random() < 0.9 else f"{random.choice(WORDS)}/{random.choice(WORDS)}"
            record.append(f"[[block]]\nat = 'L{start}'\nis = '{label}'")
            record += [more for more in (f"level = {random.randint(1, 4)}", "by = 'Ada'\nwork = 'A Book'", "describe = 'A boat.'", "lang = 'fr'", "role = 'x'\ntype = 'y'") if random.random() < 0.15]
            if random.random() < 0.1:
                record.append(f"move = '{random.choice(['after', 'before'])} L{random.choice(starts)}'")
        if random.random() < 0.05:
            record.append(f"[[break]]\nat = 'L{start}'")
        for _ in range(random.choice([0, 0, 1, 2])):
            record.append(f"[[span]]\nat = {_words(random, start, line)}\nis = '{random.choice(PHRASES)}'")
            record += [more for more in ("lang = 'fr'", "when = '1871'", "ref = '#x'", "cert = 'low'", "level = 'm'", "type = 'z'") if random.random() < 0.2]
        if random.random() < 0.2:
            record.append(f"[[gap]]\nat = {_words(random, start, line)}\nplace = '{random.choice(['before', 'after', 'instead'])}'\nreason = 'lost'{random.choice(['', chr(10) + 'supplied = ' + repr('here')])}")
        if random.random() < 0.3:
            text = random.choice(["A note.", "Two:\n\n- a\n- b", "> q", "*x* y", "# H\n\nx"])
            record.append(f"[[note]]\nat = {_words(random, start, line)}\ntext = '''{text}'''")
        if random.random() < 0.3:
            kind = random.choice(["", "\nas = 'reg'", "\nas = 'corr'", "\nas = 'supplied'", "\nas = 'surplus'"])
            record.append(f"[[fix]]\nat = {_words(random, start, line)}\nto = '{random.choice(['', 'other words', 'sea lamp boat'])}!'{kind}" if random.random() < 0.5 else f"[[fix]]\nat = {_words(random, start, line)}\nto = ''{kind}")
    return "\n".join(lines) + "\n", "\n".join(record)


def _words(random: Random, number: int, line: str) -> str:
    said = line.split(" ")
    first = random.randrange(len(said))
    words = " ".join(said[first : random.randint(first + 1, min(len(said), first + 4))])
    times = len(re.findall(f"(?={re.escape(words)})", line))
    return f"\"L{number} '{words}'{'' if times == 1 else f' {random.randint(1, times)}'}\""


def test_every_record_gives_valid_tei_that_leads_back_to_its_source(tmp_path, shared, judge):
    """jing takes more than a second to read the schema, so that it is called once for all."""
    made: list[str] = []

    @given(st.randoms(use_true_random=False))
    @settings(max_examples=60, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    def law(random: Random) -> None:
        text, record = document(random)
        one = ingested(tmp_path, text, record, name="x")  # raises, if the source does not come back
        assert not [found for found in lossless.verify(one.document) if found.severity is Severity.ERROR]
        path = tmp_path / f"made-{len(made)}.xml"
        path.write_bytes(one.document.data)
        (tmp_path / f"made-{len(made)}.txt").write_text(f"{text}\n----\n{record}", "utf-8")
        made.append(str(path))

    law()
    done = subprocess.run([judge("jing"), str(shared / "schema" / "tei_all.rng"), *made], capture_output=True, text=True, check=False)
    assert done.stdout == "", f"see {tmp_path}"


def test_what_holds_no_words_names_what_it_takes_instead():
    assert all(default not in NO_WORDS or default in ("row", "quote") for _, default in TAKES.values())
