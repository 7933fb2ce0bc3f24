// Looks at the page again while something on it is still under way, and takes over how far it is.
import { UNATTENDED } from "../desk/page";

const PAUSE_MS = 1_000;

class KeepLooking extends HTMLElement {
  private timer = 0;

  connectedCallback(): void {
    this.plan();
  }

  disconnectedCallback(): void {
    clearTimeout(this.timer);
  }

  private plan(): void {
    if (!this.querySelector("[data-looking][data-pending]")) return;
    const seconds = Number(this.dataset["every"] ?? "") || PAUSE_MS / 1_000;
    this.timer = window.setTimeout(() => void this.look(), seconds * 1_000);
  }

  /** Whether somebody stands on it or has opened something: what they are at must not vanish. */
  private busy(): boolean {
    const inside = this.contains(document.activeElement) || this.querySelector("details[open]");
    return Boolean(inside) && this.hasAttribute("data-every");
  }

  private async look(): Promise<void> {
    try {
      const answer = await fetch(location.pathname, { headers: { accept: "text/html", ...UNATTENDED } });
      // The login ran out: the page says so, and does not stand still as if all were well.
      const out = new URL(answer.url).pathname === "/login";
      if (out && !this.busy()) location.reload();
      else if (answer.ok) {
        const page = new DOMParser().parseFromString(await answer.text(), "text/html");
        const fresh = page.querySelector("keep-looking > [data-looking]");
        if (fresh && !this.busy()) this.replaceChildren(fresh);
      }
    } catch {
      // Offline: the next look tells.
    }
    this.plan();
  }
}

customElements.define("keep-looking", KeepLooking);
