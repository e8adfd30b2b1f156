//! Rules that are not asked about every message: conditions, shares, overlays.

use super::*;
use crate::event::ChannelArn;

const INSTANCE: &str =
    "arn:aws:chime:us-east-1:111122223333:app-instance/6c0f2f0e-1d0f-4b5c-9a51-6f3f3f1b2a10";

/// A message of a user in a channel.
fn message(content: &str, user: &str, channel: &str) -> Message {
    let mut event = testing::event(content);
    event.message_mut().sender.arn = Some(format!("{INSTANCE}/{user}"));
    event.message_mut().channel_arn = ChannelArn::new(format!("{INSTANCE}/channel/{channel}")).unwrap();
    Message::of(&event)
}

/// The ids of the rules that were asked, and what of a message `darn heck` was left.
fn left(pipeline: &Pipeline, user: &str, channel: &str) -> String {
    let message = message("darn heck", user, channel);
    match outcome(pipeline, &message).decision {
        Decision::NoChange => "darn heck".to_owned(),
        Decision::Deny(_) => "denied".to_owned(),
        Decision::Update(patch) => patch.get().content.clone().unwrap(),
    }
}

#[test]
fn a_rule_is_asked_only_where_its_condition_holds() {
    let rule = "use: words, with: { words: [darn], then: mask, in: [content] }";
    let yaml = format!(
        "version: 1\nrules: [{{ id: a, {rule}, when: 'sender.is_bot && size(message.content) > 5' }}]\n"
    );
    let pipeline = parse(&yaml).unwrap();
    assert_eq!(left(&pipeline, "bot/b", "c"), "**** heck");
    assert_eq!(left(&pipeline, "user/alice", "c"), "darn heck");
    let step = outcome(&pipeline, &message("darn", "bot/b", "c")).steps.remove(0);
    assert!(matches!(step.result, StepResult::NotApplied("when")));
}

#[test]
fn a_condition_can_ask_what_was_found_before() {
    let yaml = "\
version: 1
rules:
  - { id: cards, use: card-number, with: { then: mask } }
  - { id: strict, use: words, with: { words: [darn], then: deny }, when: '\"card-number\" in found' }
";
    let pipeline = parse(yaml).unwrap();
    assert_eq!(decision(&pipeline, "darn"), Decision::NoChange);
    assert!(matches!(decision(&pipeline, "darn, pay with 4111 1111 1111 1111"), Decision::Deny(_)));
}

#[test]
fn what_is_wrong_with_a_condition_stands_at_its_character() {
    let yaml = "\
version: 1
rules:
  - id: a
    use: words
    with: { words: [darn], then: mask }
    when: >-
      sender.is_bot &&
      message.contnt == 'x' &&
      sender.nmae == 'y'
  - { id: b, use: words, with: { words: [darn], then: mask }, when: true }
";
    assert_eq!(
        errors(yaml),
        [
            "8:15: unknown field of `message` `contnt`; did you mean `content`?",
            "9:14: unknown field of `sender` `nmae`; did you mean `name`?",
            "10:69: expected a condition such as `sender.is_bot`, found `true`; put text that looks like something else in quotes",
        ]
    );
}

#[test]
fn a_condition_that_fails_counts_as_its_rule_says() {
    let run = |on_failure: &str| {
        let rule = "use: words, with: { words: [darn], then: mask }, when: 'attributes.role[0] == \"x\"'";
        let yaml = format!("version: 1\nrules: [{{ id: a, {rule}, on_failure: {on_failure} }}]\n");
        decision(&parse(&yaml).unwrap(), "darn")
    };
    assert_eq!(run("skip"), Decision::NoChange);
    assert!(matches!(run("deny"), Decision::Deny(_)));
}

#[test]
fn a_share_of_the_channels_or_senders_is_asked_about() {
    let rollout = |rollout: &str| {
        let rule = "use: words, with: { words: [darn], then: mask, in: [content] }";
        parse(&format!("version: 1\nrules: [{{ id: a, {rule}, rollout: {rollout} }}]\n")).unwrap()
    };
    let asked = |pipeline: &Pipeline, user: &dyn Fn(u32) -> String, channel: &dyn Fn(u32) -> String| {
        (0..300).filter(|n| left(pipeline, &user(*n), &channel(*n)) != "darn heck").count()
    };
    let (one, many) = (|_| "user/a".to_owned(), |n: u32| format!("user/{n}"));
    let (same, channels) = (|_| "c".to_owned(), |n: u32| n.to_string());
    assert_eq!(asked(&rollout("100%"), &many, &channels), 300);
    assert_eq!(asked(&rollout("0%"), &many, &channels), 0);
    let half = rollout("50%");
    assert!((100..200).contains(&asked(&half, &one, &channels)));
    assert!([0, 300].contains(&asked(&half, &many, &same)), "all of a channel are in or out");
    let by_sender = rollout("{ percent: 50%, by: sender }");
    assert!((100..200).contains(&asked(&by_sender, &many, &same)));
    assert!([0, 300].contains(&asked(&by_sender, &one, &channels)));
    let steps = outcome(&rollout("0%"), &testing::message("darn")).steps;
    assert!(matches!(steps[0].result, StepResult::NotApplied("rollout")));
}

