// Keys for what stands on the page: each control names its own in data-hotkey ("e", "g m").
// Single letters can be switched off; keys with Ctrl stay. Nothing acts while somebody writes.
import type { RovingList } from "./roving-list";

const SEQUENCE_MS = 1200;

class HotkeyMap extends HTMLElement {
  private first = "";
  private timer = 0;

  connectedCallback(): void {
    document.addEventListener("keydown", this.key);
    document.addEventListener("change", this.change);
  }

  disconnectedCallback(): void {
    document.removeEventListener("keydown", this.key);
    document.removeEventListener("change", this.change);
  }

  private change = (event: Event): void => {
    const box = event.target as HTMLElement;
    if (!(box instanceof HTMLInputElement) || !box.hasAttribute("data-letter-keys")) return;
    this.dataset["letters"] = box.checked ? "on" : "off";
    document.cookie = `earshot-letters=${box.checked ? "on" : "off"}; path=/; max-age=31536000; samesite=lax`;
  };

  private key = (event: KeyboardEvent): void => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
      this.open(event, "palette");
      return;
    }
    if (event.key === "Escape" && event.target instanceof HTMLElement && event.target.closest(".composer")) {
      rest();
      return;
    }
    if (event.key === "F6") {
      event.preventDefault();
      nextPane(event.shiftKey ? -1 : 1);
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || this.dataset["letters"] !== "on") return;
    if (writes(event.target as Element) || document.querySelector("dialog[open]")) return;
    this.letter(event);
  };

  private letter(event: KeyboardEvent): void {
    const key = event.key.toLowerCase();
    const sequence = this.first ? `${this.first} ${key}` : key;
    clearTimeout(this.timer);
    this.first = "";
    if (key === "j" || key === "k") {
      event.preventDefault();
      document.querySelector<RovingList>("roving-list")?.move(key === "j" ? 1 : -1);
    } else if (key === "?") this.open(event, "keys");
    else if (key === "/") this.open(event, "palette");
    else if (this.press(sequence)) event.preventDefault();
    else if (key === "g") {
      this.first = "g";
      this.timer = window.setTimeout(() => (this.first = ""), SEQUENCE_MS);
    }
  }

  private open(event: KeyboardEvent, id: string): void {
    const dialog = document.getElementById(id);
    if (!(dialog instanceof HTMLDialogElement) || dialog.open) return;
    event.preventDefault();
    dialog.showModal();
  }

  /** Presses the visible control that names these keys. */
  private press(keys: string): boolean {
    const found = [...document.querySelectorAll<HTMLElement>(`[data-hotkey="${CSS.escape(keys)}"]`)];
    const control = found.find((one) => one.checkVisibility());
    if (!control) return false;
    control.click();
    if (control instanceof HTMLLabelElement) focusDraft(control);
    return true;
  }
}

/** After choosing an audience the hands are on its draft. */
function focusDraft(label: HTMLElement): void {
  const composer = label.closest(".composer");
  const field = [...(composer?.querySelectorAll("textarea") ?? [])].find((one) => one.checkVisibility());
  field?.focus();
}

/** Escape lets go of the draft: letters are keys again, and readers stand at the case's heading. */
function rest(): void {
  document.querySelector<HTMLElement>("#case h2")?.focus({ preventScroll: true });
}

function writes(element: Element): boolean {
  return Boolean(element.closest('input:not([type="checkbox"]):not([type="radio"]), textarea, select, [contenteditable]'));
}

function nextPane(by: number): void {
  const panes = [...document.querySelectorAll<HTMLElement>(".nav, .pane > .scroll, .composer textarea")];
  const shown = panes.filter((pane) => pane.checkVisibility());
  const at = shown.findIndex((pane) => pane.contains(document.activeElement));
  const next = shown[(at + by + shown.length) % shown.length];
  const inside = next?.matches(".nav") ? next.querySelector<HTMLElement>("a") : next;
  inside?.focus();
}

customElements.define("hotkey-map", HotkeyMap);
