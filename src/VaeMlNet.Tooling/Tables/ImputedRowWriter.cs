using CsvHelper;
using Microsoft.ML;

namespace VaeMlNet.Tooling;

/// <summary>
/// Writes the rows of a CSV file again with missing cells filled. Other cells keep their text, also in columns that the model does
/// not read. Columns that the file does not have are added at the end.
/// </summary>
internal sealed class ImputedRowWriter
{
    private readonly CsvFile file;
    private readonly CsvColumn?[] columnOf;
    private readonly CsvColumn[] columns;
    private readonly CsvColumn[] added;

    /// <param name="file">The file.</param>
    /// <param name="columns">The columns of the model.</param>
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

    /// <summary>Gets the number of filled cells.</summary>
    public long FilledCount { get; private set; }

    /// <summary>Gets the names of the CSV columns.</summary>
    public string[] Header => [.. file.Header, .. TableRowWriter.Header(added)];

    /// <summary>Writes all rows.</summary>
    /// <param name="imputed">The rows of the file, in its order, with missing cells filled.</param>
    /// <param name="csv">The writer of the output.</param>
    /// <param name="cancellationToken">Checked before each row.</param>
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
                throw new CommandException($"'{file.Path}' was changed while it was read. Run the verb again.");
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
