"""The badge token: 34 letters that any keyboard scanner types correctly, and that nobody can forge.

1 byte version and key number | 8 bytes random badge id | 8 bytes HMAC-SHA256 under the event's key, truncated.
Each nibble is one of sixteen letters that sit on the same key of QWERTY, AZERTY and QWERTZ.

The code of a printed sheet is 20 of the same letters, so that it is the smallest QR code there is and never a badge's:
1 byte version | 7 bytes page id | 2 bytes CRC, for fingers that retype it.
"""

from __future__ import annotations

import os

ALPHABET = "BCDFGHJKLNPRSTVX"
LENGTH = 34
SHORT_LENGTH = 8
SHEET_LENGTH = 20
_VERSION = 0x10
_SHEET_VERSION = 0x20
_CERTIFICATE = 0x30  # what begins the code of a certificate, so that no door takes it for a badge
_TO_HEX = str.maketrans(ALPHABET, "0123456789abcdef")
FROM_HEX = str.maketrans("0123456789abcdef", ALPHABET)


def new_key() -> str:
    """A fresh event key: 32 random bytes as 64 hexadecimal digits."""
    return os.urandom(32).hex()


def new_badge_id() -> str:
    """A fresh random badge id: 8 bytes as 16 hexadecimal digits."""
    return os.urandom(8).hex()


def new_badge_ids(count: int) -> list[str]:
    """As many fresh badge ids, drawn at once."""
    drawn = os.urandom(8 * count).hex()
    return [drawn[start : start + 16] for start in range(0, 16 * count, 16)]


def _mac(payload: bytes, key: str) -> bytes:
    import hmac  # loads OpenSSL, which a window that only opens can do without

    return hmac.digest(bytes.fromhex(key), payload, "sha256")[:8]


def issue(badge_id: str, key: str) -> str:
    """The token to print for a badge id (16 hexadecimal digits) under an event's key (64)."""
    payload = bytes([_VERSION]) + bytes.fromhex(badge_id)
    return (payload + _mac(payload, key)).hex().translate(FROM_HEX)


def normalise(text: str) -> str:
    """What a scanner typed, as capitals without spaces. Caps Lock and suffixes do not matter."""
    return "".join(text.split()).upper()


def looks_like_token(text: str) -> bool:
    """Whether the text is letters of the token alphabet and long enough to be (part of) a scan, not a name."""
    token = normalise(text)
    return len(token) >= SHORT_LENGTH and not token.strip(ALPHABET)


def badge_id(token: str) -> str | None:
    """The badge id a whole token carries, before its authenticity is known; None when it has not the form."""
    return _id_of(token, _VERSION)


def _id_of(token: str, version: int) -> str | None:
    token = normalise(token)
    if len(token) != LENGTH or token.strip(ALPHABET):
        return None
    payload = token.translate(_TO_HEX)
    return payload[2:18] if int(payload[:2], 16) == version else None


def is_genuine(token: str, key: str) -> bool:
    """Whether the token was issued under this event's key."""
    if badge_id(token) is None:
        return False
    data = bytes.fromhex(normalise(token).translate(_TO_HEX))
    import hmac

    return hmac.compare_digest(data[9:], _mac(data[:9], key))


def short_code(badge_id: str) -> str:
    """The first eight letters of the token, printed under the code: enough to find one badge by hand."""
    return f"{_VERSION:02x}{badge_id[: SHORT_LENGTH - 2]}".translate(FROM_HEX)


def badge_prefix(code: str) -> str | None:
    """The first hexadecimal digits of the badge ids that a short code can mean; None when it is not one."""
    code = normalise(code)
    if len(code) != SHORT_LENGTH or code.strip(ALPHABET):
        return None
    digits = code.translate(_TO_HEX)
    return digits[2:] if int(digits[:2], 16) == _VERSION else None


def _crc(payload: bytes) -> int:
    from binascii import crc_hqx  # a library of its own, which a window that only opens can do without

    return crc_hqx(payload, 0xFFFF)


def sheet_code(page_id: str) -> str:
    """The code of a printed page, given its id (14 hexadecimal digits)."""
    payload = bytes([_SHEET_VERSION]) + bytes.fromhex(page_id)
    return (payload.hex() + f"{_crc(payload):04x}").translate(FROM_HEX)


def is_sheet_code(text: str) -> bool:
    """Whether the text is the whole code of a printed page, without a misread letter."""
    code = normalise(text)
    if len(code) != SHEET_LENGTH or code.strip(ALPHABET):
        return False
    data = bytes.fromhex(code.translate(_TO_HEX))
    return data[0] == _SHEET_VERSION and _crc(data[:8]) == int.from_bytes(data[8:])


def certificate_code(certificate_id: str, certified: str, key: str) -> str:
    """The code of a certificate: 34 letters, as a badge's; the MAC covers what it certifies as well."""
    payload = bytes([_CERTIFICATE]) + bytes.fromhex(certificate_id)
    return (payload + _mac(payload + certified.encode(), key)).hex().translate(FROM_HEX)


def certificate_id(code: str) -> str | None:
    """The id in a certificate's code, before its authenticity is known; None when it has not the form."""
    return _id_of(code, _CERTIFICATE)
