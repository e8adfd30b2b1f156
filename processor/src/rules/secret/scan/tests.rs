use super::*;

fn found(text: &str) -> Vec<(&str, &str)> {
    let mut hits = Vec::new();
    scan(text, &mut hits);
    hits.into_iter().map(|hit| (hit.term, text.get(hit.span).unwrap())).collect()
}

/// A body of the right length that is no real key.
fn body(format: &super::super::formats::Format) -> String {
    "0AF7EDA9BC3D5E1F20".chars().cycle().take(format.length.0).collect()
}

#[test]
fn tokens_of_every_form_are_found_whole() {
    for format in FORMATS {
        let token = format!("{}{}", format.prefix, body(format));
        for text in [
            token.clone(),
            format!("use {token}."),
            format!("key=\"{token}\""),
            format!("({token}),"),
            format!("`{token}`"),
        ] {
            assert_eq!(found(&text), [(format.term, token.as_str())], "{text}");
        }
        let short: String = token.chars().take(format.prefix.len() + 3).collect();
        assert_eq!(found(&short), [], "{short}");
    }
}

#[test]
fn other_secrets_are_found_by_their_form() {
    let jwt = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U";
    assert_eq!(found(&format!("token {jwt}!")), [("json-web-token", jwt)]);
    let aws = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
    assert_eq!(found(&format!("aws creds: {aws}")), [("aws-secret-key", aws)]);
    assert_eq!(found("git sha 356a192b7913b04c54574d18c28d46e6395428ab"), []);
    assert_eq!(found("postgres://app:hunter2@db.example.com/x"), [("url-password", "hunter2")]);
    assert_eq!(found("https://example.com:8080/@x"), []);
    let key = "-----BEGIN RSA PRIVATE KEY-----\nMIIEpAIBAAKCAQEA\nq83v==\n-----END RSA PRIVATE KEY-----";
    assert_eq!(found(&format!("here: {key} thanks")), [("private-key", key)]);
    let cut = "-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXktdjE";
    assert_eq!(found(cut), [("private-key", cut)]);
    assert_eq!(found("-----BEGIN CERTIFICATE-----\nMIID\n-----END CERTIFICATE-----"), []);
}

#[test]
fn assigned_secrets_are_found_without_their_names() {
    for (text, secret) in [
        ("password: hunter2", "hunter2"),
        ("Password = Tr0ub4dor&3", "Tr0ub4dor&3"),
        ("my password is hunter2.", "hunter2"),
        ("my password is Summer2024!", "Summer2024!"),
        ("the pwd was 123456", "123456"),
        ("DB_PASSWORD=correcthorsebattery", "correcthorsebattery"),
        ("{\"password\": \"letmein\"}", "letmein"),
        ("pass: s3cr3t!x, ok", "s3cr3t!x"),
        ("api key: 9f8e7d6c5b4a3210ffee", "9f8e7d6c5b4a3210ffee"),
        ("x-api-key: 9f8e7d6c5b4a3210ffee", "9f8e7d6c5b4a3210ffee"),
        ("apiKey='a1B2c3D4e5F6g7H8'", "a1B2c3D4e5F6g7H8"),
        ("client_secret=a1B2c3D4e5F6g7H8", "a1B2c3D4e5F6g7H8"),
        ("Authorization: Bearer a1B2c3D4e5F6g7H8i9", "a1B2c3D4e5F6g7H8i9"),
        ("bearer i1B2c3D4e5F6", "i1B2c3D4e5F6"),
        ("bearer was1B2c3D4e5", "was1B2c3D4e5"),
        ("access_token => a1B2c3D4e5F6g7H8", "a1B2c3D4e5F6g7H8"),
        ("passwords: hunter2 hunter3", "hunter2"),
    ] {
        assert_eq!(found(text).iter().map(|(_, span)| *span).collect::<Vec<_>>(), [secret], "{text}");
    }
}

#[test]
fn talk_about_secrets_is_left() {
    for text in [
        "I forgot my password again",
        "password is required",
        "my password is wrong",
        "Password: required",
        "password: ********",
        "password: <your password>",
        "password=${DB_PASSWORD}",
        "password: null",
        "password: [SECRET]",
        "the secret is out",
        "secret: he loves her",
        "token: word",
        "api key: yes please",
        "the key is under the mat",
        "passing: 12345",
        "sk-learn-is-a-nice-library-for-machine-learning",
        "my key-board is broken",
        "task-12345678901234567890123456789012",
        "bearer of bad news",
        "550e8400-e29b-41d4-a716-446655440000",
        "supercalifragilisticexpialidocious",
        "passed the test: 100%",
    ] {
        assert_eq!(found(text), [], "{text}");
    }
}

#[test]
fn links_that_are_made_to_be_passed_on_stay_whole() {
    for link in [
        "https://us02web.zoom.us/j/17058391112?pwd=09EC6G8EaG6dhgiBCjGafgaai2FBDhdH",
        "https://b.s3.amazonaws.com/a.png?X-Amz-Credential=AKIAOUTF2XKSBLG7LPPE%2F20240101%2Fs3&X-Amz-Expires=300",
        "https://b.s3.amazonaws.com/a.png?X-Amz-Credential=AKIAOUTF2XKSBLG7LPPE/20240101/s3&X-Amz-Security-Token=IQoJb3JpZ2luX2VjE20fd5d9",
        "https://firebasestorage.googleapis.com/o/img.png?alt=media&token=e2cf4954-2671-8c30-29a7-a793ff516342",
    ] {
        assert_eq!(found(link), [], "{link}");
    }
    let key = "https://api.example.com/?api_key=9f8e7d6c5b4a3210ffee";
    assert_eq!(found(key), [("key", "9f8e7d6c5b4a3210ffee")]);
    assert_eq!(found("https://x.example/?id=AKIAOUTF2XKSBLG7LPPE")[0].1, "AKIAOUTF2XKSBLG7LPPE");
    assert_eq!(found("?token=9f8e7d6c5b4a3210ffee")[0].1, "9f8e7d6c5b4a3210ffee");
}

#[test]
fn nothing_is_found_where_nothing_shows_from_afar() {
    use crate::rule::Needs;
    use crate::rules::personal::tests::nothing_is_found_without_what_is_needed;
    let examples = [
        "AKIAIOSFODNN7EXAMPLE",
        "pw=1234",
        "my pass is h4nter",
        "pwd: 'correct horse'",
        "contrasena = s3creta",
        "Kennwort: Sommer2024",
        "bearer a1B2c3D4e5F6",
        "api key: a1B2c3D4e5F6",
        "token is a1B2c3D4e5F6",
        "secrets => a1B2c3D4e5F6",
        "credential: a1B2c3D4e5F6",
        "ftp://ann:x@example.com",
        "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIx",
        "-----BEGIN PRIVATE KEY-----",
    ];
    nothing_is_found_without_what_is_needed(&examples, Needs::default(), |text, hits| {
        let mut all = Vec::new();
        tokens(text, &mut all);
        assert!(all.is_empty() || may_hold_secret(text.as_bytes()), "{text:?}");
        hits.extend(all);
    });
}
