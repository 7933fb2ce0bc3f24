// Opening another case swaps the middle and the right pane only. On a phone it is a plain page.
import { announce } from "./words";

export function startNavigation(): void {
  document.addEventListener(
    "click",
    (event) => {
      const row = (event.target as Element).closest("a.row");
      const plain = !matchMedia("(max-width: 700px)").matches && !event.ctrlKey && !event.metaKey;
      if (row && !plain) event.stopPropagation();
    },
    true,
  );
  document.addEventListener("htmx:after:swap", opened);
}

function opened(): void {
  const pane = document.getElementById("case");
  const id = pane?.dataset["case"];
  if (!pane || !id) return;
  document.body.classList.add("open");
  for (const row of document.querySelectorAll<HTMLElement>("a.row")) {
    if (row.dataset["case"] === id) {
      row.setAttribute("aria-current", "true");
      row.classList.remove("new");
      row.querySelector(".unread")?.remove();
    } else {
      row.removeAttribute("aria-current");
    }
  }
  const heading = pane.querySelector<HTMLElement>("h2");
  if (heading) {
    document.title = `${heading.textContent?.trim()} · Earshot`;
    if (!(document.activeElement instanceof HTMLTextAreaElement)) heading.focus({ preventScroll: true });
    announce(heading.textContent?.trim() ?? "");
  }
  toEnd();
}

/** A page opens at the post that its address names, else at the end of the thread. */
export function toPlace(): void {
  const named = location.hash.startsWith("#p-") ? document.getElementById(location.hash.slice(1)) : null;
  if (named?.closest("#case .thread")) named.scrollIntoView({ block: "start" });
  else toEnd();
}

/** A thread opens at its end: the newest words are what counts. */
export function toEnd(): void {
  const scroll = document.querySelector<HTMLElement>("#case .thread");
  if (scroll) scroll.scrollTop = scroll.scrollHeight;
}
