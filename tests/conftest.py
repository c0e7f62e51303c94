"""Settings for all tests: how many cases a property is tried on.

`HYPOTHESIS_PROFILE=thorough` tries many more, drawn anew each time.
"""

from __future__ import annotations

import os

from hypothesis import settings

# Shared machines are slow by fits, so no time limit per case; the same cases each time, so that a run can be repeated.
settings.register_profile("everyday", deadline=None, max_examples=40, derandomize=True)
settings.register_profile("thorough", deadline=None, max_examples=3_000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "everyday"))
