use earshot_model::Audience;

use super::case::post;
use crate::pages::composer::ByHand;
use crate::pages::desk::DeskPage;
use crate::pages::post::{Author, Delivery, Item, PostView};
use crate::pages::room::FileView;

/// A case in which every answer went another way, and the next one is given at the source.
pub(super) fn deliveries(desk: &DeskPage) -> DeskPage {
    let w = desk.w;
    let source = Some("https://lisboa.example/@mirela/1".to_owned());
    let ways = [
        Delivery::ByHand {
            outbox: "o3".into(),
            words: w.t("delivery-by-hand"),
            stopped: false,
            source: source.clone(),
        },
        Delivery::OnItsWay(w.t("delivery-sending")),
        Delivery::Failed(w.t("delivery-failed")),
        Delivery::Unknown { outbox: "o6".into(), words: w.t("delivery-unknown") },
    ];
    let text = "Seats are held for you until 17:00. ^Priya";
    let answer = |id: &str| post(w, id, Author::Brand, Audience::Public, "@altavela", 4, text);
    let review = PostView {
        rating: Some("★★☆☆☆".into()),
        files: vec![FileView {
            href: "/posts/p9/files/f1".into(),
            name: "boarding pass.pdf".into(),
            size: "340 KB".into(),
            picture: false,
        }],
        ..post(w, "p9", Author::Customer, Audience::Public, "Mirela", 9, "Bag gone for six days")
    };
    let mut page = desk.clone();
    if let Some(case) = page.case.as_mut() {
        let sent = ways
            .into_iter()
            .zip(["o3", "o4", "o5", "o6"])
            .map(|(way, id)| Item::Post(Box::new(PostView { delivery: Some(way), ..answer(id) })));
        case.items = std::iter::once(Item::Post(Box::new(review))).chain(sent).collect();
        if let Some(sheet) = case.composer.as_mut().and_then(|composer| composer.public.as_mut()) {
            sheet.by_hand = Some(ByHand { words: w.t("channel-by-hand"), source });
            sheet.approval = Some(w.t1("approval-hint-learning", "from", "Communications"));
        }
    }
    page
}
