//! What the operator allows the client to do.

use std::collections::BTreeSet;
use std::time::Duration;

/// What the client may do. Comes from the operator's configuration only, never from a user.
#[derive(Debug, Clone)]
pub struct Policy {
    /// The hosts that may be private; add to them with [`Policy::allow`].
    pub allowed: BTreeSet<String>,
    /// Whether plain `http` may go to any host. It always may to the hosts that are named.
    pub plain_http: bool,
    /// How long a connection may take, with the look-up of the name.
    pub connect_within: Duration,
    /// How long a whole exchange may take, unless the request names another time.
    pub answer_within: Duration,
    /// The most bytes of an answer's body.
    pub body_cap: usize,
    /// How the client names itself.
    pub user_agent: String,
}

impl Default for Policy {
    /// 5 seconds to connect, 20 seconds in all, 4 MiB of answer, no exceptions.
    fn default() -> Self {
        Self {
            allowed: BTreeSet::new(),
            plain_http: false,
            connect_within: Duration::from_secs(5),
            answer_within: Duration::from_secs(20),
            body_cap: 4 * 1024 * 1024,
            user_agent: concat!("Earshot/", env!("CARGO_PKG_VERSION")).to_owned(),
        }
    }
}

impl Policy {
    /// Lets requests go to `host` although its address is private: `plugin.lan`, `127.0.0.1`,
    /// `[::1]`, or with a port, `127.0.0.1:9000`, and then only to that port.
    #[must_use]
    pub fn allow(mut self, host: &str) -> Self {
        self.allowed.insert(canonical(host));
        self
    }

    /// Whether the operator named `host`, or `host` with this `port`.
    #[must_use]
    pub fn names(&self, host: &str, port: u16) -> bool {
        let host = canonical(host);
        self.allowed.contains(&host) || self.allowed.contains(&format!("{host}:{port}"))
    }
}

/// Lower case, without the dot that ends an absolute name.
fn canonical(host: &str) -> String {
    host.trim().trim_end_matches('.').to_ascii_lowercase()
}

#[cfg(test)]
mod tests {
    use super::Policy;

    #[test]
    fn hosts_are_compared_whole() {
        let policy = Policy::default().allow("Plugin.Lan").allow("127.0.0.1:9000");
        assert!(policy.names("plugin.lan", 443));
        assert!(policy.names("plugin.lan.", 80));
        assert!(policy.names("127.0.0.1", 9000));
        assert!(!policy.names("127.0.0.1", 9001));
        assert!(!policy.names("evil-plugin.lan", 443));
        assert!(!policy.names("plugin.lan.evil.test", 443));
        assert!(!policy.names("", 443));
    }
}
