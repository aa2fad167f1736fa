"""`python -m dms_mail_desktop.cli` is dms-mail."""

import sys

from dms_mail_desktop.cli.program import main

sys.exit(main())
