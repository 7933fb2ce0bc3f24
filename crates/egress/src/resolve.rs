//! Looks a name up once, and hands on nothing but addresses that are public.

use std::net::SocketAddr;

use reqwest::dns::{Addrs, Name, Resolve, Resolving};

use crate::Error;
use crate::address::is_public;

/// The resolver of the guarded client. The connection goes to the addresses that it returned, so
/// what was checked is what is called.
#[derive(Debug, Clone, Copy)]
pub(crate) struct PublicOnly;

impl Resolve for PublicOnly {
    fn resolve(&self, name: Name) -> Resolving {
        Box::pin(async move {
            let host = name.as_str().to_owned();
            let found = tokio::net::lookup_host((host.as_str(), 0))
                .await
                .map_err(|cause| Error::NoSuchHost { host: host.clone(), cause })?;
            let found: Vec<SocketAddr> = found.collect();
            // One private address among public ones is a trick, or a mistake; refuse the name.
            if let Some(private) = found.iter().find(|at| !is_public(at.ip())) {
                return Err(Error::PrivateAddress { host, address: private.ip() }.into());
            }
            let found: Addrs = Box::new(found.into_iter());
            Ok(found)
        })
    }
}
