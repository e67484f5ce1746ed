namespace VaeMlNet.Tests;

public class SearchSpaceTests
{
    private static readonly VaeTunerOptions Tuner = new() { Objective = VaeTuningObjective.Imputation };

    private static readonly VaeTrainerOptions Chosen = new()
    {
        LatentDim = 8,
        HiddenDims = [256, 256],
        Network = new FullyConnectedNetworkOptions { HiddenDims = [256, 256], Dropout = 0.1 },
        Likelihood = new HistogramLikelihoodOptions(),
        Beta = 0.1,
        LearningRate = 1e-3,
        InputNoise = new() { Kind = VaeInputNoiseKind.HiddenCells, Level = 1 },
        EpochCount = 300,
    };

    [Test]
    [Proves(77)]
    public void Draw_SameSeedAndNumber_IsTheSame()
    {
        var (first, second) = (Space(Tuner), Space(Tuner));

        Assert.That(
            Numbers.Select(n => Text(first, n)),
            Is.EqualTo(Numbers.Reverse().Select(n => Text(second, n)).Reverse())
        );
        Assert.That(
            Numbers.Select(n => Text(Space(Tuner with { Seed = 2 }), n)),
            Is.Not.EqualTo(Numbers.Select(n => Text(first, n)))
        );
    }

    [Test]
    public void Draw_Zero_IsTheDefaults()
    {
        var (options, values) = Space(Tuner).Draw(0);

        Assert.That(options, Is.EqualTo(Chosen));
        Assert.That(values["latent_dim"], Is.EqualTo("8"));
        Assert.That(values["hidden_dims"], Is.EqualTo("256-256"));
        Assert.That(values["noise"], Is.EqualTo("hidden cells 1"));
    }

    [Test]
    public void Draw_ManyTrials_HasEveryOptionChangedAndInRange()
    {
        var space = Space(Tuner);
        var draws = Enumerable.Range(1, 200).Select(space.Draw).ToArray();
        var defaults = space.Draw(0).Values;

        Assert.That(
            defaults.Keys,
            Is.EqualTo(
                new[]
                {
                    "latent_dim",
                    "hidden_dims",
                    "dropout",
                    "likelihood",
                    "beta",
                    "learning_rate",
                    "noise",
                    "epochs",
                }
            )
        );

        foreach (var (name, value) in defaults)
        {
            Assert.That(draws.Count(draw => draw.Values[name] != value), Is.InRange(50, 130), name);
        }

        Assert.That(draws.Select(draw => draw.Options.LatentDim), Is.All.InRange(2, 32));
        Assert.That(draws.Select(draw => draw.Options.Beta), Is.All.InRange(0.01, 1.0));

        foreach (var (options, _) in draws)
        {
            Assert.That(options.ToChecked, Throws.Nothing);
        }
    }

    [Test]
    public void Draw_Bound_KeepsTheLikelihood()
    {
        var space = Space(Tuner with { Objective = VaeTuningObjective.Bound });

        Assert.That(
            Enumerable.Range(1, 50).Select(n => space.Draw(n).Options.Likelihood),
            Is.All.EqualTo(Chosen.Likelihood)
        );
        Assert.That(space.Draw(1).Values.Keys, Does.Not.Contain("likelihood"));
    }

    [Test]
    public void Shortened_Share_IsOfTheEpochs()
    {
        Assert.That(SearchSpace.Shortened(Chosen, 1.0 / 9).EpochCount, Is.EqualTo(33));
        Assert.That(SearchSpace.Shortened(Chosen, 1), Is.EqualTo(Chosen));
    }

    [Test]
    public void Measure_OneOptionDecides_IsTheMostImportant()
    {
        var space = Space(Tuner);
        VaeTrial[] trials =
        [
            .. Enumerable
                .Range(0, 60)
                .Select(number =>
                {
                    var (options, values) = space.Draw(number);
                    return new VaeTrial
                    {
                        Number = number,
                        EpochShare = 1,
                        Options = options,
                        Values = values,
                        Objective = Math.Abs(Math.Log10(options.Beta!.Value) + 1.5),
                    };
                }),
        ];

        var importance = OptionImportance.Measure(trials);

        Assert.That(importance[0].Key, Is.EqualTo("beta"));
        Assert.That(importance[0].Value, Is.GreaterThan(0.6));
        Assert.That(importance.Sum(option => option.Value), Is.EqualTo(1).Within(1e-9));
    }

    private static IEnumerable<int> Numbers => Enumerable.Range(1, 20);

    private static string Text(SearchSpace space, int number) => string.Join(' ', space.Draw(number).Values);

    private static SearchSpace Space(VaeTunerOptions tuner) => new(new(), Chosen, tuner);
}
