using Microsoft.ML;

namespace VaeMlNet.Benchmarks;

/// <summary>Compares training on rows that are read again in every epoch with training on the same rows in memory.</summary>
internal sealed class StreamBenchmark : ISpeedBenchmark
{
    public const string Name = "stream";

    private const int EpochCount = 3;
    private const int BufferRows = 10_000;

    private readonly GeneratedTable table = new(CsvReading.RowCount, CsvReading.Width);
    private readonly string csv = Path.GetTempFileName();

    public StreamBenchmark()
    {
        table.WriteCsv(csv);
        var view = table.View();
        FeatureFileView file = new(CsvFeatureFile.Open(csv));
        Candidates =
        [
            New("memory", "of a lazy view, in memory", view, bufferRows: 0),
            New("streamed", $"of a lazy view, read in every epoch through {BufferRows} rows", view, BufferRows),
            New("csv-memory", "of a CSV file, in memory", file, bufferRows: 0),
            New("csv-streamed", $"of a CSV file, read in every epoch through {BufferRows} rows", file, BufferRows),
        ];
    }

    public string Subject =>
        FormattableString.Invariant(
            $"Training 50-64-10 for {EpochCount} epochs on {table.RowCount:N0} rows of {table.Width} numbers, batches of 128, with as many threads as torch takes; a pass includes the first reading, which checks every row, and the anomaly thresholds at the end. Rows per second count a row once for each epoch."
        );

    public IReadOnlyList<Candidate> Candidates { get; }

    public IReadOnlyList<SpeedRatio> Ratios { get; } = [new("streamed", "memory"), new("csv-streamed", "csv-memory")];

    public void Dispose() => File.Delete(csv);

    private Candidate New(string name, string description, IDataView view, int bufferRows) =>
        new(
            name,
            TorchSharp.torch.get_num_threads(),
            description,
            EpochCount * table.RowCount,
            () => Train(view, bufferRows)
        )
        {
            // The order of the rows differs, so the losses differ.
            Work = name,
        };

    private static double Train(IDataView view, int bufferRows)
    {
        VaeTrainerOptions options = new()
        {
            HiddenDims = [64],
            LatentDim = 10,
            EpochCount = EpochCount,
            Likelihood = VaeLikelihoodOptions.GaussianUnitVariance,
            Data = new() { ShuffleBufferRows = bufferRows },
        };
        using var trained = new VaeTrainer(options).Fit(view, FeatureFileView.ColumnName);
        return trained.History[^1].Training.Total;
    }
}
