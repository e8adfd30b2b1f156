//! Which identifiers are known, how they are written, and which words announce them.

use std::ops::RangeInclusive;

use super::digit_checks as digits;
use super::letter_checks as letters;
use crate::rules::personal::bytes::Bytes;

/// One kind of identifier.
#[derive(Debug)]
pub(super) struct Id {
    /// The country's ISO 3166-1 code in small letters, a hyphen, and a name.
    pub(super) term: &'static str,
    /// How it is written: `9` a digit, `A` a letter, `X` either, `S` a sign of the century (`-`, `+` or a letter),
    /// `-` a separator, `~` perhaps a separator, brackets themselves.
    pub(super) layouts: &'static [(&'static str, Needs)],
    pub(super) check: Check,
    /// The words that announce it.
    pub(super) words: &'static [&'static str],
}

/// What has to hold besides the layout and the check.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Needs {
    /// Nothing: no other numbers are written so and pass.
    Nothing,
    /// One of its words near, for other numbers look the same.
    Word,
}

#[derive(Clone, Copy, Debug)]
pub(super) enum Check {
    /// The digits as numbers.
    Digits(fn(&[u8]) -> bool),
    /// Capital letters and digits.
    Chars(fn(&[u8]) -> bool),
}

use Check::{Chars, Digits};
use Needs::{Nothing, Word};

const fn id(
    term: &'static str,
    layouts: &'static [(&'static str, Needs)],
    check: Check,
    words: &'static [&'static str],
) -> Id {
    Id { term, layouts, check, words }
}

