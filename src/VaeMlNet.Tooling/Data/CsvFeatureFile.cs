namespace VaeMlNet.Tooling;

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

    /// <inheritdoc />
    public override string FeatureNoun => "column";

    /// <summary>Opens a file and reads its header.</summary>
    /// <param name="path">The path of the file.</param>
    /// <param name="columns">The columns to read; null for all.</param>
    /// <exception cref="CommandException">
    /// The file is missing or empty, or does not have one of the columns.
    /// </exception>
    public static new CsvFeatureFile Open(string path, ColumnChoice? columns = null) =>
        Select(CsvFile.Open(path), columns ?? ColumnChoice.All);

    /// <summary>Chooses columns of a file.</summary>
    /// <exception cref="CommandException">The file does not have one of the columns.</exception>
    public static CsvFeatureFile Select(CsvFile file, ColumnChoice columns)
    {
        var indices = columns.Pick(file);
        return new CsvFeatureFile(file, indices) { Path = file.Path, Width = indices.Length };
    }

    /// <inheritdoc />
    public override long FirstRow => File.FirstRowRead;

    /// <inheritdoc />
    public override long? BlockRowCount => File.RowCount;

    /// <summary>Returns the same columns, read from some of the rows.</summary>
    public CsvFeatureFile Over(CsvFile rows) => new(rows, indices) { Path = Path, Width = Width };

    /// <inheritdoc />
    public override CsvFeatureFile Slice(FileSlices slices) =>
        new(File.Slice(slices), indices) { Path = Path, Width = Width };

    /// <inheritdoc />
    public override FeatureFileReader OpenReader(IProgress<double>? progress = null) =>
        new CsvFeatureReader(File, indices, File.ReadRecords(progress).GetEnumerator());
}
