"""The order of words by ICU, which has the rules of every language of CLDR and each of their variants. Needs the package PyICU.

It files as `collation` does: word by word, numbers by their value, signs that are no letters not at all. Source: UTS 10, UTS 35; CLDR in ICU.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache
from importlib.util import find_spec

MODULE = "icu"  # of the package PyICU


def there() -> bool:
    return find_spec(MODULE) is not None


def version() -> str:
    """Of ICU itself: another one may sort otherwise."""
    import icu

    return str(icu.ICU_VERSION)


def faulty(tag: str) -> str:
    """What is wrong with a tag, and what there is instead; "" if nothing is."""
    import icu

    locale = icu.Locale.forLanguageTag(tag)
    known = {str(each).partition("_")[0] for each in icu.Collator.getAvailableLocales()}
    if locale.getLanguage() not in known:
        return f"ICU has no rules for {locale.getLanguage() or tag!r}: it has them for {', '.join(sorted(known))}"
    wanted = re.search(r"-u(?:-[a-z0-9]+)*?-co-(\w+)", tag.lower())
    kinds = {_short(str(each)) for each in icu.Collator.getKeywordValuesForLocale("collation", locale, True)}
    if wanted and wanted[1] not in kinds:
        return f"ICU has no order {wanted[1]!r} for this language: it has {', '.join(sorted(kinds))}"
    return ""


def _short(name: str) -> str:
    """How BCP 47 calls an order, which has eight letters at most."""
    return {"traditional": "trad", "phonebook": "phonebk", "dictionary": "dict", "standard": "standard", "gb2312han": "gb2312"}.get(name, name)


@lru_cache(maxsize=16)
def collator(tag: str) -> Callable[[str], tuple[bytes, str]]:
    """What sorts texts; no two texts are equal."""
    import icu

    made = icu.Collator.createInstance(icu.Locale.forLanguageTag(tag))
    made.setAttribute(icu.UCollAttribute.NUMERIC_COLLATION, icu.UCollAttributeValue.ON)
    return lambda text: (bytes(made.getSortKey(_filed(text))), text)


@lru_cache(maxsize=16)
def initials(tag: str) -> Callable[[str], str]:
    """The letter that an index sets over a text: as ICU's alphabet has it; "" where it has none."""
    import icu

    alphabet = icu.AlphabeticIndex(icu.Locale.forLanguageTag(tag))
    buckets = alphabet.buildImmutableIndex()

    def initial(text: str) -> str:
        label, kind = buckets.getBucket(buckets.getBucketIndex(_filed(text)))
        return str(label).capitalize() if kind == 0 else ""  # others hold what comes before and behind the alphabet

    return initial


def _filed(text: str) -> str:
    """Letters, numbers and blanks."""
    signs = (" " if each.isspace() or each in "-‐‑–—/" else each if unicodedata.category(each)[0] in "LMN" else "" for each in text)
    return " ".join("".join(signs).split())
