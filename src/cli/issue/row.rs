//! From a row of text to a pass that may be signed.

use super::columns::{Column, Fault, Place, Row};
use super::order::Order;
use super::record;
use super::span::Span;
use crate::claims::Colour;
use crate::cli::office::{Case, CaseKey};
use crate::cli::{input, moment};
use crate::holder::{Request, RequestError};
use crate::id::Initials;
use crate::issuer::{DoorPass, Record};
use crate::key::PublicKey;
use crate::time::{UnixTime, Window};
use crate::trust::{MaySign, TrustedKey};

/// Who issues, and when.
pub(in crate::cli) struct Desk<'a> {
    pub(in crate::cli) office: &'a TrustedKey,
    pub(in crate::cli) at: UnixTime,
    /// The key of its case numbers, where it keeps a record.
    pub(in crate::cli) cases: Option<&'a CaseKey>,
    /// For how long passes hold where the row does not say, and in how many copies.
    pub(in crate::cli) span: Span,
}

type Checked<T> = Result<T, (Column, &'static str)>;

impl Desk<'_> {
    /// The pass of a row, or what is wrong with it: everything at once, so that a table is corrected in one go.
    pub(in crate::cli) fn examine(&self, row: &Row, faults: &mut Vec<Fault>) -> Option<Order> {
        let mut note = |(column, what)| faults.push(Fault { row: row.number, column: Place::Known(column), what });
        let initials = initials(row).map_err(&mut note);
        let birth_year = self.birth_year(row).map_err(&mut note);
        let colour = colour(row).map_err(&mut note);
        let mut holders = self.holders(row);
        // A door pass and a record under one key could be told to be of one person: where there are several, the record has its own.
        let own_key = match &mut holders {
            Ok(keys) if keys.len() > 1 && row.record().is_some() => keys.pop(),
            Ok(keys) => keys.first().copied(),
            Err(_) => None,
        };
        let keys = holders.as_ref().map_or(0, Vec::len);
        let window = self.window(row, keys).map_err(&mut note);
        let guardian = flag(row, Column::Guardian).map_err(&mut note);
        let specimen = flag(row, Column::Specimen).map_err(&mut note);
        let holders = holders.map_err(&mut note);
        let case = self.case(row).map_err(&mut note);
        let contents = self.record(row).map_err(&mut note);
        let pass = DoorPass {
            issuer: self.office.issuer.clone(),
            initials: initials.ok()?,
            birth_year: birth_year.ok()?,
            colour: colour.ok()?,
            window: window.ok()?,
            status: None,
            specimen: specimen.ok()?,
            guardian: guardian.ok()?,
        };
        let windows = match keys {
            0 | 1 => vec![pass.window],
            _ => self.span.windows(pass.window, keys, self.office.window),
        };
        let copies = holders.ok()?.into_iter().zip(windows).collect();
        let record = contents.ok()?.zip(own_key).map(|(contents, key)| {
            let record::Contents { name, birth_date, items, portrait } = contents;
            (Record { pass: pass.clone(), name, birth_date, items, portrait }, key)
        });
        Some(Order { row: row.number, pass, copies, record, at: self.at, case: case.ok()? })
    }

    fn birth_year(&self, row: &Row) -> Checked<u16> {
        let text = row.get(Column::BirthYear);
        let four_digits = text.len() == 4 && text.bytes().all(|b| b.is_ascii_digit());
        let year: Option<u16> = text.parse().ok().filter(|_| four_digits);
        match year.filter(|year| *year >= 1850 && u32::from(*year) <= self.at.date().year()) {
            Some(year) => Ok(year),
            None => Err((Column::BirthYear, "write the four digits of a year that has been, as in 1985")),
        }
    }

    fn window(&self, row: &Row, keys: usize) -> Checked<Window> {
        let time = |column: Column| match row.get(column) {
            "" => Ok(None),
            text => moment::parse(text).map(Some).map_err(|form| (column, form)),
        };
        let from = time(Column::ValidFrom)?.unwrap_or(self.at);
        let until = time(Column::ValidUntil)?.unwrap_or(from.plus(self.span.days(keys) * 86_400));
        let window = Window::new(from, until).ok_or((Column::ValidUntil, "must be later than valid_from"))?;
        if until <= self.at {
            return Err((Column::ValidUntil, "is over already"));
        }
        if from < self.office.window.not_before() {
            return Err((Column::ValidFrom, "is before the issuer's key is good; doors would refuse the pass"));
        }
        if until > self.office.window.expires() {
            return Err((Column::ValidUntil, "is after the issuer's key is good; doors would refuse the pass"));
        }
        Ok(window)
    }

    fn case(&self, row: &Row) -> Checked<Option<Case>> {
        match (self.cases, row.get(Column::Case)) {
            (None, _) | (_, "") => Ok(None),
            (Some(cases), number) => {
                cases.case(number).map(Some).map_err(|_| (Column::Case, "is longer than a case number may be"))
            }
        }
    }

    fn record(&self, row: &Row) -> Checked<Option<record::Contents>> {
        let fault = |what| (Column::Record, what);
        let Some(contents) = record::of(row, self.at).map_err(fault)? else { return Ok(None) };
        if row.get(Column::Request).is_empty() {
            return Err(fault("is there, and a record is for a wallet: a request is missing"));
        }
        if !self.office.may_sign.contains(&MaySign::Record) {
            return Err(fault("is there, and this key may not sign records"));
        }
        if let Ok(year) = self.birth_year(row) {
            record::check_year(&contents, year).map_err(fault)?;
        }
        Ok(Some(contents))
    }

    fn holders(&self, row: &Row) -> Checked<Vec<PublicKey>> {
        let fault = |what| (Column::Request, what);
        let may_sign = |purpose| self.office.may_sign.contains(&purpose);
        let text = match row.get(Column::Request) {
            "" if may_sign(MaySign::Paper) => return Ok(Vec::new()),
            "" => return Err(fault("is empty, and this key may not sign paper")),
            text => {
                input::text(text).ok_or(fault("is not the request of a wallet: it begins with HP1: or is a link"))?
            }
        };
        if !may_sign(MaySign::Door) {
            return Err(fault("is there, and this key may only sign paper"));
        }
        let request = Request::accept(&text, self.at).map_err(|error| {
            fault(match error {
                RequestError::Malformed => "is not the request of a wallet, or it arrived damaged",
                RequestError::NotProven => "does not prove that the wallet holds its key",
                RequestError::Stale => "is older than a day or from the future: ask the wallet for a new one",
            })
        })?;
        Ok(request.holders().to_vec())
    }
}

fn initials(row: &Row) -> Checked<Initials> {
    Initials::new(row.get(Column::Initials))
        .map_err(|_| (Column::Initials, "write 1 to 8 characters that a person can see"))
}

fn colour(row: &Row) -> Checked<Colour> {
    match row.get(Column::Colour).to_lowercase().as_str() {
        "green" | "绿" | "绿码" => Ok(Colour::Green),
        "yellow" | "黄" | "黄码" => Ok(Colour::Yellow),
        "red" | "红" | "红码" => Ok(Colour::Red),
        _ => Err((Column::Colour, "write green, yellow or red")),
    }
}

fn flag(row: &Row, column: Column) -> Checked<bool> {
    match row.get(column).to_lowercase().as_str() {
        "" | "no" | "false" | "0" | "否" => Ok(false),
        "yes" | "true" | "1" | "是" => Ok(true),
        _ => Err((column, "write yes or no")),
    }
}
