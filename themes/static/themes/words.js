/** Texts side by side (`{% words form %}`): copies an original into its translation. */

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-copy-from]");
  if (!button) return;
  const from = document.getElementById(button.dataset.copyFrom);
  const to = document.getElementById(button.dataset.copyTo);
  if (!from || !to) return;
  to.value = from.value;
  to.dispatchEvent(new Event("input", { bubbles: true }));
  to.dispatchEvent(new Event("change", { bubbles: true }));
  to.focus();
});
