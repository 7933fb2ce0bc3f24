import { agents, expect, logIn, person, test, Workplace } from "./fixtures/test.ts";

test.use({ javaScriptEnabled: false });

test("without scripts, plain forms do the whole work", async ({ page, network }) => {
  const desk = new Workplace(page);
  const post = await network.post({
    author: person("Walter Nagel"),
    text: "@altavela my refund is missing, please help me",
  });
  await logIn(page, agents.ben);
  await desk.open("Walter Nagel");

  await test.step("reply", async () => {
    await desk.choose("Public");
    await desk.field("Public").fill("We sent it this morning.");
    await desk.composer.getByRole("button", { name: /Reply as/ }).click();
    await expect(desk.said("We sent it this morning.")).toHaveCount(1);
    await expect(desk.undo).toBeVisible();
  });

  await test.step("take it back, and send it again", async () => {
    await desk.undo.click();
    await expect(desk.field("Public")).toHaveValue("We sent it this morning.");
    await desk.composer.getByRole("button", { name: /Reply as/ }).click();
    await expect(desk.undo).toBeVisible();
  });

  await test.step("what the guard stops is shown", async () => {
    await desk.field("Public").fill("Or call me at +49 170 5550 137.");
    await desk.composer.getByRole("button", { name: /Reply as/ }).click();
    await expect(desk.stop).toContainText("Phone number");
    await desk.stop.getByRole("button", { name: "Move it to private" }).click();
    await expect(desk.field("Private")).toHaveValue("Or call me at +49 170 5550 137.");
  });

  await test.step("note", async () => {
    await desk.choose("Note");
    await desk.field("Note").fill("Paid on Friday.");
    await desk.composer.getByRole("button", { name: /Add note/ }).click();
    await expect(desk.said("Paid on Friday.")).toHaveCount(1);
  });

  await test.step("assign and snooze are menus that open by themselves", async () => {
    await desk.case.locator("summary", { has: page.locator("use, svg") }).first().click();
    await desk.case.getByRole("combobox", { name: "Owner" }).selectOption({ label: "Sam Lindqvist" });
    await desk.case.getByRole("button", { name: "Assign" }).click();
    await expect(desk.thread).toContainText("Sam took this case");
  });

  await test.step("resolve", async () => {
    await desk.case.getByRole("button", { name: /^Resolve/ }).click();
    await page.goto("/cases?list=all&status=done");
    await desk.row("Walter Nagel").click();
    await expect(desk.case.getByRole("button", { name: "Open again" })).toBeVisible();
  });

  network.promise(post, ["We sent it this morning."]);
});
