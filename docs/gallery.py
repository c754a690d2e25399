"""The gallery of kinds of text: gallery/*.xml published, the pages photographed, and docs/gallery.md written around them.

    python docs/gallery.py            pictures and page (needs pdftoppm)
    python docs/gallery.py --page     the page alone

The texts are our own, as small as they can be and still show what the kind has.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

DOCS = Path(__file__).resolve().parent
SAMPLES, PICTURES, PAGE = DOCS / "gallery", DOCS / "images" / "gallery", DOCS / "gallery.md"
DPI = 100
GREYS = 16


@dataclass(frozen=True)
class Kind:
    """A sample: its file name, what it is called, what to look at, and which pages of the PDF are shown (1 is the first)."""

    name: str
    title: str
    look: str
    pages: tuple[int, ...]


KINDS = (
    Kind("prose", "Prose, figures, tables", "A note at the foot, a caption, a head of two rows that spans columns and rows; columns of figures stand on the right.", (3, 4)),
    Kind("verse", "Verse", "Indents by `@rend` and `@style`, verses in parts (`@part`) that go on where the part before ends, every fifth line numbered, what turns over hangs. Metre and rhyme are classes (`met-4343`).", (5,)),
    Kind("drama", "Drama", "The cast with its groups, the set, a prologue, speakers, directions in and between speeches, a verse shared by three, a song.", (5, 6)),
    Kind("letter", "Letters", "Address, date and salutation, the close with its signature, a postscript, an enclosure. `correspDesc` goes to the metadata and to the list of letters.", (5, 6)),
    Kind("early-print", "Early print", "Long s, a drop initial, notes in the margin beside their lines, two columns; pages of the source in the other margin; signatures and catchwords are on the list of what was left out; what was corrected is listed at the end.", (5,)),
    Kind("manuscript", "Manuscripts", "Deletions and additions where they stand, the hand that they are in; the picture of the page behind the text, with a frame for each zone that the text points to; the description in the header as a catalogue entry: [facsimiles.md](facsimiles.md).", (5, 6, 9)),
    Kind("genetic", "Genetic transcription", "Leaf by leaf and line by line, with the picture before it. What stands in the margin stands apart, a deletion that was taken back has a line of dots, small numbers say how words were to be transposed.", (5, 6)),
    Kind("dictionary", "Dictionaries", "Numbered meanings, examples with their source, etymology, cross-references, entries within entries. The first headword of a verso and the last of a recto stand over the page.", (5,)),
    Kind("inscription", "Inscriptions", "Lines of the stone; with `brackets = \"leiden\"`, or where the header says that it is an inscription, the signs of Leiden.", (5,)),
    Kind("interview", "Interviews", "The speakers' names come from the header; pauses, what is heard and seen, what could not be heard.", (3,)),
    Kind("minutes", "Minutes", "Agenda, speeches, motions and votes.", (5,)),
    Kind("posts", "Posts", "Author, time and what is answered come from attributes; answers are indented.", (5,)),
    Kind("formulas", "Formulas, music, charts", "TeX becomes MathML in an EPUB and is set in type in print. Music is shown by its picture; `desc` and `figDesc` describe it.", (5, 6)),
    Kind("book", "Indexes, lists, bibliography", "What stands around the text, from headers, lists and keyed names: contents, editorial principles, letters, indexes of persons, places, works, subjects and of one's own (`indexName`), with sub-entries, *see* and *see also*, page ranges, and a note named by its mark; the bibliography.", (3, 9, 13, 14)),
    Kind("parallel", "Parallel texts", "Blocks that `@corresp` joins share a row; on a narrow screen they follow each other. With `parallel = \"facing\"` in `[output.pdf]` the first text stands on the left and the second on the right: what belongs together begins on one opening, a long block runs on, notes stand under their own page.", (3,)),
)


def source(name: str) -> str:
    """What matters of a sample: its text, and of the header what is printed."""
    text = (SAMPLES / f"{name}.xml").read_text("utf-8")
    head, _, body = text.partition("</teiHeader>")
    parts = [match[0] for tag in ("msDesc", "profileDesc") if (match := re.search(rf"<{tag}[ >].*?</{tag}>", head, re.DOTALL))]
    return "\n".join([*(part.replace("\n    ", "\n") for part in parts), body.partition("</TEI>")[0].strip("\n")])


def page() -> str:
    """docs/gallery.md."""
    lines = [
        "# Gallery", "",
        "What becomes of each kind of text, without an ODD or a style sheet of one's own: `edition publish docs/gallery/verse.xml --out made`. "
        "Beside each picture of the printed page stands its TEI (of the header only what is printed). Made by `python docs/gallery.py`.", "",
        " · ".join(f"[{kind.title}](#{anchor(kind.title)})" for kind in KINDS), "",
    ]  # fmt: skip
    for kind in KINDS:
        shown = "".join(f'<img src="images/gallery/{picture(kind, number)}" alt="{kind.title}: a printed page" width="330"><br>' for number in kind.pages)
        lines += [
            f"## {kind.title}", "", f"{kind.look} Source: [{kind.name}.xml](gallery/{kind.name}.xml)", "",
            f'<table><tr><td valign="top">{shown}</td><td valign="top">', "", "```xml", source(kind.name), "```", "", "</td></tr></table>", "",
        ]  # fmt: skip
    return "\n".join(lines)


def anchor(title: str) -> str:
    """The anchor that a heading of Markdown gets."""
    return re.sub(r"[^\w -]", "", title.lower()).replace(" ", "-")


def picture(kind: Kind, number: int) -> str:
    return f"{kind.name}-{number}.png"


def photograph(kind: Kind) -> None:
    """The pages of a sample as pictures, in few greys, so that they stay small."""
    from PIL import Image

    from edition import pipeline

    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder)
        pipeline.publish_file(SAMPLES / f"{kind.name}.xml", made, only=["pdf"])
        for number in kind.pages:
            whole = made / f"page-{number}"
            subprocess.run(["pdftoppm", "-r", str(DPI), "-gray", "-png", "-singlefile", "-f", str(number), "-l", str(number), str(made / f"{kind.name}.pdf"), str(whole)], check=True)
            with Image.open(whole.with_suffix(".png")) as image:
                image.convert("L").quantize(GREYS).save(PICTURES / picture(kind, number), optimize=True)


def main(arguments: list[str]) -> None:
    if "--page" not in arguments:
        PICTURES.mkdir(parents=True, exist_ok=True)
        for kind in KINDS:
            photograph(kind)
            print(kind.name)
    PAGE.write_text(page(), "utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