#[test]
fn a_share_that_is_none_is_refused() {
    let cases = [
        ("10", "4:14: expected a share from `0%` to `100%`, with at most two decimals, found `10`"),
        ("101%", "4:14: expected a share from `0%` to `100%`, with at most two decimals, found `101%`"),
        ("{ by: sender }", "4:14: `percent` is missing; write `{ percent: 10%, by: sender }`"),
        ("{ percent: 5%, by: usr }", "4:33: unknown value `usr`; known are `channel`, `sender`"),
        ("{ percent: 5%, on: sender }", "4:29: unknown key `on`; known are `percent`, `by`"),
    ];
    for (rollout, expected) in cases {
        assert_eq!(errors(&with_rule(&format!("rollout: {rollout}"))), [expected], "{rollout}");
    }
}

const OVERLAYS: &str = "\
version: 1
groups:
  staff: ['*/user/staff-*', 'arn:aws:chime:us-east-1:111122223333:app-instance/6c0f2f0e-1d0f-4b5c-9a51-6f3f3f1b2a10/user/boss']
rules:
  - { id: darn, use: words, with: { words: [darn], then: mask, in: [content] } }
  - { id: heck, use: words, with: { words: [heck], then: remove, in: [content] } }
overlays:
  - for: { sender: staff }
    rules:
      - { id: darn, mode: off }
      - { id: heck, with: { then: mask } }
  - for: { channel: ['*/channel/games', '*/channel/fun'], sender: '*' }
    rules: [{ id: darn, with: { words: [dang] } }]
  - for: { app_instance: '*/6c0f2f0e-*', sender: '*/user/troll' }
    rules: [{ id: heck, with: { then: deny }, when: 'message.content.contains(\"heck\")' }]
";

#[test]
fn the_last_overlay_that_is_for_a_message_changes_a_rule() {
    let pipeline = parse(OVERLAYS).unwrap();
    let cases = [
        ("user/alice", "main", "****"),
        ("user/staff-7", "main", "darn ****"),
        ("user/boss", "main", "darn ****"),
        ("user/bossy", "main", "****"),
        ("user/alice", "games", "darn"),
        ("user/staff-7", "fun", "darn ****"),
        ("user/troll", "main", "denied"),
    ];
    for (user, channel, expected) in cases {
        assert_eq!(left(&pipeline, user, channel), expected, "{user} {channel}");
    }
    assert_eq!(pipeline.ids().collect::<Vec<_>>(), ["darn", "heck"]);
    let steps = outcome(&pipeline, &message("x", "user/staff-7", "main")).steps;
    assert_eq!(steps.iter().map(|step| &*step.rule).collect::<Vec<_>>(), ["heck"]);
}

#[test]
fn everything_that_is_wrong_with_overlays_is_said() {
    let yaml = "\
version: 1
groups:
  Staff: [arn:x]
  team: [alice, 7]
rules: [{ id: darn, use: words, with: { words: [darn], then: mask } }]
overlays:
  - for: { sender: taem, user: x }
    rules: [{ id: drn, mode: off }, { id: darn, mode: offf }, { id: darn, mode: off }]
  - for: {}
    rules: [{ mode: off }, { id: darn, with: { wrods: [a] } }]
  - rules: []
  - for: { channel: [] }
";
    assert_eq!(
        errors(yaml),
        [
            "3:3: a group's name is of lower-case letters, digits, `-`, `_` or `.`, found `Staff`",
            "4:10: expected an ARN, or a pattern of one such as `*/user/alice`, found `alice`",
            "4:17: expected an ARN, found `7`; put text that looks like something else in quotes",
            "7:20: unknown group `taem`; did you mean `team`?",
            "7:26: unknown key `user`; known are `channel`, `app_instance`, `sender`",
            "8:19: no rule has the id `drn`; did you mean `darn`?",
            "8:55: unknown value `offf`; did you mean `off`?",
            "8:69: this overlay changes `darn` already",
            "9:10: the overlay would be for every message; change the rules themselves",
            "10:13: the change has no `id`; name the rule that it changes",
            "10:48: unknown option `wrods`; did you mean `words`?",
            "11:5: the overlay has no `for`; name some of `channel`, `app_instance`, `sender`",
            "12:5: the overlay has no `rules`; list the rules that it changes",
            "12:21: `channel` names nobody",
        ]
    );
}

#[test]
fn a_group_may_be_a_file_with_an_arn_on_each_line() {
    let directory = tempfile::tempdir().unwrap();
    let yaml = OVERLAYS
        .replace("staff: ['*/user/staff-*', ", "staff: { file: staff.txt }\n  others: ['*/user/nobody', ");
    std::fs::write(directory.path().join("main.yaml"), &yaml).unwrap();
    std::fs::write(directory.path().join("staff.txt"), "# ours\n\n*/user/staff-*\n").unwrap();
    let load = || Rulebook::load(directory.path().join("main.yaml"), &Registry::default());
    assert_eq!(left(&load().unwrap().into_pipeline(), "user/staff-7", "main"), "darn ****");
    std::fs::write(directory.path().join("staff.txt"), "*/user/staff-*\nalice\n").unwrap();
    let errors = load().map(|_| ()).unwrap_err().to_string();
    assert!(errors.ends_with("main.yaml:3:18: in its line 2: expected an ARN, or a pattern of one such as `*/user/alice`, found `alice`"), "{errors}");
}

#[test]
fn overlays_are_at_most_sixty_four() {
    let overlay = "  - { for: { sender: '*' }, rules: [{ id: it, mode: off }] }\n";
    let with = |count: usize| with_rule("mode: enforce") + "overlays:\n" + &overlay.repeat(count);
    assert_eq!(errors(&with(64)), [""; 0]);
    assert_eq!(errors(&with(65)), ["72:5: a rulebook has at most 64 overlays"]);
}
