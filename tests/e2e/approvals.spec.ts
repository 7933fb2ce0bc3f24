import { agents, expect, expectAccessible, person, test, Workplace } from "./fixtures/test.ts";

const words = "@altavela your desk in Faro was closed at noon. When does it open?";
const first = "It opens at two.";
const better = "It opens at two, and again tomorrow from six.";

test("an answer of somebody new is read first, sent back, and then let go", async ({ network, deskOf }) => {
  const admin = new Workplace(await deskOf(agents.administrator));
  const ana = new Workplace(await deskOf(agents.ana));
  const sam = new Workplace(await deskOf(agents.supervisor));
  const row = admin.page.getByRole("row", { name: /Ana Carvalho/ });

  await test.step("an administrator has her answers checked", async () => {
    await admin.page.goto("/people");
    await row.getByRole("button", { name: /Check answers/ }).click();
    await expect(row.getByRole("button", { name: /Stop checking/ })).toBeVisible();
    await expectAccessible(admin.page);
  });

  const post = await network.post({ author: person("Tiago Reis"), text: words });

  await test.step("she is told before she sends, and the answer waits", async () => {
    await ana.open("Tiago Reis");
    await ana.choose("Public");
    await expect(ana.page.locator(".composer .needs:visible")).toContainText("go to a supervisor first");
    await ana.say("Public", first);
    await expect(ana.page.getByText("Waits for the word of a supervisor")).toBeVisible();
    await expect(ana.undo).toHaveCount(0);
    await expectAccessible(ana.page);
  });

  await test.step("a supervisor finds it and sends it back", async () => {
    await sam.page.goto("/cases");
    const link = sam.page.getByRole("link", { name: /To approve/ });
    await expect(link).toContainText("1");
    await link.click();
    const answer = sam.page.getByRole("article").filter({ hasText: first });
    await expect(answer).toContainText(words);
    await answer.getByText("Send back", { exact: true }).click();
    await answer.getByRole("textbox", { name: "What is to change?" }).fill("Tell them about tomorrow as well.");
    await expectAccessible(sam.page);
    await answer.getByRole("button", { name: "Send it back" }).click();
    await expect(sam.page.getByRole("status").filter({ hasText: "It is a draft again" })).toBeVisible();
    await expect(sam.page.getByText("Nothing waits for your word")).toBeVisible();
  });

  await test.step("she finds her words and the remark, and mends them", async () => {
    await ana.open("Tiago Reis");
    await expect(ana.page.locator("#thread")).toContainText("Tell them about tomorrow as well.");
    await ana.choose("Public");
    await expect(ana.field("Public")).toHaveValue(first);
    await ana.say("Public", better);
    await expect(ana.page.getByText("Waits for the word of a supervisor")).toBeVisible();
  });

  await test.step("the supervisor lets it go from the case", async () => {
    await sam.open("Tiago Reis");
    await sam.page.getByRole("button", { name: "Let it go" }).click();
    await expect(sam.undo).toBeVisible();
    await sam.page.getByRole("button", { name: "Send now" }).click();
  });

  // The customer sees the second answer, and only that.
  network.promise(post, [better]);

  await test.step("her answers go by themselves again", async () => {
    await admin.page.goto("/people");
    await row.getByRole("button", { name: /Stop checking/ }).click();
    await expect(row.getByRole("button", { name: /Check answers/ })).toBeVisible();
  });
});
