// Says something in a corner, with a way to go there. It stays until it is used or put away.

import { word } from "./words";

const MOST = 3;

export function toast(text: string, open: string, href: string): void {
  const corner = document.getElementById("toasts");
  if (!corner) return;
  const old = [...corner.children].find((child) => child.getAttribute("data-href") === href);
  old?.remove();
  while (corner.children.length >= MOST) corner.firstElementChild?.remove();
  const box = document.createElement("div");
  box.className = "toast";
  box.dataset["href"] = href;
  const words = document.createElement("span");
  words.textContent = text;
  const link = document.createElement("a");
  link.className = "btn sm";
  link.href = href;
  link.textContent = open;
  const away = document.createElement("button");
  away.className = "btn sm icon";
  away.type = "button";
  away.ariaLabel = word("close");
  away.textContent = "×";
  away.addEventListener("click", () => box.remove());
  box.append(words, link, away);
  corner.append(box);
}
