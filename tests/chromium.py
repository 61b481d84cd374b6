"""Chromium for tests."""

from playwright.sync_api import Browser, Playwright

from forum.embedded.browser import find_chromium

# Of its own features those that ask the network or draw suggestions below an address bar that nobody sees.
OFF = (
    "DestroyProfileOnBrowserClose", "HttpsFirstBalancedModeAutoEnable", "HttpsUpgrades", "MediaRouter", "OptimizationHints",
    "PaintHolding", "ThirdPartyStoragePartitioning", "WebUIOmniboxAimPopup", "WebUIOmniboxFullPopup", "WebUIOmniboxPopup",
)  # fmt: skip
ARGS = [
    "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update",
    "--disable-sync", f"--disable-features={','.join(OFF)}",
]  # fmt: skip


def launch(driver: Playwright) -> Browser:
    """A Chromium without a window."""
    return driver.chromium.launch(executable_path=find_chromium(), args=ARGS)
