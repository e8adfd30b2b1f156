//! `bootstrap`: the ready-made Lambda. Builds its pipeline and runs.

use channel_flow::{Pipeline, lambda};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), lambda::Error> {
    lambda::run(Pipeline::new()).await
}
