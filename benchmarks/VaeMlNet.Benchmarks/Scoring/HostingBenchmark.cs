using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.ML;
using VaeMlNet.Hosting;

namespace VaeMlNet.Benchmarks;

/// <summary>Compares the scorer of a host, with its metrics, with VaeScorer alone.</summary>
internal sealed class HostingBenchmark : ISpeedBenchmark
{
    public const string Name = "hosting";

    private const string ModelFolder = "onnx/pumps";
    private const string Readings = "samples/DetectOnStream/readings.csv";
    private const int Repeats = 40;
    private const int RowsOfRequest = 100;

    private readonly OwnedResources owned = new();
    private readonly VaeScorer alone;
    private readonly VaeHostedScorer hosted;
    private readonly float[][] cells;
    private readonly Pump[] pumps;

    public HostingBenchmark()
    {
        MLContext ml = new(seed: 1);
        VaeSessionOptions session = new() { IntraOpThreadCount = 1 };
        var model = owned.Add(VaeModel.Open(ModelFolder, session));
        alone = owned.Add(model.CreateScorer());
        ServiceCollection services = new();
        services.AddLogging();
        services.AddVaeScorer("pumps", options => (options.ModelFolder, options.Session) = (ModelFolder, session));
        var provider = owned.Add(services.BuildServiceProvider());
        hosted = provider.GetRequiredKeyedService<VaeHostedScorer>("pumps");
        var view = ml.Data.LoadVaeTableForModel(Readings, model);
        pumps =
        [
            .. ml.Data.CreateEnumerable<Pump>(
                ml.Transforms.Conversion.MapKeyToValue("Mode").Fit(view).Transform(view),
                reuseRowObject: false
            ),
        ];
        var modes = model.Manifest.Columns[^1].KeyValues!;
        cells = [.. pumps.Select(pump => pump.Cells(modes))];
        Candidates =
        [
            New("VaeScorer", "Score(row) of each row", () => Repeated(OneByOneAlone)),
            New(
                "VaeHostedScorer",
                "ScoreRow(row) of each row, metrics without a listener",
                () => Repeated(OneByOneHosted)
            ),
            New(
                "VaeHostedScorer-listener",
                "the same, and a listener adds up all metrics",
                () => Listened(OneByOneHosted)
            ),
            New("VaeScorer-requests", "ScoreRows of 100 rows with contributions", () => Repeated(RequestsAlone)),
            New(
                "VaeHostedScorer-requests",
                "Score of 100 objects with contributions by name, and a listener",
                () => Listened(RequestsHosted)
            ),
        ];
    }

    public IReadOnlyList<Candidate> Candidates { get; }

    public IReadOnlyList<SpeedRatio> Ratios { get; } =
    [
        new("VaeHostedScorer", "VaeScorer"),
        new("VaeHostedScorer-listener", "VaeScorer"),
        new("VaeHostedScorer-requests", "VaeScorer-requests"),
    ];

    public string Subject =>
        FormattableString.Invariant(
            $"Scoring {pumps.Length:N0} rows of `{Readings}`, {Repeats} times, with `{ModelFolder}` on one thread: VaeScorer alone, and the scorer of a host, which counts rows, anomalies, missing and unseen cells, and times. A pass starts with opened sessions."
        );

    public void Dispose() => owned.Dispose();

    private Candidate New(string name, string description, Func<double> pass) =>
        new(name, 1, description, Repeats * pumps.Length, pass);

    private static double Repeated(Func<double> pass)
    {
        var sum = 0.0;
        for (var i = 0; i < Repeats; i++)
        {
            sum += pass();
        }

        return sum;
    }

    private double OneByOneAlone()
    {
        var sum = 0.0;
        foreach (var row in cells)
        {
            sum += Math.Abs(alone.Score(row));
        }

        return sum;
    }

    private double OneByOneHosted()
    {
        var sum = 0.0;
        foreach (var row in cells)
        {
            sum += Math.Abs(hosted.ScoreRow(row).Score);
        }

        return sum;
    }

    private double RequestsAlone()
    {
        var sum = 0.0;
        foreach (var request in cells.Chunk(RowsOfRequest))
        {
            var rows = new float[request.Length * alone.RowWidth];
            for (var row = 0; row < request.Length; row++)
            {
                request[row].CopyTo(rows, row * alone.RowWidth);
            }

            var scores = new float[request.Length];
            var contributions = new float[request.Length * alone.SlotNames.Count];
            alone.ScoreRows(rows, scores, contributions);
            sum += scores.Sum(score => (double)Math.Abs(score));
        }

        return sum;
    }

    private double RequestsHosted() =>
        pumps.Chunk(RowsOfRequest).Sum(request => hosted.Score(request).Sum(result => (double)Math.Abs(result.Score)));

    // As an exporter listens: all the time, and every measurement is added up.
    private static double Listened(Func<double> pass)
    {
        var total = 0.0;
        using MeterListener listener = new()
        {
            InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Meter.Name == "VaeMlNet")
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<long>((_, value, _, _) => total += value);
        listener.SetMeasurementEventCallback<double>((_, value, _, _) => total += value);
        listener.Start();
        return Repeated(pass);
    }

    /// <summary>A reading of a pump.</summary>
    private sealed class Pump
    {
        public string Mode { get; set; } = "";

        public float Speed { get; set; }

        public float Flow { get; set; }

        public float Pressure { get; set; }

        public float Power { get; set; }

        public float Temperature { get; set; }

        public float Vibration { get; set; }

        public float[] Cells(IReadOnlyList<string> modes) =>
            [
                Speed,
                Flow,
                Pressure,
                Power,
                Temperature,
                Vibration,
                modes.Index().First(mode => mode.Item == Mode).Index + 1,
            ];
    }
}
