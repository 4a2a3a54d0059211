//! Checked reports become one portal: bodies, series, indicators, trends, comparisons, coverage. Knows nothing of files, HTML or charts.
