"""What all tests share. Fixtures of one area stand in that area's own conftest.py.

Hypothesis gets two profiles: the default is quick enough for every `make test`, and
`HYPOTHESIS_PROFILE=thorough` searches long.
"""

import os

from hypothesis import HealthCheck, settings

settings.register_profile(
    "quick",
    deadline=None,  # a slow machine is not a wrong answer
    max_examples=60,
    stateful_step_count=40,
    suppress_health_check=[HealthCheck.too_slow],
    print_blob=True,
)
settings.register_profile("thorough", parent=settings.get_profile("quick"), max_examples=2000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "quick"))
