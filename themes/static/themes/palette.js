/** The command palette: `/` or Ctrl-K opens a dialog that asks the search page for its options. */

const palette = document.getElementById("palette");
const LIMIT = 5;

function recents() {
  try { return JSON.parse(localStorage.getItem(`recent-${palette.dataset.user}`)) ?? []; } catch { return []; }
}

function remember(option) {
  const entry = { title: option.dataset.title, url: option.getAttribute("href") };
  const kept = [entry, ...recents().filter((one) => one.url !== entry.url)].slice(0, LIMIT);
  try { localStorage.setItem(`recent-${palette.dataset.user}`, JSON.stringify(kept)); } catch { /* a full or shut store is no reason to stop */ }
}

class Palette {
  constructor(dialog) {
    this.dialog = dialog;
    this.input = dialog.querySelector("input");
    this.list = dialog.querySelector("[role=listbox]");
    this.status = dialog.querySelector("[data-count]");
    this.input.addEventListener("input", () => { clearTimeout(this.wait); this.wait = setTimeout(() => this.ask(), 140); });
    this.input.addEventListener("keydown", (event) => this.key(event));
    this.list.addEventListener("click", (event) => { const option = event.target.closest("[role=option]"); if (option) remember(option); });
    this.list.addEventListener("pointermove", (event) => { const option = event.target.closest("[role=option]"); if (option) this.choose(option); });
    dialog.querySelector("form").addEventListener("submit", (event) => { if (this.chosen) { event.preventDefault(); this.go(); } });
  }

  open() {
    if (this.dialog.open) return;
    this.input.value = "";
    this.dialog.showModal();
    this.ask();
  }

  async ask() {
    const q = this.input.value.trim();
    const url = `${this.dialog.dataset.url}?q=${encodeURIComponent(q)}`;
    try {
      const answer = await fetch(url, { headers: { "HX-Request": "true", "HX-Target": "#palette-list" } });
      if (!answer.ok) throw new Error(answer.status);
      if (q !== this.input.value.trim()) return;
      this.list.innerHTML = await answer.text();
    } catch { if (q) return; }
    if (!q) this.showRecents();
    this.choose(this.options[0]);
    const found = this.options.length;
    this.status.textContent = found === 0 ? this.status.dataset.none : (found === 1 ? this.status.dataset.one : this.status.dataset.many.replace("#", found));
  }

  showRecents() {
    const kept = recents();
    if (!kept.length) return;
    const group = document.createElement("div");
    group.className = "palette-group";
    group.setAttribute("role", "group");
    group.setAttribute("aria-label", this.list.dataset.recent);
    const heading = document.createElement("p");
    heading.className = "palette-heading";
    heading.setAttribute("aria-hidden", "true");
    heading.textContent = this.list.dataset.recent;
    group.append(heading, ...kept.map((one, index) => {
      const option = document.createElement("a");
      option.className = "palette-option";
      option.setAttribute("role", "option");
      option.id = `palette-recent-${index}`;
      option.tabIndex = -1;
      option.href = one.url;
      option.dataset.title = one.title;
      option.textContent = one.title;
      return option;
    }));
    this.list.prepend(group);
  }

  get options() { return [...this.list.querySelectorAll("[role=option]")]; }

  choose(option) {
    this.chosen?.setAttribute("aria-selected", "false");
    this.chosen = option;
    option?.setAttribute("aria-selected", "true");
    if (option) this.input.setAttribute("aria-activedescendant", option.id); else this.input.removeAttribute("aria-activedescendant");
  }

  key(event) {
    const options = this.options, now = options.indexOf(this.chosen);
    const to = { ArrowDown: now + 1, ArrowUp: now - 1, PageDown: now + 5, PageUp: now - 5 }[event.key];
    if (to === undefined || !options.length) return;
    event.preventDefault();
    const one = Math.abs(to - now) === 1 ? (to + options.length) % options.length : Math.min(Math.max(to, 0), options.length - 1);
    this.choose(options[one]);
    options[one].scrollIntoView({ block: "nearest" });
  }

  go() {
    remember(this.chosen);
    location.assign(this.chosen.href);
  }
}

if (palette) {
  const here = new Palette(palette);
  document.addEventListener("keydown", (event) => {
    const command = (event.ctrlKey || event.metaKey) && !event.altKey && event.key.toLowerCase() === "k";
    const slash = event.key === "/" && !event.ctrlKey && !event.metaKey && !event.altKey && !event.target.closest("input, textarea, select, [contenteditable], dialog[open]");
    if (!command && !slash) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    here.open();
  }, true);
  document.addEventListener("click", (event) => {
    const opener = event.target.closest("[data-opens-palette]");
    if (!opener || event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    here.open();
  });
  document.addEventListener("submit", (event) => {
    if (event.target.matches("[data-signs-out]")) localStorage.removeItem(`recent-${palette.dataset.user}`);
  });
}
