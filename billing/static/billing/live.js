// Looks for new figures every few seconds, while somebody looks at them.
const EVERY = 4000;

setInterval(() => {
  if (document.visibilityState !== "visible") return;
  const part = document.querySelector("[data-live]");
  part?.dispatchEvent(new CustomEvent("look"));
}, EVERY);
