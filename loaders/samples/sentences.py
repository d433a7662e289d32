"""Prose from figures: a sentence for each statement, of its subject, its roles and its numbers, in our own words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from loaders.reports.fold import fold
from loaders.reports.prose.vocabulary import SubjectPhrase, bare, vocabulary
from loaders.samples.blocks import Text
from loaders.samples.made.forms import NUMERALS
from loaders.samples.source import SeedRow

_SCALES = {Decimal(10) ** power: word for power, word in ((0, ""), (4, "万"), (8, "亿"))}
_QUALIFIERS = {"about": "约", "more_than": "超", "at_least": "不低于", "at_most": "不超过", "expected": "预计"}
_SPLIT_KEYS = ("project", "overall")
"""Subjects whose plan and whose execution have keys of their own."""
_NO_CONTEXT = "其他有关"


@dataclass
class _Statement:
    """One subject's figures; `parts` are the statements listed under it, `tail` what goes on without a subject."""

    rows: list[SeedRow]
    phrase: SubjectPhrase | None
    is_heading: bool
    parts: list[_Statement] = field(default_factory=list)
    tail: list[_Statement] = field(default_factory=list)

    @property
    def key(self) -> str:
        return self.rows[0]["row_key"]

    @property
    def context(self) -> tuple[str, str]:
        """The project and the words that must stand over it."""
        project = self.rows[0]["project_name"]
        if self.is_heading and self.phrase:
            return project, self.rows[0]["row_label"]
        within = self.phrase.within if self.phrase else ()
        said = bare(fold(self.rows[0]["row_label"]))
        return project, "" if not within or any(word in said for word in within) else within[0]


def prose(rows: Sequence[SeedRow], said: Iterable[SeedRow] = (), document_project: str = "") -> Iterator[Text]:
    """The paragraphs; `said` are figures of scores, which state counts of indicators themselves.

    `document_project` is the project that the whole report speaks of.
    """
    statements = _assembled(list(_statements(rows, said)))
    number = 0
    over: tuple[str, str] | None = None
    for statement in statements:
        if statement.context != over:
            over = statement.context
            number += 1
            yield Text(f"{_numbered(number)}{_heading(over, document_project)}", "heading")
        yield Text(_sentence(statement) + "。")


def _numbered(number: int) -> str:
    """（一） to （二十六）, and from there on again."""
    return f"（{NUMERALS[(number - 1) % len(NUMERALS)]}）"


def _heading(context: tuple[str, str], document_project: str) -> str:
    project, words = context
    if project and project != document_project:
        return f"{project}项目绩效自评综述"
    return f"{words or _NO_CONTEXT}情况" if words != "项目绩效自评综述" else words


def _statements(rows: Sequence[SeedRow], said: Iterable[SeedRow]) -> Iterator[_Statement]:
    """The statements in print order, but for those that the scores' own sentences make."""
    counted = Counter(
        (f"indicators.level_{'一二三四'.index(row['column_label'][0]) + 1}", row["column_label"], row["printed_text"])
        for row in said
        if row["column_key"].startswith("count")
    )
    groups: dict[int, list[SeedRow]] = {}
    for row in rows:
        groups.setdefault(int(row["row_number"]), []).append(row)
    for number in sorted(groups):
        group = groups[number]
        first = (group[0]["row_key"], group[0]["row_label"], group[0]["printed_text"])
        if len(group) == 1 and counted[first]:
            counted[first] -= 1
            continue
        phrase, is_heading = _phrase(group[0])
        yield _Statement(group, phrase, is_heading)


def _phrase(row: SeedRow) -> tuple[SubjectPhrase | None, bool]:
    """The words that name the measure, and whether they are words of a heading."""
    key, label = row["row_key"], bare(fold(row["row_label"]))
    base = key.split(".")[0]
    for phrases, is_heading in ((vocabulary().subjects, False), (vocabulary().headings, True)):
        for phrase in phrases if key else ():
            known = phrase.key == key or (base in _SPLIT_KEYS and phrase.key == base)
            with_fund = "{fund}" in phrase.key and key.startswith(phrase.key.partition("{")[0])
            if (known or with_fund) and bare(phrase.phrase) == label:
                return phrase, is_heading
    follows = next((p for p in vocabulary().subjects if p.key == key and not p.phrase), None)
    return follows, False


