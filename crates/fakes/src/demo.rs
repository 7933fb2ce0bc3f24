//! The whole demo network in one future: the network, its connector, its story, its pages.

use std::sync::Arc;

use earshot_model::Clock;
use tokio::net::TcpListener;

use crate::Error;
use crate::platform::{Link, Plaza, User, connect, serve};
use crate::story::{Pace, Story, play};

/// What the demo needs to know.
#[derive(Clone)]
pub struct Demo {
    /// The server, the account and its token.
    pub link: Link,
    /// The brand's login on the network; [`Demo::altavela`] is the one of the stories.
    pub brand: User,
    /// What the story follows from. A new seed at each start keeps a long demo from repeating itself.
    pub seed: u64,
    /// How fast things happen.
    pub pace: Pace,
    /// Begins every id that the network gives. Take another one at each start, such as the seconds
    /// since 1970 in base 36: the server remembers the ids of the last.
    pub prefix: String,
}

impl Demo {
    /// The airline of the stories.
    #[must_use]
    pub fn altavela() -> User {
        User {
            id: "brand-altavela".to_owned(),
            handle: "altavela".to_owned(),
            name: "Altavela".to_owned(),
            followers: 48_210,
        }
    }

    /// Plays until the future is dropped, and returns the network at once through `started`. With a
    /// listener, the pages and the control surface are served on it.
    ///
    /// # Errors
    /// When the HTTP client cannot be made, or the listener fails.
    pub async fn run(
        self,
        clock: Arc<dyn Clock>,
        listener: Option<TcpListener>,
        started: impl FnOnce(Plaza) + Send,
    ) -> Result<(), Error> {
        let public_url = match &listener {
            Some(listener) => Some(format!("http://{}", listener.local_addr()?)),
            None => None,
        };
        let story =
            Story::new(self.seed, self.brand.handle.clone(), self.prefix.clone(), self.pace);
        let plaza = Plaza::new(self.brand, self.prefix, public_url, clock.clone());
        started(plaza.clone());
        let pages = async {
            match listener {
                Some(listener) => serve(plaza.clone(), listener).await,
                None => Ok(()),
            }
        };
        let story = async {
            play(plaza.clone(), story, clock).await;
            Ok(())
        };
        tokio::try_join!(connect(plaza.clone(), self.link), pages, story)?;
        Ok(())
    }
}
