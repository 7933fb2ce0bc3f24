import { agents, expect, expectAccessible, person, test, Workplace } from "./fixtures/test.ts";

test.use({ ownHouse: "filter" });

test("an agent corrects a verdict with one press, and takes it back", async ({ network, deskOf }) => {
  await network.post({ author: person("Nora Quist"), text: "@altavela my bag is lost again, please help me" });
  const page = await deskOf(agents.administrator);
  const desk = new Workplace(page);
  await desk.open("Nora Quist");
  await page.getByText("Correct it", { exact: true }).click();
  const mood = page.getByRole("group", { name: "Mood" });
  await expect(mood.getByRole("button", { name: "Negative" })).toHaveAttribute("aria-pressed", "true");
  await expectAccessible(page);
  await mood.getByRole("button", { name: "Neutral" }).click();
  await expect(page.getByText("corrected the mood: Neutral")).toBeVisible();
  await page.getByText("Correct it", { exact: true }).click();
  await expect(mood.getByRole("button", { name: "Neutral" })).toHaveAttribute("aria-pressed", "true");

  await test.step("it stands on the page about learning, and what it taught is measured", async () => {
    await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Filter" }).click();
    await page.getByRole("link", { name: "Learning" }).click();
    await expect(page.getByRole("heading", { name: "What the filter learned", level: 1 })).toBeVisible();
    await expect(page.getByRole("row", { name: /my bag is lost again.*Negative → Neutral/ })).toBeVisible();
    await expect(async () => {
      await page.reload();
      await expect(page.getByText(/^1 correction, [01] of them to measure with$/)).toBeVisible({ timeout: 500 });
    }).toPass({ timeout: 15_000 });
    await expectAccessible(page);
    await page.getByRole("button", { name: /^Take back the correction/ }).click();
    await expect(page.getByText("What it taught is unlearned.")).toBeVisible();
    await expect(page.getByText(/^Taken back by/)).toBeVisible();
  });
  await desk.open("Nora Quist");
  await expect(page.getByText("corrected the mood")).toHaveCount(0);
});

test("the certificate says honestly that too little was read", async ({ deskOf }) => {
  const page = await deskOf(agents.supervisor);
  await page.goto("/certificate");
  await expect(page.getByRole("heading", { name: "Filter certificate", level: 1 })).toBeVisible();
  await expect(page.getByText("Too few read", { exact: true })).toBeVisible();
  await expectAccessible(page);
  await page.goto("/reviews");
  await expectAccessible(page);
});
