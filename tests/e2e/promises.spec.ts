import { agents, expect, expectAccessible, person, test, Workplace } from "./fixtures/test.ts";

test("a promise stands beside the case with its clock, and is kept", async ({ network, deskOf }) => {
  const page = await deskOf(agents.ana);
  const desk = new Workplace(page);
  await network.post({ author: person("Ines Prado"), text: "@altavela where is my refund? please help me" });
  await desk.open("Ines Prado");
  await desk.case.getByLabel("Write down a promise").click();
  await desk.case.getByRole("textbox", { name: "What was promised" }).fill("Send the refund");
  await desk.case.getByRole("button", { name: "Write it down" }).click();
  const customer = page.getByRole("complementary", { name: "Customer" });
  await expect(customer).toContainText("Send the refund");
  await expect(desk.thread).toContainText("A promise was made");
  await expectAccessible(page);
  await customer.getByRole("button", { name: "Kept" }).click();
  await expect(customer.getByRole("button", { name: "Kept" })).toHaveCount(0);
  await expect(desk.thread).toContainText("The promise was kept");
});

test("a reply can go at once, and what is unread is counted", async ({ network, deskOf }) => {
  const page = await deskOf(agents.ana);
  const desk = new Workplace(page);
  const vera = person("Vera Lund");
  const post = await network.post({ author: vera, text: "@altavela my seat is gone, please help me" });
  const newest = await network.post({ author: vera, parent: post, surface: "comment", text: "@altavela hello? please help me" });
  await expect(async () => {
    await desk.find("Vera Lund");
    await expect(desk.row("Vera Lund").locator(".unread")).toHaveText(/^2/, { timeout: 1_000 });
  }).toPass({ timeout: 15_000 });
  await desk.open("Vera Lund");
  await desk.say("Public", "You sit in row 7 now.");
  await desk.thread.getByRole("button", { name: "Send now" }).click();
  await expect(desk.undo).toHaveCount(0);
  const answered = async (): Promise<number> => (await network.answers(newest)).length;
  await expect.poll(answered, { message: "before its ten seconds are over", timeout: 8_000 }).toBe(1);
  await page.goto("/cases?list=all&status=waiting");
  await expect(desk.row("Vera Lund").locator(".unread")).toHaveCount(0);
});

test("the sheet of keys closes with Escape, wherever the hand is", async ({ deskOf }) => {
  const page = await deskOf(agents.ana);
  await page.goto("/cases?list=all");
  const keys = page.getByRole("dialog", { name: "Keys" });
  await page.keyboard.press("?");
  await expect(keys).toBeVisible();
  await keys.getByRole("checkbox").focus();
  await page.keyboard.press("Escape");
  await expect(keys).toBeHidden();
  await page.locator("summary.me").click();
  await page.getByRole("link", { name: /^Keys/ }).click();
  await expect(keys).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(keys).toBeHidden();
});
