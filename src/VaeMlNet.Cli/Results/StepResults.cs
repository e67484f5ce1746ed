using CsvHelper;
using Microsoft.ML;

namespace VaeMlNet.Cli;

/// <summary>The results of a step that are written.</summary>
/// <param name="Columns">The columns that are read: those of a binary file, and all that <paramref name="Bind"/> needs.</param>
/// <param name="Header">Returns the columns that are written, given the columns after the step.</param>
/// <param name="Bind">Returns an action that writes the CSV cells of the current row, given the cursor.</param>
internal sealed record StepResults(
    string[] Columns,
    Func<DataViewSchema, WrittenColumn[]> Header,
    Func<DataViewRow, Action<CsvWriter>> Bind
)
{
    /// <summary>
    /// Gets a function that returns an action for each row that is not written as CSV, given the cursor. Default:
    /// null, no action.
    /// </summary>
    public Func<DataViewRow, Action>? Watch { get; init; }

    /// <summary>
    /// Gets a function that binds the results of some of the rows, and returns an action that runs after all rows before them were
    /// written. Default: null, <see cref="Bind"/> keeps nothing of a row, and can bind the results of any rows.
    /// </summary>
    public Func<DataViewRow, (Action<CsvWriter> Write, Action End)>? BindBlock { get; init; }

    /// <summary>Gets the columns of the data that are written before the results. Default: null, none.</summary>
    public KeptColumns? Kept { get; init; }

    /// <summary>Creates the results of scores.</summary>
    public static StepResults Of(ScoreWriter writer) =>
        new(writer.Columns, _ => writer.Header, writer.Bind)
        {
            BindBlock = row =>
            {
                var part = writer.Part();
                return (part.Bind(row), () => writer.Add(part));
            },
            Watch = writer.Watch,
        };

    /// <summary>Creates the results of columns as they are.</summary>
    public static StepResults Of(string[] columns) =>
        new(
            columns,
            schema => [.. columns.SelectMany(name => CellWriter.Columns(schema[name]))],
            row =>
            {
                Action<CsvWriter>[] writers = [.. columns.Select(name => CellWriter.Bind(row, name))];
                return csv => Array.ForEach(writers, write => write(csv));
            }
        );
}
