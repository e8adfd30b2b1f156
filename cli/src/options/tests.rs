use clap::Parser;

use super::*;

#[derive(Debug, Parser)]
struct Line {
    #[command(flatten)]
    options: EmulatorOptions,
}

fn parse(line: &str) -> Result<Config, String> {
    let options = Line::try_parse_from(format!("emulate {line}").split_whitespace())
        .map_err(|error| error.to_string())?
        .options;
    options.config(&options.functions).map_err(|failure| format!("{failure:?}"))
}

#[test]
fn without_options_the_emulator_starts_as_it_is() {
    assert_eq!(format!("{:?}", parse("").unwrap()), format!("{:?}", Config::default()));
}

#[test]
fn every_option_reaches_the_emulator() {
    let config = parse(
        "--listen [::1]:0 --function a=/bin/a --function b=http://127.0.0.1:9000 --data chat.db \
         --environments 3 --timeout 2 --retry-delays 1s,100ms --second-callback 403 --deliver-twice --accept-unknown-callbacks \
         --callback-ttl 5m --event-profile rich --omitted clear --max-processors 2 --quotas --events e.jsonl",
    )
    .unwrap();
    assert_eq!(config.listen, "[::1]:0".parse().unwrap());
    assert_eq!(config.functions.len(), 2);
    for function in &config.functions {
        assert_eq!((function.environments, function.timeout), (3, Duration::from_secs(2)));
    }
    assert!(matches!(config.data, Data::File(path) if path.as_os_str() == "chat.db"));
    assert_eq!(config.retry_delays, [Duration::from_secs(1), Duration::from_millis(100)]);
    assert_eq!(config.second_callback, SecondCallback::Forbidden);
    assert_eq!(config.callback_ttl, Duration::from_mins(5));
    assert_eq!(config.event_profile, EventProfile::Rich);
    assert_eq!(config.omitted, Omitted::Clear);
    assert_eq!(config.max_processors, 2);
    assert!(config.deliver_twice && config.quotas && config.accept_unknown_callbacks);
    assert_eq!(config.events_file, Some(PathBuf::from("e.jsonl")));
}

#[test]
fn functions_get_the_absolute_path_of_the_rulebook() {
    let config = parse("--function a=/bin/a --rulebook Cargo.toml").unwrap();
    let expected = PathBuf::from("Cargo.toml").canonicalize().unwrap();
    let env = &config.functions[0].env;
    assert!(
        env.iter()
            .any(|(name, value)| name == "CHANNEL_FLOW_RULEBOOK" && *value == expected.to_string_lossy())
    );
}

#[test]
fn functions_get_the_variables_that_they_are_given() {
    let config =
        parse("--function a=/bin/a --env CLASSIFIER_URL=http://127.0.0.1:8080 --env EMPTY=").unwrap();
    let env = &config.functions[0].env;
    for (name, value) in [("CLASSIFIER_URL", "http://127.0.0.1:8080"), ("EMPTY", "")] {
        assert!(env.contains(&(name.to_owned(), value.to_owned())), "{name}");
    }
}

#[test]
fn what_cannot_be_is_refused() {
    for line in [
        "--listen localhost",
        "--environments 0",
        "--timeout 0",
        "--retry-delays soon",
        "--second-callback 500",
        "--event-profile other",
        "--omitted forget",
        "--max-processors 4",
        "--callback-ttl 0s",
        "--rulebook no-such-file.yaml",
        "--function bootstrap",
        "--env NAME",
        "--data=",
    ] {
        assert!(parse(line).is_err(), "{line}");
    }
}
