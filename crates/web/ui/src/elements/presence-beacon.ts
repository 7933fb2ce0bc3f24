// Tells the others who looks at this case and who types. It stops when the page is left.
import { UNATTENDED } from "../desk/page";
import { csrf } from "../desk/words";

const BEAT_MS = 15_000;
const TYPING_MS = 6_000;

class PresenceBeacon extends HTMLElement {
  private beat = 0;
  private typedAt = 0;
  private told = "";

  connectedCallback(): void {
    this.beat = window.setInterval(() => this.tell(this.state(), false, UNATTENDED), BEAT_MS);
    document.addEventListener("input", this.typed);
    document.addEventListener("earshot:sent", this.sent);
    window.addEventListener("pagehide", this.leave);
    document.addEventListener("visibilitychange", this.away);
    this.tell("viewing", false);
  }

  disconnectedCallback(): void {
    clearInterval(this.beat);
    document.removeEventListener("input", this.typed);
    document.removeEventListener("earshot:sent", this.sent);
    window.removeEventListener("pagehide", this.leave);
    document.removeEventListener("visibilitychange", this.away);
    this.leave();
  }

  private state(): string {
    return Date.now() - this.typedAt < TYPING_MS ? "typing" : "viewing";
  }

  private typed = (event: Event): void => {
    // A draft that the page itself puts back is not typed by anybody.
    if (!event.isTrusted || !(event.target as Element).closest(".composer")) return;
    this.typedAt = Date.now();
    if (this.told !== "typing") this.tell("typing", false);
    setTimeout(() => {
      if (this.told === "typing" && this.state() === "viewing" && this.isConnected) this.tell("viewing", false);
    }, TYPING_MS + 100);
  };

  private sent = (): void => {
    this.typedAt = 0;
    if (this.told === "typing") this.tell("viewing", false);
  };

  private away = (): void => {
    if (document.hidden) this.tell("leave", true);
    else this.tell(this.state(), false);
  };

  private leave = (): void => this.tell("leave", true);

  private tell(state: string, leaving: boolean, headers: Record<string, string> = {}): void {
    if (document.hidden && !leaving) return;
    if (leaving && this.told === "leave") return;
    this.told = state;
    const body = new URLSearchParams({ csrf: csrf(), state });
    const address = `/cases/${this.dataset["case"]}/presence`;
    if (leaving) navigator.sendBeacon(address, body);
    else void fetch(address, { method: "POST", headers, body }).catch(() => undefined);
  }
}

customElements.define("presence-beacon", PresenceBeacon);
