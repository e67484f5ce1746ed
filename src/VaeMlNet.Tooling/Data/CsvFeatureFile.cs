namespace VaeMlNet.Tooling;

/// <summary>A CSV file with a number in every cell that is used, with points in decimals.</summary>
internal sealed class CsvFeatureFile : FeatureFile
{
    private readonly int[] indices;

    private CsvFeatureFile(CsvFile file, int[] indices)
    {
        File = file;
        this.indices = indices;
    }

    /// <summary>The file with all of its columns.</summary>
    public CsvFile File { get; }

    /// <summary>Names of the columns taken, in order.</summary>
    public IReadOnlyList<string> ColumnNames => [.. indices.Select(i => File.Header[i])];

    /// <inheritdoc />
    public override string FeatureNoun => "column";

    /// <summary>Opens a file and reads its header.</summary>
    /// <param name="path">The file.</param>
    /// <param name="columns">The columns to take; null takes all.</param>
    /// <exception cref="CommandException">The file is missing or empty, or lacks one of the columns.</exception>
    public static new CsvFeatureFile Open(string path, ColumnChoice? columns = null) =>
        Of(CsvFile.Open(path), columns ?? ColumnChoice.All);

    /// <summary>Takes columns of a file.</summary>
    /// <exception cref="CommandException">The file lacks one of the columns.</exception>
    public static CsvFeatureFile Of(CsvFile file, ColumnChoice columns)
    {
        var indices = columns.Pick(file);
        return new CsvFeatureFile(file, indices) { Path = file.Path, Width = indices.Length };
    }

    /// <inheritdoc />
    public override CsvFeatureFile Of(FileParts some) => new(File.Of(some), indices) { Path = Path, Width = Width };

    /// <inheritdoc />
    public override FeatureReader OpenReader(IProgress<double>? progress = null) =>
        new CsvFeatureReader(File, indices, File.ReadRecords(progress).GetEnumerator());
}
