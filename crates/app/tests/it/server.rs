//! The program as a server, and somebody who asks it over the wire.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::process::{Child, ChildStdout, Stdio};
use std::time::Duration;

use crate::office::{Office, PASSWORD};

/// The longest that anybody waits for an answer. A program without optimization on a busy machine is slow.
const PATIENCE: Duration = Duration::from_secs(20);

/// A server on a port of its own, ended with this value.
pub(crate) struct Server {
    child: Child,
    _output: BufReader<ChildStdout>,
    /// What it printed until it said where it runs.
    pub(crate) said: Vec<String>,
    address: SocketAddr,
}

impl Office {
    /// Starts a server, and waits until it says where it runs.
    pub(crate) fn serve(&self) -> Server {
        let mut command = self.command(&["--listen", "127.0.0.1:0", "serve"]);
        let mut child = command.stdout(Stdio::piped()).spawn().expect("a server");
        let mut output = BufReader::new(child.stdout.take().expect("its output"));
        let mut said = Vec::new();
        let address = loop {
            let mut line = String::new();
            let length = output.read_line(&mut line).expect("a line");
            assert!(length > 0, "it ended before it ran: {said:?}");
            let found = line.trim().strip_prefix("Earshot runs on http://").map(str::to_owned);
            said.push(line);
            if let Some(address) = found {
                break address.parse().expect("an address");
            }
        };
        Server { child, _output: output, said, address }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _gone = self.child.kill();
        let _gone = self.child.wait();
    }
}

/// What came back.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    /// Head and body.
    pub(crate) text: String,
}

impl Server {
    /// Asks once. `head` is further lines of the head, each with its end.
    pub(crate) fn ask(&self, method: &str, path: &str, head: &str, body: &str) -> Answer {
        let mut wire = TcpStream::connect_timeout(&self.address, PATIENCE).expect("it listens");
        wire.set_read_timeout(Some(PATIENCE)).expect("a time-out");
        let (host, length) = (self.address, body.len());
        let request = format!(
            "{method} {path} HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\n\
             content-length: {length}\r\n{head}\r\n{body}"
        );
        wire.write_all(request.as_bytes()).expect("it takes the request");
        let mut bytes = Vec::new();
        wire.read_to_end(&mut bytes).expect("an answer in time");
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let status = text.split(' ').nth(1).and_then(|status| status.parse().ok());
        Answer { status: status.unwrap_or_else(|| panic!("no status: {text}")), text }
    }

    /// Logs the administrator in. Gives the line of the head that proves it.
    pub(crate) fn log_in(&self) -> String {
        let form = self.ask("GET", "/login", "", "");
        let mut cookies = form.cookies();
        let mark = "name=\"csrf\" value=\"";
        let csrf = form.text.split(mark).nth(1).and_then(|rest| rest.split('"').next());
        let csrf = csrf.unwrap_or_else(|| panic!("no form: {}", form.text));
        let fields = format!(
            "csrf={csrf}&organization=brand&email=ada%40brand.example&password={}&next=/cases",
            PASSWORD.replace(' ', "+")
        );
        let head = format!(
            "cookie: {}\r\norigin: http://{}\r\ncontent-type: application/x-www-form-urlencoded\r\n",
            cookies.join("; "),
            self.address
        );
        let entered = self.ask("POST", "/login", &head, &fields);
        assert_eq!(entered.status, 303, "{}", entered.text);
        cookies.extend(entered.cookies());
        format!("cookie: {}\r\n", cookies.join("; "))
    }
}

impl Answer {
    fn cookies(&self) -> Vec<String> {
        let lines = self.text.lines().filter_map(|line| line.strip_prefix("set-cookie: "));
        lines.filter_map(|line| line.split(';').next().map(str::to_owned)).collect()
    }
}
