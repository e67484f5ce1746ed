using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.OnnxRuntime;
using VaeMlNet.Tests.Shared;

namespace VaeMlNet.Tests;

/// <summary>The composition of scores of a table with missing cells: statements 29, 30 and 33 of the checklist.</summary>
public sealed class TableScoreTests
{
    private const int RowCount = 300;

    /// <summary>Keys 1 and 2 of 4 occur in training. All columns except the Boolean have missing cells.</summary>
    private static readonly SourceColumn[] Columns =
    [
        HardTable.Number("Income", row => Missing(row, 0) ? double.NaN : 5e4 * (1 + Factor(row))),
        HardTable.Key("Job", row => Missing(row, 1) ? 0 : 1 + (int)(2 * Factor(row))),
        HardTable.Numbers("Measures", 2, (row, s) => Missing(row, 2 + s) ? double.NaN : 1e-3 * (Factor(row) - s)),
        HardTable.Flag("Married", row => Factor(row) > 0.4),
    ];

    private static readonly HardTable Table = new("mixed", RowCount, Columns);

    private readonly MLContext ml = new(seed: 1);
    private readonly TemporaryFolder folder = new();
    private VaeScoreTransformer detector = null!;
    private VaeModel model = null!;

    [OneTimeSetUp]
    public void Train()
    {
        var options = new VaeTrainerOptions
        {
            EpochCount = 8,
            BatchSize = 32,
            Contamination = 0.1,
        };
        detector = ml
            .AnomalyDetection.Trainers.Vae(Table.ColumnNames, options, new() { ContributionsColumnName = "Why" })
            .Fit(Table.View);
        detector.SaveModelFolder(folder["model"]);
        model = VaeModel.Open(folder["model"]);
    }

    [OneTimeTearDown]
    public void Dispose()
    {
        model?.Dispose();
        detector?.Dispose();
        folder.Dispose();
    }

    [Test]
    [Proves(29)]
    public void Statement29_Contamination_LabelsExactlyItsShareOfTheTrainingRows() =>
        Assert.That(detector.Transform(Table.View).GetColumn<bool>("PredictedLabel").Count(l => l), Is.EqualTo(30));

    [TestCase(0)]
    [TestCase(0.6)]
    [TestCase(double.NaN)]
    [Proves(30)]
    public void Statement30_ContaminationOutOfItsRange_IsRefused(double contamination) =>
        Assert.That(
            () =>
                ml
                    .AnomalyDetection.Trainers.Vae(Table.ColumnNames, new() { Contamination = contamination })
                    .Fit(Table.View),
            Throws.TypeOf<ArgumentOutOfRangeException>().With.Message.Contains("Contamination")
        );

    [Test]
    [Proves(30)]
    public void Statement30_Threshold_IsChangedInAReloadedPipelineWithoutFitting()
    {
        var scores = Scores(Table.View);
        var median = scores.Order().ElementAt(RowCount / 2);

        var loaded = SavedZip.SaveAndLoad(detector, Table.View.Schema);
        var changed = StockThreshold.Change(loaded, median);

        // Row by row, sums are added in another order than in batches.
        var flagged = changed.Transform(Table.View).GetColumn<bool>("PredictedLabel").Count(l => l);

        Assert.That(flagged, Is.EqualTo(scores.Count(s => s > median)).Within(2));
    }

    /// <summary>
    /// The score again, from what the other graphs say: KL of the encoder's posterior, and the log-likelihood of each observed
    /// cell and of the marks of missing cells, under the decoder's distribution at its mean.
    /// </summary>
    [Test]
    [Proves(33)]
    public void Statement33_Score_IsTheObservedCellsLikelihoodAndTheKl()
    {
        var scored = detector.Transform(Table.View);
        float[] scores = [.. scored.GetColumn<float>("Score")];
        float[][] why = [.. scored.GetColumn<float[]>("Why")];
        var cells = ViewRows.Read(Table.View);
        var encode = new VaeEncodeOptions { LogVarianceColumnName = "LogVariance" };
        var encoded = ml
            .Transforms.VaeEncode("Mean", Table.ColumnNames, model, encode)
            .Fit(Table.View)
            .Transform(Table.View);
        float[][] means = [.. encoded.GetColumn<float[]>("Mean")];
        float[][] logVariances = [.. encoded.GetColumn<float[]>("LogVariance")];
        using var decoder = new InferenceSession(folder["model", "decoder.onnx"]);

        for (var row = 0; row < RowCount; row++)
        {
            var kl = means[row].Zip(logVariances[row], (m, v) => 0.5 * ((m * m) + Math.Exp(v) - 1 - v)).Sum();
            var expected = NegativeLogLikelihoods(decoder, means[row], cells[row]);
            var tolerance = 2e-3 * (1 + kl + expected.Sum(Math.Abs));
            Assert.That(scores[row], Is.EqualTo(kl + expected.Sum()).Within(tolerance), $"row {row}");

            bool[] isMissing = [.. Slots(cells[row]).Select(cell => cell is float.NaN or 0u)];
            var share = kl / isMissing.Count(missing => !missing);
            for (var slot = 0; slot < expected.Length; slot++)
            {
                var part = expected[slot] + (isMissing[slot] ? 0 : share);
                Assert.That(why[row][slot], Is.EqualTo(part).Within(tolerance), $"row {row}, slot {slot}");
            }
        }
    }

