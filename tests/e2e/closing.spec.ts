import { agents, expect, expectAccessible, person, test, Workplace } from "./fixtures/test.ts";

test.use({ ownHouse: "closing" });

test("what began in public ends there, or says why not", async ({ deskOf, network }) => {
  await network.post({ author: person("Greta Holm"), text: "@altavela my bag is lost, please help me" });
  const page = await deskOf(agents.administrator);
  const desk = new Workplace(page);
  await desk.open("Greta Holm");
  await expect(desk.case.getByRole("list", { name: "Other clocks" })).toContainText("Resolution");
  await desk.case.getByRole("button", { name: /^Resolve/ }).click();
  await page.goto("/cases?list=loops");
  await desk.row("Greta Holm").click();
  const open = page.getByRole("region", { name: "It began in public: say there how it ended" });
  await expect(open).toBeVisible();
  await expect(desk.case.getByRole("button", { name: "Close for good" })).toHaveCount(0);
  await expect(desk.case.getByText("Close in public")).toBeVisible();
  await expectAccessible(page);
  await open.getByLabel("Why it ends without a public word").selectOption({ label: "Their post is gone" });
  await open.getByRole("button", { name: "End without a public word" }).click();
  await expect(page.getByText("It may end without a public word.")).toBeVisible();
  await expect(open).toHaveCount(0);
  await desk.case.getByRole("button", { name: "Close for good" }).click();
  await expect(page.getByText("Closed for good.")).toBeVisible();
  await page.goto("/cases?list=loops");
  await expect(desk.row("Greta Holm")).toHaveCount(0);
});

test("a supervisor sees who is on what, and takes over", async ({ deskOf, network }) => {
  await network.post({ author: person("Hugo Ernst"), text: "@altavela my flight was cancelled, please help me" });
  const page = await deskOf(agents.supervisor);
  await new Workplace(page).find("Hugo Ernst");
  await page.goto("/wall");
  const line = page.getByRole("listitem").filter({ hasText: "Hugo Ernst" });
  await expect(line).toBeVisible();
  await page.getByRole("button", { name: "Take over the case of Hugo Ernst" }).click();
  await page.goto("/wall");
  await expect(line).toContainText("Sam");
  await expect(page.getByRole("button", { name: "Take over the case of Hugo Ernst" })).toHaveCount(0);
});
