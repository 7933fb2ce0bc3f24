// Search or do: every link of the navigation and every act of the open case, by a few letters.
// What is typed can always be searched for as well.

interface Act {
  label: string;
  keys: string;
  group: string;
  run: () => void;
}

class CommandPalette extends HTMLElement {
  private acts: Act[] = [];
  private at = 0;

  connectedCallback(): void {
    const dialog = this.querySelector("dialog");
    const input = this.querySelector<HTMLInputElement>("input");
    if (!dialog || !input) return;
    new MutationObserver(() => {
      if (dialog.open) this.collect(input);
    }).observe(dialog, { attributes: true, attributeFilter: ["open"] });
    input.addEventListener("input", () => this.show(input.value));
    input.addEventListener("keydown", (event) => this.key(event));
  }

  private collect(input: HTMLInputElement): void {
    const words = this.querySelector<HTMLTemplateElement>("template[data-words]")?.dataset ?? {};
    const acts: Act[] = [];
    for (const control of document.querySelectorAll<HTMLElement>("#case [data-hotkey]")) {
      if (!control.checkVisibility()) continue;
      const name = control.getAttribute("aria-label") ?? control.cloneNode(true).textContent ?? "";
      const keys = control.dataset["hotkey"] ?? "";
      acts.push({ label: clean(control, name), keys, group: words["case"] ?? "", run: () => control.click() });
    }
    for (const link of document.querySelectorAll<HTMLAnchorElement>(".nav li a")) {
      const label = link.querySelector(".cut")?.textContent?.trim() ?? "";
      acts.push({ label, keys: link.dataset["hotkey"] ?? "", group: words["go"] ?? "", run: () => link.click() });
    }
    this.acts = acts;
    input.select();
    this.show(input.value);
  }

  private show(typed: string): void {
    const list = this.querySelector("ul");
    const none = this.querySelector<HTMLElement>(".none");
    const input = this.querySelector("input");
    if (!list || !none || !input) return;
    const needle = fold(typed);
    const found = this.acts.filter((act) => fold(act.label).includes(needle));
    list.replaceChildren();
    let group = "";
    found.forEach((act, index) => {
      if (act.group !== group) list.append(heading((group = act.group)));
      list.append(this.item(act, index));
    });
    none.hidden = found.length > 0 || !typed;
    this.at = 0;
    this.mark(input);
  }

  private item(act: Act, index: number): HTMLElement {
    const line = document.createElement("li");
    line.role = "presentation";
    const button = document.createElement("button");
    button.type = "button";
    button.role = "option";
    button.tabIndex = -1;
    button.id = `palette-${index}`;
    button.textContent = act.label;
    const caps = document.createElement("span");
    caps.className = "end";
    for (const key of act.keys.split(" ").filter(Boolean)) {
      const cap = document.createElement("kbd");
      cap.textContent = key.toUpperCase();
      caps.append(cap);
    }
    button.append(caps);
    button.addEventListener("click", () => this.run(act));
    line.append(button);
    return line;
  }

  private run(act: Act): void {
    this.querySelector("dialog")?.close();
    act.run();
  }

  private key(event: KeyboardEvent): void {
    const options = this.querySelectorAll<HTMLElement>("[role=option]");
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (by !== undefined && options.length > 0) {
      event.preventDefault();
      this.at = (this.at + by + options.length) % options.length;
      this.mark(event.target as HTMLInputElement);
    } else if (event.key === "Escape") {
      event.preventDefault();
      this.querySelector("dialog")?.close();
    } else if (event.key === "Enter" && options[this.at]) {
      event.preventDefault();
      options[this.at]?.click();
    }
  }

  private mark(input: HTMLInputElement): void {
    this.querySelectorAll<HTMLElement>("[role=option]").forEach((option, index) => {
      option.setAttribute("aria-selected", String(index === this.at));
      if (index === this.at) {
        input.setAttribute("aria-activedescendant", option.id);
        option.scrollIntoView({ block: "nearest" });
      }
    });
  }
}

/** A control's own words, without its key caps. */
function clean(control: HTMLElement, name: string): string {
  const caps = [...control.querySelectorAll("kbd")].map((cap) => cap.textContent ?? "");
  const what = control.querySelector(".what")?.textContent;
  return (what ?? caps.reduce((text, cap) => text.replace(cap, ""), name)).trim();
}

function heading(text: string): HTMLElement {
  const line = document.createElement("li");
  line.className = "head";
  line.role = "presentation";
  line.textContent = text;
  return line;
}

function fold(text: string): string {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().trim();
}

customElements.define("command-palette", CommandPalette);
