//! A thread as everybody on the network sees it.

use super::world::Stored;

/// The page of the thread in which `id` stands, without what is private; nothing if `id` is not public.
pub(super) fn thread_page(posts: &[Stored], id: &str) -> Option<String> {
    let public = |stored: &&Stored| stored.item.audience.is_open() && !stored.deleted;
    let asked = posts.iter().filter(public).find(|stored| stored.item.id == id)?;
    let mut thread: Vec<&Stored> = posts
        .iter()
        .filter(public)
        .filter(|stored| stored.item.thread == asked.item.thread)
        .collect();
    thread.sort_by_key(|stored| stored.item.posted_at);
    let posts: String = thread
        .iter()
        .map(|stored| {
            let item = &stored.item;
            format!(
                "<article id=\"{}\"><h2>{} <small>@{}</small></h2><p dir=auto>{}</p><time>{}</time></article>\n",
                escape(&item.id),
                escape(&item.author.name),
                escape(&item.author.handle),
                escape(&item.text),
                item.posted_at
            )
        })
        .collect();
    Some(format!(
        "<!doctype html><html lang=en><meta charset=utf-8><meta name=viewport content=\"width=device-width\">\
         <title>Plaza</title><style>{STYLE}</style><main><h1>Plaza</h1>\n{posts}</main></html>"
    ))
}

const STYLE: &str = "body{font:16px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:40rem;\
    padding:0 1rem;color-scheme:light dark}article{border-top:1px solid #8888;padding:.75rem 0}\
    h1{font-size:1.25rem}h2{font-size:1rem;margin:0}p{margin:.25rem 0}small,time{opacity:.7}";

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
