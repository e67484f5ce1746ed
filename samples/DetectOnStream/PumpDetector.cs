using Microsoft.ML;
using Microsoft.ML.Data;
using VaeMlNet;

namespace DetectOnStream;

/// <summary>Scores batches of readings with one opened model.</summary>
internal sealed class PumpDetector : IDisposable
{
    private readonly MLContext ml = new();
    private readonly VaeModel model;
    private readonly TransformerChain<VaeScoreTransformer> pipeline;
    private readonly string[] slots;

    /// <summary>Opens a model folder.</summary>
    public PumpDetector(string modelFolder)
    {
        // One thread is the fastest for small batches.
        model = VaeModel.Open(modelFolder, new VaeSessionOptions { IntraOpThreadCount = 1 });
        var noRows = ml.Data.LoadFromEnumerable<Reading>([]);
        pipeline = ml
            .Transforms.Conversion.MapValueToKey(nameof(Reading.Mode), keyData: Modes())
            .Append(ml.Transforms.VaeScore("Score", [], model, new VaeScoreOptions { ContributionsColumnName = "Why" }))
            .Fit(noRows);
        VBuffer<ReadOnlyMemory<char>> names = default;
        pipeline.GetOutputSchema(noRows.Schema)["Why"].GetSlotNames(ref names);
        slots = [.. names.DenseValues().Select(name => name.ToString())];
    }

    /// <summary>Scores readings and returns them in the same order.</summary>
    public IEnumerable<ScoredReading> Score(IReadOnlyList<Reading> readings)
    {
        var scored = pipeline.Transform(ml.Data.LoadFromEnumerable(readings));
        return ml.Data.CreateEnumerable<ScoredReading>(scored, reuseRowObject: false);
    }

    /// <summary>
    /// Returns the columns that make a reading unlikely, the worst first, with their contributions to the score in nats.
    /// </summary>
    public string Reason(ScoredReading reading)
    {
        var worst = slots.Zip(reading.Why).OrderByDescending(part => part.Second).Take(3);
        return string.Join(", ", worst.Select(part => FormattableString.Invariant($"{part.First} {part.Second:F1}")));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        pipeline.Dispose();
        model.Dispose();
    }

    // Map categories to the keys of the training data. Others count as missing values.
    private IDataView Modes()
    {
        VaeColumn column = model.Manifest.Columns.Single(column => column.Name == nameof(Reading.Mode));
        return ml.Data.LoadFromEnumerable(column.KeyValues!.Select(mode => new Category { Value = mode }).ToList());
    }

    private sealed class Category
    {
        public string Value { get; set; } = "";
    }
}

/// <summary>A reading with the outputs of the pipeline.</summary>
internal sealed class ScoredReading
{
    public float Score { get; set; }

    public bool PredictedLabel { get; set; }

    public float[] Why { get; set; } = [];
}
