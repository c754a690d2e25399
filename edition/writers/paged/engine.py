"""8. XHTML to files. The engine that sets pages (WeasyPrint): loaded when it is needed, listened to, and known to the parts we touch.

Importing this module does not import the engine.
"""

from __future__ import annotations

import importlib
import inspect
import logging
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from operator import attrgetter
from typing import Any

from edition.errors import ProgramMissing

WHOLE_LINE = 0.8  # of the measure: what has less room stands behind something else in its line
DEPTH = 20_000  # Python's recursion limit while pages are laid out: 300 nested elements need more than the usual 1,000

# What notes.py subclasses, wraps and calls, with the signatures it was written for (WeasyPrint 70.0).
SIGNATURES = {
    "weasyprint.layout:LayoutContext.__init__": "(self, style_for, get_image_from_uri, font_config, counter_style, target_collector)",
    "weasyprint.layout:LayoutContext.layout_footnote": "(self, footnote)",
    "weasyprint.layout:LayoutContext.unlayout_footnote": "(self, footnote)",
    "weasyprint.layout:LayoutContext.report_footnote": "(self, footnote)",
    "weasyprint.layout:LayoutContext._update_footnote_area": "(self)",
    "weasyprint.layout:LayoutContext.overflows_page": "(self, bottom_space, position_y)",
    "weasyprint.layout:LayoutContext.create_block_formatting_context": "(self, root_box=None, new_list=None)",
    "weasyprint.layout:LayoutContext.finish_block_formatting_context": "(self, root_box=None)",
    "weasyprint.layout:make_all_pages": "(context, root_box, html, pages)",
    "weasyprint.layout.page:remake_page": "(index, context, root_box, html)",
    "weasyprint.layout.page:make_page": "(context, root_box, page_type, resume_at, page_number, page_state)",
    "weasyprint.layout.page:block_level_layout": (
        "(context, box, bottom_space, skip_stack, containing_block, page_is_empty=True, absolute_boxes=None, fixed_boxes=None, "
        "adjoining_margins=None, first_letter_style=None, first_line_style=None, discard=False, max_lines=None)"
    ),
    "weasyprint.layout.inline:split_first_line": "(text, style, context, max_width, justification_spacing, is_line_start=True, minimum=False)",
    "weasyprint.layout.inline:split_inline_level": (
        "(context, box, position_x, max_x, bottom_space, skip_stack, containing_block, absolute_boxes, fixed_boxes, line_placeholders, waiting_floats, "
        "line_children, first_letter_style, first_line_style)"
    ),
    "weasyprint.formatting_structure.build:create_anonymous_boxes": "(box)",
    "weasyprint.formatting_structure.boxes:Box.anonymous_from": "(parent, *args, **kwargs)",
    "weasyprint.formatting_structure.boxes:Box.deepcopy": "(self)",
    "weasyprint.formatting_structure.boxes:FootnoteAreaBox.__init__": "(self, page, style)",
}
# Which function looks up which name at the moment it runs, so that our name in the same place is what it gets.
NAMES = {
    "weasyprint.document:Document._build_layout_context": ("LayoutContext",),
    "weasyprint.layout:layout_document": ("make_all_pages",),
    "weasyprint.layout.page:remake_page": ("make_page", "page_maker"),
    "weasyprint.layout.page:make_page": ("block_level_layout", "layout_footnote", "report_footnote", "current_footnote_area", "page_bottom"),
    "weasyprint.layout.block:_linebox_layout": ("layout_footnote", "report_footnote", "overflows_page", "reported_footnotes", "footnotes", "in_column"),
    "weasyprint.layout.block:remove_placeholders": ("unlayout_footnote",),
    "weasyprint.layout.inline:split_text_box": ("split_first_line",),
    "weasyprint.layout.inline:split_inline_box": ("split_inline_level",),
    "weasyprint.layout:LayoutContext.__init__": (
        "footnotes", "current_page_footnotes", "reported_footnotes", "current_footnote_area", "page_bottom", "in_column", "current_page",
    ),
}  # fmt: skip


def load() -> Any:
    """The module `weasyprint`. Raises ProgramMissing where it, or the system's Pango, is not installed."""
    try:
        return importlib.import_module("weasyprint")
    except ImportError as error:
        raise ProgramMissing(f"the PDF needs WeasyPrint ({error})", hint='Install it with: python -m pip install "weasyprint>=70,<71"') from None
    except OSError as error:  # a shared library
        command = "brew install pango" if sys.platform == "darwin" else "sudo apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
        raise ProgramMissing(f"the PDF needs the library Pango ({str(error).splitlines()[0]})", hint=f"Install it with: {command}") from None


