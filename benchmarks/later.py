"""What does a program do on a later day? `python -P later.py DAYS MODULE WORDS…` runs it with its clock set forward.

-P keeps this folder out of the program's way: its files have names that others may have, too.
"""

import runpy
import sys
from datetime import UTC, datetime, timedelta

import time_machine

if __name__ == "__main__":
    days, module = float(sys.argv[1]), sys.argv[2]
    sys.argv[:] = [module, *sys.argv[3:]]
    with time_machine.travel(datetime.now(UTC) + timedelta(days=days), tick=True):
        runpy.run_module(module, run_name="__main__", alter_sys=True)
