"""What a page may ask for while it is typeset: the report's own pictures, by their ids, and nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from weasyprint.urls import URLFetcher, URLFetcherResponse

from exporters.illustrations import Illustration


class OwnPictures(URLFetcher):  # type: ignore[misc]  # WeasyPrint publishes no types
    """Hands over the pictures of figures. Any other request is an attack or a mistake, and ends the rendering."""

    def __init__(self, figures: Iterable[Illustration]) -> None:
        super().__init__(allowed_protocols=(), allow_redirects=False, fail_on_errors=True)
        self._pictures = {figure.name: figure.picture for figure in figures}

    def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> Any:
        """The picture of that name; ValueError for anything else."""
        picture = self._pictures.get(url)
        if picture is None:
            return super().fetch(url, headers)
        return URLFetcherResponse(url, picture.data, {"Content-Type": picture.media_type})
