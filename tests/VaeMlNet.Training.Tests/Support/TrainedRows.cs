using Microsoft.ML;
using Microsoft.ML.Data;
using VaeMlNet.Tests.Shared;

namespace VaeMlNet.Tests;

/// <summary>The folder of a small model of a table, after three epochs. It fills and draws rows.</summary>
/// <typeparam name="TRow">The type of the rows.</typeparam>
internal sealed class TrainedRows<TRow> : IDisposable
    where TRow : class, new()
{
    public static readonly VaeTrainerOptions Options = new()
    {
        EpochCount = 3,
        HiddenDims = [16],
        LatentDim = 4,
    };

    private readonly MLContext ml = new(seed: 1);
    private readonly TemporaryFolder folder = new();

    /// <summary>Trains and exports a model.</summary>
    /// <param name="columns">The names of the columns.</param>
    /// <param name="rows">The training rows.</param>
    /// <param name="compared">The rows on which the export compares both runtimes, some with missing cells.</param>
    /// <param name="options">The options; null for <see cref="Options"/>.</param>
    public TrainedRows(string[] columns, TRow[] rows, TRow[] compared, VaeTrainerOptions? options = null)
    {
        using var trained = new VaeTrainer(options ?? Options).Fit(View(rows), columns);
        trained.Export(Folder, View(compared));
    }

    public VaeManifest Manifest => VaeModel.ReadManifest(Folder);

    private string Folder => folder["model"];

    /// <summary>Generates rows.</summary>
    /// <param name="count">The number of rows.</param>
    /// <param name="seed">The seed of the random numbers.</param>
    /// <param name="next">Returns the next row.</param>
    public static TRow[] Rows(int count, int seed, Func<Random, TRow> next)
    {
        Random random = new(seed);
        return [.. Enumerable.Range(0, count).Select(_ => next(random))];
    }

    public TRow[] Fill(TRow[] rows, bool isDrawn = false)
    {
        var data = View(rows);
        using var step = ml.Transforms.VaeImpute(null, Folder, new() { DrawsValues = isDrawn }).Fit(data);
        return Read(step.Transform(data));
    }

    /// <summary>Scores rows, with their reasons.</summary>
    public (float Score, string[] Reasons)[] Score(params TRow[] rows)
    {
        var data = View(rows);
        VaeScoreOptions options = new() { ReasonsColumnName = "Reasons" };
        using var step = ml.Transforms.VaeScore("Score", (string?)null, Folder, options).Fit(data);
        var scored = step.Transform(data);
        return
        [
            .. scored
                .GetColumn<float>("Score")
                .Zip(
                    scored
                        .GetColumn<VBuffer<ReadOnlyMemory<char>>>("Reasons")
                        .Select(reasons => reasons.DenseValues().Select(reason => $"{reason}").ToArray())
                ),
        ];
    }

    public TRow[] Draw(int count, VaeSampleOptions? options = null) =>
        Read(ml.Data.VaeSample(Folder, count, seed: 1, options ?? new()));

    public void Dispose() => folder.Dispose();

    private IDataView View(TRow[] rows) => ml.Data.LoadFromEnumerable(rows);

    private TRow[] Read(IDataView view) => [.. ml.Data.CreateEnumerable<TRow>(view, reuseRowObject: false)];
}
