//! The function: the rules of `rulebook.yaml`, with the kinds of this project.

mod shouting;

use channel_flow::{OnFailure, Registry, Rulebook, lambda};

use shouting::Shouting;

type Error = Box<dyn std::error::Error>;

/// The rulebook is part of the function.
const RULEBOOK: &str = include_str!("../rulebook.yaml");

fn rulebook() -> Result<Rulebook, Error> {
    let registry = Registry::default().with::<Shouting>()?;
    Ok(Rulebook::parse(RULEBOOK, &registry)?)
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), lambda::Error> {
    let pipeline = match rulebook() {
        Ok(rulebook) => rulebook.into_pipeline(),
        // The tests below fail before this happens. A function that ended here would leave every message
        // pending; one answer for all ends them.
        Err(error) => {
            eprintln!("{error}");
            let release = std::env::var("CHANNEL_FLOW_ON_CONFIG_ERROR");
            let release = release.is_ok_and(|answer| answer == "release");
            let answer = if release {
                OnFailure::Skip
            } else {
                OnFailure::Deny
            };
            lambda::always(answer, "config-error")
        }
    };
    lambda::run(pipeline).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn the_rulebook_does_what_its_own_cases_say() {
        let rulebook = rulebook().unwrap_or_else(|errors| panic!("{errors}"));
        for result in rulebook.run_tests().await {
            assert!(
                result.passed(),
                "line {}: {:#?}",
                result.line,
                result.differences
            );
        }
    }
}
