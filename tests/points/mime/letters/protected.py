"""Signed and encrypted messages (RFC 8551, RFC 3156); nothing of them is verified or deciphered."""

from .case import A_PDF, HELLO, Case, File, attached, mail, multipart, nested, part, pdf, text

SIGNED_DATA = bytes.fromhex("3080 0609 2a864886f70d010702 a080") + bytes(20)
ENVELOPED_DATA = bytes.fromhex("3080 0609 2a864886f70d010703 a080") + bytes(20)
ARMOUR = "-----BEGIN PGP MESSAGE-----\n\nhQEMA\n=abcd\n-----END PGP MESSAGE-----"
CONTENT = nested(multipart(text(HELLO), pdf(), boundary="=_2"))
P7M = "Content-Type: application/pkcs7-mime; {}name=smime.p7m\nContent-Disposition: attachment; filename=smime.p7m"


def p7m(name: str, about: str, kind: str, content: bytes, protection: str) -> Case:
    """A message that is one PKCS #7 object."""
    file = File("smime.p7m", "application/pkcs7-mime", content)
    octets = mail(attached(content, P7M.format(kind)) + "\n")
    return Case(f"smime-{name}", about, octets, attachments=(file,), protection=protection)


SIGNED_TEXT = """\
-----BEGIN PGP SIGNED MESSAGE-----
Hash: SHA256

Zgoda.
-----BEGIN PGP SIGNATURE-----

iQ
-----END PGP SIGNATURE-----"""
CASES = [
    p7m("encrypted", "Encrypted S/MIME is one file", "smime-type=enveloped-data; ", ENVELOPED_DATA, "encrypted"),
    p7m("authenticated", "Encrypted S/MIME of today", "smime-type=authEnveloped-data; ", ENVELOPED_DATA, "encrypted"),
    p7m("opaque", "Opaquely signed S/MIME is one file", "smime-type=signed-data; ", SIGNED_DATA, "signed"),
    p7m("opaque-untold", "Opaquely signed S/MIME that only its content tells", "", SIGNED_DATA, "signed"),
    p7m("encrypted-untold", "Encrypted S/MIME that only its content tells", "", ENVELOPED_DATA, "encrypted"),
    Case(
        "smime-no-type",
        "A server forgot the media type of encrypted S/MIME",
        mail(attached(ENVELOPED_DATA, "Content-Type: application/octet-stream; name=smime.p7m") + "\n"),
        attachments=(File("smime.p7m", "application/octet-stream", ENVELOPED_DATA),),
        protection="encrypted",
    ),
    Case(
        "smime-clear",
        "Clear-signed S/MIME: the signature is no attachment",
        mail(
            multipart(
                CONTENT,
                attached(SIGNED_DATA, "Content-Type: application/pkcs7-signature; name=smime.p7s"),
                kind="signed",
                more='; protocol="application/pkcs7-signature"; micalg=sha-256',
            )
        ),
        HELLO,
        (A_PDF,),
        protection="signed",
    ),
    Case(
        "smime-triple",
        "Encrypted within clear-signed",
        mail(
            multipart(
                attached(ENVELOPED_DATA, P7M.format("smime-type=enveloped-data; ")),
                attached(SIGNED_DATA, "Content-Type: application/x-pkcs7-signature; name=smime.p7s"),
                kind="signed",
            )
        ),
        attachments=(File("smime.p7m", "application/pkcs7-mime", ENVELOPED_DATA),),
        protection="encrypted",
    ),
    Case(
        "smime-signed-invoice",
        "A signed file as an attachment makes no signed message",
        mail(
            multipart(
                text(HELLO), attached(SIGNED_DATA, "Content-Type: application/octet-stream; name=faktura.xml.p7m")
            )
        ),
        HELLO,
        (File("faktura.xml.p7m", "application/octet-stream", SIGNED_DATA),),
    ),
    Case(
        "smime-signature-apart",
        "A server made a mixed multipart of a signed one: the signature is kept",
        mail(
            multipart(text(HELLO), attached(SIGNED_DATA, "Content-Type: application/pkcs7-signature; name=smime.p7s"))
        ),
        HELLO,
        (File("smime.p7s", "application/pkcs7-signature", SIGNED_DATA),),
    ),
    Case(
        "pgp-encrypted",
        "PGP/MIME, encrypted: the control part is no attachment",
        mail(
            multipart(
                part("Content-Type: application/pgp-encrypted", "Version: 1"),
                part("Content-Type: application/octet-stream", ARMOUR),
                kind="encrypted",
                more='; protocol="application/pgp-encrypted"',
            )
        ),
        attachments=(File("encrypted.asc", "application/octet-stream", ARMOUR.replace("\n", "\r\n").encode()),),
        protection="encrypted",
    ),
    Case(
        "pgp-encrypted-by-exchange",
        "Exchange makes a mixed multipart of encrypted PGP/MIME",
        mail(
            multipart(
                text(""),
                part("Content-Type: application/pgp-encrypted; name=PGPMIME.asc", "Version: 1"),
                part("Content-Type: application/octet-stream; name=encrypted.asc", ARMOUR),
            )
        ),
        attachments=(File("encrypted.asc", "application/octet-stream", ARMOUR.replace("\n", "\r\n").encode()),),
        protection="encrypted",
    ),
    Case(
        "pgp-signed",
        "PGP/MIME, signed",
        mail(
            multipart(
                CONTENT,
                part("Content-Type: application/pgp-signature; name=signature.asc", ARMOUR),
                kind="signed",
                more='; protocol="application/pgp-signature"',
            )
        ),
        HELLO,
        (A_PDF,),
        protection="signed",
    ),
    Case("pgp-in-text", "PGP within the text, encrypted", mail(f"\n{ARMOUR}\n"), ARMOUR, protection="encrypted"),
    Case(
        "pgp-signed-text",
        "PGP within the text, signed",
        mail(f"\n{SIGNED_TEXT}\n"),
        SIGNED_TEXT,
        protection="signed",
    ),
]
