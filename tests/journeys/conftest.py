"""Stories from door to door, in Chromium, on a whole Marquee of their own.

Ask for `live` (the servers, and a stagehand who does things behind the scenes) and for `page` (a
fresh browser window). Whatever a page throws, or its security policy blocks, fails the story.
"""

import os
import shutil
from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import expect, sync_playwright

from infra.run.system import BROWSERS
from tests.journeys.live import a_live_marquee

HERE = Path(__file__).parent
PATIENCE = 10_000  # milliseconds
ARGUMENTS = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"]


def pytest_collection_modifyitems(items):
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.journey)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    """Show what the servers had to say when a story fails."""
    report = yield
    if report.failed and "live" in getattr(item, "funcargs", {}):
        report.sections.append(("Logs of Marquee", item.funcargs["live"].logs()))
    return report


@pytest.fixture(scope="session")
def live(worker_id):
    """A running Marquee with the shops red and blue; its rows stay until the session's end."""
    said = settings.DATABASES["default"]
    name = said["NAME"].removeprefix("test_").removesuffix(f"_{worker_id}")
    with a_live_marquee(said, f"journeys_{name}_{worker_id}") as found:
        yield found


@pytest.fixture(scope="session")
def worker_id(request):
    """Which of the parallel test processes this is."""
    return getattr(request.config, "workerinput", {}).get("workerid", "one")


@pytest.fixture(scope="module")
def chromium():
    """The browser. One for each file, so that its event loop is nobody else's."""
    program = next(filter(None, map(shutil.which, BROWSERS)), None)
    assert program, "These tests need Chromium: apt-get install chromium"
    # While playwright's loop lives in this thread, Django takes every query for an async one.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=program, args=ARGUMENTS)
            yield browser
            browser.close()
    finally:
        del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def window(chromium, live):
    """`window(**options)`: a browser of somebody else, such as a phone or one without scripts.

    Options are playwright's: `viewport`, `java_script_enabled`, `locale`, `color_scheme` …
    """
    opened, faults = [], []

    def open_window(**options):
        said = {"locale": "en-GB", "viewport": {"width": 1280, "height": 900}, **options}
        context = chromium.new_context(**said)
        context.set_default_timeout(PATIENCE)
        page = context.new_page()
        page.on("pageerror", lambda error: faults.extend(_thrown(page, error)))
        page.on("console", lambda line: faults.extend(_fault(page, line)))
        opened.append(context)
        return page

    expect.set_options(timeout=PATIENCE)
    yield open_window
    for context in opened:
        context.close()
    assert faults == [], faults


@pytest.fixture
def page(window):
    """A fresh browser window."""
    return window()


def _thrown(page, error):
    """What a page throws; that a slow machine leaves out a transition is no fault of the page."""
    if "Transition was aborted" not in str(error):
        yield f"{page.url}: {error}"


def _fault(page, line):
    """What the console says of a blocked or failing script; refused requests are pages' affair."""
    told = line.text
    if line.type == "error" and "Failed to load resource" not in told:
        yield f"{page.url}: {told}"
