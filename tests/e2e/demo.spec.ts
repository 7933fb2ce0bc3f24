import { House } from "./fixtures/house.ts";
import { expect, test } from "./fixtures/test.ts";
import { Workplace } from "./fixtures/workplace.ts";

// A house of its own, which is not silent.
test.use({ baseURL: "http://127.0.0.1" });

test("a newcomer starts the demo, signs in with one click, and has cases to work on", async ({ page }) => {
  test.setTimeout(180_000);
  const house = await House.lively("newcomer");
  try {
    const desk = new Workplace(page);
    const rows = desk.list.locator("a[href^='/cases/']");

    await test.step("the terminal says where to go and as whom", () => {
      expect(house.printed).toContain(house.url);
      expect(house.printed).toMatch(/\w+@\w+/);
    });

    await test.step("one click, and nobody types a password", async () => {
      await page.goto(house.url);
      await page.getByRole("button", { name: /^Ana/ }).click();
      await expect(page.getByRole("navigation", { name: "Main" })).toContainText("Ana");
    });

    await test.step("customers write by themselves", async () => {
      await expect(async () => {
        await page.goto(`${house.url}/cases?list=all`);
        expect(await rows.count()).toBeGreaterThan(2);
      }).toPass({ timeout: 60_000 });
    });

    await test.step("and go on, which shows without a reload", async () => {
      const before = await desk.list.textContent();
      await page.evaluate(() => Object.assign(window, { sameDocument: true }));
      await expect.poll(() => desk.list.textContent(), { timeout: 60_000 }).not.toBe(before);
      expect(await page.evaluate(() => "sameDocument" in window)).toBe(true);
    });

    await test.step("a case opens with what was said", async () => {
      await rows.first().click();
      await expect(desk.thread).toBeVisible();
      await expect(desk.composer).toBeVisible();
    });
  } finally {
    expect(await house.stop()).not.toContain("ERROR");
  }
});
