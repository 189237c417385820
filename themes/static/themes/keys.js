/** Keys of backstage: rows of a list (j, k, x), places (g h …), and the list of keys (?). */

const keys = document.getElementById("keys");
const PLACES = { h: "", e: "events", o: "orders", c: "customers", s: "settings" };
let waitsForPlace = 0;

function rows() {
  return [...document.querySelectorAll("table[data-rows] tbody tr")].filter((row) => row.querySelector("th a"));
}

function move(step) {
  const all = rows();
  if (!all.length) return;
  const now = all.indexOf(document.activeElement.closest("tr"));
  const next = all[now < 0 ? (step > 0 ? 0 : all.length - 1) : Math.min(Math.max(now + step, 0), all.length - 1)];
  next.querySelector("th a").focus();
  next.scrollIntoView({ block: "nearest" });
  if (document.querySelector("side-panel.is-open") && next.querySelector("a[data-panel]")) next.querySelector("a[data-panel]").click();
}

function goTo(letter) {
  const rail = document.querySelector(".rail-shop");
  if (!(letter in PLACES) || !rail) return;
  const wanted = new URL(PLACES[letter], rail.href).pathname;
  const link = [...document.querySelectorAll(".rail-list a")].find((one) => new URL(one.href).pathname === wanted);
  link?.click();
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input:not([type=checkbox]), textarea, select, [contenteditable], dialog[open]")) return;
  if (Date.now() - waitsForPlace < 1200) { waitsForPlace = 0; goTo(event.key); return; }
  if (event.key === "g") waitsForPlace = Date.now();
  else if (event.key === "j") move(1);
  else if (event.key === "k") move(-1);
  else if (event.key === "x") document.activeElement.closest("tr")?.querySelector('input[name="chosen"]')?.click();
  else if (event.key === "?" && keys && !keys.open) keys.showModal();
  else return;
  event.preventDefault();
});

for (const opener of document.querySelectorAll("[data-opens-keys]")) {
  opener.hidden = false;
  opener.addEventListener("click", () => keys?.showModal());
}
