//! What the kernel says of this process and this machine.

use std::fs;

/// A line of a file of the kernel, by how it begins.
pub(super) fn line(file: &str, start: &str) -> Result<String, String> {
    let text = fs::read_to_string(file).map_err(|why| format!("cannot read {file}: {why}"))?;
    let found = text.lines().find_map(|whole| whole.strip_prefix(start));
    found.map(str::to_owned).ok_or_else(|| format!("{file} says nothing of it"))
}

/// The first number of such a line.
fn number(file: &str, start: &str) -> Option<u64> {
    line(file, start).ok()?.split_whitespace().next()?.parse().ok()
}

/// How many files this process may open; none where the system does not say or sets no limit.
pub(super) fn files_most() -> Option<usize> {
    number("/proc/self/limits", "Max open files").and_then(|most| usize::try_from(most).ok())
}

/// How many files it has open, sockets included.
pub(super) fn files_open() -> Option<u64> {
    // The look itself opens one.
    fs::read_dir("/proc/self/fd").ok().map(|files| (files.count() as u64).saturating_sub(1))
}

/// Bytes of memory it holds.
pub(super) fn memory() -> Option<u64> {
    number("/proc/self/status", "VmRSS:").map(|kibibytes| kibibytes * 1024)
}

/// Bytes of it that were put out to the disk.
pub(super) fn swapped() -> Option<u64> {
    number("/proc/self/status", "VmSwap:").map(|kibibytes| kibibytes * 1024)
}

/// Bytes of swap of this machine.
pub(super) fn swap() -> Result<u64, String> {
    let kibibytes = number("/proc/meminfo", "SwapTotal:").ok_or("/proc/meminfo says nothing of swap")?;
    Ok(kibibytes * 1024)
}

/// Processor time it has used, in hundredths of a second, as Linux counts for programs everywhere.
pub(super) fn processor() -> Option<u64> {
    let stat = fs::read_to_string("/proc/self/stat").ok()?;
    // The name before it may hold blanks; after its bracket the fields are numbers.
    let mut fields = stat.rsplit(')').next()?.split_whitespace().skip(11);
    let (own, kernel): (u64, u64) = (fields.next()?.parse().ok()?, fields.next()?.parse().ok()?);
    Some(own + kernel)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_kernel_says_how_much_this_process_takes() {
        assert!(memory().unwrap() > 1 << 20);
        assert!(files_open().unwrap() >= 3);
        assert!(files_most().is_none_or(|most| most >= 3));
        assert!(processor().is_some() && swapped().is_some() && swap().is_ok());
        assert!(line("/proc/self/status", "Nothing:").is_err() && line("/nowhere", "x").is_err());
    }
}
