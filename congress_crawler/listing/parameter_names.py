"""What do APIs and scripts call the number of a page, its size, its first and last record?"""


def word_list(text: str) -> list[str]:
    """In: words with blanks between them. Out: the words, in order."""
    return text.split()


def fold(name: str) -> str:
    """A name as it is compared: lower case, letters and digits only."""
    return "".join(letter for letter in name.lower() if letter.isalnum())


#: Names of the number of a page, as APIs and scripts of Chinese CMS spell them, folded by `fold`.
PAGE = frozenset(
    word_list(
        "page pageno pagenum pagenumber pageindex pagecurrent currpage currentpage current curpage curpageno cpage"
        " currentpageno currentpagenum currentpageindex curr nowpage thispage pageid pagination toppage newpage"
        " gotopage topage currentpagenumber curpagenum intcurpage pageno1 pn pagenow pagei pgno curindex startpage"
    )
)
SIZE = frozenset(
    word_list(
        "size pagesize perpage limit rows pagecount pagerows pagelimit pagenums perpagenum length num count pernum ps"
        " pagesizes pagerow rowcount pagerecord"
    )
)
START = frozenset(word_list("start startrecord startrow startindex offset skip begin beginrecord beginindex from"))
FINISH = frozenset(word_list("end endrecord endrow endindex to"))
