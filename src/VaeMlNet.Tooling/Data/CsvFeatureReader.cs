namespace VaeMlNet.Tooling;

/// <summary>Reads numbers from the cells of a CSV file.</summary>
/// <param name="file">The file.</param>
/// <param name="indices">The indexes of the columns to read, in order.</param>
/// <param name="records">The records of the file.</param>
internal sealed class CsvFeatureReader(CsvFile file, int[] indices, IEnumerator<CsvRecord> records) : FeatureFileReader
{
    /// <inheritdoc />
    public override int Read(Span<float> rows)
    {
        var count = 0;
        while (rows.Length > 0 && records.MoveNext())
        {
            ParseRow(file, records.Current, indices, rows[..indices.Length]);
            rows = rows[indices.Length..];
            count++;
        }

        return count;
    }

    /// <inheritdoc />
    public override void Dispose() => records.Dispose();

    /// <summary>Reads the numbers of one record.</summary>
    /// <param name="file">The file.</param>
    /// <param name="record">The record, at the record.</param>
    /// <param name="indices">The indexes of the columns to read, in order.</param>
    /// <param name="row">The memory for the numbers, as long as <paramref name="indices"/>.</param>
    /// <exception cref="CommandException">A cell is empty or not a finite number.</exception>
    public static void ParseRow(CsvFile file, CsvRecord record, int[] indices, Span<float> row)
    {
        for (var i = 0; i < indices.Length; i++)
        {
            // A plain number has no quotes and blanks, which the other way removes.
            if (
                !NumberText.TryParsePlain(record.Raw(indices[i]), out row[i])
                && !TryParse(record.Cell(indices[i]), out row[i])
            )
            {
                throw Fault(file, record, indices[i]);
            }
        }
    }

    private static bool TryParse(ReadOnlySpan<byte> cell, out float value) =>
        NumberText.TryParse(cell, out value) && float.IsFinite(value);

    private static CommandException Fault(CsvFile file, CsvRecord record, int column)
    {
        var fault = record.Cell(column).IsEmpty
            ? "the cell is empty"
            : $"'{record.Text(column)}' is not a finite number";
        return new CommandException(
            $"{file.Place(record)}, column '{file.Header[column]}': {fault}. Fix the cell, or name the columns to use with --columns."
        );
    }
}
