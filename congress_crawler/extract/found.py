"""What was found on the page, and where?"""

from congress_crawler.normalise.raw import Raw


class Found(Raw, kw_only=True):
    """Everything that one page says about its article, as strings: the input of `normalise`.

    It is `normalise.raw.Raw`, whose fields are documented there, with what only extract knows.
    """

    title_tag: str = ""  #: the text of `<title>`
    body_at: str = ""  #: where the body sits, as a path of elements
