using Microsoft.ML.Data;

namespace VaeMlNet.Tests;

/// <summary>A model of a survey in which some questions are asked only of some people: synthetic rows have gaps where the others have them.</summary>
public sealed class GapsTests
{
    // Keys of samples; 0 is a missing one. ML.NET reads keys of objects from 0, and writes them from 1.
    private const uint No = 1;
    private const uint Yes = 2;
    private const uint Brands = 3;

    private static readonly string[] Columns =
    [
        "Owns",
        "Cars",
        "Brand",
        "Kilometers",
        "Children",
        "Youngest",
        "Income",
    ];

    private readonly Dictionary<string, TrainedRows<Row>> models = [];

    /// <summary>The brand and the kilometers are missing for people without a car, which the number of cars says, too, and the age of the youngest child where there is none.</summary>
    public sealed record Row
    {
        [KeyType(2)]
        public uint Owns { get; init; }

        public float Cars { get; init; }

        [KeyType(Brands)]
        public uint Brand { get; init; }

        public float Kilometers { get; init; }

        public float Children { get; init; }

        public float Youngest { get; init; }

        public float Income { get; init; }
    }

    [OneTimeSetUp]
    public void Train()
    {
        // The export compares the scores of both runtimes for rows that break gaps, too.
        var rows = Rows(100, seed: 2);
        Row[] compared =
        [
            .. rows,
            .. rows.Reverse().Zip(rows, (a, b) => a with { Brand = b.Brand, Youngest = b.Youngest }),
        ];
        models.Add("cells", new(Columns, Rows(600, seed: 1), compared));
        var ofLatents = TrainedRows<Row>.Options with { InputNoise = new(), MissingCells = VaeMissingCells.Ignore };
        models.Add("latents", new(Columns, Rows(600, seed: 1), compared, ofLatents));
    }

    [OneTimeTearDown]
    public void DeleteFolders()
    {
        foreach (var model in models.Values)
        {
            model.Dispose();
        }
    }

    [Test]
    public void Relations_OfTheManifest_SayWhereCellsAreMissing() =>
        Assert.That(
            models["cells"].Manifest.Relations,
            Is.EqualTo([
                "Cars determines Owns",
                "Brand is missing where Owns = 1, not where Owns = 2",
                "Kilometers is missing where Owns = 1, not where Owns = 2",
                "Youngest is missing where Children = 0, not where Children = 1, 2, 3",
            ])
        );

    [TestCase("cells")]
    [TestCase("latents")]
    public void Sample_Rows_HaveGapsWhereOthersHaveThem(string model)
    {
        var rows = Sample(model, new());

        Assert.That(rows.Where(row => row.Owns == No).Select(row => row.Brand), Is.Not.Empty.And.All.Zero);
        Assert.That(rows.Where(row => row.Owns == No).Select(row => row.Kilometers), Is.All.NaN);
        Assert.That(rows.Where(row => row.Owns == Yes).Select(row => row.Brand), Is.Not.Empty.And.All.Positive);
        Assert.That(rows.Where(row => row.Owns == Yes).Select(row => row.Kilometers), Is.All.Not.NaN);
        Assert.That(rows.Select(row => float.IsNaN(row.Youngest)), Is.EqualTo(rows.Select(row => row.Children == 0)));
    }

    [TestCase("cells")]
    [TestCase("latents")]
    public void Sample_ConditionOfAGap_HasNoRowThatWouldLackIt(string model)
    {
        var rows = Sample(model, new() { Conditions = ["Brand = 2"] });

        Assert.That(rows.Select(row => row.Owns), Is.All.EqualTo(Yes));
    }

    [TestCase("cells")]
    [TestCase("latents")]
    public void Score_ValueThatIsMissingInTraining_TellsTheGap(string model)
    {
        var row = Rows(50, seed: 3).First(row => row is { Owns: No - 1, Children: 0 });

        var scored = models[model].Score(row, row with { Brand = 1 }, row with { Youngest = 7 });

        Assert.That(scored[0].Reasons, Has.None.Contains("is missing where"));
        Assert.That(
            scored[1].Reasons[0],
            Is.EqualTo("Brand 2, but Brand is missing where Owns = 1, not where Owns = 2")
        );
        Assert.That(scored[2].Reasons[0], Does.StartWith("Youngest 7, but Youngest is missing where Children = 0"));
        Assert.That(scored[1].Score, Is.GreaterThan(scored[0].Score + 5));
        Assert.That(scored[2].Score, Is.GreaterThan(scored[0].Score + 5));
    }

    [TestCase("cells")]
    [TestCase("latents")]
    public void Score_MissingCell_BreaksNoGap(string model)
    {
        var row = Rows(50, seed: 3).First(row => row is { Owns: Yes - 1, Children: 2 });

        var scored = models[model].Score(row with { Brand = Brands })[0];

        Assert.That(scored.Reasons, Has.None.Contains("missing where"));
    }

    [Test]
    public void Sample_FillsMissingCells_HasNoGaps()
    {
        var rows = Sample("cells", new() { FillsMissingCells = true });

        Assert.That(rows.Select(row => row.Brand), Is.All.Positive);
        Assert.That(rows.Select(row => row.Kilometers + row.Youngest), Is.All.Not.NaN);
    }

    private Row[] Sample(string model, VaeSampleOptions options) => models[model].Draw(300, options);

    private static Row[] Rows(int count, int seed) =>
        TrainedRows<Row>.Rows(
            count,
            seed,
            random =>
            {
                var owns = random.Next(3) > 0;
                var children = Math.Max(0, random.Next(-3, 4));
                return new Row
                {
                    Owns = (owns ? Yes : No) - 1,
                    Cars = owns ? random.Next(1, 4) : 0,
                    Brand = owns ? (uint)random.Next((int)Brands) : Brands,
                    Kilometers = owns ? random.Next(5000, 40_000) : float.NaN,
                    Children = children,
                    Youngest = children > 0 ? random.Next(18) : float.NaN,
                    Income = MathF.Exp(10 + random.NextSingle()),
                };
            }
        );
}
