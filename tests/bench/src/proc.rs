//! What `/proc` says of a process: processor time and memory.

use std::fs;

/// `sysconf(_SC_CLK_TCK)`, which Linux has fixed at 100 for programs.
const MS_A_TICK: u64 = 10;

/// A process, alone or with its children (PostgreSQL forks one a connection).
#[derive(Debug, Clone, Copy)]
pub(crate) struct Process {
    /// Its id.
    pub(crate) pid: u32,
    /// Whether its children count.
    pub(crate) with_children: bool,
}

impl Process {
    /// Processor time so far in ms.
    pub(crate) fn cpu_ms(self) -> u64 {
        let Some(own) = Stat::of(self.pid) else { return 0 };
        if !self.with_children {
            return own.own * MS_A_TICK;
        }
        let children: u64 =
            pids().filter_map(Stat::of).filter(|stat| stat.parent == self.pid).map(|s| s.own).sum();
        (own.own + own.ended_children + children) * MS_A_TICK
    }

    /// Proportional set size in MB.
    pub(crate) fn memory_mb(self) -> f64 {
        let text = fs::read_to_string(format!("/proc/{}/smaps_rollup", self.pid));
        let text = text.unwrap_or_default();
        let kb = text.lines().find_map(|line| line.strip_prefix("Pss:"));
        let kb = kb.and_then(|rest| rest.trim().trim_end_matches(" kB").parse::<f64>().ok());
        kb.unwrap_or(0.0) / 1024.0
    }
}

struct Stat {
    parent: u32,
    own: u64,
    ended_children: u64,
}

impl Stat {
    fn of(pid: u32) -> Option<Self> {
        let text = fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
        // The name in parentheses may hold spaces.
        let fields: Vec<&str> = text.rsplit_once(')')?.1.split_whitespace().collect();
        let number = |at: usize| fields.get(at).and_then(|field| field.parse::<u64>().ok());
        Some(Self {
            parent: u32::try_from(number(1)?).ok()?,
            own: number(11)? + number(12)?,
            ended_children: number(13)? + number(14)?,
        })
    }
}

fn pids() -> impl Iterator<Item = u32> {
    fs::read_dir("/proc")
        .into_iter()
        .flatten()
        .flatten()
        .filter_map(|entry| entry.file_name().to_str()?.parse().ok())
}

/// Cores, memory and processor of this machine, in one line.
pub(crate) fn machine() -> String {
    let find = |file: &str, name: &str| {
        let text = fs::read_to_string(file).unwrap_or_default();
        let line = text.lines().find(|line| line.starts_with(name)).unwrap_or_default();
        line.split_once(':').map(|(_, value)| value.trim().to_owned()).unwrap_or_default()
    };
    let cores = std::thread::available_parallelism().map_or(0, std::num::NonZero::get);
    let memory = find("/proc/meminfo", "MemTotal");
    let memory: u64 = memory.trim_end_matches(" kB").parse().unwrap_or(0) / 1024 / 1024;
    format!(
        "{cores} cores ({}), {memory} GB of memory, load before the run {}",
        find("/proc/cpuinfo", "model name"),
        load()
    )
}

/// How many processes wanted a processor in the last minute, on average.
pub(crate) fn load() -> String {
    let load = fs::read_to_string("/proc/loadavg").unwrap_or_default();
    load.split_whitespace().next().unwrap_or_default().to_owned()
}
