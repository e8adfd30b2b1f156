//! `rollout`: a rule for a share of the channels or senders, always the same ones.

use crate::message::Message;

/// What is in or out as one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum By {
    #[default]
    Channel,
    Sender,
}

/// Which messages a rule is asked about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Rollout {
    /// Hundredths of a percent.
    share: u32,
    by: By,
}

/// Hundredths of a percent in all.
const WHOLE: u32 = 10_000;

impl Rollout {
    /// Reads `10%` or `0.25%`.
    pub(super) fn percent(text: &str) -> Option<Self> {
        let number = text.strip_suffix('%')?.trim_end();
        let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
        let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        if whole.is_empty() || whole.len() > 3 || fraction.len() > 2 || !digits(whole) || !digits(fraction) {
            return None;
        }
        let share = whole.parse::<u32>().ok()? * 100 + format!("{fraction:0<2}").parse::<u32>().ok()?;
        (share <= WHOLE && !number.ends_with('.')).then_some(Self { share, by: By::default() })
    }

    pub(super) fn by(self, by: By) -> Self {
        Self { by, ..self }
    }

    /// Whether a message is among those that the rule is asked about. A greater share holds every message that
    /// a smaller one holds; shares of different rules are independent.
    pub(super) fn holds(self, rule: &str, message: &Message) -> bool {
        let key = match self.by {
            By::Channel => message.channel_arn(),
            By::Sender => message.sender_arn().unwrap_or_default(),
        };
        bucket(rule, key) < self.share
    }
}

/// A number below 10,000 for a rule and an ARN, the same on every machine and in every version: FNV-1a of
/// 64 bits over the id, a zero byte and the ARN, finished as `MurmurHash3` finishes, modulo 10,000.
fn bucket(rule: &str, key: &str) -> u32 {
    let bytes = rule.bytes().chain([0]).chain(key.bytes());
    let mut hash = bytes.fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    });
    for factor in [0xff51_afd7_ed55_8ccd, 0xc4ce_b9fe_1a85_ec53] {
        hash = (hash ^ (hash >> 33)).wrapping_mul(factor);
    }
    hash ^= hash >> 33;
    u32::try_from(hash % u64::from(WHOLE)).unwrap_or(WHOLE)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing;

    #[test]
    fn a_share_is_a_percentage_of_at_most_two_decimals() {
        let shares = [("10%", 1_000), ("0%", 0), ("100%", 10_000), ("0.25%", 25), ("12.5 %", 1_250)];
        for (text, share) in shares {
            assert_eq!(Rollout::percent(text), Some(Rollout { share, by: By::Channel }), "{text}");
        }
        for text in ["10", "101%", "-1%", "%", "1.%", ".5%", "1.234%", "1e1%", "١%", "100.01%", ""] {
            assert_eq!(Rollout::percent(text), None, "{text}");
        }
    }

    #[test]
    fn the_numbers_are_those_that_were_promised() {
        let cases = [
            ("a", "", 2981),
            ("a", "arn:aws:chime:us-east-1:111122223333:app-instance/x/channel/y", 6046),
            ("long-messages", "arn:aws:chime:us-east-1:111122223333:app-instance/x/user/alice", 6325),
        ];
        for (rule, key, expected) in cases {
            assert_eq!(bucket(rule, key), expected, "{rule} {key}");
        }
    }

    #[test]
    fn a_share_holds_about_its_part_and_every_smaller_share() {
        let share = |percent: &str, rule: &str| -> Vec<usize> {
            let rollout = Rollout::percent(percent).unwrap();
            (0..5_000)
                .filter(|n| bucket(rule, &format!("arn:aws:chime:channel/{n}")) < rollout.share)
                .collect()
        };
        let (tenth, half) = (share("10%", "a"), share("50%", "a"));
        assert!((420..580).contains(&tenth.len()), "{}", tenth.len());
        assert!((2_350..2_650).contains(&half.len()), "{}", half.len());
        assert!(tenth.iter().all(|n| half.contains(n)));
        let other = share("10%", "b");
        let both = tenth.iter().filter(|n| other.contains(n)).count();
        assert!((20..85).contains(&both), "two rules pick at random: {both}");
    }

    #[test]
    fn a_channel_or_a_sender_is_in_or_out_as_one() {
        let message = testing::message("x");
        let all = Rollout::percent("100%").unwrap();
        assert!(all.holds("a", &message) && all.by(By::Sender).holds("a", &message));
        assert!(!Rollout::percent("0%").unwrap().holds("a", &message));
        let own = |by: By, key: &str| {
            let share = bucket("a", key);
            assert!(!Rollout { share, by }.holds("a", &message));
            assert!(Rollout { share: share + 1, by }.holds("a", &message));
        };
        own(By::Channel, message.channel_arn());
        own(By::Sender, message.sender_arn().unwrap());
    }
}
