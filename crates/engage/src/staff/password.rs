//! Passwords: argon2id, a few at a time, and as much work for an unknown address as for a known one.

use std::sync::{Arc, OnceLock};

use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use argon2::{Algorithm, Argon2, Params, Version};
use earshot_model::Instruments;
use tokio::sync::Semaphore;

use crate::{Error, Result};

/// The fewest characters of a password. NIST SP 800-63B-4 asks for 15 where it is the only factor
/// and 8 beside another; 12 stands between until a second factor comes.
pub const SHORTEST_PASSWORD: usize = 12;
/// The most bytes of a password: more would only cost time.
const LONGEST_PASSWORD: usize = 1_024;
/// How many are hashed at once: each takes 19 MiB and a core.
const AT_ONCE: usize = 2;

/// Which passwords are good enough.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PasswordRule {
    /// At least [`SHORTEST_PASSWORD`] characters, not the address, not one letter again and again.
    Strict,
    /// Anything that is not empty: for the demo, whose logins stand on the terminal.
    Demo,
}

impl PasswordRule {
    /// Whether `password` may be the one of `email`.
    ///
    /// # Errors
    /// [`Error::Invalid`] on the field `password`.
    pub fn check(self, password: &str, email: &str) -> Result<()> {
        let bad = |problem: String| Err(Error::Invalid { field: "password", problem });
        let chars = password.chars().count();
        if chars == 0 {
            return bad("it is empty; choose one".to_owned());
        }
        if password.len() > LONGEST_PASSWORD {
            return bad(format!("it is too long; at most {LONGEST_PASSWORD} bytes"));
        }
        if self == Self::Demo {
            return Ok(());
        }
        if chars < SHORTEST_PASSWORD {
            return bad(format!(
                "it has {chars} characters; choose one with at least {SHORTEST_PASSWORD}"
            ));
        }
        let lower = password.to_lowercase();
        let name = email.split('@').next().unwrap_or(email);
        if lower == email || (name.len() >= 4 && lower.replace(name, "").chars().count() < 6) {
            return bad("it is almost your address; choose another".to_owned());
        }
        let mut kinds: Vec<char> = lower.chars().collect();
        kinds.sort_unstable();
        kinds.dedup();
        if kinds.len() < 4 {
            return bad("it repeats the same few characters; choose another".to_owned());
        }
        Ok(())
    }
}

/// Hashes and checks passwords.
#[derive(Clone)]
pub(crate) struct Passwords {
    gate: Arc<Semaphore>,
    nobody: Arc<OnceLock<String>>,
}

impl Default for Passwords {
    fn default() -> Self {
        Self { gate: Arc::new(Semaphore::new(AT_ONCE)), nobody: Arc::default() }
    }
}

impl Passwords {
    /// The hash of a password, in PHC form.
    pub(crate) async fn hash(&self, tools: &Instruments, password: &str) -> Result<String> {
        let (salt, password) = (tools.salt(), password.to_owned());
        self.work(move || hash(password.as_bytes(), &salt)).await
    }

    /// Whether a password fits a stored hash. Without a hash it does the same work and says no.
    pub(crate) async fn fits(
        &self,
        tools: &Instruments,
        password: &str,
        stored: Option<String>,
    ) -> Result<bool> {
        if password.len() > LONGEST_PASSWORD {
            return Ok(false);
        }
        let known = stored.is_some();
        let (salt, password, nobody) = (tools.salt(), password.to_owned(), self.nobody.clone());
        self.work(move || {
            // Made at the first login of all, so that no later one takes longer than another.
            let nobody = match nobody.get() {
                Some(made) => made.clone(),
                None => {
                    let made = hash(b"nobody", &salt)?;
                    nobody.get_or_init(|| made).clone()
                }
            };
            let stored = stored.unwrap_or(nobody);
            let fits = argon2().verify_password(password.as_bytes(), stored.as_str()).is_ok();
            Ok(fits && known)
        })
        .await
    }

    async fn work<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let failed = |problem: String| Error::Hashing(problem);
        let _turn = self.gate.acquire().await.map_err(|error| failed(error.to_string()))?;
        tokio::task::spawn_blocking(work).await.map_err(|error| failed(error.to_string()))?
    }
}

fn hash(password: &[u8], salt: &[u8]) -> Result<String> {
    argon2()
        .hash_password_with_salt(password, salt)
        .map(|hash| hash.to_string())
        .map_err(|error| Error::Hashing(error.to_string()))
}

/// argon2id with 19 MiB, two passes, one lane: the crate's own default, which is the OWASP
/// Password Storage Cheat Sheet's.
fn argon2() -> Argon2<'static> {
    Argon2::new(Algorithm::Argon2id, Version::V0x13, Params::DEFAULT)
}

#[cfg(test)]
mod tests {
    use super::PasswordRule;

    #[test]
    fn weak_passwords_are_refused_with_a_way_out() {
        let check =
            |password: &str| PasswordRule::Strict.check(password, "ana.sousa@brand.example");
        for weak in ["", "elevenchars", "ana.sousa@brand.example", "ana.sousa123", "abababababab"] {
            let refused = check(weak).expect_err(weak).to_string();
            assert!(refused.contains("choose"), "{weak}: {refused}");
        }
        assert!(check(&"x".repeat(2_000)).is_err());
        assert!(check("four tall green trees").is_ok());
        assert!(check("пароль длинный").is_ok(), "letters count, not bytes");
        assert!(PasswordRule::Demo.check("demo", "a@b").is_ok());
    }
}
