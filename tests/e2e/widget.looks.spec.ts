import { createServer, type Server } from "node:http";
import { type AddressInfo } from "node:net";

import { agents, expect, expectAccessible, test, Workplace } from "./fixtures/test.ts";

test.use({ ownHouse: "widget" });

/** A plain page of the brand, on an origin of its own. */
class Shop {
  html = "";

  private constructor(
    private readonly server: Server,
    readonly url: string,
  ) {}

  static async open(): Promise<Shop> {
    const server = createServer((_, answer) => {
      answer.writeHead(200, { "content-type": "text/html; charset=utf-8" });
      answer.end(shop.html);
    });
    await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
    const shop: Shop = new Shop(server, `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    return shop;
  }

  close(): void {
    this.server.closeAllConnections();
    this.server.close();
  }
}

test("a visitor of another page chats, and the desk answers", async ({ deskOf, page }, info) => {
  test.setTimeout(90_000);
  const shop = await Shop.open();
  const admin = await deskOf(agents.administrator);
  const name = `Help ${info.project.name}`;

  const line = await test.step("the chat is set up, with the line to copy", async () => {
    await admin.goto("/settings/accounts?channel=chat");
    await admin.getByRole("textbox", { name: "Name of the chat" }).fill(name);
    await admin.getByRole("textbox", { name: "First words" }).fill("How can we help?");
    await admin.getByRole("textbox", { name: "Pages that may show it" }).fill(shop.url);
    await admin.getByRole("button", { name: "Ask and connect" }).click();
    await expect(admin.getByText("The account is connected.")).toBeVisible();
    await expectAccessible(admin);
    const card = admin.locator("section.account").filter({ hasText: name });
    await expect(card.getByText("Fine")).toBeVisible();
    return card.getByLabel("Put this into the pages").inputValue();
  });
  shop.html = `<!doctype html><html lang="en"><head><meta name="color-scheme" content="light dark"><title>Shop</title></head><body><main><h1>Suitcases</h1><p>Buy one.</p></main>${line}</body></html>`;

  const words = `My suitcase broke on the first day, please help me (${info.project.name})`;
  await test.step("it opens by keyboard, closes with Escape, and has no finding", async () => {
    await page.goto(shop.url);
    const launcher = page.getByRole("button", { name: "Open chat" });
    await launcher.focus();
    await page.keyboard.press("Enter");
    const frame = page.frameLocator("iframe[title='Chat']");
    await expect(frame.getByText("How can we help?")).toBeVisible();
    await expectAccessible(page);
    await frame.getByRole("textbox", { name: "Message" }).press("Escape");
    await expect(page.getByRole("button", { name: "Open chat" })).toBeFocused();
    await page.keyboard.press("Enter");
  });

  const frame = page.frameLocator("iframe[title='Chat']");
  await test.step("what is said makes a case, and the answer comes live", async () => {
    await frame.getByRole("textbox", { name: "Message" }).fill(words);
    await frame.getByRole("button", { name: "Send", exact: true }).click();
    await expect(frame.getByRole("log").getByText(words)).toHaveCount(1);
    const desk = new Workplace(admin);
    await desk.open("Visitor");
    await expect(desk.thread).toContainText(words);
    await desk.say("Private", "We send you a new one today.");
    await desk.thread.getByRole("button", { name: "Send now" }).click();
    await expect(frame.getByText("We send you a new one today.")).toBeVisible({ timeout: 15_000 });
    await expect(desk.said("We send you a new one today.")).toHaveCount(1);
    await expectAccessible(page);
    await page.screenshot({ path: `test-results/looks/widget-${info.project.name}.png` });
    const picture = Buffer.from(
      "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
      "base64",
    );
    await frame.locator("[data-files]").setInputFiles({ name: "crack.png", mimeType: "image/png", buffer: picture });
    await frame.getByRole("button", { name: "Send", exact: true }).click();
    await expect(frame.getByRole("img", { name: "crack.png" })).toBeVisible({ timeout: 15_000 });
    await expect(desk.thread.getByRole("link", { name: /crack\.png/ })).toBeVisible({ timeout: 15_000 });
    await desk.case.getByRole("button", { name: /^Resolve/ }).click();
  });

  await test.step("history is there after a reload", async () => {
    await page.reload();
    await page.getByRole("button", { name: "Open chat" }).click();
    await expect(frame.getByText(words)).toHaveCount(1);
    await expect(frame.getByText("We send you a new one today.")).toBeVisible();
  });
  shop.close();
});

test("a page that was not named cannot show the window", async ({ deskOf, browser, house }) => {
  const shop = await Shop.open();
  const admin = await deskOf(agents.administrator);
  await admin.goto("/settings/accounts?channel=chat");
  await admin.getByRole("textbox", { name: "Name of the chat" }).fill(`Elsewhere ${Date.now()}`);
  await admin.getByRole("textbox", { name: "Pages that may show it" }).fill("https://www.example.org");
  await admin.getByRole("button", { name: "Ask and connect" }).click();
  const line = await admin.getByLabel("Put this into the pages").last().inputValue();
  shop.html = `<!doctype html><html lang="en"><title>Evil</title><body>${line}</body></html>`;
  const context = await browser.newContext();
  const evil = await context.newPage();
  await evil.goto(shop.url);
  await evil.getByRole("button", { name: "Open chat" }).click();
  await expect(async () => {
    const framed = evil.frames().find((frame) => frame.url().startsWith(`${house.url}/chat/`));
    expect(framed).toBeUndefined();
  }).toPass();
  await expect(evil.frameLocator("iframe").getByRole("textbox")).toHaveCount(0);
  await context.close();
  shop.close();
});
