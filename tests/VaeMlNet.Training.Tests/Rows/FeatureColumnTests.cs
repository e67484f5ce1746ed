using Microsoft.ML;

namespace VaeMlNet.Tests;

public class FeatureColumnTests
{
    private readonly VaeTrainer trainer = new(Some.Options());

    [Test]
    public void Fit_MissingColumn_NamesItAndTheOthers() =>
        AssertRefused<ArgumentOutOfRangeException>(
            () => trainer.Fit(Some.View(Some.Values(4)), "Pixels"),
            "could not find feature column 'Pixels'",
            "'Features'"
        );

    [Test]
    public void Fit_WrongType_SaysWhichAndWhatIsNeeded()
    {
        var data = new MLContext(1).Data.LoadFromEnumerable([new Mixed()]);
        AssertRefused<ArgumentOutOfRangeException>(
            () => trainer.Fit(data, "Scalar"),
            "'Scalar' is Single",
            "Vector<Single>",
            "Concatenate"
        );
        AssertRefused<ArgumentOutOfRangeException>(
            () => trainer.Fit(data, "Doubles"),
            "'Doubles' is Vector<Double, 2>",
            "ConvertType"
        );
    }

    [Test]
    public void Bind_Images_SaysWhichStepsGiveTheirPixels() =>
        AssertRefused<ArgumentOutOfRangeException>(
            () => FeatureColumn.Bind(ImageSchema.Create("Picture"), "Picture"),
            "'Picture' is Image",
            "Use ResizeImages, and ExtractPixels with interleavePixelColors: false"
        );

    [Test]
    public void Fit_VariableSize_SaysHowToFixIt()
    {
        var data = new MLContext(1).Data.LoadFromEnumerable([new Mixed()]);
        AssertRefused<ArgumentOutOfRangeException>(
            () => trainer.Fit(data, "Variable"),
            "'Variable' is Vector<Single>",
            "[VectorType(n)]"
        );
    }

    [TestCase(float.NaN, "NaN")]
    [TestCase(float.PositiveInfinity, "Infinity")]
    [Proves(27)]
    public void Fit_NotFinite_NamesRowAndSlot(float value, string text)
    {
        var values = Some.Values(20);
        values[17][4] = value;
        AssertRefused<VaeRowException>(
            () => trainer.Fit(Some.View(values), "Features"),
            $"Row 17, slot 4 of 'Features' is {text}",
            "ReplaceMissingValues"
        );
    }

    [TestCase(1.73f, "1.73")]
    [TestCase(-0.25f, "-0.25")]
    public void Fit_OutsideBernoulli_NamesRowSlotAndValue(float value, string text)
    {
        var values = Some.Values(20);
        values[17][4] = value;
        AssertRefused<VaeRowException>(
            () => trainer.Fit(Some.View(values), "Features"),
            $"Row 17, slot 4 of 'Features' is {text}, but the Bernoulli likelihood needs values in [0, 1]",
            "NormalizeMinMax and fixZero: false",
            "VaeLikelihoodOptions.GaussianUnitVariance"
        );
    }

    [Test]
    public void Fit_BadValidationRow_SaysThatItIsValidationData()
    {
        var values = Some.Values(3);
        values[1][2] = 2;
        AssertRefused<VaeRowException>(
            () => trainer.Fit(Some.View(Some.Values(4)), "Features", Some.View(values)),
            "Row 1, slot 2 of 'Features' of the validation data is 2"
        );
    }

    [Test]
    public void Fit_NoRows_ReportsIt() =>
        AssertRefused<InvalidOperationException>(
            () => trainer.Fit(Some.View(), "Features"),
            "read 0 rows from 'Features'"
        );

    [Test]
    public void Fit_ArrayShorterThanDeclared_NamesTheRow() =>
        AssertRefused<VaeRowException>(
            () => trainer.Fit(Some.View([.. Some.Values(2), [0.5f]]), "Features"),
            "Row 2 of 'Features' has 1 values",
            "12"
        );

    [Test]
    public void Fit_ValidationOfAnotherWidth_NamesBoth() =>
        AssertRefused<ArgumentOutOfRangeException>(
            () => trainer.Fit(Some.View(Some.Values(4)), "Features", Some.View(2, [0.5f, 0.5f])),
            "Vector<Single, 2>",
            "12 slots"
        );

