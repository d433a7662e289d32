"""The grammar of Excel's number formats: `#,##0.00_);[Red](#,##0.00)` to sections of tokens.

Source: ISO/IEC 29500-1, §18.8.30 (formats known by number) and §18.8.31 (the codes).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property, lru_cache

_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"?'
    r"|[\\!](?P<escaped>.)"
    r"|(?P<space>_.)|(?P<fill>\*.)"
    r"|\[(?P<bracket>[^\]]*)\]"
    r"|(?P<general>General|G/通用格式)"
    r"|(?P<exponent>E[+-])"
    r"|(?P<half>AM/PM|A/P|上午/下午)"
    r"|(?P<date>y+|m+|d+|h+|s+|e+|a{3,4})"
    r"|(?P<digit>[0#?])|(?P<point>\.)|(?P<comma>,)|(?P<percent>%)|(?P<text>@)|(?P<slash>/)|(?P<end>;)"
    r"|(?P<other>.)",
    re.IGNORECASE | re.DOTALL,
)
_CONDITION = re.compile(r"(<=|>=|<>|<|>|=)\s*(-?\d+(?:\.\d+)?)")
_ELAPSED = re.compile(r"h+|m+|s+", re.IGNORECASE)
_CURRENCY = re.compile(r"\$([^-]*)")

# Formats that files name by number alone, as a Chinese Excel prints them.
BUILT_IN = {
    0: "General",
    1: "0",
    2: "0.00",
    3: "#,##0",
    4: "#,##0.00",
    5: "¥#,##0;¥-#,##0",
    6: "¥#,##0;[Red]¥-#,##0",
    7: "¥#,##0.00;¥-#,##0.00",
    8: "¥#,##0.00;[Red]¥-#,##0.00",
    9: "0%",
    10: "0.00%",
    11: "0.00E+00",
    12: "# ?/?",
    13: "# ??/??",
    14: "yyyy/m/d",
    15: "d-mmm-yy",
    16: "d-mmm",
    17: "mmm-yy",
    18: "h:mm AM/PM",
    19: "h:mm:ss AM/PM",
    20: "h:mm",
    21: "h:mm:ss",
    22: "yyyy/m/d h:mm",
    27: 'yyyy"年"m"月"',
    28: 'm"月"d"日"',
    29: 'm"月"d"日"',
    30: "m-d-yy",
    31: 'yyyy"年"m"月"d"日"',
    32: 'h"时"mm"分"',
    33: 'h"时"mm"分"ss"秒"',
    34: '上午/下午h"时"mm"分"',
    35: '上午/下午h"时"mm"分"ss"秒"',
    36: 'yyyy"年"m"月"',
    37: "#,##0;-#,##0",
    38: "#,##0;[Red]-#,##0",
    39: "#,##0.00;-#,##0.00",
    40: "#,##0.00;[Red]-#,##0.00",
    41: '_ * #,##0_ ;_ * -#,##0_ ;_ * "-"_ ;_ @_ ',
    42: '_ ¥* #,##0_ ;_ ¥* -#,##0_ ;_ ¥* "-"_ ;_ @_ ',
    43: '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ ',
    44: '_ ¥* #,##0.00_ ;_ ¥* -#,##0.00_ ;_ ¥* "-"??_ ;_ @_ ',
    45: "mm:ss",
    46: "[h]:mm:ss",
    47: "mm:ss.0",
    48: "##0.0E+0",
    49: "@",
    50: 'yyyy"年"m"月"',
    51: 'm"月"d"日"',
    52: 'yyyy"年"m"月"',
    53: 'm"月"d"日"',
    54: 'm"月"d"日"',
    55: '上午/下午h"时"mm"分"',
    56: '上午/下午h"时"mm"分"ss"秒"',
    57: 'yyyy"年"m"月"',
    58: 'm"月"d"日"',
}


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of a section: its kind, and the characters it prints or stands for."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Places:
    """The places that a section has for a number's digits, by their index among its tokens.

    `mantissa` ends before an exponent. The number is printed as its value × 10^`shift`: a percent sign moves its point
    by 2, a comma behind the last place by -3. `around` is what stands before and behind the number where its places
    are the usual ones (`#,##0.00`: at least one digit before the point, all of them behind it), else None.
    """

    mantissa: int
    point: int
    whole: tuple[int, ...]
    decimals: tuple[int, ...]
    is_grouped: bool
    shift: int
    around: tuple[str, str] | None


@dataclass(frozen=True)
class Section:
    """One of a code's parts between semicolons, with the condition under which it is used, if it states one."""

    tokens: tuple[Token, ...]
    condition: tuple[str, Decimal] | None = None

    @cached_property
    def kinds(self) -> frozenset[str]:
        """The kinds of its tokens."""
        return frozenset(token.kind for token in self.tokens)

    @cached_property
    def places(self) -> Places:
        """Where it has places for digits."""
        return _places(self.tokens)

    @cached_property
    def is_date(self) -> bool:
        """Whether it prints a number as a date or a time."""
        return bool(self.kinds & {"date", "elapsed", "half"})

    @cached_property
    def is_fraction(self) -> bool:
        """Whether it prints numerator and denominator."""
        return {"slash", "digit"} <= self.kinds and not self.is_date

    def holds(self, value: Decimal) -> bool:
        """Whether its condition holds of the value."""
        if self.condition is None:
            return False
        operator, limit = self.condition
        less, equal = value < limit, value == limit
        return {
            "<": less,
            "<=": less or equal,
            ">": not less and not equal,
            ">=": not less,
            "=": equal,
            "<>": not equal,
        }[operator]


