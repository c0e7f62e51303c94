"""The installation's settings (`nianbao.yaml` in the data folder): one section a module, all of it optional.

A section is a frozen dataclass of `str`, `bool`, `int` and `tuple[str, ...]` fields, each with a default. Add it to
`SECTIONS` and describe it in `docs/configuration.md`.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypeVar

from services.configuration.api import ApiSettings
from services.configuration.fonts import Fonts
from services.configuration.mail import Mail
from services.configuration.people import SignInSettings
from services.configuration.publication import Publication
from services.configuration.reading import read_sections
from services.configuration.serving import Serving
from services.configuration.signing import SigningSettings
from services.configuration.site import Site
from services.configuration.verification import Verification
from services.configuration.work import Work

FILE_NAME = "nianbao.yaml"
Section = TypeVar("Section")

SECTIONS: Mapping[str, type[Any]] = {
    "api": ApiSettings,
    "fonts": Fonts,
    "mail": Mail,
    "sign_in": SignInSettings,
    "publication": Publication,
    "serve": Serving,
    "signing": SigningSettings,
    "site": Site,
    "verification": Verification,
    "work": Work,
}


class Configuration:
    """What the file says, by the type of the section: `configuration.get(Site)`."""

    def __init__(self, sections: Mapping[type[Any], Any]) -> None:
        self._sections = dict(sections)

    def get(self, section: type[Section]) -> Section:
        """The section, with its defaults where the file is silent."""
        found = self._sections[section]
        assert isinstance(found, section)
        return found


def load_configuration(data_dir: Path, sections: Mapping[str, type[Any]] | None = None) -> Configuration:
    """The settings in `data_dir`; all defaults if there is no file. FormatError names file, line, key and remedy."""
    return Configuration(read_sections(data_dir / FILE_NAME, SECTIONS if sections is None else sections))
