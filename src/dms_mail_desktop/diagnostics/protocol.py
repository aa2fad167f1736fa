"""The conversations of this session as text."""

from collections.abc import Iterator

from dms_mail_desktop.transcripts import Conversation, Transcripts
from dms_mail_desktop.transcripts.record import Line


def protocol_text(transcripts: Transcripts) -> str:
    """Every conversation with its lines; "" when there was none."""
    blocks = ["\n".join(_block(each)) for each in (*transcripts.conversations(), transcripts.provider)]
    return "\n\n".join(filter(None, blocks))


def _block(conversation: Conversation) -> Iterator[str]:
    beginning, dropped, latest = conversation.lines()
    if not beginning and conversation.protocol == "https":
        return
    place = f"{conversation.host}:{conversation.port}" if conversation.host else ""
    yield f"== {conversation.protocol.upper()} {place} {conversation.began:%Y-%m-%d %H:%M:%S} UTC".replace("  ", " ")
    yield from map(_line, beginning)
    if dropped:
        yield f"{'':>9} [{dropped} lines]"
    yield from map(_line, latest)


def _line(line: Line) -> str:
    seconds, side, text, count = line
    return f"{seconds:9.3f} {side}: {text}{f'  (×{count})' if count > 1 else ''}"
