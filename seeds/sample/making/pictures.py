"""Draws the two pictures of the sample: a chart of the harbour and the ferry at her pier. Lines only, as an engraver would.

Every line is computed (no chance, no font of the system), so the same version of Pillow gives the same picture.
Drawn at twice the size and reduced, which makes the edges soft.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from math import cos, hypot, pi, sin
from pathlib import Path

from PIL import Image, ImageDraw

Point = tuple[float, float]
INK, PAPER = 30, 255
FINE = 2  # drawn at this many times the size
SHADES = 8  # of grey in the finished picture

# Letters and figures as pen strokes on a field four wide and six high; the strokes of one glyph are parted by blanks.
GLYPHS = {
    "A": "06,20,46 13,33", "B": "00,06,36,45,44,33,03 33,42,41,30,00", "C": "41,30,10,01,05,16,36,45", "D": "00,06,26,45,41,20,00",
    "E": "40,00,06,46 03,33", "F": "40,00,06 03,33", "H": "00,06 40,46 03,43", "I": "20,26", "K": "00,06 40,03,46", "L": "00,06,46",
    "M": "06,00,23,40,46", "N": "06,00,46,40", "O": "10,30,41,45,36,16,05,01,10", "P": "06,00,30,41,42,33,03", "R": "06,00,30,41,42,33,03 23,46",
    "S": "41,30,10,01,02,13,33,44,45,36,16,05", "T": "00,40 20,26", "U": "00,05,16,36,45,40", "V": "00,26,40", "W": "00,16,22,36,40",
    "Y": "00,23,40 23,26",
    "0": "10,30,41,45,36,16,05,01,10", "1": "11,20,26 16,36", "2": "01,10,30,41,42,06,46", "3": "01,10,30,41,42,33,13 33,44,45,36,16,05",
    "4": "36,30,04,44", "5": "40,00,03,33,44,45,36,16,05", "6": "31,20,10,01,05,16,36,45,44,33,13,04", "7": "00,40,16",
    "8": "10,30,41,42,33,13,02,01,10 13,04,05,16,36,45,44,33", "9": "43,13,02,01,10,30,41,45,36,16", "½": "11,20,23 50,16 54,64,65,56,66", " ": "",
}  # fmt: skip


class Plate:
    """A sheet to draw on; lengths in pixels of the finished picture."""

    def __init__(self, width: int, height: int) -> None:
        self.size = (width, height)
        self.image = Image.new("L", (width * FINE, height * FINE), PAPER)
        self.pen = ImageDraw.Draw(self.image)

    def line(self, points: Sequence[Point], width: float = 2.0) -> None:
        self.pen.line([(x * FINE, y * FINE) for x, y in points], fill=INK, width=max(1, round(width * FINE)), joint="curve")

    def dashes(self, start: Point, end: Point, width: float = 2.0, *, dash: float = 14, gap: float = 9) -> None:
        length = hypot(end[0] - start[0], end[1] - start[1])
        for step in range(int(length // (dash + gap)) + 1):
            a = step * (dash + gap) / length
            b = min(1.0, a + dash / length)
            self.line([between(start, end, a), between(start, end, b)], width)

    def shape(self, points: Sequence[Point], *, fill: int = PAPER, width: float = 2.0) -> None:
        """A closed shape that covers what lies behind it."""
        self.pen.polygon([(x * FINE, y * FINE) for x, y in points], fill=fill)
        if width:
            self.line([*points, points[0]], width)

    def dot(self, at: Point, radius: float, *, fill: int = INK) -> None:
        self.pen.ellipse([(c + sign * radius) * FINE for sign in (-1, 1) for c in at], fill=fill)

    def words(self, text: str, at: Point, *, height: float = 22, width: float = 2.0, spacing: float = 2.6, slant: float = 0.0) -> None:
        """Capitals and figures from their top left corner; `spacing` in units of the field."""
        unit = height / 6
        x, y = at
        for letter in text:
            x -= unit * (letter == "I")  # the letter is one stroke in the middle of its field
            for stroke in GLYPHS[letter].split():
                marks = [(int(pair[0]), int(pair[1])) for pair in stroke.split(",")]
                self.line([(x + (a + slant * (6 - b)) * unit, y + b * unit) for a, b in marks], width)
            x += unit * (3 + spacing if letter == "I" else 3.6 if letter == " " else 4 + spacing)

    def save(self, path: Path) -> None:
        picture = self.image.resize(self.size, Image.Resampling.LANCZOS).quantize(SHADES)
        picture.save(path, "PNG", optimize=True)


def between(a: Point, b: Point, part: float) -> Point:
    return a[0] + (b[0] - a[0]) * part, a[1] + (b[1] - a[1]) * part


def tremble(number: float, size: float) -> float:
    """A hand that is not quite steady, the same each time: up to `size` either way."""
    return size * (sin(number * 1.7) + sin(number * 2.9 + 1) + sin(number * 7.3 + 2)) / 3


def along(points: Sequence[Point], step: float) -> list[Point]:
    """Points at equal steps along a line."""
    found = [points[0]]
    left = step
    for a, b in pairwise(points):
        length = hypot(b[0] - a[0], b[1] - a[1])
        at = left
        while at <= length:
            found.append(between(a, b, at / length))
            at += step
        left = at - length
    return found


def rough(points: Sequence[Point], size: float) -> list[Point]:
    """The same line with a shore's irregularity."""
    return [(x + tremble(n * 1.3, size), y + tremble(n * 1.9 + 5, size)) for n, (x, y) in enumerate(along(points, 9))]


