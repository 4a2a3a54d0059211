//! Corrections beside a report. They are read from a folder, in memory where the system has one.
#![no_main]

use std::path::PathBuf;
use std::sync::LazyLock;

use gongkai::load::load_file;
use gongkai::report::State;

const REPORT: &str = "样例市2023年政府信息公开工作年度报告\n\n二、主动公开政府信息情况\n\n信息内容\t本年制发件数\t本年废止件数\t现行有效件数\n规章\t1\t0\t2\n行政规范性文件\t24\t12\tx\n";

static FOLDER: LazyLock<PathBuf> = LazyLock::new(|| {
    let shared = PathBuf::from("/dev/shm");
    let root = if shared.is_dir() { shared } else { std::env::temp_dir() };
    let folder = root.join(format!("gongkai-fuzz-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("the folder can be made");
    std::fs::write(folder.join("a.txt"), REPORT).expect("the report can be written");
    folder
});

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    std::fs::write(FOLDER.join("a.corrections.toml"), bytes).expect("the corrections can be written");
    let outcome = load_file(&FOLDER, &FOLDER.join("a.txt")).expect("the files can be read");
    assert!(outcome.diagnostics.iter().all(|one| one.code != "internal"), "a panic");
    for checked in &outcome.reports {
        for (key, figure) in checked.report().figures.iter() {
            let has_value = matches!(figure.state(), State::Reported | State::Inferred | State::Corrected);
            assert_eq!(figure.value().is_some(), has_value, "{key}");
        }
    }
});
