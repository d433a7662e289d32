"""Figures in words: amounts, changes, rates, shares and counts, each with the coordinates its reader gives it."""

from __future__ import annotations

import random
from dataclasses import replace

from loaders.samples.made.report import Said, Style

_INCOMPARABLE = "（基数为0，不可比）"
_MOVES = {"change": ("比上年决算数", "增长", "下降"), "budget_difference": ("比年初预算数", "增长", "下降")}


class Writer:
    """Figures in words, each with the coordinates that a reader of the sentence gives it."""

    def __init__(self, style: Style, rng: random.Random) -> None:
        self._style = style
        self._rng = rng

    def amount(
        self, key: str, subject: str, fen: int, *, label: str = "", parent: str = "", words: str | None = None
    ) -> Said:
        """A statement's amount; `label` are the words between its subject and the number."""
        lead = (subject if words is None else words) + label
        unit = self._style.prose_unit
        said = self._style.said(fen)
        return Said(lead, said, unit, key, "amount", subject, label, unit, 1, parent, starts=True, fen=fen)

    def count(
        self, key: str, subject: str, lead: str, count: int, unit: str, *, tail: str = "", parent: str = ""
    ) -> Said:
        """A statement that counts things; `tail` follows the unit."""
        plain = unit.replace("（", "(").replace("）", ")")
        return Said(lead, str(count), unit + tail, key, "count", subject, "", plain, 1, parent, starts=True)

    def moved(self, of: Said, aspect: str, now: int, base: int) -> list[str | Said]:
        """The change of an amount against last year or the initial budget, with its rate."""
        against, up, down = _MOVES[aspect]
        if now == base and aspect == "change" and self._rng.random() < 0.6:
            flat = Said("，与上年决算数", "持平", "", of.key, aspect, of.subject, "与上年决算数", "元", kind="flat")
            return [flat]
        sign = -1 if now < base else 1
        word, trend = ("增加", up) if sign > 0 else ("减少", down)
        unit, said = self._style.prose_unit, self._style.said(now - base)
        change = Said(f"，{against}{word}", said, unit, of.key, aspect, of.subject, against + word, unit, sign)
        rate = Said("，" + trend, "", "%", of.key, f"{aspect}_rate", of.subject, trend, "%", sign)
        return [change, self._rated(rate, now - base, base, "")]

    def completed(self, of: Said, words: str, budget: int) -> list[str | Said]:
        """The budget of an amount and how much of it was spent."""
        unit, parent = self._style.prose_unit, of.parent
        said = self._style.said(budget)
        stated = Said("，" + words, said, unit, of.key, "budget", of.subject, words, unit, 1, parent)
        rate = Said("的", "", "%", of.key, "completion_rate", of.subject, words + "的", "%", 1, parent)
        return [stated, self._rated(rate, self._fen(of), budget, "%")]

    def share(self, of: Said, words: str, part: int, whole: int, parent: str, tail: str = "%") -> Said:
        """The share of an amount in another; nothing of nothing is 0 %."""
        printed = self._style.rate(part, whole or 1)
        lead = words if words.startswith("占") else "，" + words
        return Said(lead, printed, tail, of.key, "share", of.subject, words, "%", 1, parent)

    def _rated(self, rate: Said, part: int, whole: int, tail: str) -> Said:
        if whole == 0:
            return replace(rate, printed="--", tail=tail + _INCOMPARABLE, kind="not_comparable", sign=1)
        return replace(rate, printed=self._style.rate(part, whole))

    def base(self, now: int) -> int:
        """What an amount was before: mostly of its size, sometimes nothing, sometimes the same."""
        kind = self._rng.random()
        if now == 0:
            return 0 if kind < 0.85 else self._rng.randrange(1, 10**8)
        if kind < 0.08:
            return 0
        return now if kind < 0.12 else max(1, int(now / self._rng.uniform(0.5, 2.2)))

    def remember(self, said: Said, fen: int) -> Said:
        """Keeps the exact amount behind a statement for the rates made of it."""
        self._exact = (said, fen)
        return said

    def _fen(self, said: Said) -> int:
        assert self._exact[0] is said
        return self._exact[1]


def started(share: Said, subject: str) -> Said:
    """A share that opens a statement of its own."""
    return replace(share, lead=subject + share.lead, starts=True)


def overall(budget: Said, amount: Said, rate: Said) -> list[str | Said]:
    """The budget first, then what was spent of it and the rate: one statement."""
    return [
        replace(budget, lead=budget.label, starts=True),
        "，",
        replace(amount, starts=False),
        replace(rate, lead="，完成预算的", label="完成预算的"),
    ]
