"""The pages: Flask blueprints over the services. Nothing imports this package but `app`."""

from __future__ import annotations

from flask import Flask
from flask_wtf.csrf import CSRFProtect

from services.configuration.api import ApiSettings
from services.configuration.people import SignInSettings
from storage import Store
from web import (
    api,
    auditing,
    batch,
    browser_files,
    commenting,
    directory,
    editing,
    errors,
    faces,
    finishing,
    flowing,
    guarding,
    history,
    importing,
    limits,
    news,
    own_account,
    own_tokens,
    paper,
    people,
    pictures,
    policy,
    presenting,
    publication_files,
    publishing,
    reading,
    refusals,
    reports,
    security,
    shown,
    signing_in,
    tasks,
    transport,
    verifying,
    years,
)

_PARTS = (
    reports, editing, pictures, news, finishing, presenting, history, importing, years, batch, signing_in, own_account,
    own_tokens, flowing, commenting, tasks, directory, people, auditing, publishing, publication_files, paper,
    verifying,
)  # fmt: skip


def register(app: Flask, store: Store, sign_in: SignInSettings, programs: ApiSettings) -> None:
    """Put every page, the error pages, the security headers and the template helpers on the application."""
    app.extensions["nianbao"] = store
    transport.init_app(app)
    # Before all other parts: a request without a session is asked to sign in, whatever token its form has.
    guarding.init_app(app, sign_in)
    csrf = CSRFProtect(app)
    for part_of_site in _PARTS:
        app.register_blueprint(part_of_site.pages)
    for part in (
        refusals, limits, security, browser_files, shown, errors, faces, flowing, verifying, reading, commenting, news,
    ):  # fmt: skip
        part.init_app(app)
    api.init_app(app, csrf, programs)
    policy.require_complete(app)