def star(plate: Plate, at: Point, *, rays: int, inner: float, outer: float) -> None:
    for ray in range(rays):
        angle = 2 * pi * ray / rays
        long = outer if ray % 2 == 0 else outer * 0.6
        plate.line([(at[0] + inner * cos(angle), at[1] + inner * sin(angle)), (at[0] + long * cos(angle), at[1] + long * sin(angle))], 1.6)
    plate.dot(at, inner * 0.6)


def compass(plate: Plate, at: Point, size: float) -> None:
    x, y = at
    for quarter in range(4):
        angle = quarter * pi / 2 - pi / 2
        tip = (x + size * cos(angle), y + size * sin(angle))
        for side in (-1, 1):
            waist = (x + size * 0.2 * cos(angle + side * pi / 4), y + size * 0.2 * sin(angle + side * pi / 4))
            plate.shape([at, tip, waist], fill=INK if side > 0 else PAPER, width=1.4)
        plate.line([(x + size * 0.28 * cos(angle + pi / 4), y + size * 0.28 * sin(angle + pi / 4)),
                    (x + size * 0.55 * cos(angle + pi / 4), y + size * 0.55 * sin(angle + pi / 4))], 1.4)  # fmt: skip
    plate.words("N", (x - 8, y - size - 34), height=24, width=2.2)


