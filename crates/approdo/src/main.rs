//! The program.

fn main() -> std::process::ExitCode {
    approdo::operation::command::main()
}
