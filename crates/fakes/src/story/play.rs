//! Plays a story on the network, in real time.

use std::sync::Arc;
use std::time::Duration;

use earshot_model::Clock;

use super::Story;
use crate::platform::Plaza;

/// Posts the opening, then goes on at the story's pace and hears what the brand answers, until the
/// future is dropped.
pub async fn play(plaza: Plaza, mut story: Story, clock: Arc<dyn Clock>) {
    let mut replies = plaza.replies();
    for post in story.opening(clock.now()) {
        plaza.post(post);
    }
    loop {
        let wait = story.due().map_or(0, |due| due.since(clock.now())).max(0);
        let wait = Duration::from_micros(u64::try_from(wait).unwrap_or(0));
        tokio::select! {
            seen = replies.recv() => {
                // A listener that fell behind has lost the oldest answers; that is no harm here.
                if let Ok(seen) = seen {
                    story.answered(&seen, clock.now());
                }
            }
            () = tokio::time::sleep(wait) => {
                for post in story.step(clock.now()) {
                    plaza.post(post);
                }
            }
        }
    }
}
