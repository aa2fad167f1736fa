"""An account that nobody used for a while."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from company import Desk

from dms_mail_desktop.oauth.account import dump_record, load_record
from dms_mail_desktop.oauth.tokens import Accounts
from dms_mail_desktop.vault import Vault


def age(desk: Desk, days: float) -> None:
    """The program is started anew after nobody used the one account for so long."""
    desk.end()
    vault = Vault(desk.keyring, desk.folder)
    accounts = Accounts(vault, desk.sandbox.http_client)

    async def write() -> None:
        [known] = await accounts.list()
        record = load_record(await vault.read(known.key) or "")
        assert record
        used = datetime.now(UTC) - timedelta(days=days, minutes=5)
        await vault.write(known.key, dump_record(replace(record, account=replace(known, refreshed_at=used))))

    asyncio.run(write())
    desk.start()
