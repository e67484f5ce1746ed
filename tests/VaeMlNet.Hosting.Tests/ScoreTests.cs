using System.Runtime.CompilerServices;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeMlNet.Hosting.Tests;

public sealed class ScoreTests
{
    private static readonly Pump[] Rows =
    [
        new(),
        new() { Flow = 13, Bar = 2.6m },
        new() { Speed = null, temperature = null },
        new() { Mode = null },
        new() { Mode = "boost", Vibration = 1 },
    ];

    private IHost host = null!;

    [OneTimeSetUp]
    public async Task StartHost() =>
        host = await PumpHost.StartAsync(services => services.AddVaeScorer("pumps", PumpHost.Pumps));

    [OneTimeTearDown]
    public void StopHost() => host.Dispose();

    [Test]
    public void Score_Rows_EqualsTheStep()
    {
        MLContext ml = new(seed: 1);
        using var model = VaeModel.Open(PumpHost.Pumps);
        var data = ml.Data.LoadFromEnumerable(Rows.Select(StepRow.Create));
        var modes = ml.Data.LoadFromEnumerable([new { Value = "boost" }, new { Value = "eco" }]);
        VaeScoreOptions options = new() { ContributionsColumnName = "Why", PValueColumnName = "P" };
        var pipeline = ml
            .Transforms.Conversion.MapValueToKey("Mode", keyData: modes)
            .Append(ml.Transforms.VaeScore("Score", [], model, options));
        var expected = pipeline.Fit(data).Transform(data);

        var results = host.Scorer().Score(Rows);

        Assert.That(results.Select(r => r.Score), Is.EqualTo(expected.GetColumn<float>("Score")).Within(1e-4f));
        Assert.That(results.Select(r => r.IsAnomaly), Is.EqualTo(expected.GetColumn<bool>("PredictedLabel")));
        Assert.That(results.Select(r => r.PValue), Is.EqualTo(expected.GetColumn<float>("P")));
        Assert.That(
            results.Select(r => r.Contributions.Values.ToArray()),
            Is.EqualTo(expected.GetColumn<float[]>("Why")).Within(1e-4f)
        );
        Assert.That(results[1].Contributions.MaxBy(part => part.Value).Key, Is.EqualTo("Flow"));
        Assert.That(results.Select(r => r.UnseenColumns), Is.All.Empty);
    }

    [Test]
    public void ScoreRow_Cells_EqualsScore()
    {
        var together = host.Scorer().Score(Rows);

        var alone = Rows.Select(row => host.Scorer().ScoreRow(row.Cells())).ToArray();

        Assert.That(alone.Select(r => r.Score), Is.EqualTo(together.Select(r => r.Score)).Within(1e-4f));
        Assert.That(alone.Select(r => r.IsAnomaly), Is.EqualTo(together.Select(r => r.IsAnomaly)));
        Assert.That(alone.Select(r => r.Contributions.Count), Is.All.Zero);
    }

    [Test]
    public void Score_UnseenCategory_IsNamedAndOtherRowsAreNot()
    {
        var results = host.Scorer().Score([new Pump(), new Pump { Mode = "turbo" }]);

        Assert.That(results[0].UnseenColumns, Is.Empty);
        Assert.That(results[1].UnseenColumns, Is.EqualTo(new[] { "Mode" }));
    }

    [Test]
    public void Score_MoreRowsThanARun_GivesEachItsScore()
    {
        var many = Enumerable.Range(0, 600).Select(i => new Pump { Flow = i / 10.0 }).ToArray();

        var results = host.Scorer().Score(many);

        Assert.That(
            results.Select(r => r.Score),
            Is.EqualTo(many.Select(row => host.Scorer().ScoreRow(row.Cells()).Score)).Within(1e-3f)
        );
    }

    [Test]
    public void Score_NoRows_GivesNone() => Assert.That(host.Scorer().Score(Array.Empty<Pump>()), Is.Empty);

    [Test]
    public void Score_InfiniteNumber_ThrowsWithRowAndColumn()
    {
        var exception = Assert.Throws<VaeRowException>(() =>
            host.Scorer().Score([new Pump(), new Pump { Power = float.PositiveInfinity }])
        );

        Assert.That(exception.Row, Is.EqualTo(1));
        Assert.That(exception.ColumnName, Is.EqualTo("Power"));
        Assert.That(exception.Message, Does.Contain("row 1"));
    }

