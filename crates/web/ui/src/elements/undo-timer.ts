// Counts down until a reply goes out, then shows what became of it.
import { fetchPage, takeThread } from "../desk/page";
import { serverTime } from "../desk/server-time";
import { word } from "../desk/words";

class UndoTimer extends HTMLElement {
  private timer = 0;

  connectedCallback(): void {
    const until = Number(this.dataset["until"]);
    if (!until) return;
    this.timer = window.setInterval(() => this.tick(until), 250);
  }

  disconnectedCallback(): void {
    clearInterval(this.timer);
  }

  private tick(until: number): void {
    const left = Math.max(0, Math.ceil((until - serverTime()) / 1000));
    const text = this.querySelector("[role=timer]");
    const bar = this.querySelector("progress");
    if (text) text.textContent = word("undo-left", left);
    if (bar) bar.value = left;
    if (left > 0) return;
    clearInterval(this.timer);
    setTimeout(() => void this.look(), 700);
  }

  /** What became of it. Without a connection the live stream tells it when it is back. */
  private async look(): Promise<void> {
    const page = await fetchPage(location.href).catch(() => undefined);
    if (page?.ok) takeThread(page.parsed);
  }
}

customElements.define("undo-timer", UndoTimer);
