"""Signing in with another provider: there when all four variables are, absent otherwise, refused when half of them are."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from forum import environment

ROOT = Path(__file__).resolve().parents[2]
FULL = {
    "ASSAY_OIDC_SERVER": "https://login.example", "ASSAY_OIDC_CLIENT": "assay", "ASSAY_OIDC_SECRET": "s",
    "ASSAY_OIDC_NAME": "The lab",
}  # fmt: skip
SHOW = "from django.urls import reverse; print(reverse('openid_connect_login', args=['oidc']))"


def shell(**more: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "manage.py", "shell", "--no-imports", "-c", SHOW]
    return subprocess.run(command, cwd=ROOT, env={**os.environ, **more}, capture_output=True, text=True, check=False)


def test_with_all_four_there_is_a_door_for_it() -> None:
    assert shell(**FULL).stdout.strip() == "/account/oidc/oidc/login/"


def test_without_them_there_is_none() -> None:
    assert "NoReverseMatch" in shell().stderr


def test_half_of_them_is_refused_in_words() -> None:
    with pytest.raises(environment.BadEnvironment, match="ASSAY_OIDC_SECRET"):
        environment.read({"ASSAY_OIDC_SERVER": "https://login.example"})
