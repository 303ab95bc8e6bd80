//! Examples of EQL in Markdown → queries with what they must answer. The build script compiles them, the tests run them.
//!
//! ````text
//! ```eql                                  the query; `max_samples_per_key=2` or `endpoint`, its dialect, may follow `eql`
//! any where process.name == "sh"
//! ```
//! Matches:                                the answers: captions, each alone on its line
//! ```json
//! {"process.name": "sh"}                  one event a line
//! ```
//! Does not match:
//! ```json
//! {}
//! ```
//! ````
//!
//! | caption | means |
//! |---|---|
//! | `Matches:`, `Does not match:` | each event of the block that follows |
//! | `Cannot be computed:` | they do not match, and are counted as errors |
//! | `Events:` | the events of the block that follows, together, in this order |
//! | `Alerts: 1 2; 3 -` | what they give, in order: each alert its events, counted from 1, `-` for a missing event; or `none` |
//! | `Alerts in a search: …`, `Alerts in a stream: …` | where the two differ |
//! | `Counters: late 1, untimed 2` | what the matcher counted |
//! | `Does not compile: DR326` | the code of the error |
//! | `Warning: DR711` | the code of the warning |
//!
//! A table whose first column is headed `Expression` and the second `Gives` is an example a row. A block of `yaml` is the schema file
//! of the examples behind it, up to the next heading.

/// A query and what it must answer.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Example {
    /// Line of the query, counted from 1.
    pub line: usize,
    /// The query.
    pub query: String,
    /// Text of its schema file, if not the built-in fields are meant.
    pub schema: Option<String>,
    /// How many samples a join key gives.
    pub samples_max: u32,
    /// Whether it is in Elastic Endpoint's dialect.
    pub endpoint: bool,
    /// What it must answer.
    pub answers: Vec<Answer>,
}

/// What a query must answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// Each of the events alone.
    Each(Verdict, Vec<String>),
    /// All of the events in this order.
    All {
        /// One JSON object each.
        events: Vec<String>,
        /// For each alert its events, counted from 0; `None` is a missing one.
        alerts: Vec<Vec<Option<usize>>>,
        /// Who answers so.
        place: Place,
        /// Names of counters of the matcher and their values.
        counters: Vec<(String, u64)>,
    },
    /// The code of an error.
    Refused(String),
    /// The code of a warning.
    Warning(String),
}

/// What a query says of an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// It matches.
    Matches,
    /// It does not.
    DoesNotMatch,
    /// Nor does it, since it cannot be computed.
    CannotBeComputed,
}

/// Where an answer is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// In a search of all events and in the completed, ordered result of a stream.
    Both,
    /// In a search.
    Search,
    /// In a stream, as it comes.
    Stream,
}

/// A constant expression and the literal that it gives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Line of the row, counted from 1.
    pub line: usize,
    /// The expression.
    pub expression: String,
    /// The literal.
    pub value: String,
}

/// All examples of a text.
#[derive(Debug, Default)]
pub struct Examples {
    /// Queries.
    pub queries: Vec<Example>,
    /// Rows of tables.
    pub rows: Vec<Row>,
}

impl Example {
    /// Whether a matcher is made of it.
    pub fn is_compiled(&self) -> bool {
        !self.answers.iter().any(|answer| matches!(answer, Answer::Refused(_)))
    }
}

/// The examples of a Markdown text.
///
/// # Errors
/// What is not as the notation says, with its line.
pub fn parse(markdown: &str) -> Result<Examples, String> {
    let mut reader = Reader::default();
    let mut lines = markdown.lines().enumerate();
    while let Some((index, line)) = lines.next() {
        let at = |problem: String| format!("line {}: {problem}", index + 1);
        if let Some(info) = line.strip_prefix("```") {
            let body: Vec<&str> = lines.by_ref().map(|(_, line)| line).take_while(|line| *line != "```").collect();
            reader.block(index + 1, info, &body).map_err(at)?;
        } else {
            reader.line(index + 1, line).map_err(at)?;
        }
    }
    reader.finish()
}

#[derive(Default)]
struct Reader {
    found: Examples,
    schema: Option<String>,
    /// The caption that waits for its block.
    caption: Option<Caption>,
    /// The events of the latest `Events:`.
    events: Vec<String>,
    /// The example that captions are about.
    open: bool,
    in_table: bool,
}

enum Caption {
    Each(Verdict),
    Events,
}

