//! Keys and tokens that can be told by how they begin, as their issuers document them.

/// A kind of token: how it begins, and what follows.
pub(super) struct Format {
    pub(super) term: &'static str,
    pub(super) prefix: &'static str,
    pub(super) body: Body,
    /// Characters after the prefix, at least and at most.
    pub(super) length: (usize, usize),
}

/// The characters of a body.
#[derive(Clone, Copy)]
pub(super) enum Body {
    /// Capital letters and digits.
    Capitals,
    /// `0` to `9`, `a` to `f`.
    Hex,
    /// Letters and digits.
    Letters,
    /// Letters, digits, `-` and `_`.
    Url,
    /// Letters, digits, `-`, `_` and `.`.
    Dotted,
    /// Letters, digits, `+`, `/` and `=`.
    Base64,
}

impl Body {
    pub(super) fn holds(self, byte: u8) -> bool {
        match self {
            Self::Capitals => byte.is_ascii_uppercase() || byte.is_ascii_digit(),
            Self::Hex => byte.is_ascii_hexdigit(),
            Self::Letters => byte.is_ascii_alphanumeric(),
            Self::Url => byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'),
            Self::Dotted => byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.'),
            Self::Base64 => byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'='),
        }
    }
}

use Body::{Base64, Capitals, Dotted, Hex, Letters, Url};

const fn of(term: &'static str, prefix: &'static str, body: Body, least: usize, most: usize) -> Format {
    Format { term, prefix, body, length: (least, most) }
}

