"""The state machine over a segment's paragraphs: from tokens to statements.

It carries the current statement (clauses without a subject of their own go on about it), the lists of parts that are
open (其中), and the explanation it may be in (主要原因是…), whose figures are never the subject's own.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from loaders.reports.document import Segment
from loaders.reports.fold import fold
from loaders.reports.prose import cues, functions, labels, subjects
from loaders.reports.prose.clauses import Clause, Lead, lead
from loaders.reports.prose.cues import INHERITED, Role
from loaders.reports.prose.parts import OpenLists
from loaders.reports.prose.prosetext import ProseText
from loaders.reports.prose.sections import Sections
from loaders.reports.prose.statements import Claim, Statement
from loaders.reports.prose.subjects import Found, Surroundings
from loaders.reports.prose.tokens import CLAIMS, Token
from loaders.reports.prose.vocabulary import Vocabulary, bare, vocabulary

_LABEL_MAX = 40
_COLUMN_LABEL_MAX = 30
# What a later sentence adds to an amount stated before.
_SAID_OF_AN_AMOUNT = frozenset(
    {"change", "change_rate", "completion_rate", "budget_difference", "budget_difference_rate"}
)
# What a later sentence says anew, with all that belongs to it: 年初预算数…，决算数…，预决算差异率….
_SAID_ANEW = frozenset({"amount", "budget", "initial_budget"})


@dataclass
class Reader:
    """The state between one number and the next."""

    segment: Segment
    words: Vocabulary = field(default_factory=vocabulary)
    found: list[Statement] = field(default_factory=list)
    current: Statement | None = None
    item: functions.ItemInView = field(default_factory=functions.ItemInView)
    lists: OpenLists = field(default_factory=OpenLists)
    claims: list[Token] = field(default_factory=list)
    in_reason: bool = False
    sentence: int = 0
    paragraph_starts: int = 0

    def __post_init__(self) -> None:
        self.sections = Sections(self.words)
        year = self.segment.fiscal_year
        self.last_year = year - 1 if year else None
        self.department = fold(self.segment.department_name)

    def read(self, prose: ProseText, found: tuple[Token, ...]) -> None:
        """Takes in one paragraph."""
        self._start_paragraph(prose)
        silent = [token for token in found if token.kind in ("date", "enumerator")]
        position = self.sections.start
        self.claims = [token for token in found if token.kind in CLAIMS]
        for token in self.claims:
            said = lead(prose, silent, position, token.start, self.last_year, self.words)
            self._walk(said)
            if self._claim(prose, token, said):
                position = token.unit_end

    def _start_paragraph(self, prose: ProseText) -> None:
        self.sentence += 1
        self.in_reason = False
        self.paragraph_starts = len(self.found)
        self.item.enter(prose, self.sections.start, self.sections.level)
        # "其中：…" may open a new paragraph; nothing else goes on from the one before.
        if not prose.text.startswith(self.words.parts):
            self.current = None
            self.lists.close()

    def _walk(self, said: Lead) -> None:
        """Follows the punctuation between two figures."""
        if said.crosses_sentence:
            self.sentence += said.text.count("。")
        if said.crosses_clause:
            self.in_reason = False
        self.in_reason = self.in_reason or said.gives_reason
        self.lists.walk(said, None if self.in_reason else self.current)

    def _claim(self, prose: ProseText, token: Token, said: Lead) -> bool:
        around = self._surroundings(prose, token)
        clause = said.clause
        share_of: str | None = None
        role: Role | None
        if token.kind == "flat":
            role = cues.flat(clause.text, self.words)
            if not role or self.in_reason:
                return False
            found = subjects.before(clause.text[: role.start], token, around, self.words)
        elif (share := _share(clause.text, token)) is not None:
            share_of = cues.stripped(clause.text[share + 1 :], self.words).rstrip("的")
            role = Role("completion_rate" if share_of.endswith(("预算", "预算数")) else "share", share)
            found = subjects.before(clause.text[:share], token, around, self.words)
        elif self._is_rate_of_stated(token, clause):
            role, found = Role("completion_rate", 0), None
        else:
            found = self._subject(prose, token, clause, around)
            if not found and (money := token.as_money) and (found := self._subject(prose, money, clause, around)):
                token = money
            role = found.role if found else cues.find(clause.text, token, False, self.words)
        if aspect := cues.after(prose.text[token.unit_end :], token, self.words):
            role = Role(aspect, len(clause.text))
        statement = self._statement(prose, token, said, found, role, around)
        self._append(statement, prose, token, said, found, role, share_of)
        return True

    def _surroundings(self, prose: ProseText, token: Token) -> Surroundings:
        start = prose.text.rfind("。", 0, token.start) + 1
        end = prose.text.find("。", token.start)
        return Surroundings(
            sections=self.sections,
            sentence=prose.text[start : end if end >= 0 else len(prose.text)],
            sentence_so_far=prose.text[start : token.start],
            department=self.department,
            current=self.current.key if self.current else None,
        )

    def _subject(self, prose: ProseText, token: Token, clause: Clause, around: Surroundings) -> Found | None:
        if self.in_reason:
            return None
        if token.on == "count":
            start, _ = labels.noun_span(prose, token, len(prose.text))
            if found := subjects.after(bare(prose.text[start:]), token, around, self.words):
                return replace(found, start=start, end=start + found.end)
        found = subjects.before(clause.text, token, around, self.words)
        function = self._function(clause, token)
        return function if function and (not found or found.start < function.end) else found

    def _function(self, clause: Clause, token: Token) -> Found | None:
        """The functional class that the clause names, by its level or as a part of an expenditure being listed."""
        if token.on == "count":
            return None
        named = functions.paths(clause.text)
        path = named[-1] if named else None
        if path is None and (self.lists.lists_expenditure or self.sections.lists_classes):
            path = functions.class_alone(cues.stripped(clause.text, self.words))
        if path is None:
            return None
        tail = clause.text[path.end :]
        role = cues.find(tail, token, True, self.words) if tail else None
        moved = role and Role(role.aspect, path.end + role.start, role.sign, role.is_direction)
        return Found(path.key, path.start, path.end, moved, None)

    def _is_rate_of_stated(self, token: Token, clause: Clause) -> bool:
        """完成预算5.7万元(的)61.8%: the rate is of the budget just stated."""
        last = self.current.claims[-1] if self.current and self.current.claims else None
        return (
            token.on == "percent"
            and clause.text == "的"
            and last is not None
            and last.aspect in ("budget", "initial_budget")
        )

    def _statement(
        self, prose: ProseText, token: Token, said: Lead, found: Found | None, role: Role | None, around: Surroundings
    ) -> Statement:
        """The statement a figure belongs to: the current one, or a new one for a new subject."""
        if found:
            aspect = found.aspect or (found.role.aspect if found.role else None)
            if aspect == INHERITED:
                aspect = "change_rate" if token.on == "percent" else "change"
            current = self.current
            # A later sentence may go on about what the paragraph has said (比上年减少…), but not say it anew.
            goes_on = current and (current.sentence == self.sentence or aspect in _SAID_OF_AN_AMOUNT)
            if current and goes_on and current.key == found.key and aspect and aspect not in current.aspects:
                return current
            return self._open(found.key, self._found_label(prose, said, found, token))
        rest = said.clause.part(0, role.start) if role else said.clause
        silent = subjects.says_nothing(cues.stripped(rest.text, self.words), self.department, self.words)
        if role and silent and self._continues(said):
            assert self.current
            if token.on == "money" and self.current.counts_only:
                # …接待35批次，210人次，共计支出2.4万元: the money is what the paragraph last spoke of in money.
                about = self._last_in_money()
                return self._open(about.key, about.label) if about else self.current
            if said.crosses_sentence and role.aspect in _SAID_ANEW:
                return self._open(self.current.key, self.current.label)
            return self.current
        if role and silent and not self.in_reason and token.on != "count":
            if earlier := self._earlier(said, token, around):
                return self._open(earlier[0].key, earlier[1].part(earlier[0].start, earlier[0].end).label(prose))
            if self.item.key:
                current = self.current
                if current and current.key == self.item.key and role.aspect not in current.aspects:
                    return current
                return self._open(self.item.key, self.item.label)
            if above := subjects.heading(around, self.words):
                return self._open(above[0], above[1].prose.label(above[2], above[3]))
        return self._open(None, self._own_words(prose, token, said, rest, role))

    def _last_in_money(self) -> Statement | None:
        stated = reversed(self.found[self.paragraph_starts :])
        return next((statement for statement in stated if not statement.counts_only), None)

    def _continues(self, said: Lead) -> bool:
        """Whether a clause without a subject goes on about the current statement."""
        if self.current is None or self.current.in_reason != self.in_reason:
            return False
        # 。与上年相比，增加…: what a change is against does not change the subject.
        about = [clause for clause in said.earlier if cues.flat(clause.text, self.words) is None]
        return not (said.crosses_sentence and about)

    def _earlier(self, said: Lead, token: Token, around: Surroundings) -> tuple[Found, Clause] | None:
        for said_of in reversed(said.earlier):
            # 收入支出总计(与上年相比)，增加…: what a change is against is no part of its subject.
            basis = cues.flat(said_of.text, self.words)
            clause = said_of.part(0, basis.start) if basis else said_of
            found = subjects.before(clause.text, token, around, self.words)
            if found and not found.role:
                return found, clause
        return None

    def _own_words(self, prose: ProseText, token: Token, said: Lead, rest: Clause, role: Role | None) -> str:
        """The subject in the report's words: the noun behind a number, else the clause before it."""
        start, end = self._noun(prose, token)
        noun = labels.noun_after(prose, start, end, self.words) if token.on != "percent" else ""
        # A rate nobody knows is named by all of its words: 热线接通率.
        clause = said.clause if role and role.aspect == "completion_rate" else rest
        if clause is said.clause:
            clause = clause.part(0, len(cues.stripped(clause.text, self.words)))
        elif role and said.clause.text[role.start :] in ("支出", "收入"):
            clause = said.clause
        if self.in_reason:
            ends = [clause.text.rfind(reason) + len(reason) for reason in self.words.reasons if reason in clause.text]
            clause = clause.part(max(ends, default=0))
        before = labels.words_before(prose, clause, self.words)
        if token.on == "money" and len(before) > 1 and role:
            return before
        earlier = labels.words_before(prose, said.earlier[-1], self.words) if said.earlier else ""
        about = labels.object_after(prose, start, end, self.words)
        current = self.current.label if self.current else ""
        heading = self.sections.lead_in if role and not self.current else ""
        return noun or before or about or earlier or heading or current or said.clause.label(prose)

    def _noun(self, prose: ProseText, token: Token) -> tuple[int, int]:
        """The words behind a number; behind the next one where nothing stands between (300项415条问题)."""
        later = [claim for claim in self.claims if claim.start > token.start and claim.kind == "figure"]
        until = later[0].start if later else len(prose.text)
        start, end = labels.noun_span(prose, token, until)
        if later and start == end == until and later[0].on == "count":
            return self._noun(prose, later[0])
        return start, end

    def _said_basis(self, said: Lead) -> str | None:
        """与上年相比，减少…: the basis may be a clause of its own."""
        bases = (cues.flat(clause.text, self.words) for clause in reversed(said.earlier))
        return next((basis.aspect for basis in bases if basis), None)

    def _found_label(self, prose: ProseText, said: Lead, found: Found, token: Token) -> str:
        if found.start >= token.end:  # the noun behind the number
            return prose.label(found.start, found.end)
        phrase = said.clause.part(found.start, found.end).label(prose)
        return phrase or (self.current.label if self.current else "")

    def _open(self, key: str | None, label: str) -> Statement:
        statement = Statement(
            key=key,
            label=label[:_LABEL_MAX],
            sentence=self.sentence,
            in_reason=self.in_reason,
            project=self.sections.project,
        )
        self.found.append(statement)
        self.current = statement
        return statement

    def _append(
        self,
        statement: Statement,
        prose: ProseText,
        token: Token,
        said: Lead,
        found: Found | None,
        role: Role | None,
        share_of: str | None,
    ) -> None:
        whole = self.lists.whole(statement)
        aspect, sign, label = self._aspect(statement, whole, token, found, role, prose, said)
        if role and role.is_direction and "rate" not in aspect:
            statement.basis = aspect
        if aspect == "share":
            parent = self.lists.whole_of_share(statement, share_of)
        else:
            parent = None if self.in_reason else self.lists.parent(statement, whole, token, aspect)
        if parent is None and functions.level_of(statement.key) and not self.in_reason:
            parent = self._fund_whole(prose, token, aspect)
        if label == "的":
            label = statement.claims[-1].column_label + label
        statement.claims.append(Claim(token, aspect, sign, label[:_COLUMN_LABEL_MAX], prose.place(token.start), parent))

    def _fund_whole(self, prose: ProseText, token: Token, aspect: str) -> str | None:
        """The expenditure whose functional classes a section lists (五、一般公共预算财政拨款支出决算情况说明)."""
        above = subjects.heading(self._surroundings(prose, token), self.words)
        return above[0] if above and aspect in ("amount", "share") and above[0].startswith("expenditure.") else None

    def _aspect(
        self,
        statement: Statement,
        whole: Statement | None,
        token: Token,
        found: Found | None,
        role: Role | None,
        prose: ProseText,
        said: Lead,
    ) -> tuple[str, int, str]:
        """The aspect, the sign its words give, and those words as printed."""
        label = said.clause.part(role.start).label(prose) if role else ""
        if found and found.aspect and token.on != "percent":
            return found.aspect, 1, label
        if role and role.aspect == INHERITED:
            basis = self._said_basis(said) or statement.basis or (whole.basis if whole else None) or "change"
            return (f"{basis}_rate" if token.on == "percent" else basis), role.sign, label
        if role:
            unknown = statement.key is None and not statement.claims and role.aspect == "completion_rate"
            return ("rate" if unknown else role.aspect), role.sign, label
        if found and found.aspect:
            return found.aspect, 1, label
        stated = whole.last_money() if whole and token.on == "money" else None
        if stated and stated.aspect in ("initial_budget", "budget", "adjustment"):
            return stated.aspect, 1, stated.column_label
        return {"money": "amount", "percent": "rate", "count": "count"}[token.on], 1, label


def _share(text: str, token: Token) -> int | None:
    """Where 占… begins, where the number is said to be a share (and not 占用, 占地面积, 占有率)."""
    if token.on != "percent":
        return None
    at = text.rfind("占")
    named = text.startswith(("占用", "占地面积", "占有"), max(at, 0)) or text[at - 1 : at] == "侵"
    return at if at >= 0 and not named else None
