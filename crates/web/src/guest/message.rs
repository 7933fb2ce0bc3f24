//! The body of a guest's message: fields, and files as they came.

use std::time::Duration;

use axum::body::{Body, to_bytes};
use axum::extract::{FromRequest as _, Multipart, Request};
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use earshot_engage::rooms::{LARGEST_FILE, MOST_FILES, Upload};

use super::Inside;
use crate::csrf;
use crate::form::Form;
use crate::problem::Problem;

/// The most bytes of a body with files: one of the largest, or several that are smaller.
const LARGEST: usize = LARGEST_FILE + 1024 * 1024;
/// The most bytes of a body without.
const FIELDS: usize = 64 * 1024;
/// For so long a body may take to arrive.
const LONGEST: Duration = Duration::from_secs(120);

/// Reads the body of a request that changes something, and sees that it was meant.
pub(crate) async fn read(
    inside: &Inside,
    request: Request,
) -> Result<(Form, Vec<Upload>), Problem> {
    let header = request.headers().get(csrf::HEADER).and_then(|value| value.to_str().ok());
    let header = header.map(ToOwned::to_owned);
    let kind = request.headers().get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    let files = kind.is_some_and(|kind| kind.starts_with("multipart/form-data"));
    // Whoever does not even say that they are ours is not listened to for ten megabytes.
    let (form, uploads) = if files {
        let _room = inside.state().uploads.acquire().await.map_err(Problem::broken)?;
        with_files(whole(request, LARGEST).await?).await?
    } else {
        (fields(whole(request, FIELDS).await?).await?, Vec::new())
    };
    inside.meant(header.as_deref(), &form)?;
    Ok((form, uploads))
}

/// The request with its body in memory.
async fn whole(request: Request, most: usize) -> Result<Request, Problem> {
    let (parts, body) = request.into_parts();
    let bytes = tokio::time::timeout(LONGEST, to_bytes(body, most))
        .await
        .map_err(|_| Problem::new(StatusCode::REQUEST_TIMEOUT))?
        .map_err(|_| Problem::new(StatusCode::PAYLOAD_TOO_LARGE))?;
    let mut request = Request::from_parts(parts, Body::from(bytes));
    // The limit is ours, and was kept.
    request.extensions_mut().insert(axum::extract::DefaultBodyLimit::disable());
    Ok(request)
}

async fn fields(request: Request) -> Result<Form, Problem> {
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