def chart(path: Path) -> None:
    """The harbour of Orrismouth: the river, the piers, the bar, the three rocks, the light, and the course of the ferry."""
    plate = Plate(1200, 800)
    north = rough([(330, 18), (352, 90), (322, 170), (356, 240), (340, 300)], 7)
    south = rough([(352, 404), (330, 470), (372, 560), (350, 650), (392, 782)], 7)
    north_bank = rough([(340, 300), (270, 322), (180, 318), (96, 352), (18, 350)], 4)
    south_bank = rough([(352, 404), (270, 400), (186, 392), (100, 424), (18, 424)], 4)
    for shore, inland in ((north, -1), (south, -1)):
        for n, (x, y) in enumerate(along(shore, 7)):
            plate.line([(x, y), (x + inland * (20 + tremble(n, 10)), y + tremble(n + 3, 3))], 1.1)
        for ring, away in enumerate((12, 28, 50)):
            for n, (x, y) in enumerate(along(shore, 16)):
                if not 286 < y < 418 and n % (ring + 2):
                    plate.line([(x + away, y - 6), (x + away + tremble(n, 1), y + 6)], 1.0)
    for bank, inland in ((north_bank, -1), (south_bank, 1)):
        for n, (x, y) in enumerate(along(bank, 8)):
            plate.line([(x, y), (x + tremble(n, 2), y + inland * (11 + tremble(n, 5)))], 1.1)
    for line in (north, south, north_bank, south_bank):
        plate.line(line, 3)
    for y in (352, 364, 378):
        plate.line([(x, y + (240 - x) * 0.09 + tremble(x / 30, 3)) for x in range(40, 330, 10) if not 150 < x < 164], 1.0)
    for row, (y, first, count) in enumerate(((226, 120, 6), (254, 96, 7), (282, 176, 4), (446, 120, 6), (474, 176, 4))):
        for house in range(count):  # the town, street by street
            x = first + house * 30 + tremble(row + house, 3)
            plate.shape([(x, y), (x + 20, y), (x + 20, y + 12), (x, y + 12)], fill=PAPER if (row + house) % 3 else INK, width=1.6)
    plate.shape([(338, 304), (470, 292), (471, 301), (340, 316)], fill=PAPER, width=2.4)  # the piers
    plate.shape([(350, 392), (462, 408), (461, 417), (350, 404)], fill=PAPER, width=2.4)
    plate.dot((471, 296), 6)
    for n, (x, y) in enumerate(along([(548, 210), (574, 290), (582, 360), (570, 440), (540, 520)], 13)):  # the bar
        plate.dot((x, y), 2.2)
        plate.dot((x + 11 + tremble(n, 3), y + 5), 1.5)
    rocks: tuple[tuple[Point, float, float], ...] = (((806, 196), 58, 30), ((930, 372), 92, 52), ((790, 560), 40, 22))
    for number, ((x, y), wide, high) in enumerate(rocks):
        outline = []
        for n in range(32):
            across, up = wide + tremble(n + number * 9, wide * 0.22), high + tremble(n * 1.4 + number * 5, high * 0.25)
            outline.append((x + across * cos(n * pi / 16), y + up * sin(n * pi / 16)))
        if number == 2:  # covered but at the lowest tides: a dotted line
            for at in along([*outline, outline[0]], 8):
                plate.dot(at, 1.9)
        else:
            for a, b in zip(outline, [*outline[1:], outline[0]], strict=True):
                plate.line([a, between(a, (x, y), 0.25)], 1.1)
                plate.line([b, between(b, (x, y), 0.16)], 1.1)
            plate.line([*outline, outline[0]], 2.6)
    plate.dashes((482, 296), (838, 364), 2.4)
    plate.dot((930, 366), 16, fill=PAPER)
    star(plate, (930, 366), rays=16, inner=9, outer=34)
    plate.words("ORRISMOUTH", (54, 166), height=22, width=2.4)
    plate.words("RIVER ORRIS", (34, 298), height=13, width=1.5, slant=0.18)
    plate.words("THE BAR", (498, 546), height=15, width=1.7, slant=0.18)
    plate.words("THE EWE", (754, 112), height=19, width=2.0)
    plate.words("THE WETHER", (852, 446), height=19, width=2.0)
    plate.words("THE LAMB", (742, 600), height=19, width=2.0)
    depths = ((430, 130, "2"), (440, 210, "3"), (610, 96, "7"), (640, 190, "6"), (700, 262, "8"), (640, 440, "5"), (700, 480, "6"), (512, 356, "1½"),
              (660, 640, "7"), (470, 520, "2"), (480, 640, "3"), (900, 270, "9"), (1010, 150, "12"), (1090, 270, "14"), (1100, 440, "15"),
              (930, 520, "11"), (900, 690, "13"), (720, 716, "8"), (450, 60, "3"), (900, 70, "10"), (640, 330, "4"), (520, 160, "4"))  # fmt: skip
    for x, y, depth in depths:
        plate.words(depth, (x, y), height=13, width=1.5, slant=0.15)
    compass(plate, (1080, 640), 76)
    plate.words("HALF A MILE", (604, 753), height=13, width=1.5, slant=0.15)
    plate.line([(460, 764), (586, 764)], 2)
    for tick in range(5):
        plate.line([(460 + tick * 31.5, 757), (460 + tick * 31.5, 764)], 1.6)
    for inset, width in ((6, 4.0), (14, 1.4)):
        plate.line([(inset, inset), (1200 - inset, inset), (1200 - inset, 800 - inset), (inset, 800 - inset), (inset, inset)], width)
    plate.save(path)


