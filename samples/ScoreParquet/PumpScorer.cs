using DuckDB.NET.Data;
using Microsoft.ML;
using Microsoft.ML.Data;
using VaeMlNet;

namespace ScoreParquet;

/// <summary>Scores the rows of a file that DuckDB reads.</summary>
internal sealed class PumpScorer : IDisposable
{
    // DuckDB converts the columns to the types of the model. SQL can also join, filter and compute here.
    private const string Columns =
        "id::BIGINT AS Id, Speed::REAL AS Speed, Flow::REAL AS Flow, Pressure::REAL AS Pressure, Power::REAL AS Power, "
        + "Temperature::REAL AS Temperature, Vibration::REAL AS Vibration, coalesce(Mode, '') AS Mode";

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

    /// <summary>Scores the rows of a Parquet file. DuckDB reads them while they are scored, and keeps none.</summary>
    public IEnumerable<ScoredReading> Score(string path)
    {
        var source = new DatabaseSource(
            DuckDBClientFactory.Instance,
            "DataSource=:memory:",
            $"SELECT {Columns} FROM {Quote(path)}"
        );
        var rows = ml.Data.CreateDatabaseLoader<Reading>().Load(source);
        return ml.Data.CreateEnumerable<ScoredReading>(pipeline.Transform(rows), reuseRowObject: true);
    }

    /// <summary>Returns a text as it is written in SQL.</summary>
    public static string Quote(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";

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
    public long Id { get; set; }

    public float Score { get; set; }

    public bool PredictedLabel { get; set; }
}
