// The theme changes at once; the server keeps it in a cookie for the next page.

export function startTheme(): void {
  document.addEventListener("submit", (event) => {
    const form = event.target as HTMLFormElement;
    const button = (event as SubmitEvent).submitter;
    if (!form.hasAttribute("data-theme-form") || !(button instanceof HTMLButtonElement)) return;
    event.preventDefault();
    if (button.value === "system") delete document.documentElement.dataset["theme"];
    else document.documentElement.dataset["theme"] = button.value;
    for (const other of form.querySelectorAll("button")) other.removeAttribute("aria-current");
    button.setAttribute("aria-current", "true");
    const body = new URLSearchParams(new FormData(form, button) as unknown as Record<string, string>);
    void fetch(form.action, { method: "POST", body, redirect: "manual" }).catch(() => form.submit());
  });
}
