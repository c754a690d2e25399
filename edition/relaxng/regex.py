"""XML Schema's regular expressions in Python's. Both are alike enough to be translated piece by piece."""

from __future__ import annotations

import re
from functools import cache

from edition.relaxng import characters

ESCAPES = {"n": "\\n", "r": "\\r", "t": "\\t"}
PLAIN = frozenset("\\|.-^?*+{}()[]")  # what a backslash may stand before
CLASSES = {"s": " \\t\\n\\r", "i": characters.START + ":", "c": characters.MORE + ":"}


class BadExpression(ValueError):
    """Not a regular expression of XML Schema."""


@cache
def compiled(expression: str) -> re.Pattern[str]:
    """For use with `fullmatch`. Raises BadExpression."""
    reader = _Reader(expression)
    translated = reader.branches()
    if reader.at < len(expression):
        raise BadExpression(f"unexpected {expression[reader.at]!r} at character {reader.at + 1}")
    try:
        return re.compile(translated)
    except (re.error, OverflowError) as error:
        raise BadExpression(str(error)) from None


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

    def branches(self) -> str:
        found = [self.branch()]
        while self.peek() == "|":
            self.at += 1
            found.append(self.branch())
        return "|".join(found)

    def branch(self) -> str:
        found = []
        while self.peek() not in ("", "|", ")"):
            found.append(self.atom() + self.quantifier())
        return "".join(found)

    def quantifier(self) -> str:
        sign = self.peek()
        if sign in ("?", "*", "+") and sign:
            self.at += 1
            return sign
        if sign == "{":
            match = re.compile(r"\{(\d+)(,(\d*))?\}").match(self.text, self.at)
            if match is None:
                raise BadExpression(f"no quantity after the brace at character {self.at + 1}")
            self.at = match.end()
            if match[3] and int(match[3]) < int(match[1]):
                raise BadExpression(f"{match[0]} ends before it begins")
            return match[0]
        return ""

    def atom(self) -> str:
        sign = self.take()
        if sign == "(":
            inside = self.branches()
            if self.peek() != ")":
                raise BadExpression("a parenthesis is not closed")
            self.at += 1
            return f"(?:{inside})"
        if sign == "[":
            return self.group()
        if sign == ".":
            return "[^\\n\\r]"
        if sign == "\\":
            inside, negated = self.escape()
            return f"[{'^' if negated else ''}{inside}]"
        if sign in "?*+{}]":
            raise BadExpression(f"unexpected {sign!r} at character {self.at}")
        return re.escape(sign)

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
