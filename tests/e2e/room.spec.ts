import { type Browser, type Page } from "@playwright/test";

import { watch } from "./fixtures/watch.ts";
import { agents, expect, expectAccessible, person, test, Workplace } from "./fixtures/test.ts";

test.use({ ownHouse: "room" });

/** A customer in a browser of their own. */
async function customer(browser: Browser, look: "light" | "dark" = "light"): Promise<[Page, string[]]> {
  const viewport = { width: 390, height: 844 };
  const context = await browser.newContext({ viewport, colorScheme: look, hasTouch: true });
  const page = await context.newPage();
  return [page, watch(page, undefined)];
}

test("a public complaint goes private, is solved there, and ends in public, in one case", async ({
  deskOf,
  network,
  browser,
}) => {
  test.setTimeout(120_000);
  const words = "@altavela my suitcase with my medicine is lost, please help me";
  const complaint = await network.post({ author: person("Mirela Costa"), text: words });
  const desk = new Workplace(await deskOf(agents.administrator));
  await desk.open("Mirela Costa");
  const number = await desk.case.getAttribute("aria-label");

  const link = await test.step("the agent puts a one-time link into the public answer", async () => {
    await desk.choose("Public");
    await desk.field("Public").fill("We are sorry, Mirela.");
    await desk.composer.getByRole("button", { name: "Invite to a private room" }).click();
    await expect(desk.case.getByText("The link stands in your draft.")).toBeVisible();
    await expect(desk.field("Public")).toHaveValue(/^We are sorry, Mirela\.\n\n.*http:\S+\/r\/altavela\/[a-z]{28}$/);
    const draft = await desk.field("Public").inputValue();
    await desk.field("Public").press("Control+Enter");
    await expect(desk.said("We are sorry, Mirela.")).toBeVisible();
    await desk.thread.getByRole("button", { name: "Send now" }).click();
    await expect(async () => {
      expect((await network.answers(complaint)).map((seen) => seen.audience)).toEqual(["public"]);
    }).toPass({ timeout: 15_000 });
    return /http:\S+$/.exec(draft)?.[0] ?? "";
  });

  const [guest, problems] = await customer(browser);
  await test.step("the customer opens it without an account", async () => {
    await guest.goto(link);
    await expectAccessible(guest);
    await guest.getByRole("button", { name: "Open the private room" }).click();
    await expect(guest.getByRole("log", { name: "Messages" })).toContainText("You need not explain again");
    await expectAccessible(guest);
    await expect(desk.case.getByText("Somebody is in the private room", { exact: true })).toBeVisible({ timeout: 15_000 });
  });

  await test.step("both talk, and each sees the other at once", async () => {
    await desk.choose("Private");
    await desk.say("Private", "Hello Mirela, where should the suitcase go?");
    await expect(desk.case.getByRole("status").filter({ hasText: "anybody who reads the thread could be in the room" })).toBeVisible();
    await expect(desk.field("Private")).toHaveValue("Hello Mirela, where should the suitcase go?");
    await desk.field("Private").press("Control+Enter");
    await desk.thread.getByRole("button", { name: "Send now" }).click();
    const log = guest.getByRole("log", { name: "Messages" });
    await expect(log).toContainText("where should the suitcase go?", { timeout: 10_000 });
    await guest.getByRole("textbox", { name: "Message" }).fill("Rua das Flores 12, Lisbon. Thank you!");
    await guest.getByRole("button", { name: "Send", exact: true }).click();
    await expect(desk.said("Rua das Flores 12")).toContainText("Private", { timeout: 10_000 });
    await expect(log.getByText("Rua das Flores 12")).toHaveCount(1);
    await expect(desk.said("Rua das Flores 12")).toHaveCount(1);
  });

  await test.step("files come as they are", async () => {
    const picture = Buffer.from(
      "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
      "base64",
    );
    await guest.locator("[data-files]").setInputFiles({ name: "tag.png", mimeType: "image/png", buffer: picture });
    await guest.getByRole("button", { name: "Send", exact: true }).click();
    await expect(guest.getByRole("img", { name: "tag.png" })).toBeVisible({ timeout: 10_000 });
    await expect(desk.thread.getByRole("link", { name: /tag\.png/ })).toBeVisible({ timeout: 10_000 });
  });

  await test.step("the customer comes back with the same browser", async () => {
    await guest.goto("about:blank");
    await guest.goto(link);
    await expect(guest.getByRole("log", { name: "Messages" })).toContainText("Rua das Flores 12");
  });

  await test.step("another browser has to prove the handle, by a code to it", async () => {
    const [second, also] = await customer(browser, "dark");
    await second.goto(link);
    await second.getByRole("button", { name: "Prove that it is me" }).click();
    await expect(second.getByRole("heading", { name: "The room is open in another browser" })).toBeVisible();
    await expectAccessible(second);
    await expect(desk.case.getByText("Another browser opened the link and waits outside.")).toBeVisible({ timeout: 15_000 });
    await desk.case.getByRole("button", { name: "Send a code to the handle" }).click();
    let code = "";
    await expect(async () => {
      const direct = (await network.answers(complaint)).find((seen) => seen.audience === "private");
      code = /\d{3} \d{3}/.exec(direct?.text ?? "")?.[0] ?? "";
      expect(code).not.toBe("");
    }).toPass({ timeout: 15_000 });
    await second.reload();
    await second.getByLabel(/The code that we sent/).fill(code);
    await second.getByRole("button", { name: "Confirm" }).click();
    await expect(second.getByRole("log", { name: "Messages" })).toContainText("Rua das Flores 12");
    await expect(guest.getByText("Another browser is in this room now")).toBeVisible({ timeout: 20_000 });
    await expect(desk.case.getByText("confirmed by a code")).toBeVisible({ timeout: 15_000 });
    expect(also).toEqual([]);
    await second.context().close();
  });

  const [third, noise] = await customer(browser);
  await test.step("a browser that cannot get a code is let in by the agent, who knows it by its letters", async () => {
    await third.goto(link);
    await third.getByRole("button", { name: "Prove that it is me" }).click();
    const letters = await third.locator(".letters").innerText();
    expect(letters).toMatch(/^[B-DF-HJ-NP-TV-XZ]{5}$/);
    const admit = desk.case.getByText("Let this browser in").first();
    await expect(admit).toBeVisible({ timeout: 15_000 });
    await admit.click();
    await desk.case.getByLabel("Which browser?").selectOption((await desk.case.locator("option", { hasText: letters }).getAttribute("value")) ?? "");
    await desk.case.getByLabel("What did you look at?").first().fill("She wrote these letters in the thread");
    await expectAccessible(desk.page);
    await desk.case.getByRole("button", { name: "Let this browser in" }).click();
    await expect(desk.case.getByText("She wrote these letters in the thread").first()).toBeVisible();
    await expect(third.getByRole("log", { name: "Messages" })).toContainText("Rua das Flores 12", { timeout: 20_000 });
    await third.getByRole("textbox", { name: "Message" }).fill("I am on my phone now");
    await third.getByRole("button", { name: "Send", exact: true }).click();
    await expect(desk.said("I am on my phone now")).toBeVisible({ timeout: 10_000 });
    await desk.say("Private", "The suitcase is on its way.");
    await desk.thread.getByRole("button", { name: "Send now" }).click();
    await expect(third.getByRole("log", { name: "Messages" })).toContainText("on its way", { timeout: 10_000 });
  });

  await test.step("it is solved, and ends where it began", async () => {
    await desk.case.getByRole("button", { name: /^Resolve/ }).click();
    await desk.page.goto("/cases?list=loops");
    await desk.row("Mirela Costa").click();
    await expect(desk.case.getByText("It began in public: say there how it ended")).toBeVisible();
    await expect(desk.case.getByRole("button", { name: "Close for good" })).toHaveCount(0);
    await desk.say("Public", "Your suitcase is with you, Mirela. Thank you for your patience.");
    await desk.thread.getByRole("button", { name: "Send now" }).click();
    await expect(async () => {
      const shown = (await network.answers(complaint)).filter((seen) => seen.audience === "public");
      expect(shown).toHaveLength(2);
      expect(shown[1]?.text).toContain("Your suitcase is with you");
    }).toPass({ timeout: 20_000 });
    // The network shows the answer a moment before the desk has heard that it stands there.
    const close = desk.case.getByRole("button", { name: "Close for good" });
    await expect(async () => {
      await desk.page.reload();
      await expect(close).toBeVisible({ timeout: 2_000 });
    }).toPass({ timeout: 20_000 });
    await close.click();
    await expect(desk.page.getByText("Closed for good.")).toBeVisible();
    await desk.page.goto("/search?q=Mirela");
    await expect(desk.page.getByRole("main")).not.toContainText("2 cases");
    expect(await desk.page.goto("/cases?list=all").then((answer) => answer?.status())).toBe(200);
    expect(number).toMatch(/^Case \d+$/);
  });
  await expect(third.getByText("This matter is closed.")).toBeVisible({ timeout: 20_000 });
  expect([...problems, ...noise]).toEqual([]);
  await guest.context().close();
  await third.context().close();
});

