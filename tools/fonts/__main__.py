"""Make the folder of fonts: `python -m tools.fonts FOLDER`. See docs/fonts.md."""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from tools.fonts.catalogue import Catalogue, read_catalogue
from tools.fonts.config import documents_config, office_config
from tools.fonts.faces import make_face
from tools.fonts.sources import source_files


def make_fonts(catalogue: Catalogue, fonts: Path) -> None:
    """Make `fonts` anew: the faces, two fontconfig files and a filled cache.

    The old folder stays in place until all faces are made.
    """
    new = fonts.with_name(f"{fonts.name}.new")
    shutil.rmtree(new, ignore_errors=True)
    (new / "faces").mkdir(parents=True)
    with tempfile.TemporaryDirectory(dir=new) as folder:
        for face, source in source_files(catalogue.faces, Path(folder)).items():
            make_face(face, source, new / "faces" / face.file)
    (new / "fonts.conf").write_bytes(documents_config(catalogue, fonts))
    (new / "office.conf").write_bytes(office_config(catalogue, fonts))
    shutil.rmtree(fonts, ignore_errors=True)
    new.rename(fonts)
    settings = {**os.environ, "FONTCONFIG_FILE": str(fonts / "fonts.conf")}
    subprocess.run(["fc-cache", "--force"], env=settings, check=True)


if __name__ == "__main__":
    make_fonts(read_catalogue(), Path(sys.argv[1]).resolve())
