//! What stands on many servers, none of which keeps an account for us: pages and feeds.

use earshot_egress::{Error, Method, Request, Response};
use earshot_model::Time;

use super::{Access, fault, micros};
use crate::fault::Fault;

/// How many times one look may be sent elsewhere.
const HOPS: usize = 3;
/// How long a server is left alone that asks to be, and does not say for how long, in microseconds.
const LEFT_ALONE: i64 = 15 * Time::MINUTE;

/// What stands at an address.
#[derive(Debug, Clone)]
pub struct Fetched {
    /// The answer: a success, or 304.
    pub answer: Response,
    /// Where it was found in the end.
    pub url: String,
}

impl Access {
    /// Reads what stands at `url`, wherever its server sends us; each address passes the guard anew. It
    /// counts against no limit of the account, since each time another server may answer: a source waits
    /// for its own server only. 304 is an answer.
    ///
    /// # Errors
    /// A [`Fault`], never [`Fault::Login`]: one server that turns us away says nothing of the others.
    pub async fn fetch(
        &self,
        method: Method,
        url: &str,
        headers: &[(&str, String)],
    ) -> Result<Fetched, Fault> {
        let mut url = url.to_owned();
        for _ in 0..=HOPS {
            let request = Request::new(method.clone(), url.as_str());
            let request = headers
                .iter()
                .fold(request, |request, (name, value)| request.header(*name, value.as_str()));
            match self.client.send(request).await {
                Ok(answer) => return self.weighed(answer).map(|answer| Fetched { answer, url }),
                Err(Error::Redirect { location, .. }) => url = location,
                Err(error @ Error::TooLarge { .. }) => {
                    return Err(Fault::Invalid(error.to_string()));
                }
                Err(error) if error.is_refusal() => return Err(Fault::Invalid(error.to_string())),
                Err(error) => return Err(Fault::Passing(error.to_string())),
            }
        }
        Err(Fault::Invalid("its server sends us from one address to the next".to_owned()))
    }

    fn weighed(&self, answer: Response) -> Result<Response, Fault> {
        let wait = answer.retry_after().map(micros);
        let wait = match (answer.status, wait) {
            (429, wait) => Some(wait.unwrap_or(LEFT_ALONE)),
            (503, Some(wait)) => Some(wait),
            _ => None,
        };
        if let Some(wait) = wait {
            return Err(Fault::Limited { until: self.now().plus(wait) });
        }
        if answer.is_success() || answer.status == 304 {
            return Ok(answer);
        }
        Err(match fault(&answer, false) {
            Fault::Login(said) => Fault::Forbidden(said),
            other => other,
        })
    }
}
