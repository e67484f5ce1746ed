using System.Text.Json.Nodes;
using Microsoft.ML;
using Microsoft.ML.Data;
using VaeMlNet.Dates;

namespace VaeMlNet.Cli.Tests;

/// <summary>
/// The scripts of tests/node on a table with binned numbers, a date, a Boolean and a category. Their results are compared with those of the steps
/// in ML.NET.
/// </summary>
[Category("Long")]
internal sealed class NodeTableTests
{
    private const int RowCount = 200;

    private static readonly VaeTrainerOptions Options = new()
    {
        EpochCount = 40,
        LatentDim = 4,
        Beta = 0.1,
        Likelihood = new HistogramLikelihoodOptions(),
        InputNoise = new() { Kind = VaeInputNoiseKind.HiddenCells, Level = 1 },
    };

    private static readonly string[] Columns = ["Age", "Children", "Sizes", "Since", "Member", "Color"];

    private static readonly DateSlots Dates = new(
        new VaeColumnSchema
        {
            Name = "Since",
            Kind = VaeColumnKind.Date,
            DateParts = VaeDateParts.Days | VaeDateParts.Season,
        }
    );

    private readonly MLContext ml = new(seed: 1);
    private TemporaryFolder folder = null!;
    private string node = null!;
    private IDataView damaged = null!;

    private sealed class Person
    {
        public float Age { get; set; }
        public float Children { get; set; }

        [VectorType(2)]
        public float[] Sizes { get; set; } = [];

        [VectorType(3)]
        public float[] Since { get; set; } = []; // days, and sine and cosine of the season
        public bool Member { get; set; }

        [KeyType(3)]
        public uint Color { get; set; }
    }

    [OneTimeSetUp]
    public void Train()
    {
        node = NodeProject.Install();
        folder = new TemporaryFolder();
        var data = ml.Data.LoadFromEnumerable(NewRows(seed: 1));
        using (var trained = new VaeTrainer(Options).Fit(data, Columns))
        {
            trained.Export(folder["model"], data);
        }

        var rows = NewRows(seed: 2);
        damaged = ml.Data.LoadFromEnumerable(rows);
        folder.Write("rows.json", new JsonArray([.. rows.Select(AsJson)]).ToJsonString());
    }

    [OneTimeTearDown]
    public void DeleteFolder() => folder?.Dispose();

    [Test]
    public void Encode_EveryKindOfColumn_GivesTheLatentsOfVaeEncode()
    {
        using var encoder = ml.Transforms.VaeEncode("Latent", Columns, folder["model"]).Fit(damaged);
        float[][] expected = [.. encoder.Transform(damaged).GetColumn<float[]>("Latent")];

        var actual = RunScript("encode.mjs");

        Assert.That(
            actual.Select(row => row!.AsArray().Select(value => value!.GetValue<float>()).ToArray()),
            Is.EqualTo(expected).Within(1e-4)
        );
        Assert.That(expected.Select(row => row[0]).Distinct().Count(), Is.GreaterThan(RowCount / 2));
    }

    [Test]
    public void Score_EveryKindOfColumn_GivesTheScoresOfVaeScore()
    {
        using var scorer = ml.Transforms.VaeScore("Score", Columns, folder["model"]).Fit(damaged);
        float[] expected = [.. scorer.Transform(damaged).GetColumn<float>("Score")];

        var actual = RunScript("score.mjs");

        Assert.That(actual.Select(row => row!["score"]!.GetValue<float>()), Is.EqualTo(expected).Within(1e-3));
        Assert.That(expected.Distinct().Count(), Is.GreaterThan(RowCount / 2));
    }

    [Test]
    public void Impute_EveryKindOfColumn_GivesTheValuesOfVaeImpute()
    {
        using var imputer = ml.Transforms.VaeImpute(Columns, folder["model"]).Fit(damaged);
        var expected = imputer.Transform(damaged);

        var actual = RunScript("impute.mjs");

        Assert.That(actual, Has.Count.EqualTo(RowCount));
        Assert.That(damaged.GetColumn<float>("Children").Count(float.IsNaN), Is.GreaterThan(RowCount / 5));

        AssertNumbers("Age", actual, expected.GetColumn<float>("Age"));
        AssertNumbers("Children", actual, expected.GetColumn<float>("Children"));

        Assert.That(
            actual.Select(row => row!["Color"]!.GetValue<uint>()),
            Is.EqualTo(expected.GetColumn<uint>("Color"))
        );

        foreach (var vector in (string[])["Sizes", "Since"])
        {
            Assert.That(
                actual.Select(row => row![vector]!.AsArray().Select(slot => slot!.GetValue<float>()).ToArray()),
                Is.EqualTo(expected.GetColumn<float[]>(vector)).Within(1e-4),
                vector
            );
        }

        Assert.That(
            actual.Select(row => row!["Children"]!.GetValue<double>()),
            Is.All.Matches<double>(double.IsInteger)
        );
    }

    private JsonArray RunScript(string script) =>
        JsonNode.Parse(NodeProject.Run(node, script, folder["model"], folder["rows.json"]))!.AsArray();

    private static void AssertNumbers(string column, JsonArray actual, IEnumerable<float> expected) =>
        Assert.That(actual.Select(row => row![column]!.GetValue<float>()), Is.EqualTo(expected).Within(1e-4), column);

    private static JsonNode AsJson(Person person) =>
        new JsonObject
        {
            ["Age"] = Number(person.Age),
            ["Children"] = Number(person.Children),
            ["Sizes"] = new JsonArray([.. person.Sizes.Select(Number)]),
            ["Since"] = new JsonArray([.. person.Since.Select(Number)]),
            ["Member"] = person.Member,
            // ML.NET counts the keys of objects from 0.
            ["Color"] = person.Color < 3 ? person.Color + 1 : null,
        };

    private static JsonNode? Number(float number) => float.IsNaN(number) ? null : JsonValue.Create(number);

    private static Person[] NewRows(int seed)
    {
        Random random = new(seed);
        return [.. Enumerable.Range(0, RowCount).Select(_ => NewRow(random))];
    }

    private static Person NewRow(Random random)
    {
        var factor = random.NextDouble();
        var since = new float[3];
        Dates.Encode(new DateTime(2020, 1, 1).AddDays(random.Next(700) + (700 * factor)), null, since);
        float OrMissing(double value) => random.NextDouble() < 0.3 ? float.NaN : (float)value;
        return new Person
        {
            Age = OrMissing(20 + (40 * factor)),
            Children = OrMissing(Math.Round(4 * factor)),
            Sizes = [OrMissing(Math.Round(10 * factor, 1)), OrMissing(random.NextDouble())],
            Since = random.NextDouble() < 0.3 ? [float.NaN, float.NaN, float.NaN] : since,
            Member = random.NextDouble() < factor,
            Color = (uint)random.Next(0, 4),
        };
    }
}
