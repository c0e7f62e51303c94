"""The pages: Flask blueprints over the services. Nothing imports this package but `app`."""

from __future__ import annotations

from flask import Flask
from flask_wtf.csrf import CSRFProtect

from storage import Store
from web import (
    batch,
    editing,
    errors,
    faces,
    finishing,
    history,
    importing,
    news,
    pictures,
    presenting,
    reports,
    security,
    shown,
    years,
)


def register(app: Flask, store: Store) -> None:
    """Put every page, the error pages, the security headers and the template helpers on the application."""
    app.extensions["nianbao"] = store
    CSRFProtect(app)
    for part_of_site in (reports, editing, pictures, news, finishing, presenting, history, importing, years, batch):
        app.register_blueprint(part_of_site.pages)
    for part in (security, shown, errors, faces):
        part.init_app(app)
