"""The tables of the ledger, and how an older ledger becomes one of today."""

from collections.abc import Sequence

APPLICATION_ID = 0x444D534D
"""What tells a ledger from another program's database, in the file's header."""

SCHEMA: Sequence[str] = (
    # The one row that tells this ledger from those of other computers, on which an imported point may have the same id.
    "CREATE TABLE ledger (name TEXT NOT NULL)",
    "INSERT INTO ledger VALUES (lower(hex(randomblob(16))))",
    # One row for each point that ever ran; `name` is its id in the settings.
    """CREATE TABLE point (
        id INTEGER PRIMARY KEY,
        name TEXT NOT NULL UNIQUE,
        last_run TEXT NOT NULL DEFAULT '',
        last_success INTEGER,
        failing_since INTEGER,
        failures INTEGER NOT NULL DEFAULT 0,
        error TEXT NOT NULL DEFAULT ''
    )""",
    # What a message is stored in once: whatever points there are, one account in one mode.
    """CREATE TABLE scope (
        id INTEGER PRIMARY KEY,
        account TEXT NOT NULL,
        mode TEXT NOT NULL,
        UNIQUE (account, mode)
    )""",
    """CREATE TABLE folder (
        id INTEGER PRIMARY KEY,
        scope INTEGER NOT NULL REFERENCES scope,
        name TEXT NOT NULL,
        uid_validity INTEGER NOT NULL,
        UNIQUE (scope, name, uid_validity)
    )""",
    """CREATE TABLE watermark (
        point INTEGER NOT NULL REFERENCES point,
        folder INTEGER NOT NULL REFERENCES folder,
        rules TEXT NOT NULL,
        uid INTEGER NOT NULL,
        PRIMARY KEY (point, folder, rules)
    ) WITHOUT ROWID""",
    # `staged` and `published` are names of folders in `target`; times are in microseconds since 1970 in UTC.
    """CREATE TABLE message (
        id INTEGER PRIMARY KEY,
        point INTEGER NOT NULL REFERENCES point,
        scope INTEGER NOT NULL REFERENCES scope,
        folder INTEGER NOT NULL REFERENCES folder,
        uid TEXT NOT NULL,
        state TEXT NOT NULL,
        at INTEGER NOT NULL,
        search TEXT NOT NULL,
        rules TEXT NOT NULL DEFAULT '',
        reason TEXT NOT NULL DEFAULT '',
        error TEXT NOT NULL DEFAULT '',
        content_key TEXT NOT NULL DEFAULT '',
        target TEXT NOT NULL DEFAULT '',
        staged TEXT NOT NULL DEFAULT '',
        published TEXT NOT NULL DEFAULT '',
        after_due INTEGER NOT NULL DEFAULT 0,
        raw TEXT NOT NULL DEFAULT '',
        elsewhere TEXT NOT NULL DEFAULT '',
        attachments INTEGER NOT NULL DEFAULT 0,
        attempts INTEGER NOT NULL DEFAULT 0,
        message_id TEXT NOT NULL,
        subject TEXT NOT NULL,
        sender_name TEXT NOT NULL,
        sender TEXT NOT NULL,
        sent_at INTEGER,
        arrived_at INTEGER,
        size INTEGER NOT NULL,
        UNIQUE (folder, uid, point)
    )""",
    # The promise itself: no content is being stored, or stored, twice in one scope.
    "CREATE UNIQUE INDEX once ON message (scope, content_key) WHERE state IN ('publishing', 'stored')",
    "CREATE INDEX latest ON message (point, at, id)",
    "CREATE INDEX waiting ON message (state, point) WHERE state IN ('publishing', 'failed', 'set_aside')",
    "CREATE INDEX after_due ON message (point, folder) WHERE after_due",
)
"""What makes an empty file a ledger."""

MIGRATIONS: Sequence[Sequence[str]] = (SCHEMA[:2],)
"""For each older version, counted from 1, the statements that make the next one of it."""

VERSION = len(MIGRATIONS) + 1
"""The version that this program writes, kept in the file's user_version."""
