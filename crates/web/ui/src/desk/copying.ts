// A press on [data-copy] puts the words of the element that it names onto the clipboard.
import { announce, word } from "./words";

export function startCopying(): void {
  document.addEventListener("click", (event) => {
    const button = (event.target as Element).closest<HTMLElement>("[data-copy]");
    const from = button && document.getElementById(button.dataset["copy"] ?? "");
    if (!button || !from) return;
    void copy(from).then((done) => announce(word(done ? "copied" : "copy-failed")));
  });
}

/** Without the right to the clipboard the words are marked, for the reader to copy. */
async function copy(from: HTMLElement): Promise<boolean> {
  getSelection()?.selectAllChildren(from);
  return navigator.clipboard?.writeText(from.textContent ?? "").then(
    () => true,
    () => false,
  ) ?? false;
}
