// Colours a query while it is typed, and tells how it is read. The server reads it: the same parser that
// listens. Between two answers the unchanged beginning and end keep their colours.

const PAUSE_MS = 220;

class QueryEditor extends HTMLElement {
  private field: HTMLTextAreaElement | null = null;
  private paint: HTMLElement | null = null;
  private timer = 0;
  private asking: AbortController | null = null;

  connectedCallback(): void {
    this.field = this.querySelector("textarea");
    this.paint = this.querySelector<HTMLElement>("[data-paint]");
    if (!this.field || !this.paint) return;
    this.classList.add("painted");
    this.field.addEventListener("input", this.typed);
    this.field.addEventListener("scroll", this.follow);
    this.field.addEventListener("keydown", this.key);
    this.grow();
  }

  disconnectedCallback(): void {
    clearTimeout(this.timer);
    this.asking?.abort();
    this.field?.removeEventListener("input", this.typed);
    this.field?.removeEventListener("scroll", this.follow);
    this.field?.removeEventListener("keydown", this.key);
  }

  private typed = (): void => {
    this.repaint();
    this.grow();
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => void this.ask(), PAUSE_MS);
  };

  private follow = (): void => {
    if (this.field && this.paint) this.paint.scrollTop = this.field.scrollTop;
  };

  /** Control or Command with Enter tries the query; elsewhere it sends the form, which would store it. */
  private key = (event: KeyboardEvent): void => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    event.stopPropagation();
    this.closest("form")?.querySelector<HTMLButtonElement>("[data-try]")?.click();
  };

  private grow(): void {
    if (!this.field) return;
    this.field.style.height = "auto";
    this.field.style.height = `${this.field.scrollHeight}px`;
  }

  /** Keeps the colours of what stayed, and shows what is new without any. */
  private repaint(): void {
    if (!this.field || !this.paint) return;
    const now = this.field.value;
    const was = this.paint.textContent ?? "";
    const most = Math.min(now.length, was.length);
    let head = 0;
    while (head < most && now[head] === was[head]) head += 1;
    let tail = 0;
    while (tail < most - head && now[now.length - 1 - tail] === was[was.length - 1 - tail]) tail += 1;
    const pieces = [...this.paint.children].map((piece) => ({ text: piece.textContent ?? "", css: piece.className }));
    const kept = [
      ...cut(pieces, 0, head),
      { text: now.slice(head, now.length - tail), css: "" },
      ...cut(pieces, was.length - tail, was.length),
    ];
    this.paint.replaceChildren(...kept.filter((piece) => piece.text).map(span));
  }

  /** Asks how the query is read, and takes over what the page says of it. */
  private async ask(): Promise<void> {
    const form = this.closest("form");
    if (!form || !this.field || !this.paint || this.field.readOnly) return;
    this.asking?.abort();
    this.asking = new AbortController();
    const asked = this.field.value;
    const body = new URLSearchParams();
    for (const [name, value] of new FormData(form)) if (typeof value === "string") body.append(name, value);
    body.set("act", "read");
    try {
      const answer = await fetch(form.action, { method: "POST", body, signal: this.asking.signal, headers: { accept: "text/html" } });
      if (!answer.ok && answer.status !== 422) return;
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      if (this.field.value !== asked) return;
      const paint = page.querySelector("[data-paint]");
      if (paint) this.paint.replaceChildren(...paint.childNodes);
      for (const part of document.querySelectorAll<HTMLElement>("[data-reading]")) {
        const fresh = page.querySelector(`[data-reading="${part.dataset["reading"]}"]`);
        if (fresh && fresh.innerHTML !== part.innerHTML) part.replaceChildren(...fresh.childNodes);
      }
      this.field.setAttribute("aria-invalid", page.querySelector("[data-reading] .fault:not(.hint)") ? "true" : "false");
    } catch {
      // Offline or typed on: the next answer tells.
    }
  }
}

interface Piece {
  text: string;
  css: string;
}

/** The pieces between two places of their whole text. */
function cut(pieces: Piece[], from: number, to: number): Piece[] {
  const kept: Piece[] = [];
  let at = 0;
  for (const piece of pieces) {
    const text = piece.text.slice(Math.max(0, from - at), Math.max(0, to - at));
    if (text) kept.push({ text, css: piece.css });
    at += piece.text.length;
  }
  return kept;
}

function span(piece: Piece): HTMLElement {
  const made = document.createElement("span");
  made.className = piece.css;
  made.textContent = piece.text;
  return made;
}

customElements.define("query-editor", QueryEditor);
