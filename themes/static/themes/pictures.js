/** The control of a picture: drop, paste, progress, a focal point and a cut that can be moved.
 *
 * `<picture-field>` works without this file: a file input, sliders and words. All that is done here
 * ends in those same fields. Numbers are per cent of the whole picture.
 */

const PARTS = ["focal_x", "focal_y", "crop_x", "crop_y", "crop_width", "crop_height"];
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
const LEAST = 5;

class PictureField extends HTMLElement {
  connectedCallback() {
    this.find = (selector) => this.querySelector(selector);
    this.file = this.find("input[type=file]");
    this.token = this.find("input[type=hidden]");
    this.stage = this.find(".picture-field-stage");
    this.frame = this.find(".picture-field-frame");
    this.image = this.find(".picture-field-frame img");
    this.progress = this.find("progress");
    this.words = this.find("[role=status]");
    this.details = this.find("details");
    this.sliders = Object.fromEntries(PARTS.map((part) => [part, this.find(`[data-part=${part}]`)]));
    this.classList.add("is-live");
    this.find(".picture-field-invitation").hidden = false;
    this.find(".picture-field-looks").hidden = false;
    this.makeHandles();
    this.listen();
    this.draw();
  }

  disconnectedCallback() { document.removeEventListener("paste", this.onPaste); }

  /** The dot of the focal point, the rectangle of the cut and its two corners. */
  makeHandles() {
    const make = (name, words) => {
      const made = document.createElement("button");
      made.type = "button";
      made.className = `picture-field-${name}`;
      made.setAttribute("aria-label", words);
      this.frame.append(made);
      return made;
    };
    const { sayCrop, sayCorner, sayFocus } = this.dataset;
    this.rectangle = make("crop", sayCrop);
    this.corners = [make("corner", sayCorner), make("corner", sayCorner)];
    this.dot = make("focus", sayFocus);
    this.makeMovable(this.dot, (x, y) => this.set({ focal_x: x, focal_y: y }), () => [this.at.focal_x, this.at.focal_y]);
    this.makeMovable(this.rectangle, (x, y) => this.moveCrop(x, y), () => [this.at.crop_x, this.at.crop_y]);
    this.makeMovable(this.corners[0], (x, y) => this.pullFirst(x, y), () => [this.at.crop_x, this.at.crop_y]);
    this.makeMovable(this.corners[1], (x, y) => this.pullLast(x, y), () => [
      this.at.crop_x + this.at.crop_width, this.at.crop_y + this.at.crop_height,
    ]);
  }

  /** Let a handle be moved by pointer and by arrow keys (ten steps with Shift). */
  makeMovable(handle, move, where) {
    handle.addEventListener("pointerdown", (event) => {
      if (event.button) return;
      const { left, top, width, height } = this.image.getBoundingClientRect();
      const share = (told) => [(told.clientX - left) / width * 100, (told.clientY - top) / height * 100];
      const [startX, startY] = where();
      const [fromX, fromY] = share(event);
      const follow = (told) => {
        const [x, y] = share(told);
        move(startX + x - fromX, startY + y - fromY);
      };
      handle.setPointerCapture(event.pointerId);
      handle.addEventListener("pointermove", follow);
      const done = () => handle.removeEventListener("pointermove", follow);
      handle.addEventListener("pointerup", done, { once: true });
      handle.addEventListener("pointercancel", done, { once: true });
    });
    handle.addEventListener("keydown", (event) => {
      const way = ARROWS[event.key];
      if (!way) return;
      event.preventDefault();
      const far = event.shiftKey ? 10 : 1;
      const [x, y] = where();
      move(x + way[0] * far, y + way[1] * far);
    });
  }

  moveCrop(x, y) {
    const { crop_width, crop_height } = this.at;
    this.set({ crop_x: within(x, 0, 100 - crop_width), crop_y: within(y, 0, 100 - crop_height) });
  }

  pullFirst(x, y) {
    const { crop_x, crop_y, crop_width, crop_height } = this.at;
    const [right, bottom] = [crop_x + crop_width, crop_y + crop_height];
    const [left, top] = [within(x, 0, right - LEAST), within(y, 0, bottom - LEAST)];
    this.set({ crop_x: left, crop_y: top, crop_width: right - left, crop_height: bottom - top });
  }

  pullLast(x, y) {
    const { crop_x, crop_y } = this.at;
    this.set({
      crop_width: within(x, crop_x + LEAST, 100) - crop_x,
      crop_height: within(y, crop_y + LEAST, 100) - crop_y,
    });
  }

  /** What the sliders say. */
  get at() {
    return Object.fromEntries(PARTS.map((part) => [part, Number(this.sliders[part].value)]));
  }

  set(values) {
    for (const [part, value] of Object.entries(values)) this.sliders[part].value = Math.round(within(value, 0, 100));
    this.draw();
  }

