"""Where Chromium is, for the browser tests."""

import os
import shutil

NAMES = ("chromium", "chromium-browser", "google-chrome")
MISSING = (
    "The browser tests did not run: no Chromium found. "
    f"Looked for ASSAY_CHROMIUM and, on the PATH, {', '.join(NAMES)}. Debian: apt-get install chromium"
)


def find_chromium() -> str | None:
    """The path of a Chromium or Chrome, or None. ASSAY_CHROMIUM wins; a wrong one counts as none."""
    named = os.environ.get("ASSAY_CHROMIUM")
    if named:
        return shutil.which(named)
    return next((found for name in NAMES if (found := shutil.which(name))), None)
