"""What is seen of a signature: a page drawn elsewhere, laid over the paper without hiding what is printed."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import Any

from pyhanko.pdf_utils import content, generic, layout
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.pdf_utils.writer import BasePdfFileWriter
from pyhanko.stamp.base import BaseStamp, BaseStampStyle


@dataclass(frozen=True)
class OverlayStyle(BaseStampStyle):
    """The first page of the PDF `drawing`, in the middle of the field and in its own size, at most the field's."""

    drawing: bytes = b""

    def create_stamp(
        self,
        writer: BasePdfFileWriter,
        box: layout.BoxConstraints,
        text_params: dict[str, Any],  # noqa: ARG002  what is drawn holds its words already
    ) -> BaseStamp | None:
        """The stamp; none if there is nothing to draw, which leaves the field's blank appearance as it is."""
        return Overlay(writer, self, box) if self.drawing else None


class Overlay(BaseStamp):
    """A drawing that darkens what is below it (multiply), as ink does: black text under red stays black."""

    def render(self) -> bytes:
        """The drawing commands of the appearance."""
        assert self.writer is not None
        assert self.box is not None
        page = self.writer.import_page_as_xobject(PdfFileReader(io.BytesIO(self.style.drawing)))
        form = page.get_object()
        # As one group, so that parts of the drawing do not darken each other.
        form["/Group"] = generic.DictionaryObject(
            {pdf_name("/S"): pdf_name("/Transparency"), pdf_name("/CS"): pdf_name("/DeviceRGB")}
        )
        left, bottom, right, top = (float(edge) for edge in form["/BBox"])
        scale = min(1.0, self.box.width / (right - left), self.box.height / (top - bottom))
        x = (self.box.width - (right - left) * scale) / 2 - left * scale
        y = (self.box.height - (top - bottom) * scale) / 2 - bottom * scale
        ink = generic.DictionaryObject({pdf_name("/BM"): pdf_name("/Multiply")})
        self.set_resource(category=content.ResourceType.EXT_G_STATE, name=pdf_name("/Ink"), value=ink)
        self.set_resource(category=content.ResourceType.XOBJECT, name=pdf_name("/Drawing"), value=page)
        return b"q /Ink gs %f 0 0 %f %f %f cm /Drawing Do Q" % (scale, scale, x, y)
