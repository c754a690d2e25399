"""Law 6 for the PDF: every word of the TEI text is on its pages, or in the renderer's list of what was left out.

Words are runs of letters, digits and marks. Those that stand within a text node are counted; those at its edge may be joined to
something (a note's mark, the rest of a word in italics) and have to be part of some word of the page. Hyphens at line ends are taken
back, also where the page ends. What runs from right to left is counted letter by letter: extraction turns it one way or the other, and sets
letters with marks on other lines.
"""

from __future__ import annotations

import re
import subprocess
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from unicodedata import bidirectional, category, normalize

import pikepdf
from lxml import etree

from edition.render.model import Rendition
from edition.tei import T

DOT = "\u0323"  # combining dot below: the edition's sign for a letter that is unclear
HYPHEN = "\u2010"  # what the engine sets at the end of a line; a hyphen of the source is another character
SHARED = str.maketrans("جخغة", "ححعه", "ـ")  # in the font for Arabic they are one form and points; extraction says any of them
EDGE = "\u0000"  # of a text node


@dataclass(frozen=True)
class PdfWords:
    words: Counter[str]
    begun: tuple[str, ...]  # parts of words before a hyphen at a line's end
    alts: str  # descriptions of pictures
    eastern: str  # letters of the writings that extraction puts out of order, without marks

def tokens(text: str) -> Iterator[str]:
    """Runs of letters, digits and marks (and EDGE), compatibility forms undone, soft hyphens and joiners left out."""
    word: list[str] = []
    text = re.sub(r"[ \n](?=[\u064b-\u065f\u0670\u0591-\u05c7\u0300-\u036f\u0711\u0730-\u074a])", "", text)  # extraction sets marks apart from their letters
    for character in normalize("NFKC", normalize("NFKD", text).replace(DOT, "")):
        if category(character)[0] in "LNM" or character == EDGE:
            word.append(character)
        elif character not in "\u00ad\u200b\u2060\u200c\u200d\ufeff":
            if word:
                yield "".join(word)
            word.clear()
    if word:
        yield "".join(word)


def right_to_left(word: str) -> bool:
    return any(bidirectional(character) in ("R", "AL") for character in word)


def bare(word: str) -> str:
    """Without vowel points: extraction may put them before or behind their letter."""
    return "".join(character for character in normalize("NFD", word) if category(character)[0] != "M")


def letters(text: str) -> str:
    """Those of writings that extraction puts out of order, without vowel signs; letters that differ by points alone are one, since fonts share their forms."""
    return "".join(character for character in bare(normalize("NFKC", text)).translate(SHARED) if right_to_left(character))


def of_pdf(path: Path) -> PdfWords:
    text = subprocess.run(["pdftotext", "-enc", "UTF-8", str(path), "-"], capture_output=True, check=True).stdout.decode()
    lines = text.replace("\f", "\n").split("\n")
    begun = tuple(list(tokens(line))[-1] for line in lines if line.rstrip().endswith(HYPHEN) and list(tokens(line)))
    begun += tuple(word for line in lines if HYPHEN in line and right_to_left(line) for word in tokens(line) if not right_to_left(word))  # it stands anywhere
    words: Counter[str] = Counter(tokens(text))
    words += Counter(tokens(text.replace(f"{HYPHEN}\n", ""))) - words
    with pikepdf.open(path) as pdf:
        alts = " ".join(str(each["/Alt"]) for each in pdf.objects if isinstance(each, pikepdf.Dictionary) and "/Alt" in each)
    words.update(tokens(alts))
    return PdfWords(words, begun, alts, letters(text))


def of_tei(root: etree._Element, renditions: Iterable[Rendition]) -> Counter[str]:
    """Words of the text outside headers and outside what was left out; EDGE marks the ends of text nodes."""
    omitted = Counter(text for rendition in renditions for omission in rendition.omitted for text in omission.texts)
    found: Counter[str] = Counter()
    for text in _nodes(root):
        if omitted[text]:
            omitted[text] -= 1
        else:
            found.update(tokens(f"{EDGE}{text}{EDGE}"))
    return found


def _nodes(root: etree._Element) -> Iterator[str]:
    skip: etree._Element | None = None
    for event, node in etree.iterwalk(root, events=("start", "end")):
        if event == "start":
            skip = node if skip is None and node.tag == f"{T}teiHeader" else skip
            if skip is None and node.text:
                yield node.text
        else:
            skip = None if node is skip else skip
            if skip is None and node.tail:
                yield node.tail


def lost(wanted: Counter[str], pdf: PdfWords) -> list[str]:
    """Words of the text that are not on the pages."""
    found: list[str] = []
    eastern = Counter(pdf.eastern)
    whole = " ".join(pdf.words)
    apart = normalize("NFD", whole)  # a mark in an element of its own joins with the letter before it
    left = Counter(pdf.words)
    surplus = pdf.words - Counter({word: times for word, times in wanted.items() if EDGE not in word})
    for word, times in sorted(wanted.items()):
        inner = word.strip(EDGE)
        if not inner:
            continue
        if right_to_left(inner):
            found += [inner for _ in range(times) if not _taken(Counter(letters(inner)), eastern)]
        elif word != inner:
            if inner not in whole and normalize("NFD", inner) not in apart and not _divided(inner, pdf):
                found.append(inner)
        elif (missing := times - left[inner]) > 0:
            for _ in range(missing):
                if not _divided(inner, pdf) and not any(other.startswith(inner) or other.endswith(inner) for other in surplus):
                    found.append(inner)  # not even joined to its neighbour: extraction takes hard hyphens at line ends away too
    return found


def _taken(wanted: Counter[str], left: Counter[str]) -> bool:
    """Whether these letters were left; then they are taken away."""
    if any(left[letter] < times for letter, times in wanted.items()):
        return False
    left.subtract(wanted)
    return True


def _divided(word: str, pdf: PdfWords) -> bool:
    """A word whose second half is at the top of the next page, or of the next part of a note."""
    return any(start in word and word[word.index(start) + len(start) :] in pdf.words for start in pdf.begun)
