using System.Text.Json;
using Microsoft.ML;
using Microsoft.ML.Data;
using VaeMlNet;

namespace ScoringService;

/// <summary>
/// Scores readings with one model and one session, which all requests share. Thread safety: several threads at a time.
/// PredictionEngine is not thread-safe: a service would need a pool of engines.
/// </summary>
internal sealed class PumpScorer : IDisposable
{
    private readonly MLContext ml = new();
    private readonly VaeModel model;
    private readonly TransformerChain<VaeScoreTransformer> pipeline;
    private readonly string[] fields;

    /// <summary>Opens a model folder.</summary>
    /// <param name="modelFolder">The model folder.</param>
    /// <param name="device">The device to run on.</param>
    public PumpScorer(string modelFolder, VaeDevice device)
    {
        // On the CPU, requests already run in parallel, and one thread for each is the fastest.
        model = VaeModel.Open(modelFolder, new VaeSessionOptions { Device = device, IntraOpThreadCount = 1 });
        Modes = [.. model.Manifest.Columns.Single(column => column.Name == nameof(Row.Mode)).KeyValues!];
        var modes = ml.Data.LoadFromEnumerable(Modes.Select(mode => new Category { Value = mode }).ToList());
        var noRows = ml.Data.LoadFromEnumerable<Row>([]);
        VaeScoreOptions options = new()
        {
            ContributionsColumnName = nameof(Scored.Why),
            PValueColumnName = nameof(Scored.PValue),
        };
        pipeline = ml
            .Transforms.Conversion.MapValueToKey(nameof(Row.Mode), keyData: modes)
            .Append(ml.Transforms.VaeScore(nameof(Scored.Score), [], model, options))
            .Fit(noRows);
        VBuffer<ReadOnlyMemory<char>> slots = default;
        pipeline.GetOutputSchema(noRows.Schema)[nameof(Scored.Why)].GetSlotNames(ref slots);
        fields = [.. slots.DenseValues().Select(slot => JsonNamingPolicy.CamelCase.ConvertName(slot.ToString()))];
    }

    /// <summary>Gets the modes of the training data.</summary>
    public IReadOnlyList<string> Modes { get; }

    /// <summary>Returns whether the model computes the outputs that it had when it was exported.</summary>
    public bool IsHealthy() => model.Verify().Passed;

    /// <summary>Scores readings and returns the verdicts in the same order.</summary>
    public IReadOnlyList<Verdict> Score(IReadOnlyList<Reading> readings)
    {
        var scored = pipeline.Transform(ml.Data.LoadFromEnumerable(readings.Select(Row.Create)));
        return [.. ml.Data.CreateEnumerable<Scored>(scored, reuseRowObject: false).Select(ToVerdict)];
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        pipeline.Dispose();
        model.Dispose();
    }

    private Verdict ToVerdict(Scored row) =>
        new(
            row.Score,
            row.PredictedLabel,
            row.PValue,
            fields.Zip(row.Why).ToDictionary(part => part.First, part => part.Second)
        );

    /// <summary>A reading with the columns of the model. NaN and an empty text are missing values.</summary>
    private sealed class Row
    {
        public float Speed { get; set; }

        public float Flow { get; set; }

        public float Pressure { get; set; }

        public float Power { get; set; }

        public float Temperature { get; set; }

        public float Vibration { get; set; }

        public string Mode { get; set; } = "";

        public static Row Create(Reading reading) =>
            new()
            {
                Speed = reading.Speed ?? float.NaN,
                Flow = reading.Flow ?? float.NaN,
                Pressure = reading.Pressure ?? float.NaN,
                Power = reading.Power ?? float.NaN,
                Temperature = reading.Temperature ?? float.NaN,
                Vibration = reading.Vibration ?? float.NaN,
                Mode = reading.Mode ?? "",
            };
    }

    private sealed class Category
    {
        public string Value { get; set; } = "";
    }

    private sealed class Scored
    {
        public float Score { get; set; }

        public bool PredictedLabel { get; set; }

        public float PValue { get; set; }

        public float[] Why { get; set; } = [];
    }
}
