using System.Text.Json;

namespace VaeMlNet.Tests;

/// <summary>Training, checkpoint and model folder with every kind of likelihood.</summary>
public class LikelihoodModelTests
{
    [TestCaseSource(typeof(LikelihoodCases), nameof(LikelihoodCases.All))]
    public void Export_EveryLikelihood_VerifiesAndNamesIt(VaeLikelihoodOptions likelihood)
    {
        using var folder = new TemporaryFolder();
        using var rows = LikelihoodCases.Rows(likelihood, 40);
        using var trained = new VaeTrainer(Some.Options(likelihood: likelihood)).Fit(rows);
        trained.Export(folder["model"], rows);
        trained.SaveCheckpoint(folder["checkpoint"]);
        using var loaded = TrainedVae.LoadCheckpoint(folder["checkpoint"]);
        using var model = VaeModel.Open(folder["model"]);
        var column = model.Manifest.Columns.Single();

        Assert.Multiple(() =>
        {
            Assert.That(model.Verify().Passed, Is.True);
            Assert.That(Some.Weights(loaded), Is.EqualTo(Some.Weights(trained)));
            Assert.That(loaded.Evaluate(rows), Is.EqualTo(trained.Evaluate(rows)));
            Assert.That(
                (column.Likelihood, column.DegreesOfFreedom, column.Groups?.Count, column.TotalCount),
                Is.EqualTo(
                    likelihood switch
                    {
                        BernoulliLikelihoodOptions => ("bernoulli", null, null, null),
                        GaussianLikelihoodOptions { Variance: 1, Learned: VaeLearnedScale.None } => (
                            "gaussian_unit_variance",
                            null,
                            null,
                            null
                        ),
                        GaussianLikelihoodOptions => ("gaussian", null, null, null),
                        StudentTLikelihoodOptions t => ("student_t", t.DegreesOfFreedom, null, null),
                        CategoricalLikelihoodOptions c => ("categorical", null, c.GroupWidths.Length, null),
                        PoissonLikelihoodOptions => ("poisson", null, null, null),
                        NegativeBinomialLikelihoodOptions => ("negative_binomial", null, null, null),
                        LogNormalLikelihoodOptions => ("log_normal", null, null, null),
                        ZeroInflatedLikelihoodOptions { Values: PoissonLikelihoodOptions } => (
                            "zero_inflated_poisson",
                            null,
                            null,
                            null
                        ),
                        ZeroInflatedLikelihoodOptions { Values: LogNormalLikelihoodOptions } => (
                            "zero_inflated_log_normal",
                            null,
                            null,
                            null
                        ),
                        ZeroInflatedLikelihoodOptions => ("zero_inflated_negative_binomial", null, null, null),
                        MultinomialLikelihoodOptions m => ("multinomial", null, null, m.TotalCount),
                        _ => ((string, double?, int?, int?))("", null, null, null),
                    }
                )
            );
        });
    }

    [TestCaseSource(typeof(LikelihoodCases), nameof(LikelihoodCases.All))]
    public void Fit_ValueThatTheLikelihoodRefuses_NamesRowAndSlot(VaeLikelihoodOptions likelihood)
    {
        using var rows = LikelihoodCases.Rows(likelihood, 5);
        var values = TensorValues.Floats(rows);
        values[(3 * LikelihoodCases.Width) + 1] = likelihood switch
        {
            BernoulliLikelihoodOptions => 1.5f,
            CategoricalLikelihoodOptions => 0.5f,
            MultinomialLikelihoodOptions => -1,
            PoissonLikelihoodOptions or NegativeBinomialLikelihoodOptions => 2.5f,
            LogNormalLikelihoodOptions => 0,
            ZeroInflatedLikelihoodOptions => -0.5f,
            _ => float.NaN,
        };
        using var bad = Some.ToTensor([.. values.Chunk(LikelihoodCases.Width)]);

        Assert.That(
            () => new VaeTrainer(Some.Options(likelihood: likelihood)).Fit(bad),
            Throws.TypeOf<VaeRowException>().With.Message.Contains("Row 3, slot 1 of 'Features'")
        );
    }

    [Test]
    public void Fit_GroupsOfAnotherWidthThanTheRows_SaysBoth()
    {
        using var rows = LikelihoodCases.Rows(VaeLikelihoodOptions.Bernoulli, 5);
        var likelihood = new CategoricalLikelihoodOptions { GroupWidths = [3, 4] };

        Assert.That(
            () => new VaeTrainer(Some.Options(likelihood: likelihood)).Fit(rows),
            Throws
                .TypeOf<ArgumentOutOfRangeException>()
                .With.Message.Contains("[3, 4], 7 slots together")
                .And.Message.Contains("6")
        );
    }

    private static readonly VaeLikelihoodOptions[] OutOfRange =
    [
        new GaussianLikelihoodOptions { Variance = 0 },
        new GaussianLikelihoodOptions { Variance = 1e-7, Learned = VaeLearnedScale.Shared },
        new GaussianLikelihoodOptions { Learned = (VaeLearnedScale)5 },
        new GaussianLikelihoodOptions { SmallestVariance = 0 },
        new GaussianLikelihoodOptions { Learned = VaeLearnedScale.PerRow, SmallestVariance = 1 },
        new StudentTLikelihoodOptions { Learned = VaeLearnedScale.PerFeature, SmallestScale = double.PositiveInfinity },
        new StudentTLikelihoodOptions { DegreesOfFreedom = 1 },
        new StudentTLikelihoodOptions { Scale = double.NaN },
        new CategoricalLikelihoodOptions(),
        new CategoricalLikelihoodOptions { GroupWidths = [3, 1] },
        new MultinomialLikelihoodOptions { TotalCount = 0 },
        new NegativeBinomialLikelihoodOptions { Dispersion = 0 },
        new NegativeBinomialLikelihoodOptions { Dispersion = 1e-4 },
        new LogNormalLikelihoodOptions { SmallestScale = 1 },
        new LogNormalLikelihoodOptions { Learned = (VaeLearnedScale)9 },
        new ZeroInflatedLikelihoodOptions { Values = VaeLikelihoodOptions.Bernoulli },
        new ZeroInflatedLikelihoodOptions { Values = new LogNormalLikelihoodOptions { Scale = double.NaN } },
        new ZeroInflatedLikelihoodOptions { Values = null! },
    ];

    [TestCaseSource(nameof(OutOfRange))]
    public void Constructor_OptionOutOfRange_NamesIt(VaeLikelihoodOptions likelihood) =>
        Assert.That(
            () => new VaeTrainer(new VaeTrainerOptions { Likelihood = likelihood }),
            Throws.TypeOf<ArgumentOutOfRangeException>().With.Message.Contains("VaeTrainerOptions.Likelihood.")
        );

    [Test]
    public void Serialize_EveryKindOfPart_ReadsBackTheSame()
    {
        foreach (var data in ModelCases.All)
        {
            var options = (VaeTrainerOptions)data.Arguments[0]!;
            var json = JsonSerializer.Serialize(options);
            var read = JsonSerializer.Deserialize<VaeTrainerOptions>(json)!;
            Assert.That(JsonSerializer.Serialize(read), Is.EqualTo(json));
            Assert.That(
                (read.Network!.GetType(), read.Latent, read.LikelihoodOrDefault.GetType()),
                Is.EqualTo((options.Network!.GetType(), options.Latent, options.LikelihoodOrDefault.GetType()))
            );
        }
    }
}
