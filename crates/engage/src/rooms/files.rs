//! Files of guests: kept, shown, taken back.

use earshot_model::RoomFileId;
use earshot_store::rooms::{self, RoomFile};
use earshot_store::{blobs, cases};

use super::rules::{self, LARGEST_FILE, takes};
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
        let (now, name) = (self.tools.now(), rules::file_name(&upload.name));
        let size = i64::try_from(upload.bytes.len()).unwrap_or(i64::MAX);
        let (org, person) = (visitor.org, visitor.room.person_id);
        let digest = files.put(&self.db, org, person, &name, upload.bytes, now).await?;
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
        drop(conn);
        if file.room_id != visitor.room.id {
            return Err(Error::NotFound("file"));
        }
        self.content(visitor.org, file).await
    }

    /// A file of a case that this agent may see.
    ///
    /// # Errors
    /// [`Error::NotFound`].
    pub async fn room_file(&self, who: &Staff, id: RoomFileId) -> Result<(RoomFile, Vec<u8>)> {
        let mut conn = self.db.read(who.org).await?;
        let file = rooms::file(&mut conn, id).await?;
        let room = rooms::find(&mut conn, file.room_id).await?;
        let joined = cases::of_threads(&mut conn, vec![room.thread_id]).await?;
        let mut visible = false;
        for case in joined.iter().map(|joined| joined.case_id).chain(room.case_id) {
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
        let bytes = files.get(org, file.digest).await?;
        Ok((file, bytes))
    }

    /// Takes the files of one post back, from the disk too.
    pub(super) async fn remove_files_of(&self, visitor: &Visitor, post: &str) -> Result<()> {
        let (room, person) = (visitor.room.id, visitor.room.person_id);
        let post = post.to_owned();
        let gone = self
            .db
            .write::<_, Error, _>(visitor.org, move |tx| {
                Box::pin(async move { Ok(rooms::remove_files(tx, room, person, &post).await?) })
            })
            .await?;
        if let (Some(files), false) = (&self.files, gone.is_empty()) {
            files.remove(&self.db, visitor.org, &gone).await?;
        }
        Ok(())
    }
}
