"""A reader with a real browser, who writes down everything that should not happen."""

import re
from dataclasses import dataclass, field

from playwright.sync_api import ConsoleMessage, Page, Request

# Chromium says on its console what any refused form already says on the page.
_REFUSED = re.compile(r"Failed to load resource: the server responded with a status of 4\d\d ")


@dataclass
class Reader:
    """One page of a browser context, at one origin."""

    page: Page
    origin: str
    complaints: list[str] = field(default_factory=list)
    strangers: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("console", self._hear)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("request", self._watch)
        self.page.on("requestfailed", self._mourn)

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"} and not _REFUSED.match(message.text):
            self.complaints.append(message.text)

    def _mourn(self, request: Request) -> None:
        # Going on to the next page cuts the live stream of the one before.
        if request.failure != "net::ERR_ABORTED":
            self.complaints.append(f"{request.url}: {request.failure}")

    def _watch(self, request: Request) -> None:
        if not request.url.startswith((f"{self.origin}/", "data:")):
            self.strangers.append(request.url)

    def open(self, path: str) -> None:
        """Go to a path of this site."""
        self.page.goto(self.origin + path)

    def type(self, **texts: str) -> None:
        """Fill the fields of these names."""
        for name, text in texts.items():
            self.page.locator(f"main [name={name}]").fill(text)

    def press(self, words: str) -> None:
        """Press the button of these words in the page's own part."""
        self.page.locator("main").get_by_role("button", name=words, exact=True).click()

    def follow(self, words: str) -> None:
        """Follow the link of these words in the page's own part."""
        self.page.locator("main").get_by_role("link", name=words, exact=True).first.click()

    def sees(self, words: str) -> None:
        """Wait until these words are to be seen."""
        self.page.get_by_text(words).first.wait_for()

    def found_nothing_wrong(self) -> None:
        """No error, no warning, no broken rule of the content policy, no request to anybody else."""
        assert not self.complaints, self.complaints
        assert not self.strangers, self.strangers
