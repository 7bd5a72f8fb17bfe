//! What a layout in use is made of never changes: papers already issued are drawn again with it when a name is corrected.

use sha2::{Digest, Sha256};
use std::path::Path;

/// The files of the layouts that installations use. A new look is a new folder with a name of its own, and stands here beside
/// the old one from the day it is released.
const IN_USE: [(&str, &str); 6] = [
    ("formal-landscape/layout.json", "b45644bcc4dd9dc1f88cdcf326505ac68166906bd2a50c82eb7cc089c47dc74b"),
    ("formal-landscape/fonts/NotoSans-Regular.ttf", "3207b4a2285ee4c634c87ef6312d75595dd4e7382bda6134ee7ce3db6fc36d41"),
    (
        "formal-landscape/fonts/NotoSans-SemiBold.ttf",
        "e588b59b30363afeccdfac291623b4256051e6ca0a484d4b184a1104abed028d",
    ),
    (
        "formal-landscape/fonts/NotoSerifDisplay-Medium.ttf",
        "2fceea1f03e8ec0c6b79d4316cb22788925fa0b75a0cf3a3b11b8935a9977ad5",
    ),
    ("quiet-portrait/layout.json", "33d98e2e686fb32fe3178d4c43023ef55d59488e6a2fad7e1954750e8cfd99ec"),
    ("quiet-portrait/artwork.svg", "e7da6a77d976bea14ec479ab908f42062d1bcfc073ff1f7cdf1790105235597f"),
];

#[test]
fn the_files_of_a_layout_in_use_are_what_they_were() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("certificates");

    let changed = IN_USE.iter().filter(|(file, was)| {
        let bytes = std::fs::read(folder.join(file)).unwrap_or_default();
        data_encoding::HEXLOWER.encode(&Sha256::digest(bytes)) != *was
    });

    let changed: Vec<&str> = changed.map(|(file, _)| *file).collect();
    assert!(changed.is_empty(), "{changed:?} are in use: leave them as they are, and make a new folder");
}
