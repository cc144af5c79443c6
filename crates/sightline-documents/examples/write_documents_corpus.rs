//! Writes the small invented documents that the readers are fuzzed with: `write_documents_corpus FOLDER`.

use std::io::Cursor;
use std::path::Path;

use docx_rs::{AbstractNumbering, Docx, IndentLevel, Level, LevelJc, LevelText, NumberFormat, Numbering, NumberingId};
use docx_rs::{Paragraph, Run, Shading, Start, Style, StyleType, Table, TableCell, TableRow, VMergeType};
use rust_xlsxwriter::{Color, ExcelDateTime, Format, Formula, Workbook};

type Outcome = Result<(), Box<dyn std::error::Error>>;

fn main() -> Outcome {
    let folder = std::env::args().nth(1).ok_or("write_documents_corpus FOLDER")?;
    let folder = Path::new(&folder);
    for reader in ["docx", "xlsx", "csv", "pdf"] {
        std::fs::create_dir_all(folder.join(reader))?;
    }
    std::fs::write(folder.join("docx/plan.docx"), plan_document()?)?;
    std::fs::write(folder.join("xlsx/plan.xlsx"), plan_workbook()?)?;
    let csv = "Ref,Action,Lead,By when\n1.1,\"Ring every school, then write\",\"Head of Service\",31/03/2027\n1.2,\"Say \"\"thank you\"\"\nand listen\",AD,Ongoing\n";
    std::fs::write(folder.join("csv/comma.csv"), csv)?;
    let semicolons = "sep=;\r\nRef;Action;Lead\r\n1;Café – £5;QA\r\n\r\n2;Visit;AD\r\n";
    let wide: Vec<u8> = [0xFEFF].into_iter().chain(semicolons.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    std::fs::write(folder.join("csv/wide.csv"), wide)?;
    Ok(())
}

fn cell(words: &str) -> TableCell {
    TableCell::new().add_paragraph(Paragraph::new().add_run(Run::new().add_text(words)))
}

fn plan_document() -> Result<Vec<u8>, Box<dyn std::error::Error>> {
    let bullet =
        |text| Paragraph::new().numbering(NumberingId::new(2), IndentLevel::new(0)).add_run(Run::new().add_text(text));
    let header = TableRow::new(vec![
        cell("Ref").shading(Shading::new().fill("92D050")),
        cell("Action").grid_span(2),
        cell("Lead"),
    ]);
    let first = TableRow::new(vec![
        cell("1.1").vertical_merge(VMergeType::Restart),
        TableCell::new().add_paragraph(bullet("Ring every school")).add_paragraph(bullet("Write to each family")),
        cell("31 March 2027"),
        cell("Head of Early Help"),
    ]);
    let second = TableRow::new(vec![
        cell("").vertical_merge(VMergeType::Continue),
        TableCell::new().add_table(Table::new(vec![TableRow::new(vec![cell("inner one"), cell("inner two")])])),
        cell("Ongoing"),
        cell("AD / QA"),
    ]);
    let level = |format: &str, text: &str| {
        Level::new(0, Start::new(1), NumberFormat::new(format), LevelText::new(text), LevelJc::new("left"))
    };
    let mut bytes = Cursor::new(Vec::new());
    Docx::new()
        .add_style(Style::new("Heading1", StyleType::Paragraph).name("heading 1"))
        .add_abstract_numbering(AbstractNumbering::new(1).add_level(level("decimal", "%1.")))
        .add_abstract_numbering(AbstractNumbering::new(2).add_level(level("bullet", "•")))
        .add_numbering(Numbering::new(1, 1))
        .add_numbering(Numbering::new(2, 2))
        .add_paragraph(Paragraph::new().style("Heading1").add_run(Run::new().add_text("Priority 1: Early help")))
        .add_paragraph(
            Paragraph::new().numbering(NumberingId::new(1), IndentLevel::new(0)).add_run(Run::new().add_text("First")),
        )
        .add_paragraph(bullet("A point"))
        .add_table(Table::new(vec![header, first, second]))
        .add_paragraph(
            Paragraph::new().add_run(Run::new().add_text("• typed bullet").add_tab().add_text("after a tab")),
        )
        .build()
        .pack(&mut bytes)?;
    Ok(bytes.into_inner())
}

fn plan_workbook() -> Result<Vec<u8>, Box<dyn std::error::Error>> {
    let mut workbook = Workbook::new();
    let month = Format::new().set_num_format("mmmm yyyy");
    let green = Format::new().set_background_color(Color::RGB(0x0000_B050));
    let sheet = workbook.add_worksheet().set_name("Plan")?;
    sheet.merge_range(0, 0, 0, 3, "Priority 1: Early help", &Format::new().set_bold())?;
    for (column, words) in [(0, "Ref"), (1, "Action"), (2, "By when"), (3, "Rating")] {
        sheet.write(1, column, words)?;
    }
    sheet.write(2, 0, 1.9)?;
    sheet.write(2, 1, "Ring every school\n• secondary\n   o large\n• primary")?;
    sheet.write_with_format(2, 2, &ExcelDateTime::from_ymd(2027, 3, 1)?, &month)?;
    sheet.write_blank(2, 3, &green)?;
    sheet.write(3, 0, 1.1)?;
    sheet.write_formula(3, 1, Formula::new("=UPPER(\"visit\")").set_result("VISIT"))?;
    sheet.merge_range(2, 4, 3, 4, "merged down", &Format::new())?;
    workbook.add_worksheet().set_name("Lists")?.set_hidden(true).write(0, 0, "Green")?;
    Ok(workbook.save_to_buffer()?)
}
