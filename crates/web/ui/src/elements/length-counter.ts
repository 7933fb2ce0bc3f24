// Shows how much of the channel's length is used, as the channel counts, and stops what is too long.
import { measure } from "../desk/length";

class LengthCounter extends HTMLElement {
  private field: HTMLTextAreaElement | null = null;

  connectedCallback(): void {
    this.field = this.closest("form")?.querySelector("textarea") ?? null;
    this.field?.addEventListener("input", this.count);
    this.count();
  }

  disconnectedCallback(): void {
    this.field?.removeEventListener("input", this.count);
  }

  private count = (): void => {
    if (!this.field) return;
    const max = Number(this.dataset["max"]);
    const links = this.dataset["links"] ? Number(this.dataset["links"]) : undefined;
    const used = measure(this.field.value, this.dataset["unit"] ?? "chars", links);
    const shown = this.querySelector("[data-used]");
    if (shown) shown.textContent = used.toLocaleString(document.documentElement.lang);
    const share = Math.min(used / max, 1);
    this.querySelector("circle:last-child")?.setAttribute("stroke-dasharray", `${(share * 100).toFixed(0)} 100`);
    this.classList.toggle("near", used > max * 0.9 && used <= max);
    this.classList.toggle("past", used > max);
    const past = (this.dataset["past"] ?? "").replace("{n}", String(used - max));
    this.field.setCustomValidity(used > max ? past : "");
  };
}

customElements.define("length-counter", LengthCounter);
