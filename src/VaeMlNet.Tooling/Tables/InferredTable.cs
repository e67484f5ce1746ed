namespace VaeMlNet.Tooling;

/// <summary>What was found out about a CSV file.</summary>
/// <param name="Columns">Its columns, as far as they are used.</param>
/// <param name="RowCount">Its rows.</param>
/// <param name="MissingCounts">For each column the cells without a value.</param>
internal sealed record InferredTable(
    IReadOnlyList<CsvColumn> Columns,
    long RowCount,
    IReadOnlyList<long> MissingCounts
);
