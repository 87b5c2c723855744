"""Is every article of the practice site read right, in every field?"""

from typing import Any

from congress_crawler.extract import read
from congress_crawler.normalise.fold import key
from congress_crawler.practice.site import Site
from congress_crawler.practice.truth import ExpectedRow

ORIGIN = "http://127.0.0.1:8711"


def names(article: Any, kind: str) -> list[str]:
    return [author.name for author in article.authors if author.kind == kind]


def test_every_field_of_every_practice_article_is_right() -> None:
    site = Site()
    expected = site.expected()
    for row in expected.rows:
        answer = site.respond("GET", row.answered_by, {"Host": "127.0.0.1:8711"})
        found = read(answer.body, headers=answer.headers, url=ORIGIN + row.answered_by, status=answer.status)
        assert (found.title, found.subtitle) == (row.title, row.subtitle), row
        assert names(found, "organisation") == list(row.organisations), row
        assert "版权所有" not in (found.byline_raw or ""), row
        assert names(found, "person") == list(row.persons), row
        assert (found.source, found.editors) == (row.source, list(row.editors)), row
        assert (found.published, found.section) == (row.published, expected.section), row
        assert found.charset.rung == row.charset.rung, row
        assert [link.url for link in found.attachments] == [ORIGIN + path for path in row.attachments], row
        assert [link.url for link in found.images] == [ORIGIN + path for path in row.images], row
        assert [key(p.text) for p in found.paragraphs] == blocks(site, row), row


def blocks(site: Site, row: ExpectedRow) -> list[str]:
    return [key(block) for block in site.paragraphs(row.path)] if row.has_text else []
