"""Evaluates suites with Great Expectations. Importing this takes seconds: only the guards' process does."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pandas as pd

from loaders.guards import mart_suites, seed_suites
from loaders.guards.frames import read_seeds
from loaders.guards.library import ProgressBarsConfig, gx
from loaders.guards.results import EXAMPLES, Failure, GuardReport, SuiteResult, report
from loaders.guards.rules import KNOWN, Suite


def guard_seeds(folder: Path) -> GuardReport:
    """All suites on the loaders' tables in `folder`."""
    try:
        seeds = read_seeds(folder)
    except (pd.errors.ParserError, UnicodeDecodeError) as error:
        failure = Failure("seeds", "", "文件不是合格的 CSV", "a file is no proper CSV", 0, (str(error),))
        return report("seeds", [SuiteResult("seeds", 0, 1, (failure,))])
    return _report("seeds", seed_suites.schema_suite(seeds), lambda: seed_suites.content_suites(seeds))


def guard_marts(warehouse: Path) -> GuardReport:
    """All suites on the marts of a warehouse that no one has open for writing."""
    marts = mart_suites.read_marts(warehouse)
    return _report("marts", mart_suites.schema_suite(marts), lambda: mart_suites.content_suites(marts))


def _report(border: str, schema: Suite, content: Callable[[], list[Suite]]) -> GuardReport:
    """The content is only asked about once the columns are there."""
    found = _evaluate([schema])
    return report(border, found if found[0].failures else [*found, *_evaluate(content())])


def _evaluate(suites: Iterable[Suite]) -> list[SuiteResult]:
    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = ProgressBarsConfig(globally=False)
    # One batch definition for all tables: each new one makes the library write out its whole configuration.
    definition = context.data_sources.add_pandas("tables").add_dataframe_asset("table")
    whole = definition.add_batch_definition_whole_dataframe("whole")
    return [_evaluate_one(whole, suite) for suite in suites]


def _evaluate_one(definition: Any, suite: Suite) -> SuiteResult:
    batch = definition.get_batch(batch_parameters={"dataframe": suite.frame})
    expectations = gx.ExpectationSuite(suite.name, expectations=list(suite.expectations))
    result = _validate(batch, expectations, {"result_format": "BOOLEAN_ONLY"})
    if not result.success:  # which rows: asked only of a suite that fails, for it takes as long again
        detail = {"result_format": "COMPLETE", "unexpected_index_column_names": suite.index}
        result = _validate(batch, expectations, detail)
    failures = tuple(_failure(suite, found.to_json_dict()) for found in result.results if not found.success)
    return SuiteResult(suite.name, len(suite.frame), len(result.results), failures)


def _validate(batch: Any, expectations: Any, result_format: dict[str, Any]) -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the library's own deprecations
        return batch.validate(expectations, result_format=result_format)


def _failure(suite: Suite, found: dict[str, Any]) -> Failure:
    config, outcome = found["expectation_config"], found["result"]
    arguments = config["kwargs"]
    column = arguments.get("column") or arguments.get("column_A") or ", ".join(arguments.get("column_list", ()))
    places = outcome.get("unexpected_index_list") or []
    if places:
        examples = tuple(_example(place) for place in places[:EXAMPLES])
    else:
        examples = (found["exception_info"].get("exception_message") or "",)
    return Failure(
        suite=suite.name,
        column=column.removesuffix(KNOWN),
        rule_zh=config["meta"]["zh"],
        rule_en=config["meta"]["en"],
        count=outcome.get("unexpected_count", 0),
        examples=examples,
        documents=_documents(places),
    )


def _documents(places: list[dict[str, Any]]) -> tuple[str, ...]:
    """Whose rows these are; nobody's where one of them belongs to no document."""
    keys = dict.fromkeys(place.get("document_id") for place in places)
    return tuple(key for key in keys if isinstance(key, str)) if all(isinstance(key, str) for key in keys) else ()


def _example(place: dict[str, Any]) -> str:
    """Where an offending row stands, and its value: `figures_revenue.csv:12 document_id=…, line=83, unit=…`."""
    values = {name: value for name, value in place.items() if value == value and not name.endswith(KNOWN)}
    file, line = values.pop("file", None), values.pop("csv_line", None)
    where = f"{file}:{line} " if file else ""
    return where + ", ".join(f"{name}={value}" for name, value in values.items())
