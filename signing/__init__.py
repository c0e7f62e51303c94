"""A PDF signed (签名) and examined (核验): functions from bytes to bytes and verdicts, with no settings of their own.

The field that is signed is made by `exporters.field`; what is drawn in it comes from `exporters.appearance`.
"""

from __future__ import annotations

import logging

# The libraries tell of every doubtful certificate with a traceback; verdicts say it in words.
for _name in ("pyhanko", "pyhanko_certvalidator"):
    logging.getLogger(_name).setLevel(logging.CRITICAL)