    [Test]
    public void Score_TypeWithoutAColumn_ThrowsWithTheName() =>
        Assert.That(
            () => host.Scorer().Score([new { Speed = 1f }]),
            Throws.ArgumentException.With.Message.Contains("no readable property for column 'Flow'")
        );

    [Test]
    public void Score_PropertyOfAnotherType_ThrowsWithBothTypes() =>
        Assert.That(
            () => host.Scorer().Score([new { Speed = "fast" }]),
            Throws
                .ArgumentException.With.Message.Contains("'Speed'")
                .And.Message.Contains("is String")
                .And.Message.Contains("a number")
        );

    [Test]
    public void Score_BooleanOfANumber_ThrowsWithBothTypes() =>
        Assert.That(
            () => host.Scorer().Score([new { Speed = true }]),
            Throws.ArgumentException.With.Message.Contains("is Boolean").And.Message.Contains("a number")
        );

    [Test]
    public async Task Score_NullOfARowOfFeatures_ThrowsWithTheColumn()
    {
        using var digits = await PumpHost.StartAsync(services =>
            services.AddVaeScorer("digits", Repository.PathOf("onnx", "mnist"))
        );

        var exception = Assert.Throws<VaeRowException>(() =>
            digits.Scorer("digits").Score([new { Features = (float[]?)null }])
        );

        Assert.That(exception.ColumnName, Is.EqualTo("Features"));
        Assert.That(
            exception.Message,
            Does.Contain("'Features' is NaN").And.Contain("no missing values").And.Not.Contain("ReplaceMissingValues")
        );
    }

    [Test]
    public void Score_InterfaceThatInheritsItsColumns_ReadsThem()
    {
        var result = host.Scorer().Score<INamedPump>([new NamedPump()])[0];

        Assert.That(result.Score, Is.EqualTo(host.Scorer().Score([new Pump()])[0].Score));
    }

    [Test]
    public void Score_PropertiesThatCannotBeRead_AreNoColumns()
    {
        const string Message = "no readable property for column 'Speed'";

        Assert.That(
            () => host.Scorer().Score([new Unreadable()]),
            Throws.ArgumentException.With.Message.Contains(Message)
        );
        Assert.That(
            () => host.Scorer().Score([new Indexed()]),
            Throws.ArgumentException.With.Message.Contains(Message)
        );
    }

    /// <summary>The date <c>t</c> has the slot <c>t.days</c>, and a column can have that name, too.</summary>
    [Test]
    public void Distinct_NamesOfSlots_AreNumbered() =>
        Assert.That(
            OpenedScorer.Distinct(["t.days", "Flow", "t.days", "t.days"]),
            Is.EqualTo(new[] { "t.days", "Flow", "t.days (2)", "t.days (3)" })
        );

    [Test]
    public void Use_Model_GivesTheManifest() =>
        Assert.That(host.Scorer().Use(model => model.Manifest.Columns.Count), Is.EqualTo(7));

    private interface IPump
    {
        float? Speed { get; }

        double Flow { get; }

        decimal Pressure { get; }

        float Power { get; }

        int? Temperature { get; }

        float? Vibration { get; }

        string? Mode { get; }
    }

    private interface INamedPump : IPump
    {
        string Name { get; }
    }

    private sealed class NamedPump : INamedPump
    {
        private readonly Pump pump = new();

        public string Name => "A";

        public float? Speed => pump.Speed;

        public double Flow => pump.Flow;

        public decimal Pressure => pump.Bar;

        public float Power => pump.Power;

        public int? Temperature => pump.temperature;

        public float? Vibration => pump.Vibration;

        public string? Mode => pump.Mode;
    }

    private sealed class Unreadable
    {
        public float Speed
        {
            set => throw new InvalidOperationException($"{value}");
        }
    }

    private sealed class Indexed
    {
        [IndexerName("Speed")]
        public float this[int index] => index;
    }

    private sealed class StepRow
    {
        public float Speed { get; set; }

        public float Flow { get; set; }

        public float Pressure { get; set; }

        public float Power { get; set; }

        public float Temperature { get; set; }

        public float Vibration { get; set; }

        public string Mode { get; set; } = "";

        public static StepRow Create(Pump pump)
        {
            var cells = pump.Cells();
            return new()
            {
                Speed = cells[0],
                Flow = cells[1],
                Pressure = cells[2],
                Power = cells[3],
                Temperature = cells[4],
                Vibration = cells[5],
                Mode = pump.Mode ?? "",
            };
        }
    }
}
