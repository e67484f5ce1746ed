using CsvHelper;

namespace VaeMlNet.Cli.Data;

/// <summary>Reads numbers from the cells of a CSV file.</summary>
/// <param name="file">The file, for messages.</param>
/// <param name="indices">The columns to read, in order.</param>
/// <param name="records">Its records, from the first on.</param>
internal sealed class CsvFeatureReader(CsvFile file, int[] indices, IEnumerator<CsvReader> records) : FeatureReader
{
    /// <inheritdoc />
    public override int Read(Span<float> rows)
    {
        int count = 0;
        while (rows.Length > 0 && records.MoveNext())
        {
            ParseRow(records.Current, rows[..indices.Length]);
            rows = rows[indices.Length..];
            count++;
        }

        return count;
    }

    /// <inheritdoc />
    public override void Dispose() => records.Dispose();

    private void ParseRow(CsvReader reader, Span<float> row)
    {
        for (int i = 0; i < indices.Length; i++)
        {
            if (!TryParse(reader.GetSpan(indices[i]), out row[i]))
            {
                throw Fault(reader, indices[i]);
            }
        }
    }

    private static bool TryParse(ReadOnlySpan<byte> cell, out float value) =>
        NumberText.TryParse(cell, out value) && float.IsFinite(value);

    private CommandException Fault(CsvReader reader, int column)
    {
        string fault = reader.GetSpan(column).IsEmpty
            ? "the cell is empty"
            : $"'{reader.GetString(column)}' is not a finite number";
        return new CommandException(
            $"{file.Place(reader)}, column '{file.Header[column]}': {fault}. Mend the cell, or name the columns to use with --columns."
        );
    }
}
