"""Takes the pictures of LABELSTUDIO.md from the real thing.

    PYTHONPATH=scripts:. python tests/browser/screenshots.py

It walks the page in a folder of its own, with a server and a browser of its own, and writes pictures/<name>.png.
"""

from __future__ import annotations

import io
import tempfile
from pathlib import Path
from typing import Any

from tests.browser.tour import Tour, walk
from tests.conftest import LabelStudio, free_port

from wiremark.labelstudio.local.environment import executable

PICTURES = Path(__file__).parent / "pictures"
COLOURS = 256


def take(driver: Any, name: str) -> None:
    """Writes what the browser shows, with few colours."""
    from PIL import Image

    with Image.open(io.BytesIO(driver.get_screenshot_as_png())) as picture:
        picture.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE).save(PICTURES / f"{name}.png", optimize=True)


def main() -> None:
    """Walks the page once."""
    with tempfile.TemporaryDirectory() as folder:
        server = LabelStudio(executable(print), Path(folder) / "data", free_port())
        for name, said in walk(Tour(Path(folder) / "home", server, take)).items():
            print(f"== {name}\n{said}")


if __name__ == "__main__":
    main()
