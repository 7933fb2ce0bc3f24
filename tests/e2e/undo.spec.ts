import { agents, expect, person, test, Workplace } from "./fixtures/test.ts";

const words = "@altavela I cannot check in online, the page stays empty. Please help!";

test("a reply that is taken back reaches nobody, and its words are there again", async ({ network, deskOf }) => {
  const page = await deskOf(agents.ana);
  const desk = new Workplace(page);
  const post = await network.post({ author: person("Undine Falk"), text: words });
  await desk.open("Undine Falk");

  await desk.say("Public", "Have you tried another browser?");
  await expect(desk.undo).toBeVisible();
  await test.step("the letter Z does it", async () => {
    await desk.case.getByRole("heading", { level: 2 }).first().focus();
    await page.keyboard.press("z");
    await expect(desk.undo).toHaveCount(0);
    await expect(desk.field("Public")).toHaveValue("Have you tried another browser?");
    await expect(desk.said("another browser")).toHaveCount(0);
  });

  await test.step("the draft is on the server, not only in this browser", async () => {
    const elsewhere = new Workplace(await deskOf(agents.ana));
    await elsewhere.open("Undine Falk");
    await expect(elsewhere.field("Public")).toHaveValue("Have you tried another browser?");
    await elsewhere.page.close();
  });

  await test.step("the button does it too, and the next reply goes alone", async () => {
    await desk.say("Public", "This was too early.");
    await desk.undo.click();
    await expect(desk.field("Public")).toHaveValue("This was too early.");
    await desk.say("Public", "We mended the page. Please try once more.");
    await expect.poll(async () => (await network.answers(post)).length, { timeout: 20_000 }).toBe(1);
    const [seen] = await network.answers(post);
    expect(seen?.text).toBe("We mended the page. Please try once more.");
    await expect(desk.said("too early")).toHaveCount(0);
  });
});
