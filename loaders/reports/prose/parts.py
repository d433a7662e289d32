"""Wholes and parts: 总收入…，其中：A…；B…. Which whole a statement is a part of, and when a list has ended."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from loaders.reports.prose import subjects
from loaders.reports.prose.clauses import Lead
from loaders.reports.prose.statements import Statement
from loaders.reports.prose.tokens import Token
from loaders.reports.prose.vocabulary import Vocabulary, vocabulary

# 38个关键性三级指标(中,)20个数量指标…
_AMONG = re.compile(r"[^,;。:]{0,20}中,$")


@dataclass
class OpenLists:
    """The wholes whose parts are being listed, outermost first, and whether the list is a short one."""

    words: Vocabulary = field(default_factory=vocabulary)
    _open: list[tuple[Statement, bool]] = field(default_factory=list)

    def close(self) -> None:
        """Ends all lists."""
        self._open = []

    @property
    def lists_expenditure(self) -> bool:
        """Whether the parts being listed are those of an expenditure."""
        return bool(self._open) and (self._open[-1][0].key or "").startswith("expenditure.")

    def walk(self, said: Lead, current: Statement | None) -> None:
        """Follows the punctuation between two figures; `current` is the statement that 其中 is said of."""
        if said.crosses_sentence:
            self.close()
        if said.crosses_clause:
            self._open = [(whole, is_short) for whole, is_short in self._open if not is_short]
        if current and said.opens_parts:
            self._open.append((current, said.opens_short_parts))
        elif current and _AMONG.match(said.text):
            self._open.append((current, False))

    def whole(self, statement: Statement) -> Statement | None:
        """The whole that the statement is listed under; a statement that belongs further out ends the inner lists."""
        key = statement.key or ""
        canonical = self.words.wholes.get(key)
        if key in self.words.wholes and not canonical:
            self.close()  # a total of its own
        for index in range(len(self._open) - 1, -1, -1):
            if canonical and self._open[index][0].key == canonical:
                del self._open[index + 1 :]
                break
        whole = self._open[-1][0] if self._open else None
        return None if whole is statement else whole

    def parent(self, statement: Statement, whole: Statement | None, token: Token, aspect: str) -> str | None:
        """The measure that this figure is a part of: only where the whole states the same of itself."""
        if whole is None:
            return None
        alike = (claim for claim in whole.claims if claim.aspect == aspect and claim.token.on == token.on)
        if not any(token.on != "count" or claim.token.unit == token.unit for claim in alike):
            return None
        return self.words.wholes.get(statement.key or "") or whole.key

    def whole_of_share(self, statement: Statement, share_of: str | None) -> str | None:
        """The measure that a share is of: the one it names (占政府采购支出总额的…), else the known whole."""
        named = subjects.whole(share_of, self.words) if share_of else None
        listed = self.whole(statement)
        return named or self.words.wholes.get(statement.key or "") or (listed.key if listed and not share_of else None)
