"""How is each peer called, by its own documentation?

Each function loads one library and gives its reader; a worker process calls one of them and no other. The libraries
have no types and are not ours to require, so they are loaded by name. Nothing of congress_crawler is imported here.

GNE ships the GPL-3.0 (its package index entry says MIT; the stricter one counts), which our licence may not be mixed
with. So it is in no extra of ours and no program of ours imports it: whoever wants its row installs it himself, and the
worker that then loads it is a program of its own, made of this file, `job` and `worker`, that talks with `eval` over
pipes only, as with any other command on the machine.
"""

import re
from html import unescape
from importlib import import_module
from typing import Any

from benchmarks.peers.job import Fields, Job, Reader

BLOCKS = "p|div|h[1-6]|li|tr|table|blockquote|section|article|pre|ul|ol|dl|dd|dt"
BREAK = re.compile(rf"</?(?:{BLOCKS})\b[^>]*>|<br\s*/?>", re.IGNORECASE)
TAG = re.compile(r"<[^>]+>")


def _day(value: Any) -> str | None:
    return None if value is None else str(value)[:10]


def _trafilatura(*, fast: bool, text: bool) -> Reader:
    library: Any = import_module("trafilatura")

    def read(job: Job) -> Fields:
        content = job.text if text else job.body
        found = library.bare_extraction(content, url=job.url or None, fast=fast, with_metadata=True)
        if found is None:
            return {}
        persons = [name.strip() for name in (found.author or "").split(";") if name.strip()]
        return {"title": found.title, "published": found.date, "persons": persons, "body": found.text}

    return Reader(read)


def trafilatura_bytes() -> Reader:
    """`bare_extraction` with its defaults on the bytes; several authors come as one string with semicolons."""
    return _trafilatura(fast=False, text=False)


def trafilatura_text() -> Reader:
    """The same on the right text."""
    return _trafilatura(fast=False, text=True)


def trafilatura_fast() -> Reader:
    """The same on the text with `fast=True`, which leaves its fallbacks out."""
    return _trafilatura(fast=True, text=True)


def gne() -> Reader:
    """GeneralNewsExtractor: one author, one time, as the page spells them."""
    extractor: Any = import_module("gne").GeneralNewsExtractor()

    def read(job: Job) -> Fields:
        found = extractor.extract(job.text)
        persons = [found["author"]] if found["author"] else []
        return {
            "title": found["title"],
            "published": found["publish_time"],
            "persons": persons,
            "body": found["content"],
        }

    return Reader(read)


def newspaper() -> Reader:
    """`Article` with language zh, given the page as its own download, so that it asks the network for nothing."""
    library: Any = import_module("newspaper")

    def read(job: Job) -> Fields:
        article = library.Article(job.url or "http://www.example.cn/", language="zh", fetch_images=False)
        article.download(input_html=job.text)
        article.parse()
        published = _day(article.publish_date)
        return {
            "title": article.title,
            "published": published,
            "persons": list(article.authors),
            "body": article.text,
        }

    return Reader(read)


def readability() -> Reader:
    """`Document`: `short_title` is the headline; `summary` is HTML, whose blocks become lines."""
    library: Any = import_module("readability")

    def read(job: Job) -> Fields:
        document = library.Document(job.text)
        lines = TAG.sub("", BREAK.sub("\n", document.summary()))
        return {"title": document.short_title(), "body": unescape(lines)}

    return Reader(read)


def goose() -> Reader:
    """Goose with its Chinese stop words and the page's own language label not believed."""
    library: Any = import_module("goose3")
    words: Any = import_module("goose3.text").StopWordsChinese
    extractor = library.Goose({"stopwords_class": words, "use_meta_language": False, "target_language": "zh"})

    def read(job: Job) -> Fields:
        found = extractor.extract(raw_html=job.text)
        published = _day(found.publish_date)
        return {
            "title": found.title,
            "published": published,
            "persons": list(found.authors),
            "body": found.cleaned_text,
        }

    return Reader(read)


def htmldate() -> Reader:
    """`find_date` with its defaults: the last change is not asked for, the first publication is."""
    library: Any = import_module("htmldate")
    return Reader(
        lambda job: {"published": library.find_date(job.text, original_date=True, url=job.url or None)},
    )


def resiliparse() -> Reader:
    """`extract_plain_text` of the main content."""
    library: Any = import_module("resiliparse.extract.html2text")
    return Reader(lambda job: {"body": library.extract_plain_text(job.text, main_content=True)})


def jieba() -> Reader:
    """The part-of-speech tagger on a byline: words tagged nr are persons, words tagged nt organisations."""
    tagger: Any = import_module("jieba.posseg")

    def read(job: Job) -> Fields:
        words = [(str(word), str(tag)) for word, tag in tagger.cut(job.text)]
        persons = [word for word, tag in words if tag.startswith("nr") and len(word) > 1]
        return {"persons": persons, "organisations": [word for word, tag in words if tag == "nt"]}

    return Reader(read)
