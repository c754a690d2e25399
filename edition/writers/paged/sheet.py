"""8. XHTML to files. The style sheets of a printed edition: the page, the house style, what the edition's own note series and languages ask.

Sizes are in points. The type area is a whole number of lines high, so that lines back up: everything in the styles is a multiple of
the line (`--lead`), or two halves of it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from importlib.resources import files

import pyphen

from edition.project import NoteSeries, Project

UNDIVIDED = frozenset(["ar", "arc", "ckb", "dv", "fa", "he", "ps", "sd", "syr", "syc", "ug", "ur", "yi", "zh", "ja", "ko", "hi", "mr", "ne", "sa", "ta", "te", "bn", "gu", "kn", "ml", "pa", "or", "si", "th", "lo", "km", "my", "bo", "am", "ti"])
OURS = 2
STYLES = files("edition.writers") / "styles" / "print"


# Parallel texts on facing pages (`facing`): what is a table of two columns else runs down its page
FACING = """
.facing { page: facing; break-before: verso; break-after: page }
.facing .opens, .facing .holds, .facing .chapter, .facing .recto { page: facing; break-before: page }
.facing .parallel { display: block; margin: 0; text-align: justify } .facing .parallel > .pair { display: block }
.facing .parallel > .pair > .side, .facing .parallel > .pair > .side:first-child { display: block; padding: 0; font-size: 1em }
.facing .side p, .facing .side .p { margin: 0 } .facing .pair + .pair > .side > p:first-child, .facing .side > p + p { text-indent: 1.4em }
.facing .side .lg { margin: 0.5rlh 0; padding-left: 1.4em } .facing .side .l { padding-left: 3em; text-indent: -3em }
.facing .heads h1, .facing .side-head > p.as-h1, .facing .heads h2, .facing .side-head > p.as-h2 { font: 1.15em / 1rlh var(--text-font); text-align: center; margin: 2rlh 0 1rlh; padding: 0; text-indent: 0; hyphens: manual; break-after: avoid }
.facing .heads h3, .facing .side-head > p.as-h3, .facing .heads h4, .facing .side-head > p.as-h4, .facing .heads h5, .facing .side-head > p.as-h5 { font: italic 1em / 1rlh var(--text-font); text-align: center; margin: 1rlh 0; text-indent: 0; break-after: avoid }
.facing .parallel > .pair.heads { break-after: avoid }
"""


@dataclass(frozen=True)
class Format:
    """A page, in points (1/72 inch): its size, the type area, and the margins at its head and its spine."""

    width: float
    height: float
    measure: float
    lines: int
    head: float
    inner: float
    size: float  # of the type
    lead: float  # from line to line
    small: float = 8.4  # notes
    small_lead: float = 10.5

    beside: tuple[float, float] | None = None  # measure and inner margin with notes in the outer margin, if that is too narrow without

    @property
    def outer(self) -> float:
        return round(self.width - self.measure - self.inner, 2)

    @property
    def foot(self) -> float:
        return round(self.height - self.head - self.lines * self.lead, 2)


FORMATS = {
    "A5": Format(419.53, 595.28, 312, 36, 56, 46, 10, 13, beside=(280, 40)),
    "A4": Format(595.28, 841.89, 384, 44, 80, 92, 11.5, 15, 9.5, 12),
    "letter": Format(612, 792, 390, 41, 76, 96, 11.5, 15, 9.5, 12),
    "crown": Format(360, 540, 270, 33, 50, 40, 10, 13, beside=(236, 36)),  # crown octavo, 5 by 7½ inches
}
HEAD = "font-size: 0.85em; vertical-align: bottom; padding-bottom: 13pt; white-space: nowrap; hyphens: manual"
WORD = f"{HEAD}; font-weight: bold"  # the first word of the verso, the last of the recto, in a dictionary
FOOT = "font-size: 0.85em; vertical-align: top; padding-top: 13pt"
NO_HEADS = " ".join(f"@{place} {{ content: none }}" for place in ("top-left", "top-center", "top-right"))


def format_of(name: str, *, beside: bool = False) -> Format:
    """The page of a name; `beside`: with room for notes in the outer margin."""
    page = FORMATS[name]
    return replace(page, measure=page.beside[0], inner=page.beside[1]) if beside and page.beside else page


def pages(name: str, *, direction: str = "ltr", numbers: str = "decimal", first: int = 1, beside: bool = False) -> str:
    """Rules of @page. `numbers`: a counter style of CSS; `first`: the number of the first page; `beside`: with notes in the margin.

    The edition's title stands over the verso, the document's over the recto, which is the left page in a book from right to left.
    """
    page = format_of(name, beside=beside)
    folio = "counter(page)" if numbers == "decimal" else f"counter(page, {numbers})"
    edition = "content: string(book); font-variant-caps: all-small-caps; letter-spacing: 0.06em"
    document = "content: string(chapter); font-style: italic"
    left, right = (edition, document) if direction == "ltr" else (document, edition)
    restart = f"@page :first {{ counter-reset: page {first} }}" if first != 1 else ""
    return f"""
