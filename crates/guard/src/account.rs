//! Numbers that the text itself calls a customer, order, contract or passport number.

use regex::Regex;

use crate::view::View;
use crate::{Finding, FindingKind, Severity};

const NAMED: &str = r"\b(?:(?:account|customer|client|order|booking|reservation|policy|contract|member|membership|passport|insurance|loyalty|tracking|invoice)\s*(?:number|no\b\.?|num\b\.?|nr\b\.?|id\b|ref(?:erence)?\b|#)|passport|ssn|(?:kunden|konto|vertrags|bestell|auftrags|buchungs|mitglieds|versicherungs|ausweis|steuer|rechnungs|sendungs)[- ]?(?:nummer|nr\b\.?|id\b|code)|numero de (?:cuenta|cliente|pedido|reserva|contrato|poliza|socio|dni)|numero (?:de )?(?:client|commande|contrat|compte|dossier|reservation|adherent)|n[o°]\.? (?:de )?(?:client|commande|contrat|compte|dossier)|numero (?:di )?(?:cliente|ordine|conto|prenotazione)|numero (?:do |da |de )?(?:cliente|pedido|conta)|(?:klant|bestel|rekening|polis)nummer)(?:\s+(?:is|ist|lautet|est|es|was|e))?[\s:.#=-]*(?P<value>[a-z]{0,4}[- ]?\d[a-z0-9]*(?:[-./ ]\d[a-z0-9]*){0,5}|[a-z0-9]{5,12}\b)";

/// The shape of a social security number of the United States.
const SOCIAL_SECURITY: &str = r"\b\d{3}-\d{2}-\d{4}\b";

/// The detector of named numbers, compiled once.
#[derive(Debug, Clone)]
pub(crate) struct Accounts {
    named: Regex,
    social: Regex,
}

impl Accounts {
    pub(crate) fn new() -> Result<Self, regex::Error> {
        Ok(Self { named: Regex::new(NAMED)?, social: Regex::new(SOCIAL_SECURITY)? })
    }

    /// Finds named numbers in a view.
    pub(crate) fn find(&self, view: &View, found: &mut Vec<Finding>) {
        let lower = view.lower();
        for hit in self.named.captures_iter(&lower.text) {
            if let Some(value) = hit.name("value")
                && is_number_of_someone(value.as_str())
            {
                let span = lower.origin(&value.range());
                found.push(Finding::new(FindingKind::Account, Severity::Ask, span));
            }
        }
        for hit in self.social.find_iter(&lower.text) {
            let span = lower.origin(&hit.range());
            found.push(Finding::new(FindingKind::Account, Severity::Ask, span));
        }
    }
}

/// Five digits and more, or a short code that mixes letters and digits.
fn is_number_of_someone(value: &str) -> bool {
    let digits = value.chars().filter(char::is_ascii_digit).count();
    let letters = value.chars().filter(|c| c.is_alphabetic()).count();
    digits >= 5 || (digits >= 2 && letters >= 1 && digits + letters >= 6)
}
