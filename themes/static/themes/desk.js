/** What backstage and control add to lists: choosing rows, and details beside them. No page needs this file. */

/** `<bulk-rows>` around a form with a table: counts what is chosen, shows the bar; shift chooses a stretch. */
class BulkRows extends HTMLElement {
  connectedCallback() {
    this.addEventListener("click", (event) => this.stretch(event));
    this.addEventListener("change", (event) => {
      if (event.target.matches("[data-pick-all]")) for (const box of this.boxes) box.checked = event.target.checked;
      this.count();
    });
    this.addEventListener("reset", () => setTimeout(() => this.count(), 0));
    this.addEventListener("htmx:afterSwap", () => this.count());
    this.count();
  }
  get words() { return this.querySelector(".bulk-count"); }
  get boxes() { return [...this.querySelectorAll('input[name="chosen"]')]; }
  stretch(event) {
    if (!event.target.matches('input[name="chosen"]')) return;
    const boxes = this.boxes, now = boxes.indexOf(event.target), before = boxes.indexOf(this.last);
    if (event.shiftKey && before >= 0) {
      for (const box of boxes.slice(Math.min(now, before), Math.max(now, before) + 1)) box.checked = event.target.checked;
      this.count();
    }
    this.last = event.target;
  }
  count() {
    const chosen = this.boxes.filter((box) => box.checked).length;
    const all = this.querySelector("[data-pick-all]");
    if (all) { all.checked = chosen > 0 && chosen === this.boxes.length; all.indeterminate = chosen > 0 && !all.checked; }
    const everything = this.querySelector('input[name="everything"]');
    if (everything && !chosen) everything.checked = false;
    this.classList.toggle("has-chosen", chosen > 0);
    this.classList.toggle("has-everything", Boolean(everything?.checked));
    if (!this.words) return;
    if (everything?.checked) this.words.textContent = this.words.dataset.everything;
    else this.words.textContent = chosen === 1 ? this.words.dataset.one : this.words.dataset.many.replace("#", chosen);
  }
}

/** `<side-panel>` around a list and `.side-panel`: links with data-panel open there on wide screens. */
class SidePanel extends HTMLElement {
  connectedCallback() {
    this.panel = this.querySelector(":scope > .side-panel");
    this.body = this.panel.querySelector(".side-panel-body");
    this.page = this.panel.querySelector("[data-panel-page]");
    this.addEventListener("click", (event) => {
      if (event.target.closest("[data-panel-close]")) return this.close();
      const link = event.target.closest("a[data-panel]");
      if (!link || event.metaKey || event.ctrlKey || event.shiftKey || !matchMedia("(min-width: 72rem)").matches) return;
      event.preventDefault();
      this.open(link);
    });
    this.addEventListener("keydown", (event) => this.key(event));
    window.addEventListener("popstate", (event) => {
      const link = event.state?.panel && this.links.find((one) => one.href === event.state.panel);
      this.wasOurs = Boolean(link || this.link);
      if (link) this.open(link, false); else if (this.link) this.shut();
    });
    // The list is still there: nobody needs to fetch it once more, nor lose focus and choices.
    document.addEventListener("htmx:before:history:restore", (event) => { if (this.wasOurs) event.preventDefault(); });
  }
  get links() { return [...this.querySelectorAll("a[data-panel]")]; }
  async open(link, isNew = true) {
    const wasOpen = Boolean(this.link);
    this.link = link;
    this.mark();
    try {
      const answer = await fetch(link.href);
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const part = page.querySelector("[data-panel-part]") ?? page.querySelector(".stage-inner");
      if (!answer.ok || !part || this.link !== link) throw new Error("no part");
      part.querySelector(".messages")?.remove();
      for (const form of part.querySelectorAll("form:not([action])")) form.setAttribute("action", answer.url);
      this.body.replaceChildren(...part.childNodes);
      this.page.href = link.href;
      this.classList.add("is-open");
      this.panel.setAttribute("aria-label", page.title);
      if (!wasOpen) for (const one of this.querySelectorAll('a[href^="?"]')) one.setAttribute("href", one.href);
      if (isNew) history[wasOpen ? "replaceState" : "pushState"]({ panel: link.href }, "", link.href);
      window.htmx?.process(this.body);
      this.panel.scrollTop = 0;
    } catch { if (this.link === link) location.assign(link.href); }
  }
  /* The address of a panel is the page's own, so going back closes it, and a copied one leads there. */
  close() { if (history.state?.panel) history.back(); else this.shut(); }
  shut() {
    this.classList.remove("is-open");
    this.body.replaceChildren();
    const back = this.link;
    this.link = null;
    this.mark();
    back?.focus();
    // Whoever goes back loses the focus when the browser is through with it.
    window.navigation?.transition?.finished.then(() => back?.focus(), () => {});
  }
  mark() { for (const row of this.querySelectorAll("tr")) row.classList.toggle("is-open", Boolean(this.link) && row.contains(this.link)); }
  key(event) {
    if (event.key === "Escape" && this.link) return this.close();
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key], links = this.links, now = links.indexOf(document.activeElement);
    if (!step || now < 0) return;
    event.preventDefault();
    const next = links[Math.min(Math.max(now + step, 0), links.length - 1)];
    next.focus();
    if (this.link) this.open(next);
  }
}

customElements.define("bulk-rows", BulkRows);
customElements.define("side-panel", SidePanel);
