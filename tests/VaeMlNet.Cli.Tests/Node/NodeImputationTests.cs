using System.Text.Json.Nodes;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeMlNet.Cli.Tests;

/// <summary>tests/node/impute.mjs: missing cells that Node.js fills with imputer.onnx, compared with VaeImpute.</summary>
[Category("Long")]
internal sealed class NodeImputationTests
{
    private const int RowCount = 200;

    private static readonly VaeTrainerOptions Options = new()
    {
        EpochCount = 40,
        LatentDim = 4,
        Beta = 0.1,
        Likelihood = new HistogramLikelihoodOptions(),
        InputNoise = new() { Kind = VaeInputNoise.HiddenCells, Level = 1 },
    };

    private sealed class Person
    {
        public float Age { get; set; }
        public float Children { get; set; }

        [VectorType(2)]
        public float[] Sizes { get; set; } = [];
        public bool Member { get; set; }

        [KeyType(3)]
        public uint Color { get; set; }
    }

    [Test]
    public void Impute_BinnedNumbersAndKeys_GivesTheValuesOfVaeImpute()
    {
        var node = NodeProject.Install();
        using TemporaryFolder folder = new();
        MLContext ml = new(seed: 1);
        string[] names = ["Age", "Children", "Sizes", "Member", "Color"];
        var data = ml.Data.LoadFromEnumerable(NewRows(seed: 1));
        using (var trained = new VaeTrainer(Options).Fit(data, names))
        {
            trained.Export(folder["model"], data);
        }

        var damaged = NewRows(seed: 2);
        var view = ml.Data.LoadFromEnumerable(damaged);
        using var imputer = ml.Transforms.VaeImpute(names, folder["model"]).Fit(view);
        var expected = imputer.Transform(view);
        var rows = folder.Write("rows.json", new JsonArray([.. damaged.Select(AsJson)]).ToJsonString());

        var actual = JsonNode.Parse(NodeProject.Run(node, "impute.mjs", folder["model"], rows))!.AsArray();

        Assert.That(actual, Has.Count.EqualTo(RowCount));
        Assert.That(damaged.Count(person => float.IsNaN(person.Children)), Is.GreaterThan(RowCount / 5));

        AssertNumbers("Age", actual, expected.GetColumn<float>("Age"));
        AssertNumbers("Children", actual, expected.GetColumn<float>("Children"));

        Assert.That(
            actual.Select(row => row!["Color"]!.GetValue<uint>()),
            Is.EqualTo(expected.GetColumn<uint>("Color"))
        );
        Assert.That(
            actual.Select(row => row!["Sizes"]!.AsArray().Select(size => size!.GetValue<float>()).ToArray()),
            Is.EqualTo(expected.GetColumn<float[]>("Sizes")).Within(1e-4)
        );
        Assert.That(
            actual.Select(row => row!["Children"]!.GetValue<double>()),
            Is.All.Matches<double>(double.IsInteger)
        );
    }

    private static void AssertNumbers(string column, JsonArray actual, IEnumerable<float> expected) =>
        Assert.That(actual.Select(row => row![column]!.GetValue<float>()), Is.EqualTo(expected).Within(1e-4), column);

    private static JsonNode AsJson(Person person) =>
        new JsonObject
        {
            ["Age"] = Number(person.Age),
            ["Children"] = Number(person.Children),
            ["Sizes"] = new JsonArray([.. person.Sizes.Select(Number)]),
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
        float OrMissing(double value) => random.NextDouble() < 0.3 ? float.NaN : (float)value;
        return new Person
        {
            Age = OrMissing(20 + (40 * factor)),
            Children = OrMissing(Math.Round(4 * factor)),
            Sizes = [OrMissing(Math.Round(10 * factor, 1)), OrMissing(random.NextDouble())],
            Member = random.NextDouble() < factor,
            Color = (uint)random.Next(0, 4),
        };
    }
}
