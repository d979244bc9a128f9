"""The soak in short: forty phones, three kills."""

from pathlib import Path

import pytest

from .run import Plan, soak

PLAN = Plan(phones=40, real=4, kills=3, acknowledged=1500, seconds=24.0, pause_s=0.25, seed=7)


@pytest.mark.timeout(180)
def test_soak_loses_and_doubles_nothing(tmp_path: Path) -> None:
    figures = soak(PLAN, tmp_path / "data")
    print("\n" + figures.table())
    assert figures.kept, figures.table()
    assert figures.kills == 3
    assert figures.acknowledged > 100  # how many depends on the machine; none may be lost
