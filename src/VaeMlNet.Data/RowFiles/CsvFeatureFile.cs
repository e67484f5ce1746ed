using VaeMlNet.Texts;

namespace VaeMlNet.Data;

/// <summary>A CSV file of features: every cell of the chosen columns is a number with a decimal point.</summary>
internal sealed class CsvFeatureFile : FeatureFile
{
    private readonly int[] indices;

    private CsvFeatureFile(CsvFile file, int[] indices)
    {
        File = file;
        this.indices = indices;
    }

    /// <summary>Gets the file with all of its columns.</summary>
    public CsvFile File { get; }

    /// <summary>Gets the names of the chosen columns, in order.</summary>
    public IReadOnlyList<string> ColumnNames => [.. indices.Select(i => File.Header[i])];

    public override string FeatureNoun => "column";

    /// <summary>Opens a file and reads its header.</summary>
    /// <param name="path">The path of the file.</param>
    /// <param name="columns">The columns to read; null for all.</param>
    /// <exception cref="CommandException">
    /// The file is missing or empty, or does not have one of the columns.
    /// </exception>
    public static CsvFeatureFile Open(string path, ColumnChoice? columns = null) =>
        Select(CsvFile.Open(path), columns ?? ColumnChoice.All);

    /// <summary>Chooses columns of a file.</summary>
    /// <exception cref="CommandException">The file does not have one of the columns.</exception>
    public static CsvFeatureFile Select(CsvFile file, ColumnChoice columns)
    {
        var indices = columns.Pick(file);
        return new CsvFeatureFile(file, indices) { Path = file.Path, Width = indices.Length };
    }

    public override long FirstRow => File.FirstRowRead;

    public override long? BlockRowCount => File.RowCount;

    /// <summary>Returns the same columns, read from some of the rows.</summary>
    public CsvFeatureFile Over(CsvFile rows) => new(rows, indices) { Path = Path, Width = Width };

    public override CsvFeatureFile Slice(FileSlices slices) =>
        new(File.Slice(slices), indices) { Path = Path, Width = Width };

    public override FeatureFileReader OpenReader(IProgress<double>? progress = null) =>
        new CsvFeatureReader(File, indices, File.ReadRecords(progress).GetEnumerator());
}

/// <summary>Reads numbers from the cells of a CSV file.</summary>
/// <param name="file">The file.</param>
/// <param name="indices">The indexes of the columns to read, in order.</param>
/// <param name="records">The records of the file.</param>
internal sealed class CsvFeatureReader(CsvFile file, int[] indices, IEnumerator<CsvRecord> records) : FeatureFileReader
{
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
            : $"'{Excerpt.Of(record.Text(column))}' is not a finite number";
        return new CommandException(
            $"{file.Place(record)}, column '{file.Header[column]}': {fault}. Fix the cell, or name the columns to use with --columns."
        )
        {
            Fault = new(file.Header[column], record.Text(column), fault),
        };
    }
}
