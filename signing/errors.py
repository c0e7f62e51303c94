"""Why a file was not signed, or cannot be examined; every message says what, where and what to do."""

from __future__ import annotations

from report.errors import NianbaoError


class SigningError(NianbaoError):
    """Nothing was signed (没有签名). The file that was to be signed is as it was."""


class KeyUnusableError(SigningError):
    """The key or its certificate cannot sign: wrong passphrase, expired, not meant for it."""


class TimestampError(SigningError):
    """The time-stamp server (时间戳服务器) did not answer, or not with a time stamp for what it was asked."""


class NotSignableError(SigningError):
    """The PDF is none that this program made ready for signing."""


class PictureError(SigningError):
    """The picture of a seal (印章图片) cannot be used."""


class UnreadablePdfError(NianbaoError):
    """A file that is no PDF, is protected, or is damaged in a way that leaves nothing to examine."""
