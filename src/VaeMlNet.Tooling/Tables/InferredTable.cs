namespace VaeMlNet.Tooling;

/// <summary>The inferred columns of a CSV file.</summary>
/// <param name="Columns">The chosen columns.</param>
/// <param name="RowCount">The number of rows.</param>
/// <param name="MissingCounts">The number of missing cells of each column.</param>
internal sealed record InferredTable(
    IReadOnlyList<CsvColumn> Columns,
    long RowCount,
    IReadOnlyList<long> MissingCounts
);
