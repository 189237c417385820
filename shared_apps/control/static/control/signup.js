/** Chooses beforehand what the browser knows: the reader's time zone. The form works without. */
const zones = document.querySelector('select[data-guess="timezone"]');
const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
const asked = new URL(location.href).searchParams;
const untouched = zones && [...zones.options].every((one) => one.selected === one.defaultSelected);
if (untouched && !document.querySelector("[aria-invalid], .notice-bad") && !asked.has("timezone")) {
  const found = [...zones.options].find((one) => one.value === here);
  if (found) zones.value = found.value;
}
