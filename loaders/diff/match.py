"""What belongs to what: the same document on both sides, the same figure in two editions of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from difflib import SequenceMatcher
from typing import TypeVar

from loaders.diff.model import Change, Document, Figure, Finding

Thing = TypeVar("Thing")
Key = Callable[[Thing], Hashable]

# A document is itself; a new edition is the same kind of report of the same department and year.
_SAME_DOCUMENT: tuple[Key[Document], ...] = (
    lambda document: document.document_id,
    lambda document: (document.kind, document.department, document.fiscal_year, document.file_name),
    lambda document: (document.kind, document.department, document.fiscal_year),
)
# Where one report is compared with one other, the kind will do: a corrected edition may correct its year.
_SAME_KIND: Key[Document] = lambda document: document.kind  # noqa: E731

# Keys of rows may be numbers in sequence, which shift when a row is added; labels may be worded anew.
_SAME_FIGURE: tuple[Key[Figure], ...] = (
    lambda it: (it.table, it.project, it.row_key, it.row_label, it.column_key or it.column_label),
    lambda it: (it.table, it.project, it.row_label, it.column_key or it.column_label),
    lambda it: (it.table, it.project, it.row_key or it.row_label, it.column_key or it.column_label),
    lambda it: (it.table, it.row_key or it.row_label, it.column_key or it.column_label),
)
_SAME_FINDING: tuple[Key[Finding], ...] = (
    lambda it: (it.key, it.content),
    lambda it: (it.identity_id, it.content),
    lambda it: it.key,
)


def match_documents(old: Sequence[Document], new: Sequence[Document], *, editions: bool) -> list[Change[Document]]:
    """Each document of either side once, with its counterpart if it has one; `editions`: one report against another."""
    keys = (*_SAME_DOCUMENT, _SAME_KIND) if editions else _SAME_DOCUMENT
    return _matched(old, new, keys, lambda document: document.fingerprint)


def changed_figures(old: Sequence[Figure], new: Sequence[Figure]) -> list[Change[Figure]]:
    """The figures that are otherwise than they were, in the order of print; what only stands elsewhere is the same."""
    changes = _matched(old, new, _SAME_FIGURE, lambda figure: figure.content)
    return [each for each in changes if not (each.old and each.new) or each.old.content != each.new.content]


def changed_findings(old: Sequence[Finding], new: Sequence[Finding]) -> list[Change[Finding]]:
    """The findings that came, went or say something else."""
    changes = _matched(old, new, _SAME_FINDING, lambda finding: finding.content)
    return [each for each in changes if not (each.old and each.new) or each.old.content != each.new.content]


def _matched(
    old: Sequence[Thing], new: Sequence[Thing], keys: Iterable[Key[Thing]], content: Key[Thing]
) -> list[Change[Thing]]:
    """Pairs by each key in turn what the keys before it left; several of one key are paired by content and sequence."""
    partner: dict[int, int] = {}
    free_old, free_new = list(range(len(old))), list(range(len(new)))
    for key in keys:
        groups: dict[Hashable, tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
        for index in free_old:
            groups[key(old[index])][0].append(index)
        for index in free_new:
            groups[key(new[index])][1].append(index)
        for olds, news in groups.values():
            before, after = [content(old[index]) for index in olds], [content(new[index]) for index in news]
            partner.update((olds[one], news[other]) for one, other in _aligned(before, after))
        taken = set(partner.values())
        free_old = [index for index in free_old if index not in partner]
        free_new = [index for index in free_new if index not in taken]
    return _in_order(old, new, partner, free_new)


def _aligned(before: Sequence[Hashable], after: Sequence[Hashable]) -> list[tuple[int, int]]:
    """Positions that belong together: equals in sequence, and between them one against one."""
    pairs = []
    for _, low, high, start, end in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        pairs += list(zip(range(low, high), range(start, end), strict=False))
    return pairs


def _in_order(
    old: Sequence[Thing], new: Sequence[Thing], partner: dict[int, int], added: Sequence[int]
) -> list[Change[Thing]]:
    """Old things in their order, new ones behind what they follow on their side."""
    former = {index: number for number, index in partner.items()}
    places = [((number, 0, 0), Change(thing, _at(new, partner.get(number)))) for number, thing in enumerate(old)]
    for index in added:
        before = max((former[other] for other in range(index) if other in former), default=-1)
        places.append(((before, 1, index), Change(None, new[index])))
    return [change for _, change in sorted(places, key=lambda place: place[0])]


def _at(things: Sequence[Thing], index: int | None) -> Thing | None:
    return None if index is None else things[index]
