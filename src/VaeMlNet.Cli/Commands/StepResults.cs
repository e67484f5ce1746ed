using CsvHelper;
using Microsoft.ML;

namespace VaeMlNet.Cli;

/// <summary>What of a step's rows is written.</summary>
/// <param name="Columns">The columns that are results, as a binary file of ML.NET's has them.</param>
/// <param name="Header">Given the rows' columns after the step, gives those of a CSV file.</param>
/// <param name="Bind">Given the cursor, gives what writes the current row's CSV cells.</param>
internal sealed record StepResults(
    string[] Columns,
    Func<DataViewSchema, string[]> Header,
    Func<DataViewRow, Action<CsvWriter>> Bind
)
{
    /// <summary>Given the cursor, gives what is told of each row where no CSV cells are written.</summary>
    public Func<DataViewRow, Action>? Watch { get; init; }
}
