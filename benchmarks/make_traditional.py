"""Where does lexicon/traditional.tsv come from? Run it to make it again.

In a throw-away environment (it is no dependency of the project):

    python -m venv v && v/bin/pip install opencc-python-reimplemented==0.1.7
    v/bin/python benchmarks/make_traditional.py congress_crawler/lexicon

Of OpenCC's table those pairs are taken whose simplified character stands in another file of the lexicon, and whose
traditional one does not: 乾 is a character of its own in 乾安县, 於 in the surname.
"""

import importlib.util
import sys
from collections.abc import Iterator
from pathlib import Path

HEAD = """\
# Traditional to simplified, one character to one character: those that the other files of this room use.
# Made by benchmarks/make_traditional.py; do not edit by hand.
# Source: OpenCC, TSCharacters.txt in opencc-python-reimplemented 0.1.7. Licence: Apache-2.0.
"""
FILES = ("divisions.tsv", "townships.tsv", "labels.tsv", "organisations.txt", "posts.txt", "surnames.txt")
MORE = "述拟讯讲话现场综图摄发编辑导该与获悉过报道这说对从这为经团员见习驻首约记实题词键听读览"  # words of the rules


def main(lexicon: Path) -> None:
    """In: the folder of the lexicon. Out: the table; its size on stdout."""
    used = set(MORE) | {character for name in FILES for character in _data(lexicon / name)}
    rows = [f"{old}\t{new}" for old, new in sorted(_pairs()) if new in used and old not in used]
    (lexicon / "traditional.tsv").write_text(HEAD + "\n".join(rows) + "\n", "utf-8")
    print(f"{len(rows)} pairs")


def _data(file: Path) -> str:
    return "".join(line for line in file.read_text("utf-8").splitlines() if not line.startswith("#"))


def _pairs() -> Iterator[tuple[str, str]]:
    """The table of OpenCC: a character, and the simplified one that is its first choice."""
    spec = importlib.util.find_spec("opencc")
    if spec is None or spec.origin is None:
        sys.exit("OpenCC is missing: install it as the docstring says, then run this again")
    table = Path(spec.origin).parent / "dictionary" / "TSCharacters.txt"
    for line in table.read_text("utf-8").splitlines():
        old, _, new = line.partition("\t")
        if old != new.split(" ")[0]:
            yield old, new.split(" ")[0]


if __name__ == "__main__":
    main(Path(sys.argv[1]))
