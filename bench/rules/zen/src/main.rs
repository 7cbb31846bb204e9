//! The toy law in the ZEN engine: `zen-toy LAW PEOPLE CELLS [HOUSEHOLDS]`. Ages are compared by day numbers, for the engine has no
//! ages. Writes every cell in cents and prints cells and processor seconds, reading apart.

use std::{error::Error, fmt::Write};

use serde_json::{Value, json};
use zen_engine::DecisionEngine;

const SIZE: usize = 3;

fn main() -> Result<(), Box<dyn Error>> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let [law, people, cells, rest @ ..] = words.as_slice() else { return Err("LAW PEOPLE CELLS [HOUSEHOLDS]".into()) };
    let most = rest.first().map_or(Ok(usize::MAX), |most| most.parse())?;
    let engine = DecisionEngine::default();
    let content: zen_engine::model::DecisionContent = serde_json::from_str(&std::fs::read_to_string(law)?)?;
    let decision = engine.create_decision(content.into());
    let members: Vec<Value> = std::fs::read_to_string(people)?.lines().skip(1).filter_map(member).collect();
    let contexts: Vec<Value> = members.chunks_exact(SIZE).take(most).map(|members| json!({ "members": members })).collect();
    let runtime = tokio::runtime::Builder::new_current_thread().build()?;
    let begin = processor()?;
    let mut found = Vec::new();
    for context in &contexts {
        let answer = runtime.block_on(decision.evaluate(context.clone().into())).map_err(|error| format!("{error:?}"))?;
        found.push(answer.result);
    }
    let spent = processor()? - begin;
    println!("zen,{},{},{spent:.6}", contexts.len() * SIZE, contexts.len() * (SIZE * 3 + 3));
    let (mut persons, mut households) = (String::new(), String::new());
    for answer in found {
        let answer: Value = answer.to_value();
        let of = |name: &str, at: usize| cents(&answer[name][at]);
        for at in 0..SIZE {
            writeln!(persons, "{},{},{}", of("basic_income", at), of("income_tax", at), of("social_security_contribution", at))?;
        }
        let one = |name: &str| cents(&answer[name]);
        writeln!(households, "{},{},{}", one("household_income"), one("total_benefits"), one("parenting_allowance"))?;
    }
    std::fs::write(format!("{cells}.persons.csv"), persons)?;
    std::fs::write(format!("{cells}.households.csv"), households)?;
    Ok(())
}

fn member(line: &str) -> Option<Value> {
    let mut cells = line.split(',');
    let birth = cells.next()?;
    let mut number = || cells.next()?.parse::<i64>().ok();
    let (salary, capital, adult) = (number()?, number()?, number()?);
    Some(json!({ "birth": day(birth)?, "salary": salary, "capital_returns": capital, "adult": adult == 1 }))
}

/// Days since 1970.
fn day(text: &str) -> Option<i64> {
    let mut parts = text.split('-').map(|part| part.parse::<i64>().ok());
    let (year, month, day) = (parts.next()??, parts.next()??, parts.next()??);
    let (year, month) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    Some(365 * year + year / 4 - year / 100 + year / 400 + (153 * month + 2) / 5 + day - 719_469)
}

fn cents(value: &Value) -> i64 {
    (value.as_f64().unwrap_or(f64::NAN) * 100.0).round() as i64
}

fn processor() -> Result<f64, Box<dyn Error>> {
    let stat = std::fs::read_to_string("/proc/self/schedstat")?;
    Ok(stat.split(' ').next().unwrap_or_default().parse::<f64>()? / 1e9)
}
