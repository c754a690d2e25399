"""XML Schema's regular expressions in Python's. Both are alike enough to be translated piece by piece."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from edition.relaxng import characters
from edition.relaxng.linear import Either, Machine, One, Part, Row, Times, TooLarge, loops, machine, tangled, written

STEPS = 1_000_000  # that Python's matcher may take for one text
LONG = 10_000  # characters; beyond, our own matcher, which remembers what it has met, is the quicker one
QUANTITIES: Mapping[str, tuple[int, int | None]] = {"?": (0, 1), "*": (0, None), "+": (1, None)}
SIMPLE = re.compile(r"\[(?!\^).*\]", re.DOTALL)  # a class that is not turned round
ESCAPES = {"n": "\\n", "r": "\\r", "t": "\\t"}
PLAIN = frozenset("\\|.-^?*+{}()[]")  # what a backslash may stand before
CLASSES = {"s": " \\t\\n\\r", "i": characters.START + ":", "c": characters.MORE + ":"}


class BadExpression(ValueError):
    """Not a regular expression of XML Schema."""


class Expression:
    """A regular expression that a whole text matches or not. Python's matcher where it is quick, our own where it might not end."""

    def __init__(self, part: Part) -> None:
        self.part = part
        self.loops = loops(part)
        self.tangled = tangled(part)
        self.quick = re.compile(written(part))
        self._sure: Machine | None = machine(part) if self.tangled else None

    def fullmatch(self, text: str) -> bool:
        if not self.tangled and len(text) <= LONG and (self.loops < 2 or len(text) ** self.loops <= STEPS):
            return self.quick.fullmatch(text) is not None
        self._sure = self._sure or machine(self.part)
        return self._sure.matches(text)


@cache
def compiled(expression: str) -> Expression:
    """For use with `fullmatch`. Raises BadExpression."""
    reader = _Reader(expression)
    try:
        part = reader.branches()
        if reader.at < len(expression):
            raise BadExpression(f"unexpected {expression[reader.at]!r} at character {reader.at + 1}")
        return Expression(part)
    except (re.error, OverflowError, TooLarge) as error:
        raise BadExpression(str(error)) from None
    except RecursionError:
        raise BadExpression("nested deeper than any datatype needs") from None


class _Reader:
    def __init__(self, expression: str) -> None:
        self.text, self.at = expression, 0

    def peek(self) -> str:
        return self.text[self.at : self.at + 1]

    def take(self) -> str:
        if self.at >= len(self.text):
            raise BadExpression("ends too early")
        self.at += 1
        return self.text[self.at - 1]

    def branches(self) -> Part:
        found = [self.branch()]
        while self.peek() == "|":
            self.at += 1
            found.append(self.branch())
        if len(found) == 1:
            return found[0]
        if all(isinstance(each, One) and SIMPLE.fullmatch(each.inside) for each in found):  # one class instead of many to be tried in turn
            return One(f"[{''.join(each.inside[1:-1] for each in found if isinstance(each, One))}]")
        return Either(tuple(found))

    def branch(self) -> Part:
        found: list[Part] = []
        while self.peek() not in ("", "|", ")"):
            atom, (low, high) = self.atom(), self.quantifier()
            found.append(atom if (low, high) == (1, 1) else Times(atom, low, high))
        return found[0] if len(found) == 1 else Row(tuple(found))

    def quantifier(self) -> tuple[int, int | None]:
        sign = self.peek()
        if sign in QUANTITIES:
            self.at += 1
            return QUANTITIES[sign]
        if sign == "{":
            match = re.compile(r"\{(\d+)(,(\d*))?\}").match(self.text, self.at)
            if match is None:
                raise BadExpression(f"no quantity after the brace at character {self.at + 1}")
            self.at = match.end()
            if match[3] and int(match[3]) < int(match[1]):
                raise BadExpression(f"{match[0]} ends before it begins")
            low = int(match[1])
            return low, low if match[2] is None else int(match[3]) if match[3] else None
        return 1, 1

    def atom(self) -> Part:
        sign = self.take()
        if sign == "(":
            inside = self.branches()
            if self.peek() != ")":
                raise BadExpression("a parenthesis is not closed")
            self.at += 1
            return inside
        if sign == "[":
            return One(self.group())
        if sign == ".":
            return One("[^\\n\\r]")
        if sign == "\\":
            characters, negated = self.escape()
            return One(f"[{'^' if negated else ''}{characters}]")
        if sign in "?*+{}]":
            raise BadExpression(f"unexpected {sign!r} at character {self.at}")
        return One(re.escape(sign))

    def escape(self) -> tuple[str, bool]:
        """After a backslash: the inside of a character class, and whether it is turned round."""
        sign = self.take()
        if sign in ESCAPES:
            return ESCAPES[sign], False
        if sign in PLAIN:
            return re.escape(sign), False
        if sign.lower() in CLASSES:
            return CLASSES[sign.lower()], sign.isupper()
        if sign.lower() == "d":
            return characters.category("Nd"), sign.isupper()
        if sign.lower() == "w":  # all but punctuation, separators and the rest
            return characters.category("P") + characters.category("Z") + characters.category("C"), sign == "w"
        if sign in "pP":
            match = re.compile(r"\{([\w-]+)\}").match(self.text, self.at)
            if match is None:
                raise BadExpression(f"no category after \\{sign} at character {self.at}")
            self.at = match.end()
            try:
                return characters.category(match[1]), sign == "P"
            except KeyError:
                raise BadExpression(f"{match[1]!r} is no Unicode category or block that is known here") from None
        raise BadExpression(f"\\{sign} at character {self.at} means nothing")

    def group(self) -> str:
        """A class in brackets, as an alternative or a look-ahead where Python has no class for it."""
        negated = self.peek() == "^"
        self.at += negated
        inside: list[str] = []
        turned: list[str] = []  # \P, \D, \W … inside: classes of their own
        without = ""
        first = True
        while True:
            sign = self.take()
            if sign == "]":
                if first:
                    raise BadExpression("an empty class")
                break
            if sign == "-" and self.peek() == "[":
                self.at += 1
                without = self.group()
                if self.take() != "]":
                    raise BadExpression("something follows what a class leaves out")
                break
            if sign == "[":
                raise BadExpression(f"a bracket inside a class at character {self.at}")
            low, is_turned = self.escape() if sign == "\\" else (re.escape(sign), False)
            first = False
            if is_turned:
                turned.append(f"[^{low}]")
                continue
            if self.peek() == "-" and self.text[self.at + 1 : self.at + 2] not in ("]", "["):
                self.at += 1
                sign = self.take()
                high, is_turned = self.escape() if sign == "\\" else (re.escape(sign), False)
                if is_turned or len(_unescaped(low)) != 1 or len(_unescaped(high)) != 1 or _unescaped(low) > _unescaped(high):
                    raise BadExpression(f"no range ends at character {self.at}")
                low = f"{low}-{high}"
            inside.append(low)
        alternatives = ([f"[{''.join(inside)}]"] if inside else []) + turned
        found = alternatives[0] if len(alternatives) == 1 else f"(?:{'|'.join(alternatives)})"
        if negated:
            found = f"[^{''.join(inside)}]" if not turned else f"(?!{found})[\\x00-\\U0010ffff]"
        if without:
            found = f"(?!{without}){found}"
        return f"(?:{found})" if found.startswith("(?!") else found


def _unescaped(inside: str) -> str:
    return {"\\n": "\n", "\\r": "\r", "\\t": "\t"}.get(inside, inside[1:] if inside.startswith("\\") and len(inside) == 2 else inside)