@lru_cache(maxsize=4096)
def sections(code: str) -> tuple[Section, ...]:
    """The sections of a format code; any text is some code."""
    found: list[Section] = []
    tokens: list[Token] = []
    condition: tuple[str, Decimal] | None = None
    for match in _TOKEN.finditer(code):
        kind = str(match.lastgroup)
        text = match[kind]
        if kind == "end":
            found.append(Section(tuple(tokens), condition))
            tokens, condition = [], None
        elif kind == "bracket":
            if match_condition := _CONDITION.fullmatch(text.strip()):
                condition = match_condition[1], Decimal(match_condition[2])
            elif _ELAPSED.fullmatch(text):
                tokens.append(Token("elapsed", text.lower()))
            elif match_currency := _CURRENCY.match(text):
                tokens.append(Token("literal", match_currency[1]))
        elif kind == "space":
            tokens.append(Token("literal", " "))
        elif kind in ("quoted", "escaped", "other"):
            tokens.append(Token("literal", text))
        elif kind == "date":
            tokens.append(Token("date", text.lower()))
        elif kind != "fill":
            tokens.append(Token(kind, text))
    found.append(Section(tuple(tokens), condition))
    return tuple(found)


def _places(tokens: tuple[Token, ...]) -> Places:
    kinds = [token.kind for token in tokens]
    end = kinds.index("exponent") if "exponent" in kinds else len(tokens)
    point = kinds.index("point") if "point" in kinds[:end] else end
    whole = tuple(index for index in range(point) if kinds[index] == "digit")
    decimals = tuple(index for index in range(point, end) if kinds[index] == "digit")
    commas = [index for index in range(end) if kinds[index] == "comma"]
    around = None
    if whole and end == len(tokens):
        last = (decimals or whole)[-1]
        inside = set(kinds[whole[0] : last + 1])
        marks = [tokens[index].text for index in whole], [tokens[index].text for index in decimals]
        if inside <= {"digit", "comma", "point"} and "".join(marks[0]).lstrip("#") == "0" and set(marks[1]) <= {"0"}:
            around = printed_words(tokens[: whole[0]]), printed_words(tokens[last + 1 :])
    return Places(
        mantissa=end,
        point=point,
        whole=whole,
        decimals=decimals,
        is_grouped=any(whole and whole[0] < index < whole[-1] for index in commas),
        shift=2 * kinds.count("percent") - 3 * sum(1 for index in commas if whole and index > whole[-1]),
        around=around,
    )


def printed_words(tokens: tuple[Token, ...]) -> str:
    """What tokens print that stand for no digit."""
    return "".join(token.text for token in tokens if token.kind in ("literal", "percent", "slash"))
