/**
 * Stripe's Payment Element on the payment page.
 *
 *   <form data-stripe-pay data-publishable-key="pk_…" data-client-secret="pi_…_secret_…"
 *         data-account="acct_…" data-return-url="https://…" data-name="…" data-email="…"
 *         data-text-loading="…" data-text-working="…" data-text-failed="…" data-text-unavailable="…">
 *     <div data-stripe-element></div>
 *     <p data-stripe-message role="alert" hidden></p>
 *     <button type="submit" disabled>Pay €42.00</button>
 *   </form>
 *
 * Both scripts are deferred, Stripe's first. The card goes from the buyer to Stripe and is never
 * ours; when it is done Stripe sends the buyer to the return address, where the server looks for
 * itself what became of the payment. What this page says is for the buyer's eyes only.
 */
(() => {
  "use strict";

  const TEXTS = {
    loading: "Loading the payment form…",
    working: "Paying…",
    failed: "The payment did not work. Please try again, or use another card.",
    unavailable: "The payment form could not be loaded. Check your connection and reload the page.",
  };
  const PATIENCE = 15000; // milliseconds until we say that Stripe does not answer

  class StripePay {
    constructor(form) {
      this.form = form;
      this.button = form.querySelector("[type=submit]");
      this.label = this.button.textContent;
      this.message = form.querySelector("[data-stripe-message]");
      this.place = form.querySelector("[data-stripe-element]");
      form.addEventListener("submit", (event) => this.pay(event));
      // A buyer who comes back by the browser's button finds the page as he left it: wake it up.
      addEventListener("pageshow", (event) => event.persisted && this.ready && this.rest());
    }

    text(name) {
      return this.form.dataset[`text${name[0].toUpperCase()}${name.slice(1)}`] || TEXTS[name];
    }

    start() {
      const { publishableKey, clientSecret, account } = this.form.dataset;
      this.button.disabled = true;
      if (typeof window.Stripe !== "function" || !publishableKey || !clientSecret) {
        this.say(this.text("unavailable"));
        return;
      }
      this.form.setAttribute("aria-busy", "true");
      this.place.textContent = this.text("loading");
      const locale = document.documentElement.lang.split("-")[0] || "auto"; // Stripe knows no pt-PT
      try {
        this.stripe = window.Stripe(publishableKey, account ? { stripeAccount: account, locale } : { locale });
        this.elements = this.stripe.elements({ clientSecret, appearance: appearanceOf(this.form) });
        this.mount();
      } catch (error) {
        this.unavailable(error);
      }
    }

    mount() {
      const { name, email } = this.form.dataset;
      const element = this.elements.create("payment", {
        layout: "tabs",
        defaultValues: { billingDetails: { name: name || "", email: email || "" } },
      });
      this.waiting = setTimeout(() => this.unavailable(), PATIENCE);
      element.on("ready", () => {
        clearTimeout(this.waiting);
        this.ready = true;
        this.say("");
        this.rest();
      });
      element.on("loaderror", (event) => this.unavailable(event.error));
      element.on("change", () => this.say(""));
      this.place.textContent = "";
      element.mount(this.place);
    }

    async pay(event) {
      event.preventDefault();
      if (!this.ready || this.button.disabled) return;
      this.say("");
      this.work();
      try {
        const { error } = await this.stripe.confirmPayment({
          elements: this.elements,
          confirmParams: { return_url: this.form.dataset.returnUrl },
        });
        // Only a failure comes back here: a payment that works leads to the return address.
        if (error) this.refused(error);
      } catch (error) {
        console.error(error);
        this.say(this.text("failed"));
        this.rest();
      }
    }

    refused(error) {
      if (error.code === "payment_intent_unexpected_state") {
        // Already paid or given up, perhaps in another tab: the server knows what is true.
        location.assign(this.form.dataset.returnUrl);
        return;
      }
      const shown = error.type === "card_error" || error.type === "validation_error";
      this.say(shown && error.message ? error.message : this.text("failed"));
      this.rest();
    }

    unavailable(error) {
      clearTimeout(this.waiting);
      if (error) console.error(error);
      this.ready = false;
      this.say(this.text("unavailable"));
      this.form.removeAttribute("aria-busy");
      this.button.disabled = true;
    }

    work() {
      this.button.disabled = true;
      this.button.textContent = this.text("working");
      this.form.setAttribute("aria-busy", "true");
    }

    rest() {
      this.button.disabled = false;
      this.button.textContent = this.label;
      this.form.removeAttribute("aria-busy");
    }

    say(words) {
      this.message.textContent = words;
      this.message.hidden = !words;
    }
  }

  /** The shop's own look, as Stripe's frame wants to be told it: plain colours and lengths. */
  function appearanceOf(form) {
    const style = getComputedStyle(form);
    const button = getComputedStyle(form.querySelector("[type=submit]"));
    const text = plain(style.color);
    return {
      theme: isLight(text) ? "night" : "stripe",
      variables: {
        colorPrimary: plain(button.backgroundColor),
        colorText: text,
        fontFamily: "system-ui, sans-serif",
        fontSizeBase: style.fontSize,
        borderRadius: button.borderTopLeftRadius,
      },
    };
  }

  /** Any CSS colour as #rrggbb: Stripe does not read oklch() or color-mix(). */
  function plain(colour) {
    const canvas = document.createElement("canvas");
    canvas.width = canvas.height = 1;
    const pen = canvas.getContext("2d", { willReadFrequently: true });
    pen.fillStyle = colour;
    pen.fillRect(0, 0, 1, 1);
    const [red, green, blue] = pen.getImageData(0, 0, 1, 1).data;
    return `#${[red, green, blue].map((part) => part.toString(16).padStart(2, "0")).join("")}`;
  }

  function isLight(colour) {
    const part = (at) => parseInt(colour.slice(at, at + 2), 16);
    return 0.299 * part(1) + 0.587 * part(3) + 0.114 * part(5) > 140;
  }

  for (const form of document.querySelectorAll("form[data-stripe-pay]")) new StripePay(form).start();
})();
