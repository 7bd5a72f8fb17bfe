//! Lists as spreadsheets. Every cell is text or a number: nothing in them is ever run.

use super::problem::Problem;
use super::reply::Download;
use crate::kernel::Day;
use rocket::http::ContentType;
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook, Worksheet, XlsxError};

/// A cell.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    /// Text, kept as text even when it starts with `=`, `+`, `-` or `@`.
    Text(String),
    /// A whole number.
    Number(i64),
    /// A day.
    Date(Day),
    /// Nothing.
    Empty,
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Cell {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<i64> for Cell {
    fn from(number: i64) -> Self {
        Self::Number(number)
    }
}

impl From<Day> for Cell {
    fn from(day: Day) -> Self {
        Self::Date(day)
    }
}

/// One sheet: a row of headings, then rows of as many cells.
///
/// # Errors
/// When the file cannot be written, as with more rows than a sheet holds (1 048 576).
pub fn sheet(name: &str, headings: &[&str], rows: &[Vec<Cell>]) -> Result<Download, Problem> {
    let bytes = write(headings, rows).map_err(|error| Problem::broken(&error))?;
    let kind = ContentType::new("application", "vnd.openxmlformats-officedocument.spreadsheetml.sheet");
    Ok(Download { bytes, kind, name: format!("{name}.xlsx") })
}

/// One sheet of several.
#[derive(Debug, Clone)]
pub struct Sheet {
    /// What its tab says; at most 31 characters.
    pub title: &'static str,
    /// The row of headings.
    pub headings: Vec<&'static str>,
    /// The rows, with as many cells.
    pub rows: Vec<Vec<Cell>>,
}

/// Several sheets in one file.
///
/// # Errors
/// When the file cannot be written.
pub fn book(name: &str, sheets: &[Sheet]) -> Result<Download, Problem> {
    let written = || {
        let mut book = Workbook::new();
        for one in sheets {
            fill(book.add_worksheet().set_name(one.title)?, &one.headings, &one.rows)?;
        }
        book.save_to_buffer()
    };
    let bytes = written().map_err(|error| Problem::broken(&error))?;
    let kind = ContentType::new("application", "vnd.openxmlformats-officedocument.spreadsheetml.sheet");
    Ok(Download { bytes, kind, name: format!("{name}.xlsx") })
}

fn write(headings: &[&str], rows: &[Vec<Cell>]) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    fill(book.add_worksheet(), headings, rows)?;
    book.save_to_buffer()
}

fn fill(sheet: &mut Worksheet, headings: &[&str], rows: &[Vec<Cell>]) -> Result<(), XlsxError> {
    let bold = Format::new().set_bold();
    let iso = Format::new().set_num_format("yyyy-mm-dd");
    for (column, heading) in (0_u16..).zip(headings) {
        sheet.write_string_with_format(0, column, *heading, &bold)?;
    }
    for (row, cells) in (1_u32..).zip(rows) {
        for (column, cell) in (0_u16..).zip(cells) {
            match cell {
                Cell::Text(text) => sheet.write_string(row, column, text)?,
                #[expect(clippy::cast_precision_loss, reason = "heads and days stay far below 2^53")]
                Cell::Number(number) => sheet.write_number(row, column, *number as f64)?,
                Cell::Date(day) => {
                    let date = ExcelDateTime::parse_from_str(&day.format("%Y-%m-%d").to_string())?;
                    sheet.write_datetime_with_format(row, column, &date, &iso)?
                }
                Cell::Empty => continue,
            };
        }
    }
    sheet.set_freeze_panes(1, 0)?;
    sheet.autofit();
    Ok(())
}