@page {{ size: {page.width}pt {page.height}pt; margin: {page.head}pt {page.outer}pt {page.foot}pt {page.inner}pt;
  @footnote {{ font-size: {page.small}pt; line-height: {page.small_lead}pt }} }}
@page :left {{ margin-left: {page.outer}pt; margin-right: {page.inner}pt;
  @top-left {{ content: {folio}; {HEAD} }} @top-center {{ {left}; {HEAD} }} @top-right {{ content: string(entry, first); {WORD} }} }}
@page :right {{ @top-right {{ content: {folio}; {HEAD} }} @top-center {{ {right}; {HEAD} }} @top-left {{ content: string(entry, last); {WORD} }} }}
@page :blank {{ {NO_HEADS} @bottom-center {{ content: none }} }}
@page :nth(1 of chapter) {{ {NO_HEADS} @bottom-center {{ content: {folio}; {FOOT} }} }}
@page bare {{ {NO_HEADS} @bottom-center {{ content: none }} }}
{restart}
:root {{ --size: {page.size}pt; --lead: {page.lead}pt; --small: {page.small}pt; --small-lead: {page.small_lead}pt;
  --measure: {page.measure}pt; --depth: {page.lines * page.lead}pt }}
"""


def all_series(project: Project) -> tuple[NoteSeries, ...]:
    """The edition's, and the apparatus, which is always there: it stands last and is run in, if edition.toml says nothing else."""
    if any(each.name == "apparatus" for each in project.notes):
        return project.notes
    return (*project.notes, NoteSeries("apparatus", "false()", rank=1 + max((each.rank for each in project.notes), default=0), run_in=True))


def series(of: Iterable[NoteSeries]) -> str:
    """Rules for the series of notes that the edition runs in, one paragraph a level."""
    return "".join(
        f'.note[data-n].{each.name} {{ footnote-display: inline }} .note[data-n].{each.name}::after {{ content: "\\2003" }}\n' for each in of if each.run_in
    )


def margin(pages: str) -> str:
    """Where the pages of the source are shown: a stroke in the line where one begins, its number in the margin."""
    if pages != "source":
        return ""
    return """.pb[data-n]::before, .facs::before { content: "|"; font-size: 0.8em; color: #777; padding: 0 0.1em; font-style: normal; font-weight: normal }
.pb[data-n]::after, .facs::after { content: attr(data-n); position: absolute; left: -3.2em; width: 2.6em; text-align: right; font: normal 0.75em var(--text-font); text-indent: 0; color: #555 }
.div > .pb[data-n], .body > .pb[data-n], .text > .pb[data-n], .lg > .pb[data-n], .div > .facs, .body > .facs, .text > .facs, .lg > .facs { display: block; height: 0; line-height: 0 }
.div > .pb::before, .body > .pb::before, .text > .pb::before, .lg > .pb::before, .div > .facs::before, .body > .facs::before, .text > .facs::before, .lg > .facs::before { content: none }
.note .pb[data-n]::before, .note .pb[data-n]::after, .witnesses .pb::after, .note .facs::before, .note .facs::after { content: none }
"""


SET_OTHERWISE = "h1, h2, h3, h4, h5, h6, [role='heading'], .title-page *, .titlePage, .titlePage *, [class*='rend-']"  # what has an alignment of its own


def ragged(languages: Iterable[str]) -> str:
    """Words are divided where there are patterns for the language; where not, lines are ragged.

    Scripts that are never divided (Hebrew, Arabic, Indic, Chinese …) stay justified.
    """
    without = sorted({tag for tag in languages if tag and not pyphen.language_fallback(tag) and tag.split("-")[0].lower() not in UNDIVIDED})
    return "".join(f':root:lang({tag}), [lang="{tag}"]:not({SET_OTHERWISE}) {{ text-align: start }}\n' for tag in without)  # inherited: what is centred stays so


def house(project: Project) -> list[tuple[str, str]]:
    """Our sheets (`OURS` of them) and then the project's own: the text, and the name that its addresses are relative to."""
    ours = [((STYLES / name).read_text("utf-8"), "") for name in ("common.css", f"{project.pdf.style}.css")]
    if not project.pdf.hyphenate:  # notes, tables and descriptions say it for themselves
        ours = [(text.replace("hyphens: auto", "hyphens: manual"), name) for text, name in ours]
    return ours + [((project.folder / name).read_text("utf-8", "replace"), name) for name in project.css]
