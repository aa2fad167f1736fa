"""A keyring that forgets everything with the process."""


class ThrowAwayKeyring:
    """Keeps entries in memory; it has the methods of a keyring backend that the vault uses."""

    def __init__(self) -> None:
        self._entries: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        """The text of an entry, or None."""
        return self._entries.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        """Creates or replaces an entry."""
        self._entries[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        """Removes an entry; an absent one is no error."""
        self._entries.pop((service, username), None)
