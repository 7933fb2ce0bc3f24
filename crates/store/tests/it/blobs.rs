//! Stored files: once each, sniffed, within the quota, gone with their last link.

use earshot_model::{OrgId, PersonId};
use earshot_store::Error;
use earshot_store::blobs::{self, BlobStore};

use crate::engines::{NOW, TestDb};
use crate::world;

async fn unlink(it: &TestDb, org: OrgId, person: PersonId) -> Vec<blobs::Digest> {
    it.db
        .write::<_, Error, _>(org, move |tx| {
            Box::pin(async move { blobs::unlink_person(tx, person).await })
        })
        .await
        .unwrap()
}

on_both! {
    async fn a_file_lives_as_long_as_somebody_has_it(it: TestDb) {
        let w = world::build(&it, "acme", "word").await;
        let bytes = b"%PDF-1.7 something".to_vec();
        let put = |person| it.blobs.put(&it.db, w.org, person, "../../x.pdf", bytes.clone(), NOW);
        let digest = put(w.person).await.unwrap();
        assert_eq!(put(w.brand).await.unwrap(), digest);
        assert_eq!(it.blobs.get(w.org, digest).await.unwrap(), bytes);
        let mut conn = it.db.read(w.org).await.unwrap();
        let known = blobs::find(&mut conn, digest).await.unwrap().unwrap();
        assert_eq!(known.media_type, "application/pdf");
        assert_eq!(blobs::of_person(&mut conn, w.person).await.unwrap()[0].name, "../../x.pdf");
        drop(conn);

        assert!(unlink(&it, w.org, w.person).await.is_empty(), "the other person has it still");
        assert_eq!(it.blobs.remove(&it.db, w.org, &[digest]).await.unwrap(), 0);
        let loose = unlink(&it, w.org, w.brand).await;
        assert_eq!(loose, [digest]);
        assert_eq!(it.blobs.remove(&it.db, w.org, &loose).await.unwrap(), 1);
        assert!(matches!(it.blobs.get(w.org, digest).await, Err(Error::File(_))));
    }
}

on_both! {
    async fn the_quota_holds_and_loose_files_are_swept(it: TestDb) {
        let w = world::build(&it, "acme", "word").await;
        let small = BlobStore::new(it.dir.path().join("small"), 100);
        let put = |bytes: Vec<u8>| small.put(&it.db, w.org, w.person, "x", bytes, NOW);
        put(vec![b'a'; 60]).await.unwrap();
        put(vec![b'a'; 60]).await.expect("the same file again takes no more room");
        let full = put(vec![b'b'; 60]).await;
        assert!(matches!(full, Err(Error::Quota { most: 100 })), "{full:?}");
        assert_eq!(small.sweep(&it.db, w.org).await.unwrap(), 0);
        let missing: PersonId = it.id();
        let nobody = small.put(&it.db, w.org, missing, "x", vec![b'c'; 9], NOW).await;
        assert!(nobody.is_err(), "a file needs its person");
        assert_eq!(small.sweep(&it.db, w.org).await.unwrap(), 1, "its file is swept");
        let shelf = it.dir.path().join("small").join(hex::encode(w.org.bytes())).join("ab");
        std::fs::create_dir_all(&shelf).unwrap();
        std::fs::write(shelf.join("abcd.1-0.tmp"), "half").unwrap();
        small.sweep(&it.db, w.org).await.unwrap();
        assert_eq!(std::fs::read_dir(shelf).unwrap().count(), 0, "so is what a crash left");
    }
}

on_both! {
    async fn a_changed_file_is_not_given_out(it: TestDb) {
        let w = world::build(&it, "acme", "word").await;
        let bytes = b"hello".to_vec();
        let digest = it.blobs.put(&it.db, w.org, w.person, "x", bytes, NOW).await.unwrap();
        let name = hex::encode(digest);
        let folder = it.dir.path().join("blobs").join(hex::encode(w.org.bytes()));
        let file = folder.join(hex::encode(&digest[..1])).join(&name);
        std::fs::write(&file, b"jello").unwrap();
        assert!(matches!(it.blobs.get(w.org, digest).await, Err(Error::File(_))));
    }
}

on_both! {
    async fn a_damaged_file_is_written_anew(it: TestDb) {
        let w = world::build(&it, "acme", "word").await;
        let folder = it.dir.path().join("hurt");
        let files = BlobStore::new(&folder, 1_000);
        let bytes = b"what the customer sent".to_vec();
        let put = || files.put(&it.db, w.org, w.person, "x", bytes.clone(), NOW);
        let digest = put().await.unwrap();
        let name = hex::encode(digest);
        let shelf: String = name.chars().take(2).collect();
        let path = folder.join(hex::encode(w.org.bytes())).join(shelf).join(&name);
        std::fs::write(&path, vec![0; bytes.len()]).unwrap();
        let damaged = files.get(w.org, digest).await;
        assert!(matches!(damaged, Err(Error::File(_))), "{damaged:?}");
        assert_eq!(put().await.unwrap(), digest);
        assert_eq!(files.get(w.org, digest).await.unwrap(), bytes);
    }
}
