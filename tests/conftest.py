"""Where may tests leave a signing key? In a folder that goes with them, never in the home of who runs them."""

import atexit
import os
import shutil
import tempfile

_CONFIG = tempfile.mkdtemp(prefix="congress-crawler-tests-")
atexit.register(shutil.rmtree, _CONFIG, ignore_errors=True)
os.environ["XDG_CONFIG_HOME"] = _CONFIG  # before tests.support, whose environment the commands get
os.environ.pop("CONGRESS_CRAWLER_KEY", None)
