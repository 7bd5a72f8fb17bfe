//! The little that operators may write: paragraphs, `## ` headings and `- ` lists. Everything else stands as it was typed.

/// A block of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Block {
    /// A heading.
    Heading(String),
    /// A paragraph, line by line.
    Paragraph(Vec<String>),
    /// A list.
    List(Vec<String>),
}

/// The blocks of `text`; the page that shows them escapes every word.
pub(super) fn blocks(text: &str) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    let mut is_new = true;
    for line in text.lines().map(str::trim) {
        if line.is_empty() {
            is_new = true;
            continue;
        }
        if let Some(heading) = line.strip_prefix("## ") {
            blocks.push(Block::Heading(heading.trim().to_owned()));
            is_new = true;
            continue;
        }
        match (line.strip_prefix("- "), blocks.last_mut()) {
            (Some(item), Some(Block::List(items))) if !is_new => items.push(item.to_owned()),
            (Some(item), _) => blocks.push(Block::List(vec![item.to_owned()])),
            (None, Some(Block::Paragraph(lines))) if !is_new => lines.push(line.to_owned()),
            (None, _) => blocks.push(Block::Paragraph(vec![line.to_owned()])),
        }
        is_new = false;
    }
    blocks
}

/// How many headings `text` has.
pub(super) fn headings(text: &str) -> usize {
    blocks(text).iter().filter(|block| matches!(block, Block::Heading(_))).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_lists_and_paragraphs_are_all_there_is() {
        let text = "Först\nsedan\n\n## Rubrik\n- ett\n- <b>två</b>\n\n### Inte rubrik";

        let read = blocks(text);

        let lines = |some: &[&str]| some.iter().map(|line| (*line).to_owned()).collect::<Vec<_>>();
        assert_eq!(
            read,
            [
                Block::Paragraph(lines(&["Först", "sedan"])),
                Block::Heading("Rubrik".to_owned()),
                Block::List(lines(&["ett", "<b>två</b>"])),
                Block::Paragraph(lines(&["### Inte rubrik"])),
            ]
        );
        assert_eq!(headings(text), 1);
    }
}
