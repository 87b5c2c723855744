"""Is this draft an article, and what is its record?"""

import hashlib
from urllib.parse import urlsplit

from congress_crawler.items import Article, Digests, Unreadable
from congress_crawler.normalise import url
from congress_crawler.normalise.draft import Draft


def judge(draft: Draft) -> Unreadable | None:
    """Whether a draft has what an article needs: a title, and a text or, with the reason told, files or images.

    In: a draft after all steps. Out: None when it is an article, else the failure (no-title,
    no-body, body-in-frame).
    """
    if draft.title is None:
        return Unreadable("no-title", f"no headline found; reason: {draft.missing.get('title', 'not-on-page')}")
    reason = draft.missing.get("text", "not-on-page")
    if draft.text or draft.raw.attachments or draft.raw.images or reason == "video":
        return None
    if reason == "body-in-frame":
        return Unreadable("body-in-frame", "the text stands in a frame, a page of its own that was not fetched")
    return Unreadable("no-body", f"no text, file, image or film found; reason: {reason}")


def finish(draft: Draft) -> Article:
    """The record of a draft that `judge` passed. Provenance and version are left to the keeper."""
    name = url.canonical(draft.raw.url)
    return Article(
        id=url.article_id(draft.site, name),
        url=draft.raw.url,
        canonical_url=name,
        site=draft.site,
        host=urlsplit(draft.raw.url).hostname or "",
        section=draft.section,
        title=draft.title,
        subtitle=draft.subtitle,
        kicker=draft.kicker,
        byline_raw="\n".join([*draft.raw.bylines, *draft.raw.tail]) or None,
        authors=draft.authors,
        source=draft.source,
        source_raw=draft.source_raw,
        editors=draft.editors,
        published=draft.published,
        published_raw=draft.published_raw,
        date_candidates=draft.date_candidates,
        place=draft.place,
        paragraphs=draft.paragraphs,
        text=draft.text,
        attachments=draft.raw.attachments,
        images=draft.raw.images,
        charset=draft.raw.charset,
        missing=dict(sorted(draft.missing.items())),
        doubts=dict(sorted(draft.doubts.items())),
        evidence=dict(sorted(draft.evidence.items())),
        digests=Digests(payload=draft.payload, text=digest(draft.text.encode())),
    )


def digest(data: bytes) -> str:
    """`sha256:` and 64 lower-case hex digits of bytes."""
    return "sha256:" + hashlib.sha256(data).hexdigest()
