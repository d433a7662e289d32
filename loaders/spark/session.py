"""One session of Spark in this process, quiet, with settings under which the models mean what they mean on DuckDB."""

from __future__ import annotations

import logging
import os
import re
import shlex
import shutil
import subprocess
import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from loaders import messages
from loaders.messages import SaidError

JAVA = 17
"""The oldest Java that this Spark runs on."""
PACKAGES = ("pyspark", "pyarrow", "dbt.adapters.spark")
"""What the extra `spark` installs."""
MASTER, OPTIONS = "JUESUAN_SPARK_MASTER", "JUESUAN_SPARK_OPTIONS"
"""Variables of the environment: where Spark runs, and further settings as `name=value`, as a shell separates words."""

TABLES = "tables"
"""The folder of Spark's tables in the session's folder, one folder below it for each schema (`marts.db`)."""

_MEANING = {
    # Casts that fail and divisions by zero are errors, as in DuckDB; a product keeps its digits or is an error.
    "spark.sql.ansi.enabled": "true",
    "spark.sql.decimalOperations.allowPrecisionLoss": "false",
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.sources.default": "parquet",
    # Tables are found anew in their folder by each build, not in a register that outlives it.
    "spark.sql.catalogImplementation": "in-memory",
}
_SIZES = {
    # Spark judges a table by the size of its files, and hands one of up to 10 MiB whole to every core. Reports print
    # the same words and numbers again and again: their Parquet files are a fiftieth of what they hold.
    "spark.sql.sources.fileCompressionFactor": "50",
}
_LOCAL = {
    "spark.driver.host": "127.0.0.1",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.driver.memory": "2g",
    "spark.ui.enabled": "false",
    # Of the tables of one machine's build most fit into one part; a part costs as much as some ten thousand rows.
    "spark.sql.shuffle.partitions": "4",
    "spark.sql.sources.parallelPartitionDiscovery.parallelism": "4",
}
_QUIET = """\
# What fails is raised, and said once.
rootLogger.level = off
"""


@contextmanager
def spark_session(folder: Path) -> Iterator[Any]:
    """A session whose tables stand in `folder`; stopped when the block ends.

    Raises SaidError where Java or a package is missing.
    """
    require_packages()
    require_java()
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "log4j2.properties").write_text(_QUIET, encoding="utf-8")
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    said = folder / "spark.log"
    with warnings.catch_warnings(), _output_to(said):
        warnings.simplefilter("ignore", FutureWarning)  # of pandas, which is not used with Spark here
        session = _started(_settings(folder), said)
    try:
        yield session
    finally:
        session.stop()


def _started(settings: dict[str, str], said: Path) -> Any:
    from pyspark.errors import PySparkException
    from pyspark.sql import SparkSession

    logging.getLogger("SQLQueryContextLogger").disabled = True
    builder = SparkSession.builder.appName("juesuan")
    for name, value in settings.items():
        builder = builder.config(name, value)
    try:
        return builder.getOrCreate()
    except PySparkException as error:
        lines = said.read_text(encoding="utf-8", errors="replace").splitlines()
        raise SaidError(messages.SPARK_NOT_STARTED.fill(detail="; ".join([str(error), *lines[-5:]]))) from error


@contextmanager
def _output_to(path: Path) -> Iterator[None]:
    """What is started meanwhile says what it has to say into that file, as long as it lives: Java is talkative."""
    streams = (1, 2)
    kept = [os.dup(stream) for stream in streams]
    try:
        with path.open("wb") as file:
            for stream in streams:
                os.dup2(file.fileno(), stream)
        yield
    finally:
        for stream, handle in zip(streams, kept, strict=True):
            os.dup2(handle, stream)
            os.close(handle)


def _settings(folder: Path) -> dict[str, str]:
    master = os.environ.get(MASTER, "local[*]")
    given = dict(each.split("=", 1) for each in shlex.split(os.environ.get(OPTIONS, "")) if "=" in each)
    quiet = f"-Dlog4j2.configurationFile={(folder / 'log4j2.properties').as_uri()} -Dderby.system.home={folder}"
    return {
        "spark.master": master,
        "spark.ui.showConsoleProgress": "false",
        "spark.driver.extraJavaOptions": quiet,
        "spark.sql.warehouse.dir": str(folder / TABLES),
        **_SIZES,
        **(_LOCAL | {"spark.local.dir": str(folder / "scratch")} if master.startswith("local") else {}),
        **given,
        **_MEANING,
    }


def require_packages() -> None:
    """Raises SaidError unless the extra `spark` is installed."""
    missing = [name for name in PACKAGES if not _is_there(name)]
    if missing:
        raise SaidError(messages.NO_SPARK.fill(packages=", ".join(missing)), usage=True)


def _is_there(name: str) -> bool:
    try:
        return find_spec(name) is not None
    except ModuleNotFoundError:  # not even what it is a part of
        return False


def require_java() -> None:
    """Raises SaidError unless there is a Java that is new enough."""
    home = os.environ.get("JAVA_HOME")
    java = str(Path(home) / "bin" / "java") if home else shutil.which("java")
    if java is None or not Path(java).is_file():
        raise SaidError(messages.NO_JAVA.fill(needed=JAVA, looked=f"JAVA_HOME={home}" if home else "PATH"), usage=True)
    said = subprocess.run([java, "-version"], capture_output=True, text=True, check=False)
    found = re.search(r'version "(\d+)', said.stderr + said.stdout)
    if found is None or int(found[1]) < JAVA:
        version = found[1] if found else "?"
        raise SaidError(messages.OLD_JAVA.fill(needed=JAVA, version=version, java=java), usage=True)
