"""A PDF signed (签名) and examined (核验): functions from bytes to bytes and verdicts, with no settings of their own.

The field that is signed is made by `exporters.field`; what is drawn in it comes from `exporters.appearance`.
"""

from __future__ import annotations

import logging

from signing.errors import SigningError, UnreadablePdfError
from signing.keys import KeyFile
from signing.outside import OutsideVerdict, accept_outside
from signing.pades import LEVELS, Key, Options, place_for_signature, prepare, sign
from signing.secret import Secret
from signing.timestamps import TimestampServer
from signing.tokens import Token
from signing.trust import Trust, read_trust
from signing.verdicts import Verification
from signing.verification import verify

__all__ = [
    "LEVELS",
    "Key",
    "KeyFile",
    "Options",
    "OutsideVerdict",
    "Secret",
    "SigningError",
    "TimestampServer",
    "Token",
    "Trust",
    "UnreadablePdfError",
    "Verification",
    "accept_outside",
    "place_for_signature",
    "prepare",
    "read_trust",
    "sign",
    "verify",
]

# The libraries tell of every doubtful certificate with a traceback; verdicts say it in words.
for _name in ("pyhanko", "pyhanko_certvalidator"):
    logging.getLogger(_name).setLevel(logging.CRITICAL)
