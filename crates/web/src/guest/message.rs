//! The body of a guest's message: fields, and files as they came.

use std::time::Duration;

use axum::body::{Body, to_bytes};
use axum::extract::{FromRequest as _, Multipart, Request};
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use earshot_engage::rooms::{LARGEST_FILE, MOST_FILES, Upload};
use tokio::sync::OwnedSemaphorePermit;

use super::Inside;
use super::inside::too_many;
use super::meter::Sending;
use crate::csrf;
use crate::form::Form;
use crate::problem::Problem;

/// The most bytes of a body with files: one of the largest, or several that are smaller.
const LARGEST: usize = LARGEST_FILE + 1024 * 1024;
/// The most bytes of a body without.
const FIELDS: usize = 64 * 1024;
/// For so long a body with files may take to arrive.
const LONGEST: Duration = Duration::from_secs(60);
/// For so long one without.
const SHORT: Duration = Duration::from_secs(15);

/// What a guest sent. While it is held, its files count against how many may be in memory.
pub(crate) struct Message {
    /// The fields.
    pub(crate) form: Form,
    /// The files.
    pub(crate) files: Vec<Upload>,
    _room: Option<(OwnedSemaphorePermit, Sending)>,
}

/// Reads the body of a message, with files if there are any. Whoever is not in, or comes from elsewhere,
/// is told so before any of it is read.
pub(crate) async fn read(inside: &Inside, request: Request) -> Result<Message, Problem> {
    inside.must_be_in()?;
    let header = token(inside, &request)?;
    let kind = request.headers().get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    if !kind.is_some_and(|kind| kind.starts_with("multipart/form-data")) {
        let form = fields(whole(request, FIELDS, SHORT).await?).await?;
        inside.meant(header.as_deref(), &form)?;
        return Ok(Message { form, files: Vec::new(), _room: None });
    }
    let state = inside.state();
    let sending = state.meter.sending(inside.visitor.guest.id).ok_or_else(|| too_many(5))?;
    let permit = state.uploads.clone().try_acquire_owned().map_err(|_| busy())?;
    let (form, files) = with_files(whole(request, LARGEST, LONGEST).await?).await?;
    inside.meant(header.as_deref(), &form)?;
    Ok(Message { form, files, _room: Some((permit, sending)) })
}

/// Reads the fields of a request that carries no files.
pub(crate) async fn fields_of(inside: &Inside, request: Request) -> Result<Form, Problem> {
    let header = token(inside, &request)?;
    let form = fields(whole(request, FIELDS, SHORT).await?).await?;
    inside.meant(header.as_deref(), &form)?;
    Ok(form)
}

/// Reads the fields of somebody of whom nothing is known. They send no files.
pub(crate) async fn of_stranger(request: Request) -> Result<Form, Problem> {
    fields(whole(request, FIELDS, SHORT).await?).await
}

/// The token of a script, which is looked at before the body. A page without a script has it in there.
fn token(inside: &Inside, request: &Request) -> Result<Option<String>, Problem> {
    let header = request.headers().get(csrf::HEADER).and_then(|value| value.to_str().ok());
    let header = header.map(ToOwned::to_owned);
    if let Some(given) = header.as_deref() {
        inside.meant(Some(given), &Form::default())?;
    }
    Ok(header)
}

fn busy() -> Problem {
    let mut problem = Problem::new(StatusCode::SERVICE_UNAVAILABLE);
    problem.wait = Some(3);
    problem
}

/// The request with its body in memory.
async fn whole(request: Request, most: usize, longest: Duration) -> Result<Request, Problem> {
    let (parts, body) = request.into_parts();
    let bytes = tokio::time::timeout(longest, to_bytes(body, most))
        .await
        .map_err(|_| Problem::new(StatusCode::REQUEST_TIMEOUT))?
        .map_err(|_| Problem::new(StatusCode::PAYLOAD_TOO_LARGE))?;
    let mut request = Request::from_parts(parts, Body::from(bytes));
    // The limit is ours, and was kept.
    request.extensions_mut().insert(axum::extract::DefaultBodyLimit::disable());
    Ok(request)
}

async fn fields(request: Request) -> Result<Form, Problem> {
    if !request.headers().contains_key(CONTENT_TYPE) {
        return Ok(Form::default());
    }
    let read = axum::Form::<Vec<(String, String)>>::from_request(request, &()).await;
    let axum::Form(pairs) = read.map_err(|_| Problem::new(StatusCode::BAD_REQUEST))?;
    Ok(Form(pairs))
}

async fn with_files(request: Request) -> Result<(Form, Vec<Upload>), Problem> {
    let bad = || Problem::new(StatusCode::BAD_REQUEST);
    let mut parts = Multipart::from_request(request, &()).await.map_err(|_| bad())?;
    let (mut fields, mut files) = (Vec::new(), Vec::new());
    while let Some(field) = parts.next_field().await.map_err(|_| bad())? {
        let name = field.name().unwrap_or_default().to_owned();
        let called = field.file_name().map(ToOwned::to_owned);
        let bytes = field.bytes().await.map_err(|_| bad())?;
        match called {
            // A field of files that was left empty sends one without a name.
            Some(called) if called.is_empty() && bytes.is_empty() => {}
            Some(name) if files.len() <= MOST_FILES => {
                files.push(Upload { name, bytes: bytes.to_vec() });
            }
            Some(_) => {}
            None => fields.push((name, String::from_utf8_lossy(&bytes).into_owned())),
        }
    }
    Ok((Form(fields), files))
}
