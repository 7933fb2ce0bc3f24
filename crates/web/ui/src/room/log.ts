// The lines of a conversation on the page: new ones come in their place, changed ones change, and
// those that were taken back go.
import { draw, type Line, type Making } from "./lines";

/** What the stream tells. */
export interface News {
  readonly lines: readonly Line[];
  readonly gone: readonly string[];
  readonly order: readonly string[];
  readonly state: State;
}

/** What it tells besides. */
export interface State {
  readonly open: boolean;
  readonly code: boolean;
  readonly here: boolean;
}

export class TalkLog {
  private first = true;

  constructor(
    private readonly log: HTMLElement,
    private readonly making: Making,
  ) {}

  /** Takes news in. Gives how many lines of the other side are new. */
  take(news: News): number {
    const atEnd = this.isAtEnd();
    for (const id of news.gone) this.find(id)?.remove();
    let fresh = 0;
    let added = false;
    for (const line of news.lines) {
      if (line.public) continue;
      const node = draw(line, this.making);
      const old = this.find(line.id);
      if (old) old.replaceWith(node);
      else {
        this.place(node, news.order);
        added = true;
        if (!line.mine && !this.first) fresh += 1;
      }
    }
    if (this.first || atEnd || (added && fresh === 0)) this.toEnd();
    this.first = false;
    return fresh;
  }

  /** A message shows before the server has it. Gives how to say that it failed. */
  pending(key: string, text: string, sending: string): (failed: string) => void {
    const id = `${this.making.room}:${key}`;
    const line: Line = {
      id, key: "", mine: true, public: false, text, edited: false, files: [],
      iso: new Date().toISOString(), short: "", full: "",
    };
    const node = draw(line, this.making);
    node.dataset["state"] = "pending";
    const old = this.find(id);
    if (old) old.replaceWith(node);
    else this.log.insertBefore(node, this.log.querySelector("#end"));
    const time = node.querySelector("time");
    if (time) time.textContent = sending;
    this.toEnd();
    return (failed) => {
      if (!node.isConnected) return;
      node.dataset["state"] = "failed";
      if (time) time.textContent = failed;
    };
  }

  /** The newest line of the other side. */
  get latest(): string | undefined {
    return [...this.log.querySelectorAll<HTMLElement>(".said:not(.mine)")].at(-1)?.dataset["id"];
  }

  toEnd(): void {
    this.log.scrollTop = this.log.scrollHeight;
  }

  /** Puts a new line where it belongs: before the first one that comes after it. */
  private place(node: HTMLElement, order: readonly string[]): void {
    const after = order.slice(order.indexOf(node.dataset["id"] ?? "") + 1);
    const next = after.map((id) => this.find(id)).find(Boolean);
    this.log.insertBefore(node, next ?? this.log.querySelector("#end"));
  }

  private find(id: string): HTMLElement | null {
    return this.log.querySelector<HTMLElement>(`[data-id="${CSS.escape(id)}"]`);
  }

  private isAtEnd(): boolean {
    return this.log.scrollHeight - this.log.scrollTop - this.log.clientHeight < 80;
  }
}
