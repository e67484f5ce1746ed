using Microsoft.ML;
using Microsoft.ML.Data;
using VaeMlNet;

namespace ScorePostgres;

/// <summary>Scores batches of readings with one opened model.</summary>
internal sealed class PumpScorer : IDisposable
{
    private readonly MLContext ml = new(seed: 1);
    private readonly VaeModel model;
    private readonly TransformerChain<VaeScoreTransformer> pipeline;

    /// <summary>Opens a model folder.</summary>
    public PumpScorer(string modelFolder)
    {
        model = VaeModel.Open(modelFolder);
        // Map categories to the keys of the training data. Others count as missing values.
        var modes = model.Manifest.Columns.Single(column => column.Name == nameof(Reading.Mode)).KeyValues!;
        var keys = ml.Data.LoadFromEnumerable(modes.Select(mode => new Category { Value = mode }).ToList());
        pipeline = ml
            .Transforms.Conversion.MapValueToKey(nameof(Reading.Mode), keyData: keys)
            .Append(ml.Transforms.VaeScore(nameof(ScoredReading.Score), [], model))
            .Fit(ml.Data.LoadFromEnumerable<Reading>([]));
    }

    /// <summary>Scores readings and returns the results in the same order.</summary>
    public IEnumerable<ScoredReading> Score(IReadOnlyList<Reading> readings) =>
        ml.Data.CreateEnumerable<ScoredReading>(
            pipeline.Transform(ml.Data.LoadFromEnumerable(readings)),
            reuseRowObject: true
        );

    /// <inheritdoc/>
    public void Dispose()
    {
        pipeline.Dispose();
        model.Dispose();
    }

    private sealed class Category
    {
        public string Value { get; set; } = "";
    }
}

/// <summary>The score of a reading.</summary>
internal sealed class ScoredReading
{
    public float Score { get; set; }

    public bool PredictedLabel { get; set; }
}
