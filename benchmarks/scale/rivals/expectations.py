"""Great Expectations: a suite for each document, a column for each identity.

The library adds up rows of one table at most; both sides of every check are made in pandas first, as its users do.
"""

from __future__ import annotations

import warnings
from pathlib import Path

import great_expectations as gx
import pandas as pd
from great_expectations.data_context.types.base import ProgressBarsConfig

from benchmarks.scale.rivals import frames
from benchmarks.scale.rivals.identities import IDS
from benchmarks.scale.rivals.judged import Judged


def judge(batch: Path, tolerance: float) -> Judged:
    """One document after another, each against the same expectations."""
    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = ProgressBarsConfig(globally=False)
    asset = context.data_sources.add_pandas("figures").add_dataframe_asset("document")
    definition = asset.add_batch_definition_whole_dataframe("whole")
    suite = gx.ExpectationSuite(
        "identities",
        expectations=[gx.expectations.ExpectColumnValuesToBeBetween(column=name, max_value=0) for name in sorted(IDS)],
    )
    checks = 0
    alarms: list[tuple[str, str]] = []
    identities: set[str] = set()
    for document_id, own in frames.read(batch).groupby("document_id", sort=False):
        checked = frames.sides(own)
        found = definition.get_batch(batch_parameters={"dataframe": _columns(checked, tolerance)})
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # the library's own deprecations
            result = found.validate(suite, result_format="BOOLEAN_ONLY")
        checks += len(checked)
        identities |= set(checked["identity_id"])
        alarms += [
            (str(document_id), one.expectation_config.kwargs["column"]) for one in result.results if not one.success
        ]
    return Judged(checks, len(identities), tuple(alarms))


def _columns(checked: pd.DataFrame, tolerance: float) -> pd.DataFrame:
    """A column for each identity: 1 for a check called wrong, 0 for one that holds, nothing below the last."""
    wrong = frames.alarms(checked, tolerance).astype(float)
    each = {name: part.reset_index(drop=True) for name, part in wrong.groupby(checked["identity_id"])}
    return pd.DataFrame(each).reindex(columns=sorted(IDS))
