//! Every kind of event is told to the citizen it concerns in plain words, or is silent for a reason.

use std::collections::BTreeSet;

use zongzhi_tests::project;

/// Kinds the tracking page says nothing of, and why.
const SILENT: [(&str, &str); 29] = [
    ("ProcedureRecorded", "the page says which procedure it waits for; a longer limit is told"),
    ("SuspensionRequested", "nothing is decided; what is granted is told"),
    ("SuspensionRefused", "the limit went on all the time"),
    ("Classified", "how the centre files it; the unit it goes to is told"),
    ("AssistCompleted", "the leading unit answers for the whole"),
    ("ExtensionRequested", "nothing is decided; what is granted is told"),
    ("ExtensionDecided", "refused: the limit stays as it was; granted is told"),
    ("Revealed", "who of the staff looked, for the auditors"),
    ("Reminded", "before the limit, between the centre and the unit"),
    ("BulletinListed", "between the centre and the unit"),
    ("SupervisionReplied", "between the centre and the unit"),
    ("SupervisionReplyAccepted", "between the centre and the unit"),
    ("SupervisionReplyRejected", "between the centre and the unit"),
    ("RuleNoted", "what a rule of the county did by itself"),
    ("MediationConsentRecorded", "the word of one side is not told to the other"),
    ("NoteWritten", "internal notes"),
    ("MeetingDecided", "how the centre deliberates; what was done about it is told"),
    ("ApplicantTold", "the notice itself is shown"),
    ("TaskOverdue", "between the centre and the unit"),
    ("TaskWithdrawn", "how the centre deliberates; a promise cannot be withdrawn"),
    ("AttachmentAdded", "papers of the dossier"),
    ("AttachmentFiled", "papers of the dossier"),
    ("AttachmentOpened", "who of the staff looked, for the auditors"),
    ("AttachmentRemoved", "papers of the dossier"),
    ("DossierSealed", "papers of the dossier; that it is archived is told"),
    ("Restricted", "whoever looks over a shoulder must not learn why"),
    ("RestrictionLifted", "as that it was restricted"),
    ("DocumentIssued", "papers between units; those for the citizen are told"),
    ("DocumentVoided", "papers between units; those for the citizen are told"),
];
/// Kinds that are told or not by what they say.
const BOTH: [&str; 4] =
    ["ExtensionDecided", "ProcedureRecorded", "DocumentIssued", "DocumentVoided"];

/// The names after `Change::` in a text.
fn named(text: &str) -> BTreeSet<String> {
    let after = text.split("Change::").skip(1);
    let name = |rest: &str| rest.chars().take_while(char::is_ascii_alphanumeric).collect();
    after.map(name).collect()
}

/// The kinds of events there are.
fn kinds() -> BTreeSet<String> {
    let text = project::read("backend/src/features/cases/change.rs");
    let body = text.split("pub enum Change {").nth(1).and_then(|rest| rest.split("\n}").next());
    let lines = body.unwrap_or_default().lines();
    let indented = lines.filter_map(|line| line.strip_prefix("    "));
    let variants = indented.filter(|line| line.starts_with(|c: char| c.is_ascii_uppercase()));
    let name = |line: &str| line.chars().take_while(char::is_ascii_alphanumeric).collect();
    variants.map(name).collect()
}

#[test]
fn every_event_is_told_to_its_citizen_or_silent_for_a_reason() {
    let text = project::read("backend/src/features/public/plain.rs");
    let event = text.split("fn event(").nth(1).and_then(|rest| rest.split("\n    }\n").next());
    let event = event.expect("the words of events");
    assert!(!event.contains("_ =>"), "a new kind of event must not be silent by itself");
    let (told, silent) =
        event.rsplit_once("// The centre's own paperwork").expect("what is silent");
    let (told, silent) = (named(told), named(silent));
    let kinds = kinds();
    assert!(kinds.len() > 70, "{kinds:?}");
    for kind in &kinds {
        let reason = SILENT.iter().find(|(name, _)| name == kind);
        let is_both = BOTH.contains(&kind.as_str());
        assert!(told.contains(kind) || silent.contains(kind), "{kind} is neither told nor silent");
        assert_eq!(
            reason.is_some(),
            is_both || silent.contains(kind),
            "{kind}: say why the citizen does not hear of it, or tell it"
        );
        if is_both {
            assert!(told.contains(kind), "{kind} is told sometimes");
        } else {
            assert!(!(told.contains(kind) && silent.contains(kind)), "{kind} is both");
        }
    }
    for (kind, reason) in SILENT {
        assert!(kinds.contains(kind) && reason.len() > 10, "{kind}");
    }
}
