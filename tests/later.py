"""What does the command do on a later day? `python -m tests.later DAYS WORDS…` runs it with the clock set forward."""

import sys
from datetime import UTC, datetime, timedelta

import time_machine

from congress_crawler.cli import main

if __name__ == "__main__":
    days = float(sys.argv.pop(1))
    with time_machine.travel(datetime.now(UTC) + timedelta(days=days), tick=True):
        main()
