//! The file of a backup: written and read by a thread of its own, in batches of lines.

use std::fs::File;
use std::io::{BufRead as _, BufReader, BufWriter, Write as _};
use std::path::{Path, PathBuf};

use flate2::Compression;
use flate2::read::MultiGzDecoder;
use flate2::write::GzEncoder;
use sha2::{Digest as _, Sha256};
use tokio::sync::mpsc;
use tokio::task::JoinHandle;

use super::format::{Line, Trailer, bad, line};
use crate::error::{Error, Result};
use crate::private_file;

/// Batches that may wait between the two sides.
const WAITING: usize = 8;
/// Bytes of lines in one batch.
const BATCH: usize = 256 * 1024;

enum Message {
    Lines(String),
    End { rows: i64, files: i64 },
}

/// Writes lines to a file that appears whole, or not at all.
pub(super) struct Sink {
    batch: String,
    to_thread: mpsc::Sender<Message>,
    thread: JoinHandle<Result<u64>>,
}

impl Sink {
    pub(super) fn new(path: &Path) -> Self {
        let (to_thread, messages) = mpsc::channel(WAITING);
        let path = path.to_owned();
        let thread = tokio::task::spawn_blocking(move || write_file(&path, messages));
        Self { batch: String::new(), to_thread, thread }
    }

    pub(super) async fn push(&mut self, text: &str) -> Result<()> {
        self.batch.push_str(text);
        self.batch.push('\n');
        if self.batch.len() >= BATCH {
            let lines = std::mem::take(&mut self.batch);
            self.send(Message::Lines(lines)).await?;
        }
        Ok(())
    }

    async fn send(&mut self, message: Message) -> Result<()> {
        if self.to_thread.send(message).await.is_err() {
            // The thread ended early, so it has an error to tell.
            let told = (&mut self.thread).await.map_err(|_| Error::Closed)?;
            return Err(told.err().unwrap_or(Error::Closed));
        }
        Ok(())
    }

    /// Writes the trailer and waits until the file is durable under its name. Gives its length.
    pub(super) async fn end(mut self, rows: i64, files: i64) -> Result<u64> {
        let lines = std::mem::take(&mut self.batch);
        self.send(Message::Lines(lines)).await?;
        self.send(Message::End { rows, files }).await?;
        self.thread.await.map_err(|_| Error::Closed)?
    }
}

fn write_file(path: &Path, messages: mpsc::Receiver<Message>) -> Result<u64> {
    let mut unfinished = path.as_os_str().to_owned();
    unfinished.push(".tmp");
    let unfinished = PathBuf::from(unfinished);
    let written = write_lines(&unfinished, messages);
    if written.is_err() {
        let _half = std::fs::remove_file(&unfinished);
        return written;
    }
    std::fs::rename(&unfinished, path)?;
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    File::open(folder.unwrap_or(Path::new(".")))?.sync_all()?;
    written
}

fn write_lines(path: &Path, mut messages: mpsc::Receiver<Message>) -> Result<u64> {
    let file = BufWriter::new(private_file::create(path)?);
    let mut out = GzEncoder::new(file, Compression::fast());
    let mut hash = Sha256::new();
    while let Some(message) = messages.blocking_recv() {
        match message {
            Message::Lines(lines) => {
                hash.update(lines.as_bytes());
                out.write_all(lines.as_bytes())?;
            }
            Message::End { rows, files } => {
                let sha256 = hex::encode(hash.finalize());
                let text = line(&Line::Trailer(Trailer { rows, files, sha256 }))?;
                writeln!(out, "{text}")?;
                let file = out.finish()?.into_inner().map_err(|e| Error::File(e.into_error()))?;
                file.sync_all()?;
                return Ok(file.metadata()?.len());
            }
        }
    }
    Err(bad("the backup was given up before its end"))
}

/// Checks a file from end to end: every line is there and unchanged, up to the trailer.
pub(super) async fn check(path: &Path) -> Result<Trailer> {
    let path = path.to_owned();
    let checked = tokio::task::spawn_blocking(move || {
        let mut hash = Sha256::new();
        let mut trailer = None;
        each_line(&path, |text| {
            if trailer.is_some() {
                return Err(bad("something follows its last line"));
            }
            if text.starts_with("{\"line\":\"trailer\"") {
                trailer = Some(serde_json::from_str::<Line>(text).map_err(bad)?);
            } else {
                hash.update(text.as_bytes());
                hash.update(b"\n");
            }
            Ok(())
        })?;
        let Some(Line::Trailer(trailer)) = trailer else {
            return Err(bad("its last line is missing: it was cut short; take another one"));
        };
        if trailer.sha256 != hex::encode(hash.finalize()) {
            return Err(bad("its content was changed or damaged; take another one"));
        }
        Ok(trailer)
    });
    checked.await.map_err(|_| Error::Closed)?
}

/// Reads the lines of a file in batches, on a thread of its own.
pub(super) fn lines(path: &Path) -> (mpsc::Receiver<Vec<String>>, JoinHandle<Result<()>>) {
    let (to_reader, batches) = mpsc::channel(WAITING);
    let path = path.to_owned();
    let thread = tokio::task::spawn_blocking(move || {
        let mut batch = Vec::new();
        let mut bytes = 0;
        each_line(&path, |text| {
            bytes += text.len();
            batch.push(text.to_owned());
            if bytes >= BATCH {
                bytes = 0;
                let full = std::mem::take(&mut batch);
                to_reader.blocking_send(full).map_err(|_| Error::Closed)?;
            }
            Ok(())
        })?;
        to_reader.blocking_send(batch).map_err(|_| Error::Closed)
    });
    (batches, thread)
}

fn each_line(path: &Path, mut act: impl FnMut(&str) -> Result<()>) -> Result<()> {
    let mut input = BufReader::new(MultiGzDecoder::new(BufReader::new(File::open(path)?)));
    let mut text = String::new();
    loop {
        text.clear();
        if input.read_line(&mut text).map_err(bad)? == 0 {
            return Ok(());
        }
        act(text.strip_suffix('\n').unwrap_or(&text))?;
    }
}
