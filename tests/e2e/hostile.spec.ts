import { agents, expect, expectAccessible, test, Workplace } from "./fixtures/test.ts";

const script = `<script>window.taken = 1</script><img src=x onerror="window.taken = 2"><b>bold</b>`;

test("markup in posts and names is text, and no script runs", async ({ network, deskOf }) => {
  const page = await deskOf(agents.ana);
  const desk = new Workplace(page);
  const name = `Karl <img src=x onerror="window.taken = 3">`;
  const text = `@altavela please help me ${script} and javascript:alert(1) "quoted' &amp; done`;
  await network.post({
    author: { id: "u-karl", handle: `karl"><svg/onload=alert(1)>`, name, followers: 3 },
    text,
  });
  await desk.open("Karl <img");
  await expect(desk.said(text)).toBeVisible();
  await expect(desk.row("Karl <img")).toContainText("<script>");
  await expect(page.getByRole("complementary", { name: "Customer" })).toContainText("<svg/onload=alert(1)>");
  await expect(desk.thread.locator("img, script, b")).toHaveCount(0);
  await expect(page.locator('a[href^="javascript:"]')).toHaveCount(0);

  await test.step("also where it is found, and in a draft", async () => {
    await desk.field("Public").fill(`We read ${script}`);
    await expect(desk.composer).toContainText("Draft kept");
    await page.reload();
    await expect(desk.field("Public")).toHaveValue(`We read ${script}`);
    await desk.field("Public").fill("");
    await page.goto("/search?q=quoted");
    await expect(page.getByRole("main")).toContainText("<b>bold</b>");
    await page.goto(`/search?q=${encodeURIComponent(`"><script>window.taken = 4</script>`)}`);
    await expect(page.getByRole("searchbox").first()).toBeVisible();
  });
  expect(await page.evaluate(() => "taken" in window)).toBe(false);
  expect(await network.rejections()).toEqual([]);
});

test("text runs in its own direction and names its language", async ({ network, deskOf }) => {
  const page = await deskOf(agents.ana);
  const desk = new Workplace(page);
  const arabic = "@altavela ضاعت حقيبتي في لشبونة. هل يمكنكم مساعدتي من فضلكم؟";
  const spoken = `شكرا @altavela، ضاعت حقيبتي في لشبونة. help please هل يمكنكم مساعدتي؟`;
  await network.post({
    author: { id: "u-layla", handle: "layla", name: "ليلى حداد", followers: 9 },
    text: spoken,
    language: "ar",
  });
  await desk.open("ليلى حداد");
  const words = desk.thread.locator("p.text").first();
  await expect(words).toHaveAttribute("dir", "auto");
  await expect(words).toHaveAttribute("lang", "ar");
  await expect(words).toHaveCSS("direction", "rtl");
  await desk.field("Public").fill(arabic);
  await expect(desk.field("Public")).toHaveAttribute("dir", "auto");
  await desk.field("Public").fill("");
  await expectAccessible(page);
});

test("what its author changes or deletes follows", async ({ network, deskOf }) => {
  const page = await deskOf(agents.ana);
  const desk = new Workplace(page);
  const author = { id: "u-lena", handle: "lena", name: "Lena Moreau" };
  const id = await network.post({ author, text: "@altavela where is my refund? please help" });
  await desk.open("Lena Moreau");
  await network.edit(id, "@altavela where is my refund since May? please help");
  await expect(desk.said("since May")).toContainText("Edited");
  await network.remove(id);
  await expect(desk.thread).toContainText("Deleted at its source");
  await expect(desk.thread).not.toContainText("since May");
});
