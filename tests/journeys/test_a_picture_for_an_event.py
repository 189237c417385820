"""A manager drops a picture, says what matters in it by keys, and a visitor sees it."""

import base64
import io

from playwright.sync_api import expect

from tests.journeys.scenes import PASSWORD
from tests.themes.pictures.drawing import image

DROP = """(field, encoded) => {
  const bytes = Uint8Array.from(atob(encoded), (one) => one.charCodeAt(0));
  const given = new DataTransfer();
  given.items.add(new File([bytes], "night.png", { type: "image/png" }));
  const how = { dataTransfer: given, bubbles: true, cancelable: true };
  field.dispatchEvent(new DragEvent("drop", how));
}"""


def words_page(live, page):
    path = live.do("event", "red", name="Night of Pictures")
    page.goto(f"{live.platform}/signin")
    page.locator("input[name=login]").fill("owner@red.example")
    page.locator("input[name=password]").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(f"{live.platform}/shops")
    page.get_by_role("button", name="Go backstage").click()
    page.goto(f"{live.shop('red')}/backstage/events")
    page.get_by_role("link", name="Night of Pictures").first.click()
    page.get_by_role("link", name="Words and picture").click()
    return path


def test_a_picture_is_dropped_framed_by_keys_and_seen_in_the_shop(live, page, window):
    path = words_page(live, page)
    drawn = io.BytesIO()
    image((1200, 800)).save(drawn, "PNG")
    field = page.locator("picture-field")
    field.evaluate(DROP, base64.b64encode(drawn.getvalue()).decode())
    expect(field.get_by_role("status")).to_contain_text("The picture is here.")

    dot = field.get_by_role("button", name="What matters most")
    dot.focus()
    for _ in range(3):
        page.keyboard.press("Shift+ArrowLeft")
    page.keyboard.press("ArrowDown")
    expect(dot).to_have_accessible_name("What matters most: 20 % from the left, 51 % from the top. "
                                        "Arrow keys move it.")  # fmt: skip
    field.get_by_label("What is to be seen").fill("A field of colours.")

    story = page.get_by_role("textbox", name="The story").first
    story.fill("Four acts")
    story.press("Control+a")
    page.get_by_role("button", name="Bold").first.click()
    page.locator("form.form button.button:not([type=button])").last.click()
    page.wait_for_url("**/backstage/events/*")

    visitor = window(viewport={"width": 360, "height": 740})
    for _ in range(40):
        visitor.goto(f"{live.shop('red')}{path}")
        if visitor.locator("picture.picture source").count():
            break
        visitor.wait_for_timeout(250)
    shown = visitor.get_by_role("img", name="A field of colours.")
    expect(shown).to_be_visible()
    assert shown.evaluate("one => one.currentSrc").endswith(".avif")
    assert shown.evaluate("one => one.naturalWidth") > 0
    expect(visitor.locator(".prose strong")).to_have_text("Four acts")
    assert visitor.evaluate("document.documentElement.scrollWidth") <= 360


def test_without_scripts_a_file_is_chosen_and_survives_a_fault(live, window):
    page = window(java_script_enabled=False, viewport={"width": 360, "height": 740})
    words_page(live, page)
    drawn = io.BytesIO()
    image((1200, 800)).save(drawn, "PNG")
    page.locator("input[type=file][name=picture]").set_input_files(
        {"name": "night.png", "mimeType": "image/png", "buffer": drawn.getvalue()}
    )
    page.get_by_label("Name").first.fill("")
    page.locator("form.form button.button:not([type=button])").last.click()
    expect(page.locator(".picture-field-frame img")).to_be_visible()
    page.get_by_label("Name").first.fill("Night of Pictures")
    page.locator("form.form button.button:not([type=button])").last.click()
    page.get_by_role("link", name="Words and picture").click()
    expect(page.locator(".picture-field-frame img")).to_be_visible()
