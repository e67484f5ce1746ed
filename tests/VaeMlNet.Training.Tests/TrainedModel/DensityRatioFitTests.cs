using Microsoft.ML;
using VaeMlNet.Tests.Shared;

namespace VaeMlNet.Tests;

/// <summary>The density ratio of real rows to those that a model draws, by which synthetic rows are chosen.</summary>
public sealed class DensityRatioFitTests
{
    private const int RowCount = 2000;

    private static readonly string[] Columns = ["X", "Y", "IsLarge"];

    // Too few epochs to learn how the columns depend on each other.
    private static readonly VaeTrainerOptions Options = new()
    {
        EpochCount = 1,
        HiddenDims = [8],
        LatentDim = 2,
        UsesRegressions = false,
    };

    private readonly MLContext ml = new(seed: 1);
    private TemporaryFolder folder = null!;
    private TrainedVae trained = null!;
    private IDataView rows = null!;

    /// <summary>Two numbers on a ring, and a Boolean that follows from one of them.</summary>
    public sealed record Row
    {
        public float X { get; init; }

        public float Y { get; init; }

        public bool IsLarge { get; init; }
    }

    [OneTimeSetUp]
    public void Train()
    {
        folder = new TemporaryFolder();
        rows = ml.Data.LoadFromEnumerable(Rows(RowCount));
        trained = new VaeTrainer(Options).Fit(rows, Columns);
        trained.Export(folder["with"], rows);
        trained.Export(folder["without"], rows, new() { DensityRatioRowCount = 0 });
    }

    [OneTimeTearDown]
    public void DeleteFolder()
    {
        trained.Dispose();
        folder.Dispose();
    }

    [TestCase]
    [TestCase("IsLarge=true")]
    [TestCase("Y>=0")]
    public void Export_TableThatIsNotLearnedWell_ChoosesRowsThatAreMoreLikeRealOnes(params string[] conditions)
    {
        var without = Distances(folder["without"], conditions);
        var with = Distances(folder["with"], conditions);

        Assert.That(with, Is.LessThan(0.8 * without));
    }

    [Test]
    public void Sample_RowsWithConditions_AreChosenFromFourTimesAsMany()
    {
        var without = Drawn(folder["without"]);
        var with = Drawn(folder["with"]);

        // Some rows are refused, because their numbers contradict the condition.
        Assert.That(with, Is.EqualTo(4 * without).Within(2).Percent);

        long Drawn(string modelFolder)
        {
            VaeSampleAcceptance acceptance = new();
            using var model = VaeModel.Open(modelFolder);
            var rows = ml.Data.VaeSample(
                model,
                1000,
                seed: 3,
                new() { Conditions = ["IsLarge=true"], Acceptance = acceptance }
            );

            Assert.That(ml.Data.CreateEnumerable<Row>(rows, reuseRowObject: true).Count(), Is.EqualTo(1000));

            return acceptance.Drawn;
        }
    }

    [Test]
    public void Export_Again_WritesTheSameRatio()
    {
        trained.Export(folder["again"], rows);

        const string file = ModelFolderFiles.DensityRatio;

        Assert.That(
            File.ReadAllBytes(Path.Combine(folder["again"], file)),
            Is.EqualTo(File.ReadAllBytes(Path.Combine(folder["with"], file)))
        );
    }

    [TestCase(999, 40_000)]
    [TestCase(RowCount, 999)]
    [TestCase(RowCount, 0)]
    public void Export_FewRows_WritesNone(int rowCount, int mostRows)
    {
        trained.Export(
            folder["few"],
            rows,
            new() { DensityRatioData = ml.Data.LoadFromEnumerable(Rows(rowCount)), DensityRatioRowCount = mostRows }
        );

        Assert.That(File.Exists(Path.Combine(folder["few"], ModelFolderFiles.DensityRatio)), Is.False);
    }

    [TestCase(1)]
    [TestCase(10)]
    public void Fit_RowsOfTheModelItself_IsNull(int copies)
    {
        using var model = VaeModel.Open(folder["without"]);
        var drawn = ml.Data.VaeSample(model, 1500 / copies, seed: 7, new() { MatchesTrainingShares = false });
        using var cells = trained.ReadRows(drawn);
        float[][] real =
        [
            .. TensorValues.Floats(cells).Chunk(Columns.Length).SelectMany(row => Enumerable.Repeat(row, copies)),
        ];
        new Random(1).Shuffle(real);

        Assert.That(
            DensityRatioFit.Fit(model, real, view => trained.ReadRows(view), trained.Table!.HasCopies(real), seed: 1),
            Is.Null
        );
    }

    [Test]
    public void Fit_EqualRows_IsNull()
    {
        var constant = ml.Data.LoadFromEnumerable(Enumerable.Repeat(new Row { X = 5 }, 1500));
        using var equal = new VaeTrainer(Options).Fit(constant, ["X", "Y"]);
        equal.Export(folder["equal"], constant);

        Assert.That(File.Exists(Path.Combine(folder["equal"], ModelFolderFiles.DensityRatio)), Is.False);
    }

    [Test]
    public void Export_NegativeRowCount_Throws() =>
        Assert.That(
            () => trained.Export(folder["negative"], rows, new() { DensityRatioRowCount = -1 }),
            Throws.TypeOf<ArgumentOutOfRangeException>().With.Message.Contains("DensityRatioRowCount")
        );

    /// <summary>Returns the mean distance of drawn rows from the ring.</summary>
    private double Distances(string modelFolder, string[] conditions)
    {
        using var model = VaeModel.Open(modelFolder);
        return ml
            .Data.CreateEnumerable<Row>(
                ml.Data.VaeSample(model, 1000, seed: 3, new() { Conditions = conditions }),
                reuseRowObject: false
            )
            .Average(row => Math.Abs(Math.Sqrt((row.X * row.X) + (row.Y * row.Y)) - 1));
    }

    private static IEnumerable<Row> Rows(int count)
    {
        Random random = new(1);
        for (var i = 0; i < count; i++)
        {
            var angle = 2 * Math.PI * random.NextDouble();
            var radius = 0.9 + (0.2 * random.NextDouble());
            var x = (float)(radius * Math.Cos(angle));
            yield return new()
            {
                X = x,
                Y = (float)(radius * Math.Sin(angle)),
                IsLarge = x > 0.5,
            };
        }
    }
}
