"""The lab: real servers, a real browser and a real keyring on this machine; they exist on Linux only."""

import sys

if sys.platform == "linux":
    from .computer import computer, set_up_computer  # noqa: F401 - pytest finds fixtures by their place
    from .fixtures import *  # noqa: F403 - likewise
    from .office import office  # noqa: F401 - likewise
else:
    collect_ignore_glob = ["test_*.py"]