test("the room works without a script", async ({ deskOf, network, browser }) => {
  await network.post({ author: person("Nora Lind"), text: "@altavela my seat is gone, please help me" });
  const desk = new Workplace(await deskOf(agents.administrator));
  await desk.open("Nora Lind");
  await desk.composer.getByRole("button", { name: "Invite to a private room" }).click();
  const link = /http:\S+$/.exec(await desk.field("Public").inputValue())?.[0] ?? "";
  const context = await browser.newContext({ javaScriptEnabled: false, viewport: { width: 1440, height: 900 } });
  const guest = await context.newPage();
  await guest.goto(link);
  await guest.getByRole("button", { name: "Open the private room" }).click();
  await guest.getByRole("textbox", { name: "Message" }).fill("Row 12 was mine");
  await guest.getByRole("button", { name: "Send", exact: true }).click();
  await expect(guest.getByRole("log", { name: "Messages" })).toContainText("Row 12 was mine");
  await expect(desk.said("Row 12 was mine")).toBeVisible({ timeout: 10_000 });
  await guest.getByText("Call me").click();
  await guest.getByLabel("Your number").fill("+43 1 234 567");
  await guest.getByRole("button", { name: "Ask for a call" }).click();
  await expect(guest.getByRole("log", { name: "Messages" })).toContainText("Please call me: +43 1 234 567");
  await context.close();
});
