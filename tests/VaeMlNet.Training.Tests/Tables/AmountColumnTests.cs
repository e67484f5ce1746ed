using Microsoft.ML;
using Microsoft.ML.Data;
using VaeMlNet.Tests.Shared;

namespace VaeMlNet.Tests;

/// <summary>A table with counts that vary much, and amounts with and without zeros, between columns of other kinds.</summary>
public sealed class AmountColumnTests
{
    private static readonly string[] Columns = ["Clicks", "Price", "Age", "Spent", "Returns"];

    private static readonly VaeTrainerOptions Options = new()
    {
        UsesRegressions = false,
        EpochCount = 80,
        BatchSize = 64,
        Beta = 1,
        Likelihood = new GaussianLikelihoodOptions { Learned = VaeLearnedScale.PerRow, SmallestVariance = 0.02 },
        ColumnLikelihoods = new Dictionary<string, VaeLikelihoodOptions>
        {
            ["Clicks"] = new NegativeBinomialLikelihoodOptions(),
            ["Price"] = LogNormalLikelihoodOptions.ForTables,
            ["Spent"] = new ZeroInflatedLikelihoodOptions { Values = LogNormalLikelihoodOptions.ForTables },
            ["Returns"] = new ZeroInflatedLikelihoodOptions { Values = VaeLikelihoodOptions.Poisson },
        },
    };

    private readonly MLContext ml = new(seed: 1);
    private TemporaryFolder folder = null!;
    private Row[] rows = [];
    private TrainedVae trained = null!;

    private sealed class Row
    {
        public float Clicks { get; set; }
        public float Price { get; set; }
        public float Age { get; set; }
        public float Spent { get; set; }
        public float Returns { get; set; }
    }

    [OneTimeSetUp]
    public void Train()
    {
        folder = new TemporaryFolder();
        rows = NewRows(600);
        trained = new VaeTrainer(Options).Fit(View(rows), Columns);
        // Fails where ONNX Runtime and TorchSharp differ.
        trained.Export(folder["amounts"], View(rows));
    }

    [OneTimeTearDown]
    public void Delete()
    {
        trained?.Dispose();
        folder.Dispose();
    }

    [Test]
    public void Export_AmountColumns_HaveLikelihoodAndOutputsInTheFolder()
    {
        using var model = VaeModel.Open(folder["amounts"]);

        Assert.That(
            model.Manifest.Columns.Select(column => column.Likelihood),
            Is.EqualTo(
                new[]
                {
                    NegativeBinomialFormula.Kind,
                    LogNormalFormula.Kind,
                    GaussianFormula.Kind,
                    "zero_inflated_log_normal",
                    "zero_inflated_poisson",
                }
            )
        );
        Assert.That(
            GraphTensors.DecoderOutputs(model.Manifest).Select(output => output.Name),
            Is.SupersetOf(
                new[]
                {
                    "Clicks_dispersion",
                    "Price_log_deviation",
                    "Spent_log_deviation",
                    "Spent_zero_probability",
                    "Returns_zero_probability",
                }
            )
        );
        Assert.That(model.Verify().Passed, Is.True);
    }

    [Test]
    public void Sample_AmountColumns_HaveMeansZerosAndSpreadOfTheData()
    {
        using var model = VaeModel.Open(folder["amounts"]);
        var sample = ml.Data.VaeSample(model, 6000, seed: 1, new() { FillsMissingCells = true });
        float[] Sampled(string column) => [.. sample.GetColumn<float>(column)];
        float[] Real(Func<Row, float> cell) => [.. rows.Select(cell).Where(value => !float.IsNaN(value))];
        static double LogMean(float[] values) => values.Where(value => value > 0).Average(value => Math.Log(value));
        static double ZeroShare(float[] values) => values.Count(value => value == 0) / (double)values.Length;
        var (clicks, price, spent, returns) = (
            Sampled("Clicks"),
            Sampled("Price"),
            Sampled("Spent"),
            Sampled("Returns")
        );

        Assert.Multiple(() =>
        {
            Assert.That(clicks.Concat(returns), Is.All.Matches<float>(x => x >= 0 && x == MathF.Floor(x)));
            Assert.That(price, Is.All.GreaterThan(0));
            Assert.That(spent, Is.All.GreaterThanOrEqualTo(0));
            Assert.That(clicks.Average(), Is.EqualTo(Real(r => r.Clicks).Average()).Within(25).Percent);
            Assert.That(ZeroShare(clicks), Is.EqualTo(ZeroShare(Real(r => r.Clicks))).Within(0.08));
            Assert.That(LogMean(price), Is.EqualTo(LogMean(Real(r => r.Price))).Within(0.25));
            Assert.That(LogMean(spent), Is.EqualTo(LogMean(Real(r => r.Spent))).Within(0.25));
            Assert.That(ZeroShare(spent), Is.EqualTo(ZeroShare(Real(r => r.Spent))).Within(0.08));
            Assert.That(ZeroShare(returns), Is.EqualTo(ZeroShare(Real(r => r.Returns))).Within(0.08));
            Assert.That(returns.Average(), Is.EqualTo(Real(r => r.Returns).Average()).Within(25).Percent);
        });
    }

