//! Word documents: what of their layout reaches the blocks.

#[path = "support/archive.rs"]
mod archive;

use std::fmt::Write;

use archive::archive;
use sightline_documents::importers::plan::read::docx;
use sightline_documents::importers::plan::source::{Content, Covered, SourceDocument, Table};

fn read(body: &str, more: &[(&str, &str)]) -> SourceDocument {
    let document = format!("<w:document><w:body>{body}</w:body></w:document>");
    let mut relations = String::new();
    for (index, (kind, _)) in more.iter().enumerate() {
        write!(relations, "<Relationship Id=\"r{index}\" Type=\"x/{kind}\" Target=\"{kind}.xml\"/>")
            .expect("writing to memory");
    }
    let relations = format!("<Relationships>{relations}</Relationships>");
    let names: Vec<String> = more.iter().map(|(kind, _)| format!("word/{kind}.xml")).collect();
    let mut parts: Vec<(&str, &[u8])> =
        vec![("word/document.xml", document.as_bytes()), ("word/_rels/document.xml.rels", relations.as_bytes())];
    for (name, (_, xml)) in names.iter().zip(more) {
        parts.push((name, xml.as_bytes()));
    }
    docx::read(&archive(&parts)).expect("the document is read")
}

/// Each block as one line: `#` a heading, `*` an item, `|` a table.
fn outline(document: &SourceDocument) -> Vec<String> {
    let line = |content: &Content| match content {
        Content::Heading { level, text } => format!("{} {text}", "#".repeat(usize::from(*level))),
        Content::Paragraph { text } => text.clone(),
        Content::Item { level, text } => format!("{}* {text}", "  ".repeat(usize::from(*level))),
        Content::Table(table) => format!("| {} rows", table.rows.len()),
    };
    document.blocks.iter().map(|block| line(&block.content)).collect()
}

fn table(document: &SourceDocument) -> &Table {
    let found = document.blocks.iter().find_map(|block| match &block.content {
        Content::Table(table) => Some(table),
        _ => None,
    });
    found.expect("there is a table")
}

fn run(words: &str) -> String {
    format!("<w:r><w:t xml:space=\"preserve\">{words}</w:t></w:r>")
}

fn paragraph(inside: &str) -> String {
    format!("<w:p>{inside}</w:p>")
}

const STYLES: &str = "<w:styles>\
    <w:style w:type=\"paragraph\" w:styleId=\"H2\"><w:name w:val=\"Heading 2\"/></w:style>\
    <w:style w:type=\"paragraph\" w:styleId=\"Own\"><w:name w:val=\"Area\"/><w:basedOn w:val=\"H2\"/></w:style>\
    <w:style w:type=\"paragraph\" w:styleId=\"LB2\"><w:name w:val=\"List Bullet 2\"/></w:style></w:styles>";
const NUMBERING: &str = "<w:numbering>\
    <w:abstractNum w:abstractNumId=\"5\"><w:lvl w:ilvl=\"0\"><w:start w:val=\"1\"/><w:numFmt w:val=\"decimal\"/><w:lvlText w:val=\"%1\"/></w:lvl>\
    <w:lvl w:ilvl=\"1\"><w:start w:val=\"1\"/><w:numFmt w:val=\"decimal\"/><w:lvlText w:val=\"%1.%2\"/></w:lvl></w:abstractNum>\
    <w:abstractNum w:abstractNumId=\"6\"><w:lvl w:ilvl=\"0\"><w:numFmt w:val=\"bullet\"/><w:lvlText w:val=\"x\"/></w:lvl></w:abstractNum>\
    <w:num w:numId=\"1\"><w:abstractNumId w:val=\"5\"/></w:num><w:num w:numId=\"2\"><w:abstractNumId w:val=\"6\"/></w:num></w:numbering>";

fn listed(list: u32, level: u32, words: &str) -> String {
    let properties =
        format!("<w:pPr><w:numPr><w:ilvl w:val=\"{level}\"/><w:numId w:val=\"{list}\"/></w:numPr></w:pPr>");
    paragraph(&format!("{properties}{}", run(words)))
}

#[test]
fn headings_lists_and_printed_numbers() {
    let body = [
        paragraph(&format!("<w:pPr><w:pStyle w:val=\"Own\"/></w:pPr>{}", run("Early help"))),
        paragraph(&format!("<w:pPr><w:outlineLvl w:val=\"0\"/></w:pPr>{}", run("Part one"))),
        listed(1, 0, "First"),
        listed(1, 1, "Inside"),
        listed(1, 1, "Again"),
        listed(2, 0, "Bulleted"),
        listed(0, 0, "Not in a list"),
        paragraph(&format!("<w:pPr><w:pStyle w:val=\"LB2\"/></w:pPr>{}", run("By style"))),
        paragraph(&run("• typed")),
        paragraph(&run("    – typed inside")),
        paragraph("<w:r><w:t>one</w:t><w:br/><w:t>line</w:t><w:tab/><w:t>after</w:t></w:r>"),
    ];
    let document = read(&body.concat(), &[("styles", STYLES), ("numbering", NUMBERING)]);
    assert_eq!(
        outline(&document),
        [
            "## Early help",
            "# Part one",
            "* 1 First",
            "  * 1.1 Inside",
            "  * 1.2 Again",
            "* Bulleted",
            "Not in a list",
            "  * By style",
            "* typed",
            "  * typed inside",
            "one line after",
        ]
    );
    assert_eq!(document.blocks[10].place.to_string(), "paragraph 11");
}

