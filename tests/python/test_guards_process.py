"""The guards' process: what it leaves unimported, and what it says when it fails or dies."""

from __future__ import annotations

import os
import pickle
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from loaders import seedfiles
from loaders.guards.process import GuardProcess
from loaders.messages import SaidError
from loaders.paths import SEEDS


def test_what_no_suite_uses_is_imported_when_it_is_used(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path\n"
        "from loaders.guards.process import _postpone\n"
        "_postpone('scipy.stats')\n"
        "from loaders.guards import engine\n"
        f"assert not engine.guard_seeds(Path({str(SEEDS / 'reports')!r})).failures\n"
        "assert 'scipy.stats._stats_py' not in sys.modules\n"
        "from scipy import stats\n"
        "assert stats.norm.cdf(0) == 0.5\n"
        "assert 'scipy.stats._stats_py' in sys.modules\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=120)


def test_answers_come_in_the_order_of_the_questions(tmp_path: Path) -> None:
    seedfiles.write({}, tmp_path)
    (tmp_path / "documents.csv").write_text("document_id\nd\n", encoding="utf-8")
    with GuardProcess() as guards:
        good, bad = guards.seeds(SEEDS / "reports"), guards.seeds(tmp_path)
        assert good().failures == ()
        (failure,) = bad().failures
    assert "documents.csv" in failure.examples[0]


def test_a_guard_that_cannot_work_or_has_died_is_told_of(tmp_path: Path) -> None:
    with GuardProcess() as guards:
        with pytest.raises(SaidError, match="nowhere"):
            guards.marts(tmp_path / "nowhere.duckdb")()
        os.kill(guards._process.pid or 0, signal.SIGKILL)
        with pytest.raises(SaidError, match="-9") as told:
            guards.seeds(tmp_path)()
    sent = pickle.loads(pickle.dumps(told.value))  # as from a process that builds a part
    assert (sent.message, sent.usage, str(sent)) == (told.value.message, False, str(told.value))
    assert pickle.loads(pickle.dumps(SaidError(told.value.message, usage=True))).usage