/// Longer prefixes stand before the shorter ones that begin them.
#[rustfmt::skip]
pub(super) const FORMATS: &[Format] = &[
    of("aws-access-key", "AKIA", Capitals, 16, 16), of("aws-access-key", "ASIA", Capitals, 16, 16),
    of("aws-access-key", "ABIA", Capitals, 16, 16), of("aws-access-key", "ACCA", Capitals, 16, 16),
    of("github-token", "github_pat_", Url, 60, 100), of("github-token", "ghp_", Letters, 36, 255), of("github-token", "gho_", Letters, 36, 255),
    of("github-token", "ghu_", Letters, 36, 255), of("github-token", "ghs_", Letters, 36, 255), of("github-token", "ghr_", Letters, 36, 255),
    of("gitlab-token", "glpat-", Dotted, 20, 300), of("gitlab-token", "gldt-", Url, 20, 60), of("gitlab-token", "glptt-", Hex, 40, 40),
    of("gitlab-token", "glrt-", Dotted, 20, 300), of("gitlab-token", "glcbt-", Dotted, 20, 300), of("gitlab-token", "glsoat-", Url, 20, 60),
    of("slack-token", "xoxb-", Url, 20, 255), of("slack-token", "xoxp-", Url, 20, 255), of("slack-token", "xoxa-", Url, 20, 255),
    of("slack-token", "xoxr-", Url, 20, 255), of("slack-token", "xoxs-", Url, 20, 255), of("slack-token", "xoxe-", Url, 20, 255), of("slack-token", "xapp-", Url, 20, 255),
    of("stripe-key", "sk_live_", Letters, 16, 255), of("stripe-key", "sk_test_", Letters, 16, 255), of("stripe-key", "rk_live_", Letters, 16, 255),
    of("stripe-key", "rk_test_", Letters, 16, 255), of("stripe-key", "whsec_", Base64, 24, 100),
    of("google-api-key", "AIza", Url, 35, 35), of("google-oauth", "GOCSPX-", Url, 24, 40), of("google-oauth", "ya29.", Url, 20, 1000),
    of("anthropic-key", "sk-ant-", Url, 32, 200), of("openai-key", "sk-proj-", Url, 32, 200), of("openai-key", "sk-svcacct-", Url, 32, 200), of("openai-key", "sk-admin-", Url, 32, 200),
    of("openrouter-key", "sk-or-v1-", Hex, 64, 64), of("openai-key", "sk-", Letters, 32, 64), of("xai-key", "xai-", Letters, 60, 120), of("groq-key", "gsk_", Letters, 40, 80),
    of("huggingface-token", "hf_", Letters, 30, 60), of("replicate-token", "r8_", Letters, 30, 60), of("perplexity-key", "pplx-", Letters, 40, 80),
    of("twilio-key", "SK", Hex, 32, 32), of("sendgrid-key", "SG.", Dotted, 60, 80), of("mailgun-key", "key-", Hex, 32, 32), of("mailchimp-key", "md-", Url, 22, 22),
    of("npm-token", "npm_", Letters, 36, 36), of("pypi-token", "pypi-", Url, 50, 300), of("rubygems-key", "rubygems_", Hex, 48, 48), of("crates-io-token", "cio", Letters, 32, 32),
    of("docker-token", "dckr_pat_", Url, 20, 60), of("digitalocean-token", "dop_v1_", Hex, 64, 64), of("digitalocean-token", "doo_v1_", Hex, 64, 64),
    of("shopify-token", "shpat_", Hex, 32, 32), of("shopify-token", "shpca_", Hex, 32, 32), of("shopify-token", "shppa_", Hex, 32, 32), of("shopify-token", "shpss_", Hex, 32, 32),
    of("square-token", "sq0atp-", Url, 22, 22), of("square-token", "sq0csp-", Url, 43, 43), of("square-token", "EAAA", Url, 60, 64),
    of("databricks-token", "dapi", Hex, 32, 34), of("vault-token", "hvs.", Url, 24, 200), of("vault-token", "hvb.", Url, 24, 300),
    of("linear-key", "lin_api_", Letters, 32, 60), of("postman-key", "PMAK-", Url, 59, 59), of("notion-token", "ntn_", Letters, 40, 60), of("notion-token", "secret_", Letters, 43, 43),
    of("atlassian-token", "ATATT3", Base64, 150, 250), of("figma-token", "figd_", Url, 36, 60), of("sentry-token", "sntrys_", Base64, 60, 250), of("sentry-token", "sntryu_", Hex, 64, 64),
    of("new-relic-key", "NRAK-", Capitals, 27, 27), of("grafana-token", "glsa_", Url, 41, 60), of("grafana-token", "glc_", Base64, 32, 400), of("heroku-key", "HRKU-", Url, 36, 80),
    of("airtable-token", "pat", Dotted, 79, 79), of("pulumi-token", "pul-", Hex, 40, 40), of("doppler-token", "dp.pt.", Letters, 43, 43), of("easypost-key", "EZAK", Letters, 54, 54),
    of("age-key", "AGE-SECRET-KEY-1", Capitals, 58, 58), of("supabase-key", "sbp_", Hex, 40, 40), of("planetscale-token", "pscale_tkn_", Dotted, 32, 64), of("typeform-token", "tfp_", Dotted, 40, 80),
    of("dynatrace-token", "dt0c01.", Dotted, 80, 100), of("buildkite-token", "bkua_", Hex, 40, 40), of("azure-storage-key", "AccountKey=", Base64, 64, 88), of("azure-signature", "SharedAccessKey=", Base64, 43, 44),
];

/// Whether some prefix begins with these two bytes. Few words begin so.
pub(super) fn may_begin([first, second]: [u8; 2]) -> bool {
    second < 0x80 && SECONDS.get(usize::from(first)).is_some_and(|seconds| seconds >> second & 1 == 1)
}

/// For each ASCII character with which some prefix begins, a bit for each that comes next in one.
static SECONDS: [u128; 128] = {
    let mut seconds = [0; 128];
    let mut rest = FORMATS;
    while let [format, more @ ..] = rest {
        if let [first, second, ..] = format.prefix.as_bytes() {
            #[expect(clippy::indexing_slicing, reason = "prefixes are ASCII; runs at build")]
            {
                seconds[*first as usize] |= 1 << *second;
            }
        }
        rest = more;
    }
    seconds
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_begins_like_a_token_may_be_one_and_most_words_are_none() {
        for format in FORMATS {
            assert!(format.prefix.len() > 1 && may_begin(*format.prefix.as_bytes().first_chunk().unwrap()));
        }
        for pair in [*b"an", *b"to", *b"19", [0, 0], [b'a', 0xff], [0xff, b'a']] {
            assert!(!may_begin(pair), "{pair:?}");
        }
    }
}
