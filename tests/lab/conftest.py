"""The lab: real servers, a real browser and a real keyring on this machine; they exist on Linux only."""

import sys

if sys.platform == "linux":
    from .fixtures import *  # noqa: F403 - pytest finds fixtures by their place
else:
    collect_ignore_glob = ["test_*.py"]
