"""Builds under Dagster: the warehouse as an asset, every night, with what the build did as its metadata.

    pip install dagster dagster-webserver
    dagster dev -f schedules/dagster_juesuan.py

Dagster may have its own environment: it runs `juesuan` as a program. JUESUAN_REPORTS names a folder of documents (else
the committed tables are built), JUESUAN_NOTIFY a command that is told of failures, as in build-and-tell.
"""

import json
import os
import subprocess
from pathlib import Path

import dagster

HOME = Path(__file__).resolve().parents[1]
PROGRAM = os.environ.get("JUESUAN_PROGRAM", str(HOME / ".venv" / "bin" / "juesuan"))
WAREHOUSE = Path(os.environ.get("JUESUAN_PUBLISHED", HOME / "warehouse" / "juesuan.duckdb"))
_TIMEOUT_SECONDS = 2 * 60 * 60


@dagster.asset(description="The published warehouse. 已发布的数据仓库。", group_name="juesuan")
def warehouse(context: dagster.AssetExecutionContext) -> dagster.MaterializeResult:
    """Builds and publishes. A failure leaves the published file as it is and is the run's failure; so is a report that
    could not be written after the publishing (exit status 3)."""
    documents = [os.environ["JUESUAN_REPORTS"]] if os.environ.get("JUESUAN_REPORTS") else []
    command = [PROGRAM, "build", *documents, "--warehouse", str(WAREHOUSE)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=_TIMEOUT_SECONDS)
    context.log.info(done.stderr)
    if done.returncode:
        raise dagster.Failure(done.stderr, metadata={"exit_status": done.returncode}, allow_retries=False)
    report = json.loads(WAREHOUSE.with_name("build_report.json").read_text(encoding="utf-8"))
    return dagster.MaterializeResult(
        metadata={
            "build_id": report["build_id"],
            "seconds": report["seconds"]["total"],
            **{f"documents_{status}": count for status, count in report["documents"].items()},
            **{f"checks_{verdict}": count for verdict, count in report["checks"].items()},
            **{f"findings_{severity}": count for severity, count in report["findings"].items()},
            "quarantined": dagster.MetadataValue.json(report["quarantined"]),
        }
    )


build = dagster.define_asset_job("build", selection=[warehouse])
nightly = dagster.ScheduleDefinition(job=build, cron_schedule="17 2 * * *", execution_timezone="Asia/Shanghai")


@dagster.run_failure_sensor(monitored_jobs=[build], default_status=dagster.DefaultSensorStatus.RUNNING)
def tell(context: dagster.RunFailureSensorContext) -> None:
    """Runs JUESUAN_NOTIFY with a subject and, on stdin, what the build said."""
    command = os.environ.get("JUESUAN_NOTIFY")
    if command:
        steps = [event.step_failure_data.error for event in context.get_step_failure_events()]
        said = "\n".join(error.to_string() for error in steps if error is not None) or context.failure_event.message
        subprocess.run(["sh", "-c", command, "notify", "Juesuan build failed"], input=said, text=True, check=True)


definitions = dagster.Definitions(assets=[warehouse], jobs=[build], schedules=[nightly], sensors=[tell])
