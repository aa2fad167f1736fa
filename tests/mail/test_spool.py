import io

import pytest

from dms_mail_desktop.mail.spool import Spool

from .test_imap_messages import Refusing


def refused_and_left_with(error: BaseException) -> None:
    with Spool(Refusing(1)) as spool:
        try:
            spool.write(b"whole")
        except OSError:
            raise error from None


def test_nothing_is_written_after_it_was_left() -> None:
    file = io.BytesIO()
    with Spool(file) as spool:
        spool.write(b"whole")
    with pytest.raises(ConnectionAbortedError):
        spool.write(b"late")
    assert file.getvalue() == b"whole"


def test_the_refusal_of_the_file_comes_out_and_not_what_followed_from_it() -> None:
    with pytest.raises(OSError, match="No space left"):
        refused_and_left_with(ValueError())


def test_a_cancellation_stays_one() -> None:
    with pytest.raises(KeyboardInterrupt):
        refused_and_left_with(KeyboardInterrupt())
