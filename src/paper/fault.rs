//! What can be wrong with a layout folder.

/// A layout folder that cannot be used; found at start, not when somebody waits for a certificate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LayoutFault {
    /// The layout file is not as described in the folder's README.
    File(String),
    /// A font is missing or damaged.
    Font(String),
}

impl std::fmt::Display for LayoutFault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::File(what) => write!(f, "the layout file is unusable: {what}"),
            Self::Font(what) => write!(f, "a font of the layout is unusable: {what}"),
        }
    }
}

impl std::error::Error for LayoutFault {}
