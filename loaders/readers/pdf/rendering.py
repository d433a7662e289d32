"""A page as a picture, as a viewer shows it."""

from __future__ import annotations

import ctypes

import numpy as np
import pypdfium2.raw as raw
from numpy.typing import NDArray

from loaders.readers.pdf.pdfium import Handle


def picture_of(page: Handle, dots_per_point: float) -> NDArray[np.uint8]:
    """Grey values of the page, annotations included."""
    handle = ctypes.cast(page, raw.FPDF_PAGE)
    width = max(1, round(raw.FPDF_GetPageWidthF(handle) * dots_per_point))
    height = max(1, round(raw.FPDF_GetPageHeightF(handle) * dots_per_point))
    picture = np.full((height, width), 255, np.uint8)
    bitmap = raw.FPDFBitmap_CreateEx(width, height, raw.FPDFBitmap_Gray, picture.ctypes.data_as(ctypes.c_void_p), width)
    try:
        raw.FPDF_RenderPageBitmap(bitmap, handle, 0, 0, width, height, 0, raw.FPDF_ANNOT | raw.FPDF_GRAYSCALE)
    finally:
        raw.FPDFBitmap_Destroy(bitmap)
    return picture
