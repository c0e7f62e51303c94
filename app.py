"""The web application: settings, storage and pages put together."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from flask import Flask

from services.configuration import load_configuration
from services.configuration.api import ApiSettings
from services.configuration.fonts import Fonts
from services.configuration.people import SignInSettings
from services.configuration.publication import Publication
from services.configuration.serving import Serving
from services.configuration.signing import SigningSettings
from services.configuration.site import Site
from services.configuration.verification import Verification
from services.configuration.work import Work
from services.fonts import use_fonts
from services.publishing.approved import Registry
from services.rendering import Rendering
from services.rendering_work import Installation
from storage import StorageSettings, open_store, secret_key
from web import register
from web.browser_files import address
from web.exporting import start_rendering


@dataclass(frozen=True)
class Settings:
    """Where the data lives and how the tool is reached. `hosts` are the names of this machine that it answers to.

    With `accounts` people sign in; else whoever sits at the machine does everything (单机方式).
    With `queued` documents are made by worker processes, which somebody has to start; else while the page waits.
    """

    data_dir: Path
    database_url: str | None = None
    demo: bool = False
    port: int = 8000
    hosts: tuple[str, ...] = ("127.0.0.1", "localhost")
    # A file of 20 MB, and what a browser wraps around it.
    max_upload_bytes: int = 21 * 1024 * 1024
    queued: bool = False
    accounts: bool = False
    testing: bool = False


def create_app(settings: Settings) -> Flask:
    """The application over the store in `settings.data_dir`; NianbaoError if that store cannot be opened."""
    app = Flask(__name__, static_url_path=address())
    configuration = load_configuration(settings.data_dir)
    serving = configuration.get(Serving)
    store = open_store(StorageSettings(settings.data_dir, settings.database_url))
    app.config.update(
        SECRET_KEY=secret_key(settings.data_dir),
        # The prefix has browsers take the cookie over https alone, and from no other name of the same domain.
        SESSION_COOKIE_NAME=f"{'__Host-' if serving.https else ''}nianbao_{settings.port}",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=serving.https,
        MAX_CONTENT_LENGTH=settings.max_upload_bytes,
        MAX_FORM_MEMORY_SIZE=settings.max_upload_bytes,
        TRUSTED_HOSTS=[*settings.hosts, *serving.names],
        # A form may stand open for days; the token dies with the session instead.
        WTF_CSRF_TIME_LIMIT=None,
        WTF_CSRF_SSL_STRICT=False,
        TESTING=settings.testing,
        # Whatever the environment says: FLASK_DEBUG has no say in what is served.
        DEBUG=False,
        NIANBAO_SETTINGS=settings,
    )
    app.json.ensure_ascii = False  # type: ignore[attr-defined]  # the default provider has it, its base type does not
    app.extensions["nianbao_fonts"] = use_fonts(settings.data_dir, configuration.get(Fonts))
    app.extensions["nianbao_registry"] = Registry(
        store, settings.data_dir, configuration.get(SigningSettings), configuration.get(Publication)
    )
    register(app, store, configuration.get(SignInSettings), configuration.get(ApiSettings))
    installation = Installation(
        settings.data_dir,
        configuration.get(Work),
        settings.database_url,
        configuration.get(Site),
        configuration.get(Verification),
    )
    start_rendering(app, Rendering(installation, store, here=not settings.queued))
    return app
