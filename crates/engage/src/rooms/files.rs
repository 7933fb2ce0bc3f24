//! Files of guests: kept, shown, taken back.

use earshot_model::{AccountId, PostState, RoomFileId};
use earshot_store::posts::Known;
use earshot_store::rooms::{self, RoomFile};
use earshot_store::{Conn, blobs, cases, holds, posts};

use super::rules::{self, LARGEST_FILE, MOST_FILES, ROOM_FILES, takes};
use super::visitor::must_be_in;
use super::{Upload, Visitor};
use crate::acts::seen;
use crate::staff::Staff;
use crate::{Engage, Error, Result};

impl Engage {
    /// Stores a file of a guest under the post that will carry it.
    pub(super) async fn keep_file(
        &self,
        visitor: &Visitor,
        post: &str,
        upload: Upload,
    ) -> Result<()> {
        let missing = || Error::invalid("file", "this server keeps no files");
        let files = self.files.as_ref().ok_or_else(missing)?;
        if upload.bytes.is_empty() || upload.bytes.len() > LARGEST_FILE {
            let problem = format!("send files of at most {} MB", LARGEST_FILE / (1024 * 1024));
            return Err(Error::invalid("file", problem));
        }
        let media_type = blobs::sniff(&upload.bytes);
        if !takes(media_type) {
            let problem = "send pictures, PDF, text, sound or film: programs and archives are \
                           not taken";
            return Err(Error::invalid("file", problem));
        }
        self.room_has_place(visitor, post, upload.bytes.len()).await?;
        let (now, name) = (self.tools.now(), rules::file_name(&upload.name));
        let size = i64::try_from(upload.bytes.len()).unwrap_or(i64::MAX);
        let (org, person) = (visitor.org, visitor.room.person_id);
        let put = files.put(&self.db, org, person, &name, upload.bytes, now).await;
        let digest = put.map_err(|error| match error {
            earshot_store::Error::Quota { .. } => full(),
            other => other.into(),
        })?;
        let file = RoomFile {
            id: self.tools.id(),
            room_id: visitor.room.id,
            external_id: post.to_owned(),
            digest,
            name,
            media_type: media_type.to_owned(),
            size,
            sent_at: now,
        };
        self.db
            .write::<_, Error, _>(org, move |tx| {
                Box::pin(async move {
                    // The same message again brings the same files again.
                    let known = rooms::files(tx, vec![file.room_id]).await?;
                    let same = |other: &RoomFile| {
                        other.external_id == file.external_id
                            && other.digest == file.digest
                            && other.name == file.name
                    };
                    if !known.iter().any(same) {
                        rooms::insert_file(tx, &file).await?;
                    }
                    Ok(())
                })
            })
            .await
    }

    /// Whether a room takes so many bytes more, in this message.
    async fn room_has_place(&self, visitor: &Visitor, post: &str, more: usize) -> Result<()> {
        let mut conn = self.db.read(visitor.org).await?;
        let known = rooms::files(&mut conn, vec![visitor.room.id]).await?;
        let here = known.iter().filter(|file| file.external_id == post).count();
        let bytes: i64 = known.iter().map(|file| file.size).sum();
        let more = i64::try_from(more).unwrap_or(i64::MAX);
        if here >= MOST_FILES || bytes.saturating_add(more) > ROOM_FILES {
            Err(full())
        } else {
            Ok(())
        }
    }

    /// A file of this room, for its guest.
    ///
    /// # Errors
    /// [`Error::NotFound`].
    pub async fn guest_file(
        &self,
        visitor: &Visitor,
        id: RoomFileId,
    ) -> Result<(RoomFile, Vec<u8>)> {
        must_be_in(visitor)?;
        let mut conn = self.db.read(visitor.org).await?;
        let file = rooms::file(&mut conn, id).await?;
        let known = carriers(&mut conn, visitor.room.account_id, &file).await?;
        drop(conn);
        if file.room_id != visitor.room.id || is_taken_back(&known) {
            return Err(Error::NotFound("file"));
        }
        self.content(visitor.org, file).await
    }

    /// A file of a case that this agent may see. What its guest took back is not shown to them either,
    /// though a legal hold may keep it.
    ///
    /// # Errors
    /// [`Error::NotFound`].
    pub async fn room_file(&self, who: &Staff, id: RoomFileId) -> Result<(RoomFile, Vec<u8>)> {
        let mut conn = self.db.read(who.org).await?;
        let file = rooms::file(&mut conn, id).await?;
        let room = rooms::find(&mut conn, file.room_id).await?;
        // What came with words of one case is no more open than they are; what has not arrived belongs to
        // whatever case the room is of.
        let known = carriers(&mut conn, room.account_id, &file).await?;
        if is_taken_back(&known) {
            return Err(Error::NotFound("file"));
        }
        let of: Vec<_> = match known.first().and_then(|post| post.case_id) {
            Some(case) => vec![case],
            None => {
                let joined = cases::of_threads(&mut conn, vec![room.thread_id]).await?;
                joined.iter().map(|joined| joined.case_id).chain(room.case_id).collect()
            }
        };
        let mut visible = false;
        for case in of {
            visible |= seen(&mut conn, &who.eyes, case).await.is_ok();
        }
        drop(conn);
        if !visible {
            return Err(Error::NotFound("file"));
        }
        self.content(who.org, file).await
    }

    async fn content(
        &self,
        org: earshot_model::OrgId,
        file: RoomFile,
    ) -> Result<(RoomFile, Vec<u8>)> {
        let files = self.files.as_ref().ok_or(Error::NotFound("file"))?;
        match files.get(org, file.digest).await {
            Ok(bytes) => Ok((file, bytes)),
            // Its time was over; the row says what there was.
            Err(earshot_store::Error::File(_)) => Err(Error::NotFound("file any more")),
            Err(other) => Err(other.into()),
        }
    }

    /// The inbound loop has taken that a guest took these words back: what came with them goes, from
    /// the disk too. Under a legal hold it is only hidden.
    ///
    /// # Errors
    /// As the database.
    pub async fn guest_deleted(&self, visitor: &Visitor, post: &str) -> Result<()> {
        let (room, person) = (visitor.room.id, visitor.room.person_id);
        let post = post.to_owned();
        let gone = self
            .db
            .write::<_, Error, _>(visitor.org, move |tx| {
                Box::pin(async move {
                    if holds::is_held(tx, person).await? {
                        return Ok(Vec::new());
                    }
                    Ok(rooms::remove_files(tx, room, person, &post).await?)
                })
            })
            .await?;
        if let (Some(files), false) = (&self.files, gone.is_empty()) {
            files.remove(&self.db, visitor.org, &gone).await?;
        }
        Ok(())
    }
}

/// The words that a file came with; none before they have arrived.
async fn carriers(conn: &mut Conn, account: AccountId, file: &RoomFile) -> Result<Vec<Known>> {
    Ok(posts::known(conn, account, vec![file.external_id.clone()]).await?)
}

fn is_taken_back(carriers: &[Known]) -> bool {
    carriers.iter().any(|post| post.state == PostState::Deleted)
}

fn full() -> Error {
    Error::invalid("full", "there is no room for more files here: send them another way")
}