    [TestCase(3, 2, 2, "2x2x3")]
    [TestCase(1, 4, 3, "4x3")]
    [TestCase(12, 1, 1, null)]
    [TestCase(1, 1, 12, null)]
    [TestCase(6, 1, 2, null)]
    [TestCase(6, 2, 1, null)]
    public void Fit_ColumnOfThreeDimensions_RecordsAnImageOfChannelsHeightAndWidth(
        int channels,
        int height,
        int width,
        string? expected
    )
    {
        using var plain = trainer.Fit(Some.View(Some.Values(8)), "Features");
        using var trained = trainer.Fit(Some.View([channels, height, width], Some.Values(8)), "Features");

        Assert.That(trained.Options.Image?.ToString(), Is.EqualTo(expected));
        Assert.That(trained.Options with { Image = null }, Is.EqualTo(plain.Options));
        Assert.That(Some.Weights(trained), Is.EqualTo(Some.Weights(plain)), "the shape changed the training");
    }

    [Test]
    public void Fit_ImageThatContradictsTheColumn_NamesBoth()
    {
        (VaeTrainerOptions Options, string Name)[] contradictions =
        [
            (Some.Options() with { Image = new(3, 4, 1) }, "VaeTrainerOptions.Image is"),
            (
                Some.Options() with
                {
                    HiddenDims = null,
                    Network = new ConvolutionalNetworkOptions { Image = new(3, 4, 1) },
                },
                "VaeTrainerOptions.Network.Image is"
            ),
        ];

        foreach (var (options, name) in contradictions)
        {
            AssertRefused<ArgumentOutOfRangeException>(
                () => new VaeTrainer(options).Fit(Some.View([3, 2, 2], Some.Values(4)), "Features"),
                "'Features' is Vector<Single, 3, 2, 2>",
                $"{name} 4x1x3",
                "Vector<Single, 3, 4, 1> (channels, height, width)",
                "interleavePixelColors: false",
                "Set it to the shape of the column"
            );
        }
    }

    [Test]
    public void Fit_ImageOfAnotherSize_NamesItsOptionBeforeRowsAreRead()
    {
        var unreadable = Some.View([.. Some.Values(3), [0.5f]]);
        var convolutional = Some.Options() with
        {
            HiddenDims = null,
            Network = new ConvolutionalNetworkOptions { Image = new(1, 5, 3) },
        };
        VaeTrainer[] trainers = [new(convolutional), new(Some.Options() with { Image = new(1, 5, 3) })];

        foreach (var (index, other) in trainers.Index())
        {
            AssertRefused<ArgumentOutOfRangeException>(
                () => other.Fit(unreadable, "Features"),
                index == 0 ? "VaeTrainerOptions.Network.Image is" : "VaeTrainerOptions.Image is",
                "1 x 5 x 3, 15 numbers (channels, height, width)",
                "as many numbers as the rows have features, 12"
            );
        }
    }

    [Test]
    public void Fit_GroupsOfAnotherWidth_SaysBothBeforeRowsAreRead()
    {
        var likelihood = new CategoricalLikelihoodOptions { GroupWidths = [3, 4] };

        AssertRefused<ArgumentOutOfRangeException>(
            () => new VaeTrainer(Some.Options(likelihood: likelihood)).Fit(Some.View([0.5f]), "Features"),
            "Likelihood.GroupWidths is [3, 4], 7 slots together, but must be as many slots as the rows have features, 12"
        );
    }

    [Test]
    public void Fit_ValidationImagesOfAnotherShape_AreRefused() =>
        AssertRefused<ArgumentOutOfRangeException>(
            () => trainer.Fit(Some.View([1, 4, 3], Some.Values(4)), "Features", Some.View([1, 3, 4], Some.Values(4))),
            "'Features' is Vector<Single, 1, 3, 4>",
            "images of 4x3"
        );

    [Test]
    public void ReadRows_ImagesOfAnotherShape_AreRefused()
    {
        using var trained = trainer.Fit(Some.View([1, 4, 3], Some.Values(8)), "Features");
        using var plain = trained.ReadRows(Some.View(Some.Values(4)));

        AssertRefused<ArgumentOutOfRangeException>(
            () => trained.ReadRows(Some.View([3, 4, 1], Some.Values(4))).Dispose(),
            "images of 4x3"
        );
    }

    private static void AssertRefused<TException>(Action fit, params string[] facts)
        where TException : Exception
    {
        var exception = Assert.Throws<TException>(fit);
        Assert.Multiple(() =>
        {
            foreach (var fact in facts)
            {
                Assert.That(exception.Message, Does.Contain(fact));
            }
        });
    }

    private sealed class Mixed
    {
        public float Scalar { get; set; }

        [Microsoft.ML.Data.VectorType(2)]
        public double[] Doubles { get; set; } = [1, 2];

        public float[] Variable { get; set; } = [1];
    }
}
