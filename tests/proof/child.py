"""A process that crawls and seals without end, for killing. In: the folder, the number of the first run."""

import sys
from itertools import count
from pathlib import Path

from tests.proof.material import run

if __name__ == "__main__":
    for number in count(int(sys.argv[2])):
        run(Path(sys.argv[1]), number)
        print(number, flush=True)
