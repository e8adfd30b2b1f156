use crate::program::run;

#[test]
fn the_catalogue_has_a_line_for_each_kind() {
    let run = run(&["rules"]);
    assert_eq!((run.code, &*run.stderr), (0, ""), "{run:?}");
    for kind in ["words", "pattern", "long-message"] {
        let line = run.stdout.lines().find(|line| line.split("  ").next() == Some(kind));
        let line = line.or_else(|| run.stdout.lines().find(|line| line.starts_with(&format!("{kind} "))));
        assert!(line.is_some_and(|line| line.len() > kind.len() + 10), "{kind}: {run:?}");
    }
    assert!(!run.stdout.contains('\u{1b}'));
}

#[test]
fn a_page_that_is_piped_is_markdown() {
    let run = run(&["rules", "words"]);
    assert_eq!(run.code, 0);
    assert!(run.stdout.starts_with("# words\n") && run.stdout.contains("| `then` |"), "{run:?}");
}

#[test]
fn an_unknown_kind_is_answered_with_the_one_that_is_meant_or_all_that_there_are() {
    let near = run(&["rules", "patern"]);
    assert_eq!((near.code, &*near.stdout), (2, ""));
    assert!(near.stderr.contains("no kind of rule `patern`"), "{near:?}");
    assert!(near.stderr.contains("help: did you mean `pattern`?"), "{near:?}");
    let far = run(&["rules", "x"]);
    assert!(far.stderr.contains("help: there are ") && far.stderr.contains("words"), "{far:?}");
}