    [Test]
    [Proves(33)]
    public void Statement33_ColumnsThatTheDataLacks_ScoreAsMissingInEveryRow()
    {
        IDataView gone = With(
            HardTable.Number("Income", _ => double.NaN),
            HardTable.Key("Job", _ => 0),
            HardTable.Numbers("Measures", 2, (_, _) => double.NaN)
        );
        IDataView lacking = new MadeUpView([Columns[3]], [.. Enumerable.Range(0, RowCount)]);

        var scores = Scores(lacking, allowMissing: true);

        Assert.That(scores, Is.EqualTo(Scores(gone)).And.All.Matches<float>(float.IsFinite));
        Assert.That(scores, Is.Not.EqualTo(Scores(Table.View)));
        Assert.That(
            () => Scores(lacking),
            Throws.TypeOf<ArgumentOutOfRangeException>().With.Message.Contains("AllowMissingColumns")
        );
    }

    /// <summary>The category has a place in the model, but training gave it no probability.</summary>
    [Test]
    public void Score_CategoryUnseenInTraining_IsFiniteAndTheReasonOfAHighScore()
    {
        IDataView unseen = With(HardTable.Key("Job", _ => 4));
        var scored = detector.Transform(unseen);
        float[][] why = [.. scored.GetColumn<float[]>("Why")];
        float[][] usual = [.. detector.Transform(With(HardTable.Key("Job", _ => 1))).GetColumn<float[]>("Why")];

        Assert.That(scored.GetColumn<float>("Score"), Is.All.Matches<float>(float.IsFinite));
        Assert.That(why.Average(w => w[1]), Is.GreaterThan(usual.Average(w => w[1])));
    }

    /// <summary>Keys beyond those of training have no place in the model. Unseen is rarer than any category of training.</summary>
    [Test]
    public void Score_KeyBeyondThoseOfTraining_IsUnseenAndNotMissing()
    {
        IDataView beyond = With(
            new ScalarSource<uint>(
                "Job",
                new KeyDataViewType(typeof(uint), 9),
                row => row % 2 == 0 ? 5 + (uint)(row % 5) : (uint)(row % 4)
            )
        );
        var options = new VaeScoreOptions
        {
            Kind = VaeScoreKind.ReconstructionError,
            ContributionsColumnName = "Why",
            UnseenColumnName = "Unseen",
        };
        var scored = ml.Transforms.VaeScore("Score", Table.ColumnNames, model, options).Fit(beyond).Transform(beyond);
        float[][] why = [.. scored.GetColumn<float[]>("Why")];
        float[][] unseen = [.. scored.GetColumn<float[]>("Unseen")];

        // The Job is the second of five slots. 300 rows and 4 categories, and the mark of missing cells.
        Assert.That(
            unseen.Select(u => u[1]),
            Is.EqualTo(Enumerable.Range(0, RowCount).Select(row => row % 2 == 0 ? 1 : 0))
        );
        Assert.That(unseen.Sum(u => u.Sum()), Is.EqualTo(RowCount / 2));

        var even = why.Where((_, row) => row % 2 == 0).Select(w => w[1]).ToArray();

        Assert.That(even, Is.All.GreaterThanOrEqualTo(2 * Math.Log(305)));
        Assert.That(even.Max() - even.Min(), Is.LessThan(3), "only the mark of missing cells depends on the row");
    }

    [Test]
    public void Score_UnseenColumnOfAModelWithoutKeys_IsRefused()
    {
        using var own = new TemporaryFolder();
        using var numbers = new VaeTrainer(new() { EpochCount = 1 }).Fit(Table.View, ["Income"]);
        numbers.Export(own["numbers"], Table.View);

        Assert.That(
            () => ml.Transforms.VaeScore("Score", ["Income"], own["numbers"], new() { UnseenColumnName = "Unseen" }),
            Throws.ArgumentException.With.Message.Contains("UnseenColumnName")
        );
    }