#[test]
fn fields_changes_and_hidden_words() {
    let field = "<w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:instrText>REF a</w:instrText><w:t>code</w:t></w:r>\
        <w:r><w:fldChar w:fldCharType=\"separate\"/></w:r><w:r><w:t>result</w:t></w:r><w:r><w:fldChar w:fldCharType=\"end\"/></w:r>";
    let body = [
        paragraph(&format!("{}{field}", run("See "))),
        paragraph("<w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:t>never closed</w:t></w:r>"),
        paragraph(&run("still read")),
        paragraph("<w:ins><w:r><w:t>kept</w:t></w:r></w:ins><w:del><w:r><w:delText>gone</w:delText></w:r></w:del>"),
        paragraph("<w:r><w:rPr><w:vanish/></w:rPr><w:t>secret word</w:t></w:r><w:r><w:t>shown</w:t></w:r>"),
    ];
    let document = read(&body.concat(), &[]);
    assert_eq!(outline(&document), ["See result", "still read", "kept", "shown"]);
    let codes: Vec<&str> = document.problems.iter().map(|problem| problem.code.as_str()).collect();
    assert_eq!(codes, ["SL-I102", "SL-I104"]);
}

#[test]
fn text_boxes_are_read_once_and_footnotes_last() {
    let inside = paragraph(&run("in the box"));
    let body = paragraph(&format!(
        "{}<w:r><mc:AlternateContent><mc:Choice><w:drawing><wps:txbx><w:txbxContent>{inside}</w:txbxContent></wps:txbx></w:drawing></mc:Choice>\
         <mc:Fallback><w:pict><w:txbxContent>{inside}</w:txbxContent></w:pict></mc:Fallback></mc:AlternateContent></w:r>",
        run("anchor")
    )) + &paragraph(&run("after"));
    let notes = "<w:footnotes><w:footnote w:type=\"separator\"><w:p><w:r><w:t>no</w:t></w:r></w:p></w:footnote>\
        <w:footnote w:id=\"2\"><w:p><w:r><w:t>a note</w:t></w:r></w:p></w:footnote></w:footnotes>";
    let document = read(&body, &[("footnotes", notes)]);
    assert_eq!(outline(&document), ["anchor", "in the box", "after", "a note"]);
    assert_eq!(document.problems[0].code, "SL-I103");
    assert_eq!(document.problems[0].place.to_string(), "paragraph 2");
}

fn cell(properties: &str, inside: &str) -> String {
    format!("<w:tc><w:tcPr>{properties}</w:tcPr>{inside}</w:tc>")
}

#[test]
fn merges_header_rows_and_shading() {
    let words = |words: &str| paragraph(&run(words));
    let body = format!(
        "<w:tbl><w:tr><w:trPr><w:tblHeader/></w:trPr>{}{}</w:tr><w:tr>{}{}{}</w:tr><w:tr>{}{}{}</w:tr></w:tbl>",
        cell("<w:gridSpan w:val=\"3\"/><w:shd w:val=\"clear\" w:fill=\"92d050\"/>", &words("Actions")),
        cell("<w:shd w:val=\"clear\" w:fill=\"auto\"/>", &words("Lead")),
        cell("<w:vMerge w:val=\"restart\"/>", &words("1.1")),
        cell("<w:gridSpan w:val=\"2\"/>", &(words("Ring") + "<w:p/>" + &words("Write"))),
        cell("", &words("AD")),
        cell("<w:vMerge/>", "<w:p/>"),
        cell(
            "<w:gridSpan w:val=\"2\"/>",
            &format!("<w:tbl><w:tr>{}{}</w:tr></w:tbl><w:p/>", cell("", &words("a")), cell("", &words("b")))
        ),
        cell("", "<w:p/>"),
    );
    let document = read(&body, &[]);
    let rows = &table(&document).rows;
    assert!(rows[0].is_header && !rows[1].is_header);
    // The third column of the grid is never begun, so it is left out.
    assert_eq!((rows[0].cells[0].columns, rows[0].cells.len()), (2, 3));
    assert_eq!(rows[0].cells[0].fill.as_deref(), Some("92D050"));
    assert_eq!(rows[0].cells[1].covered, Some(Covered::FromLeft));
    assert_eq!(rows[0].cells[2].fill, None);
    // A blank paragraph stays as a blank line.
    assert_eq!(rows[1].cells[1].raw, "Ring\n\nWrite");
    assert_eq!(rows[1].cells[1].paragraphs.len(), 2);
    assert!(rows[1].cells[1].paragraphs.iter().all(|paragraph| paragraph.is_marked));
    assert!(!rows[1].cells[0].paragraphs[0].is_marked);
    assert_eq!(rows[2].cells[0].covered, Some(Covered::FromAbove));
    assert_eq!(rows[2].cells[1].raw, "a\nb");
    assert_eq!(rows[2].place.at_column(2).to_string(), "table 1, row 3, column 2");
}
