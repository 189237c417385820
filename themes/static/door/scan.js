/**
 * The door: a code goes out, the answer fills the screen, and the next code may come.
 * A hand scanner types and presses Enter; a camera reads where the browser can (BarcodeDetector).
 * Without this file the form is sent and answered as a page.
 */
const TONES = { ok: [880, 1320], already: [520, 520], no: [220, 160] };
const SHAKES = { ok: [60], already: [80, 60, 80], no: [300] };
const AGAIN_AFTER = 3000; // ms in which the same code before the camera is not sent twice

class DoorScanner extends HTMLElement {
  connectedCallback() {
    this.form = this.querySelector("form");
    this.code = this.form.elements.code;
    this.verdict = this.querySelector("#verdict");
    this.video = this.querySelector("video");
    this.notice = this.querySelector("[data-notice]");
    this.last = this.querySelector("[data-last]");
    this.sending = Promise.resolve();
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.send(this.code.value);
    });
    this.code.focus();
    this.offerCamera();
  }
  disconnectedCallback() { this.stop(); }

  /** Codes are answered one after the other, in the order in which they came. */
  send(code) {
    const said = new FormData(this.form);
    said.set("code", code);
    this.code.value = "";
    this.sending = this.sending.then(() => this.ask(said));
    return this.sending;
  }
  async ask(said) {
    this.verdict.setAttribute("aria-busy", "true");
    try {
      const headers = { "HX-Request": "true", "HX-Target": "verdict" };
      const answer = await fetch(location.pathname, { method: "POST", body: said, headers });
      if (answer.redirected || !answer.ok) { location.reload(); return; }
      this.verdict.innerHTML = await answer.text();
      this.say(this.verdict.querySelector("[data-answer]")?.dataset.answer);
      this.remember();
    } catch {
      // What is on the screen must never be the answer to another ticket.
      this.verdict.replaceChildren(this.querySelector("template").content.cloneNode(true));
      this.say("no");
    } finally {
      this.verdict.removeAttribute("aria-busy");
      this.code.focus();
    }
  }
  say(answer) {
    if (!(answer in TONES)) return;
    navigator.vibrate?.(SHAKES[answer]);
    const sound = (this.sound ??= new AudioContext());
    TONES[answer].forEach((pitch, number) => {
      const tone = sound.createOscillator(), volume = sound.createGain();
      const at = sound.currentTime + number * 0.12;
      tone.frequency.value = pitch;
      volume.gain.setValueAtTime(0.15, at);
      volume.gain.exponentialRampToValueAtTime(0.001, at + 0.11);
      tone.connect(volume).connect(sound.destination);
      tone.start(at);
      tone.stop(at + 0.12);
    });
  }
  remember() {
    const lines = [...this.verdict.querySelectorAll(".verdict-word, .verdict-line")];
    const row = document.createElement("li");
    const time = new Date().toLocaleTimeString(document.documentElement.lang);
    row.textContent = [time, ...lines.map((line) => line.textContent.trim())].join(" · ");
    this.last.prepend(row);
    while (this.last.children.length > 3) this.last.lastChild.remove();
  }
  tell(words) {
    this.notice.textContent = words;
    this.notice.hidden = !words;
  }

  offerCamera() {
    if (!("BarcodeDetector" in window) || !navigator.mediaDevices) return;
    this.button = document.createElement("button");
    this.button.type = "button";
    this.button.className = "button button-second button-large button-wide";
    this.button.textContent = this.dataset.camera;
    this.button.addEventListener("click", () => (this.stream ? this.stop() : this.start()));
    this.form.querySelector(".row").append(this.button);
  }
  async start() {
    try {
      this.stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
    } catch { this.tell(this.dataset.refused); return; }
    this.detector ??= new BarcodeDetector({ formats: ["qr_code"] });
    this.video.srcObject = this.stream;
    this.video.hidden = false;
    await this.video.play();
    this.button.textContent = this.dataset.stop;
    this.look();
  }
  async look() {
    if (!this.stream) return;
    const [found] = await this.detector.detect(this.video).catch(() => []);
    const now = Date.now();
    if (found && (found.rawValue !== this.seen || now - this.seenAt > AGAIN_AFTER)) {
      this.send(found.rawValue);
    }
    if (found) { this.seen = found.rawValue; this.seenAt = now; }
    setTimeout(() => this.look(), 120);
  }
  stop() {
    this.stream?.getTracks().forEach((track) => track.stop());
    this.stream = null;
    this.video.hidden = true;
    if (this.button) this.button.textContent = this.dataset.camera;
  }
}

customElements.define("door-scanner", DoorScanner);
