import { Blog } from "./fixtures/blog.ts";
import { agents, expect, expectAccessible, test, Workplace } from "./fixtures/test.ts";

test.use({ ownHouse: "feeds" });

test("a feed is connected, what it says about the brand becomes a case, and its answer is given by hand", async ({ deskOf, house }) => {
  test.setTimeout(90_000);
  const blog = new Blog(house.blog);
  const page = await deskOf(agents.administrator);
  const article = await blog.publish(
    "Mirela Voss",
    "Never again",
    "<p>Altavela lost my suitcase in Lisbon and <b>nobody</b> answers. Can somebody please help me?</p><script>document.title = 'broken'</script>",
  );

  await test.step("a page that is no feed is refused, and says what to look for", async () => {
    await page.goto("/settings/accounts?channel=feeds");
    await page.getByRole("textbox", { name: "Address of the feed" }).fill(`${house.blog}/`);
    await page.getByRole("button", { name: "Ask and connect" }).click();
    await expect(page.getByRole("alert")).toContainText("a page stands there, and no feed");
    await expectAccessible(page);
  });

  await test.step("the feed is read, and says that answers are given by hand", async () => {
    await page.getByRole("textbox", { name: "Address of the feed" }).fill(blog.feed);
    await page.getByRole("button", { name: "Ask and connect" }).click();
    await expect(page.getByText("The account is connected.")).toBeVisible();
    const account = page.locator("section.account").filter({ hasText: "Journeys & Co" });
    await expect(account).toContainText("It is RSS 2.0");
    await expect(account).toContainText("Answers are given by hand");
    await expect(async () => {
      await page.goto("/settings/accounts");
      await expect(account.getByText("Fine")).toBeVisible({ timeout: 500 });
    }).toPass({ timeout: 20_000 });
    await expectAccessible(page);
  });

  const desk = new Workplace(page);
  await test.step("its article is a case; the composer says why nothing is sent, and where to answer", async () => {
    await desk.open("Mirela Voss");
    await expect(desk.said("nobody answers")).toBeVisible();
    await expect(desk.composer).toContainText("This channel takes no answers from here");
    await expect(desk.composer.getByRole("link", { name: "Open at the source" })).toHaveAttribute("href", article);
    await desk.choose("Public");
    await desk.field("Public").fill("We have found it, Mirela. Write to me at ana@altavela.example.");
    await desk.composer.getByRole("button", { name: "Ready to give by hand" }).click();
    await expect(desk.stop).toBeVisible();
  });

  await test.step("the answer waits for a hand, is copied, and is then in the record", async () => {
    await page.goto(page.url());
    await desk.choose("Public");
    await desk.field("Public").fill("We have found it, Mirela. It comes tomorrow.");
    await desk.composer.getByRole("button", { name: "Ready to give by hand" }).click();
    const said = desk.said("It comes tomorrow.");
    await expect(said).toContainText("Waits for you");
    await expect(said.getByRole("link", { name: "Open at the source" })).toHaveAttribute("href", article);
    await expect(said.getByRole("button", { name: "Copy the answer" })).toBeVisible();
    await expectAccessible(page);
    await said.getByRole("textbox", { name: "Its address there, if it has one" }).fill(`${article}#comment-1`);
    await said.getByRole("button", { name: "I have given it" }).click();
    await expect(said).not.toContainText("Waits for you");
    await expect(said).toContainText("written by you");
    await expect(page).not.toHaveTitle("broken");
  });
});
