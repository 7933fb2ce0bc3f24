// One stop for Tab in a list of links; J, K and the arrows move inside it.

class RovingList extends HTMLElement {
  connectedCallback(): void {
    this.addEventListener("keydown", (event) => this.key(event));
    this.addEventListener("focusin", (event) => this.mark(event.target as HTMLElement));
    this.mark(this.current());
    // Rows come and go with the live stream; there is still one stop for Tab.
    const rows = (record: MutationRecord): boolean => record.target === this || record.target.nodeName === "UL";
    new MutationObserver((records) => records.some(rows) && this.mark(this.current())).observe(this, {
      childList: true,
      subtree: true,
    });
  }

  /** Moves by so many rows, from the focused one or the open one. */
  move(by: number): void {
    const links = this.links();
    const from = links.findIndex((link) => link === document.activeElement);
    const start = from >= 0 ? from : links.findIndex((link) => link.getAttribute("aria-current") === "true");
    const next = links[Math.min(Math.max(start + by, 0), links.length - 1)];
    next?.focus();
    next?.scrollIntoView({ block: "nearest" });
  }

  private links(): HTMLElement[] {
    return [...this.querySelectorAll<HTMLElement>("a.row")];
  }

  private current(): HTMLElement | undefined {
    const links = this.links();
    const focused = links.find((link) => link === document.activeElement);
    return focused ?? links.find((link) => link.getAttribute("aria-current") === "true") ?? links[0];
  }

  private mark(target: HTMLElement | undefined): void {
    const row = target?.closest<HTMLElement>("a.row");
    if (row) for (const link of this.links()) link.tabIndex = link === row ? 0 : -1;
  }

  private key(event: KeyboardEvent): void {
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (by !== undefined) {
      event.preventDefault();
      this.move(by);
    } else if (event.key === "Home" || event.key === "End") {
      event.preventDefault();
      this.move(event.key === "Home" ? -10_000 : 10_000);
    }
  }
}

customElements.define("roving-list", RovingList);
export type { RovingList };
