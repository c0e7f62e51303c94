"""Headers that every answer carries, the strict content security policy of the pages, and who may ask for what."""

from __future__ import annotations

import hashlib

from flask import Flask, Response, abort, request
from flask.sessions import SecureCookieSessionInterface

from web.access import has_accounts

PAGE_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; frame-src 'self'; object-src 'none'; form-action 'self'; frame-ancestors 'none'; "
    "base-uri 'none'"
)
# What no page here asks for, so that nothing that got into one could.
_FEATURES = (
    "accelerometer", "autoplay", "camera", "display-capture", "encrypted-media", "fullscreen", "geolocation",
    "gyroscope", "hid", "identity-credentials-get", "idle-detection", "local-fonts", "magnetometer", "microphone",
    "midi", "otp-credentials", "payment", "picture-in-picture", "publickey-credentials-get", "screen-wake-lock",
    "serial", "usb", "window-management", "xr-spatial-tracking",
)  # fmt: skip
HEADERS = {
    "Content-Security-Policy": PAGE_POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": ", ".join(f"{feature}=()" for feature in _FEATURES),
}
_OURS = {None, "same-origin", "none"}


class Sessions(SecureCookieSessionInterface):
    """The cookie of a session, signed with HMAC-SHA-256 instead of the framework's SHA-1."""

    digest_method = staticmethod(hashlib.sha256)


def document_policy(style_hash: str) -> str:
    """The policy of a finished document on its sandboxed route: nothing but its own style and pictures."""
    return (
        f"sandbox; default-src 'none'; style-src '{style_hash}'; img-src data:; frame-ancestors 'self'; base-uri 'none'"
    )


def _only_from_here() -> None:
    """Another site may link to a page, and take in nothing: no picture, script, frame or answer to its script.

    Browsers say where a request comes from (Fetch Metadata); what says nothing is no browser's, or an old one's, and
    has cookies kept from other sites and tokens in forms against it.
    """
    if request.headers.get("Sec-Fetch-Site") in _OURS:
        return
    leads_to = request.headers.get("Sec-Fetch-Mode"), request.headers.get("Sec-Fetch-Dest")
    if request.method not in {"GET", "HEAD"} or leads_to != ("navigate", "document"):
        abort(403)


def _headers(response: Response) -> Response:
    for name, content in HEADERS.items():
        response.headers.setdefault(name, content)
    # For what does not know the policy; some scanners are among it.
    framed = "frame-ancestors 'self'" in response.headers["Content-Security-Policy"]
    response.headers["X-Frame-Options"] = "SAMEORIGIN" if framed else "DENY"
    private = has_accounts() and request.endpoint != "static"
    pages = not response.cache_control.max_age and response.mimetype in {"text/html", "application/json"}
    if private or pages:
        response.headers["Cache-Control"] = "no-store"
    return response


def init_app(app: Flask) -> None:
    """Look where requests come from, and put the headers on every answer."""
    app.session_interface = Sessions()
    app.before_request(_only_from_here)
    app.after_request(_headers)