def differences(signatures: Mapping[str, str] = SIGNATURES, names: Mapping[str, tuple[str, ...]] = NAMES) -> list[str]:
    """In what the engine is not the one that notes.py, or who else gives what they touch, was written for; empty if it is."""
    found = []
    for path, expected in signatures.items():
        function = _find(path)
        if function is None:
            found.append(f"{path} is gone")
        elif str(inspect.signature(function)) != expected:
            found.append(f"{path} is now {inspect.signature(function)}")
    for path, used in names.items():
        function = _find(path)
        if function is None:
            found.append(f"{path} is gone")
        else:
            code = inspect.unwrap(getattr(function, "__func__", function)).__code__
            found.extend(f"{path} does not use {name} any more" for name in used if name not in code.co_names)
    return found


def _find(path: str) -> Any:
    module, _, name = path.partition(":")
    try:
        return attrgetter(name)(importlib.import_module(module))
    except (ImportError, AttributeError):
        return None


@contextmanager
def deep() -> Iterator[None]:
    """Room for deeply nested documents."""
    before = sys.getrecursionlimit()
    sys.setrecursionlimit(max(before, DEPTH))
    try:
        yield
    finally:
        sys.setrecursionlimit(before)


@contextmanager
def lines_filled() -> Iterator[None]:
    """A text that fills its line but for the space at its end is ended there: the engine ends the line after its first word."""
    inline: Any = importlib.import_module("weasyprint.layout.inline")
    before = inline.split_first_line

    def split_first_line(text: str, style: Any, context: Any, max_width: float | None, *rest: Any, **more: Any) -> Any:
        found = before(text, style, context, max_width, *rest, **more)
        resume = found[2]
        if resume and text[-1:] == " " and max_width is not None and resume == len(text.partition(" ")[0].encode()) + 1 and resume < len(text.encode()):
            whole = before(text.rstrip(" "), style, context, max_width, *rest, **more)
            if whole[2] is None and whole[3] <= max_width:
                return (*whole[:2], len(text.encode()), *whole[3:])
        return found

    inline.split_first_line = split_first_line
    try:
        yield
    finally:
        inline.split_first_line = before


@contextmanager
def words_whole() -> Iterator[None]:
    """A word is broken without a hyphen (``overflow-wrap``) only if a line of its own is too short for it: the engine takes every piece of text in a phrase
    that holds the whole line for the beginning of that line."""
    inline: Any = importlib.import_module("weasyprint.layout.inline")
    level, first_line = inline.split_inline_level, inline.split_first_line
    widths: list[float] = []

    def split_inline_level(context: Any, box: Any, position_x: float, max_x: float, bottom_space: float, skip_stack: Any, containing_block: Any, *rest: Any, **more: Any) -> Any:
        width = containing_block.width if hasattr(containing_block, "width") else containing_block[0]
        widths.append(width if isinstance(width, int | float) else 0)
        try:
            return level(context, box, position_x, max_x, bottom_space, skip_stack, containing_block, *rest, **more)
        finally:
            widths.pop()

    def split_first_line(text: str, style: Any, context: Any, max_width: float | None, justification_spacing: Any, is_line_start: bool = True, minimum: bool = False) -> Any:
        if is_line_start and widths and max_width is not None and max_width < WHOLE_LINE * widths[-1]:
            is_line_start = False
        return first_line(text, style, context, max_width, justification_spacing, is_line_start=is_line_start, minimum=minimum)

    inline.split_inline_level, inline.split_first_line = split_inline_level, split_first_line
    try:
        yield
    finally:
        inline.split_inline_level, inline.split_first_line = level, first_line


@contextmanager
def page_references_kept() -> Iterator[None]:
    """pydyf makes the list of all pages anew for each structure element that asks for one: a quarter of the writing at 300 pages, and it grows by their square."""
    import pydyf  # type: ignore[import-untyped]

    before = pydyf.PDF.page_references
    kept: dict[int, tuple[int, tuple[bytes, ...]]] = {}

    def page_references(pdf: Any) -> tuple[bytes, ...]:
        count = len(pdf.pages["Kids"])
        if kept.get(id(pdf), (-1, ()))[0] != count:
            kept[id(pdf)] = count, before.fget(pdf)
        return kept[id(pdf)][1]

    pydyf.PDF.page_references = property(page_references)
    try:
        yield
    finally:
        pydyf.PDF.page_references = before


class _Ear(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.heard: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.heard.append(record.getMessage())


@contextmanager
def messages() -> Iterator[list[str]]:
    """What the engine logs as a warning or an error within the block, each once, in order; nothing of it reaches the terminal."""
    ear, logger = _Ear(), logging.getLogger("weasyprint")
    propagate, logger.propagate = logger.propagate, False
    logger.addHandler(ear)
    found: list[str] = []
    try:
        yield found
    finally:
        logger.removeHandler(ear)
        logger.propagate = propagate
        found.extend(dict.fromkeys(ear.heard))
