"""bin/setup.bash, with the commands that change the machine written down instead of run."""

import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
COPIED = ("bin", "tools/fonts", "requirements.lock", "requirements-test.lock")

# A machine that has every system package, and whose installers only leave a note and their result.
MACHINE = """
source bin/setup.bash
is_installed() { true; }
node_is_new_enough() { true; }
find_python() { echo python3; }
logged() {
    printf '%s\\n' "$*" >>commands
    mkdir -p "$VENV/bin" "$FONTS"
    ln -sf /bin/true "$VENV/bin/python"
}
"""


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """The files that set-up reads, in a folder of their own."""
    for name in COPIED:
        source, target = ROOT / name, tmp_path / name
        if source.is_dir():
            shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, target)
    return tmp_path


def bash(checkout: Path, script: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["bash", "-euo", "pipefail", "-c", MACHINE + script],
        cwd=checkout,
        capture_output=True,
        text=True,
        check=False,
    )


def steps(checkout: Path) -> list[str]:
    """The commands so far, each by the word that tells it from the others."""
    words = ("apt-get update", "apt-get install", "-m venv", "-m pip", "-m tools.fonts")
    lines = (checkout / "commands").read_text(encoding="utf-8").splitlines()
    return [word for line in lines for word in words if word in line]


def test_a_first_set_up_makes_the_environment_and_the_fonts(checkout: Path) -> None:
    assert bash(checkout, "set_up run").returncode == 0
    assert steps(checkout) == ["-m venv", "-m pip", "-m tools.fonts"]


def test_packages_are_installed_only_with_the_hashes_of_the_lock(checkout: Path) -> None:
    bash(checkout, "set_up run")
    (pip,) = [line for line in (checkout / "commands").read_text().splitlines() if "-m pip" in line]
    assert "--require-hashes" in pip
    assert pip.endswith(f"--requirement {checkout}/requirements.lock")


def test_a_second_set_up_does_nothing(checkout: Path) -> None:
    bash(checkout, "set_up run")
    (checkout / "commands").unlink()
    second = bash(checkout, "set_up run")
    assert (second.returncode, second.stderr) == (0, "")
    assert not (checkout / "commands").exists()


def test_the_environment_for_tests_serves_for_running_too(checkout: Path) -> None:
    bash(checkout, "set_up test")
    (checkout / "commands").unlink()
    bash(checkout, "set_up run")
    assert not (checkout / "commands").exists()


def test_the_environment_for_running_is_extended_for_tests(checkout: Path) -> None:
    bash(checkout, "set_up run; set_up test")
    assert steps(checkout) == ["-m venv", "-m pip", "-m tools.fonts", "-m pip"]


def test_a_broken_off_set_up_is_begun_anew(checkout: Path) -> None:
    broken_off = """
    whole() { printf '%s\\n' "$*" >>commands; mkdir -p "$VENV/bin"; }
    logged() { whole "$@"; case $* in *pip*) exit 1 ;; esac; }
    set_up run
    """
    assert bash(checkout, broken_off).returncode == 1
    assert bash(checkout, "set_up run").returncode == 0
    assert steps(checkout) == ["-m venv", "-m pip", "-m venv", "-m pip", "-m tools.fonts"]


def test_a_changed_lock_makes_the_environment_anew(checkout: Path) -> None:
    bash(checkout, "set_up run")
    with (checkout / "requirements.lock").open("a") as lock:
        lock.write("# changed\n")
    (checkout / "commands").unlink()
    bash(checkout, "set_up run")
    assert steps(checkout) == ["-m venv", "-m pip"]


def test_a_changed_list_of_faces_makes_the_fonts_anew(checkout: Path) -> None:
    bash(checkout, "set_up run")
    with (checkout / "tools/fonts/fonts.toml").open("a") as catalogue:
        catalogue.write("# changed\n")
    (checkout / "commands").unlink()
    bash(checkout, "set_up run")
    assert steps(checkout) == ["-m tools.fonts"]


def test_a_moved_checkout_is_set_up_anew(checkout: Path) -> None:
    bash(checkout, "set_up run")
    moved = checkout.rename(checkout.with_name("moved"))
    (moved / "commands").unlink()
    bash(moved, "set_up run")
    assert steps(moved) == ["-m venv", "-m pip", "-m tools.fonts"]


def test_two_set_ups_at_once_do_the_work_once(checkout: Path) -> None:
    bash(checkout, "set_up run & set_up run & wait")
    assert steps(checkout) == ["-m venv", "-m pip", "-m tools.fonts"]


def test_a_plain_user_is_told_which_packages_are_missing(checkout: Path) -> None:
    plain_user = """
    id() { echo 1000; }
    is_installed() { case $1 in libharfbuzz-subset0 | fontconfig) false ;; esac; }
    set_up run
    """
    told = bash(checkout, plain_user)
    assert told.returncode == 3
    assert "缺少系统软件包：libharfbuzz-subset0 fontconfig\n" in told.stderr
    assert "--no-install-recommends libharfbuzz-subset0 fontconfig\n" in told.stderr
    assert not (checkout / "commands").exists()


def test_root_installs_just_the_packages_that_are_missing(checkout: Path) -> None:
    root = """
    id() { echo 0; }
    is_installed() { case $1 in libharfbuzz-subset0 | chromium) false ;; esac; }
    set_up run
    """
    assert bash(checkout, root).returncode == 0
    assert steps(checkout)[:2] == ["apt-get update", "apt-get install"]
    install = (checkout / "commands").read_text(encoding="utf-8").splitlines()[1]
    assert install.endswith(" libharfbuzz-subset0")


def test_a_python_that_is_too_old_or_incomplete_is_a_missing_package(checkout: Path) -> None:
    missing = bash(checkout, "find_python() { false; }; missing_packages run")
    assert missing.stdout.split() == ["python3", "python3-venv"]


def test_only_testing_needs_a_browser_an_office_and_node(checkout: Path) -> None:
    bare = "is_installed() { false; }; node_is_new_enough() { false; }; "
    running = bash(checkout, bare + "missing_packages run").stdout.split()
    testing = bash(checkout, bare + "missing_packages test").stdout.split()
    assert set(testing) - set(running) == {
        "chromium",
        "chromium-headless-shell",
        "libatomic1",
        "libreoffice-calc",
        "libreoffice-writer",
        "nodejs",
        "poppler-utils",
        "qpdf",
        "softhsm2",
    }
    assert set(running) <= set(testing)
