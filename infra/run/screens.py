"""`infra/bin/screens`: draw the pictures of the README anew, from a demo of its own."""

import io
import shutil
import sys

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from infra.run import say, stores
from infra.run.application import Application
from infra.run.folder import Folder, temporary
from infra.run.paths import ROOT
from infra.run.system import BROWSERS
from infra.run.valkey import free_port
from infra.run.watch import Watch, play

HERE = ROOT / "infra" / "docs" / "screens"
DESK = {"width": 1280, "height": 860}
PHONE = {"width": 390, "height": 844}
PASSWORD = "marquee-demo"


def main() -> int:
    """Bring the demo up, draw, and remove all traces."""
    with temporary() as folder:
        return play(lambda watch: draw(folder, watch))


def draw(folder: Folder, watch: Watch) -> int:
    """Draw every picture into `infra/docs/screens`."""
    stored = stores.prepare(folder, own=True, durable=False)
    watch.start(stored.starters)
    application = Application(folder, free_port(), stored.environment)
    with say.step("Tables and demo", log=folder.log("manage-load_demo")):
        application.manage("migrate_schemas", "--shared")
        application.manage("make_blueprint")
        application.manage("load_demo")
    with say.step("Web server", log=folder.log("web")):
        watch.start({"web": application.starters()["web"]})
    HERE.mkdir(parents=True, exist_ok=True)
    program = next(filter(None, map(shutil.which, BROWSERS)), None)
    with say.step("Pictures"), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        _draw_all(browser, application.port)
        browser.close()
    return 0


def _draw_all(browser: Browser, port: int) -> None:
    platform, theatre, festival = (
        f"http://{name}.localhost:{port}" for name in ("marquee", "meridian", "openhouse")
    )
    _keep(_page(browser, platform, DESK), "platform")
    _keep(_page(browser, theatre, DESK), "classic")
    _keep(_page(browser, festival, DESK), "neon")
    phone = _page(browser, theatre, PHONE)
    phone.locator("a[href^='/e/']").first.click()
    phone.wait_for_load_state()
    _keep(phone, "event-phone")
    desk = _page(browser, f"{theatre}/signin?next=/backstage/", DESK)
    desk.get_by_label("E-mail").fill("owner@meridian.example")
    desk.get_by_label("Password").fill(PASSWORD)
    desk.get_by_role("button", name="Sign in").click()
    desk.wait_for_url("**/backstage/")
    _keep(desk, "backstage")
    desk.goto(f"{theatre}/backstage/money")
    _keep(desk, "money")


def _page(browser: Browser, address: str, viewport: dict) -> Page:
    page = browser.new_context(viewport=viewport, locale="en-GB").new_page()  # type: ignore[arg-type]
    page.goto(address)
    return page


def _keep(page: Page, name: str) -> None:
    page.wait_for_timeout(400)  # fonts settle
    picture = Image.open(io.BytesIO(page.screenshot()))
    picture.thumbnail((960, 960))
    picture.convert("RGB").save(HERE / f"{name}.webp", quality=72, method=6)


if __name__ == "__main__":
    sys.exit(main())
