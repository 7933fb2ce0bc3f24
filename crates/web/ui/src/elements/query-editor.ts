// Colours a query while it is typed, tells how it is read and what it costs, and formats it. The server reads it: the same parser that
// listens. Between two answers the unchanged beginning and end keep their colours.

const PAUSE_MS = 220;

class QueryEditor extends HTMLElement {
  private field: HTMLTextAreaElement | null = null;
  private paint: HTMLElement | null = null;
  private button: HTMLButtonElement | null = null;
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
    this.button = this.closest("form")?.querySelector<HTMLButtonElement>("[data-format]") ?? null;
    this.button?.addEventListener("click", this.format);
    this.grow();
  }

  disconnectedCallback(): void {
    clearTimeout(this.timer);
    this.asking?.abort();
    this.field?.removeEventListener("input", this.typed);
    this.field?.removeEventListener("scroll", this.follow);
    this.field?.removeEventListener("keydown", this.key);
    this.button?.removeEventListener("click", this.format);
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

  /** Puts the query into the formatter's shape. The field takes it as typed text, so that it can be undone. */
  private format = (event: MouseEvent): void => {
    event.preventDefault();
    void this.shape();
  };

  private async shape(): Promise<void> {
    const page = await this.send("format");
    const fresh = page?.querySelector<HTMLTextAreaElement>("query-editor textarea")?.value;
    if (!page || !this.field || fresh === undefined) return;
    if (fresh !== this.field.value) {
      const caret = follow(this.field.value, this.field.selectionStart, fresh);
      this.field.focus();
      this.field.select();
      if (!document.execCommand("insertText", false, fresh)) this.field.value = fresh;
      this.field.setSelectionRange(caret, caret);
      clearTimeout(this.timer);
      this.grow();
    }
    this.show(page);
  }

  /** Asks how the query is read. */
  private async ask(): Promise<void> {
    const page = await this.send("read");
    if (page) this.show(page);
  }

  /** Sends the form with a wish that stores nothing. Gives the page, unless the query is another one by now. */
  private async send(act: string): Promise<Document | undefined> {
    const form = this.closest("form");
    if (!form || !this.field || this.field.readOnly) return undefined;
    this.asking?.abort();
    this.asking = new AbortController();
    const asked = this.field.value;
    const body = new URLSearchParams();
    for (const [name, value] of new FormData(form)) if (typeof value === "string") body.append(name, value);
    body.set("act", act);
    try {
      const answer = await fetch(form.action, { method: "POST", body, signal: this.asking.signal, headers: { accept: "text/html" } });
      if (!answer.ok && answer.status !== 422) return undefined;
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      return this.field.value === asked ? page : undefined;
    } catch {
      // Offline or typed on: the next answer tells.
      return undefined;
    }
  }

  /** Takes over what a page says of the query. */
  private show(page: Document): void {
    if (!this.field || !this.paint) return;
    const paint = page.querySelector("[data-paint]");
    if (paint) this.paint.replaceChildren(...paint.childNodes);
    for (const part of document.querySelectorAll<HTMLElement>("[data-reading]")) {
      const fresh = page.querySelector(`[data-reading="${part.dataset["reading"]}"]`);
      if (fresh && fresh.innerHTML !== part.innerHTML) part.replaceChildren(...fresh.childNodes);
    }
    this.field.setAttribute("aria-invalid", page.querySelector("[data-reading] .fault:not(.hint)") ? "true" : "false");
  }
}

/** Where a place in a text is after the text was given another shape: behind the same letters and digits. What the
 *  formatter put between them, such as AND, is passed over. */
function follow(was: string, at: number, now: string): number {
  const letter = /[\p{L}\p{N}]/u;
  const before = [...was.slice(0, at)].filter((sign) => letter.test(sign));
  let met = 0;
  let place = 0;
  for (const sign of now) {
    if (met === before.length) break;
    if (sign === before[met]) met += 1;
    place += sign.length;
  }
  return place;
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
