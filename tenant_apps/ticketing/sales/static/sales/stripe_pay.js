/** Mounts Stripe's Payment Element and confirms; the bank's answer arrives by the return address. */
const form = document.getElementById("stripe-pay");
const button = form.querySelector("button");
const error = document.getElementById("payment-error");
const { key, account, secret, language } = form.dataset;
const look = getComputedStyle(document.documentElement);
const isDark = look.colorScheme === "dark" || (look.colorScheme.includes("dark") && matchMedia("(prefers-color-scheme: dark)").matches);
const token = (name) => {
  const probe = document.createElement("span");
  probe.hidden = true;
  form.append(probe);
  probe.setAttribute("class", `probe-${name}`);
  const colour = getComputedStyle(probe).color;
  probe.remove();
  return colour;
};

function say(text) {
  error.textContent = text;
  error.hidden = !text;
}

function busy(is) {
  button.disabled = is;
  button.textContent = is ? button.dataset.waits : button.dataset.words;
}

const stripe = window.Stripe(key, { locale: language, ...(account ? { stripeAccount: account } : {}) });
const elements = stripe.elements({
  clientSecret: secret,
  appearance: {
    theme: isDark ? "night" : "stripe",
    variables: { fontFamily: look.getPropertyValue("--font-ui"), colorPrimary: token("accent"), colorBackground: token("surface"), colorText: token("ink"), colorDanger: token("bad"), borderRadius: look.getPropertyValue("--radius").trim() },
  },
});
const payment = elements.create("payment", { layout: "accordion" });
payment.on("ready", () => busy(false));
payment.mount("#payment-element");

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  say("");
  busy(true);
  const { error: refused } = await stripe.confirmPayment({ elements, confirmParams: { return_url: new URL(form.dataset.return, location.href).href } });
  say(refused?.message || button.dataset.failed);
  busy(false);
});
