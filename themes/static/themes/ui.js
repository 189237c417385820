/** Small improvements of pages that work without them. No page needs this file. */

/** `<count-down until="ISO" ended="…">20:14</count-down>`: minutes and seconds that are left. */
class CountDown extends HTMLElement {
  connectedCallback() {
    this.until = Date.parse(this.getAttribute("until"));
    if (Number.isNaN(this.until)) return;
    this.setAttribute("role", "timer");
    this.setAttribute("aria-live", "off");
    this.tick();
    this.timer = setInterval(() => this.tick(), 1000);
  }
  disconnectedCallback() { clearInterval(this.timer); }
  tick() {
    const left = Math.max(0, Math.round((this.until - Date.now()) / 1000));
    this.textContent = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
    this.closest(".countdown")?.classList.toggle("is-short", left <= 60);
    if (left > 0) return;
    clearInterval(this.timer);
    const line = this.closest(".countdown");
    if (line && this.getAttribute("ended")) line.textContent = this.getAttribute("ended");
    this.dispatchEvent(new CustomEvent("ended", { bubbles: true }));
  }
}

/** `<number-stepper>` around an input with two buttons: one less, one more, within min and max. */
class NumberStepper extends HTMLElement {
  connectedCallback() {
    this.input = this.querySelector("input");
    this.addEventListener("click", (event) => {
      const button = event.target.closest("[data-step]");
      if (button) this.step(Number(button.dataset.step));
    });
    this.input.addEventListener("input", () => this.limit());
    this.limit();
  }
  step(by) {
    const { min, max, value } = this.input;
    const least = Number(this.dataset.least || 1);
    let next = Number(value || 0) + by;
    if (next > 0 && next < least) next = by > 0 ? least : 0;
    this.input.value = Math.min(Math.max(next, Number(min || 0)), Number(max || 99));
    this.input.dispatchEvent(new Event("input", { bubbles: true }));
    this.input.dispatchEvent(new Event("change", { bubbles: true }));
  }
  limit() {
    const now = Number(this.input.value || 0);
    for (const button of this.querySelectorAll("[data-step]")) {
      const down = Number(button.dataset.step) < 0;
      button.disabled = this.input.disabled || (down ? now <= Number(this.input.min || 0) : now >= Number(this.input.max || 99));
    }
  }
}

/** `<buy-box currency lang digits>`: keeps the total and the words on the button true. */
class BuyBox extends HTMLElement {
  connectedCallback() {
    this.money = new Intl.NumberFormat(document.documentElement.lang, { style: "currency", currency: this.getAttribute("currency") });
    this.scale = 10 ** this.money.resolvedOptions().maximumFractionDigits;
    this.addEventListener("input", () => this.sum());
    this.sum();
  }
  sum() {
    let places = 0, total = 0;
    for (const input of this.querySelectorAll("input[data-price]")) {
      const number = Math.max(0, Math.trunc(Number(input.value) || 0));
      places += number;
      total += number * Number(input.dataset.price);
    }
    const out = this.querySelector("[data-total]"), words = this.querySelector("[data-words]");
    if (out) out.textContent = this.money.format(total / this.scale);
    this.querySelector("[data-sum]")?.toggleAttribute("hidden", places === 0);
    if (!words) return;
    words.textContent = places === 0 ? words.dataset.none : (places === 1 ? words.dataset.one : words.dataset.many.replace("#", places));
  }
}

/** `<subdomain-check url="/api/subdomain-check">` around an input and an `<output>`. */
class SubdomainCheck extends HTMLElement {
  connectedCallback() {
    this.input = this.querySelector("input");
    this.out = this.querySelector("output");
    // A name that came with the page, or was typed, is its owner's: no suggestion takes its place.
    this.chosen = Boolean(this.input.value);
    this.input.addEventListener("input", () => { this.chosen = Boolean(this.input.value); this.soon(); });
    const source = document.getElementById(this.getAttribute("from"));
    source?.addEventListener("input", () => {
      if (this.chosen) return;
      this.input.value = source.value.normalize("NFKD").toLowerCase().replace(/[\u0300-\u036f]/g, "").replace(/[^a-z0-9]+/g, "-").replace(/^-+|-+$/g, "").slice(0, 40);
      this.soon();
    });
  }
  soon() {
    clearTimeout(this.wait);
    this.wait = setTimeout(() => this.ask(), 250);
  }
  async ask() {
    const asked = this.input.value.trim();
    if (!asked) { this.say("", ""); return; }
    try {
      const answer = await fetch(`${this.getAttribute("url")}?subdomain=${encodeURIComponent(asked)}`, { headers: { Accept: "application/json" } });
      const said = await answer.json();
      if (asked !== this.input.value.trim()) return;
      const free = said.ok ?? said.available ?? said.free ?? false;
      this.say(free ? "good" : "bad", said.sentence || said.detail || said.reason || (free ? this.getAttribute("free") : this.getAttribute("taken")));
    } catch { this.say("", ""); }
  }
  say(kind, text) { this.out.className = kind ? `state state-${kind}` : ""; this.out.textContent = text; }
}

customElements.define("count-down", CountDown);
customElements.define("number-stepper", NumberStepper);
customElements.define("buy-box", BuyBox);
customElements.define("subdomain-check", SubdomainCheck);

/* Auto-submitting selects, a menu that closes on Escape or a click outside, print and reload buttons. */
document.addEventListener("change", (event) => {
  if (event.target.matches("[data-submits]")) event.target.form?.requestSubmit();
});
document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll("details.menu[open], details.rail-drawer[open]")) {
    if (!menu.contains(event.target) && !menu.closest(".rail")?.contains(event.target)) menu.open = false;
  }
  if (event.target.closest("[data-prints]")) window.print();
  const copies = event.target.closest("[data-copies]");
  if (copies) navigator.clipboard?.writeText(copies.dataset.copies).then(() => { copies.textContent = copies.dataset.copied || copies.textContent; });
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") for (const menu of document.querySelectorAll("details.menu[open], details.rail-drawer[open]")) { menu.open = false; menu.querySelector("summary").focus(); }
  if (event.key === "/" && !event.target.closest("input, textarea, select, [contenteditable]")) {
    const search = document.querySelector('input[type="search"]');
    if (search) { event.preventDefault(); search.focus(); }
  }
});
/* A form is sent once: the second click finds a disabled button that says what is happening. */
document.addEventListener("submit", (event) => {
  const button = event.submitter;
  if (!button?.matches("[data-busy]") || event.defaultPrevented) return;
  setTimeout(() => { button.setAttribute("aria-disabled", "true"); button.textContent = button.dataset.busy; }, 0);
  button.form?.addEventListener("submit", (again) => again.preventDefault());
});
window.addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });
