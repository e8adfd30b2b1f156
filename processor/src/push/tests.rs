use crate::event::PushNotification;
use crate::message::Message;
use crate::testing;

fn following(content: &str, body: &str, new: &str) -> Option<String> {
    let mut event = testing::event(content);
    event.message_mut().push =
        Some(PushNotification { body: Some(body.to_owned()), ..PushNotification::default() });
    Message::of(&event).push_body_following(new)
}

#[test]
fn a_body_that_shows_the_content_or_its_beginning_follows_an_edit() {
    for (content, body, new, expected) in [
        ("my card 4111", "my card 4111", "my card ****", Some("my card ****")),
        ("my card 4111 thanks", "my card 41…", "my card **** thanks", Some("my card **…")),
        ("my card 4111 thanks", "my card 41...", "my card **** thanks", Some("my card **...")),
        ("my card 4111 thanks", "my card 41", "my card [CARD] thanks", Some("my card [C")),
        ("my card 4111 thanks", "my card 4111 th…", "card", Some("card")),
        ("my card 4111", "New message", "my card ****", None),
        ("my card 4111", "", "my card ****", None),
        ("my card 4111", "…", "my card ****", None),
        ("my card", "my card", "my card", None),
    ] {
        assert_eq!(following(content, body, new).as_deref(), expected, "{body}");
    }
}

#[test]
fn a_body_never_outgrows_its_limit_and_is_cut_between_characters() {
    let content = "a".repeat(150);
    let new = "👩‍👩‍👧".repeat(100);
    let body = following(&content, &content, &new).unwrap();
    assert_eq!(body, "👩‍👩‍👧".repeat(30));
}
