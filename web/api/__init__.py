"""The JSON API for programs (接口): addresses under /api/v1 over the same services and checks as the pages.

An address is a function with `@operation`, a rule in `web/policy.py`, and answers from `web/api/answers.py`; its
description, `/api/v1/openapi.json`, is generated from these.
"""

from __future__ import annotations

from flask import Flask
from flask_wtf.csrf import CSRFProtect

from services.configuration.api import ApiSettings
from web.api import bearer, bodies, contents, description, errors, files, flow, log, looking, past, published, waiting
from web.api.operations import pages

__all__ = ["init_app", "pages"]

_PARTS = (contents, description, errors, files, flow, log, looking, past, published, waiting)


def init_app(app: Flask, csrf: CSRFProtect, settings: ApiSettings) -> None:
    """Put the API on the application. No page can send a token, so that forged requests gain nothing."""
    csrf.exempt(pages)
    bearer.init_app(app, settings)
    app.register_blueprint(pages)


pages.before_request(bearer.enter)
pages.before_request(bodies.prepare)
pages.after_request(errors.unkept)
