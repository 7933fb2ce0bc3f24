import { BlueskyNetwork, login } from "./fixtures/bluesky.ts";
import { agents, expect, expectAccessible, test, Workplace } from "./fixtures/test.ts";

test.use({ ownHouse: "bluesky" });

test("an account on Bluesky is connected, heard, and answers in public and in private once", async ({ deskOf, house }) => {
  // Nothing is streamed: each word takes up to ten seconds to be heard, and each answer ten to leave.
  test.setTimeout(120_000);
  const network = new BlueskyNetwork(house.bluesky);
  const page = await deskOf(agents.administrator);

  await test.step("a wrong app password is refused with what the server said", async () => {
    await page.goto("/settings/accounts?channel=bluesky");
    await page.getByRole("textbox", { name: "Server" }).fill(house.bluesky);
    await page.getByRole("textbox", { name: "Handle" }).fill(login.handle);
    await page.getByLabel("App password").fill("wrong");
    await page.getByRole("button", { name: "Ask and connect" }).click();
    await expect(page.getByRole("alert")).toContainText("Invalid identifier or password");
    await expect(page.getByRole("textbox", { name: "Handle" })).toHaveValue(login.handle);
    await expectAccessible(page);
  });

  await test.step("the right one shows who we are, what we may do, and how far behind we are", async () => {
    await page.getByLabel("App password").fill(login.password);
    await page.getByRole("button", { name: "Ask and connect" }).click();
    await expect(page.getByText("The account is connected.")).toBeVisible();
    const account = page.locator("section.account").filter({ hasText: house.bluesky });
    await expect(account).toContainText("We are @altavela.test there. It runs PDS 0.4.999 (fake)");
    await expect(account).toContainText("May read and send direct messages.");
    await expect(async () => {
      await page.goto("/settings/accounts");
      await expect(account.getByText("Fine")).toBeVisible({ timeout: 500 });
    }).toPass({ timeout: 20_000 });
    // A source waits for its turn up to ten seconds, and is then read.
    await expect(account.getByRole("row", { name: /Direct messages/ })).toContainText("ago", { timeout: 20_000 });
    await account.getByLabel("Kind of source").selectOption({ label: "Posts by" });
    await account.getByLabel("Which one").fill("press.test");
    await account.getByRole("button", { name: "Read it" }).click();
    await expect(account.getByRole("row", { name: /Posts by: press.test/ })).toBeVisible();
    await expectAccessible(page);
  });

  const complaint = await network.post("yara.stone.test", "@altavela.test my bag is lost, please help me, where is it?");
  await test.step("a public complaint becomes a case, and its answer stands below it once", async () => {
    const desk = new Workplace(page);
    await expect(async () => {
      await page.goto("/cases?list=all");
      await expect(desk.row("Yara Stone")).toBeVisible({ timeout: 1_000 });
    }).toPass({ timeout: 40_000 });
    await desk.open("Yara Stone");
    await desk.say("Public", "We found it, Yara: it comes with the evening flight.");
    await expect(async () => {
      expect(await network.answers(complaint)).toHaveLength(1);
    }).toPass({ timeout: 30_000 });
    const [answer] = await network.answers(complaint);
    expect(answer?.text).toBe("We found it, Yara: it comes with the evening flight.");
  });

  await test.step("what the customer says in private joins the same case, and is answered there", async () => {
    await network.say("yara.stone.test", "Wonderful, my booking is 7QX4 by the way");
    const desk = new Workplace(page);
    await expect(desk.said("my booking is 7QX4")).toBeVisible({ timeout: 30_000 });
    await desk.say("Private", "Thank you, we have noted it.");
    await expect(async () => {
      expect(await network.letters("yara.stone.test")).toHaveLength(1);
    }).toPass({ timeout: 30_000 });
    expect(await network.answers(complaint), "still once in public").toHaveLength(1);
  });
});
