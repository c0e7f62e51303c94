"""The pages: Flask blueprints over the services. Nothing imports this package but `app`."""

from __future__ import annotations

from flask import Flask
from flask_wtf.csrf import CSRFProtect

from storage import Store
from web import editing, errors, finishing, history, importing, reports, security, shown, years


def register(app: Flask, store: Store) -> None:
    """Put every page, the error pages, the security headers and the template helpers on the application."""
    app.extensions["nianbao"] = store
    CSRFProtect(app)
    for blueprint in (reports.pages, editing.pages, finishing.pages, history.pages, importing.pages, years.pages):
        app.register_blueprint(blueprint)
    for part in (security, shown, errors):
        part.init_app(app)