    [Test]
    public void Impute_AmountColumns_FillsWithAllowedValues()
    {
        Row[] gaps =
        [
            .. rows.Take(20)
                .Select(row => new Row
                {
                    Clicks = float.NaN,
                    Price = float.NaN,
                    Age = row.Age,
                    Spent = float.NaN,
                    Returns = float.NaN,
                }),
        ];
        foreach (var isDrawn in (bool[])[false, true])
        {
            using var imputer = ml
                .Transforms.VaeImpute(null, folder["amounts"], new() { DrawsValues = isDrawn })
                .Fit(View(gaps));
            var filled = imputer.Transform(View(gaps));

            Assert.That(filled.GetColumn<float>("Price"), Is.All.GreaterThan(0));
            Assert.That(filled.GetColumn<float>("Spent"), Is.All.GreaterThanOrEqualTo(0));
            Assert.That(filled.GetColumn<float>("Clicks"), Is.All.GreaterThanOrEqualTo(0));
        }
    }

    [TestCase("Price", 0)]
    [TestCase("Spent", -1)]
    [TestCase("Clicks", 1.5f)]
    public void Fit_AmountThatTheLikelihoodRefuses_NamesRowAndColumn(string column, float value)
    {
        var bad = NewRows(20);
        typeof(Row).GetProperty(column)!.SetValue(bad[7], value);

        Assert.That(
            () => new VaeTrainer(Options).Fit(View(bad), Columns),
            Throws.TypeOf<VaeRowException>().With.Message.Contains($"Row 7, slot 0 of '{column}'")
        );
    }

    [Test]
    public void Checkpoint_AmountColumns_AreReadBackWithTheirWeights()
    {
        trained.SaveCheckpoint(folder["checkpoint"]);
        using var again = TrainedVae.LoadCheckpoint(folder["checkpoint"]);

        Assert.That(
            again.TableColumns!.Select(column => column.Likelihood),
            Is.EqualTo(trained.TableColumns!.Select(column => column.Likelihood))
        );
        Assert.That(Some.Weights(again), Is.EqualTo(Some.Weights(trained)));
    }

    private IDataView View(Row[] table) => ml.Data.LoadFromEnumerable(table);

    /// <summary>Creates rows whose columns all depend on a hidden factor. About one cell in ten is missing.</summary>
    private static Row[] NewRows(int count)
    {
        var random = new Random(5);
        return [.. Enumerable.Range(0, count).Select(row => NewRow(random, (ulong)row))];
    }

    private static Row NewRow(Random random, ulong row)
    {
        var factor = random.NextDouble();
        var draws = RowRandom.OfCells(9, row);
        float Cell(double value) => random.NextDouble() < 0.1 ? float.NaN : (float)value;
        double Normal(int slot) => draws.Normal(slot);
        return new Row
        {
            Clicks = Cell(PoissonFormula.Draw((2 + (10 * factor)) * draws.Gamma(0, 1.5) / 1.5, draws.Uniform(0))),
            Price = Cell(Math.Exp(2 + (2 * factor) + (0.3 * Normal(1)))),
            Age = Cell(20 + (40 * factor) + Normal(2)),
            Spent = Cell(draws.Uniform(3) < 0.7 - (0.4 * factor) ? 0 : Math.Exp(4 + factor + (0.5 * Normal(4)))),
            Returns = Cell(draws.Uniform(5) < 0.6 ? 0 : PoissonFormula.Draw(2 + (3 * factor), draws.Uniform(6))),
        };
    }
}
