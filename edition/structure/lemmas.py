"""3. Structure: in which language a block is, by the dictionaries of simplemma. For blocks too short, or languages too near, for little words.

An extra (`languages`); it reads its dictionaries once, which takes seconds. A language without a dictionary is left to the little words.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from importlib.util import find_spec

from edition.errors import ProjectError
from edition.structure.language import Detector, by_script, language_of, primary

LEAST = 3  # words: less than that is a name or a title
SHARE = 0.6  # of the words that the dictionaries of the foreign language must know
MORE = 1.5  # times as many as those of the document's language know
SAME = {"no": "nb", "hr": "hbs", "sr": "hbs", "bs": "hbs"}  # languages that have one dictionary with another
HINT = "python -m pip install 'edition-toolkit[languages]', or language_detector = \"stop-words\" in edition.toml."


def detector(name: str, where: str = "edition.toml") -> Detector:
    """The detector that `language_detector` names. Raises ProjectError where its package is missing."""
    if name != "simplemma":
        return language_of
    if find_spec("simplemma") is None:
        raise ProjectError(f'{where}: language_detector is "simplemma", and the package simplemma is not installed', hint=HINT)
    return by_lemmas


def by_lemmas(text: str, languages: Sequence[str]) -> str:
    """The language of a text, where it is surely another than the first of `languages`; else ""."""
    if len(languages) < 2 or len(text.split()) < LEAST:
        return ""
    if (tag := by_script(text, languages)) is not None:
        return "" if primary(tag) == primary(languages[0]) else tag
    names = {tag: SAME.get(primary(tag), primary(tag)) for tag in languages}
    if not frozenset(names.values()) <= _dictionaries() or len(set(names.values())) < 2:
        return language_of(text, languages)
    known = _known(text, tuple(dict.fromkeys(names.values())))
    own = known.get(names[languages[0]], 0.0)
    best, *others = sorted((tag for tag in languages[1:] if names[tag] != names[languages[0]]), key=lambda tag: -known.get(names[tag], 0.0))
    share = known.get(names[best], 0.0)
    if share < SHARE or share < MORE * own or (others and names[others[0]] != names[best] and known.get(names[others[0]], 0.0) == share):
        return ""
    return best


@cache
def _dictionaries() -> frozenset[str]:
    """The languages that it has dictionaries of."""
    from importlib.resources import files

    folder = files("simplemma.strategies.dictionaries") / "data"
    return frozenset(each.name.partition(".")[0] for each in folder.iterdir())


def _known(text: str, names: tuple[str, ...]) -> dict[str, float]:
    """The share of the words that each language knows: 0 to 1."""
    from simplemma import langdetect

    return {name: float(share) for name, share in langdetect(text, lang=names)}
