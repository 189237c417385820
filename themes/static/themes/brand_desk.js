/**
 * The brand desk: what is touched is kept at once and seen in the frame beside it. The page works
 * without this file; its button then keeps the draft and shows the preview.
 */
const WAIT = 350; // milliseconds after the last key
const form = document.querySelector("form[data-keeps]");
const stage = document.querySelector(".preview-stage");

/** The frame: always two of them for a moment, so that nothing flashes and the reader stays where he was. */
const frame = stage && {
  chosen: { width: stage.dataset.width, shade: new URL(stage.querySelector("iframe").src).searchParams.get("scheme") || "" },
  src: stage.querySelector("iframe").src,
  show(src = this.src) {
    this.src = src;
    const address = new URL(src, location.href);
    address.searchParams.delete("scheme");
    if (this.chosen.shade) address.searchParams.set("scheme", this.chosen.shade);
    const old = [...stage.querySelectorAll("iframe")];
    const last = old.at(-1);
    const next = last.cloneNode();
    next.removeAttribute("loading");
    next.classList.add("is-coming");
    next.src = address;
    next.addEventListener("load", () => {
      const { scrollY = 0 } = last.contentWindow || {};
      if (last.src.split("?")[0] === next.src.split("?")[0]) next.contentWindow.scrollTo(0, scrollY);
      next.classList.remove("is-coming");
      setTimeout(() => old.forEach((one) => one.remove()), 220);
      this.tame(next);
    });
    stage.append(next);
  },
  /** Nothing leads out of the preview: links inside are looked at in it, nothing is sent. */
  tame(one) {
    one.contentDocument?.addEventListener("submit", (event) => event.preventDefault(), true);
    one.contentDocument?.addEventListener("click", (event) => {
      const link = event.target.closest?.("a[href]");
      if (!link) return;
      const to = new URL(link.href);
      if (to.hash && to.pathname === one.contentWindow.location.pathname) return;
      event.preventDefault();
      if (to.origin !== location.origin || to.pathname.startsWith("/backstage/")) return;
      const token = new URL(this.src, location.href).searchParams.get("preview");
      to.searchParams.set("preview", token);
      this.show(to.href);
    }, true);
  },
  /** As large as there is room. */
  fit() {
    const wide = { phone: 390, paper: 820 }[stage.dataset.width] || 1280;
    stage.style.setProperty("--scale", Math.min(1, stage.clientWidth / wide));
  },
};

if (frame) {
  new ResizeObserver(() => frame.fit()).observe(stage);
  const first = stage.querySelector("iframe");
  first.addEventListener("load", () => frame.tame(first));
  if (first.contentDocument?.readyState === "complete") frame.tame(first);
  document.querySelector(".preview-tools").addEventListener("click", (event) => {
    const link = event.target.closest("a");
    if (!link || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    link.parentElement.querySelector("[aria-current]")?.removeAttribute("aria-current");
    link.setAttribute("aria-current", "true");
    if (link.dataset.width) frame.chosen.width = link.dataset.width;
    if (link.dataset.shade !== undefined) frame.chosen.shade = link.dataset.shade;
    const page = document.querySelector(".preview-choice a[data-show][aria-current]");
    stage.dataset.width = page?.dataset.paper !== undefined ? "paper" : frame.chosen.width === "paper" ? "desktop" : frame.chosen.width;
    frame.fit();
    history.replaceState(null, "", link.href.split("#")[0]);
    if (link.dataset.width === undefined) frame.show(link.dataset.show || frame.src);
  });
}

if (form) {
  document.documentElement.classList.add("has-keeping");
  const touched = new Set();
  let wait, busy = false, again = false;

  const keep = async () => {
    if (busy) { again = true; return; }
    if (!touched.size) return;
    busy = true;
    const names = [...touched];
    touched.clear();
    const said = new FormData(form);
    for (const [name, value] of [...said]) if (value instanceof File) said.delete(name);
    for (const name of names) said.append("touched", name);
    try {
      const answer = await fetch(location.href, { method: "POST", body: said, headers: { "HX-Request": "true", "HX-Target": "brand-told" } });
      if (!answer.ok) throw new Error(String(answer.status));
      show(await answer.text());
    } catch {
      for (const name of names) touched.add(name);
      tell(form.dataset.lost);
    }
    busy = false;
    if (again) { again = false; keep(); }
  };

  const tell = (text) => {
    const told = document.getElementById("brand-told");
    const line = document.createElement("p");
    line.textContent = text;
    told.replaceChildren(line);
  };

  const show = (html) => {
    const told = new DOMParser().parseFromString(html, "text/html");
    for (const id of ["brand-told", "draft-bar", "brand-contrast"]) {
      const fresh = told.getElementById(id);
      if (fresh) document.getElementById(id)?.replaceWith(fresh);
    }
    for (const link of told.getElementById("brand-frames")?.content.querySelectorAll("a") || []) {
      const here = document.querySelector(`.preview-choice a[data-page="${link.dataset.page}"]`);
      if (here) here.dataset.show = link.getAttribute("href");
    }
    const page = document.querySelector(".preview-choice a[data-show][aria-current]");
    if (frame && page) frame.show(page.dataset.show);
  };

  const touch = (event) => {
    const { name, type } = event.target;
    if (!name || type === "file" || name === "words-tab" || name.startsWith("remove_")) return;
    touched.add(name);
    clearTimeout(wait);
    wait = setTimeout(keep, WAIT);
  };
  form.addEventListener("input", touch);
  form.addEventListener("change", touch);
  /* A file, or its removal, is sent with the whole form: the page comes back with it. */
  form.addEventListener("change", (event) => {
    const { name, type } = event.target;
    const own = event.target.closest("[data-picture], picture-field");
    if (!own && ((type === "file" && event.target.files.length) || name.startsWith("remove_"))) form.requestSubmit();
  });

  for (const picker of form.querySelectorAll("input[data-picks]")) {
    const typed = document.getElementById(picker.dataset.picks);
    picker.hidden = false;
    picker.addEventListener("input", () => {
      typed.value = picker.value;
      typed.dispatchEvent(new Event("input", { bubbles: true }));
    });
    typed.addEventListener("input", () => { if (/^#[0-9a-f]{6}$/i.test(typed.value)) picker.value = typed.value.toLowerCase(); });
  }
  window.addEventListener("beforeunload", (event) => { if (touched.size && !event.submitter) keep(); });
}
