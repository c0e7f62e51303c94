"""Font files out of Debian packages, with no rights on the machine."""

import subprocess
from collections.abc import Iterable
from pathlib import Path

from tools.fonts.catalogue import Face


def source_files(faces: Iterable[Face], folder: Path) -> dict[Face, Path]:
    """Find or fetch the file that each face is made from.

    A package that is installed is read in place; any other is downloaded and unpacked in `folder`,
    which needs no rights. Raises `subprocess.CalledProcessError` if a package cannot be had, and
    `FileNotFoundError` if it lacks the file.
    """
    wanted = list(faces)
    missing = sorted({face.package for face in wanted if not Path(face.path).exists()})
    if missing:
        _download(missing, folder)
        _unpack(folder)
    found = {face: _located(face, folder) for face in wanted}
    for face, path in found.items():
        if not path.exists():
            raise FileNotFoundError(f"{face.package} 软件包里没有 {face.path}")
    return found


def _located(face: Face, folder: Path) -> Path:
    installed = Path(face.path)
    return installed if installed.exists() else folder / face.path.removeprefix("/")


def _download(packages: list[str], folder: Path) -> None:
    """Let apt fetch and verify the packages; with package lists of our own if there are none."""
    command = ["apt-get", "--quiet", "download", *packages]
    if subprocess.run(command, cwd=folder, check=False).returncode == 0:
        return
    lists, cache = folder / "lists", folder / "cache"
    for made in (lists / "partial", cache / "archives" / "partial"):
        made.mkdir(parents=True, exist_ok=True)
    options = ["-o", f"Dir::State::Lists={lists}", "-o", f"Dir::Cache={cache}"]
    subprocess.run(["apt-get", "--quiet", *options, "update"], cwd=folder, check=True)
    subprocess.run([*command[:2], *options, *command[2:]], cwd=folder, check=True)


def _unpack(folder: Path) -> None:
    for package in sorted(folder.glob("*.deb")):
        subprocess.run(["dpkg-deb", "--extract", package, folder], check=True)
