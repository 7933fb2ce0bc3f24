//! An agent sorts a case with words.

use earshot_model::{CaseId, LONGEST_TAG, MOST_TAGS, Permission, tag};
use earshot_store::tags;

use crate::staff::Staff;
use crate::{Engage, Error, Result};

impl Engage {
    /// Gives a case a tag. Gives the tag as it is stored. Asks `case.note`.
    ///
    /// # Errors
    /// [`Error::Invalid`] on `tag`, [`Error::NotFound`], [`Error::Forbidden`].
    pub async fn tag_case(&self, who: &Staff, case: CaseId, text: &str) -> Result<String> {
        let Some(word) = tag(text) else {
            let problem = format!("type 1 to {LONGEST_TAG} letters, digits and spaces");
            return Err(Error::invalid("tag", problem));
        };
        let acting = self.acting(who);
        self.db
            .write::<_, Error, _>(who.org, move |tx| {
                Box::pin(async move {
                    let case = acting.hold(tx, case, Permission::CaseNote).await?;
                    let given = tags::of_cases(tx, &[case.id]).await?;
                    if given.iter().any(|given| given.tag == word) {
                        return Ok(word);
                    }
                    if given.len() >= MOST_TAGS {
                        let full =
                            format!("a case has at most {MOST_TAGS} tags: take one off first");
                        return Err(Error::invalid("tag", full));
                    }
                    earshot_cases::tag(tx, &acting.moment, case.id, &word, None).await?;
                    Ok(word)
                })
            })
            .await
    }

    /// Takes a tag from a case. One that is not there (any more) is no error. Asks `case.note`.
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::Forbidden`].
    pub async fn untag_case(&self, who: &Staff, case: CaseId, text: &str) -> Result<()> {
        let (acting, word) = (self.acting(who), text.to_owned());
        self.db
            .write::<_, Error, _>(who.org, move |tx| {
                Box::pin(async move {
                    let case = acting.hold(tx, case, Permission::CaseNote).await?;
                    earshot_cases::untag(tx, &acting.moment, case.id, &word).await?;
                    Ok(())
                })
            })
            .await
    }
}