  listen() {
    this.file.addEventListener("change", () => this.take(this.file.files[0]));
    this.onPaste = (event) => this.paste(event);
    document.addEventListener("paste", this.onPaste);
    this.addEventListener("dragover", (event) => {
      if (![...event.dataTransfer.types].includes("Files")) return;
      event.preventDefault();
      this.classList.add("is-over");
    });
    this.addEventListener("dragleave", (event) => {
      if (!this.contains(event.relatedTarget)) this.classList.remove("is-over");
    });
    this.addEventListener("drop", (event) => {
      event.preventDefault();
      this.classList.remove("is-over");
      this.take(event.dataTransfer.files[0], event.dataTransfer.files);
    });
    for (const part of PARTS) this.sliders[part].addEventListener("input", () => this.draw());
    this.image.addEventListener("load", () => this.draw());
    this.find("[name$=-remove]")?.addEventListener("change", () => this.draw());
  }

  /** A picture from the clipboard, unless somebody is writing elsewhere or there are two fields. */
  paste(event) {
    const file = [...event.clipboardData.files].find((one) => one.type.startsWith("image/"));
    const isOurs = this.contains(document.activeElement) || document.querySelectorAll("picture-field").length === 1;
    if (!file || !isOurs) return;
    event.preventDefault();
    this.take(file, event.clipboardData.files);
  }

  /** Send a file ahead of the form, so that a large one shows how far it is. */
  take(file, files) {
    if (!file) return;
    if (file.size > Number(this.dataset.largest)) {
      this.file.value = "";
      this.say(this.dataset.sayLarge, true);
      return;
    }
    if (files) this.file.files = files;
    const body = new FormData();
    body.append("file", file);
    body.append("smallest", this.dataset.smallest);
    const request = new XMLHttpRequest();
    request.open("POST", this.dataset.url);
    request.responseType = "json";
    request.setRequestHeader("X-CSRFToken", this.closest("form").querySelector("[name=csrfmiddlewaretoken]").value);
    request.upload.addEventListener("progress", ({ loaded, total }) => {
      if (loaded < total) this.progress.value = loaded / total * 100;
      else this.progress.removeAttribute("value");
    });
    request.addEventListener("loadend", () => this.sent(request));
    this.progress.hidden = false;
    this.say(this.dataset.sayBusy);
    request.send(body);
  }

  sent({ status, response }) {
    this.progress.hidden = true;
    if (status === 200 && response?.token) return this.show(response);
    if (response?.error) this.file.value = "";
    this.say(response?.error || this.dataset.sayLost, true);
  }

  show({ token, url, width, height }) {
    this.file.value = "";
    this.token.value = token;
    Object.assign(this.image, { src: url, width, height });
    for (const part of [this.stage, this.details, this.find(".picture-field-remove")]) if (part) part.hidden = false;
    const remove = this.find("[name$=-remove]");
    if (remove) remove.checked = false;
    this.set({ focal_x: 50, focal_y: 50, crop_x: 0, crop_y: 0, crop_width: 100, crop_height: 100 });
    this.say(this.dataset.sayKept);
  }

  say(words, isWrong = false) {
    this.words.textContent = words;
    this.words.classList.toggle("is-wrong", isWrong);
  }

  draw() {
    const { focal_x, focal_y, crop_x, crop_y, crop_width, crop_height } = this.at;
    place(this.dot, focal_x, focal_y);
    place(this.rectangle, crop_x, crop_y);
    this.rectangle.style.width = `${Math.min(crop_width, 100 - crop_x)}%`;
    this.rectangle.style.height = `${Math.min(crop_height, 100 - crop_y)}%`;
    place(this.corners[0], crop_x, crop_y);
    place(this.corners[1], Math.min(crop_x + crop_width, 100), Math.min(crop_y + crop_height, 100));
    const numbers = [`${focal_x} %`, `${focal_y} %`];
    this.dot.setAttribute("aria-label", this.dataset.sayFocus.replace(/#/g, () => numbers.shift()));
    for (const part of PARTS) this.sliders[part].nextElementSibling.value = `${this.sliders[part].value} %`;
    this.stage.classList.toggle("is-removed", Boolean(this.find("[name$=-remove]")?.checked));
    for (const canvas of this.querySelectorAll("canvas")) this.preview(canvas);
  }

  /** Cut as `themes/pictures/shapes.py` does: the largest part of the crop, nearest to the focus. */
  preview(canvas) {
    const { naturalWidth: wide, naturalHeight: high, complete } = this.image;
    if (!complete || !wide) return;
    const ratio = Number(canvas.dataset.ratio);
    const at = this.at;
    const [left, top] = [at.crop_x / 100 * wide, at.crop_y / 100 * high];
    const width = Math.min(at.crop_width / 100 * wide, wide - left);
    const height = Math.min(at.crop_height / 100 * high, high - top);
    const [across, down] = [Math.min(width, height * ratio), Math.min(height, width / ratio)];
    const x = within(at.focal_x / 100 * wide - across / 2, left, left + width - across);
    const y = within(at.focal_y / 100 * high - down / 2, top, top + height - down);
    canvas.width = Math.round(canvas.height * ratio);
    canvas.getContext("2d").drawImage(this.image, x, y, across, down, 0, 0, canvas.width, canvas.height);
  }
}

function place(handle, x, y) {
  handle.style.left = `${x}%`;
  handle.style.top = `${y}%`;
}

function within(value, least, most) { return Math.min(Math.max(value, least), Math.max(least, most)); }

customElements.define("picture-field", PictureField);
