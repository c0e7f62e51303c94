"""The county of the tests of the workflow."""

from tests.services.workflow.conftest import cheap_hashes, county

__all__ = ["cheap_hashes", "county"]
