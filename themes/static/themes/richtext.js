/** A small editor for rich text around a textarea, which is what the form sends.
 *
 * `<rich-text>`: bold, italic, links, two headings, two lists, quotations. The server's sieve
 * (`themes/richtext/cleaning.py`) decides what is kept; what is pasted is sieved here as well, so
 * that one sees at once what will stay. `document.execCommand` is old, and all browsers keep it.
 */

const BLOCKS = { H1: "h2", H2: "h2", H3: "h3", H4: "h3", H5: "h3", H6: "h3", BLOCKQUOTE: "blockquote", UL: "ul", OL: "ol", LI: "li", P: "p", DIV: "p", PRE: "p", TD: "p", TH: "p" };
const MARKS = { B: "strong", STRONG: "strong", I: "em", EM: "em", A: "a", BR: "br" };
const SKIPPED = new Set(["SCRIPT", "STYLE", "TEMPLATE", "TITLE", "HEAD", "META", "LINK", "IFRAME", "SVG", "MATH", "NOSCRIPT"]);
const KEYS = { b: "bold", i: "italic", k: "link" };
const IS_HTML = /^\s*<(?:p|h[1-6]|ul|ol|blockquote|div)\b/i;
const ADDRESS = /^(https?:\/\/\S+|mailto:\S+|\/(?!\/)\S*|#\S*)$/i;

class RichText extends HTMLElement {
  connectedCallback() {
    this.source = this.querySelector("textarea");
    this.bar = this.querySelector(".rich-text-bar");
    this.linker = this.querySelector(".rich-text-link");
    this.address = this.querySelector("[data-part=address]");
    if (this.source.disabled || this.page) return;
    this.page = this.makePage();
    this.source.hidden = true;
    this.source.before(this.page);
    this.bar.hidden = false;
    this.buttons = [...this.bar.querySelectorAll("button")];
    this.buttons.forEach((button, number) => { button.tabIndex = number ? -1 : 0; });
    this.listen();
  }

  disconnectedCallback() { document.removeEventListener("selectionchange", this.onSelection); }

  makePage() {
    const page = document.createElement("div");
    page.className = "rich-text-page control control-long prose";
    page.contentEditable = "true";
    page.setAttribute("role", "textbox");
    page.setAttribute("aria-multiline", "true");
    page.lang = this.source.lang;
    for (const name of ["aria-describedby", "aria-invalid"]) {
      if (this.source.hasAttribute(name)) page.setAttribute(name, this.source.getAttribute(name));
    }
    const label = document.querySelector(`label[for="${CSS.escape(this.source.id)}"]`);
    if (label) {
      label.id ||= `${this.source.id}-label`;
      page.setAttribute("aria-labelledby", label.id);
      label.addEventListener("click", () => page.focus());
    }
    page.replaceChildren(this.written());
    return page;
  }

  /** What the textarea says, to be edited. */
  written() {
    const text = this.source.value;
    return IS_HTML.test(text) ? sieved(text) : paragraphs(text);
  }

  listen() {
    document.execCommand("defaultParagraphSeparator", false, "p");
    // Somebody else wrote into the textarea, such as "copy the original".
    this.source.addEventListener("change", () => this.page.replaceChildren(this.written()));
    this.page.addEventListener("input", () => this.keep());
    this.page.addEventListener("blur", () => this.keep());
    this.page.addEventListener("paste", (event) => this.paste(event));
    this.page.addEventListener("drop", (event) => event.preventDefault());
    this.page.addEventListener("keydown", (event) => {
      const act = (event.ctrlKey || event.metaKey) && !event.altKey && KEYS[event.key.toLowerCase()];
      if (!act) return;
      event.preventDefault();
      this.act(act);
    });
    this.addEventListener("click", (event) => {
      const button = event.target.closest("[data-act]");
      if (button) this.act(button.dataset.act);
    });
    // Pressing a tool must not take the selection out of the text.
    this.bar.addEventListener("mousedown", (event) => event.preventDefault());
    this.bar.addEventListener("keydown", (event) => this.walk(event));
    this.address.addEventListener("keydown", (event) => {
      if (event.key === "Enter") { event.preventDefault(); this.act("apply"); }
      if (event.key === "Escape") { this.linker.hidden = true; this.page.focus(); }
    });
    this.onSelection = () => { if (this.page.contains(getSelection().anchorNode)) this.show(); };
    document.addEventListener("selectionchange", this.onSelection);
  }

  /** Arrow keys walk along the toolbar, as its role promises. */
  walk(event) {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    const at = this.buttons.indexOf(document.activeElement);
    if (!step || at < 0) return;
    event.preventDefault();
    const next = this.buttons[(at + step + this.buttons.length) % this.buttons.length];
    this.buttons.forEach((button) => { button.tabIndex = button === next ? 0 : -1; });
    next.focus();
  }

  act(name) {
    if (name === "link") return this.askAddress();
    if (name === "apply") return this.link();
    this.restore();
    if (name === "unlink") { this.spanLink(); document.execCommand("unlink"); this.linker.hidden = true; }
    else if (["h2", "h3", "blockquote"].includes(name)) {
      document.execCommand("formatBlock", false, this.inside(name) ? "p" : name);
    } else document.execCommand(name);
    this.keep();
    this.show();
  }

  askAddress() {
    if (this.page.contains(getSelection().anchorNode)) this.range = getSelection().getRangeAt(0).cloneRange();
    this.linker.hidden = !this.linker.hidden;
    this.linker.querySelector("[role=status]").hidden = true;
    if (this.linker.hidden) return this.page.focus();
    this.address.value = this.inside("a")?.getAttribute("href") || "";
    this.address.focus();
  }

  link() {
    const said = this.address.value.trim();
    const whole = /^[^\s@/]+@[^\s@/]+\.[^\s@/]+$/.test(said) ? `mailto:${said}` : /^[\w-]+(\.[\w-]+)+(\/\S*)?$/.test(said) ? `https://${said}` : said;
    const isGood = ADDRESS.test(whole);
    this.linker.querySelector("[role=status]").hidden = isGood;
    if (!isGood) return this.address.focus();
    this.restore();
    this.spanLink();
    if (getSelection().isCollapsed) {
      const made = document.createElement("a");
      made.setAttribute("href", whole);
      made.textContent = said;
      document.execCommand("insertHTML", false, made.outerHTML);
    } else document.execCommand("createLink", false, whole);
    this.linker.hidden = true;
    this.keep();
  }

  /** A cursor inside a link means the whole of it. */
  spanLink() {
    const link = this.inside("a");
    if (link && getSelection().isCollapsed) getSelection().selectAllChildren(link);
  }

  restore() {
    this.page.focus();
    if (!this.range) return;
    getSelection().removeAllRanges();
    getSelection().addRange(this.range);
    this.range = null;
  }

  paste(event) {
    if (event.clipboardData.files.length) return;
    event.preventDefault();
    const html = event.clipboardData.getData("text/html");
    const made = document.createElement("div");
    made.append(html ? sieved(html) : paragraphs(event.clipboardData.getData("text/plain")));
    const only = made.children.length === 1 && made.firstElementChild.tagName === "P" ? made.firstElementChild : made;
    document.execCommand("insertHTML", false, only.innerHTML);
    this.keep();
  }

  /** The element of this name around the cursor. */
  inside(name) {
    const node = getSelection().anchorNode;
    const found = (node?.nodeType === 1 ? node : node?.parentElement)?.closest(name);
    return found && this.page.contains(found) ? found : null;
  }

  show() {
    const pressed = {
      bold: this.inside("b, strong"), italic: this.inside("i, em"), link: this.inside("a"),
      insertUnorderedList: this.inside("ul"), insertOrderedList: this.inside("ol"),
    };
    for (const button of this.buttons) {
      const { act } = button.dataset;
      button.setAttribute("aria-pressed", String(Boolean(act in pressed ? pressed[act] : this.inside(act))));
    }
  }

  /** Put into the textarea what stands on the page. */
  keep() {
    const isEmpty = !this.page.textContent.trim();
    const html = isEmpty ? "" : this.page.innerHTML;
    this.source.value = html && !IS_HTML.test(html) ? `<p>${html}</p>` : html;
    this.source.dispatchEvent(new Event("input", { bubbles: true }));
  }
}

/** HTML from anywhere with nothing in it but what we keep. Nothing of it is loaded or run. */
function sieved(html) {
  const from = new DOMParser().parseFromString(html.replace(/\sstyle\s*=\s*("[^"]*"|'[^']*')/gi, ""), "text/html");
  return copied(from.body);
}

function copied(node) {
  const made = document.createDocumentFragment();
  for (const child of node.childNodes) {
    if (child.nodeType === 3) made.append(child.data.replace(/\s+/g, " "));
    if (child.nodeType !== 1 || SKIPPED.has(child.tagName.toUpperCase())) continue;
    const href = child.tagName === "A" ? child.getAttribute("href") || "" : "";
    const name = BLOCKS[child.tagName] || (child.tagName === "A" && !ADDRESS.test(href) ? "" : MARKS[child.tagName]);
    const inner = copied(child);
    if (!name) { made.append(inner); continue; }
    const element = document.createElement(name);
    if (name === "a") element.setAttribute("href", href);
    element.append(inner);
    made.append(element);
  }
  return made;
}

/** Plain text as paragraphs, parted by empty lines. */
function paragraphs(text) {
  const made = document.createDocumentFragment();
  for (const part of text.replace(/\r\n?/g, "\n").split(/\n\s*\n/)) {
    const paragraph = document.createElement("p");
    part.trim().split("\n").forEach((line, number) => {
      if (number) paragraph.append(document.createElement("br"));
      paragraph.append(line);
    });
    if (paragraph.textContent) made.append(paragraph);
  }
  return made;
}

customElements.define("rich-text", RichText);
