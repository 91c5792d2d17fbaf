//! Every rule by its code: what may be said of a site's content, and whether a site may decide itself
//! how grave that is.

/// Code, and whether site.yaml may change its level. What makes a page impossible to build is fixed.
pub const RULES: &[(&str, bool)] = &[
    ("address-clash", false),
    ("alias-wrong", false),
    ("component-wrong", false),
    ("conflict-markers", false),
    ("date-wrong", false),
    ("archive-broken", false),
    ("extends-circle", false),
    ("git-missing", false),
    ("upstream-changed", false),
    ("upstream-missing", false),
    ("upstream-unpinned", false),
    ("upstream-unreachable", false),
    ("upstream-unsafe", false),
    ("fact-missing", false),
    ("hide-idle", true),
    ("hidden-target", true),
    ("inherit-nothing", false),
    ("lock-broken", false),
    ("locality-missing", false),
    ("override-drifted", true),
    ("override-orphaned", true),
    ("section-unknown", false),
    ("section-twice", false),
    ("fact-expired", false),
    ("fact-unknown", false),
    ("fact-wrong", false),
    ("field-missing", false),
    ("field-unknown", false),
    ("field-wrong", false),
    ("picture-broken", true),
    ("picture-tells-place", false),
    ("picture-too-large", true),
    ("picture-unseen", true),
    ("file-too-large", false),
    ("file-unreadable", false),
    ("front-matter-missing", false),
    ("front-matter-unclosed", false),
    ("clause-not-found", false),
    ("clause-unmarked", true),
    ("kind-unknown", false),
    ("name-doubled", true),
    ("section-near", true),
    ("heading-unmarked", true),
    ("upstream-absent", true),
    ("link-broken", true),
    ("link-leaves-site", false),
    ("link-unsafe", false),
    ("nesting-too-deep", false),
    ("not-a-file", false),
    ("not-text", false),
    ("picture-elsewhere", false),
    ("quote-unlike", false),
    ("reference-ambiguous", false),
    ("reference-unknown", false),
    ("review-due", true),
    ("template-broken", false),
    ("template-missing", false),
    ("theme-missing", false),
    ("theme-wrong", false),
    ("unpublished-target", true),
    ("url-missing", true),
    ("url-wrong", false),
    ("yaml-broken", false),
];

/// Whether there is such a rule.
pub fn known(code: &str) -> bool {
    RULES.iter().any(|(rule, _)| *rule == code)
}

/// Whether site.yaml may change its level.
pub fn adjustable(code: &str) -> bool {
    RULES.iter().any(|(rule, free)| *rule == code && *free)
}
