//! One test body for both engines.

use std::future::Future;

/// Makes a module `NAME` with the tests `sqlite` and `postgres`, which both run the body on a fresh
/// [`Ground`](crate::Ground). Without a configured PostgreSQL the second says so and passes.
#[macro_export]
macro_rules! on_both {
    ($(#[$meta:meta])* async fn $name:ident($ground:ident: Ground) $body:block) => {
        $(#[$meta])*
        mod $name {
            use super::*;

            async fn body($ground: $crate::Ground) $body

            #[test]
            fn sqlite() {
                $crate::in_runtime(async {
                    body($crate::Ground::sqlite().await).await;
                });
            }

            #[test]
            fn postgres() {
                $crate::in_runtime(async {
                    if let Some(ground) = $crate::Ground::postgres().await {
                        body(ground).await;
                    }
                });
            }
        }
    };
}

/// Runs a test on several threads, as the server does.
///
/// # Panics
/// When the runtime cannot start.
pub fn in_runtime<F: Future<Output = ()>>(test: F) {
    tokio::runtime::Builder::new_multi_thread()
        .worker_threads(4)
        .enable_all()
        .build()
        .expect("a runtime")
        .block_on(test);
}
