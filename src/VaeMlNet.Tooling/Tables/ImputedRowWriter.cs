using CsvHelper;
using Microsoft.ML;

namespace VaeMlNet.Tooling;

/// <summary>
/// Writes the rows of a CSV file again with missing cells filled: every other cell with its own text, columns that no model
/// reads included. Columns that the file lacks come last.
/// </summary>
internal sealed class ImputedRowWriter
{
    private readonly CsvFile file;
    private readonly CsvColumn?[] columnOf;
    private readonly CsvColumn[] columns;
    private readonly CsvColumn[] added;

    /// <param name="file">The file.</param>
    /// <param name="columns">The model's columns.</param>
    public ImputedRowWriter(CsvFile file, IReadOnlyList<CsvColumn> columns)
    {
        this.file = file;
        this.columns = [.. columns.Where(column => column.CellNames.All(file.Has))];
        added = [.. columns.Except(this.columns)];
        var byCell = this
            .columns.SelectMany(column => column.CellNames, (column, name) => (column, name))
            .ToDictionary(cell => cell.name, cell => cell.column);
        columnOf = [.. file.Header.Select(byCell.GetValueOrDefault)];
    }

    /// <summary>Cells that were filled.</summary>
    public long FilledCount { get; private set; }

    /// <summary>The CSV file's columns.</summary>
    public string[] Header => [.. file.Header, .. TableRowWriter.Header(added)];

    /// <summary>Writes all rows.</summary>
    /// <param name="imputed">The file's rows, in its order, with missing cells filled.</param>
    /// <param name="csv">Where they go.</param>
    /// <param name="cancellationToken">Looked at before each row.</param>
    /// <returns>The number of rows.</returns>
    public long Write(DataViewRowCursor imputed, CsvWriter csv, CancellationToken cancellationToken)
    {
        var fillers = Fillers(imputed, columns);
        Action<CsvWriter>[] lacking = [.. added.SelectMany(column => TableRowWriter.Bind(imputed, column))];
        long rows = 0;
        foreach (var reader in file.ReadRecords())
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (!imputed.MoveNext())
            {
                throw new CommandException($"'{file.Path}' has changed while it was read. Run the verb again.");
            }

            WriteRow(reader, csv, fillers);
            Array.ForEach(lacking, fill => fill(csv));
            FilledCount += lacking.Length;
            csv.EndRecord();
            rows++;
        }

        return rows;
    }

    private static Dictionary<string, Action<CsvWriter>> Fillers(DataViewRow row, IEnumerable<CsvColumn> columns) =>
        columns
            .SelectMany(column => column.CellNames.Zip(TableRowWriter.Bind(row, column)))
            .ToDictionary(cell => cell.First, cell => cell.Second);

    private void WriteRow(CsvReader reader, CsvWriter csv, Dictionary<string, Action<CsvWriter>> fillers)
    {
        for (var i = 0; i < columnOf.Length; i++)
        {
            if (columnOf[i]?.IsMissing(reader, i) == true)
            {
                fillers[file.Header[i]](csv);
                FilledCount++;
            }
            else
            {
                csv.WriteField(file.Text(reader, i), CsvQuoting.WhenNeededOrWhitespace);
            }
        }
    }
}
