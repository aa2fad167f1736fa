"""What S/MIME and PGP parts are (RFC 8551, RFC 3156), told without verifying or deciphering them."""

import re

from dms_mail_desktop.points.mime.message import Protection
from dms_mail_desktop.points.mime.tree import OPAQUE, Part

SMIME = {"application/pkcs7-mime", "application/x-pkcs7-mime"}
SIGNATURES = {"application/pkcs7-signature", "application/x-pkcs7-signature", "application/pgp-signature"}
PGP_CONTROL = "application/pgp-encrypted"
PKCS7 = bytes.fromhex("2a864886f70d0107")
"""The object identifier that the kinds of PKCS #7 content begin with (RFC 5652)."""
SIGNED_DATA = 2
PGP_BEGIN = re.compile(r"^-----BEGIN PGP (SIGNED )?MESSAGE-----", re.MULTILINE)


def is_smime(part: Part, *, root: bool) -> bool:
    """Whether a part is an encrypted or opaquely signed message; some servers forget its media type."""
    return part.media_type in SMIME or (root and part.media_type == OPAQUE and part.name.lower() == "smime.p7m")


def smime_protection(part: Part) -> Protection:
    """What the S/MIME part says of itself, or its content if it says nothing."""
    kind = part.parameters.text("smime-type").lower()
    if not kind:
        head = part.content.head(64)
        at = head.find(PKCS7) + len(PKCS7)
        kind = "signed-data" if head[at : at + 1] == bytes([SIGNED_DATA]) else "enveloped-data"
    if kind in ("compressed-data", "certs-only"):
        return Protection.NONE
    return Protection.SIGNED if kind == "signed-data" else Protection.ENCRYPTED


def pgp_protection(text: str) -> Protection:
    """What PGP did to a text, if it was done within the text."""
    found = PGP_BEGIN.search(text)
    if not found:
        return Protection.NONE
    return Protection.SIGNED if found[1] else Protection.ENCRYPTED
