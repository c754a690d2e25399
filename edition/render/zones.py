"""Where the zones of a surface lie: as frames over a picture, as cells of a grid, in words. Coordinates are the surface's own. Source: TEI #PHZLAB."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise

from edition.tei import Element, T

Box = tuple[float, float, float, float]  # left, top, right, bottom
ZONE = f"{T}zone"
NUMBER = re.compile(r"-?\d{1,7}(?:\.\d{1,6})?")
MOST = 40  # zones that are laid beside each other; a surface with more of them is a list of its lines
NEAR = 0.04  # of a side of the surface: lines closer than this are one
PLACES = {  # what encoders call a place, to the words for it
    "above": "above", "below": "below", "supralinear": "above", "superlinear": "above", "interlinear": "above",
    "infralinear": "below", "sublinear": "below", "under": "below", "margin": "margin", "marginal": "margin", "marginalia": "margin", "marginalium": "margin",
    "left": "left", "right": "right", "top": "top", "head": "top", "header": "top", "bottom": "bottom", "foot": "bottom", "footer": "bottom",
    "overleaf": "overleaf", "verso": "overleaf", "opposite": "opposite", "end": "end",
}  # fmt: skip
MARGIN = re.compile(r"margin[_-]?(left|right|top|bottom)|(left|right|top|bottom)[_-]?margin", re.IGNORECASE)


@dataclass(frozen=True)
class Grid:
    """Zones beside each other. `columns` is a CSS grid-template-columns, the areas are grid-area by zone."""

    columns: str
    areas: Mapping[Element, str]


def box(node: Element) -> Box | None:
    """By @ulx, @uly, @lrx, @lry, or around @points; None without, or if there is nothing in it."""
    sides = [NUMBER.fullmatch((node.get(name) or "").strip()) for name in ("ulx", "uly", "lrx", "lry")]
    if all(sides):
        left, top, right, bottom = (float(side[0]) for side in sides if side)
    else:
        numbers = [float(each) for each in NUMBER.findall(node.get("points") or "")]
        across, down = numbers[::2], numbers[1::2]
        if len(down) < 2:
            return None
        left, top, right, bottom = min(across), min(down), max(across), max(down)
    return (left, top, right, bottom) if right > left and bottom > top else None


def frame(zone: Element, whole: Box) -> str:
    """Where a zone lies over a picture that shows `whole`, as CSS in percent; "" if it lies nowhere there."""
    found = box(zone)
    if found is None:
        return ""
    wide, high = whole[2] - whole[0], whole[3] - whole[1]
    left, right = (min(100.0, max(0.0, (found[at] - whole[0]) * 100 / wide)) for at in (0, 2))
    top, bottom = (min(100.0, max(0.0, (found[at] - whole[1]) * 100 / high)) for at in (1, 3))
    if right - left <= 0 or bottom - top <= 0:
        return ""
    turned = f"; transform: rotate({degrees}deg)" if (degrees := angle(zone)) else ""
    return f"left: {left:.2f}%; top: {top:.2f}%; width: {right - left:.2f}%; height: {bottom - top:.2f}%{turned}"


def outline(zone: Element, whole: Box) -> str:
    """The corners of a zone that is no rectangle (@points), in hundredths of its frame: ``0,0 100,20 60,100``; "" for a rectangle."""
    numbers = [float(each) for each in NUMBER.findall(zone.get("points") or "")]
    corners, around = set(zip(numbers[::2], numbers[1::2], strict=False)), box(zone)
    if around is None or len(corners) < 3 or zone.get("ulx") or corners == {(x, y) for x in around[::2] for y in around[1::2]}:
        return ""
    left, top, right, bottom = max(around[0], whole[0]), max(around[1], whole[1]), min(around[2], whole[2]), min(around[3], whole[3])
    if right <= left or bottom <= top:
        return ""
    shares = (((x - left) * 100 / (right - left), (y - top) * 100 / (bottom - top)) for x, y in zip(numbers[::2], numbers[1::2], strict=False))
    return " ".join(f"{min(100.0, max(0.0, x)):g},{min(100.0, max(0.0, y)):g}" for x, y in ((round(x, 1), round(y, 1)) for x, y in shares))


def angle(zone: Element) -> int:
    """By how many degrees it is turned, clockwise: 0 to 359."""
    found = NUMBER.fullmatch((zone.get("rotate") or "").strip())
    return round(float(found[0])) % 360 if found else 0


def grid(surface: Element) -> Grid | None:
    """The zones of a surface as cells, if all of them say where they are, some stand side by side, and none lies on another."""
    inner = list(surface.iterchildren(ZONE))
    found = [box(each) for each in inner[: MOST + 1]]
    boxes = [each for each in found if each is not None]
    if not 1 < len(boxes) == len(inner) <= MOST:
        return None
    across, down = _lines(boxes, 0), _lines(boxes, 1)
    cells = [(_at(across, left), _at(down, top), _at(across, right), _at(down, bottom)) for left, top, right, bottom in boxes]
    if len(across) < 3 or any(a[0] >= a[2] or a[1] >= a[3] for a in cells):
        return None
    if any(a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3] for a, b in combinations(cells, 2)):
        return None
    wide = across[-1] - across[0]
    columns = " ".join(f"{max(1, round((right - left) * 100 / wide))}fr" for left, right in pairwise(across))
    return Grid(columns, {zone: f"{top + 1} / {left + 1} / {bottom + 1} / {right + 1}" for zone, (left, top, right, bottom) in zip(inner, cells, strict=True)})


def _lines(boxes: Sequence[Box], axis: int) -> list[float]:
    """The edges along one axis; those that lie close to each other are one."""
    edges = sorted(each[side] for each in boxes for side in (axis, axis + 2))
    near = (edges[-1] - edges[0]) * NEAR
    lines = edges[:1]
    for edge in edges:
        if edge - lines[-1] > near:
            lines.append(edge)
    return lines


def _at(lines: Sequence[float], edge: float) -> int:
    return min(range(len(lines)), key=lambda number: abs(lines[number] - edge))


def places(said: str) -> list[str]:
    """``left_margin``, ``above``: the places that we have words for (``place_left`` in words.toml), each once."""
    found = dict.fromkeys(place for word in said.split() if (place := _place(word)))
    if len(found) > 1:  # which margin is said too
        found.pop("margin", None)
    return list(found)


def _place(word: str) -> str:
    if found := MARGIN.fullmatch(word):
        return (found[1] or found[2]).lower()
    return PLACES.get(word.lower(), "")

