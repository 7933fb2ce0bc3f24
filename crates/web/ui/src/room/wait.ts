/** How often a browser that waits outside looks whether a code was sent, in milliseconds. */
const LOOK = 8000;

/** Looks again while nothing can be typed; a page that changed is loaded anew. */
export function keepLooking(): void {
  if (document.body.dataset["lookAgain"] === undefined) return;
  setInterval(() => {
    if (document.hidden) return;
    void fetch(location.href, { credentials: "same-origin" })
      .then((answer) => answer.text())
      .then((text) => {
        const fresh = new DOMParser().parseFromString(text, "text/html");
        if (fresh.body.dataset["lookAgain"] === undefined) location.reload();
      })
      .catch(() => undefined);
  }, LOOK);
}