/// Those that need no word come first.
#[rustfmt::skip]
pub(super) const IDS: &[Id] = &[
    id("us-ssn", &[("999-99-9999", Nothing), ("999999999", Word)], Digits(digits::us_ssn), &["ssn", "social", "socials", "social security", "ss", "sss"]),
    id("us-itin", &[("999-99-9999", Nothing), ("999999999", Word)], Digits(digits::us_itin), &["itin", "tin", "taxpayer", "tax id"]),
    id("gb-nino", &[("AA~99~99~99~A", Nothing)], Chars(letters::gb_nino), &["nino", "national insurance", "ni", "insurance"]),
    id("fr-nir", &[("9~99~99~XX~999~999~99", Nothing)], Chars(letters::fr_nir), &["nir", "insee", "securite", "secu", "vitale"]),
    id("es-dni", &[("99999999~A", Nothing), ("99-999-999~A", Nothing)], Chars(letters::es_dni), &["dni", "nif", "documento"]),
    id("es-nie", &[("A~9999999~A", Nothing)], Chars(letters::es_nie), &["nie", "extranjero"]),
    id("it-fiscal-code", &[("AAA~AAA~XXAXX~AXXXA", Nothing)], Chars(letters::it_fiscal_code), &["codice", "fiscale", "cf"]),
    id("fi-hetu", &[("999999S999X", Nothing)], Chars(letters::fi_hetu), &["hetu", "henkilotunnus"]),
    id("se-personal-number", &[("999999-9999", Nothing), ("99999999-9999", Nothing), ("999999+9999", Nothing), ("9999999999", Word), ("999999999999", Word)],
        Digits(digits::se_personal_number), &["personnummer", "pnr", "samordningsnummer", "personal number"]),
    id("no-birth-number", &[("999999~99999", Nothing)], Digits(digits::no_birth_number), &["fodselsnummer", "personnummer", "fnr"]),
    id("be-register", &[("99-99-99-999-99", Nothing), ("99999999999", Word)], Digits(digits::be_register), &["rijksregister*", "registre", "insz", "niss", "nrn"]),
    id("ch-ahv", &[("999~9999~9999~99", Nothing)], Digits(digits::ch_ahv), &["ahv", "avs"]),
    id("br-cpf", &[("999-999-999-99", Nothing), ("99999999999", Word)], Digits(digits::br_cpf), &["cpf"]),
    id("ar-cuil", &[("99-99999999-9", Nothing), ("99999999999", Word)], Digits(digits::ar_cuil), &["cuil", "cuit"]),
    id("cl-rut", &[("99-999-999-X", Nothing), ("9-999-999-X", Nothing), ("99999999-X", Word), ("9999999-X", Word)], Chars(letters::cl_rut), &["rut", "run"]),
    id("mx-curp", &[("AAAA999999AAAAAAX9", Nothing)], Chars(letters::mx_curp), &["curp"]),
    id("cn-resident-id", &[("99999999999999999X", Nothing)], Chars(letters::cn_resident_id), &["shenfenzheng", "resident"]),
    id("kr-rrn", &[("999999-9999999", Nothing), ("9999999999999", Word)], Digits(digits::kr_rrn), &["rrn", "jumin", "resident"]),
    id("tw-id", &[("A999999999", Nothing)], Chars(letters::tw_id), &["national id"]),
    id("hk-id", &[("A999999(X)", Nothing), ("AA999999(X)", Nothing)], Chars(letters::hk_id), &["hkid"]),
    id("sg-nric", &[("A9999999A", Nothing)], Chars(letters::sg_nric), &["nric", "fin"]),
    id("in-pan", &[("AAAAA9999A", Nothing)], Chars(letters::in_pan), &["pan", "permanent account"]),
    id("pk-cnic", &[("99999-9999999-9", Nothing)], Digits(digits::pk_cnic), &["cnic", "nic"]),
    id("my-nric", &[("999999-99-9999", Nothing), ("999999999999", Word)], Digits(digits::my_nric), &["mykad", "nric", "ic"]),
    id("th-id", &[("9-9999-99999-99-9", Nothing), ("9999999999999", Word)], Digits(digits::th_id), &["thai", "citizen"]),
    id("ru-snils", &[("999-999-999-99", Nothing), ("99999999999", Word)], Digits(digits::ru_snils), &["snils", "снилс"]),
    id("cz-birth-number", &[("999999/9999", Nothing), ("9999999999", Word)], Digits(digits::cz_birth_number), &["rodne", "rodni"]),
    id("de-pension", &[("99~999999~A~999", Nothing)], Chars(letters::de_pension), &["rentenversicherung*", "sozialversicherung*", "rvnr", "svnr"]),
    id("ru-inn", &[("999999999999", Word)], Digits(digits::ru_inn), &["inn", "инн"]),
    id("gb-nhs", &[("999~999~9999", Word)], Digits(digits::gb_nhs), &["nhs"]),
    id("ca-sin", &[("999~999~999", Word)], Digits(digits::ca_sin), &["sin", "social insurance", "nas"]),
    id("de-tax-id", &[("99~999~999~999", Word)], Digits(digits::de_tax_id), &["steuer*", "idnr", "tin", "tax id", "tax"]),
    id("nl-bsn", &[("999999999", Word), ("9999-99-999", Word), ("999-999-999", Word)], Digits(digits::nl_bsn), &["bsn", "burgerservicenummer", "sofi*"]),
    id("pl-pesel", &[("99999999999", Word)], Digits(digits::pl_pesel), &["pesel"]),
    id("dk-cpr", &[("999999~9999", Word)], Digits(digits::dk_cpr), &["cpr", "personnummer"]),
    id("in-aadhaar", &[("9999~9999~9999", Word)], Digits(digits::in_aadhaar), &["aadhaar", "aadhar", "adhar", "uidai", "uid"]),
    id("au-tfn", &[("999~999~999", Word)], Digits(digits::au_tfn), &["tfn", "tax file"]),
    id("au-medicare", &[("9999~99999~9", Word)], Digits(digits::au_medicare), &["medicare"]),
    id("za-id", &[("999999~9999~99~9", Word)], Digits(digits::za_id), &["id", "identity", "rsa"]),
    id("tr-identity", &[("99999999999", Word)], Digits(digits::tr_identity), &["tc", "tckn", "kimlik"]),
    id("ie-pps", &[("9999999~A", Word), ("9999999~AA", Word)], Chars(letters::ie_pps), &["pps", "ppsn"]),
    id("il-id", &[("999999999", Word)], Digits(digits::il_id), &["teudat", "zehut", "israeli"]),
    id("pt-nif", &[("999~999~999", Word)], Digits(digits::pt_nif), &["nif", "contribuinte"]),
    id("ro-cnp", &[("9999999999999", Word)], Digits(digits::ro_cnp), &["cnp"]),
    id("bg-egn", &[("9999999999", Word)], Digits(digits::bg_egn), &["egn", "егн"]),
    id("gr-amka", &[("99999999999", Word)], Digits(digits::gr_amka), &["amka", "αμκα"]),
    id("hr-oib", &[("99999999999", Word)], Digits(digits::hr_oib), &["oib"]),
    id("at-svnr", &[("9999~999999", Word)], Digits(digits::at_svnr), &["svnr", "sozialversicherung*", "versicherungsnummer"]),
];

