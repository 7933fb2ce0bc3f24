//! Agents who answer: each form is sent again until the desk says that it has it, with the same mark.

use std::net::SocketAddr;
use std::sync::atomic::Ordering;
use std::time::Duration;

use anyhow::bail;

use super::House;
use super::people::Customer;
use crate::desk::Desk;
use crate::http::Lost;

/// How many write at once.
pub(super) const WRITERS: usize = 4;
/// How long to wait before the next try.
const AGAIN: Duration = Duration::from_millis(20);
/// How often is looked whether one may go on.
const LOOK: Duration = Duration::from_millis(5);

/// Writes every answer whose turn comes to this writer.
pub(super) async fn write(house: House, server: SocketAddr, writer: usize) -> anyhow::Result<()> {
    let mut desk = Desk::log_in(server, &house.ticket).await?;
    for (number, customer) in house.customers.iter().enumerate().skip(writer).step_by(WRITERS) {
        while house.pace.allowed() <= number {
            tokio::time::sleep(LOOK).await;
        }
        answer(&house, &mut desk, customer).await?;
        house.pace.written.fetch_add(1, Ordering::SeqCst);
        // Two of three do not wait for their time to undo.
        if number % 3 > 0 {
            let path = format!("/cases/{}/replies/{}/dispatch", customer.case, customer.key);
            // Where the server is away, it goes by itself a little later.
            drop(desk.post(&path, &[]).await);
        }
    }
    Ok(())
}

async fn answer(house: &House, desk: &mut Desk, customer: &Customer) -> anyhow::Result<()> {
    let path = format!("/cases/{}/replies", customer.case);
    let (key, seen) = (customer.key.to_string(), customer.version.to_string());
    let fields = [
        ("key", key.as_str()),
        ("audience", "public"),
        ("text", customer.text.as_str()),
        ("seen", seen.as_str()),
    ];
    loop {
        house.pace.in_flight.fetch_add(1, Ordering::SeqCst);
        let answer = desk.post(&path, &fields).await;
        house.pace.in_flight.fetch_sub(1, Ordering::SeqCst);
        match answer {
            Ok(answer) if answer.is_success() => return Ok(()),
            Ok(answer) if matches!(answer.status, 429 | 500..=599) => {}
            Ok(answer) => bail!(
                "an answer was refused: {} {}",
                answer.status,
                String::from_utf8_lossy(&answer.body)
            ),
            Err(Lost::Broken) => {
                house.pace.broken.fetch_add(1, Ordering::Relaxed);
            }
            Err(Lost::Refused) => {}
        }
        tokio::time::sleep(AGAIN).await;
    }
}
