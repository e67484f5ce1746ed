namespace VaeMlNet.Benchmarks;

/// <summary>Compares reading IDX files, CSV files and columns of data views into memory with copying the same bytes.</summary>
internal sealed class ReadBenchmark : ISpeedBenchmark
{
    public const string Name = "read";

    private readonly OwnedResources owned = new();

    /// <param name="mnist">The folder of MNIST's files.</param>
    public ReadBenchmark(string mnist)
    {
        Candidates =
        [
            .. new IdxReading(mnist).Candidates,
            .. owned.Add(new CsvReading()).Candidates,
            .. owned.Add(new ViewReading()).Candidates,
        ];
    }

    public string Subject =>
        $"Reading files that the system has in memory, and data views. Idx: MNIST's 60,000 training images, {IdxReading.BytesPerRow} bytes a row in the file and {4 * IdxReading.BytesPerRow} in memory. Csv: {CsvReading.RowCount:N0} rows of {CsvReading.Width} numbers with six decimals, {CsvReading.BytesPerRow} bytes a row in the file and {4 * CsvReading.Width} in memory. View: {ViewReading.RowCount:N0} rows of {ViewReading.Width} numbers, {4 * ViewReading.Width} bytes a row. What ends in copy reads the file's bytes and copies ready numbers into memory that is as new as the others'.";

    public IReadOnlyList<Candidate> Candidates { get; }

    public IReadOnlyList<SpeedRatio> Ratios { get; } =
    [
        new(IdxReading.Matrix, IdxReading.Copy),
        new(IdxReading.AsTensor, IdxReading.Copy),
        new(CsvReading.Matrix, CsvReading.Copy),
        new(CsvReading.Matrix, CsvReading.Records),
        new(CsvReading.Matrix, CsvReading.Numbers),
        new(CsvReading.View, CsvReading.Matrix),
        new(ViewReading.AsTensor, ViewReading.Copy),
        new(ViewReading.AsTensor, ViewReading.Getter),
    ];

    public void Dispose() => owned.Dispose();
}
