//! What the tests share: databases, units, a server.

pub mod database;
pub mod letters;
pub mod server;
pub mod world;

pub use database::{KEYS, TestDatabase, vault};
pub use server::Server;
pub use world::{Actor, World};

/// Makes a test of each function on each engine. The functions take a fresh [`TestDatabase`].
macro_rules! on_both_engines {
    ($($test:ident),* $(,)?) => {
        mod sqlite {
            $(
                #[tokio::test(flavor = "multi_thread")]
                async fn $test() {
                    super::$test(crate::support::TestDatabase::sqlite().await).await;
                }
            )*
        }

        mod postgres {
            $(
                #[tokio::test(flavor = "multi_thread")]
                async fn $test() {
                    super::$test(crate::support::TestDatabase::postgres().await).await;
                }
            )*
        }
    };
}
