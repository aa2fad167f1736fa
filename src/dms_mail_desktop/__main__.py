"""`python -m dms_mail_desktop` opens the window."""

import sys

from dms_mail_desktop.app import main

sys.exit(main())
