"""`dev` takes the first Python that really runs and is new enough."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from forum.embedded.instance import ROOT

FITS = '#!/bin/sh\ncase "$*" in *version_info*) exit 0;; esac\necho "chosen $0"\n'
TOO_OLD = "#!/bin/sh\nexit 1\n"
BROKEN_SHIM = '#!/bin/sh\necho "pyenv: $0: command not found" >&2\nexit 127\n'


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A copy of `dev` without a .venv, and the few tools it calls."""
    folder = tmp_path / "checkout"
    (folder / "forum" / "embedded").mkdir(parents=True)
    shutil.copy(ROOT / "dev", folder)
    (tmp_path / "bin").mkdir()
    for tool in ("dirname", "ls", "sort", "sh"):
        (tmp_path / "bin" / tool).symlink_to(str(shutil.which(tool)))
    return folder


def candidate(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    path.chmod(0o755)
    return path


def dev(checkout: Path) -> subprocess.CompletedProcess[str]:
    path, home = checkout.parent / "bin", checkout.parent / "home"
    environment = {"PATH": str(path), "HOME": str(home)}
    return subprocess.run([checkout / "dev", "help"], env=environment, capture_output=True, text=True, check=False)


def test_a_shim_that_exists_and_fails_is_passed_over(checkout: Path) -> None:
    tools = checkout.parent / "bin"
    candidate(tools / "python3.14", BROKEN_SHIM)
    candidate(tools / "python3.13", BROKEN_SHIM)
    chosen = candidate(tools / "python3.12", FITS)

    assert f"chosen {chosen}" in dev(checkout).stdout


def test_an_old_python_on_the_path_gives_way_to_the_newest_of_pyenv(checkout: Path) -> None:
    versions = checkout.parent / "home" / ".pyenv" / "versions"
    candidate(checkout.parent / "bin" / "python3", TOO_OLD)
    candidate(versions / "3.9.18" / "bin" / "python", TOO_OLD)
    candidate(versions / "3.12.1" / "bin" / "python", FITS)
    newest = candidate(versions / "3.13.0" / "bin" / "python", FITS)

    assert f"chosen {newest}" in dev(checkout).stdout


def test_uv_is_asked_last(checkout: Path) -> None:
    managed = candidate(checkout.parent / "managed" / "python", FITS)
    candidate(checkout.parent / "bin" / "uv", f'#!/bin/sh\n[ "$1 $2" = "python find" ] && echo {managed}\n')

    assert f"chosen {managed}" in dev(checkout).stdout


def test_without_any_python_one_sentence_says_what_is_missing(checkout: Path) -> None:
    candidate(checkout.parent / "bin" / "python3", TOO_OLD)

    refused = dev(checkout)

    assert refused.returncode == 1
    assert refused.stderr == (
        "Assay needs Python 3.12 or newer with its venv module, "
        "and found none on the PATH, under pyenv or through uv.\n"
    )


def test_a_whole_environment_is_used_without_looking_further(checkout: Path) -> None:
    python = candidate(checkout / ".venv" / "bin" / "python", FITS)

    assert f"chosen {os.path.relpath(python, checkout)}" in dev(checkout).stdout
