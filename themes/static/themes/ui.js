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

/** `<buy-box currency digits free>`: keeps the total and the words on the button true. */
class BuyBox extends HTMLElement {
  connectedCallback() {
    // Decimals by ISO 4217, as the server counts; browsers have none for some that have two.
    const digits = Number(this.getAttribute("digits") ?? 2);
    this.money = new Intl.NumberFormat(document.documentElement.lang, {
      style: "currency", currency: this.getAttribute("currency"), minimumFractionDigits: digits, maximumFractionDigits: digits,
    });
    this.scale = 10 ** digits;
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
    if (out) out.textContent = total ? this.money.format(total / this.scale) : (this.getAttribute("free") ?? this.money.format(0));
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

/** `<week-strip>` around the dates of an event: the chosen one is brought into sight. */
class WeekStrip extends HTMLElement {
  connectedCallback() {
    const nav = this.querySelector("nav"), chosen = nav?.querySelector("[aria-current]");
    if (chosen) nav.scrollLeft = chosen.offsetLeft - nav.offsetLeft - nav.clientWidth / 2 + chosen.offsetWidth / 2;
  }
}

/** `<tab-set>` around `<nav class="tabs">` of links to ids and those panels: one panel at a time, arrows move. */
class TabSet extends HTMLElement {
  connectedCallback() {
    const nav = this.querySelector(".tabs");
    this.tabs = [...nav.querySelectorAll('a[href^="#"]')];
    if (!this.tabs.length) return;
    nav.setAttribute("role", "tablist");
    for (const tab of this.tabs) {
      const panel = this.panelOf(tab);
      tab.setAttribute("role", "tab");
      tab.setAttribute("aria-controls", panel.id);
      panel.setAttribute("role", "tabpanel");
      panel.setAttribute("aria-label", tab.textContent.trim());
      panel.tabIndex = 0;
    }
    nav.addEventListener("click", (event) => {
      const tab = event.target.closest('[role="tab"]');
      if (tab) { event.preventDefault(); this.show(tab); }
    });
    nav.addEventListener("keydown", (event) => this.move(event));
    this.show(this.tabs.find((tab) => tab.hash === location.hash) ?? this.tabs.find((tab) => tab.hasAttribute("aria-current")) ?? this.tabs[0]);
  }
  panelOf(tab) { return this.querySelector(`#${CSS.escape(tab.hash.slice(1))}`); }
  show(chosen) {
    for (const tab of this.tabs) {
      const here = tab === chosen;
      tab.removeAttribute("aria-current");
      tab.setAttribute("aria-selected", here);
      tab.tabIndex = here ? 0 : -1;
      this.panelOf(tab).hidden = !here;
    }
  }
  move(event) {
    const step = { ArrowRight: 1, ArrowLeft: -1, Home: -Infinity, End: Infinity }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const way = document.dir === "rtl" && Number.isFinite(step) ? -step : step;
    const now = this.tabs.indexOf(document.activeElement);
    const next = Number.isFinite(way) ? (now + way + this.tabs.length) % this.tabs.length : (way > 0 ? this.tabs.length - 1 : 0);
    this.show(this.tabs[next]);
    this.tabs[next].focus();
  }
}

customElements.define("week-strip", WeekStrip);
customElements.define("tab-set", TabSet);
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

/* Toasts rise to the foot of the window and go by themselves, unless somebody is reading or about to undo. */
const toasts = document.querySelectorAll(".messages > .toast");
if (toasts.length) {
  const float = document.createElement("div");
  float.className = "toasts toasts-float no-print";
  float.setAttribute("role", "status");
  document.body.append(float);
  for (const toast of toasts) {
    toast.removeAttribute("role");
    float.append(toast);
    const stays = () => toast.matches(":hover, :focus-within");
    const leave = () => (stays() ? setTimeout(leave, 2000) : toast.remove());
    setTimeout(leave, toast.querySelector("form") ? 12000 : 6000);
  }
}

/* A link with data-dialog opens a dialog: the one of that id, or, with an empty value, its own page in one.
   What is fetched is `[data-dialog-part]`; its forms post to their own page, so a refusal is a page as well. */
async function dialogOf(link) {
  if (link.dataset.dialog) return document.getElementById(link.dataset.dialog);
  const answer = await fetch(link.href);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const part = page.querySelector("[data-dialog-part]");
  if (!answer.ok || !part) return null;
  for (const form of part.querySelectorAll("form:not([action])")) form.setAttribute("action", answer.url);
  const dialog = document.createElement("dialog");
  dialog.className = "dialog stack";
  const title = part.querySelector("h1, h2");
  if (title) { title.id ||= "dialog-title"; dialog.setAttribute("aria-labelledby", title.id); }
  dialog.append(part);
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  window.htmx?.process(dialog);
  return dialog;
}
document.addEventListener("click", async (event) => {
  const link = event.target.closest("a[data-dialog]");
  if (link && !event.metaKey && !event.ctrlKey && !event.shiftKey && event.button === 0) {
    event.preventDefault();
    const dialog = await dialogOf(link).catch(() => null);
    if (dialog) dialog.showModal(); else location.assign(link.href);
    return;
  }
  const inside = event.target.closest("dialog[open]");
  if (!inside) return;
  if (event.target === inside || event.target.closest("[data-closes]")) { event.preventDefault(); inside.close(); }
});

/* What a colour field holds stands beside it as words. */
document.addEventListener("input", (event) => {
  const echo = event.target.matches('[type="color"]') && event.target.parentElement.querySelector("[data-echo]");
  if (echo) echo.textContent = event.target.value;
});

/* From the list to an event and back: the poster that was pressed becomes the event's picture. */
const posterOf = (address) => {
  for (const link of document.querySelectorAll(".event-card h2 a")) {
    if (link.href.split(/[?#]/)[0] === address.split(/[?#]/)[0]) return link.closest(".event-card").querySelector(".poster");
  }
  return document.querySelector(".event-page .event-picture .poster, .hero .poster");
};
const named = (transition, address) => {
  const poster = transition && address && posterOf(address);
  if (!poster) return;
  poster.style.viewTransitionName = "poster";
  transition.finished.finally(() => { poster.style.viewTransitionName = ""; });
};
window.addEventListener("pageswap", (event) => named(event.viewTransition, event.activation?.entry?.url));
window.addEventListener("pagereveal", (event) => named(event.viewTransition, window.navigation?.activation?.from?.url));
