"""Which parts stand and which are built: each document in one part, nothing built twice, families kept together."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from loaders.lake.documents import Entry, Family, families
from loaders.warehouse.parts import plan as planning
from loaders.warehouse.parts.plan import Part, Plan, Standing, key_of, plan


def _family(name: str, count: int = 1, figures: int = 100, batch: int = 1) -> Family:
    return Family(name, tuple(Entry(f"{name}-{n}", batch, figures, name, "loaded") for n in range(count)))


def _standing(made: Plan) -> list[Standing]:
    return made.all


def _documents(made: Plan) -> Counter[tuple[str, ...]]:
    return Counter(entry.standing for known in made.all for entry in known.part.entries if entry not in known.gone)


@pytest.fixture(autouse=True)
def _small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JUESUAN_PART_FIGURES", "1000")
    monkeypatch.setenv("JUESUAN_JOBS", "1")


def test_families_fill_parts_and_are_not_divided() -> None:
    made = plan([_family("a", 3), _family("b", 3), _family("c", 3), _family("d", 20)], [], "code")
    assert [[entry.department_id for entry in part.entries] for part in made.new] == [
        ["a"] * 3 + ["b"] * 3 + ["c"] * 3,
        ["d"] * 20,
    ]


def test_parts_are_of_one_size_and_keep_every_core_at_work(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JUESUAN_JOBS", "4")
    for figures, parts in ((1000, 1), (1100, 4), (4000, 4), (4100, 8)):
        made = plan([_family(str(number), figures=10) for number in range(figures // 10)], [], "code")
        assert len(made.new) in (parts, parts + 1)  # the last may be what rounding leaves
        assert max(part.figures for part in made.new) <= 1000


def test_what_has_not_changed_is_not_built_again() -> None:
    found = [_family(str(number), 3) for number in range(20)]
    first = plan(found, [], "code")
    second = plan(found, _standing(first), "code")
    assert second.new == ()
    assert second.all == first.all


def test_other_models_build_everything() -> None:
    found = [_family("a"), _family("b")]
    first = plan(found, [], "code")
    assert plan(found, _standing(first), "other").standing == ()


@pytest.mark.parametrize(
    "change",
    [{"batch": 2}, {"status": "superseded", "superseded_by": "x"}, {"status": "duplicate", "duplicate_of": "x"}],
)
def test_a_document_that_stands_otherwise_brings_its_family_along(change: dict[str, object]) -> None:
    found = [_family(str(number), 2) for number in range(5)]
    first = plan(found, [], "code")
    changed = replace(found[2], entries=(found[2].entries[0], replace(found[2].entries[1], **change)))  # type: ignore[arg-type]
    second = plan([*found[:2], changed, *found[3:]], _standing(first), "code")
    assert [set(part.entries) for part in second.new] == [set(changed.entries)]
    assert [set(known.gone) for known in second.standing] == [set(found[2].entries)]


def test_a_part_of_which_much_is_gone_is_built_anew() -> None:
    found = [_family(str(number)) for number in range(8)]
    first = plan(found, [], "code")
    changed = [replace(family, entries=(replace(family.entries[0], batch=2),)) for family in found[:3]]
    second = plan([*changed, *found[3:]], _standing(first), "code")
    assert second.standing == ()
    assert len(second.new) == 1


def test_many_small_parts_become_one() -> None:
    known: list[Standing] = []
    found: list[Family] = []
    sizes = []
    for number in range(planning._SMALL_PARTS + 3):
        found.append(_family(f"f{number:02d}", figures=10))
        made = plan(found, known, "code")
        known = made.all
        sizes.append(len(known))
        assert _documents(made) == Counter(entry.standing for family in found for entry in family.entries)
    assert max(sizes) == planning._SMALL_PARTS + 1
    assert sizes[-2] < planning._SMALL_PARTS / 2


def test_a_part_whose_folder_was_changed_is_no_use() -> None:
    """Its key no longer says what is in it."""
    found = [_family("a", 2)]
    (known,) = plan(found, [], "code").all
    lying = Standing(Part(known.part.key, known.part.entries[:1]))
    assert plan(found, [lying], "code").standing == ()


@settings(max_examples=60)
@given(st.randoms(use_true_random=False))
def test_each_document_stands_in_one_part_whatever_happens(chance: random.Random) -> None:
    """Families grow, shrink, join and change over several builds."""
    departments = [f"d{number}" for number in range(12)]
    documents: dict[str, Entry] = {}
    units: set[tuple[str, str]] = set()
    known: list[Standing] = []
    for build in range(6):
        for _ in range(chance.randrange(5)):
            key = f"doc{chance.randrange(40)}"
            department = chance.choice([*departments, None])
            status = chance.choice(["loaded", "loaded", "superseded", "quarantined"])
            documents[key] = Entry(key, build, chance.choice([0, 50, 400]), department, status)
        if chance.random() < 0.3:
            units.add((chance.choice(departments), chance.choice(departments)))
        found = families(documents.values(), units)
        made = plan(found, known, "code")
        assert _documents(made) == Counter(entry.standing for entry in documents.values())
        for family in found:
            homes = {
                known.part.key
                for known in made.all
                for entry in known.part.entries
                if entry not in known.gone and entry in family.entries
            }
            assert len(homes) == 1
        assert len({known.part.key for known in made.all}) == len(made.all)
        assert all(key_of(known.part.entries, "code") == known.part.key for known in made.all)
        built = {entry for part in made.new for entry in part.entries}
        again = plan(found, made.all, "code")
        assert again.new == ()
        assert built <= set(documents.values())
        known = made.all


def test_families_are_joined_by_units() -> None:
    entries = [Entry(name, 1, 1, name, "loaded") for name in "abcd"] + [Entry("q", 1, 0, None, "quarantined")]
    found = families(entries, [("a", "b"), ("c", "b"), ("d", "elsewhere")])
    assert [[entry.document_id for entry in family.entries] for family in found] == [["a", "b", "c"], ["d"], ["q"]]
