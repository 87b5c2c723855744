"""The practice site that the tests of this folder share: the usual one, at epoch 0."""

import pytest

from congress_crawler.practice.site import Site
from congress_crawler.practice.truth import ExpectedRow


@pytest.fixture(scope="session")
def site() -> Site:
    return Site()


@pytest.fixture(scope="session")
def rows(site: Site) -> list[ExpectedRow]:
    return site.expected().rows
