import { MastodonServer, token } from "./fixtures/mastodon.ts";
import { agents, expect, expectAccessible, test, Workplace } from "./fixtures/test.ts";

test.use({ ownHouse: "accounts" });

test("an account on a Mastodon server is connected, heard, and answers in public once", async ({ deskOf, house }) => {
  const server = new MastodonServer(house.mastodon);
  const page = await deskOf(agents.administrator);

  await test.step("a wrong token is refused with what the server said", async () => {
    await page.goto("/settings/accounts");
    await page.getByRole("textbox", { name: "Server" }).fill(house.mastodon);
    await page.getByLabel("Access token").fill("wrong");
    await page.getByRole("button", { name: "Ask and connect" }).click();
    await expect(page.getByRole("alert")).toContainText("401");
    await expect(page.getByRole("textbox", { name: "Server" })).toHaveValue(house.mastodon);
    await expectAccessible(page);
  });

  await test.step("the right one shows who we are and what we may do", async () => {
    await page.getByLabel("Access token").fill(token);
    await page.getByRole("button", { name: "Ask and connect" }).click();
    await expect(page.getByText("The account is connected.")).toBeVisible();
    const account = page.locator("section.account").filter({ hasText: house.mastodon });
    await expect(account).toContainText("We are @altavela there. It runs 4.5.0 (fake).");
    await expect(account).toContainText("May answer.");
    await expect(async () => {
      await page.goto("/settings/accounts");
      await expect(account.getByText("Fine")).toBeVisible({ timeout: 500 });
    }).toPass({ timeout: 20_000 });
    await expectAccessible(page);
  });

  const complaint = await server.post("yara.stone", "@altavela my bag is lost, please help me, where is it?");
  await test.step("a public complaint becomes a case, and its answer stands below it once", async () => {
    const desk = new Workplace(page);
    await desk.open("Yara Stone");
    await desk.say("Public", "We found it, Yara: it comes with the evening flight.");
    await expect(async () => {
      expect(await server.answers(complaint)).toHaveLength(1);
    }).toPass({ timeout: 25_000 });
    const [answer] = await server.answers(complaint);
    expect(answer?.text).toBe("@yara.stone We found it, Yara: it comes with the evening flight.");
    expect(answer?.visibility).toBe("public");
  });

  await test.step("the customer's next word joins the same case", async () => {
    const [answer] = await server.answers(complaint);
    await server.post("yara.stone", "@altavela wonderful, thank you!", answer?.id);
    const desk = new Workplace(page);
    await expect(desk.said("wonderful, thank you")).toBeVisible({ timeout: 15_000 });
    await page.waitForTimeout(3_000);
    expect(await server.answers(complaint), "still once").toHaveLength(1);
  });
});