def _assembled(statements: Sequence[_Statement]) -> list[_Statement]:
    """Parts under their wholes, and what only goes on behind what it goes on."""
    result: list[_Statement] = []
    open_lists: list[_Statement] = []
    for statement in statements:
        if statement.phrase and not statement.phrase.phrase and open_lists:
            open_lists[-1].tail.append(statement)
            continue
        parent = next((row["parent_row_key"] for row in statement.rows if _is_part(row)), "")
        while open_lists and parent and open_lists[-1].key != parent:
            open_lists.pop()
        if parent and open_lists:
            open_lists[-1].parts.append(statement)
            open_lists.append(statement)
        else:
            result.append(statement)
            # A figure without a measure of its own, said by the way, ends no list.
            open_lists = [statement] if statement.key else open_lists
    return result


def _is_part(row: SeedRow) -> bool:
    return bool(row["parent_row_key"]) and row["column_key"] != "share"


def _sentence(statement: _Statement) -> str:
    """A statement with its parts, without its full stop."""
    text = _fund(statement) + _listed(statement)
    for follower in statement.tail:
        text += "、累计" + _listed(follower, silent=True)
    if statement.parts:
        text += "，其中：" + "；".join(_sentence(part) for part in statement.parts)
    return text


def _fund(statement: _Statement) -> str:
    """The fund that a measure of any fund is of."""
    if statement.phrase is None or "{fund}" not in statement.phrase.key:
        return ""
    fund = statement.key.rpartition(".")[2]
    return next((f"{word}方面，" for word, name in vocabulary().funds.items() if name == fund), "")


def _listed(statement: _Statement, *, silent: bool = False) -> str:
    """The figures of one statement; the first has the subject before it, or behind it where that is a counted noun."""
    text = before = ""
    for index, row in enumerate(statement.rows):
        words, number = row["column_label"], _number(row)
        if before and words == f"{before}的":
            text += f"的{number}"  # 完成预算5.7万元的61.8%: the rate of the budget just said
            continue
        before = words
        if index or silent or statement.is_heading:
            said = f"{words}{number}"
        elif statement.phrase and statement.phrase.where == "after":
            said = f"共{number}{row['row_label']}"
        else:
            said = f"{_joined(row['row_label'], words, keyed=bool(row['row_key']))}{number}"
        text += "，" + said if text else said
    return text


def _joined(subject: str, words: str, *, keyed: bool) -> str:
    """Subject and role; what both have (…完成率, 完成率是) once."""
    for size in range(0 if keyed else min(len(subject), len(words)), 1, -1):
        if subject.endswith(words[:size]):
            return subject + words[size:]
    return subject + words


def _number(row: SeedRow) -> str:
    """The number with its unit and the words that say how exact it is."""
    printed, unit = row["printed_text"], row["unit"]
    if row["qualifier"] == "not_comparable":
        return f"{printed}%（基数为0，不可比）"
    if not any(char.isdigit() for char in printed):
        return printed
    qualifier = _QUALIFIERS.get(row["qualifier"], "")
    if qualifier and row["column_label"].startswith(qualifier):
        qualifier = ""
    after = "的差异" if row["column_key"] == "difference" and not row["column_label"] else ""
    return f"{qualifier}{printed}{_scale(row)}{unit}{after}"


def _scale(row: SeedRow) -> str:
    """万 or 亿, as the size of the figure tells, or the worth of its last digit where it is zero."""
    plain = Decimal(row["printed_text"].replace(",", "").replace("，", ""))
    exponent = plain.as_tuple().exponent
    assert isinstance(exponent, int)
    step = Decimal(row["rounding_unit_cny"] or row["rounding_unit"])
    return _SCALES[(step / Decimal(1).scaleb(min(exponent, 0))).normalize()]