impl Reader {
    fn block(&mut self, line: usize, info: &str, body: &[&str]) -> Result<(), String> {
        let (language, options) = info.split_once(' ').unwrap_or((info, ""));
        match (language, self.caption.take()) {
            ("eql", None) => {
                let mut samples_max = 1;
                for option in options.split_whitespace() {
                    samples_max = match option.strip_prefix("max_samples_per_key=") {
                        Some(number) => number.parse().map_err(|_| format!("`{number}` is no number"))?,
                        None if option == "endpoint" => samples_max,
                        None => return Err(format!("no option `{option}`")),
                    };
                }
                let endpoint = options.split_whitespace().any(|option| option == "endpoint");
                self.found.queries.push(Example {
                    line,
                    query: body.join("\n"),
                    schema: self.schema.clone(),
                    samples_max,
                    endpoint,
                    answers: Vec::new(),
                });
                self.open = true;
                Ok(())
            }
            ("yaml", None) => {
                self.schema = Some(body.join("\n"));
                Ok(())
            }
            ("json", Some(Caption::Each(verdict))) => self.answer(Answer::Each(verdict, owned(body))),
            ("json", Some(Caption::Events)) => {
                self.events = owned(body);
                Ok(())
            }
            ("json", None) => Err("a block of events without a caption".to_owned()),
            (_, Some(_)) => Err("a caption without its block of events".to_owned()),
            _ => Ok(()),
        }
    }

    fn line(&mut self, number: usize, line: &str) -> Result<(), String> {
        if line.starts_with('#') {
            (self.schema, self.open) = (None, false);
        }
        self.table_row(number, line);
        let Some((name, value)) = line.split_once(':').filter(|_| self.open) else { return Ok(()) };
        let value = value.trim();
        match name {
            "Matches" => self.caption = Some(Caption::Each(Verdict::Matches)),
            "Does not match" => self.caption = Some(Caption::Each(Verdict::DoesNotMatch)),
            "Cannot be computed" => self.caption = Some(Caption::Each(Verdict::CannotBeComputed)),
            "Events" => self.caption = Some(Caption::Events),
            "Alerts" => self.alerts(value, Place::Both)?,
            "Alerts in a search" => self.alerts(value, Place::Search)?,
            "Alerts in a stream" => self.alerts(value, Place::Stream)?,
            "Counters" => self.counters(value)?,
            "Does not compile" => self.answer(Answer::Refused(value.to_owned()))?,
            "Warning" => self.answer(Answer::Warning(value.to_owned()))?,
            _ => {}
        }
        Ok(())
    }

    fn table_row(&mut self, number: usize, line: &str) {
        let Some(cells) = line.strip_prefix("| ").and_then(|line| line.strip_suffix(" |")) else {
            self.in_table &= line.starts_with('|');
            return;
        };
        let mut cells = cells.split(" | ").map(str::trim);
        let (Some(first), Some(second)) = (cells.next(), cells.next()) else { return };
        if first == "Expression" && second == "Gives" {
            self.in_table = true;
        } else if self.in_table {
            let plain = |cell: &str| cell.trim_matches('`').replace("\\|", "|");
            self.found.rows.push(Row { line: number, expression: plain(first), value: plain(second) });
        }
    }

    fn alerts(&mut self, value: &str, place: Place) -> Result<(), String> {
        let event = |word: &str| match word {
            "-" => Ok(None),
            number => match number.parse::<usize>() {
                Ok(number @ 1..) => Ok(Some(number - 1)),
                _ => Err(format!("`{number}` is no event")),
            },
        };
        let alert = |alert: &str| alert.split_whitespace().map(event).collect::<Result<Vec<_>, _>>();
        let alerts = if value == "none" { Ok(Vec::new()) } else { value.split(';').map(alert).collect() };
        let events = self.events.clone();
        self.answer(Answer::All { events, alerts: alerts?, place, counters: Vec::new() })
    }

    fn counters(&mut self, value: &str) -> Result<(), String> {
        let counter = |text: &str| {
            let (name, count) = text.trim().split_once(' ')?;
            Some((name.to_owned(), count.parse().ok()?))
        };
        let given: Option<Vec<_>> = value.split(',').map(counter).collect();
        let last = self.found.queries.last_mut().and_then(|example| example.answers.last_mut());
        match (last, given) {
            (Some(Answer::All { counters, .. }), Some(given)) => {
                *counters = given;
                Ok(())
            }
            _ => Err("counters without alerts, or not as `late 1, untimed 1`".to_owned()),
        }
    }

    fn answer(&mut self, answer: Answer) -> Result<(), String> {
        let example = self.found.queries.last_mut().ok_or("an answer without a query")?;
        example.answers.push(answer);
        Ok(())
    }

    fn finish(self) -> Result<Examples, String> {
        match self.found.queries.iter().find(|example| example.answers.is_empty()) {
            Some(example) => Err(format!("line {}: a query without answers", example.line)),
            None => Ok(self.found),
        }
    }
}

fn owned(lines: &[&str]) -> Vec<String> {
    lines.iter().filter(|line| !line.trim().is_empty()).map(|line| (*line).to_owned()).collect()
}
