//! What only the machinery of language models writes.

use std::sync::LazyLock;

use aho_corasick::AhoCorasick;

use super::Signal;

/// What is found.
const GROUP: &str = "delimiter";
/// Characters that a run of Base64 has at least to be a hidden message.
const ENCODED_CHARS: usize = 64;

/// Marks of chat templates and what imitates them, and the best known phrase in scripts without spaces.
const MARKS: &[(&str, i32)] = &[
    ("<|im_start|>", 5),
    ("<|im_end|>", 5),
    ("<|system|>", 5),
    ("<|user|>", 5),
    ("<|assistant|>", 5),
    ("<|endoftext|>", 5),
    ("<|eot_id|>", 5),
    ("<|begin_of_text|>", 5),
    ("<|start_header_id|>", 5),
    ("<start_of_turn>", 5),
    ("<end_of_turn>", 5),
    ("[inst]", 5),
    ("[/inst]", 5),
    ("<<sys>>", 5),
    ("<</sys>>", 5),
    ("<system>", 4),
    ("</system>", 5),
    ("[system]", 3),
    ("[/system]", 5),
    ("<system_prompt>", 5),
    ("</system_prompt>", 5),
    ("<instructions>", 3),
    ("</instructions>", 4),
    ("</user_input>", 5),
    ("</prompt>", 4),
    ("\"role\":\"system\"", 5),
    ("\"role\": \"system\"", 5),
    ("[system](#", 5),
    ("### instruction", 4),
    ("###instruction", 4),
    ("### system", 4),
    ("### response:", 3),
    ("### human:", 3),
    ("### assistant", 3),
    ("end of system prompt", 5),
    ("end of user input", 5),
    ("begin system prompt", 5),
    ("\nsystem:", 4),
    ("\nassistant:", 2),
    ("忽略之前", 4),
    ("忽略以上", 4),
    ("忽略上述", 4),
    ("忽略所有", 3),
    ("忽略先前", 4),
    ("无视之前", 4),
    ("无视以上", 4),
    ("系统提示词", 4),
    ("指令", 1),
    ("指示を無視", 5),
    ("指示はすべて無視", 5),
    ("システムプロンプト", 4),
    ("이전 지시", 4),
    ("시스템 프롬프트", 4),
];

static AUTOMATON: LazyLock<Option<AhoCorasick>> =
    LazyLock::new(|| AhoCorasick::new(MARKS.iter().map(|(mark, _)| mark)).ok());

/// Finds marks in a text in lower case.
pub(super) fn find(text: &str, signals: &mut Vec<Signal>) {
    let hits = AUTOMATON.iter().flat_map(|automaton| automaton.find_iter(text));
    for hit in hits {
        if let Some((_, score)) = MARKS.get(hit.pattern().as_usize()) {
            signals.push(Signal { span: hit.range(), score: *score, group: GROUP });
        }
    }
    let lead = text.len() - text.trim_start().len();
    if text.trim_start().starts_with("system:") {
        signals.push(Signal { span: lead..lead + "system:".len(), score: 4, group: GROUP });
    }
}

/// Finds long runs of Base64 in a text in any letter case.
pub(super) fn find_encoded(text: &str, signals: &mut Vec<Signal>) {
    let is_code = |byte: &u8| byte.is_ascii_alphanumeric() || b"+/=".contains(byte);
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(start) =
        bytes.get(at..).and_then(|rest| rest.iter().position(is_code)).map(|skip| at + skip)
    {
        let run = bytes.get(start..).unwrap_or_default();
        let len = run.iter().take_while(|byte| is_code(byte)).count();
        let run = run.get(..len).unwrap_or_default();
        let has = |kind: fn(&u8) -> bool| run.iter().any(kind);
        if len >= ENCODED_CHARS
            && has(u8::is_ascii_uppercase)
            && has(u8::is_ascii_lowercase)
            && (has(u8::is_ascii_digit) || run.ends_with(b"="))
        {
            signals.push(Signal { span: start..start + len, score: 2, group: "payload" });
        }
        at = start + len.max(1);
    }
}