/// The ISO 3166-1 codes of the countries, each once.
pub(super) fn countries() -> Vec<String> {
    let mut codes: Vec<String> = IDS.iter().map(Id::country).collect();
    codes.sort();
    codes.dedup();
    codes
}

/// One way in which an identifier is written.
#[derive(Clone, Copy, Debug)]
pub(super) struct Layout {
    pub(super) id: &'static Id,
    pub(super) form: &'static str,
    pub(super) needs: Needs,
    /// Digits that it has at least.
    digits: u32,
}

impl Layout {
    fn of(id: &'static Id, form: &'static str, needs: Needs) -> Self {
        let digits = form.bytes().fold(0, |digits, kind| digits + u32::from(kind == b'9'));
        Self { id, form, needs, digits }
    }

    /// Whether it may be in a text of so many digits.
    pub(super) fn may_stand_among(&self, digits: u32) -> bool {
        self.digits <= digits
    }

    /// The ways in which something may begin that is written so.
    fn heads(&self) -> RangeInclusive<usize> {
        let first = self.form.bytes().next().unwrap_or_default();
        let len = self.form.bytes().take_while(|kind| *kind == first).count();
        let next = self.form.bytes().skip(len).find(|kind| *kind != b'~');
        let goes_on = next.is_some_and(|kind| kind == first || kind == b'X' || kind == b'S' && first == b'A');
        let most = if goes_on { MOST_HEAD } else { len };
        head(first == b'9', len)..=head(first == b'9', most)
    }
}

/// Digits or letters at the beginning are told apart up to this many, which is more than any layout demands.
const MOST_HEAD: usize = 18;
/// Ways to begin.
const HEADS: usize = 2 * (MOST_HEAD + 1);

/// The number of a beginning of so many digits, or letters.
fn head(is_digits: bool, len: usize) -> usize {
    len.min(MOST_HEAD) + if is_digits { MOST_HEAD + 1 } else { 0 }
}

/// The ways in which the identifiers of some countries are written.
#[derive(Debug)]
pub(super) struct Layouts {
    /// In the order in which they are tried.
    all: Vec<Layout>,
    /// Those that may begin in each way, so that few are tried anywhere.
    by_head: Vec<Vec<Layout>>,
}

impl Layouts {
    pub(super) fn of_countries(codes: &[String]) -> Self {
        let ids = IDS.iter().filter(|id| codes.contains(&id.country()));
        let all: Vec<Layout> = ids
            .flat_map(|id| id.layouts.iter().map(move |(form, needs)| Layout::of(id, form, *needs)))
            .collect();
        let mut by_head = vec![Vec::new(); HEADS];
        for layout in &all {
            for list in by_head.get_mut(layout.heads()).unwrap_or_default() {
                list.push(*layout);
            }
        }
        Self { all, by_head }
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &Layout> {
        self.all.iter()
    }

    /// Those in which what begins here may be written.
    pub(super) fn at(&self, bytes: Bytes<'_>, start: usize) -> &[Layout] {
        let is_digits = bytes.at(start).is_ascii_digit();
        let is_same = |byte: u8| if is_digits { byte.is_ascii_digit() } else { byte.is_ascii_alphabetic() };
        let head = head(is_digits, bytes.end_of(start, is_same) - start);
        self.by_head.get(head).map(Vec::as_slice).unwrap_or_default()
    }
}

impl Id {
    fn country(&self) -> String {
        self.term.get(..2).unwrap_or_default().to_ascii_uppercase()
    }
}
