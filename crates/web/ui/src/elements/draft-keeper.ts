// Keeps each draft on the server while it is written, and in this browser until the server has it.
import { csrf, word } from "../desk/words";

const PAUSE_MS = 900;

class DraftKeeper extends HTMLElement {
  private timers = new Map<string, number>();

  connectedCallback(): void {
    this.addEventListener("input", this.input);
    this.addEventListener("earshot:sent", this.sent);
    this.addEventListener("submit", this.gone);
    window.addEventListener("pagehide", this.leave);
    window.addEventListener("online", this.again);
    for (const form of this.forms()) this.recover(form);
  }

  disconnectedCallback(): void {
    this.leave();
    window.removeEventListener("pagehide", this.leave);
    window.removeEventListener("online", this.again);
  }

  private forms(): HTMLFormElement[] {
    return [...this.querySelectorAll<HTMLFormElement>("form[data-audience]")];
  }

  private name(form: HTMLFormElement): string {
    return `draft:${this.dataset["agent"]}:${this.dataset["case"]}:${form.dataset["audience"]}`;
  }

  /** A text that never reached the server comes back. */
  private recover(form: HTMLFormElement): void {
    const field = form.querySelector("textarea");
    const local = localStorage.getItem(this.name(form));
    if (!field || local === null || local === field.value) return;
    field.value = local;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }

  private input = (event: Event): void => {
    const form = (event.target as Element).closest<HTMLFormElement>("form[data-audience]");
    const field = form?.querySelector("textarea");
    if (!form || !field) return;
    const name = this.name(form);
    localStorage.setItem(name, field.value);
    clearTimeout(this.timers.get(name));
    this.timers.set(name, window.setTimeout(() => void this.keep(form, false), PAUSE_MS));
  };

  /** What was sent is no draft any more: the server dropped its copy with the reply. */
  private sent = (event: Event): void => {
    const form = (event.target as Element).closest<HTMLFormElement>("form[data-audience]");
    if (!form) return;
    clearTimeout(this.timers.get(this.name(form)));
    this.timers.delete(this.name(form));
    if (!form.querySelector("textarea")?.value) localStorage.removeItem(this.name(form));
  };

  /** The words went to another act, which gives them back as a draft with more in it. */
  private gone = (event: SubmitEvent): void => {
    const form = event.target as HTMLFormElement;
    if (!event.submitter?.hasAttribute("formaction") || !form.dataset["audience"]) return;
    clearTimeout(this.timers.get(this.name(form)));
    this.timers.delete(this.name(form));
    localStorage.removeItem(this.name(form));
  };

  /** Back on the network: what the server does not have yet is kept now. */
  private again = (): void => {
    for (const form of this.forms()) if (localStorage.getItem(this.name(form)) !== null) void this.keep(form, false);
  };

  private leave = (): void => {
    for (const form of this.forms()) {
      const name = this.name(form);
      if (!this.timers.has(name)) continue;
      clearTimeout(this.timers.get(name));
      void this.keep(form, true);
    }
  };

  private async keep(form: HTMLFormElement, keepalive: boolean): Promise<void> {
    const name = this.name(form);
    const text = form.querySelector("textarea")?.value ?? "";
    this.timers.delete(name);
    // The key of the reply that these words would be: once it was sent, the server leaves them out.
    const key = form.querySelector<HTMLInputElement>('input[name="key"]')?.value ?? "";
    const body = new URLSearchParams({ csrf: csrf(), audience: form.dataset["audience"] ?? "", text, key });
    const note = form.querySelector("[data-kept]");
    try {
      const answer = await fetch(`/cases/${this.dataset["case"]}/draft`, { method: "PUT", body, keepalive });
      if (!answer.ok) throw new Error(String(answer.status));
      if (localStorage.getItem(name) === text) localStorage.removeItem(name);
      if (note) note.textContent = text ? word("draft-kept") : "";
    } catch {
      if (note) note.textContent = word("draft-lost");
    }
  }
}

customElements.define("draft-keeper", DraftKeeper);
