// Asks the server how a form would do while it is filled in, and takes over what the page says of it. What
// somebody types in is never replaced; a list that was chosen from may give its row another shape.

const PAUSE_MS = 350;

class LiveCheck extends HTMLElement {
  private timer = 0;
  private asking: AbortController | null = null;

  connectedCallback(): void {
    this.addEventListener("input", this.typed);
    this.addEventListener("change", this.chosen);
    this.addEventListener("keydown", this.key);
  }

  disconnectedCallback(): void {
    clearTimeout(this.timer);
    this.asking?.abort();
    this.removeEventListener("input", this.typed);
    this.removeEventListener("change", this.chosen);
    this.removeEventListener("keydown", this.key);
  }

  private typed = (): void => {
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => void this.ask(false), PAUSE_MS);
  };

  private chosen = (event: Event): void => {
    if (!(event.target instanceof HTMLElement) || !event.target.matches("[data-reshape]")) return;
    clearTimeout(this.timer);
    void this.ask(true);
  };

  /** Control or Command with Enter shows what it catches; elsewhere it would send the form. */
  private key = (event: KeyboardEvent): void => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    event.stopPropagation();
    void this.ask(false);
  };

  private async ask(reshape: boolean): Promise<void> {
    const form = this.querySelector("form");
    if (!form) return;
    this.asking?.abort();
    this.asking = new AbortController();
    const body = new URLSearchParams();
    for (const [name, value] of new FormData(form)) if (typeof value === "string") body.append(name, value);
    body.set("act", "check");
    const asked = body.toString();
    try {
      const answer = await fetch(form.action, { method: "POST", body, signal: this.asking.signal, headers: { accept: "text/html" } });
      if (!answer.ok && answer.status !== 422) return;
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      if (!same(form, asked)) return;
      for (const part of document.querySelectorAll<HTMLElement>("[data-reading]")) {
        const fresh = page.querySelector(`[data-reading="${part.dataset["reading"]}"]`);
        if (fresh && fresh.innerHTML !== part.innerHTML) part.replaceChildren(...fresh.childNodes);
      }
      if (reshape) this.reshape(page);
    } catch {
      // Offline or typed on: the next answer tells.
    }
  }

  /** Takes over rows whose lists depend on each other, and puts the focus back where it was. */
  private reshape(page: Document): void {
    for (const part of this.querySelectorAll<HTMLElement>("[data-shape]")) {
      const fresh = page.querySelector(`[data-shape="${part.dataset["shape"]}"]`);
      if (!fresh) continue;
      const active = document.activeElement;
      const name = active && part.contains(active) ? active.getAttribute("name") : null;
      part.replaceChildren(...fresh.childNodes);
      if (name) part.querySelector<HTMLElement>(`[name="${CSS.escape(name)}"]`)?.focus();
    }
  }
}

/** Whether the form still says what was asked about. */
function same(form: HTMLFormElement, asked: string): boolean {
  const now = new URLSearchParams();
  for (const [name, value] of new FormData(form)) if (typeof value === "string") now.append(name, value);
  now.set("act", "check");
  return now.toString() === asked;
}

customElements.define("live-check", LiveCheck);

// A module, so that its names are its own.
export {};