    [Test]
    public void Score_InfiniteNumber_IsRefusedByRowOrCounted()
    {
        IDataView infinite = With(HardTable.Number("Income", row => row == 3 ? double.PositiveInfinity : 5e4));

        Assert.That(
            () => Scores(infinite),
            Throws.TypeOf<VaeRowException>().With.Message.Contains("'Income'").And.Message.Contains("3")
        );
    }

    private static double Factor(int row) => HardTable.Noise(row, 50);

    private static bool Missing(int row, int column) => HardTable.Noise(row, 60 + column) < 0.15;

    private static MadeUpView With(params SourceColumn[] others) =>
        new MadeUpView(
            Columns.Select(c => others.FirstOrDefault(o => o.Name == c.Name) ?? c),
            [.. Enumerable.Range(0, RowCount)]
        );

    private float[] Scores(IDataView rows, bool allowMissing = false) =>
        [
            .. ml
                .Transforms.VaeScore("Score", Table.ColumnNames, model, new() { AllowMissingColumns = allowMissing })
                .Fit(rows)
                .Transform(rows)
                .GetColumn<float>("Score"),
        ];

    private static IEnumerable<object> Slots(object[] cells) =>
        cells.SelectMany(cell => cell is float[] numbers ? numbers.Cast<object>() : [cell]);

    /// <summary>
    /// Returns -log p of each slot of a row at a latent, with that of its mark. Numbers are in standard deviations, as in training.
    /// </summary>
    private double[] NegativeLogLikelihoods(InferenceSession decoder, float[] latent, object[] cells)
    {
        using var input = OrtValue.CreateTensorValueFromMemory(latent, [1, latent.Length]);
        using var run = new RunOptions();
        using var outputs = decoder.Run(run, ["latent"], [input], decoder.OutputNames);
        var values = decoder
            .OutputNames.Zip(outputs, (name, value) => (name, value.GetTensorDataAsSpan<float>().ToArray()))
            .ToDictionary(o => o.name, o => o.Item2);
        return [.. model.Manifest.Columns.Zip(cells).SelectMany(pair => OfColumn(pair.First, pair.Second, values))];
    }

    private static IEnumerable<double> OfColumn(VaeColumn column, object cell, Dictionary<string, float[]> decoded) =>
        cell switch
        {
            uint key =>
            [
                OfMark(column, 0, key == 0, decoded)
                    + (key == 0 ? 0 : -Math.Log(decoded[column.Name + "_probabilities"][key - 1])),
            ],
            bool flag => [-Math.Log(flag ? decoded[column.Name][0] : 1 - decoded[column.Name][0])],
            float number => [OfMark(column, 0, float.IsNaN(number), decoded) + OfNumber(column, 0, number, decoded)],
            float[] numbers => numbers.Select(
                (number, slot) =>
                    OfMark(column, slot, float.IsNaN(number), decoded) + OfNumber(column, slot, number, decoded)
            ),
            _ => throw new AssertionException($"A cell of type {cell.GetType()}"),
        };

    private static double OfMark(VaeColumn column, int slot, bool isMissing, Dictionary<string, float[]> decoded)
    {
        var missing = decoded[column.Name + "_missing"][slot];
        return -Math.Log(isMissing ? missing : 1 - missing);
    }

    private static double OfNumber(VaeColumn column, int slot, float value, Dictionary<string, float[]> decoded)
    {
        if (float.IsNaN(value))
        {
            return 0;
        }

        double difference = value - decoded[column.Name][slot];
        double scale = column.Scales![slot];
        if (column.Likelihood == StudentTFormula.Kind)
        {
            var nu = column.DegreesOfFreedom!.Value;
            double spread = decoded[column.Name + "_scale"][slot];
            var standard = difference / spread;
            return LogGamma(nu / 2)
                - LogGamma((nu + 1) / 2)
                + (0.5 * Math.Log(nu * Math.PI))
                + Math.Log(spread / scale)
                + ((nu + 1) / 2 * Math.Log(1 + (standard * standard / nu)));
        }

        double variance = decoded[column.Name + "_variance"][slot];
        return 0.5 * (Math.Log(2 * Math.PI * variance / (scale * scale)) + (difference * difference / variance));
    }

    /// <summary>Computes the logarithm of the gamma function with a recurrence and Stirling's series.</summary>
    private static double LogGamma(double x)
    {
        double shift = 0;
        for (; x < 10; x++)
        {
            shift -= Math.Log(x);
        }

        var inverse = 1 / (x * x);
        var series = (1 / 12.0) - (inverse * ((1 / 360.0) - (inverse / 1260)));
        return shift + ((x - 0.5) * Math.Log(x)) - x + (0.5 * Math.Log(2 * Math.PI)) + (series / x);
    }
}
