"""Spark for tests: skipped, and said so, where it is not; small and quick where it is."""

from __future__ import annotations

import pytest

from loaders.messages import SaidError
from loaders.spark.session import OPTIONS, require_java, require_packages

QUICK = (
    "spark.driver.defaultJavaOptions='-XX:TieredStopAtLevel=1 -XX:ReservedCodeCacheSize=240m -XX:+UseSerialGC'"
    " spark.driver.memory=1g spark.sql.shuffle.partitions=1 spark.sql.codegen.wholeStage=false"
    " spark.sql.codegen.factoryMode=NO_CODEGEN spark.sql.adaptive.enabled=false"
)
"""Settings for a few rows: compiling queries, and Java's compiling itself, would cost more than they save."""


def need_spark(monkeypatch: pytest.MonkeyPatch) -> None:
    """Skips the test without Java or the packages of the extra `spark`."""
    try:
        require_packages()
        require_java()
    except SaidError as error:
        pytest.skip(f"Spark is not here: {error.message.en}")
    monkeypatch.setenv(OPTIONS, QUICK)
