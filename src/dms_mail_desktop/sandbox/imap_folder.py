"""A selected folder of one IMAP session: numbers, flags, search, copies, removal."""

from dms_mail_desktop.sandbox.imap_fetch import fetched, flags_text, marks_seen
from dms_mail_desktop.sandbox.imap_search import Candidate, compiled
from dms_mail_desktop.sandbox.imap_syntax import Node, Refusal, in_set, words
from dms_mail_desktop.sandbox.mailboxes import Folder, Letter

FLAGS = "\\Answered \\Flagged \\Deleted \\Seen \\Draft"


class Selected:
    """The folder as the client has been told of it; `announce` tells it what changed since."""

    def __init__(self, folder: Folder, *, read_only: bool) -> None:
        self._folder = folder
        self._view = list(folder.letters)
        self.read_only = read_only

    def opening(self) -> list[str]:
        """The untagged answers of SELECT and EXAMINE."""
        unseen = [n for n, letter in enumerate(self._view, 1) if "\\Seen" not in letter.flags]
        permanent = "" if self.read_only else f"{FLAGS} \\*"
        return [
            f"* FLAGS ({FLAGS})",
            f"* OK [PERMANENTFLAGS ({permanent})] Flags permitted.",
            f"* {len(self._view)} EXISTS",
            "* 0 RECENT",
            *([f"* OK [UNSEEN {unseen[0]}] First unseen."] if unseen else []),
            f"* OK [UIDVALIDITY {self._folder.uid_validity}] UIDs valid.",
            f"* OK [UIDNEXT {self._folder.uid_next}] Predicted next UID.",
        ]

    def announce(self) -> list[str]:
        """What other sessions and this one changed; renumbers the view."""
        lines = []
        present = set(self._folder.letters)
        for number in range(len(self._view), 0, -1):
            if self._view[number - 1] not in present:
                del self._view[number - 1]
                lines.append(f"* {number} EXPUNGE")
        known = set(self._view)
        arrived = [letter for letter in self._folder.letters if letter not in known]
        if arrived:
            self._view += arrived
            lines.append(f"* {len(self._view)} EXISTS")
        return lines

    def search(self, criteria: list[Node], *, uid: bool) -> str:
        """The untagged SEARCH response. Raises Refusal."""
        test = compiled(criteria)
        last, last_uid = len(self._view), self._last_uid
        found = [
            str(letter.uid if uid else number)
            for number, letter in enumerate(self._view, 1)
            if test(Candidate(letter, number, last, last_uid))
        ]
        return " ".join(["* SEARCH", *found])

    def fetch(self, numbers: str, items: list[str], *, uid: bool) -> list[bytes]:
        """The FETCH responses; reading a message marks it as read unless the folder was examined. Raises Refusal."""
        responses = []
        for number, letter in self.chosen(numbers, uid=uid):
            wanted = items
            if marks_seen(items) and not self.read_only and "\\Seen" not in letter.flags:
                letter.flags.add("\\Seen")
                wanted = [*items, "FLAGS"]
            responses.append(fetched(letter, number, wanted, uid=uid))
        return responses

    def store(self, numbers: str, action: str, flags: Node | None, *, uid: bool) -> list[str]:
        """Changes flags; the FETCH responses unless the action is silent. Raises Refusal."""
        self.check_writable()
        action, _, silent = action.upper().partition(".")
        given = {flag.title() if flag.startswith("\\") else flag for flag in words(flags)}
        responses = []
        for number, letter in self.chosen(numbers, uid=uid):
            match action:
                case "+FLAGS":
                    letter.flags |= given
                case "-FLAGS":
                    letter.flags -= given
                case "FLAGS":
                    letter.flags = set(given)
                case _:
                    raise Refusal("BAD Unknown STORE item.")
            prefix = f"UID {letter.uid} " if uid else ""
            responses.append(f"* {number} FETCH ({prefix}FLAGS {flags_text(letter)})")
        return [] if silent else responses

    def copy(self, numbers: str, target: Folder, *, uid: bool, move: bool = False) -> str:
        """Copies or moves messages; the COPYUID response code (RFC 4315 section 3). Raises Refusal."""
        if move:
            self.check_writable()
        letters = [letter for _, letter in self.chosen(numbers, uid=uid)]
        copies = [target.add(letter.content, letter.arrived, letter.flags) for letter in letters]
        if move:
            self._folder.remove(letters)
        if not letters:
            return ""
        old, new = (",".join(str(letter.uid) for letter in group) for group in (letters, copies))
        return f"[COPYUID {target.uid_validity} {old} {new}] "

    def expunge(self, numbers: str = "1:*") -> None:
        """Removes messages marked as deleted, of the given UIDs only. Raises Refusal."""
        self.check_writable()
        self._folder.remove([x for _, x in self.chosen(numbers, uid=True) if "\\Deleted" in x.flags])

    def check_writable(self) -> None:
        """Raises Refusal in an examined folder."""
        if self.read_only:
            raise Refusal("NO Folder is read-only.")

    def chosen(self, numbers: str, *, uid: bool) -> list[tuple[int, Letter]]:
        """The messages of a sequence set with their numbers. Raises Refusal."""
        highest = self._last_uid if uid else len(self._view)
        return [
            (number, letter)
            for number, letter in enumerate(self._view, 1)
            if in_set(numbers, letter.uid if uid else number, highest)
        ]

    @property
    def _last_uid(self) -> int:
        return self._view[-1].uid if self._view else 0
