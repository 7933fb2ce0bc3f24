import { agents, expect, expectAccessible, person, test, Workplace } from "./fixtures/test.ts";

test.use({ ownHouse: "crisis" });

const words = "@altavela smoke in the cabin of AV 418 this morning. What happened?";
const holding = "Everybody on AV 418 is safe. We tell you more at six.";
const early = "It was the battery of a telephone.";

test("a crisis is rehearsed, switched on, worked on and ended", async ({ network, deskOf }) => {
  const admin = new Workplace(await deskOf(agents.administrator));
  const ana = new Workplace(await deskOf(agents.ana));
  await network.post({ author: person("Rita Lopes"), text: words });

  await test.step("a plan is prepared and rehearsed on what was written", async () => {
    await ana.open("Rita Lopes");
    await admin.page.goto("/crisis");
    await expectAccessible(admin.page);
    await admin.page.getByRole("link", { name: "New plan" }).click();
    await admin.page.getByLabel("Name", { exact: true }).fill("Smoke on AV 418");
    await admin.page.getByLabel("Which posts are about it").fill('"AV 418" AND (smoke OR fire)');
    await admin.page.getByLabel("Tag of its cases").fill("AV 418");
    await admin.page.getByLabel("Holding text").fill(holding);
    await admin.page.getByLabel("What everybody is told").fill("Nobody speaks of the cause.");
    await admin.page.getByRole("button", { name: "Save" }).click();
    await expect(admin.page.getByText("The plan is saved.")).toBeVisible();
    const rehearsal = admin.page.getByRole("region", { name: "Rehearsal" });
    await expect(rehearsal).toContainText("smoke in the cabin");
    await expectAccessible(admin.page);
  });

  await test.step("everybody is told at once", async () => {
    await admin.page.getByRole("button", { name: "Switch to this plan now" }).click();
    await expect(admin.page.getByText("The plan is at work.")).toBeVisible();
    await expectAccessible(admin.page);
    await expect(ana.page.locator("#crisis")).toContainText("Nobody speaks of the cause.");
  });

  const asked = await network.post({ author: person("Bruno Dias"), text: words });

  await test.step("a new case has its tag and the agreed text; other words wait", async () => {
    await ana.open("Bruno Dias");
    await expect(ana.page.getByRole("group", { name: "Tags" })).toContainText("av 418");
    await expect(ana.page.locator("#case")).toContainText(holding);
    await expectAccessible(ana.page);
    await ana.choose("Public");
    await ana.say("Public", early);
    await expect(ana.page.getByText("Waits for the word of a supervisor")).toBeVisible();
  });

  await test.step("the end puts everything back, and the answer stays where it is", async () => {
    await admin.page.goto("/crisis");
    await expect(admin.page.getByText("1 answer waits for a word")).toBeVisible();
    await admin.page.getByRole("button", { name: "End the crisis" }).click();
    await expect(admin.page.getByText("Answers that still wait: 1.")).toBeVisible();
    await expect(ana.page.locator("#crisis")).toHaveCount(0);
    await expectAccessible(admin.page);
  });

  network.promise(asked, []);
});
