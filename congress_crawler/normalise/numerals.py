"""Which number do these Chinese numerals spell?"""

DIGITS = "零一二三四五六七八九"
#: Everything that is typed for the zero of 二〇一六: the ideograph, circles, 零, the letter O in three scripts.
ZEROS = "〇○◯零ＯｏOoΟО0０"
YEARS = str.maketrans(ZEROS + DIGITS[1:], "0" * len(ZEROS) + "123456789")


def year(word: str) -> int:
    """A year spelt digit by digit, in numerals, figures or both.

    In: four characters. Out: the year, or -1 when one of them is no digit.

    >>> year("二〇一六"), year("二O一六"), year("2016"), year("二十一六")
    (2016, 2016, 2016, -1)
    """
    figures = word.translate(YEARS)
    return int(figures) if figures.isascii() and figures.isdigit() else -1


def number(word: str) -> int:
    """A month or a day of it, in numerals or figures.

    In: 三, 十二, 二十三, 廿五, 卅, 元 (the first month), 03. Out: the number, or -1 when it is none.

    >>> [number(word) for word in ("三", "十", "十二", "二十", "二十三", "三十一", "廿五", "卅", "元", "03", "十十")]
    [3, 10, 12, 20, 23, 31, 25, 30, 1, 3, -1]
    """
    if word.isascii():
        return int(word) if word.isdigit() else -1
    if word == "元":
        return 1
    tens, mark, ones = word.replace("廿", "二十").replace("卅", "三十").partition("十")
    if not mark:
        return _digit(tens)
    left, right = _digit(tens) if tens else 1, _digit(ones) if ones else 0
    return 10 * left + right if left > 0 and (right > 0 or not ones) else -1


def _digit(word: str) -> int:
    return DIGITS.find(word) if len(word) == 1 else -1
