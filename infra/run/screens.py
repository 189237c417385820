"""`infra/bin/screens [name …]`: draw every main page anew, from a demo of its own.

A desk and a phone of each page stand side by side in `infra/docs/screens/README.md`.
"""

import io
import shutil
import sys

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from infra.run import say, stores
from infra.run.application import Application
from infra.run.folder import Folder, temporary
from infra.run.paths import ROOT
from infra.run.scenes import SCENES, SHOPS, Scene
from infra.run.system import BROWSERS
from infra.run.valkey import free_port
from infra.run.watch import Watch, play

HERE = ROOT / "infra" / "docs" / "screens"
SIZES = {
    "desk": ({"width": 1280, "height": 860}, 800),
    "phone": ({"width": 360, "height": 740}, 300),
}
PASSWORD = "marquee-demo"
TALLEST = 2400
QUALITY = 62


def main() -> int:
    """Bring the demo up, draw, and remove all traces."""
    wanted = set(sys.argv[1:])
    with temporary() as folder:
        return play(lambda watch: draw(folder, watch, wanted))


def draw(folder: Folder, watch: Watch, wanted: set[str]) -> int:
    """Draw the scenes of these names, or every one, into `infra/docs/screens`."""
    stored = stores.prepare(folder, own=True, durable=False)
    watch.start(stored.starters)
    application = Application(folder, free_port(), stored.environment)
    with say.step("Tables and demo", log=folder.log("manage-load_demo")):
        application.manage("migrate_schemas", "--shared")
        application.manage("make_blueprint")
        application.manage("load_demo")
    starters = application.starters()
    with say.step("Web server and worker", log=folder.log("web")):
        watch.start({name: starters[name] for name in ("web", "worker")})
    HERE.mkdir(parents=True, exist_ok=True)
    program = next(filter(None, map(shutil.which, BROWSERS)), None)
    with say.step("Pictures"), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        for scene in SCENES:
            if not wanted or scene.name in wanted:
                _draw(browser, application.port, scene)
        browser.close()
    _write_gallery()
    return 0


def _draw(browser: Browser, port: int, scene: Scene) -> None:
    for host in scene.hosts:
        for size, (viewport, width) in SIZES.items():
            context = browser.new_context(
                viewport=viewport,  # type: ignore[arg-type]
                locale="en-GB",
                reduced_motion="reduce",
            )
            page = context.new_page()
            address = f"http://{host}.localhost:{port}"
            if scene.who:
                _sign_in(page, address, scene.who.format(shop=host))
            page.goto(f"{address}{scene.path}")
            if scene.act:
                scene.act(page)
            _keep(page, _file(scene, host, size), width, is_whole=scene.is_whole)
            context.close()


def _sign_in(page: Page, address: str, email: str) -> None:
    page.goto(f"{address}/signin")
    page.locator("input[name=login]").fill(email)
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("main form button").first.click()
    page.wait_for_load_state()


def _file(scene: Scene, host: str, size: str) -> str:
    house = next((f"-{theme}" for theme, shop in SHOPS.items() if shop == host), "")
    return f"{scene.name}{house if len(scene.hosts) > 1 else ''}-{size}.webp"


def _keep(page: Page, name: str, width: int, *, is_whole: bool) -> None:
    page.wait_for_timeout(400)  # fonts settle
    picture: Image.Image = Image.open(io.BytesIO(page.screenshot(full_page=is_whole)))
    height = min(picture.height, TALLEST * picture.width // 1280 if width > 400 else TALLEST)
    picture = picture.crop((0, 0, picture.width, height))
    picture.thumbnail((width, 10_000))
    picture.convert("RGB").save(HERE / name, quality=QUALITY, method=6)


def _write_gallery() -> None:
    """A page with all pictures, so that they can be looked at as a designer would."""
    lines = ["# What it looks like", "", "Drawn by `infra/bin/screens`.", ""]
    for scene in SCENES:
        lines += [f"## {scene.name.replace('-', ' ').capitalize()}", ""]
        for host in scene.hosts:
            desk, phone = (_file(scene, host, size) for size in SIZES)
            lines += [f"![{desk}]({desk}) ![{phone}]({phone})", ""]
    (HERE / "README.md").write_text("\n".join(lines))


if __name__ == "__main__":
    sys.exit(main())