def ferry(path: Path) -> None:
    """The Patience at the North Pier, with the box amidships; beyond her the light."""
    plate = Plate(1200, 720)
    horizon = 396
    light = (905, 128)
    for n, y in enumerate(range(40, horizon - 6, 13)):  # the sky: broken lines, none where the rays fall
        for part in range(26):
            a = max(24, 30 + part * 46 + 14 * sin(n * 2.1 + part * 1.3))
            b = a + 30 + tremble(n * 3 + part, 14)
            clear = hypot(a - light[0], y - light[1]) < 150 or (y < 120 and sin(part * 0.9 + n) > 0.1) or b > 1176
            if not clear:
                plate.line([(a, y + tremble(part + n, 1.6)), (b, y + tremble(part + n + 1, 1.6))], 1.0)
    plate.line([(20, horizon), (1180, horizon)], 1.6)
    for n in range(28):  # the beams
        angle = 2 * pi * n / 28 + 0.05
        if sin(angle) < 0.75 and sin(angle) > -0.98:
            far = 126 if n % 2 else 92
            plate.line([(light[0] + 34 * cos(angle), light[1] + 34 * sin(angle)), (light[0] + far * cos(angle), light[1] + far * sin(angle))], 1.5)
    rock = [(735, 404), (765, 372), (800, 352), (842, 330), (880, 318), (935, 316), (968, 334), (1012, 346), (1052, 378), (1085, 404)]
    plate.shape(rough([*rock, (735, 404)], 4), width=2.4)
    for n, (left, top) in enumerate(along(rock, 9)):
        plate.line([(left, top), (left + 14 + tremble(n, 8), min(402, top + 26 + tremble(n * 2, 16)))], 1.2)
    plate.shape([(876, 322), (888, 166), (922, 166), (936, 322)], width=2.4)  # the tower
    for n, low in enumerate(range(182, 320, 12)):
        half = 17 + (low - 166) * 0.085
        plate.line([(905 + half * 0.25 + tremble(n, 4), low), (905 + half, low)], 1.2)
    for y in (206, 250):
        plate.shape([(897, y), (905, y), (905, y + 14), (897, y + 14)], fill=INK, width=1)
    plate.shape([(880, 158), (930, 158), (930, 166), (880, 166)], width=2)
    plate.shape([(890, 112), (920, 112), (920, 158), (890, 158)], width=2)
    plate.shape([(886, 112), (905, 92), (924, 112)], fill=INK, width=2)
    for bar in (898, 905, 912):
        plate.line([(bar, 112), (bar, 158)], 1.2)
    for n, y in enumerate(range(410, 704, 11)):  # the sea: longer waves the nearer they are
        reach = 12 + (y - 410) * 0.13
        for part in range(int(1180 // (reach * 2.6)) + 1):
            x = 20 + part * reach * 2.6 + tremble(n * 5 + part, reach)
            if (24 if y < 460 else 292) < x < 1176 - reach and sin(n * 1.9 + part * 2.3) > -0.45:
                plate.line([(x, y), (x + reach * 0.5, y - 2 - (y - 410) * 0.008), (x + reach, y)], 1.2 + (y - 410) * 0.002)
    hull = [(330, 560), (352, 604), (400, 628), (560, 634), (676, 622), (716, 590), (736, 546), (640, 566), (520, 572), (420, 570)]
    plate.shape([(x, y + 8) for x, y in [(318, 620), (748, 612), (720, 650), (360, 658)]], width=0)
    for n in range(9):  # the water under her
        plate.line([(340 + n * 9 + tremble(n, 8), 640 + n * 5), (708 - n * 14 + tremble(n * 2, 12), 640 + n * 5)], 1.3)
    plate.line([(548, 572), (548, 178)], 6)  # the mast
    sail = [(470, 262), (664, 190), (692, 424), (676, 524), (566, 534), (486, 520)]
    plate.shape(sail, width=2.6)
    plate.line([(456, 268), (676, 184)], 5)
    for n in range(1, 6):
        plate.line([between((470, 262), (664, 190), n / 6), between((486, 520), (676, 524), n / 6)], 1.2)
    for n in range(30):
        inner, outer = between((664, 190), (690, 430), n / 30), between((676, 200), (688, 430), n / 30)
        plate.line([(inner[0] - 46 + tremble(n, 12), inner[1] + 6), (outer[0] - 6, outer[1] + 10)], 1.0)  # the leech, in shadow
    plate.line([(548, 178), (548, 150)], 2)
    plate.shape([(548, 150), (590, 158), (548, 168)], fill=INK, width=1)  # her flag
    plate.shape([(404, 510), (506, 510), (506, 572), (404, 572)], width=2.8)  # the box
    plate.shape([(404, 510), (420, 492), (522, 492), (506, 510)], width=2.4)
    plate.shape([(506, 510), (522, 492), (522, 556), (506, 572)], fill=170, width=2.4)
    plate.line([(404 - 11 * sin(pi * t / 10), 538 + 2 * t) for t in range(11)], 3)  # a handle of rope
    plate.shape([(448, 526), (462, 526), (462, 542), (448, 542)], fill=INK, width=1)
    plate.line([(404, 530), (506, 530)], 1.4)
    plate.shape(rough([*hull, hull[0]], 0.8), width=3)
    for n, drop in enumerate((14, 28, 42)):
        plate.line([(330 + 9 * n + (405 - 17 * n) * t / 30, 560 + drop - 14 * (t / 30) + 17 * sin(pi * t / 30)) for t in range(31)], 1.3)
    for n in range(34):
        left, dip = 362 + n * 10, 12 * sin(pi * n / 36)
        plate.line([(left, 612 + dip), (left + 8, 604 + dip)], 1.1)
    pier = [(20, 470), (250, 470), (266, 486), (282, 704), (20, 704)]
    plate.shape(pier, width=3)
    for course, y in enumerate(range(498, 704, 30)):  # courses of stone
        edge = 268 + (y - 486) * 0.07
        plate.line([(20, y + tremble(course, 2)), (edge, y + tremble(course + 1, 2))], 1.6)
        for block in range(5):
            x = 40 + block * 54 + (course % 2) * 26 + tremble(course + block, 5)
            if x < edge - 16:
                plate.line([(x, y - 30 if course else 472), (x, y)], 1.5)
                for n in range(3 if x < edge - 44 else 0):
                    plate.line([(x + 6 + 8 * n, y - 6), (x + 10 + 8 * n, y - 12)], 0.9)
    plate.shape([(206, 446), (230, 446), (234, 472), (202, 472)], fill=INK, width=1)  # the bollard, and her painter
    plate.line([(218 + 114 * t / 12, 458 + 104 * t / 12 + 16 * sin(pi * t / 12)) for t in range(13)], 2)
    for x, tall in ((66, 84), (104, 74), (150, 80)):  # some of the sixty persons, and the dog
        plate.dot((x, 470 - tall), 9)
        plate.shape([(x - 13, 470), (x - 9, 470 - tall + 12), (x + 9, 470 - tall + 12), (x + 13, 470)], fill=INK, width=1)
    dog = [(168, 470), (170, 452), (190, 450), (194, 440), (202, 446), (196, 454), (194, 470), (190, 458), (174, 460), (172, 470)]
    plate.shape(dog, fill=INK, width=1)
    for inset, width in ((6, 3.4), (13, 1.2)):
        plate.line([(inset, inset), (1200 - inset, inset), (1200 - inset, 720 - inset), (inset, 720 - inset), (inset, inset)], width)
    plate.save(path)
