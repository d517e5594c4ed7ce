"""What all tests share: how Hypothesis searches."""

import os

from hypothesis import settings

# The same examples at every run, and no deadline: a busy machine must not fail a law.
settings.register_profile("ci", derandomize=True, deadline=None, database=None)
# New examples at every run, for a person who hunts: HYPOTHESIS_PROFILE=search.
settings.register_profile("search", deadline=None, max_examples=1000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))
